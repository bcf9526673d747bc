-- What was decided of the rules stands as it was written.
CREATE TRIGGER rule_set_unchanged BEFORE UPDATE ON rule_set BEGIN
  SELECT RAISE(ABORT, 'what was decided of the rules is never changed');
END;
CREATE TRIGGER rule_set_undeleted BEFORE DELETE ON rule_set BEGIN
  SELECT RAISE(ABORT, 'what was decided of the rules is never deleted');
END;
CREATE TRIGGER rule_set_unreplaced BEFORE INSERT ON rule_set
WHEN EXISTS (SELECT 1 FROM rule_set WHERE campaign = NEW.campaign AND version = NEW.version)
BEGIN
  SELECT RAISE(ABORT, 'what was decided of the rules is never replaced');
END;

CREATE TRIGGER rule_set_test_unchanged BEFORE UPDATE ON rule_set_test BEGIN
  SELECT RAISE(ABORT, 'what was decided of the rules is never changed');
END;
CREATE TRIGGER rule_set_test_undeleted BEFORE DELETE ON rule_set_test BEGIN
  SELECT RAISE(ABORT, 'what was decided of the rules is never deleted');
END;
CREATE TRIGGER rule_set_test_unreplaced BEFORE INSERT ON rule_set_test
WHEN EXISTS (SELECT 1 FROM rule_set_test WHERE campaign = NEW.campaign AND version = NEW.version AND number = NEW.number)
BEGIN
  SELECT RAISE(ABORT, 'what was decided of the rules is never replaced');
END;

CREATE TRIGGER rule_set_sign_off_unchanged BEFORE UPDATE ON rule_set_sign_off BEGIN
  SELECT RAISE(ABORT, 'what was decided of the rules is never changed');
END;
CREATE TRIGGER rule_set_sign_off_undeleted BEFORE DELETE ON rule_set_sign_off BEGIN
  SELECT RAISE(ABORT, 'what was decided of the rules is never deleted');
END;
CREATE TRIGGER rule_set_sign_off_unreplaced BEFORE INSERT ON rule_set_sign_off
WHEN EXISTS (SELECT 1 FROM rule_set_sign_off WHERE campaign = NEW.campaign AND version = NEW.version)
BEGIN
  SELECT RAISE(ABORT, 'what was decided of the rules is never replaced');
END;

CREATE TRIGGER rule_set_change_unchanged BEFORE UPDATE ON rule_set_change BEGIN
  SELECT RAISE(ABORT, 'what was decided of the rules is never changed');
END;
CREATE TRIGGER rule_set_change_undeleted BEFORE DELETE ON rule_set_change BEGIN
  SELECT RAISE(ABORT, 'what was decided of the rules is never deleted');
END;
CREATE TRIGGER rule_set_change_unreplaced BEFORE INSERT ON rule_set_change
WHEN EXISTS (SELECT 1 FROM rule_set_change WHERE campaign = NEW.campaign AND number = NEW.number)
BEGIN
  SELECT RAISE(ABORT, 'what was decided of the rules is never replaced');
END;
