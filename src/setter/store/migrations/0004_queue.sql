-- Whoever is ready and whoever is kept for their owner stand apart, and how long the queue is need not be counted.

DROP INDEX queue_ready;
CREATE INDEX queue_pool ON queue (campaign, calling_window, tier, priority DESC, last_attempt_at, enrolment_id)
  WHERE slot = 0 AND owner = '';
DROP INDEX queue_call;
CREATE INDEX queue_call ON queue (call_id) WHERE call_id IS NOT NULL;
CREATE INDEX queue_reserved ON queue (owner, campaign, calling_window, tier, priority DESC, last_attempt_at, enrolment_id)
  WHERE slot = 0 AND owner <> '';
CREATE INDEX queue_release ON queue (campaign, due) WHERE slot = 0 AND owner <> '';

-- How many rows a campaign has in the queue is the sum of its shards: one a server process, so that none waits for another.
CREATE TABLE queue_size (
  campaign BIGINT NOT NULL,
  shard BIGINT NOT NULL,
  number BIGINT NOT NULL,
  PRIMARY KEY (campaign, shard)
);
INSERT INTO queue_size (campaign, shard, number) SELECT campaign, 0, count(*) FROM queue GROUP BY campaign;
