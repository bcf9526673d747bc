-- Every entry rewrites the end of its chain: room for its next version on the same page.
ALTER TABLE audit_head SET (fillfactor = 50, autovacuum_vacuum_scale_factor = 0.01, autovacuum_vacuum_threshold = 500);

-- Entries are added and never changed; of somebody erased only the detail goes, with its salt.
CREATE FUNCTION audit_refuses() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'the audit is only ever added to';
END $$;

CREATE TRIGGER audit_unchanged BEFORE UPDATE ON audit FOR EACH ROW
  WHEN (NOT (NEW.detail = '' AND NEW.salt = ''
    AND (NEW.writer, NEW.number, NEW.recorded_at, NEW.caller, NEW.action, NEW.subject, NEW.commitment, NEW.hash)
     IS NOT DISTINCT FROM
        (OLD.writer, OLD.number, OLD.recorded_at, OLD.caller, OLD.action, OLD.subject, OLD.commitment, OLD.hash)))
  EXECUTE FUNCTION audit_refuses();
CREATE TRIGGER audit_undeleted BEFORE DELETE ON audit FOR EACH ROW EXECUTE FUNCTION audit_refuses();
CREATE TRIGGER audit_unemptied BEFORE TRUNCATE ON audit FOR EACH STATEMENT EXECUTE FUNCTION audit_refuses();

-- The owner's own hand keeps the ends: whoever adds an entry cannot write them.
CREATE FUNCTION audit_goes_on() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path FROM CURRENT AS $$
BEGIN
  INSERT INTO audit_head AS h (writer, number, hash, recorded_at, cut_at)
  VALUES (NEW.writer, NEW.number, NEW.hash, NEW.recorded_at, CASE WHEN NEW.number <> 1 THEN NEW.number END)
  ON CONFLICT (writer) DO UPDATE SET number = excluded.number, hash = excluded.hash,
    recorded_at = excluded.recorded_at,
    cut_at = coalesce(h.cut_at, CASE WHEN excluded.number <> h.number + 1 THEN least(h.number, excluded.number) END);
  RETURN NULL;
END $$;
CREATE TRIGGER audit_goes_on AFTER INSERT ON audit FOR EACH ROW EXECUTE FUNCTION audit_goes_on();

CREATE TRIGGER audit_head_unchanged BEFORE UPDATE ON audit_head FOR EACH ROW
  WHEN (NEW.writer <> OLD.writer OR (NEW.number <= OLD.number AND NEW.cut_at IS NULL)
    OR (OLD.cut_at IS NOT NULL AND NEW.cut_at IS DISTINCT FROM OLD.cut_at))
  EXECUTE FUNCTION audit_refuses();
CREATE TRIGGER audit_head_undeleted BEFORE DELETE ON audit_head FOR EACH ROW EXECUTE FUNCTION audit_refuses();
CREATE TRIGGER audit_head_unemptied BEFORE TRUNCATE ON audit_head FOR EACH STATEMENT EXECUTE FUNCTION audit_refuses();
