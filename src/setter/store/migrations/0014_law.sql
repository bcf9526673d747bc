-- The law of a place binds beside the clock: whoever may be in several places is under the law of all of them.
ALTER TABLE enrolment ADD COLUMN places TEXT NOT NULL DEFAULT '';

-- Where somebody may be: zones and places. Those in which the line may ring at the same times share a calling window,
-- which bears the id of one of them; `holds` says that rows of the queue may stand under this very id, `asks` that
-- nobody there is rung before their consent, or why the offer concerns them, is on record.
CREATE TABLE locality (
  id BIGINT PRIMARY KEY,
  campaign BIGINT NOT NULL REFERENCES campaign (number),
  zones TEXT NOT NULL,
  places TEXT NOT NULL,
  calling_window BIGINT NOT NULL,
  holds INTEGER NOT NULL,
  asks INTEGER NOT NULL DEFAULT 0,
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

-- What somebody said, or what speaks for it, that they may be called; withdrawn, never deleted.
CREATE TABLE consent (
  id BIGINT PRIMARY KEY,
  prospect_id BIGINT NOT NULL REFERENCES prospect (id),
  kind TEXT NOT NULL CHECK (kind IN ('consent', 'presumed_interest')),
  note TEXT NOT NULL,
  given_on TEXT NOT NULL,
  recorded_at BIGINT NOT NULL,
  recorded_by TEXT NOT NULL,
  withdrawn_at BIGINT
);
CREATE INDEX consent_prospect ON consent (prospect_id);

-- The answers of registers of numbers that are not to be rung: of which day, and which numbers stand in each.
CREATE TABLE registry_file (
  id BIGINT PRIMARY KEY,
  registry TEXT NOT NULL,
  asked_at BIGINT NOT NULL,
  covers_until BIGINT,
  numbers BIGINT NOT NULL,
  file_name TEXT NOT NULL,
  brought_in_at BIGINT NOT NULL,
  brought_in_by TEXT NOT NULL
);
CREATE TABLE registry_number (
  hash TEXT NOT NULL,
  registry TEXT NOT NULL,
  asked_at BIGINT NOT NULL,
  PRIMARY KEY (hash, registry)
);

-- Whom the gate keeps out of the queue for want of a paper bears the rule as the reason.
CREATE INDEX enrolment_kept_out ON enrolment (campaign, id) WHERE state_reason IN ('consent', 'registry');

-- Which company was dialled last when: as with a number, no two callers can do so at once unnoticed.
CREATE TABLE dialled_company (
  company_id BIGINT PRIMARY KEY,
  dialled_at BIGINT NOT NULL
);
