-- name: enrolled_above(campaign, above, most)
SELECT * FROM enrolment WHERE campaign = :campaign AND prospect_id > :above ORDER BY prospect_id LIMIT :most;

-- name: add_due(campaign, version, rules_version)!
INSERT INTO rescore_due (campaign, version, rules_version) VALUES (:campaign, :version, :rules_version)
ON CONFLICT (campaign) DO UPDATE
SET version = excluded.version, rules_version = excluded.rules_version, working_until = 0;

-- name: due_version(campaign)$
SELECT version FROM rescore_due WHERE campaign = :campaign;

-- name: left_undone(now)
SELECT c.id FROM rescore_due d JOIN campaign c ON c.number = d.campaign WHERE d.working_until <= :now ORDER BY c.number;

-- name: take_up(campaign, now, until)!
UPDATE rescore_due SET working_until = :until WHERE campaign = :campaign AND working_until <= :now;

-- name: remove_due(campaign, version, rules_version)!
DELETE FROM rescore_due WHERE campaign = :campaign AND version = :version AND rules_version = :rules_version;
