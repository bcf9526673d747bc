-- name: assignment(name)
SELECT 'campaign' AS kind, CAST(campaign AS TEXT) AS value FROM colleague_campaign WHERE name = :name
UNION ALL
SELECT 'language', language FROM colleague_language WHERE name = :name
UNION ALL
SELECT 'role', role FROM colleague WHERE name = :name;

-- name: call_for(name, campaign)!
INSERT INTO colleague_campaign (name, campaign) VALUES (:name, :campaign);

-- name: call_for_all(name)!
DELETE FROM colleague_campaign WHERE name = :name;

-- name: speak(name, language)!
INSERT INTO colleague_language (name, language) VALUES (:name, :language);

-- name: speak_all(name)!
DELETE FROM colleague_language WHERE name = :name;
