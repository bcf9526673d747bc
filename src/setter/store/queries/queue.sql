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

-- name: anybody_due(now, campaign, reserved_before)$
SELECT CASE
  WHEN (SELECT min(due) FROM queue WHERE slot > 0 AND due >= 0) <= :now THEN 1
  WHEN (SELECT min(due) FROM queue WHERE slot = 0 AND owner <> '' AND campaign = :campaign) <= :reserved_before THEN 1
  ELSE 0 END;

-- name: due(now, most)
SELECT q.* FROM queue q JOIN enrolment e ON e.id = q.enrolment_id
WHERE q.slot > 0 AND q.due >= 0 AND q.due <= :now ORDER BY q.due, q.enrolment_id LIMIT :most ONLY_FREE(q, e);

-- name: due_waits(now, most)
SELECT q.enrolment_id AS enrolment_id FROM queue q JOIN enrolment e ON e.id = q.enrolment_id
WHERE q.slot > 0 AND q.due >= 0 AND q.slot = 1 AND q.due <= :now AND e.temperature = 'cold'
  AND e.work_state IN ('queued', 'cooling', 'nurture')
ORDER BY q.due, q.enrolment_id LIMIT :most ONLY_FREE(q, e);

-- name: end_waits(enrolments)!
UPDATE enrolment SET work_state = 'queued', next_at = NULL WHERE id IN (SELECT value FROM EACH_NUMBER(:enrolments) w);

-- name: wake_waits(enrolments)!
UPDATE queue SET slot = 0, due = 0, owner = '', holder = '', call_id = NULL
WHERE enrolment_id IN (SELECT value FROM EACH_NUMBER(:enrolments) w);

-- name: due_promises(now, lead, most)
SELECT q.enrolment_id AS enrolment_id FROM queue q JOIN enrolment e ON e.id = q.enrolment_id
WHERE q.slot > 0 AND q.due >= 0 AND q.slot = 3 AND q.due <= :now AND e.work_state = 'callback' AND e.next_at - :lead <= :now
ORDER BY q.due, q.enrolment_id LIMIT :most ONLY_FREE(q, e);

-- name: wake_promises(enrolments, lead)!
UPDATE queue SET slot = 0, holder = '', call_id = NULL,
  due = (SELECT e.next_at - :lead FROM enrolment e WHERE e.id = queue.enrolment_id),
  tier = (SELECT e.tier FROM enrolment e WHERE e.id = queue.enrolment_id),
  owner = (SELECT e.owner FROM enrolment e WHERE e.id = queue.enrolment_id)
WHERE enrolment_id IN (SELECT value FROM EACH_NUMBER(:enrolments) w);

-- name: free_overdue(campaign, reserved_before, most)!
UPDATE queue SET owner = '' WHERE enrolment_id IN (
  SELECT q.enrolment_id FROM queue q
  WHERE q.slot = 0 AND q.owner <> '' AND q.campaign = :campaign AND q.due <= :reserved_before
  ORDER BY q.due, q.enrolment_id LIMIT :most ONLY_FREE(q)
);

-- name: anybody_ready(campaign, windows)^
SELECT 1 AS found FROM queue i JOIN EACH_NUMBER(:windows) w ON w.value = i.calling_window
WHERE i.slot = 0 AND i.owner = '' AND i.campaign = :campaign
  AND NOT EXISTS (SELECT 1 FROM queue o WHERE o.prospect_id = i.prospect_id AND o.slot = 2) LIMIT 1;

-- name: claim_this(enrolment_id, call_id, caller, lease_until)^
UPDATE queue SET slot = 2, due = :lease_until, holder = :caller, call_id = :call_id
WHERE enrolment_id = :enrolment_id AND slot <> 2
  AND NOT EXISTS (SELECT 1 FROM queue other WHERE other.prospect_id = queue.prospect_id AND other.slot = 2)
RETURNING *;

-- name: anybody_before_the_rest(campaign, windows, caller)^
SELECT 1 AS found FROM EACH_NUMBER(:windows) w
WHERE EXISTS (
    SELECT 1 FROM queue q
    WHERE q.slot = 0 AND q.owner = '' AND q.campaign = :campaign AND q.calling_window = w.value AND q.tier < 3
  ) OR EXISTS (
    SELECT 1 FROM queue q
    WHERE q.slot = 0 AND q.owner <> '' AND q.campaign = :campaign AND q.calling_window = w.value
      AND q.owner IN (SELECT :caller AS caller UNION SELECT caller FROM on_break)
  ) LIMIT 1;

-- Everybody of a campaign in an order of no meaning, from somewhere in it on: the first who may be claimed.
-- name: ready_by_chance(campaign, windows, remainder, most)$
SELECT q.enrolment_id FROM (
  SELECT id, STIRRED(id) AS remainder FROM enrolment
  WHERE campaign = :campaign
    AND STIRRED(id) >= :remainder
  ORDER BY STIRRED(id) LIMIT :most
) drawn JOIN queue q ON q.enrolment_id = drawn.id
WHERE q.slot = 0 AND q.owner = '' AND q.tier >= 3 AND q.calling_window IN (SELECT value FROM EACH_NUMBER(:windows) w)
  AND NOT EXISTS (SELECT 1 FROM queue o WHERE o.prospect_id = q.prospect_id AND o.slot = 2)
ORDER BY drawn.remainder, drawn.id LIMIT 1;

-- Everybody of a campaign who stands in the queue, in an order of no meaning, from somewhere in it on.
-- name: standing_by_chance(campaign, remainder, most)
SELECT q.enrolment_id, q.prospect_id FROM (
  SELECT id, STIRRED(id) AS remainder FROM enrolment
  WHERE campaign = :campaign
    AND STIRRED(id) >= :remainder
  ORDER BY STIRRED(id) LIMIT :most
) drawn JOIN queue q ON q.enrolment_id = drawn.id WHERE q.slot <> 2
ORDER BY drawn.remainder, drawn.id;

-- name: callable_among(enrolments, windows, caller)
SELECT enrolment_id, calling_window FROM queue
WHERE slot = 0 AND enrolment_id IN (SELECT value FROM EACH_NUMBER(:enrolments) w)
  AND calling_window IN (SELECT value FROM EACH_NUMBER(:windows) w)
  AND (owner IN ('', :caller) OR owner IN (SELECT caller FROM on_break));

-- name: extend(call_id, caller, lease_until)!
UPDATE queue SET due = :lease_until WHERE call_id = :call_id AND slot = 2 AND holder = :caller;

-- name: waterfall(campaign, caller)
SELECT e.work_state AS work_state, p.blocked AS blocked, coalesce(q.slot, -1) AS slot,
  coalesce(q.calling_window, -1) AS calling_window, coalesce(q.holder, '') AS holder,
  CASE WHEN q.owner NOT IN ('', :caller) AND q.owner NOT IN (SELECT caller FROM on_break) THEN 1 ELSE 0 END AS reserved,
  CASE WHEN q.slot <> 2 AND EXISTS (SELECT 1 FROM queue o WHERE o.prospect_id = q.prospect_id AND o.slot = 2)
    THEN 1 ELSE 0 END AS held_elsewhere,
  CASE WHEN q.enrolment_id IS NOT NULL OR e.work_state <> 'queued' THEN ''
    WHEN e.state_reason IN ('consent', 'registry') THEN e.state_reason
    ELSE 'zone_or_number_unknown' END AS missing,
  count(*) AS number
FROM enrolment e JOIN prospect p ON p.id = e.prospect_id LEFT JOIN queue q ON q.enrolment_id = e.id
WHERE e.campaign = :campaign AND e.work_state <> 'new'
GROUP BY 1, 2, 3, 4, 5, 6, 7, 8 ORDER BY 9 DESC;

-- name: near_a_cap(campaign, caller, since, week_since, most_number, most_person, most_company)
SELECT e.work_state AS work_state, p.blocked AS blocked, q.enrolment_id AS enrolment_id, q.slot AS slot,
  q.calling_window AS calling_window, q.holder AS holder,
  CASE WHEN q.owner NOT IN ('', :caller) AND q.owner NOT IN (SELECT caller FROM on_break) THEN 1 ELSE 0 END AS reserved,
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
  UNION ALL
  SELECT other.id FROM (
    SELECT p.company_id AS company_id FROM attempt a JOIN prospect p ON p.id = a.prospect_id
    WHERE a.started_at > :week_since AND a.direction = 'outbound' AND p.company_id IS NOT NULL
    GROUP BY p.company_id HAVING count(*) >= :most_company) often
  JOIN prospect other ON other.company_id = often.company_id
);

-- name: strays(campaign)
SELECT e.work_state AS work_state, count(*) AS number
FROM enrolment e JOIN prospect p ON p.id = e.prospect_id LEFT JOIN queue q ON q.enrolment_id = e.id
WHERE e.campaign = :campaign AND p.blocked = '' AND e.zones <> '' AND e.state_reason NOT IN ('consent', 'registry')
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
SELECT CAST(coalesce((SELECT sum(number) FROM queue_size WHERE campaign = :campaign), 0) AS BIGINT)
  - (SELECT count(*) FROM queue WHERE campaign = :campaign AND slot = 2);

-- name: closed_lines(campaign, windows, caller, most, skipped)
SELECT q.enrolment_id, q.prospect_id, p.full_name, p.title, p.company_name, q.tier, q.priority, q.slot, q.due,
  e.score, e.temperature, e.rung, e.work_state, e.attempts, e.last_outcome, e.zones, e.places, q.owner, q.holder
FROM queue q JOIN enrolment e ON e.id = q.enrolment_id JOIN prospect p ON p.id = q.prospect_id
WHERE q.campaign = :campaign
  AND NOT (q.slot = 0 AND q.calling_window IN (SELECT value FROM EACH_NUMBER(:windows) w)
    AND (q.owner IN ('', :caller) OR q.owner IN (SELECT caller FROM on_break))) AND q.slot <> 2
ORDER BY q.tier, q.priority DESC, q.last_attempt_at, q.enrolment_id LIMIT :most OFFSET :skipped;

-- name: open_count(campaign, windows, caller)$
SELECT (
  SELECT count(*) FROM queue WHERE slot = 0 AND owner = '' AND campaign = :campaign
    AND calling_window IN (SELECT value FROM EACH_NUMBER(:windows) w)
) + (
  SELECT count(*) FROM queue WHERE slot = 0 AND owner <> '' AND campaign = :campaign
    AND owner IN (SELECT :caller AS caller UNION SELECT caller FROM on_break)
    AND calling_window IN (SELECT value FROM EACH_NUMBER(:windows) w)
);

-- name: standing(campaign, at)
SELECT calling_window, count(*) AS number FROM queue
WHERE campaign = :campaign AND slot <> 2 AND (slot = 0 OR due <= :at) GROUP BY calling_window ORDER BY calling_window;

-- Since when is hidden from a server, which would plan it anew each time to find out how few they are.
-- name: dialled_lately(enrolments, since, week_since)
SELECT e.id AS enrolment_id FROM enrolment e JOIN phone n ON n.prospect_id = e.prospect_id
JOIN attempt a ON a.e164 = n.e164 AND a.started_at > (SELECT CAST(:since AS BIGINT)) AND a.direction = 'outbound'
WHERE e.id IN (SELECT value FROM EACH_NUMBER(:enrolments) w)
UNION
SELECT e.id FROM enrolment e JOIN attempt a
  ON a.prospect_id = e.prospect_id AND a.started_at > (SELECT CAST(:since AS BIGINT)) AND a.direction = 'outbound'
WHERE e.id IN (SELECT value FROM EACH_NUMBER(:enrolments) w)
UNION
SELECT e.id FROM enrolment e JOIN prospect me ON me.id = e.prospect_id JOIN prospect other ON other.company_id = me.company_id
JOIN attempt a ON a.prospect_id = other.id AND a.started_at > (SELECT CAST(:week_since AS BIGINT))
  AND a.direction = 'outbound'
WHERE e.id IN (SELECT value FROM EACH_NUMBER(:enrolments) w);

-- name: company_rung_at(prospect_id, rung_since)$
SELECT max((
  SELECT max(a.started_at) FROM attempt a
  WHERE a.prospect_id = other.id AND a.started_at > :rung_since AND a.direction = 'outbound'
)) FROM prospect me CROSS JOIN prospect other
WHERE me.id = :prospect_id AND other.company_id = me.company_id AND other.id <> me.id;

-- name: company_held_until(prospect_id)$
SELECT max(q.due) FROM prospect me CROSS JOIN prospect other CROSS JOIN queue q
WHERE me.id = :prospect_id AND other.company_id = me.company_id AND other.id <> me.id
  AND q.prospect_id = other.id AND q.slot = 2;

-- name: spread(prospect_id, campaign, tier, until)!
UPDATE queue SET slot = 1, due = :until WHERE enrolment_id IN (
  SELECT q.enrolment_id FROM prospect me CROSS JOIN prospect other CROSS JOIN queue q
  WHERE me.id = :prospect_id AND other.company_id = me.company_id AND other.id <> me.id
    AND q.prospect_id = other.id AND q.campaign = :campaign AND q.slot = 0 AND q.owner = '' AND q.tier >= :tier ONLY_FREE(q)
);
