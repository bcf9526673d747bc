-- name: add_audit(writer, number, recorded_at, caller, action, subject, detail, salt, commitment, hash)!
INSERT INTO audit (
  writer, number, recorded_at, caller, action, subject, detail, salt, commitment, hash
) VALUES (
  :writer, :number, :recorded_at, :caller, :action, :subject, :detail, :salt, :commitment, :hash
);

-- name: last_entry(writer)^
SELECT * FROM audit WHERE writer = :writer ORDER BY number DESC LIMIT 1;

-- name: entries(writer, after, most)
SELECT * FROM audit WHERE writer = :writer AND number > :after ORDER BY number LIMIT :most;

-- name: writers()
SELECT DISTINCT writer FROM audit ORDER BY writer;

-- name: about(subject)
SELECT * FROM audit WHERE subject = :subject ORDER BY recorded_at, writer, number;
