-- name: known(people)
SELECT w.value AS rowid, p.client_id, p.full_name, p.company_name, p.external_id,
  (SELECT s.words FROM search_words s WHERE s.rowid = w.value) AS words,
  (SELECT group_concat(n.e164, ' ') FROM phone n WHERE n.prospect_id = p.id) AS numbers,
  (SELECT group_concat(m.address, ' ') FROM email m WHERE m.prospect_id = p.id) AS addresses
FROM EACH_NUMBER(:people) w
LEFT JOIN prospect p ON p.id = w.value AND p.erased_at IS NULL;

-- name: found(client_id, campaign, question, most)
-- CROSS JOIN keeps the order: the words first, then who they are.
SELECT p.id AS prospect_id, e.id AS enrolment_id, p.full_name AS name, p.title, p.company_name AS company,
  coalesce(e.work_state, '') AS work_state, coalesce(e.score, 0) AS score, p.blocked
FROM search_words s
CROSS JOIN prospect p ON p.id = s.rowid
LEFT JOIN enrolment e ON e.campaign = :campaign AND e.prospect_id = p.id
WHERE s.search_words MATCH :question AND p.client_id = :client_id
  AND EXISTS (SELECT 1 FROM enrolment known WHERE known.prospect_id = p.id AND known.work_state <> 'new')
LIMIT :most;

-- name: merge_words(pages)!
-- What was deleted stands in the index until what it stood in is merged with all else.
INSERT INTO search_words (search_words, rank) VALUES ('merge', :pages);
