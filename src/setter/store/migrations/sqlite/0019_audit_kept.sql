-- Entries are added and never changed; of somebody erased only the detail goes, with its salt.
CREATE TRIGGER audit_unchanged BEFORE UPDATE ON audit
WHEN NOT (NEW.detail = '' AND NEW.salt = ''
  AND (NEW.writer, NEW.number, NEW.recorded_at, NEW.caller, NEW.action, NEW.subject, NEW.commitment, NEW.hash)
   IS (OLD.writer, OLD.number, OLD.recorded_at, OLD.caller, OLD.action, OLD.subject, OLD.commitment, OLD.hash))
BEGIN
  SELECT RAISE(ABORT, 'an entry of the audit is never changed');
END;

CREATE TRIGGER audit_undeleted BEFORE DELETE ON audit BEGIN
  SELECT RAISE(ABORT, 'an entry of the audit is never deleted');
END;

-- INSERT OR REPLACE deletes without asking the trigger above.
CREATE TRIGGER audit_unreplaced BEFORE INSERT ON audit
WHEN EXISTS (SELECT 1 FROM audit WHERE writer = NEW.writer AND number = NEW.number)
BEGIN
  SELECT RAISE(ABORT, 'an entry of the audit is never replaced');
END;

CREATE TRIGGER audit_goes_on AFTER INSERT ON audit BEGIN
  INSERT INTO audit_head (writer, number, hash, recorded_at, cut_at)
  VALUES (NEW.writer, NEW.number, NEW.hash, NEW.recorded_at, CASE WHEN NEW.number <> 1 THEN NEW.number END)
  ON CONFLICT (writer) DO UPDATE SET number = excluded.number, hash = excluded.hash,
    recorded_at = excluded.recorded_at,
    cut_at = coalesce(cut_at, CASE WHEN excluded.number <> number + 1 THEN min(number, excluded.number) END);
END;

CREATE TRIGGER audit_head_unchanged BEFORE UPDATE ON audit_head
WHEN NEW.writer <> OLD.writer OR (NEW.number <= OLD.number AND NEW.cut_at IS NULL)
  OR (OLD.cut_at IS NOT NULL AND NEW.cut_at IS NOT OLD.cut_at)
BEGIN
  SELECT RAISE(ABORT, 'the end of a chain of the audit only goes on');
END;

CREATE TRIGGER audit_head_undeleted BEFORE DELETE ON audit_head BEGIN
  SELECT RAISE(ABORT, 'the end of a chain of the audit is never deleted');
END;
