-- What the database says of itself is its owner's to write, and nobody writes into the audit under another's name; what
-- the clock brings about is nobody's doing, and bears setter's own.
ALTER TABLE setting ENABLE ROW LEVEL SECURITY;
CREATE POLICY setting_read ON setting FOR SELECT USING (true);
CREATE POLICY setting_add ON setting FOR INSERT
  WITH CHECK (name NOT IN ('made_at', 'sandbox', 'suppression_key', 'suppression_key_mark'));
CREATE POLICY setting_change ON setting FOR UPDATE
  USING (name NOT IN ('made_at', 'sandbox', 'suppression_key', 'suppression_key_mark'));

ALTER TABLE audit ENABLE ROW LEVEL SECURITY;
CREATE POLICY audit_read ON audit FOR SELECT USING (true);
CREATE POLICY audit_add ON audit FOR INSERT
  WITH CHECK (caller IN (session_user, 'setter') OR EXISTS (SELECT 1 FROM setting WHERE name = 'sandbox' AND value = 'yes'));
CREATE POLICY audit_erase ON audit FOR UPDATE USING (true) WITH CHECK (detail = '' AND salt = '');
