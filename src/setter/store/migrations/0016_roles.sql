-- Sales reads and exports; an admin looks after the house. Whoever made it has looked after it so far.
CREATE TABLE colleague_named (
  name TEXT PRIMARY KEY,
  role TEXT NOT NULL CHECK (role IN ('caller', 'team_lead', 'sales', 'compliance', 'admin'))
);
INSERT INTO colleague_named (name, role) SELECT name, role FROM colleague;
DROP TABLE colleague;
ALTER TABLE colleague_named RENAME TO colleague;

-- Which campaigns somebody calls for, and which languages they speak; whoever has none of them here has all.
CREATE TABLE colleague_campaign (
  name TEXT NOT NULL,
  campaign BIGINT NOT NULL REFERENCES campaign (number),
  PRIMARY KEY (name, campaign)
);
CREATE TABLE colleague_language (name TEXT NOT NULL, language TEXT NOT NULL, PRIMARY KEY (name, language));

-- Whoever speaks another language stands under windows of their own, for those who speak it to ask for.
CREATE TABLE locality_speaking (
  id BIGINT PRIMARY KEY,
  campaign BIGINT NOT NULL REFERENCES campaign (number),
  zones TEXT NOT NULL,
  places TEXT NOT NULL,
  language TEXT NOT NULL DEFAULT '',
  calling_window BIGINT NOT NULL,
  holds INTEGER NOT NULL,
  asks INTEGER NOT NULL DEFAULT 0,
  UNIQUE (campaign, zones, places, language)
);
INSERT INTO locality_speaking (id, campaign, zones, places, calling_window, holds, asks)
SELECT id, campaign, zones, places, calling_window, holds, asks FROM locality;
DROP TABLE locality;
ALTER TABLE locality_speaking RENAME TO locality;
CREATE INDEX locality_holds ON locality (campaign) WHERE holds = 1;
DELETE FROM setting WHERE name = 'law';
