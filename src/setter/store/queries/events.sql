-- name: add_event(id, client_id, prospect_id, kind, channel, happened_at, external_id, details, digest, flag, recorded_at, recorded_by)!
INSERT INTO event (
  id, client_id, prospect_id, kind, channel, happened_at, external_id, details, digest, flag, recorded_at, recorded_by
) VALUES (
  :id, :client_id, :prospect_id, :kind, :channel, :happened_at, :external_id, :details, :digest, :flag, :recorded_at,
  :recorded_by
) ON CONFLICT DO NOTHING;

-- name: event_named(client_id, channel, external_id)^
SELECT * FROM event
WHERE client_id = :client_id AND channel = :channel AND external_id = :external_id AND external_id <> '';

-- name: events_with(prospect_id)
SELECT * FROM event WHERE prospect_id = :prospect_id ORDER BY happened_at, id;

-- name: happened_with(prospect_id)
SELECT prospect_id, kind, channel, CASE WHEN flag = '' THEN happened_at END AS happened_at, details, recorded_at
FROM event WHERE prospect_id = :prospect_id ORDER BY id;

-- name: event_like(prospect_id, digest, external_id)$
SELECT id FROM event
WHERE prospect_id = :prospect_id AND digest = :digest
  AND (external_id IN ('', :external_id) OR CAST(:external_id AS TEXT) = '')
LIMIT 1;

-- name: suppliers(client_id)
SELECT DISTINCT a.source AS source FROM acquisition a JOIN campaign c ON c.number = a.campaign
WHERE c.client_id = :client_id AND a.batch_id IS NOT NULL ORDER BY a.source;
