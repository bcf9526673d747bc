-- name: add_audit(writer, number, recorded_at, caller, action, subject, detail, salt, commitment, hash)!
INSERT INTO audit (
  writer, number, recorded_at, caller, action, subject, detail, salt, commitment, hash
) VALUES (
  :writer, :number, :recorded_at, :caller, :action, :subject, :detail, :salt, :commitment, :hash
);

-- name: last_entry(writer)^
SELECT * FROM audit WHERE writer = :writer ORDER BY number DESC LIMIT 1;

-- name: entries(writer)
SELECT * FROM audit WHERE writer = :writer ORDER BY number;

-- name: writers()
SELECT DISTINCT writer FROM audit ORDER BY writer;

-- name: about(subject)
SELECT * FROM audit WHERE subject = :subject ORDER BY recorded_at, writer, number;
