-- One text for both engines. Ids and instants (UTC milliseconds) are BIGINT; booleans are 0 or 1; JSON is TEXT.
-- "BIGINT PRIMARY KEY" becomes "INTEGER PRIMARY KEY" on SQLite, where only that spelling is the row's own key.

CREATE TABLE setting (name TEXT PRIMARY KEY, value TEXT NOT NULL);

CREATE TABLE colleague (name TEXT PRIMARY KEY, role TEXT NOT NULL CHECK (role IN ('caller', 'team_lead', 'compliance')));

CREATE TABLE client (id TEXT PRIMARY KEY, name TEXT NOT NULL);

CREATE TABLE campaign (
  number BIGINT PRIMARY KEY,
  id TEXT NOT NULL UNIQUE,
  name TEXT NOT NULL,
  client_id TEXT NOT NULL REFERENCES client (id),
  programme_id TEXT NOT NULL,
  status TEXT NOT NULL CHECK (status IN ('draft', 'active', 'closed')),
  version INTEGER
);

CREATE TABLE campaign_version (
  campaign BIGINT NOT NULL REFERENCES campaign (number),
  version INTEGER NOT NULL,
  digest TEXT NOT NULL,
  compiled TEXT NOT NULL,
  source TEXT NOT NULL,
  added_at BIGINT NOT NULL,
  added_by TEXT NOT NULL,
  PRIMARY KEY (campaign, version)
);

CREATE TABLE company (
  id BIGINT PRIMARY KEY,
  client_id TEXT NOT NULL REFERENCES client (id),
  name TEXT NOT NULL,
  match_key TEXT NOT NULL,
  UNIQUE (client_id, match_key)
);

CREATE TABLE prospect (
  id BIGINT PRIMARY KEY,
  client_id TEXT NOT NULL REFERENCES client (id),
  company_id BIGINT REFERENCES company (id),
  company_name TEXT NOT NULL DEFAULT '',
  full_name TEXT NOT NULL,
  first_name TEXT NOT NULL DEFAULT '',
  last_name TEXT NOT NULL DEFAULT '',
  title TEXT NOT NULL DEFAULT '',
  seniority TEXT NOT NULL DEFAULT '',
  business_function TEXT NOT NULL DEFAULT '',
  language TEXT NOT NULL DEFAULT '',
  street TEXT NOT NULL DEFAULT '',
  city TEXT NOT NULL DEFAULT '',
  region TEXT NOT NULL DEFAULT '',
  postal_code TEXT NOT NULL DEFAULT '',
  country TEXT NOT NULL DEFAULT '',
  website TEXT NOT NULL DEFAULT '',
  domain TEXT NOT NULL DEFAULT '',
  external_id TEXT NOT NULL DEFAULT '',
  market_type TEXT NOT NULL DEFAULT '',
  claimed_stage TEXT NOT NULL DEFAULT '',
  notes TEXT NOT NULL DEFAULT '',
  said_zone TEXT NOT NULL DEFAULT '',
  attributes TEXT NOT NULL DEFAULT '{}',
  flags TEXT NOT NULL DEFAULT '[]',
  blocked TEXT NOT NULL DEFAULT '',
  referred_by BIGINT,
  created_at BIGINT NOT NULL,
  updated_at BIGINT NOT NULL,
  erased_at BIGINT
);
CREATE INDEX prospect_external ON prospect (client_id, external_id) WHERE external_id <> '';
CREATE INDEX prospect_company ON prospect (company_id);

CREATE TABLE phone (
  id BIGINT PRIMARY KEY,
  client_id TEXT NOT NULL,
  prospect_id BIGINT NOT NULL REFERENCES prospect (id),
  e164 TEXT NOT NULL,
  raw TEXT NOT NULL,
  extension TEXT NOT NULL DEFAULT '',
  kind TEXT NOT NULL DEFAULT '',
  position INTEGER NOT NULL,
  standing TEXT NOT NULL DEFAULT 'ok' CHECK (standing IN ('ok', 'bad', 'not_theirs')),
  zones TEXT NOT NULL DEFAULT '',
  gatekeeper TEXT NOT NULL DEFAULT '',
  best_time TEXT NOT NULL DEFAULT '',
  added_at BIGINT NOT NULL,
  verified_at BIGINT,
  UNIQUE (prospect_id, e164)
);
CREATE INDEX phone_number ON phone (client_id, e164);

CREATE TABLE email (
  id BIGINT PRIMARY KEY,
  client_id TEXT NOT NULL,
  prospect_id BIGINT NOT NULL REFERENCES prospect (id),
  address TEXT NOT NULL,
  match_key TEXT NOT NULL,
  position INTEGER NOT NULL,
  added_at BIGINT NOT NULL,
  confirmed_at BIGINT,
  UNIQUE (prospect_id, match_key)
);
CREATE INDEX email_address ON email (client_id, match_key);

CREATE TABLE import_batch (
  id BIGINT PRIMARY KEY,
  campaign BIGINT NOT NULL REFERENCES campaign (number),
  file_name TEXT NOT NULL,
  digest TEXT NOT NULL,
  started_at BIGINT NOT NULL,
  started_by TEXT NOT NULL,
  read_rows INTEGER NOT NULL,
  landed INTEGER NOT NULL,
  merged INTEGER NOT NULL,
  unchanged INTEGER NOT NULL,
  rejected INTEGER NOT NULL
);

CREATE TABLE acquisition (
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
  UNIQUE (prospect_id, campaign, source, kind)
);

CREATE TABLE calling_window (
  id BIGINT PRIMARY KEY,
  campaign BIGINT NOT NULL REFERENCES campaign (number),
  zones TEXT NOT NULL,
  UNIQUE (campaign, zones)
);

CREATE TABLE enrolment (
  id BIGINT PRIMARY KEY,
  campaign BIGINT NOT NULL REFERENCES campaign (number),
  prospect_id BIGINT NOT NULL REFERENCES prospect (id),
  work_state TEXT NOT NULL CHECK (work_state IN ('new', 'queued', 'in_call', 'callback', 'cooling', 'exhausted',
    'nurture', 'disqualified', 'bad_data', 'handed_off', 'closed')),
  state_reason TEXT NOT NULL DEFAULT '',
  cycle INTEGER NOT NULL DEFAULT 1,
  cycle_started_at BIGINT NOT NULL,
  attempts INTEGER NOT NULL DEFAULT 0,
  next_at BIGINT,
  owner TEXT NOT NULL DEFAULT '',
  last_outcome TEXT NOT NULL DEFAULT '',
  last_attempt_at BIGINT,
  score INTEGER NOT NULL DEFAULT 0,
  priority INTEGER NOT NULL DEFAULT 0,
  tier INTEGER NOT NULL DEFAULT 3,
  temperature TEXT NOT NULL DEFAULT 'cold',
  rung TEXT NOT NULL DEFAULT 'prospect',
  zones TEXT NOT NULL DEFAULT '',
  skips INTEGER NOT NULL DEFAULT 0,
  enrolled_at BIGINT NOT NULL,
  UNIQUE (campaign, prospect_id)
);
CREATE INDEX enrolment_prospect ON enrolment (prospect_id);

-- Only prospects who may ever be called stand here. slot: 0 ready, 1 waiting until due, 2 leased, 3 a promised callback.
CREATE TABLE queue (
  enrolment_id BIGINT PRIMARY KEY REFERENCES enrolment (id),
  campaign BIGINT NOT NULL,
  prospect_id BIGINT NOT NULL,
  calling_window BIGINT NOT NULL,
  tier INTEGER NOT NULL,
  priority INTEGER NOT NULL,
  slot INTEGER NOT NULL DEFAULT 0,
  due BIGINT NOT NULL DEFAULT 0,
  last_attempt_at BIGINT NOT NULL DEFAULT 0,
  owner TEXT NOT NULL DEFAULT '',
  holder TEXT NOT NULL DEFAULT '',
  call_id BIGINT
);
CREATE INDEX queue_ready ON queue (campaign, calling_window, tier, priority DESC, last_attempt_at, enrolment_id) WHERE slot = 0;
CREATE INDEX queue_due ON queue (due) WHERE slot > 0;
CREATE UNIQUE INDEX queue_one_lease_a_person ON queue (prospect_id) WHERE slot = 2;

CREATE TABLE call (
  id BIGINT PRIMARY KEY,
  campaign BIGINT NOT NULL REFERENCES campaign (number),
  campaign_version INTEGER NOT NULL,
  enrolment_id BIGINT NOT NULL REFERENCES enrolment (id),
  prospect_id BIGINT NOT NULL REFERENCES prospect (id),
  caller TEXT NOT NULL,
  direction TEXT NOT NULL DEFAULT 'outbound',
  state TEXT NOT NULL CHECK (state IN ('live', 'closed', 'released')),
  state_before TEXT NOT NULL,
  tier INTEGER NOT NULL,
  taken_at BIGINT NOT NULL,
  closed_at BIGINT,
  outcome TEXT NOT NULL DEFAULT '',
  outcomes INTEGER NOT NULL DEFAULT 0,
  path TEXT NOT NULL DEFAULT '[]',
  note TEXT NOT NULL DEFAULT '',
  minutes DOUBLE PRECISION,
  conversation INTEGER NOT NULL DEFAULT 0
);
CREATE INDEX call_enrolment ON call (enrolment_id, taken_at);
CREATE INDEX call_live ON call (caller) WHERE state = 'live';
CREATE INDEX call_closed ON call (closed_at);

CREATE TABLE attempt (
  id BIGINT PRIMARY KEY,
  call_id BIGINT NOT NULL REFERENCES call (id),
  campaign BIGINT NOT NULL,
  enrolment_id BIGINT NOT NULL,
  prospect_id BIGINT NOT NULL,
  caller TEXT NOT NULL,
  phone_id BIGINT,
  e164 TEXT NOT NULL,
  direction TEXT NOT NULL,
  started_at BIGINT NOT NULL,
  local_wall TEXT NOT NULL,
  zone TEXT NOT NULL,
  day_part TEXT NOT NULL,
  ended_at BIGINT,
  disposition TEXT NOT NULL DEFAULT '',
  verdict TEXT NOT NULL,
  score INTEGER NOT NULL,
  score_lines TEXT NOT NULL,
  rule_set TEXT NOT NULL,
  campaign_version INTEGER NOT NULL,
  dialler_reference TEXT NOT NULL DEFAULT ''
);
CREATE INDEX attempt_number ON attempt (e164, started_at);
CREATE INDEX attempt_prospect ON attempt (prospect_id, started_at);
CREATE INDEX attempt_call ON attempt (call_id);
CREATE INDEX attempt_started ON attempt (started_at);

CREATE TABLE outcome (
  call_id BIGINT NOT NULL REFERENCES call (id),
  number INTEGER NOT NULL,
  code TEXT NOT NULL,
  effect_code TEXT NOT NULL,
  payload TEXT NOT NULL,
  reply TEXT NOT NULL,
  before TEXT NOT NULL,
  recorded_at BIGINT NOT NULL,
  recorded_by TEXT NOT NULL,
  undone_at BIGINT,
  PRIMARY KEY (call_id, number)
);
CREATE INDEX outcome_recorded ON outcome (recorded_at);

-- Append-only: what a prospect said becomes a dated fact; the newest of a field counts.
CREATE TABLE answer (
  id BIGINT PRIMARY KEY,
  client_id TEXT NOT NULL,
  campaign BIGINT NOT NULL,
  prospect_id BIGINT NOT NULL REFERENCES prospect (id),
  call_id BIGINT NOT NULL REFERENCES call (id),
  field TEXT NOT NULL,
  value TEXT NOT NULL,
  given_at BIGINT NOT NULL,
  recorded_by TEXT NOT NULL
);
CREATE INDEX answer_prospect ON answer (prospect_id, id);
CREATE INDEX answer_call ON answer (call_id);

-- What a caller found out about the card itself: each mark counts in data accuracy.
CREATE TABLE fact_check (
  id BIGINT PRIMARY KEY,
  prospect_id BIGINT NOT NULL REFERENCES prospect (id),
  campaign BIGINT NOT NULL,
  call_id BIGINT,
  field TEXT NOT NULL,
  verdict TEXT NOT NULL CHECK (verdict IN ('verified', 'wrong')),
  old_value TEXT NOT NULL,
  new_value TEXT NOT NULL DEFAULT '',
  checked_at BIGINT NOT NULL,
  checked_by TEXT NOT NULL
);
CREATE INDEX fact_check_prospect ON fact_check (prospect_id);

CREATE TABLE waiver (
  enrolment_id BIGINT NOT NULL REFERENCES enrolment (id),
  gate TEXT NOT NULL,
  waived_by TEXT NOT NULL,
  reason TEXT NOT NULL,
  waived_at BIGINT NOT NULL,
  PRIMARY KEY (enrolment_id, gate)
);

CREATE TABLE callback (
  id BIGINT PRIMARY KEY,
  campaign BIGINT NOT NULL,
  enrolment_id BIGINT NOT NULL REFERENCES enrolment (id),
  prospect_id BIGINT NOT NULL,
  call_id BIGINT NOT NULL,
  owner TEXT NOT NULL,
  kind TEXT NOT NULL CHECK (kind IN ('hard', 'soft')),
  wall TEXT NOT NULL,
  zone TEXT NOT NULL,
  due_at BIGINT NOT NULL,
  state TEXT NOT NULL CHECK (state IN ('open', 'kept', 'moved', 'cancelled')),
  made_at BIGINT NOT NULL,
  closed_at BIGINT,
  closed_by_call BIGINT
);
CREATE INDEX callback_open ON callback (due_at) WHERE state = 'open';
CREATE INDEX callback_enrolment ON callback (enrolment_id);

CREATE TABLE task (
  id BIGINT PRIMARY KEY,
  kind TEXT NOT NULL,
  campaign BIGINT NOT NULL,
  enrolment_id BIGINT,
  prospect_id BIGINT,
  meeting_id BIGINT,
  call_id BIGINT,
  owner TEXT NOT NULL,
  due_at BIGINT NOT NULL,
  words TEXT NOT NULL DEFAULT '',
  state TEXT NOT NULL CHECK (state IN ('open', 'done', 'cancelled')),
  made_at BIGINT NOT NULL,
  closed_at BIGINT
);
CREATE INDEX task_open ON task (due_at) WHERE state = 'open';

CREATE TABLE meeting (
  id BIGINT PRIMARY KEY,
  uid TEXT NOT NULL UNIQUE,
  sequence INTEGER NOT NULL DEFAULT 0,
  change INTEGER NOT NULL DEFAULT 1,
  campaign BIGINT NOT NULL,
  campaign_version INTEGER NOT NULL,
  client_id TEXT NOT NULL,
  enrolment_id BIGINT NOT NULL REFERENCES enrolment (id),
  prospect_id BIGINT NOT NULL REFERENCES prospect (id),
  call_id BIGINT NOT NULL,
  rep TEXT NOT NULL,
  starts_at BIGINT NOT NULL,
  ends_at BIGINT NOT NULL,
  wall TEXT NOT NULL,
  zone TEXT NOT NULL,
  place TEXT NOT NULL,
  requested_how TEXT NOT NULL,
  attendees TEXT NOT NULL DEFAULT '[]',
  status TEXT NOT NULL CHECK (status IN ('booked_not_qualified', 'booked', 'confirmed', 'held', 'no_show', 'cancelled')),
  reschedules INTEGER NOT NULL DEFAULT 0,
  confirmed_at BIGINT,
  booked_at BIGINT NOT NULL,
  booked_by TEXT NOT NULL,
  replaces BIGINT
);
CREATE INDEX meeting_rep ON meeting (client_id, rep, starts_at);
CREATE INDEX meeting_enrolment ON meeting (enrolment_id);

-- Double booking cannot be stored: five minutes of a rep belong to one meeting, or to one live offer that runs out.
CREATE TABLE rep_slot (
  client_id TEXT NOT NULL,
  rep TEXT NOT NULL,
  bucket BIGINT NOT NULL,
  meeting_id BIGINT,
  call_id BIGINT,
  held_until BIGINT,
  PRIMARY KEY (client_id, rep, bucket),
  CHECK ((meeting_id IS NULL) <> (held_until IS NULL))
);
CREATE INDEX rep_slot_meeting ON rep_slot (meeting_id);

CREATE TABLE meeting_change (
  meeting_id BIGINT NOT NULL REFERENCES meeting (id),
  change INTEGER NOT NULL,
  sequence INTEGER NOT NULL,
  kind TEXT NOT NULL,
  detail TEXT NOT NULL,
  changed_at BIGINT NOT NULL,
  changed_by TEXT NOT NULL,
  PRIMARY KEY (meeting_id, change)
);

-- A meeting-requested SQL. The row cannot exist with fewer gates met than its campaign asks for.
CREATE TABLE handoff (
  id BIGINT PRIMARY KEY,
  campaign BIGINT NOT NULL,
  campaign_version INTEGER NOT NULL,
  enrolment_id BIGINT NOT NULL REFERENCES enrolment (id),
  prospect_id BIGINT NOT NULL REFERENCES prospect (id),
  meeting_id BIGINT NOT NULL UNIQUE REFERENCES meeting (id),
  call_id BIGINT NOT NULL,
  state TEXT NOT NULL CHECK (state IN ('pending_review', 'submitted', 'withdrawn')),
  evidence TEXT NOT NULL,
  gates_required INTEGER NOT NULL CHECK (gates_required >= 4),
  gates_met INTEGER NOT NULL,
  waived INTEGER NOT NULL,
  promoted_at BIGINT NOT NULL,
  promoted_by TEXT NOT NULL,
  CHECK (gates_met >= gates_required)
);

CREATE TABLE export (
  id BIGINT PRIMARY KEY,
  form TEXT NOT NULL,
  path TEXT NOT NULL,
  manifest TEXT NOT NULL,
  exported_at BIGINT NOT NULL,
  exported_by TEXT NOT NULL
);

CREATE TABLE export_line (
  meeting_id BIGINT NOT NULL REFERENCES meeting (id),
  change INTEGER NOT NULL,
  form TEXT NOT NULL,
  export_id BIGINT NOT NULL REFERENCES export (id),
  PRIMARY KEY (meeting_id, change, form)
);

CREATE TABLE suppression (
  id BIGINT PRIMARY KEY,
  client_id TEXT NOT NULL,
  kind TEXT NOT NULL CHECK (kind IN ('number', 'email', 'person', 'company')),
  hash TEXT NOT NULL,
  reason TEXT NOT NULL,
  call_id BIGINT,
  made_at BIGINT NOT NULL,
  made_by TEXT NOT NULL,
  UNIQUE (client_id, kind, hash)
);

CREATE TABLE shift (
  id BIGINT PRIMARY KEY,
  caller TEXT NOT NULL,
  kind TEXT NOT NULL CHECK (kind IN ('work', 'break')),
  started_at BIGINT NOT NULL,
  ended_at BIGINT
);
CREATE INDEX shift_caller ON shift (caller, started_at);

-- One chain a writer: each entry hashes the one before and a salted commitment, so that a detail can be erased and the chain still verifies.
CREATE TABLE audit (
  writer TEXT NOT NULL,
  number BIGINT NOT NULL,
  recorded_at BIGINT NOT NULL,
  caller TEXT NOT NULL,
  action TEXT NOT NULL,
  subject TEXT NOT NULL,
  detail TEXT NOT NULL,
  salt TEXT NOT NULL,
  commitment TEXT NOT NULL,
  hash TEXT NOT NULL,
  PRIMARY KEY (writer, number)
);
CREATE INDEX audit_subject ON audit (subject);
