-- name: add_act(id, client_id, about, reason, call_id, made_at, made_by, lifted_at, lifted_by, lifted_as, lifted_for)!
INSERT INTO suppression_act (
  id, client_id, about, reason, call_id, made_at, made_by, lifted_at, lifted_by, lifted_as, lifted_for
) VALUES (
  :id, :client_id, :about, :reason, :call_id, :made_at, :made_by, :lifted_at, :lifted_by, :lifted_as, :lifted_for
);

-- name: add_suppression(client_id, kind, hash, act_id, reason)!
INSERT INTO suppression (client_id, kind, hash, act_id, reason) VALUES (:client_id, :kind, :hash, :act_id, :reason)
ON CONFLICT (client_id, kind, hash, act_id) DO NOTHING;

-- name: acts_against(client_id, hashes)
SELECT DISTINCT a.* FROM suppression s JOIN suppression_act a ON a.id = s.act_id
WHERE s.client_id = :client_id AND s.kind IN ('number', 'email', 'person', 'company')
  AND s.hash IN (SELECT value FROM EACH_WORD(:hashes) h) ORDER BY a.id;

-- name: act(id)^
SELECT * FROM suppression_act WHERE id = :id;

-- name: acts_after(above, most)
SELECT * FROM suppression_act WHERE id > :above AND lifted_at IS NULL ORDER BY id LIMIT :most;

-- name: keys_of_act(act_id)
SELECT * FROM suppression WHERE act_id = :act_id ORDER BY kind, hash;

-- name: acts_on(prospect_id)
SELECT a.* FROM suppression_act a
WHERE a.lifted_at IS NULL AND a.id IN (SELECT r.act_id FROM suppression_reach r WHERE r.prospect_id = :prospect_id)
ORDER BY a.id;

-- name: lifted_calls(prospect_id)
SELECT a.call_id AS call_id FROM suppression_act a
WHERE a.lifted_at IS NOT NULL AND a.call_id IN (SELECT c.id FROM call c WHERE c.prospect_id = :prospect_id);

-- name: reached(act_id)
SELECT prospect_id FROM suppression_reach WHERE act_id = :act_id ORDER BY prospect_id;

-- name: reaches(prospect_id)
SELECT stood FROM suppression_reach WHERE prospect_id = :prospect_id ORDER BY act_id;

-- name: add_reach(act_id, prospect_id, stood)!
INSERT INTO suppression_reach (act_id, prospect_id, stood) VALUES (:act_id, :prospect_id, :stood);

-- name: drop_keys(act_id)!
DELETE FROM suppression WHERE act_id = :act_id;

-- name: lift_act(id, lifted_at, lifted_by, lifted_as, lifted_for)!
UPDATE suppression_act
SET lifted_at = :lifted_at, lifted_by = :lifted_by, lifted_as = :lifted_as, lifted_for = :lifted_for
WHERE id = :id AND lifted_at IS NULL;

-- name: suppressed(client_id, hashes)
SELECT hash, reason, act_id, '' AS registry, 0 AS asked_at FROM suppression
WHERE client_id = :client_id AND kind IN ('number', 'email', 'person', 'company')
  AND hash IN (SELECT value FROM EACH_WORD(:hashes) h)
UNION ALL
SELECT hash, '', 0, registry, asked_at FROM registry_number WHERE hash IN (SELECT value FROM EACH_WORD(:hashes) h);

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
