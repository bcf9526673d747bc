
-- A share of the count for each backend that ever was would be summed up for ever: some thousand are enough to keep
-- those who write at the same time apart.
CREATE OR REPLACE FUNCTION queue_grows() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO queue_size (campaign, shard, number)
    SELECT campaign, pg_backend_pid() % 1024, count(*) FROM fresh GROUP BY campaign
  ON CONFLICT (campaign, shard) DO UPDATE SET number = queue_size.number + excluded.number;
  RETURN NULL;
END $$;

CREATE OR REPLACE FUNCTION queue_shrinks() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO queue_size (campaign, shard, number)
    SELECT campaign, pg_backend_pid() % 1024, -count(*) FROM gone GROUP BY campaign
  ON CONFLICT (campaign, shard) DO UPDATE SET number = queue_size.number + excluded.number;
  RETURN NULL;
END $$;

DELETE FROM queue_size;
INSERT INTO queue_size (campaign, shard, number) SELECT campaign, 0, count(*) FROM queue GROUP BY campaign;
