-- What sales has signed off stands as it was written.
CREATE FUNCTION sign_offs_refuse() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'what sales has signed off is only ever added to';
END $$;

CREATE TRIGGER campaign_sign_off_unchanged BEFORE UPDATE OR DELETE ON campaign_sign_off FOR EACH ROW EXECUTE FUNCTION sign_offs_refuse();
CREATE TRIGGER campaign_sign_off_unemptied BEFORE TRUNCATE ON campaign_sign_off FOR EACH STATEMENT EXECUTE FUNCTION sign_offs_refuse();

-- Callers may say that they appeal; that an appeal was decided says its own row, which they cannot write.
CREATE FUNCTION appeals_refuse() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'nobody has decided this appeal so';
END $$;

CREATE FUNCTION appeal_decided(sql BIGINT, said TEXT) RETURNS BOOLEAN LANGUAGE sql STABLE AS $$
  SELECT EXISTS (SELECT 1 FROM appeal a WHERE a.handoff_id = sql AND a.verdict = said)
$$;

-- What was appealed against and decided stands as it was written; an erasure takes its words.
CREATE TRIGGER appeal_said BEFORE UPDATE OF reason, made_at, made_by, decided_at ON appeal FOR EACH ROW
WHEN (OLD.verdict <> '' AND NEW.reason <> '')
EXECUTE FUNCTION appeals_refuse();

CREATE TRIGGER sales_word_appealed BEFORE UPDATE OF appeal ON sales_word FOR EACH ROW
WHEN (NEW.appeal IN ('upheld', 'overturned') AND OLD.appeal <> NEW.appeal AND NOT appeal_decided(NEW.handoff_id, NEW.appeal))
EXECUTE FUNCTION appeals_refuse();
