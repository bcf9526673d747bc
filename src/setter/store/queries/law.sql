-- name: law_mark()^
SELECT count(*) AS made, count(ended_at) AS ended, (SELECT count(*) FROM registry_file) AS asked FROM law_decision;

-- name: law_decisions()
SELECT * FROM law_decision ORDER BY id;

-- name: add_law_decision(id, kind, place, body, reason, decided_by, decided_at, ended_by, ended_at)!
INSERT INTO law_decision (id, kind, place, body, reason, decided_by, decided_at, ended_by, ended_at)
VALUES (:id, :kind, :place, :body, :reason, :decided_by, :decided_at, :ended_by, :ended_at);

-- name: end_law_decision(id, ended_by, ended_at)!
UPDATE law_decision SET ended_by = :ended_by, ended_at = :ended_at WHERE id = :id AND ended_at IS NULL;
