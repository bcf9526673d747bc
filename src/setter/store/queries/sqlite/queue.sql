-- name: claim(campaign, windows, caller, call_id, lease_until, reserved_before)^
UPDATE queue SET slot = 2, due = :lease_until, holder = :caller, call_id = :call_id
WHERE enrolment_id = (
  SELECT q.enrolment_id FROM (
    SELECT (
      SELECT i.enrolment_id FROM queue i
      WHERE i.slot = 0 AND i.campaign = :campaign AND i.calling_window = w.value
        AND (i.owner = '' OR i.owner = :caller OR i.due <= :reserved_before)
        AND NOT EXISTS (SELECT 1 FROM queue o WHERE o.prospect_id = i.prospect_id AND o.slot = 2)
      ORDER BY i.tier, i.priority DESC, i.last_attempt_at, i.enrolment_id LIMIT 1
    ) AS enrolment_id FROM json_each(:windows) w
  ) best JOIN queue q ON q.enrolment_id = best.enrolment_id
  ORDER BY q.tier, q.priority DESC, q.last_attempt_at, q.enrolment_id LIMIT 1
)
RETURNING *;

-- name: open_lines(campaign, windows, caller, reserved_before, most, skipped)
SELECT q.enrolment_id, q.prospect_id, p.full_name, p.title, p.company_name, q.tier, q.priority, q.slot, q.due,
  e.score, e.temperature, e.rung, e.work_state, e.attempts, e.last_outcome, e.zones, q.owner, q.holder
FROM queue q JOIN enrolment e ON e.id = q.enrolment_id JOIN prospect p ON p.id = q.prospect_id
WHERE q.slot = 0 AND q.campaign = :campaign AND q.calling_window IN (SELECT value FROM json_each(:windows))
  AND (q.owner = '' OR q.owner = :caller OR q.due <= :reserved_before)
ORDER BY q.tier, q.priority DESC, q.last_attempt_at, q.enrolment_id LIMIT :most OFFSET :skipped;

-- name: closed_lines(campaign, windows, caller, reserved_before, most, skipped)
SELECT q.enrolment_id, q.prospect_id, p.full_name, p.title, p.company_name, q.tier, q.priority, q.slot, q.due,
  e.score, e.temperature, e.rung, e.work_state, e.attempts, e.last_outcome, e.zones, q.owner, q.holder
FROM queue q JOIN enrolment e ON e.id = q.enrolment_id JOIN prospect p ON p.id = q.prospect_id
WHERE q.campaign = :campaign
  AND NOT (q.slot = 0 AND q.calling_window IN (SELECT value FROM json_each(:windows))
    AND (q.owner = '' OR q.owner = :caller OR q.due <= :reserved_before)) AND q.slot <> 2
ORDER BY q.tier, q.priority DESC, q.last_attempt_at, q.enrolment_id LIMIT :most OFFSET :skipped;

-- name: open_count(campaign, windows, caller, reserved_before)$
SELECT count(*) FROM queue WHERE slot = 0 AND campaign = :campaign AND calling_window IN (SELECT value FROM json_each(:windows))
  AND (owner = '' OR owner = :caller OR due <= :reserved_before);

-- name: dialled_lately(enrolments, since)
SELECT e.id AS enrolment_id FROM enrolment e JOIN phone n ON n.prospect_id = e.prospect_id
JOIN attempt a ON a.e164 = n.e164 AND a.started_at > :since AND a.direction = 'outbound'
WHERE e.id IN (SELECT value FROM json_each(:enrolments))
UNION
SELECT e.id FROM enrolment e JOIN attempt a
  ON a.prospect_id = e.prospect_id AND a.started_at > :since AND a.direction = 'outbound'
WHERE e.id IN (SELECT value FROM json_each(:enrolments));
