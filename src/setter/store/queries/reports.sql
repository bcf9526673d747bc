-- What an enrolment comes to is asked for a range of ids, of one or of a thousand: a list of ids is planned as if it
-- were a hundred, and the whole of a small table is read, and so guarded against every other writer, for one.

-- name: counted_how(first, last)^
SELECT s.value AS zone,
  EXISTS (SELECT 1 FROM meeting m WHERE m.enrolment_id BETWEEN :first AND :last) AS met,
  EXISTS (SELECT 1 FROM callback b WHERE b.enrolment_id BETWEEN :first AND :last AND b.state IN ('kept', 'moved')) AS promised
FROM setting s WHERE s.name = 'report_zone';

-- name: dials(first, last)
SELECT * FROM dial WHERE enrolment_id BETWEEN :first AND :last ORDER BY id;

-- PostgreSQL would plan a range of one anew each time, for fear of a long one.
-- name: dials_of(enrolment_id)
SELECT * FROM dial WHERE enrolment_id = :enrolment_id ORDER BY id;

-- name: meetings(first, last)
SELECT m.id AS id, m.enrolment_id AS enrolment_id, m.call_id AS call_id, m.booked_by AS caller,
  m.booked_at AS booked_at, m.replaces AS replaces, k.outcome AS outcome, k.closed_at AS closed_at,
  (SELECT max(c.changed_at) FROM meeting_change c WHERE c.meeting_id = m.id AND c.kind = 'cancelled') AS cancelled_at
FROM meeting m JOIN call k ON k.id = m.call_id
WHERE m.enrolment_id BETWEEN :first AND :last ORDER BY m.booked_at, m.id;

-- name: promotions(first, last)
SELECT h.enrolment_id AS enrolment_id, h.promoted_by AS caller, h.promoted_at AS promoted_at,
  (SELECT o.code FROM outcome o JOIN call c ON c.id = o.call_id
    WHERE c.enrolment_id = h.enrolment_id AND o.undone_at IS NULL AND o.recorded_at <= h.promoted_at + 60000
    ORDER BY o.recorded_at DESC, o.call_id DESC LIMIT 1) AS outcome
FROM handoff h
WHERE h.enrolment_id BETWEEN :first AND :last AND h.state NOT IN ('pending_review', 'returned', 'withdrawn');

-- name: kept_promises(first, last)
SELECT enrolment_id, caller, due_at, dialled_at, grace_minutes, missed_minutes, state
FROM promise_rung WHERE enrolment_id BETWEEN :first AND :last AND state IN ('kept', 'moved');

-- Whoever counts an enrolment holds its share to the end of the transaction: another writer waits, and counts after.
-- name: hold_share(enrolment_id)^
INSERT INTO activity_of (enrolment_id, activity, promises, rang) VALUES (:enrolment_id, '[]', '[]', '[]')
ON CONFLICT (enrolment_id) DO UPDATE SET activity = activity_of.activity RETURNING activity, promises, rang;

-- name: share_of(first, last)
SELECT enrolment_id, activity, promises, rang FROM activity_of WHERE enrolment_id BETWEEN :first AND :last;

-- name: keep_share(enrolment_id, activity, promises, rang)!
INSERT INTO activity_of (enrolment_id, activity, promises, rang) VALUES (:enrolment_id, :activity, :promises, :rang)
ON CONFLICT (enrolment_id) DO UPDATE
SET activity = excluded.activity, promises = excluded.promises, rang = excluded.rang;

-- name: count_activity(day, caller, disposition, dialled, human, connect, conversation, meeting, sql, first_meeting, number)!
INSERT INTO activity_day (
  day, caller, disposition, dialled, human, connect, conversation, meeting, sql, first_meeting, number
) VALUES (
  :day, :caller, :disposition, :dialled, :human, :connect, :conversation, :meeting, :sql, :first_meeting, :number
) ON CONFLICT (day, caller, disposition, dialled, human, connect, conversation, meeting, sql, first_meeting)
DO UPDATE SET number = activity_day.number + excluded.number;

-- name: count_promise(day, caller, how, number)!
INSERT INTO promise_day (day, caller, how, number) VALUES (:day, :caller, :how, :number)
ON CONFLICT (day, caller, how) DO UPDATE SET number = promise_day.number + excluded.number;

-- name: count_rang(campaign, day_part, caller, answered, number)!
INSERT INTO day_part_dials (campaign, day_part, caller, answered, number)
VALUES (:campaign, :day_part, :caller, :answered, :number)
ON CONFLICT (campaign, day_part, caller, answered) DO UPDATE SET number = day_part_dials.number + excluded.number;

-- name: rang()
SELECT campaign, day_part, caller, answered, number FROM day_part_dials WHERE number <> 0;

-- name: day_parts()
SELECT campaign, day_part, sum(number) AS dials, sum(number * answered) AS answers
FROM day_part_dials GROUP BY campaign, day_part ORDER BY campaign, day_part;

-- name: activity_by_day(first_day, last_day)
SELECT day, caller, disposition, dialled, human, connect, conversation, meeting, sql, first_meeting, number
FROM activity_day WHERE day BETWEEN :first_day AND :last_day AND number <> 0;

-- name: promises_by_day(first_day, last_day)
SELECT day, caller, how, number FROM promise_day WHERE day BETWEEN :first_day AND :last_day AND number <> 0;

-- name: activity(first_day, last_day)
SELECT caller, disposition, dialled, human, connect, conversation, meeting, sql, first_meeting, sum(number) AS number
FROM activity_day WHERE day BETWEEN :first_day AND :last_day AND number <> 0
GROUP BY caller, disposition, dialled, human, connect, conversation, meeting, sql, first_meeting;

-- name: promises(first_day, last_day)
SELECT caller, how, sum(number) AS number
FROM promise_day WHERE day BETWEEN :first_day AND :last_day AND number <> 0 GROUP BY caller, how;

-- name: open_promises(since, until, now)
SELECT caller, due_at, dialled_at, grace_minutes, missed_minutes, state FROM promise_rung
WHERE state = 'open' AND due_at >= :since AND due_at < :until AND due_at + grace_minutes * 60000 < :now;

-- name: in_grace(since, until, now)
SELECT caller, due_at, dialled_at, grace_minutes, missed_minutes, state FROM promise_rung
WHERE state IN ('kept', 'moved') AND due_at >= :since AND due_at < :until AND due_at + grace_minutes * 60000 >= :now;

-- name: clear_activity()!
DELETE FROM activity_day;

-- name: clear_promises()!
DELETE FROM promise_day;

-- name: clear_rang()!
DELETE FROM day_part_dials;

-- name: clear_shares()!
DELETE FROM activity_of;

-- name: worked_after(after, most)
SELECT enrolment_id FROM (
  SELECT DISTINCT enrolment_id FROM attempt WHERE enrolment_id > :after ORDER BY enrolment_id LIMIT :most
) dialled
UNION SELECT enrolment_id FROM (
  SELECT DISTINCT enrolment_id FROM meeting WHERE enrolment_id > :after ORDER BY enrolment_id LIMIT :most
) met
UNION SELECT enrolment_id FROM (
  SELECT DISTINCT enrolment_id FROM handoff WHERE enrolment_id > :after ORDER BY enrolment_id LIMIT :most
) promoted
UNION SELECT enrolment_id FROM (
  SELECT DISTINCT enrolment_id FROM callback WHERE enrolment_id > :after ORDER BY enrolment_id LIMIT :most
) promised
ORDER BY enrolment_id LIMIT :most;

-- name: worked_between(since, until)
SELECT enrolment_id FROM attempt WHERE started_at >= :since AND started_at < :until
UNION SELECT enrolment_id FROM meeting WHERE booked_at >= :since AND booked_at < :until
UNION SELECT enrolment_id FROM handoff WHERE promoted_at >= :since AND promoted_at < :until
UNION SELECT enrolment_id FROM callback WHERE state IN ('kept', 'moved') AND due_at >= :since AND due_at < :until
ORDER BY enrolment_id;

-- name: sqls_by_state(campaign, since, until)
SELECT CASE WHEN w.decision = 'accepted' OR w.appeal = 'overturned' THEN 'accepted'
    WHEN w.decision = 'rejected' AND h.state = 'submitted' THEN 'rejected' ELSE h.state END AS state, count(*) AS number
FROM handoff h LEFT JOIN sales_word w ON w.handoff_id = h.id
WHERE h.campaign = :campaign AND h.promoted_at >= :since AND h.promoted_at < :until GROUP BY 1;

-- name: outcomes(since, until, most)
SELECT * FROM standing_outcome WHERE recorded_at >= :since AND recorded_at < :until
ORDER BY recorded_at DESC, call_id DESC LIMIT :most;

-- name: outcomes_with(code, since, until, most)
SELECT * FROM standing_outcome WHERE code = :code AND recorded_at >= :since AND recorded_at < :until
ORDER BY recorded_at DESC, call_id DESC LIMIT :most;

-- name: outcomes_of(caller, code, since, until, most)
SELECT * FROM standing_outcome
WHERE caller = :caller AND (:code = '' OR code = :code) AND recorded_at >= :since AND recorded_at < :until
ORDER BY recorded_at DESC, call_id DESC LIMIT :most;
