-- Every source is kept with the day it came, people are found by folded text, and no question of a call reads a whole table.

CREATE TABLE acquisition_dated (
  id BIGINT PRIMARY KEY,
  prospect_id BIGINT NOT NULL REFERENCES prospect (id),
  campaign BIGINT NOT NULL REFERENCES campaign (number),
  batch_id BIGINT,
  kind TEXT NOT NULL,
  source TEXT NOT NULL,
  media_class TEXT NOT NULL,
  direction TEXT NOT NULL,
  provenance TEXT NOT NULL,
  cost DOUBLE PRECISION NOT NULL DEFAULT 0,
  acquired_on TEXT NOT NULL,
  recorded_at BIGINT NOT NULL,
  UNIQUE (prospect_id, campaign, source, kind, acquired_on)
);
INSERT INTO acquisition_dated (
  id, prospect_id, campaign, batch_id, kind, source, media_class, direction, provenance, cost, acquired_on, recorded_at
) SELECT id, prospect_id, campaign, batch_id, kind, source, media_class, direction, provenance, cost, acquired_on,
  recorded_at FROM acquisition;
DROP TABLE acquisition;
ALTER TABLE acquisition_dated RENAME TO acquisition;

-- Name and company without case and accents, in which a search looks; the same letters on every engine.
ALTER TABLE prospect ADD COLUMN folded TEXT NOT NULL DEFAULT '';

CREATE INDEX call_prospect ON call (prospect_id, taken_at);
CREATE INDEX call_caller ON call (caller, closed_at) WHERE state = 'closed';
CREATE INDEX attempt_enrolment ON attempt (enrolment_id, started_at);
CREATE INDEX queue_prospect ON queue (prospect_id);
CREATE INDEX queue_call ON queue (call_id) WHERE slot = 2;
CREATE INDEX queue_order ON queue (campaign, tier, priority DESC, last_attempt_at, enrolment_id) WHERE slot <> 2;
CREATE INDEX callback_owner ON callback (owner, due_at) WHERE state = 'open';
CREATE INDEX callback_prospect ON callback (prospect_id) WHERE state = 'open';
CREATE INDEX task_enrolment ON task (enrolment_id);
CREATE INDEX task_prospect ON task (prospect_id) WHERE state = 'open';
CREATE INDEX task_meeting ON task (meeting_id) WHERE state = 'open';
CREATE INDEX meeting_prospect ON meeting (prospect_id);
CREATE INDEX handoff_enrolment ON handoff (enrolment_id);
CREATE INDEX rep_slot_call ON rep_slot (call_id) WHERE held_until IS NOT NULL;
CREATE INDEX shift_open ON shift (caller) WHERE ended_at IS NULL;

-- Whose clock stands: what they promised is the pool's when it is due.
CREATE VIEW on_break AS SELECT caller FROM shift WHERE kind = 'break' AND ended_at IS NULL;
