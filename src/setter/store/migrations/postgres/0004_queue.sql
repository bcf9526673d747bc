CREATE FUNCTION queue_grows() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO queue_size (campaign, shard, number)
    SELECT campaign, pg_backend_pid(), count(*) FROM fresh GROUP BY campaign
  ON CONFLICT (campaign, shard) DO UPDATE SET number = queue_size.number + excluded.number;
  RETURN NULL;
END $$;

CREATE FUNCTION queue_shrinks() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO queue_size (campaign, shard, number)
    SELECT campaign, pg_backend_pid(), -count(*) FROM gone GROUP BY campaign
  ON CONFLICT (campaign, shard) DO UPDATE SET number = queue_size.number + excluded.number;
  RETURN NULL;
END $$;

CREATE TRIGGER queue_grows AFTER INSERT ON queue
  REFERENCING NEW TABLE AS fresh FOR EACH STATEMENT EXECUTE FUNCTION queue_grows();
CREATE TRIGGER queue_shrinks AFTER DELETE ON queue
  REFERENCING OLD TABLE AS gone FOR EACH STATEMENT EXECUTE FUNCTION queue_shrinks();

-- Every claim rewrites a row: room for its next version on the same page, and dead ones swept up early.
ALTER TABLE queue SET (fillfactor = 80, autovacuum_vacuum_scale_factor = 0.01, autovacuum_vacuum_threshold = 500);
