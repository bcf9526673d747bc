-- What sales has signed off stands as it was written.
CREATE TRIGGER campaign_sign_off_unchanged BEFORE UPDATE ON campaign_sign_off BEGIN
  SELECT RAISE(ABORT, 'what sales has signed off is never changed');
END;
CREATE TRIGGER campaign_sign_off_undeleted BEFORE DELETE ON campaign_sign_off BEGIN
  SELECT RAISE(ABORT, 'what sales has signed off is never deleted');
END;
CREATE TRIGGER campaign_sign_off_unreplaced BEFORE INSERT ON campaign_sign_off
WHEN EXISTS (SELECT 1 FROM campaign_sign_off WHERE campaign = NEW.campaign AND part = NEW.part AND digest = NEW.digest)
BEGIN
  SELECT RAISE(ABORT, 'what sales has signed off is never replaced');
END;
