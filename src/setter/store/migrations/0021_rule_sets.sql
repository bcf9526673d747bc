-- The rules by which a campaign's prospects are scored, version by version, and everything that was decided of them.
-- Nothing here is ever changed: a version's tests, its sign-off and what came into force when are rows of their own.
CREATE TABLE rule_set (
  campaign BIGINT NOT NULL REFERENCES campaign (number),
  version INTEGER NOT NULL,
  name TEXT NOT NULL,
  origin TEXT NOT NULL CHECK (origin IN ('file', 'fit', 'edit')),
  compiled TEXT NOT NULL,
  source TEXT NOT NULL,
  note TEXT NOT NULL,
  made_at BIGINT NOT NULL,
  made_by TEXT NOT NULL,
  PRIMARY KEY (campaign, version)
);

CREATE TABLE rule_set_test (
  campaign BIGINT NOT NULL,
  version INTEGER NOT NULL,
  number INTEGER NOT NULL,
  result TEXT NOT NULL,
  tested_at BIGINT NOT NULL,
  tested_by TEXT NOT NULL,
  PRIMARY KEY (campaign, version, number),
  FOREIGN KEY (campaign, version) REFERENCES rule_set (campaign, version)
);

CREATE TABLE rule_set_sign_off (
  campaign BIGINT NOT NULL,
  version INTEGER NOT NULL,
  signed_by TEXT NOT NULL,
  signed_on TEXT NOT NULL,
  recorded_at BIGINT NOT NULL,
  recorded_by TEXT NOT NULL,
  PRIMARY KEY (campaign, version),
  FOREIGN KEY (campaign, version) REFERENCES rule_set (campaign, version)
);

-- Which version came into force in place of which, the first in place of none (0), and why; `untested` says why it was
-- not tested before.
CREATE TABLE rule_set_change (
  campaign BIGINT NOT NULL,
  number INTEGER NOT NULL,
  way TEXT NOT NULL CHECK (way IN ('activated', 'adopted', 'rolled_back')),
  old_version INTEGER NOT NULL,
  new_version INTEGER NOT NULL,
  note TEXT NOT NULL,
  untested TEXT NOT NULL,
  changed_at BIGINT NOT NULL,
  changed_by TEXT NOT NULL,
  PRIMARY KEY (campaign, number),
  FOREIGN KEY (campaign, new_version) REFERENCES rule_set (campaign, version)
);

-- The version by which the campaign scores; 0 while it is a draft, which scores by its file.
ALTER TABLE campaign ADD COLUMN rules_version INTEGER NOT NULL DEFAULT 0;
ALTER TABLE rescore_due ADD COLUMN rules_version INTEGER NOT NULL DEFAULT 0;
