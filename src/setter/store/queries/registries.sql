-- name: registry_files()
SELECT * FROM registry_file ORDER BY id;

-- name: add_registry_file(id, registry, asked_at, covers_until, numbers, file_name, brought_in_at, brought_in_by)!
INSERT INTO registry_file (
  id, registry, asked_at, covers_until, numbers, file_name, brought_in_at, brought_in_by
) VALUES (
  :id, :registry, :asked_at, :covers_until, :numbers, :file_name, :brought_in_at, :brought_in_by
);

-- name: list_number(hash, registry, asked_at)!
INSERT INTO registry_number (hash, registry, asked_at) VALUES (:hash, :registry, :asked_at)
ON CONFLICT (hash, registry) DO UPDATE SET asked_at = excluded.asked_at WHERE registry_number.asked_at < excluded.asked_at;

-- name: numbers_after(client_id, e164, most)
SELECT e164 FROM phone WHERE client_id = :client_id AND e164 > :e164 ORDER BY client_id, e164 LIMIT :most;

-- name: numbers_since(client_id, since)
SELECT e164 FROM phone WHERE client_id = :client_id AND added_at > :since;

-- name: kept_out(campaign, above, most)
SELECT * FROM enrolment
WHERE campaign = :campaign AND id > :above AND state_reason IN ('consent', 'registry') ORDER BY id LIMIT :most;

-- name: consents(prospect_id)
SELECT * FROM consent WHERE prospect_id = :prospect_id ORDER BY id;

-- name: add_consent(id, prospect_id, kind, note, given_on, recorded_at, recorded_by, withdrawn_at)!
INSERT INTO consent (id, prospect_id, kind, note, given_on, recorded_at, recorded_by, withdrawn_at)
VALUES (:id, :prospect_id, :kind, :note, :given_on, :recorded_at, :recorded_by, :withdrawn_at);

-- name: withdraw_consents(prospect_id, withdrawn_at)!
UPDATE consent SET withdrawn_at = :withdrawn_at WHERE prospect_id = :prospect_id AND withdrawn_at IS NULL;
