-- name: take_turn(caller)$
-- Whoever writes a file is alone on it.
SELECT :caller;

-- name: claim(campaign, windows, caller, call_id, lease_until, each)^
-- Whoever writes a file is alone on it: of each window the first is enough, however many may be looked at.
UPDATE queue SET slot = 2, due = :lease_until, holder = :caller, call_id = :call_id
WHERE enrolment_id = (
  SELECT q.enrolment_id FROM (
    SELECT (
      SELECT i.enrolment_id FROM queue i
      WHERE i.slot = 0 AND i.owner = '' AND i.campaign = :campaign AND i.calling_window = w.value
        AND NOT EXISTS (SELECT 1 FROM queue o WHERE o.prospect_id = i.prospect_id AND o.slot = 2)
      ORDER BY i.tier, i.priority DESC, i.last_attempt_at, i.enrolment_id LIMIT min(1, :each)
    ) AS enrolment_id, w.worth AS worth FROM EACH_PAIR(:windows) w
    UNION ALL
    SELECT (
      SELECT i.enrolment_id FROM queue i
      WHERE i.slot = 0 AND i.owner <> '' AND i.owner = h.caller AND i.campaign = :campaign AND i.calling_window = w.value
        AND NOT EXISTS (SELECT 1 FROM queue o WHERE o.prospect_id = i.prospect_id AND o.slot = 2)
      ORDER BY i.tier, i.priority DESC, i.last_attempt_at, i.enrolment_id LIMIT 1
    ), w.worth FROM (SELECT :caller AS caller UNION SELECT caller FROM on_break) h CROSS JOIN EACH_PAIR(:windows) w
    WHERE EXISTS (SELECT 1 FROM queue r WHERE r.slot = 0 AND r.owner <> '' AND r.owner = h.caller AND r.campaign = :campaign)
  ) best JOIN queue q ON q.enrolment_id = best.enrolment_id
  ORDER BY q.tier, q.priority + CASE WHEN q.tier > 1 THEN best.worth ELSE 0 END DESC, q.last_attempt_at, q.enrolment_id
  LIMIT 1
)
RETURNING *;

-- Who comes next is settled by the queue alone; only those who are shown are looked up.
-- name: open_lines(campaign, windows, caller, most, skipped)
SELECT best.enrolment_id, best.prospect_id, p.full_name, p.title, p.company_name, best.tier, best.priority, best.slot, best.due,
  e.score, e.temperature, e.rung, e.work_state, e.attempts, e.last_outcome, e.zones, e.places, best.owner, best.holder
FROM (
  SELECT ready.* FROM (
    SELECT i.*, w.worth FROM EACH_PAIR(:windows) w CROSS JOIN queue i
    WHERE i.enrolment_id IN (
      SELECT r.enrolment_id FROM queue r
      WHERE r.slot = 0 AND r.owner = '' AND r.campaign = :campaign AND r.calling_window = w.value
      ORDER BY r.tier, r.priority DESC, r.last_attempt_at, r.enrolment_id LIMIT :most + :skipped
    )
    UNION ALL
    SELECT r.*, w.worth FROM (SELECT :caller AS caller UNION SELECT caller FROM on_break) h CROSS JOIN queue r
    JOIN EACH_PAIR(:windows) w ON w.value = r.calling_window
    WHERE r.slot = 0 AND r.owner <> '' AND r.owner = h.caller AND r.campaign = :campaign
  ) ready
  ORDER BY ready.tier, ready.priority + CASE WHEN ready.tier > 1 THEN ready.worth ELSE 0 END DESC, ready.last_attempt_at,
    ready.enrolment_id LIMIT :most OFFSET :skipped
) best CROSS JOIN enrolment e CROSS JOIN prospect p
WHERE e.id = best.enrolment_id AND p.id = best.prospect_id
ORDER BY best.tier, best.priority + CASE WHEN best.tier > 1 THEN best.worth ELSE 0 END DESC, best.last_attempt_at,
  best.enrolment_id;
