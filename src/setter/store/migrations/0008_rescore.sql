-- A campaign whose rules have changed, until everybody in it is weighed by the version in force. `working_until`:
-- somebody is at it, and says so again before then.

CREATE TABLE rescore_due (
  campaign BIGINT PRIMARY KEY REFERENCES campaign (number),
  version INTEGER NOT NULL,
  working_until BIGINT NOT NULL DEFAULT 0
);
