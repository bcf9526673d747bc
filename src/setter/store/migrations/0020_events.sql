-- What prospects did elsewhere: on the web, in mails, at events. `happened_at` is null where no time was given; `flag`
-- says why a time counts for nothing: undated, or ahead of when it was told. `digest` is of what they did, when and
-- through which channel.
CREATE TABLE event (
  id BIGINT PRIMARY KEY,
  client_id TEXT NOT NULL REFERENCES client (id),
  prospect_id BIGINT NOT NULL REFERENCES prospect (id),
  kind TEXT NOT NULL,
  channel TEXT NOT NULL,
  happened_at BIGINT,
  external_id TEXT NOT NULL,
  details TEXT NOT NULL,
  digest TEXT NOT NULL,
  flag TEXT NOT NULL,
  recorded_at BIGINT NOT NULL,
  recorded_by TEXT NOT NULL
);

-- The same event twice is one: by the id that its system gave it, or by whose it is and what its digest is of.
CREATE UNIQUE INDEX event_external ON event (client_id, channel, external_id) WHERE external_id <> '';
CREATE UNIQUE INDEX event_once ON event (prospect_id, digest, external_id);
