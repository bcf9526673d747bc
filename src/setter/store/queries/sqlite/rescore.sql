-- name: free_places(enrolments)
SELECT enrolment_id FROM queue WHERE enrolment_id IN (SELECT value FROM EACH_NUMBER(:enrolments) w);

-- name: free_enrolments(enrolments, places)
SELECT * FROM enrolment WHERE id IN (SELECT value FROM EACH_NUMBER(:enrolments) w)
  AND (id IN (SELECT value FROM EACH_NUMBER(:places) w) 
    OR NOT EXISTS (SELECT 1 FROM queue q WHERE q.enrolment_id = enrolment.id));

-- name: write_figures(rows)!
UPDATE enrolment SET score = n.score, priority = n.priority, tier = n.tier, temperature = n.temperature, rung = n.rung
FROM (
  SELECT json_extract(value, '$[0]') AS id, json_extract(value, '$[1]') AS score, json_extract(value, '$[2]') AS priority,
    json_extract(value, '$[3]') AS tier, json_extract(value, '$[4]') AS temperature, json_extract(value, '$[5]') AS rung
  FROM json_each(:rows)
) n WHERE enrolment.id = n.id;

-- name: write_order(rows)!
UPDATE queue SET tier = n.tier, priority = n.priority
FROM (
  SELECT json_extract(value, '$[0]') AS id, json_extract(value, '$[2]') AS priority, json_extract(value, '$[3]') AS tier
  FROM json_each(:rows)
) n WHERE queue.enrolment_id = n.id AND queue.slot <> 2
  AND (queue.tier <> n.tier OR queue.priority <> n.priority);

-- name: writing_now()
SELECT '' AS writer WHERE 1 = 0;
