-- What sales has signed off stands as it was written.
CREATE FUNCTION sign_offs_refuse() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'what sales has signed off is only ever added to';
END $$;

CREATE TRIGGER campaign_sign_off_unchanged BEFORE UPDATE OR DELETE ON campaign_sign_off FOR EACH ROW EXECUTE FUNCTION sign_offs_refuse();
CREATE TRIGGER campaign_sign_off_unemptied BEFORE TRUNCATE ON campaign_sign_off FOR EACH STATEMENT EXECUTE FUNCTION sign_offs_refuse();
