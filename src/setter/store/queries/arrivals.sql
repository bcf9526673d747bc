-- name: add_companies(id, client_id, name, match_key)!
INSERT INTO company (id, client_id, name, match_key) VALUES (:id, :client_id, :name, :match_key)
ON CONFLICT (client_id, match_key) DO NOTHING;

-- name: unfinished_since(campaign, digest)$
SELECT min(started_at) FROM import_batch WHERE campaign = :campaign AND digest = :digest AND landed < 0;

-- name: save_batch(id, read_rows, landed, merged, unchanged, rejected, waiting_from, waiting)!
UPDATE import_batch SET read_rows = :read_rows, landed = :landed, merged = :merged, unchanged = :unchanged,
  rejected = :rejected, waiting_from = :waiting_from, waiting = :waiting
WHERE id = :id;

-- name: supersede(campaign, digest)!
UPDATE import_batch SET landed = 0 WHERE campaign = :campaign AND digest = :digest AND landed < 0;

-- name: batch_waiting()^
SELECT * FROM import_batch WHERE waiting_from IS NOT NULL ORDER BY id LIMIT 1;

-- name: batch(id)^
SELECT * FROM import_batch WHERE id = :id;

-- name: look_again(enrolment_id)!
UPDATE import_batch SET waiting_from = :enrolment_id WHERE waiting_from IS NOT NULL AND waiting_from > :enrolment_id;

-- name: enrolment_after(since, most)$
SELECT id FROM enrolment WHERE id >= :since ORDER BY id LIMIT 1 OFFSET :most;

-- A step goes by the ids of those who arrived, whoever else is in the campaign: the signs keep SQLite from its index.
-- name: arriving_localities(campaign, since, until, mark)
SELECT DISTINCT e.zones AS zones, e.places AS places, p.language AS language
FROM enrolment e JOIN prospect p ON p.id = e.prospect_id
WHERE e.id >= :since AND e.id < :until AND +e.campaign = :campaign AND e.work_state = 'new'
  AND e.state_reason LIKE :mark AND e.zones <> '';

-- name: arriving_numbers(campaign, since, until, mark)
SELECT e.id AS enrolment, e.places AS places, n.e164 AS e164, n.kind AS kind, n.added_at AS added_at,
  p.market_type AS market, EXISTS (
    SELECT 1 FROM consent c WHERE c.prospect_id = e.prospect_id AND c.withdrawn_at IS NULL AND c.kind = 'consent'
  ) AS agreed
FROM enrolment e JOIN phone n ON n.prospect_id = e.prospect_id JOIN prospect p ON p.id = e.prospect_id
WHERE e.id >= :since AND e.id < :until AND +e.campaign = :campaign AND e.work_state = 'new'
  AND e.state_reason LIKE :mark AND e.zones <> '' AND n.standing = 'ok'
ORDER BY e.id;

-- name: place_arrivals(campaign, since, until, mark)!
INSERT INTO queue (
  enrolment_id, campaign, prospect_id, calling_window, tier, priority, slot, due, last_attempt_at, owner, holder,
  call_id
)
SELECT e.id, e.campaign, e.prospect_id, l.calling_window, e.tier, e.priority, 0, 0, coalesce(e.last_attempt_at, 0), '', '', NULL
FROM enrolment e JOIN prospect p ON p.id = e.prospect_id
JOIN locality l ON l.campaign = e.campaign AND l.zones = e.zones AND l.places = e.places AND l.language = p.language
WHERE e.id >= :since AND e.id < :until AND +e.campaign = :campaign AND e.work_state = 'new' AND e.state_reason LIKE :mark
  AND EXISTS (SELECT 1 FROM phone n WHERE n.prospect_id = e.prospect_id AND n.standing = 'ok')
  AND (l.asks = 0 OR EXISTS (SELECT 1 FROM consent c WHERE c.prospect_id = e.prospect_id AND c.withdrawn_at IS NULL))
ON CONFLICT (enrolment_id) DO NOTHING;

-- name: let_in(campaign, since, until, mark)!
UPDATE enrolment SET work_state = 'queued', state_reason = CASE WHEN EXISTS (
    SELECT 1 FROM locality l
    WHERE l.campaign = enrolment.campaign AND l.zones = enrolment.zones AND l.places = enrolment.places AND l.asks = 1
  ) AND NOT EXISTS (SELECT 1 FROM consent c WHERE c.prospect_id = enrolment.prospect_id AND c.withdrawn_at IS NULL)
  THEN 'consent' ELSE '' END
WHERE id >= :since AND id < :until AND +campaign = :campaign AND work_state = 'new' AND state_reason LIKE :mark;

-- name: unplace_arrivals(enrolments)!
DELETE FROM queue WHERE enrolment_id IN (SELECT value FROM EACH_NUMBER(:enrolments) w);

-- name: keep_out_arrivals(enrolments, reason)!
UPDATE enrolment SET state_reason = :reason
WHERE id IN (SELECT value FROM EACH_NUMBER(:enrolments) w) AND state_reason = '';
