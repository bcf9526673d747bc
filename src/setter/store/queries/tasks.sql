-- name: add_callback(id, campaign, enrolment_id, prospect_id, call_id, owner, kind, wall, zone, due_at, state, made_at, closed_at, closed_by_call, timed, grace_minutes, missed_minutes)!
INSERT INTO callback (
  id, campaign, enrolment_id, prospect_id, call_id, owner, kind, wall, zone, due_at, state, made_at,
  closed_at, closed_by_call, timed, grace_minutes, missed_minutes
) VALUES (
  :id, :campaign, :enrolment_id, :prospect_id, :call_id, :owner, :kind, :wall, :zone, :due_at, :state,
  :made_at, :closed_at, :closed_by_call, :timed, :grace_minutes, :missed_minutes
);

-- name: save_callback(id, campaign, enrolment_id, prospect_id, call_id, owner, kind, wall, zone, due_at, state, made_at, closed_at, closed_by_call, timed, grace_minutes, missed_minutes)!
UPDATE callback SET
  campaign = :campaign, enrolment_id = :enrolment_id, prospect_id = :prospect_id, call_id = :call_id, owner =
  :owner, kind = :kind, wall = :wall, zone = :zone, due_at = :due_at, state = :state, made_at = :made_at,
  closed_at = :closed_at, closed_by_call = :closed_by_call, timed = :timed, grace_minutes = :grace_minutes,
  missed_minutes = :missed_minutes
WHERE id = :id;

-- name: add_task(id, kind, campaign, enrolment_id, prospect_id, meeting_id, call_id, owner, due_at, words, state, made_at, closed_at)!
INSERT INTO task (
  id, kind, campaign, enrolment_id, prospect_id, meeting_id, call_id, owner, due_at, words, state, made_at,
  closed_at
) VALUES (
  :id, :kind, :campaign, :enrolment_id, :prospect_id, :meeting_id, :call_id, :owner, :due_at, :words, :state,
  :made_at, :closed_at
);

-- name: callback(id)^
SELECT * FROM callback WHERE id = :id;

-- name: open_callback(enrolment_id)^
SELECT * FROM callback WHERE enrolment_id = :enrolment_id AND state = 'open' ORDER BY id DESC LIMIT 1;

-- name: callbacks_of(enrolment_id)
SELECT * FROM callback WHERE enrolment_id = :enrolment_id ORDER BY id;

-- name: open_callbacks_after(after, most)
SELECT * FROM callback WHERE state = 'open' AND id > :after ORDER BY id LIMIT :most;

-- name: open_callbacks_of_owner(owner)
SELECT * FROM callback WHERE owner = :owner AND state = 'open' ORDER BY due_at;

-- name: task(id)^
SELECT * FROM task WHERE id = :id;

-- name: close_task(id, state, closed_at)!
UPDATE task SET state = :state, closed_at = :closed_at WHERE id = :id AND state = 'open';

-- name: close_meeting_tasks(meeting_id, kind, state, closed_at)!
UPDATE task SET state = :state, closed_at = :closed_at
WHERE meeting_id = :meeting_id AND kind = :kind AND state = 'open';

-- name: move_meeting_tasks(meeting_id, kind, moved_to)!
UPDATE task SET meeting_id = :moved_to WHERE meeting_id = :meeting_id AND kind = :kind AND state = 'open';

-- name: tasks_of_enrolment(enrolment_id)
SELECT * FROM task WHERE enrolment_id = :enrolment_id ORDER BY id;

-- name: reopen_task(id)!
UPDATE task SET state = 'open', closed_at = NULL WHERE id = :id AND state <> 'open';

-- name: cancel_prospect_tasks(prospect_id, closed_at)!
UPDATE task SET state = 'cancelled', closed_at = :closed_at WHERE prospect_id = :prospect_id AND state = 'open';

-- name: cancel_prospect_callbacks(prospect_id, closed_at)!
UPDATE callback SET state = 'cancelled', closed_at = :closed_at WHERE prospect_id = :prospect_id AND state = 'open';

-- name: pass_tasks_on(owner, until, new_owner)!
UPDATE task SET owner = :new_owner WHERE owner = :owner AND state = 'open' AND due_at <= :until;

-- name: strip(caller, until)
SELECT 'callback' AS kind, c.id AS id, c.campaign AS campaign, c.enrolment_id AS enrolment_id,
  c.prospect_id AS prospect_id, NULL AS meeting_id, c.owner AS owner, c.due_at AS due_at, c.wall AS wall,
  c.zone AS zone, c.kind AS words, p.full_name AS full_name, p.company_name AS company_name,
  e.last_attempt_at AS last_attempt_at, c.timed AS timed, c.missed_minutes AS missed_minutes
FROM callback c JOIN prospect p ON p.id = c.prospect_id JOIN enrolment e ON e.id = c.enrolment_id
WHERE c.state = 'open' AND (c.owner = :caller OR c.owner = '') AND c.due_at <= :until
UNION ALL
SELECT t.kind, t.id, t.campaign, t.enrolment_id, t.prospect_id, t.meeting_id, t.owner, t.due_at, '', '', t.words,
  coalesce(p.full_name, ''), coalesce(p.company_name, ''), CAST(NULL AS BIGINT), 0, 0
FROM task t LEFT JOIN prospect p ON p.id = t.prospect_id
WHERE t.state = 'open' AND (t.owner = :caller OR t.owner = '') AND t.due_at <= :until
ORDER BY due_at, id;

-- name: add_shift(id, caller, kind, started_at, ended_at)!
INSERT INTO shift (
  id, caller, kind, started_at, ended_at
) VALUES (
  :id, :caller, :kind, :started_at, :ended_at
);

-- name: open_shift(caller)^
SELECT * FROM shift WHERE caller = :caller AND ended_at IS NULL ORDER BY started_at DESC LIMIT 1;

-- name: end_shift(id, ended_at)!
UPDATE shift SET ended_at = :ended_at WHERE id = :id;

-- name: away()
SELECT DISTINCT caller FROM on_break ORDER BY caller;
