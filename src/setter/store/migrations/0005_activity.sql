-- What happened is counted by day as it happens, so that a report reads counts and not calls.

-- Attempts, meetings and SQLs of a day that count alike. A count that came to 0 stays: it will be counted again.
CREATE TABLE activity_day (
  day TEXT NOT NULL,
  caller TEXT NOT NULL,
  disposition TEXT NOT NULL,
  dialled INTEGER NOT NULL,
  human INTEGER NOT NULL,
  connect INTEGER NOT NULL,
  conversation INTEGER NOT NULL,
  meeting INTEGER NOT NULL,
  sql INTEGER NOT NULL,
  first_meeting INTEGER NOT NULL,
  number INTEGER NOT NULL,
  PRIMARY KEY (day, caller, disposition, dialled, human, connect, conversation, meeting, sql, first_meeting)
);

-- Promises that were kept, by the day and the caller they were for; in_time: within ten minutes of their time.
CREATE TABLE promise_day (
  day TEXT NOT NULL,
  caller TEXT NOT NULL,
  in_time INTEGER NOT NULL,
  number INTEGER NOT NULL,
  PRIMARY KEY (day, caller, in_time)
);

-- What of these counts is one enrolment's, as JSON: what changes about it is taken out and counted anew.
CREATE TABLE activity_of (
  enrolment_id BIGINT PRIMARY KEY,
  activity TEXT NOT NULL,
  promises TEXT NOT NULL
);

CREATE INDEX callback_kept ON callback (due_at) WHERE state = 'kept';
CREATE INDEX handoff_promoted ON handoff (promoted_at);
CREATE INDEX meeting_booked ON meeting (booked_at);
CREATE INDEX outcome_caller ON outcome (recorded_by, recorded_at, call_id);
CREATE INDEX outcome_code ON outcome (code, recorded_at, call_id);

-- How calls ended, save for what was taken back, with whom they were.
CREATE VIEW standing_outcome AS
SELECT o.call_id AS call_id, o.code AS code, o.recorded_at AS recorded_at, o.recorded_by AS caller,
  c.prospect_id AS prospect_id, c.campaign AS campaign, c.campaign_version AS campaign_version, c.minutes AS minutes,
  p.full_name AS full_name, p.company_name AS company_name
FROM outcome o JOIN call c ON c.id = o.call_id JOIN prospect p ON p.id = c.prospect_id
WHERE o.undone_at IS NULL;
