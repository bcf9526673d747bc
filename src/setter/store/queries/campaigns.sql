-- name: add_campaign(number, id, name, client_id, programme_id, status, version, rules_version)!
INSERT INTO campaign (
  number, id, name, client_id, programme_id, status, version, rules_version
) VALUES (
  :number, :id, :name, :client_id, :programme_id, :status, :version, :rules_version
);

-- name: save_campaign(number, id, name, client_id, programme_id, status, version, rules_version)!
UPDATE campaign SET
  id = :id, name = :name, client_id = :client_id, programme_id = :programme_id, status = :status, version =
  :version, rules_version = :rules_version
WHERE number = :number;

-- name: campaign(id)^
SELECT * FROM campaign WHERE id = :id;

-- name: campaign_numbered(number)^
SELECT * FROM campaign WHERE number = :number;

-- name: campaigns()
SELECT * FROM campaign ORDER BY number;

-- name: next_number()$
SELECT coalesce(max(number), 0) + 1 FROM campaign;

-- name: add_client(id, name)!
INSERT INTO client (id, name) VALUES (:id, :name) ON CONFLICT (id) DO UPDATE SET name = excluded.name;

-- name: add_version(campaign, version, digest, compiled, source, added_at, added_by)!
INSERT INTO campaign_version (campaign, version, digest, compiled, source, added_at, added_by)
VALUES (:campaign, :version, :digest, :compiled, :source, :added_at, :added_by);

-- name: digest(campaign, version)$
SELECT digest FROM campaign_version WHERE campaign = :campaign AND version = :version;

-- name: newest_version(campaign)$
SELECT max(version) FROM campaign_version WHERE campaign = :campaign;

-- name: compiled(campaign, version)$
SELECT compiled FROM campaign_version WHERE campaign = :campaign AND version = :version;
