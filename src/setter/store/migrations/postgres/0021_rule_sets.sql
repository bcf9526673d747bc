-- What was decided of the rules stands as it was written.
CREATE FUNCTION rules_refuse() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'what was decided of the rules is only ever added to';
END $$;

CREATE TRIGGER rule_set_unchanged BEFORE UPDATE OR DELETE ON rule_set FOR EACH ROW EXECUTE FUNCTION rules_refuse();
CREATE TRIGGER rule_set_unemptied BEFORE TRUNCATE ON rule_set FOR EACH STATEMENT EXECUTE FUNCTION rules_refuse();
CREATE TRIGGER rule_set_test_unchanged BEFORE UPDATE OR DELETE ON rule_set_test FOR EACH ROW EXECUTE FUNCTION rules_refuse();
CREATE TRIGGER rule_set_test_unemptied BEFORE TRUNCATE ON rule_set_test FOR EACH STATEMENT EXECUTE FUNCTION rules_refuse();
CREATE TRIGGER rule_set_sign_off_unchanged BEFORE UPDATE OR DELETE ON rule_set_sign_off FOR EACH ROW EXECUTE FUNCTION rules_refuse();
CREATE TRIGGER rule_set_sign_off_unemptied BEFORE TRUNCATE ON rule_set_sign_off FOR EACH STATEMENT EXECUTE FUNCTION rules_refuse();
CREATE TRIGGER rule_set_change_unchanged BEFORE UPDATE OR DELETE ON rule_set_change FOR EACH ROW EXECUTE FUNCTION rules_refuse();
CREATE TRIGGER rule_set_change_unemptied BEFORE TRUNCATE ON rule_set_change FOR EACH STATEMENT EXECUTE FUNCTION rules_refuse();
