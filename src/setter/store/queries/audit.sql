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
SELECT DISTINCT writer FROM audit UNION SELECT writer FROM audit_head ORDER BY writer;

-- name: head(writer)
SELECT * FROM audit_head WHERE writer = :writer;

-- name: heads()
SELECT * FROM audit_head ORDER BY writer;

-- name: heads_of_others(writer, most)
SELECT * FROM audit_head WHERE writer <> :writer ORDER BY recorded_at DESC, writer LIMIT :most;

-- name: hashes(writer, places)
SELECT number, hash FROM audit WHERE writer = :writer AND number IN (SELECT value FROM EACH_NUMBER(:places) w);

-- name: erasures()
SELECT detail FROM audit WHERE action = 'erase' AND detail <> '';

-- name: emptied()
SELECT DISTINCT subject FROM audit WHERE salt = '' ORDER BY subject;

-- name: about(subject)
SELECT * FROM audit WHERE subject = :subject ORDER BY recorded_at, writer, number;
