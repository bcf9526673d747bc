-- name: enrolled_above(campaign, above, most)
SELECT * FROM enrolment WHERE campaign = :campaign AND prospect_id > :above ORDER BY prospect_id LIMIT :most;

-- name: add_due(campaign, version)!
INSERT INTO rescore_due (campaign, version) VALUES (:campaign, :version)
ON CONFLICT (campaign) DO UPDATE SET version = excluded.version;

-- name: due_version(campaign)$
SELECT version FROM rescore_due WHERE campaign = :campaign;

-- name: remove_due(campaign, version)!
DELETE FROM rescore_due WHERE campaign = :campaign AND version = :version;
