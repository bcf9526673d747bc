-- name: add_meeting(id, uid, sequence, change, campaign, campaign_version, client_id, enrolment_id, prospect_id, call_id, rep, starts_at, ends_at, wall, zone, place, requested_how, attendees, status, reschedules, confirmed_at, booked_at, booked_by, replaces)!
INSERT INTO meeting (
  id, uid, sequence, change, campaign, campaign_version, client_id, enrolment_id, prospect_id, call_id, rep,
  starts_at, ends_at, wall, zone, place, requested_how, attendees, status, reschedules, confirmed_at,
  booked_at, booked_by, replaces
) VALUES (
  :id, :uid, :sequence, :change, :campaign, :campaign_version, :client_id, :enrolment_id, :prospect_id,
  :call_id, :rep, :starts_at, :ends_at, :wall, :zone, :place, :requested_how, :attendees, :status,
  :reschedules, :confirmed_at, :booked_at, :booked_by, :replaces
);

-- name: save_meeting(id, uid, sequence, change, campaign, campaign_version, client_id, enrolment_id, prospect_id, call_id, rep, starts_at, ends_at, wall, zone, place, requested_how, attendees, status, reschedules, confirmed_at, booked_at, booked_by, replaces)!
UPDATE meeting SET
  uid = :uid, sequence = :sequence, change = :change, campaign = :campaign, campaign_version =
  :campaign_version, client_id = :client_id, enrolment_id = :enrolment_id, prospect_id = :prospect_id, call_id
  = :call_id, rep = :rep, starts_at = :starts_at, ends_at = :ends_at, wall = :wall, zone = :zone, place =
  :place, requested_how = :requested_how, attendees = :attendees, status = :status, reschedules =
  :reschedules, confirmed_at = :confirmed_at, booked_at = :booked_at, booked_by = :booked_by, replaces =
  :replaces
WHERE id = :id;

-- name: add_meeting_change(meeting_id, change, sequence, kind, detail, changed_at, changed_by)!
INSERT INTO meeting_change (
  meeting_id, change, sequence, kind, detail, changed_at, changed_by
) VALUES (
  :meeting_id, :change, :sequence, :kind, :detail, :changed_at, :changed_by
);

-- name: add_handoff(id, campaign, campaign_version, enrolment_id, prospect_id, meeting_id, call_id, state, evidence, gates_required, gates_met, waived, promoted_at, promoted_by, submitted_at, review, reviewer, review_by, reply_by)!
INSERT INTO handoff (
  id, campaign, campaign_version, enrolment_id, prospect_id, meeting_id, call_id, state, evidence,
  gates_required, gates_met, waived, promoted_at, promoted_by, submitted_at, review, reviewer, review_by, reply_by
) VALUES (
  :id, :campaign, :campaign_version, :enrolment_id, :prospect_id, :meeting_id, :call_id, :state, :evidence,
  :gates_required, :gates_met, :waived, :promoted_at, :promoted_by, :submitted_at, :review, :reviewer, :review_by,
  :reply_by
);

-- name: save_handoff(id, state, submitted_at, review, reviewer, review_by, reply_by)^
UPDATE handoff SET state = :state, submitted_at = :submitted_at, review = :review, reviewer = :reviewer,
  review_by = :review_by, reply_by = :reply_by
WHERE id = :id RETURNING enrolment_id;

-- name: add_export(id, form, path, manifest, exported_at, exported_by)!
INSERT INTO export (
  id, form, path, manifest, exported_at, exported_by
) VALUES (
  :id, :form, :path, :manifest, :exported_at, :exported_by
);

-- name: meeting(id)^
SELECT * FROM meeting WHERE id = :id;

-- name: meetings_with(prospect_id)
SELECT * FROM meeting WHERE prospect_id = :prospect_id ORDER BY starts_at, id;

-- name: open_meeting(enrolment_id)^
SELECT * FROM meeting WHERE enrolment_id = :enrolment_id
  AND status IN ('booked_not_qualified', 'booked', 'confirmed') ORDER BY id DESC LIMIT 1;

-- name: meetings(campaign)
SELECT * FROM meeting WHERE campaign = :campaign ORDER BY starts_at, id;

-- A campaign's meetings that are open, wait for an answer, or began since: what asks for work first, then what waits
-- for a word, what is ahead, and what is decided.
-- name: to_look_through(campaign, since, now)
SELECT m.id AS id FROM meeting m
LEFT JOIN handoff h ON h.meeting_id = m.id AND h.state NOT IN ('returned', 'withdrawn')
LEFT JOIN sales_word w ON w.handoff_id = h.id
WHERE m.campaign = :campaign AND (m.starts_at >= :since OR m.status IN ('booked_not_qualified', 'booked', 'confirmed')
  OR (h.id IS NOT NULL AND (coalesce(w.decision, '') = '' OR w.appeal = 'open')))
ORDER BY CASE
  WHEN h.state = 'pending_review' OR w.appeal = 'open' THEN 1
  WHEN m.status = 'booked_not_qualified' THEN 0
  WHEN m.status IN ('booked', 'confirmed') AND h.id IS NOT NULL AND coalesce(w.decision, '') = '' THEN
    CASE WHEN m.ends_at <= :now THEN 2 ELSE 3 END
  WHEN h.id IS NOT NULL AND coalesce(w.decision, '') = '' THEN 2
  WHEN m.status IN ('booked', 'confirmed') THEN CASE WHEN m.starts_at > :now THEN 3 ELSE 2 END
  WHEN m.status = 'held' THEN 4
  WHEN m.status = 'no_show' THEN 5
  ELSE 6
END, m.starts_at, m.id;

-- name: number_of(campaign)$
SELECT count(*) FROM meeting WHERE campaign = :campaign;

-- name: all_meetings()
SELECT * FROM meeting ORDER BY starts_at, id;

-- name: busy(client_id, since)
SELECT rep, starts_at, ends_at, id FROM meeting
WHERE client_id = :client_id AND ends_at > :since AND status IN ('booked_not_qualified', 'booked', 'confirmed');

-- name: assigned(client_id)
SELECT rep, count(*) AS number, max(booked_at) AS newest FROM meeting
WHERE client_id = :client_id AND status <> 'cancelled' GROUP BY rep ORDER BY rep;

-- name: drop_expired_holds(client_id, rep, now)!
DELETE FROM rep_slot WHERE client_id = :client_id AND rep = :rep AND held_until IS NOT NULL AND held_until <= :now;

-- name: drop_holds(call_id)!
DELETE FROM rep_slot WHERE call_id = :call_id AND held_until IS NOT NULL;

-- name: take_bucket(client_id, rep, bucket, meeting_id, call_id, held_until)!
INSERT INTO rep_slot (client_id, rep, bucket, meeting_id, call_id, held_until)
VALUES (:client_id, :rep, :bucket, :meeting_id, :call_id, :held_until)
ON CONFLICT (client_id, rep, bucket) DO NOTHING;

-- name: free_slots(meeting_id)!
DELETE FROM rep_slot WHERE meeting_id = :meeting_id;

-- name: holds(client_id, now)
SELECT rep, bucket, call_id FROM rep_slot
WHERE client_id = :client_id AND held_until > :now ORDER BY rep, bucket;

-- name: occupied(client_id, first)
SELECT rep, meeting_id, max(bucket) AS last FROM rep_slot
WHERE client_id = :client_id AND bucket >= :first AND meeting_id IS NOT NULL GROUP BY rep, meeting_id ORDER BY rep, meeting_id;

-- name: changes(meeting_id)
SELECT * FROM meeting_change WHERE meeting_id = :meeting_id ORDER BY change;

-- name: handoff_of_meeting(meeting_id)^
SELECT * FROM handoff WHERE meeting_id = :meeting_id AND state NOT IN ('returned', 'withdrawn');

-- name: handoff_of_enrolment(enrolment_id)^
SELECT * FROM handoff WHERE enrolment_id = :enrolment_id AND state NOT IN ('returned', 'withdrawn') ORDER BY id DESC LIMIT 1;

-- name: handoff(id)^
SELECT * FROM handoff WHERE id = :id;

-- name: move_handoff(id, meeting_id)!
UPDATE handoff SET meeting_id = :meeting_id WHERE id = :id;

-- name: handoffs_to_review()
SELECT * FROM handoff WHERE state = 'pending_review' ORDER BY id;

-- name: set_handoff_state(id, state)^
UPDATE handoff SET state = :state WHERE id = :id RETURNING enrolment_id;

-- name: remove_handoff(id)^
DELETE FROM handoff WHERE id = :id RETURNING enrolment_id;

-- name: exported_since(meeting_id, change)$
SELECT (SELECT count(*) FROM export_line WHERE meeting_id = :meeting_id AND change > :change)
  + (SELECT count(*) FROM delivery d WHERE d.meeting_id = :meeting_id AND d.change > :change AND d.handed_over_at IS NOT NULL);

-- name: drop_changes_after(meeting_id, change)!
DELETE FROM meeting_change WHERE meeting_id = :meeting_id AND change > :change;

-- name: exported_change(meeting_id, form)$
SELECT max(change) FROM export_line WHERE meeting_id = :meeting_id AND form = :form;

-- name: claim_export_line(meeting_id, change, form, export_id)!
INSERT INTO export_line (meeting_id, change, form, export_id) VALUES (:meeting_id, :change, :form, :export_id)
ON CONFLICT (meeting_id, change, form) DO NOTHING;

-- name: drop_export_line(meeting_id, change, form, export_id)!
DELETE FROM export_line
WHERE meeting_id = :meeting_id AND change = :change AND form = :form AND export_id = :export_id;

-- name: drop_export(id)!
DELETE FROM export WHERE id = :id;

-- name: save_export(id, form, path, manifest, exported_at, exported_by)!
UPDATE export SET form = :form, path = :path, manifest = :manifest, exported_at = :exported_at, exported_by = :exported_by
WHERE id = :id;

-- name: export(id)^
SELECT * FROM export WHERE id = :id;

-- name: exports_like(form, pattern)
SELECT * FROM export WHERE form = :form AND manifest LIKE :pattern ORDER BY id;

-- name: note_change(meeting_id, change, detail)!
UPDATE meeting_change SET detail = :detail WHERE meeting_id = :meeting_id AND change = :change;
