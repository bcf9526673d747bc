-- name: dials(since, until)
SELECT a.id AS id, a.call_id AS call_id, a.caller AS caller, a.campaign AS campaign, a.campaign_version AS campaign_version,
  a.started_at AS started_at, a.direction AS direction, a.disposition AS disposition, a.prospect_id AS prospect_id,
  c.conversation AS conversation, c.minutes AS minutes,
  (SELECT max(l.id) FROM attempt l WHERE l.call_id = a.call_id) AS last_of_call
FROM attempt a JOIN call c ON c.id = a.call_id
WHERE a.started_at >= :since AND a.started_at < :until ORDER BY a.started_at, a.id;

-- name: outcomes(since, until)
SELECT o.call_id AS call_id, o.number AS number, o.code AS code, o.effect_code AS effect_code,
  o.recorded_at AS recorded_at, o.recorded_by AS caller, c.prospect_id AS prospect_id, c.campaign AS campaign,
  c.campaign_version AS campaign_version, c.conversation AS conversation, p.full_name AS full_name, p.company_name AS company_name, c.minutes AS minutes
FROM outcome o JOIN call c ON c.id = o.call_id JOIN prospect p ON p.id = c.prospect_id
WHERE o.recorded_at >= :since AND o.recorded_at < :until AND o.undone_at IS NULL
ORDER BY o.recorded_at DESC, o.call_id DESC;

-- name: meetings_of_worked(since, until)
SELECT m.id AS id, m.campaign AS campaign, m.enrolment_id AS enrolment_id, m.call_id AS call_id, m.booked_by AS caller,
  m.booked_at AS booked_at, m.replaces AS replaces, k.outcome AS outcome, k.closed_at AS closed_at,
  (SELECT max(c.changed_at) FROM meeting_change c WHERE c.meeting_id = m.id AND c.kind = 'cancelled') AS cancelled_at
FROM meeting m JOIN call k ON k.id = m.call_id
WHERE m.enrolment_id IN (
  SELECT enrolment_id FROM meeting WHERE booked_at >= :since AND booked_at < :until
  UNION SELECT enrolment_id FROM attempt WHERE started_at >= :since AND started_at < :until
) ORDER BY m.booked_at, m.id;

-- name: promotions(since, until)
SELECT h.id AS id, h.campaign AS campaign, h.call_id AS call_id, h.promoted_by AS caller, h.prospect_id AS prospect_id,
  h.promoted_at AS promoted_at, h.state AS state,
  (SELECT o.code FROM outcome o JOIN call c ON c.id = o.call_id
    WHERE c.enrolment_id = h.enrolment_id AND o.undone_at IS NULL AND o.recorded_at <= h.promoted_at + 60000
    ORDER BY o.recorded_at DESC, o.call_id DESC LIMIT 1) AS outcome
FROM handoff h
WHERE h.promoted_at >= :since AND h.promoted_at < :until AND h.state NOT IN ('returned', 'withdrawn') ORDER BY h.promoted_at, h.id;

-- name: callbacks_due(since, until)
SELECT b.id AS id, b.owner AS caller, b.due_at AS due_at, b.state AS state, b.kind AS kind,
  (SELECT min(a.started_at) FROM attempt a WHERE a.call_id = b.closed_by_call) AS dialled_at
FROM callback b WHERE b.due_at >= :since AND b.due_at < :until AND b.state IN ('open', 'kept') ORDER BY b.due_at, b.id;
