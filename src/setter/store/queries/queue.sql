-- name: add_queue(enrolment_id, campaign, prospect_id, calling_window, tier, priority, slot, due, last_attempt_at, owner, holder, call_id)!
INSERT INTO queue (
  enrolment_id, campaign, prospect_id, calling_window, tier, priority, slot, due, last_attempt_at, owner,
  holder, call_id
) VALUES (
  :enrolment_id, :campaign, :prospect_id, :calling_window, :tier, :priority, :slot, :due, :last_attempt_at,
  :owner, :holder, :call_id
);

-- name: save_queue(enrolment_id, campaign, prospect_id, calling_window, tier, priority, slot, due, last_attempt_at, owner, holder, call_id)!
UPDATE queue SET
  campaign = :campaign, prospect_id = :prospect_id, calling_window = :calling_window, tier = :tier, priority =
  :priority, slot = :slot, due = :due, last_attempt_at = :last_attempt_at, owner = :owner, holder = :holder,
  call_id = :call_id
WHERE enrolment_id = :enrolment_id;

-- name: queued(enrolment_id)^
SELECT * FROM queue WHERE enrolment_id = :enrolment_id;

-- name: held_by_call(call_id)^
SELECT * FROM queue WHERE call_id = :call_id AND slot = 2;

-- name: lease_on(prospect_id)^
SELECT * FROM queue WHERE prospect_id = :prospect_id AND slot = 2;

-- name: remove(enrolment_id)!
DELETE FROM queue WHERE enrolment_id = :enrolment_id;

-- name: remove_prospect(prospect_id)!
DELETE FROM queue WHERE prospect_id = :prospect_id AND slot <> 2;

-- name: due(now, most)
SELECT * FROM queue WHERE slot > 0 AND due <= :now ORDER BY due, enrolment_id LIMIT :most;

-- name: claim_this(enrolment_id, call_id, caller, lease_until)^
UPDATE queue SET slot = 2, due = :lease_until, holder = :caller, call_id = :call_id
WHERE enrolment_id = :enrolment_id AND slot <> 2
  AND NOT EXISTS (SELECT 1 FROM queue other WHERE other.prospect_id = queue.prospect_id AND other.slot = 2)
RETURNING *;

-- name: extend(call_id, caller, lease_until)!
UPDATE queue SET due = :lease_until WHERE call_id = :call_id AND slot = 2 AND holder = :caller;

-- name: waterfall(campaign, caller, reserved_before)
SELECT e.work_state AS work_state, p.blocked AS blocked, coalesce(q.slot, -1) AS slot,
  coalesce(q.calling_window, -1) AS calling_window, coalesce(q.holder, '') AS holder,
  CASE WHEN q.owner <> '' AND q.owner <> :caller AND q.due > :reserved_before THEN 1 ELSE 0 END AS reserved,
  CASE WHEN q.slot <> 2 AND EXISTS (SELECT 1 FROM queue o WHERE o.prospect_id = q.prospect_id AND o.slot = 2)
    THEN 1 ELSE 0 END AS held_elsewhere,
  count(*) AS number
FROM enrolment e JOIN prospect p ON p.id = e.prospect_id LEFT JOIN queue q ON q.enrolment_id = e.id
WHERE e.campaign = :campaign AND e.work_state <> 'new'
GROUP BY 1, 2, 3, 4, 5, 6, 7 ORDER BY 8 DESC;

-- name: near_a_cap(campaign, caller, reserved_before, since, most_number, most_person)
SELECT e.work_state AS work_state, p.blocked AS blocked, q.enrolment_id AS enrolment_id, q.slot AS slot,
  q.calling_window AS calling_window, q.holder AS holder,
  CASE WHEN q.owner <> '' AND q.owner <> :caller AND q.due > :reserved_before THEN 1 ELSE 0 END AS reserved,
  CASE WHEN EXISTS (SELECT 1 FROM queue o WHERE o.prospect_id = q.prospect_id AND o.slot = 2)
    THEN 1 ELSE 0 END AS held_elsewhere
FROM queue q JOIN enrolment e ON e.id = q.enrolment_id JOIN prospect p ON p.id = q.prospect_id
WHERE q.campaign = :campaign AND q.slot <> 2 AND q.prospect_id IN (
  SELECT n.prospect_id FROM (SELECT e164 FROM attempt WHERE started_at > :since AND direction = 'outbound'
    GROUP BY e164 HAVING count(*) >= :most_number) often
  JOIN campaign c ON c.number = :campaign JOIN phone n ON n.client_id = c.client_id AND n.e164 = often.e164
  UNION ALL
  SELECT prospect_id FROM attempt WHERE started_at > :since AND direction = 'outbound'
    GROUP BY prospect_id HAVING count(*) >= :most_person
);

-- name: strays(campaign)
SELECT e.work_state AS work_state, count(*) AS number
FROM enrolment e JOIN prospect p ON p.id = e.prospect_id LEFT JOIN queue q ON q.enrolment_id = e.id
WHERE e.campaign = :campaign AND p.blocked = '' AND e.zones <> ''
  AND EXISTS (SELECT 1 FROM phone n WHERE n.prospect_id = p.id AND n.standing = 'ok')
  AND ((q.enrolment_id IS NULL AND (e.work_state IN ('queued', 'cooling', 'callback', 'nurture', 'in_call')
      OR (e.work_state = 'exhausted' AND e.next_at IS NOT NULL)))
    OR (e.work_state = 'in_call' AND q.slot <> 2)
    OR (q.slot = 2 AND NOT EXISTS (SELECT 1 FROM call c WHERE c.id = q.call_id AND c.state = 'live')))
GROUP BY e.work_state ORDER BY e.work_state;

-- name: unreachable(campaign)$
SELECT count(*) FROM enrolment e JOIN prospect p ON p.id = e.prospect_id
WHERE e.campaign = :campaign AND p.blocked = '' AND e.work_state IN ('queued', 'cooling', 'callback', 'nurture')
  AND (e.zones = '' OR NOT EXISTS (SELECT 1 FROM phone n WHERE n.prospect_id = p.id AND n.standing = 'ok'));

-- name: reassign(enrolment_id, owner)!
UPDATE queue SET owner = :owner WHERE enrolment_id = :enrolment_id AND slot <> 2;

-- name: queue_length(campaign)$
SELECT count(*) FROM queue WHERE campaign = :campaign AND slot <> 2;
