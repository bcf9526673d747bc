-- name: take_turn(caller)^
SELECT pg_advisory_xact_lock(hashtext(:caller));

-- name: claim(campaign, windows, caller, call_id, lease_until, each)^
WITH candidate AS MATERIALIZED (
  SELECT x.enrolment_id, x.tier, x.priority + CASE WHEN x.tier > 1 THEN w.worth ELSE 0 END AS priority, x.last_attempt_at, x.owner
  FROM EACH_PAIR(:windows) w CROSS JOIN LATERAL (
    SELECT i.* FROM queue i
    WHERE i.slot = 0 AND i.owner = '' AND i.campaign = :campaign AND i.calling_window = w.value
      AND (SELECT o.call_id FROM queue o WHERE o.prospect_id = i.prospect_id AND o.slot = 2) IS NULL
    ORDER BY i.tier, i.priority DESC, i.last_attempt_at, i.enrolment_id LIMIT :each
  ) x
  UNION ALL
  SELECT x.enrolment_id, x.tier, x.priority + CASE WHEN x.tier > 1 THEN w.worth ELSE 0 END, x.last_attempt_at, x.owner
  FROM (SELECT CAST(:caller AS text) AS caller UNION SELECT caller FROM on_break) h
  CROSS JOIN EACH_PAIR(:windows) w CROSS JOIN LATERAL (
    SELECT i.* FROM queue i
    WHERE i.slot = 0 AND i.owner <> '' AND i.owner = h.caller AND i.campaign = :campaign AND i.calling_window = w.value
      AND (SELECT o.call_id FROM queue o WHERE o.prospect_id = i.prospect_id AND o.slot = 2) IS NULL
    ORDER BY i.tier, i.priority DESC, i.last_attempt_at, i.enrolment_id LIMIT :each
  ) x
  WHERE EXISTS (SELECT 1 FROM queue r WHERE r.slot = 0 AND r.owner <> '' AND r.owner = h.caller AND r.campaign = :campaign)
), best AS MATERIALIZED (
  SELECT c.* FROM candidate c ORDER BY c.tier, c.priority DESC, c.last_attempt_at, c.enrolment_id LIMIT 128
), pick AS MATERIALIZED (
  SELECT held.enrolment_id FROM (SELECT b.enrolment_id, b.owner FROM best b ORDER BY b.tier, b.priority DESC, b.last_attempt_at, b.enrolment_id) k
  CROSS JOIN LATERAL (
    SELECT q.enrolment_id FROM queue q JOIN enrolment e ON e.id = q.enrolment_id
    WHERE q.enrolment_id = k.enrolment_id AND q.slot = 0 AND q.owner = k.owner ONLY_FREE(q, e)
  ) held LIMIT 1
)
UPDATE queue SET slot = 2, due = :lease_until, holder = :caller, call_id = :call_id
FROM pick WHERE queue.enrolment_id = pick.enrolment_id
RETURNING queue.*;

-- Who comes next is settled by the queue alone; only those who are shown are looked up, one by one: how many they are is
-- hidden from the server, which would plan it anew each time to find out that they are few.
-- name: open_lines(campaign, windows, caller, most, skipped)
SELECT best.enrolment_id, best.prospect_id, p.full_name, p.title, p.company_name, best.tier, best.priority, best.slot, best.due,
  e.score, e.temperature, e.rung, e.work_state, e.attempts, e.last_outcome, e.zones, e.places, best.owner, best.holder
FROM (
  SELECT ready.* FROM (
    SELECT x.*, w.worth FROM EACH_PAIR(:windows) w CROSS JOIN LATERAL (
      SELECT r.* FROM queue r
      WHERE r.slot = 0 AND r.owner = '' AND r.campaign = :campaign AND r.calling_window = w.value
      ORDER BY r.tier, r.priority DESC, r.last_attempt_at, r.enrolment_id LIMIT (SELECT CAST(:most AS bigint) + CAST(:skipped AS bigint))
    ) x
    UNION ALL
    SELECT r.*, w.worth FROM (SELECT CAST(:caller AS text) AS caller UNION SELECT caller FROM on_break) h
    JOIN queue r ON r.owner = h.caller JOIN EACH_PAIR(:windows) w ON w.value = r.calling_window
    WHERE r.slot = 0 AND r.owner <> '' AND r.campaign = :campaign
  ) ready
  ORDER BY ready.tier, ready.priority + CASE WHEN ready.tier > 1 THEN ready.worth ELSE 0 END DESC, ready.last_attempt_at,
    ready.enrolment_id
  LIMIT (SELECT CAST(:most AS bigint)) OFFSET (SELECT CAST(:skipped AS bigint))
) best
CROSS JOIN LATERAL (SELECT * FROM enrolment WHERE id = best.enrolment_id LIMIT 1) e
CROSS JOIN LATERAL (SELECT * FROM prospect WHERE id = best.prospect_id LIMIT 1) p
ORDER BY best.tier, best.priority + CASE WHEN best.tier > 1 THEN best.worth ELSE 0 END DESC, best.last_attempt_at,
  best.enrolment_id;
