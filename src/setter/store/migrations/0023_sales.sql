-- When sales has an SQL, by when a team lead reviews it and sales answers (UTC ms), and how its review went: '' where
-- nobody was asked, waits, approved, passed (its setter has earned it, and chance did not pick it), overdue (nobody
-- was in time), returned, turned_down.
ALTER TABLE handoff ADD COLUMN submitted_at BIGINT;
ALTER TABLE handoff ADD COLUMN review TEXT NOT NULL DEFAULT '';
ALTER TABLE handoff ADD COLUMN reviewer TEXT NOT NULL DEFAULT '';
ALTER TABLE handoff ADD COLUMN review_by BIGINT;
ALTER TABLE handoff ADD COLUMN reply_by BIGINT;
UPDATE handoff SET submitted_at = coalesce(
  (SELECT max(c.changed_at) FROM meeting_change c WHERE c.meeting_id = handoff.meeting_id AND c.kind = 'approved'),
  promoted_at
) WHERE state IN ('submitted', 'withdrawn');
UPDATE handoff SET review = 'waits' WHERE state = 'pending_review';
UPDATE handoff SET review = 'returned' WHERE state = 'returned';
UPDATE handoff SET review = 'approved' WHERE state = 'submitted' AND EXISTS (
  SELECT 1 FROM meeting_change c WHERE c.meeting_id = handoff.meeting_id AND c.kind = 'approved'
);
CREATE INDEX handoff_submitted ON handoff (submitted_at);
CREATE INDEX handoff_to_answer ON handoff (reply_by) WHERE state = 'submitted';
CREATE INDEX meeting_without_word ON meeting (ends_at) WHERE status IN ('booked_not_qualified', 'booked', 'confirmed');
CREATE INDEX task_open_kind ON task (kind, id) WHERE state = 'open';

-- What sales says of an SQL, as it stands: '' is not said yet. Money is in hundredths of the campaign's currency, days
-- are ISO 8601, instants UTC ms. `appeal`: open, upheld (the rejection stands), overturned (it counts as accepted).
CREATE TABLE sales_word (
  handoff_id BIGINT PRIMARY KEY REFERENCES handoff (id),
  campaign BIGINT NOT NULL,
  enrolment_id BIGINT NOT NULL REFERENCES enrolment (id),
  prospect_id BIGINT NOT NULL REFERENCES prospect (id),
  decision TEXT NOT NULL DEFAULT '' CHECK (decision IN ('', 'accepted', 'rejected')),
  code TEXT NOT NULL DEFAULT '',
  reason TEXT NOT NULL DEFAULT '',
  decided_at BIGINT,
  decided_by TEXT NOT NULL DEFAULT '',
  appeal TEXT NOT NULL DEFAULT '' CHECK (appeal IN ('', 'open', 'upheld', 'overturned')),
  minutes INTEGER,
  quality INTEGER CHECK (quality BETWEEN 1 AND 5),
  lacked TEXT NOT NULL DEFAULT '',
  opportunity TEXT NOT NULL DEFAULT '' CHECK (opportunity IN ('', 'open', 'won', 'lost')),
  opportunity_on TEXT NOT NULL DEFAULT '',
  closed_on TEXT NOT NULL DEFAULT '',
  amount BIGINT,
  margin BIGINT,
  answers INTEGER NOT NULL DEFAULT 0,
  answered_at BIGINT NOT NULL,
  CHECK ((decision = 'rejected') = (code <> ''))
);
CREATE INDEX sales_word_enrolment ON sales_word (enrolment_id);
CREATE INDEX sales_word_prospect ON sales_word (prospect_id);
CREATE INDEX sales_word_decided ON sales_word (decided_at);
CREATE INDEX meeting_held ON meeting (starts_at) WHERE status = 'held';

-- Every answer of sales as it came, only ever added to: what it said (JSON by field) and through which way.
CREATE TABLE sales_answer (
  handoff_id BIGINT NOT NULL REFERENCES handoff (id),
  number INTEGER NOT NULL,
  said TEXT NOT NULL,
  way TEXT NOT NULL CHECK (way IN ('file', 'screen', 'command', 'appeal')),
  answered_by TEXT NOT NULL,
  recorded_at BIGINT NOT NULL,
  recorded_by TEXT NOT NULL,
  PRIMARY KEY (handoff_id, number)
);

-- The one appeal of a caller against a rejection, and what a team lead made of it.
CREATE TABLE appeal (
  handoff_id BIGINT PRIMARY KEY REFERENCES handoff (id),
  reason TEXT NOT NULL,
  made_at BIGINT NOT NULL,
  made_by TEXT NOT NULL,
  verdict TEXT NOT NULL DEFAULT '' CHECK (verdict IN ('', 'upheld', 'overturned')),
  note TEXT NOT NULL DEFAULT '',
  decided_at BIGINT,
  decided_by TEXT NOT NULL DEFAULT ''
);
CREATE INDEX appeal_open ON appeal (made_at) WHERE decided_at IS NULL;

-- One change of a meeting on its way to one receiver through one channel, exactly once: waiting, sending (one program
-- has taken it until `taken_until`), sent, overtaken (a newer change goes instead), withheld, given_up. `handed_over_at`
-- is written before the last byte goes out: whatever died after it may have arrived. `content` is what was said then
-- (JSON), so that the very same can be said again; it is empty again once nobody has to wonder.
CREATE TABLE delivery (
  id BIGINT PRIMARY KEY,
  meeting_id BIGINT NOT NULL REFERENCES meeting (id),
  change INTEGER NOT NULL,
  channel TEXT NOT NULL CHECK (channel IN ('folder', 'email', 'calendar', 'webhook')),
  receiver TEXT NOT NULL CHECK (receiver IN ('rep', 'prospect')),
  rep TEXT NOT NULL,
  state TEXT NOT NULL CHECK (state IN ('waiting', 'sending', 'sent', 'overtaken', 'withheld', 'given_up')),
  due_at BIGINT NOT NULL,
  tries INTEGER NOT NULL DEFAULT 0,
  taken_by TEXT NOT NULL DEFAULT '',
  taken_until BIGINT,
  handed_over_at BIGINT,
  made_at BIGINT NOT NULL,
  sent_at BIGINT,
  reference TEXT NOT NULL DEFAULT '',
  problem TEXT NOT NULL DEFAULT '',
  content TEXT NOT NULL DEFAULT '',
  UNIQUE (meeting_id, change, channel, receiver)
);
CREATE INDEX delivery_due ON delivery (due_at) WHERE state IN ('waiting', 'sending');
CREATE INDEX delivery_kept ON delivery (meeting_id)
  WHERE state = 'withheld' AND problem NOT IN ('sandbox', 'nothing_new', 'channel_off');
CREATE INDEX meeting_starts ON meeting (starts_at);

-- Where a meeting stands in its rep's calendar.
CREATE TABLE calendar_entry (
  meeting_id BIGINT PRIMARY KEY REFERENCES meeting (id),
  href TEXT NOT NULL,
  etag TEXT NOT NULL,
  sequence INTEGER NOT NULL
);

-- When each rep's calendar was last read, of which stretch, and what went wrong since; and what was found in it.
CREATE TABLE rep_calendar (
  client_id TEXT NOT NULL REFERENCES client (id),
  rep TEXT NOT NULL,
  origin TEXT NOT NULL CHECK (origin IN ('caldav', 'file')),
  read_at BIGINT,
  covers_from BIGINT,
  covers_until BIGINT,
  tried_at BIGINT NOT NULL,
  problem TEXT NOT NULL DEFAULT '',
  PRIMARY KEY (client_id, rep)
);
CREATE TABLE rep_busy (
  client_id TEXT NOT NULL,
  rep TEXT NOT NULL,
  starts_at BIGINT NOT NULL,
  ends_at BIGINT NOT NULL,
  PRIMARY KEY (client_id, rep, starts_at, ends_at)
);


-- What a guest of a meeting answered to its invitation, by the revision that it answers; `proposes` is the other time
-- that a counter-proposal asks for (UTC ms).
CREATE TABLE guest_answer (
  meeting_id BIGINT NOT NULL REFERENCES meeting (id),
  address TEXT NOT NULL,
  sequence INTEGER NOT NULL,
  answer TEXT NOT NULL CHECK (answer IN ('accepted', 'declined', 'tentative', 'countered')),
  proposes BIGINT,
  answered_at BIGINT NOT NULL,
  recorded_at BIGINT NOT NULL,
  recorded_by TEXT NOT NULL,
  PRIMARY KEY (meeting_id, address, sequence, answered_at)
);

-- Sales' sign-off of a part of a campaign's version; `digest` is of the part, so that whatever did not change stays
-- signed. The scoring rules have versions, and sign-offs, of their own.
CREATE TABLE campaign_sign_off (
  campaign BIGINT NOT NULL REFERENCES campaign (number),
  part TEXT NOT NULL CHECK (part IN ('target_market', 'gates', 'script')),
  digest TEXT NOT NULL,
  version INTEGER NOT NULL,
  signed_by TEXT NOT NULL,
  signed_on TEXT NOT NULL,
  recorded_at BIGINT NOT NULL,
  recorded_by TEXT NOT NULL,
  PRIMARY KEY (campaign, part, digest)
);
