-- name: window_of(campaign, zones, places, language)^
SELECT calling_window, asks FROM locality
WHERE campaign = :campaign AND zones = :zones AND places = :places AND language = :language;

-- name: add_locality(id, campaign, zones, places, language)!
INSERT INTO locality (id, campaign, zones, places, language, calling_window, holds)
VALUES (:id, :campaign, :zones, :places, :language, :id, 1) ON CONFLICT (campaign, zones, places, language) DO NOTHING;

-- name: windows(campaign)
SELECT id, zones, places, language FROM locality WHERE campaign = :campaign AND holds = 1 ORDER BY id;

-- name: localities(campaign)
SELECT id, zones, places, language, calling_window, holds, asks FROM locality WHERE campaign = :campaign ORDER BY id;

-- name: open_with(id, calling_window, holds, asks)!
UPDATE locality SET calling_window = :calling_window, holds = :holds, asks = :asks WHERE id = :id;

-- Whoever stands under the id of a locality that opens with another one now moves over, whatever they wait for.
-- name: move_over(campaign, since, until)!
UPDATE queue SET calling_window = (
  SELECT l.calling_window FROM enrolment e JOIN prospect p ON p.id = e.prospect_id
  JOIN locality l
    ON l.campaign = e.campaign AND l.zones = e.zones AND l.places = e.places AND l.language = p.language
  WHERE e.id = queue.enrolment_id
)
WHERE enrolment_id >= :since AND enrolment_id < :until AND campaign = :campaign AND EXISTS (
  SELECT 1 FROM enrolment e JOIN prospect p ON p.id = e.prospect_id
  JOIN locality l
    ON l.campaign = e.campaign AND l.zones = e.zones AND l.places = e.places AND l.language = p.language
  WHERE e.id = queue.enrolment_id AND l.calling_window <> queue.calling_window
);

-- Whoever waits where a word is asked for, and has none on record, is kept out; a promise is kept all the same.
-- name: keep_out(campaign, since, until)!
UPDATE enrolment SET state_reason = 'consent'
WHERE id >= :since AND id < :until AND +campaign = :campaign AND EXISTS (
  SELECT 1 FROM queue q WHERE q.enrolment_id = enrolment.id AND q.slot IN (0, 1) AND q.owner = ''
) AND EXISTS (
  SELECT 1 FROM locality l
  WHERE l.campaign = enrolment.campaign AND l.zones = enrolment.zones AND l.places = enrolment.places AND l.asks = 1
) AND NOT EXISTS (
  SELECT 1 FROM consent c WHERE c.prospect_id = enrolment.prospect_id AND c.withdrawn_at IS NULL
);

-- name: drop_kept_out(campaign, since, until)!
DELETE FROM queue WHERE enrolment_id >= :since AND enrolment_id < :until AND campaign = :campaign
  AND slot IN (0, 1) AND owner = '' AND enrolment_id IN (
    SELECT e.id FROM enrolment e WHERE e.id >= :since AND e.id < :until AND e.state_reason = 'consent'
  );

-- name: queued_after(since, most)$
SELECT enrolment_id FROM queue WHERE enrolment_id >= :since ORDER BY enrolment_id LIMIT 1 OFFSET :most;

-- name: nobody_under_the_old(campaign)!
UPDATE locality SET holds = 0 WHERE campaign = :campaign AND holds = 1 AND calling_window <> id;

-- name: unplaced_after(above, most)
SELECT p.id, p.country, p.region FROM prospect p WHERE p.id > :above ORDER BY p.id LIMIT :most;

-- name: numbers_of(people)
SELECT prospect_id, e164 FROM phone WHERE prospect_id IN (SELECT value FROM EACH_NUMBER(:people)) AND standing = 'ok';

-- name: place_person(prospect_id, places)!
UPDATE enrolment SET places = :places WHERE prospect_id = :prospect_id AND zones <> '';

-- name: add_all_localities(first_id)!
INSERT INTO locality (id, campaign, zones, places, language, calling_window, holds)
SELECT :first_id + row_number() OVER (ORDER BY campaign, zones, places, language), campaign, zones, places, language,
  :first_id + row_number() OVER (ORDER BY campaign, zones, places, language), 1
FROM (
  SELECT DISTINCT e.campaign AS campaign, e.zones AS zones, e.places AS places, p.language AS language
  FROM enrolment e JOIN prospect p ON p.id = e.prospect_id WHERE e.zones <> ''
) AS found
WHERE true
ON CONFLICT (campaign, zones, places, language) DO NOTHING;

-- name: stand_everybody()!
UPDATE queue SET calling_window = coalesce((
  SELECT l.calling_window FROM enrolment e JOIN prospect p ON p.id = e.prospect_id
  JOIN locality l
    ON l.campaign = e.campaign AND l.zones = e.zones AND l.places = e.places AND l.language = p.language
  WHERE e.id = queue.enrolment_id
), calling_window);
