-- Who was given out at random, so that a later backtest is honest, and by which version of the rules a dial was scored.
ALTER TABLE call ADD COLUMN explored INTEGER NOT NULL DEFAULT 0;
ALTER TABLE attempt ADD COLUMN rules_version INTEGER NOT NULL DEFAULT 0;

-- What was known of somebody, by field, as the first dial of a cycle began: rules are tested on this and nothing later.
CREATE TABLE known_at_dial (
  enrolment_id BIGINT NOT NULL REFERENCES enrolment (id),
  cycle INTEGER NOT NULL,
  attempt_id BIGINT NOT NULL REFERENCES attempt (id),
  known TEXT NOT NULL,
  PRIMARY KEY (enrolment_id, cycle)
);

-- By the remainder of their number, well stirred, people stand in an order that nothing about them has to do with.
CREATE INDEX enrolment_by_chance ON enrolment (campaign, (61798 * (id - (id / 99991) * 99991) - ((61798 * (id - (id / 99991) * 99991)) / 99991) * 99991));
CREATE INDEX known_at_dial_attempt ON known_at_dial (attempt_id);
