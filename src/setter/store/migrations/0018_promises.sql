-- Whether a promise names a time of day or only the day; how long after its time it is late, and from when on missed:
-- as its campaign had it when the promise was made, so that what was counted of it once stays so.
ALTER TABLE callback ADD COLUMN timed INTEGER NOT NULL DEFAULT 0;
ALTER TABLE callback ADD COLUMN grace_minutes INTEGER NOT NULL DEFAULT 15;
ALTER TABLE callback ADD COLUMN missed_minutes INTEGER NOT NULL DEFAULT 120;
UPDATE callback SET timed = 1 WHERE kind = 'hard' OR EXISTS (
  SELECT 1 FROM outcome o WHERE o.call_id = callback.call_id AND o.effect_code = 'gatekeeper_time'
);

-- A promise of a time and when it was rung: in the call that ended it, or near its time or later without an end.
CREATE VIEW promise_rung AS
SELECT b.enrolment_id AS enrolment_id, b.owner AS caller, b.due_at AS due_at, b.state AS state,
  b.grace_minutes AS grace_minutes, b.missed_minutes AS missed_minutes,
  (SELECT min(a.started_at) FROM attempt a
    WHERE a.enrolment_id = b.enrolment_id AND a.started_at > b.made_at AND a.disposition <> 'never_dialled'
      AND (a.call_id = b.closed_by_call OR a.started_at >= b.due_at - 600000)) AS dialled_at
FROM callback b WHERE b.kind = 'hard';

-- Promises that were rung or moved, by the day and the caller they were for, and how: kept, late, missed or moved.
-- What was counted by another rule is counted anew.
DROP TABLE promise_day;
CREATE TABLE promise_day (
  day TEXT NOT NULL,
  caller TEXT NOT NULL,
  how TEXT NOT NULL,
  number INTEGER NOT NULL,
  PRIMARY KEY (day, caller, how)
);
ALTER TABLE activity_of ADD COLUMN rang TEXT NOT NULL DEFAULT '[]';
DELETE FROM activity_day;
DELETE FROM activity_of;
DROP INDEX callback_kept;
CREATE INDEX callback_kept ON callback (due_at) WHERE state IN ('kept', 'moved');

-- Dials that have ended, by the part of the day in which they rang, and whether somebody answered (0 or 1).
CREATE TABLE day_part_dials (
  campaign BIGINT NOT NULL,
  day_part TEXT NOT NULL,
  caller TEXT NOT NULL,
  answered INTEGER NOT NULL,
  number INTEGER NOT NULL,
  PRIMARY KEY (campaign, day_part, caller, answered)
);
DROP VIEW dial;
CREATE VIEW dial AS
SELECT a.id AS id, a.enrolment_id AS enrolment_id, a.call_id AS call_id, a.caller AS caller, a.started_at AS started_at,
  a.direction AS direction, a.disposition AS disposition, a.campaign AS campaign, a.day_part AS day_part,
  c.conversation AS conversation, c.minutes AS minutes, o.code AS code, o.effect_code AS effect_code
FROM attempt a JOIN call c ON c.id = a.call_id LEFT JOIN outcome o ON o.call_id = c.id AND o.number = c.outcomes;
