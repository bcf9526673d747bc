-- name: free_places(enrolments)
SELECT enrolment_id FROM queue WHERE enrolment_id IN (SELECT value FROM EACH_NUMBER(:enrolments) w)
FOR NO KEY UPDATE OF queue SKIP LOCKED;

-- name: free_enrolments(enrolments, places)
SELECT * FROM enrolment WHERE id IN (SELECT value FROM EACH_NUMBER(:enrolments) w)
  AND (id IN (SELECT value FROM EACH_NUMBER(:places) w)
    OR NOT EXISTS (SELECT 1 FROM queue q WHERE q.enrolment_id = enrolment.id))
FOR NO KEY UPDATE OF enrolment SKIP LOCKED;

-- name: write_figures(rows)!
UPDATE enrolment SET score = CAST(n.figure ->> 1 AS integer), priority = CAST(n.figure ->> 2 AS integer),
  tier = CAST(n.figure ->> 3 AS integer), temperature = n.figure ->> 4, rung = n.figure ->> 5
FROM (SELECT CAST(value ->> 0 AS bigint) AS id, value AS figure FROM json_array_elements(CAST(:rows AS json))) n
WHERE enrolment.id = n.id;

-- name: write_order(rows)!
UPDATE queue SET tier = n.tier, priority = n.priority
FROM (
  SELECT CAST(value ->> 0 AS bigint) AS id, CAST(value ->> 2 AS integer) AS priority, CAST(value ->> 3 AS integer) AS tier
  FROM json_array_elements(CAST(:rows AS json))
) n WHERE queue.enrolment_id = n.id AND queue.slot <> 2
  AND (queue.tier <> n.tier OR queue.priority <> n.priority);

-- name: writing_now()
SELECT DISTINCT virtualtransaction AS writer FROM pg_locks
WHERE locktype = 'relation' AND mode IN ('AccessShareLock', 'RowShareLock', 'RowExclusiveLock') AND pid <> pg_backend_pid()
  AND database = (SELECT oid FROM pg_database WHERE datname = current_database());
