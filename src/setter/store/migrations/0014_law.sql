-- The law of a place binds beside the clock: whoever may be in several places is under the law of all of them.
ALTER TABLE enrolment ADD COLUMN places TEXT NOT NULL DEFAULT '';

-- Where somebody may be: zones and places. Those in which the line may ring at the same times share a calling window,
-- which bears the id of one of them; `holds` says that rows of the queue may stand under this very id.
CREATE TABLE locality (
  id BIGINT PRIMARY KEY,
  campaign BIGINT NOT NULL REFERENCES campaign (number),
  zones TEXT NOT NULL,
  places TEXT NOT NULL,
  calling_window BIGINT NOT NULL,
  holds INTEGER NOT NULL,
  UNIQUE (campaign, zones, places)
);
DROP TABLE calling_window;
CREATE INDEX locality_holds ON locality (campaign) WHERE holds = 1;

-- What compliance has decided of the law here: a blackout, a relaxation, a narrower row. Never edited, only ended.
CREATE TABLE law_decision (
  id BIGINT PRIMARY KEY,
  kind TEXT NOT NULL CHECK (kind IN ('blackout', 'relaxation', 'row')),
  place TEXT NOT NULL,
  body TEXT NOT NULL,
  reason TEXT NOT NULL,
  decided_by TEXT NOT NULL,
  decided_at BIGINT NOT NULL,
  ended_by TEXT NOT NULL DEFAULT '',
  ended_at BIGINT
);
