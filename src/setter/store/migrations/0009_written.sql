-- Which write of which program was the last to be committed: asked when a server was lost in the middle of a commit.
CREATE TABLE written (
    program BIGINT PRIMARY KEY,
    mark BIGINT NOT NULL,
    at BIGINT NOT NULL
);
