-- name: rep_calendar(client_id, rep)^
SELECT * FROM rep_calendar WHERE client_id = :client_id AND rep = :rep;

-- name: rep_calendars(client_id)
SELECT * FROM rep_calendar WHERE client_id = :client_id ORDER BY rep;

-- name: save_rep_calendar(client_id, rep, origin, read_at, covers_from, covers_until, tried_at, problem)!
INSERT INTO rep_calendar (client_id, rep, origin, read_at, covers_from, covers_until, tried_at, problem)
VALUES (:client_id, :rep, :origin, :read_at, :covers_from, :covers_until, :tried_at, :problem)
ON CONFLICT (client_id, rep) DO UPDATE SET
  origin = excluded.origin, read_at = excluded.read_at, covers_from = excluded.covers_from,
  covers_until = excluded.covers_until, tried_at = excluded.tried_at, problem = excluded.problem;

-- name: rep_busy(client_id, since)
SELECT rep, starts_at, ends_at FROM rep_busy
WHERE client_id = :client_id AND ends_at > :since ORDER BY rep, starts_at;

-- name: drop_rep_busy(client_id, rep)!
DELETE FROM rep_busy WHERE client_id = :client_id AND rep = :rep;

-- name: add_rep_busy(client_id, rep, starts_at, ends_at)!
INSERT INTO rep_busy (client_id, rep, starts_at, ends_at) VALUES (:client_id, :rep, :starts_at, :ends_at);

-- name: meetings_of_rep(client_id, rep, since)
SELECT * FROM meeting WHERE client_id = :client_id AND rep = :rep AND ends_at > :since ORDER BY starts_at, id;

-- name: meeting_with(uid)^
SELECT * FROM meeting WHERE uid = :uid;

-- name: add_guest_answer(meeting_id, address, sequence, answer, proposes, answered_at, recorded_at, recorded_by)!
INSERT INTO guest_answer (meeting_id, address, sequence, answer, proposes, answered_at, recorded_at, recorded_by)
VALUES (:meeting_id, :address, :sequence, :answer, :proposes, :answered_at, :recorded_at, :recorded_by)
ON CONFLICT (meeting_id, address, sequence, answered_at) DO NOTHING;

-- name: guest_answers(meeting_id)
SELECT * FROM guest_answer WHERE meeting_id = :meeting_id ORDER BY answered_at, recorded_at, address;
