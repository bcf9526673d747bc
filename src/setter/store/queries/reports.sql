-- name: dials(since, until)
SELECT a.id AS id, a.call_id AS call_id, a.caller AS caller, a.campaign AS campaign, a.started_at AS started_at,
  a.direction AS direction, a.disposition AS disposition, a.prospect_id AS prospect_id
FROM attempt a WHERE a.started_at >= :since AND a.started_at < :until ORDER BY a.started_at, a.id;

-- name: outcomes(since, until)
SELECT o.call_id AS call_id, o.number AS number, o.code AS code, o.effect_code AS effect_code,
  o.recorded_at AS recorded_at, o.recorded_by AS caller, c.prospect_id AS prospect_id, c.campaign AS campaign,
  c.conversation AS conversation, p.full_name AS full_name, p.company_name AS company_name, c.minutes AS minutes
FROM outcome o JOIN call c ON c.id = o.call_id JOIN prospect p ON p.id = c.prospect_id
WHERE o.recorded_at >= :since AND o.recorded_at < :until AND o.undone_at IS NULL
ORDER BY o.recorded_at DESC, o.call_id DESC;

-- name: meetings_booked(since, until)
SELECT id, campaign, call_id, booked_by AS caller, prospect_id, booked_at, status, replaces FROM meeting
WHERE booked_at >= :since AND booked_at < :until ORDER BY booked_at, id;

-- name: promotions(since, until)
SELECT id, campaign, call_id, promoted_by AS caller, prospect_id, promoted_at, state FROM handoff
WHERE promoted_at >= :since AND promoted_at < :until AND state <> 'withdrawn' ORDER BY promoted_at, id;

-- name: callbacks_due(since, until)
SELECT b.id AS id, b.owner AS caller, b.due_at AS due_at, b.state AS state, b.kind AS kind,
  (SELECT min(a.started_at) FROM attempt a WHERE a.call_id = b.closed_by_call) AS dialled_at
FROM callback b WHERE b.due_at >= :since AND b.due_at < :until AND b.state IN ('open', 'kept') ORDER BY b.due_at, b.id;
