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

-- name: numbers_after(above, most)
SELECT DISTINCT e164 FROM phone WHERE e164 > :above ORDER BY e164 LIMIT :most;

-- name: without_place(campaign, above, most)
SELECT e.* FROM enrolment e LEFT JOIN queue q ON q.enrolment_id = e.id
WHERE e.id > :above AND +e.campaign = :campaign AND q.enrolment_id IS NULL AND e.zones <> ''
  AND e.work_state IN ('queued', 'cooling', 'callback', 'nurture', 'exhausted')
ORDER BY e.id LIMIT :most;

-- name: consents(prospect_id)
SELECT * FROM consent WHERE prospect_id = :prospect_id ORDER BY id;

-- name: add_consent(id, prospect_id, kind, note, given_on, recorded_at, recorded_by, withdrawn_at)!
INSERT INTO consent (id, prospect_id, kind, note, given_on, recorded_at, recorded_by, withdrawn_at)
VALUES (:id, :prospect_id, :kind, :note, :given_on, :recorded_at, :recorded_by, :withdrawn_at);

-- name: withdraw_consents(prospect_id, withdrawn_at)!
UPDATE consent SET withdrawn_at = :withdrawn_at WHERE prospect_id = :prospect_id AND withdrawn_at IS NULL;
