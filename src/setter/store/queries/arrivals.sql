-- name: unfinished_since(campaign, digest)$
SELECT min(started_at) FROM import_batch WHERE campaign = :campaign AND digest = :digest AND landed < 0;

-- name: finish_batch(id, landed, merged, unchanged, rejected)!
UPDATE import_batch SET landed = :landed, merged = :merged, unchanged = :unchanged, rejected = :rejected
WHERE id = :id;

-- name: supersede(campaign, digest)!
UPDATE import_batch SET landed = 0 WHERE campaign = :campaign AND digest = :digest AND landed < 0;

-- name: arriving_zones(campaign, since, mark)
SELECT DISTINCT zones FROM enrolment
WHERE id >= :since AND campaign = :campaign AND work_state = 'new' AND state_reason LIKE :mark AND zones <> '';

-- name: place_arrivals(campaign, since, mark)!
INSERT INTO queue (
  enrolment_id, campaign, prospect_id, calling_window, tier, priority, slot, due, last_attempt_at, owner, holder,
  call_id
)
SELECT e.id, e.campaign, e.prospect_id, w.id, e.tier, e.priority, 0, 0, coalesce(e.last_attempt_at, 0), '', '', NULL
FROM enrolment e
JOIN calling_window w ON w.campaign = e.campaign AND w.zones = e.zones
WHERE e.id >= :since AND e.campaign = :campaign AND e.work_state = 'new' AND e.state_reason LIKE :mark
  AND EXISTS (SELECT 1 FROM phone n WHERE n.prospect_id = e.prospect_id AND n.standing = 'ok')
ON CONFLICT (enrolment_id) DO NOTHING;

-- name: let_in(campaign, since, mark)!
UPDATE enrolment SET work_state = 'queued', state_reason = ''
WHERE id >= :since AND campaign = :campaign AND work_state = 'new' AND state_reason LIKE :mark;
