-- How far each writer's chain goes, kept apart from it: a tail that is cut off, or a whole chain, is missed.
-- `cut_at` says at which number a chain did not go on as it had ended; it is never taken back.
CREATE TABLE audit_head (
  writer TEXT PRIMARY KEY,
  number BIGINT NOT NULL,
  hash TEXT NOT NULL,
  recorded_at BIGINT NOT NULL,
  cut_at BIGINT
);
INSERT INTO audit_head (writer, number, hash, recorded_at)
SELECT a.writer, a.number, a.hash, a.recorded_at FROM audit a
WHERE a.number = (SELECT max(o.number) FROM audit o WHERE o.writer = a.writer);
