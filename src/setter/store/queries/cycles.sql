-- name: add_known(enrolment_id, cycle, attempt_id, known)!
INSERT INTO known_at_dial (enrolment_id, cycle, attempt_id, known) VALUES (:enrolment_id, :cycle, :attempt_id, :known)
ON CONFLICT (enrolment_id, cycle) DO NOTHING;

-- name: known_of(enrolment_id)
SELECT cycle, attempt_id, known FROM known_at_dial WHERE enrolment_id = :enrolment_id ORDER BY cycle;

-- What came of a cycle is what came before the next one began: its SQL, and the meetings that were booked in it. What
-- a rep excused (R13) or a team lead has yet to decide is not decided.
-- name: cycles(campaign, since, until, with_known)
SELECT b.*,
  (SELECT min(h.promoted_at) FROM handoff h
    WHERE h.enrolment_id = b.enrolment_id AND h.state NOT IN ('pending_review', 'returned', 'withdrawn')
      AND h.promoted_at >= b.started_at AND h.promoted_at < b.ends_at) AS sql_at,
  (SELECT count(*) FROM meeting m
    WHERE m.enrolment_id = b.enrolment_id AND m.status = 'held'
      AND m.booked_at >= b.started_at AND m.booked_at < b.ends_at) AS held,
  (SELECT count(*) FROM meeting m
    WHERE m.enrolment_id = b.enrolment_id AND m.status IN ('booked', 'booked_not_qualified', 'confirmed')
      AND m.booked_at >= b.started_at AND m.booked_at < b.ends_at) AS unsettled,
  (SELECT count(*) FROM handoff h JOIN sales_word w ON w.handoff_id = h.id
    WHERE h.enrolment_id = b.enrolment_id AND h.state = 'submitted'
      AND (w.decision = 'accepted' OR w.appeal = 'overturned')
      AND h.promoted_at >= b.started_at AND h.promoted_at < b.ends_at) AS accepted,
  (SELECT count(*) FROM handoff h LEFT JOIN sales_word w ON w.handoff_id = h.id
    WHERE h.enrolment_id = b.enrolment_id AND h.state IN ('submitted', 'pending_review')
      AND (coalesce(w.decision, '') = '' OR w.code = 'R13' OR w.appeal = 'open')
      AND h.promoted_at >= b.started_at AND h.promoted_at < b.ends_at) AS undecided
FROM (
  SELECT k.enrolment_id, k.cycle, CASE WHEN :with_known = 1 THEN k.known ELSE '{}' END AS known, a.id AS attempt_id, a.prospect_id, p.company_id, a.started_at, a.score,
    a.rules_version, c.explored,
    coalesce((SELECT min(n.started_at) FROM known_at_dial o JOIN attempt n ON n.id = o.attempt_id
      WHERE o.enrolment_id = k.enrolment_id AND o.cycle > k.cycle), 9223372036854775807) AS ends_at
  FROM attempt a JOIN known_at_dial k ON k.attempt_id = a.id JOIN call c ON c.id = a.call_id
  JOIN prospect p ON p.id = a.prospect_id
  WHERE a.campaign = :campaign AND a.started_at >= :since AND a.started_at <= :until
) b ORDER BY b.started_at, b.attempt_id;

-- The no-shows of some people, and when somebody said that they were: before that nobody knew.
-- name: no_shows_of(prospects)
SELECT m.prospect_id, m.starts_at, min(c.changed_at) AS told_at FROM meeting m JOIN meeting_change c ON c.meeting_id = m.id
WHERE m.prospect_id IN (SELECT value FROM EACH_NUMBER(:prospects) w) AND c.kind = 'no_show'
GROUP BY m.prospect_id, m.id, m.starts_at ORDER BY m.prospect_id, m.starts_at;

-- What sales said of some people's SQLs, as it came.
-- name: said_of(prospects)
SELECT w.prospect_id, a.handoff_id, a.said, a.recorded_at FROM sales_word w JOIN sales_answer a ON a.handoff_id = w.handoff_id
WHERE w.prospect_id IN (SELECT value FROM EACH_NUMBER(:prospects) n) ORDER BY w.prospect_id, a.handoff_id, a.number;

-- A call that nobody ended counts for no more than an hour: its caller had gone.
-- name: time_in_calls(campaign, until)^
SELECT CAST(coalesce(sum(CASE WHEN c.closed_at - c.taken_at > 3600000 THEN 3600000 ELSE c.closed_at - c.taken_at END), 0)
    AS BIGINT) AS milliseconds,
  (SELECT count(*) FROM attempt a JOIN known_at_dial k ON k.attempt_id = a.id
    WHERE a.campaign = :campaign AND a.started_at <= :until) AS cycles,
  (SELECT coalesce(avg(s.cost), 0) FROM acquisition s WHERE s.campaign = :campaign) AS record_cost
FROM call c WHERE c.campaign = :campaign AND c.outcomes > 0 AND c.closed_at IS NOT NULL AND c.taken_at <= :until;
