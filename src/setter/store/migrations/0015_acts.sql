-- One thing that somebody asked for, or that a list said: its keys stand until compliance lifts it, whatever else keeps
-- the same person out. `about` says whether it means a person, or a number or address as such.
CREATE TABLE suppression_act (
  id BIGINT PRIMARY KEY,
  client_id TEXT NOT NULL,
  about TEXT NOT NULL CHECK (about IN ('person', 'value')),
  reason TEXT NOT NULL,
  call_id BIGINT,
  made_at BIGINT NOT NULL,
  made_by TEXT NOT NULL,
  lifted_at BIGINT,
  lifted_by TEXT NOT NULL DEFAULT '',
  lifted_as TEXT NOT NULL DEFAULT '' CHECK (lifted_as IN ('', 'consent', 'mistake')),
  lifted_for TEXT NOT NULL DEFAULT ''
);
INSERT INTO suppression_act (id, client_id, about, reason, call_id, made_at, made_by)
SELECT min(id), client_id,
  CASE WHEN sum(CASE WHEN kind IN ('person', 'company') THEN 1 ELSE 0 END) = 0 THEN 'value' ELSE 'person' END,
  reason, call_id, made_at, made_by
FROM suppression GROUP BY client_id, reason, call_id, made_at, made_by;
CREATE INDEX suppression_act_call ON suppression_act (call_id) WHERE call_id IS NOT NULL;

CREATE TABLE suppression_key (
  client_id TEXT NOT NULL,
  kind TEXT NOT NULL CHECK (kind IN ('number', 'email', 'person', 'company')),
  hash TEXT NOT NULL,
  act_id BIGINT NOT NULL REFERENCES suppression_act (id),
  reason TEXT NOT NULL,
  PRIMARY KEY (client_id, kind, hash, act_id)
);
INSERT INTO suppression_key (client_id, kind, hash, act_id, reason)
SELECT s.client_id, s.kind, s.hash, a.id, s.reason FROM suppression s JOIN suppression_act a
  ON a.client_id = s.client_id AND a.reason = s.reason AND a.made_at = s.made_at AND a.made_by = s.made_by
  AND coalesce(a.call_id, 0) = coalesce(s.call_id, 0);
DROP TABLE suppression;
ALTER TABLE suppression_key RENAME TO suppression;
CREATE INDEX suppression_act_keys ON suppression (act_id);

-- Whom an act took out of the queues, and where they stood until then (JSON).
CREATE TABLE suppression_reach (
  act_id BIGINT NOT NULL REFERENCES suppression_act (id),
  prospect_id BIGINT NOT NULL,
  stood TEXT NOT NULL
);
CREATE INDEX suppression_reach_act ON suppression_reach (act_id);
CREATE INDEX suppression_reach_prospect ON suppression_reach (prospect_id);
