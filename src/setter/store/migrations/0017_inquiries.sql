-- What people asked of us otherwise than by telephone: through which channel, when, in which words, by when it is to be
-- answered, and when it was. `task_id` is the duty that it made; what a call answered can be taken back with its outcome.
CREATE TABLE inquiry (
  id BIGINT PRIMARY KEY,
  campaign BIGINT NOT NULL REFERENCES campaign (number),
  prospect_id BIGINT NOT NULL REFERENCES prospect (id),
  channel TEXT NOT NULL,
  external_id TEXT NOT NULL,
  text TEXT NOT NULL,
  came_at BIGINT NOT NULL,
  due_at BIGINT NOT NULL,
  task_id BIGINT NOT NULL,
  recorded_at BIGINT NOT NULL,
  recorded_by TEXT NOT NULL,
  answered_at BIGINT,
  answered_by_call BIGINT
);

-- The same inquiry twice is one: by the id that its form gave it, or by whose it is, when and where it came.
CREATE UNIQUE INDEX inquiry_external ON inquiry (campaign, channel, external_id) WHERE external_id <> '';
CREATE UNIQUE INDEX inquiry_once ON inquiry (prospect_id, campaign, came_at, channel);
CREATE INDEX inquiry_came ON inquiry (campaign, came_at);
