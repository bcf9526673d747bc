-- name: known(people)
SELECT w.value AS rowid, p.client_id, p.full_name, p.company_name, p.external_id, CAST(s.words AS text) AS words,
  (SELECT string_agg(n.e164, ' ') FROM phone n WHERE n.prospect_id = p.id) AS numbers,
  (SELECT string_agg(m.address, ' ') FROM email m WHERE m.prospect_id = p.id) AS addresses
FROM EACH_NUMBER(:people) w
LEFT JOIN prospect p ON p.id = w.value AND p.erased_at IS NULL
LEFT JOIN search_words s ON s.rowid = w.value;

-- name: found(client_id, campaign, question, most)
-- Whose they are is asked of each row of the index in turn, so that no table is read whole for it.
SELECT p.id AS prospect_id, e.id AS enrolment_id, p.full_name AS name, p.title, p.company_name AS company,
  coalesce(e.work_state, '') AS work_state, coalesce(e.score, 0) AS score, p.blocked
FROM (
  SELECT s.rowid FROM search_words s
  WHERE s.words @@ CAST(:question AS tsquery)
    AND (SELECT own.client_id FROM prospect own WHERE own.id = s.rowid) = :client_id
    AND (SELECT 1 FROM enrolment known WHERE known.prospect_id = s.rowid AND known.work_state <> 'new' LIMIT 1) = 1
  LIMIT :most
) AS hit
JOIN prospect p ON p.id = hit.rowid
LEFT JOIN enrolment e ON e.campaign = :campaign AND e.prospect_id = p.id;
