-- name: add_suppression(id, client_id, kind, hash, reason, call_id, made_at, made_by)!
INSERT INTO suppression (
  id, client_id, kind, hash, reason, call_id, made_at, made_by
) VALUES (
  :id, :client_id, :kind, :hash, :reason, :call_id, :made_at, :made_by
) ON CONFLICT (client_id, kind, hash) DO NOTHING;

-- name: suppressed(client_id, hashes)
SELECT hash, reason, '' AS registry, 0 AS asked_at FROM suppression
WHERE client_id = :client_id AND kind IN ('number', 'email', 'person', 'company')
  AND hash IN (SELECT value FROM EACH_WORD(:hashes) h)
UNION ALL
SELECT hash, '', registry, asked_at FROM registry_number WHERE hash IN (SELECT value FROM EACH_WORD(:hashes) h);

-- name: some_suppressed(client_id, most)
SELECT hash, reason FROM suppression
WHERE client_id = :client_id AND kind IN ('number', 'email', 'person', 'company') LIMIT :most;

-- name: any_suppression()$
SELECT count(*) FROM (SELECT 1 FROM suppression LIMIT 1) AS found;

-- name: key_mark()$
SELECT value FROM setting WHERE name = 'suppression_key_mark';

-- name: set_key_mark(mark)!
INSERT INTO setting (name, value) VALUES ('suppression_key_mark', :mark)
ON CONFLICT (name) DO UPDATE SET value = excluded.value;

-- name: key_inside()$
SELECT value FROM setting WHERE name = 'suppression_key';

-- name: drop_key_inside()!
DELETE FROM setting WHERE name = 'suppression_key';
