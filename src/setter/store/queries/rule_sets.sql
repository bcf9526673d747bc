-- name: add_rule_set(campaign, version, name, origin, compiled, source, note, made_at, made_by)!
INSERT INTO rule_set (campaign, version, name, origin, compiled, source, note, made_at, made_by)
VALUES (:campaign, :version, :name, :origin, :compiled, :source, :note, :made_at, :made_by);

-- name: rule_set(campaign, version)^
SELECT * FROM rule_set WHERE campaign = :campaign AND version = :version;

-- name: rule_sets(campaign)
SELECT * FROM rule_set WHERE campaign = :campaign ORDER BY version;

-- name: add_rule_set_test(campaign, version, number, result, tested_at, tested_by)!
INSERT INTO rule_set_test (campaign, version, number, result, tested_at, tested_by)
VALUES (:campaign, :version, :number, :result, :tested_at, :tested_by);

-- name: rule_set_tests(campaign)
SELECT * FROM rule_set_test WHERE campaign = :campaign ORDER BY version, number;

-- name: add_rule_set_sign_off(campaign, version, signed_by, signed_on, recorded_at, recorded_by)!
INSERT INTO rule_set_sign_off (campaign, version, signed_by, signed_on, recorded_at, recorded_by)
VALUES (:campaign, :version, :signed_by, :signed_on, :recorded_at, :recorded_by);

-- name: rule_set_sign_offs(campaign)
SELECT * FROM rule_set_sign_off WHERE campaign = :campaign ORDER BY version;

-- name: add_rule_set_change(campaign, number, way, old_version, new_version, note, untested, changed_at, changed_by)!
INSERT INTO rule_set_change (
  campaign, number, way, old_version, new_version, note, untested, changed_at, changed_by
) VALUES (
  :campaign, :number, :way, :old_version, :new_version, :note, :untested, :changed_at, :changed_by
);

-- name: rule_set_changes(campaign)
SELECT * FROM rule_set_change WHERE campaign = :campaign ORDER BY number;

-- name: filed_versions()
SELECT c.number AS campaign, v.compiled AS compiled, v.added_at AS added_at, v.added_by AS added_by
FROM campaign c JOIN campaign_version v ON v.campaign = c.number AND v.version = c.version
WHERE c.status <> 'draft' AND c.rules_version = 0 ORDER BY c.number;

-- name: score_by(campaign, version)!
UPDATE campaign SET rules_version = :version WHERE number = :campaign;
