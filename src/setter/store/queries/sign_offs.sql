-- name: sign_offs(campaign)
SELECT * FROM campaign_sign_off WHERE campaign = :campaign ORDER BY recorded_at, part, digest;

-- name: add_sign_off(campaign, part, digest, version, signed_by, signed_on, recorded_at, recorded_by)!
INSERT INTO campaign_sign_off (campaign, part, digest, version, signed_by, signed_on, recorded_at, recorded_by)
VALUES (:campaign, :part, :digest, :version, :signed_by, :signed_on, :recorded_at, :recorded_by);

-- name: filed_until_in_force()
SELECT c.number AS campaign, v.version AS version, v.compiled AS compiled, v.added_at AS added_at, v.added_by AS added_by
FROM campaign c JOIN campaign_version v ON v.campaign = c.number AND v.version <= c.version
WHERE c.status <> 'draft' ORDER BY c.number, v.version;
