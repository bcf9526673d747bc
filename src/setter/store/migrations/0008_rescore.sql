-- A campaign whose rules have changed, until everybody in it is weighed by the version in force.

CREATE TABLE rescore_due (campaign BIGINT PRIMARY KEY REFERENCES campaign (number), version INTEGER NOT NULL);
