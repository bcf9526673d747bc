-- name: add_known(enrolment_id, cycle, attempt_id, known)!
INSERT INTO known_at_dial (enrolment_id, cycle, attempt_id, known) VALUES (:enrolment_id, :cycle, :attempt_id, :known)
ON CONFLICT (enrolment_id, cycle) DO NOTHING;

-- name: known_of(enrolment_id)
SELECT cycle, attempt_id, known FROM known_at_dial WHERE enrolment_id = :enrolment_id ORDER BY cycle;

-- name: cycles(campaign, since, until)
SELECT k.enrolment_id, k.cycle, k.known, a.prospect_id, p.company_id, a.started_at, a.score, a.rules_version, c.explored,
  (SELECT min(h.promoted_at) FROM handoff h
    WHERE h.enrolment_id = k.enrolment_id AND h.state NOT IN ('pending_review', 'returned', 'withdrawn') AND h.promoted_at >= a.started_at) AS sql_at,
  (SELECT min(m.starts_at) FROM meeting m
    WHERE m.enrolment_id = k.enrolment_id AND m.status = 'held' AND m.booked_at >= a.started_at) AS held_at,
  (SELECT min(n.started_at) FROM known_at_dial o JOIN attempt n ON n.id = o.attempt_id
    WHERE o.enrolment_id = k.enrolment_id AND o.cycle > k.cycle) AS next_cycle_at
FROM known_at_dial k JOIN attempt a ON a.id = k.attempt_id JOIN call c ON c.id = a.call_id
JOIN prospect p ON p.id = a.prospect_id
WHERE a.campaign = :campaign AND a.started_at >= :since AND a.started_at <= :until ORDER BY a.started_at, a.id;

-- name: talk_minutes(campaign, until)^
SELECT count(*) AS calls, coalesce(sum(minutes), 0) AS minutes FROM call
WHERE campaign = :campaign AND outcomes > 0 AND taken_at <= :until;
