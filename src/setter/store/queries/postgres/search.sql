-- name: known(people)
SELECT w.value AS rowid, p.client_id, p.full_name, p.company_name, p.external_id,
  (SELECT CAST(s.words AS text) FROM search_words s WHERE s.rowid = w.value) AS words,
  (SELECT string_agg(n.e164, ' ') FROM phone n WHERE n.prospect_id = p.id) AS numbers,
  (SELECT string_agg(m.address, ' ') FROM email m WHERE m.prospect_id = p.id) AS addresses
FROM EACH_NUMBER(:people) w
LEFT JOIN prospect p ON p.id = w.value AND p.erased_at IS NULL;

-- name: found(client_id, campaign, question, besides, walked, most)
-- Whose they are is asked of each row in turn, so that no table is read whole for it; the index is left alone where
-- the first few people are enough. A question put as a query of its own is asked of rows only, never of the index.
WITH near AS MATERIALIZED (
  SELECT s.rowid FROM (SELECT rowid, words FROM search_words ORDER BY rowid LIMIT CAST(:walked AS bigint)) s
  WHERE s.words @@ CAST(:question AS tsquery)
    AND (:besides = '' OR (SELECT s.words @@ CAST(:besides AS tsquery)))
    AND (SELECT own.client_id FROM prospect own WHERE own.id = s.rowid) = :client_id
    AND (SELECT 1 FROM enrolment known WHERE known.prospect_id = s.rowid AND known.work_state <> 'new' LIMIT 1) = 1
  LIMIT :most
), far AS MATERIALIZED (
  SELECT s.rowid FROM search_words s
  WHERE (SELECT count(*) FROM near) < :most
    AND s.words @@ CAST(:question AS tsquery)
    AND (:besides = '' OR (SELECT s.words @@ CAST(:besides AS tsquery)))
    AND (SELECT own.client_id FROM prospect own WHERE own.id = s.rowid) = :client_id
    AND (SELECT 1 FROM enrolment known WHERE known.prospect_id = s.rowid AND known.work_state <> 'new' LIMIT 1) = 1
  LIMIT :most
)
SELECT p.id AS prospect_id, e.id AS enrolment_id, p.full_name AS name, p.title, p.company_name AS company,
  coalesce(e.work_state, '') AS work_state, coalesce(e.score, 0) AS score, p.blocked
FROM (SELECT rowid FROM near UNION SELECT rowid FROM far LIMIT :most) AS hit
JOIN prospect p ON p.id = hit.rowid
LEFT JOIN enrolment e ON e.campaign = :campaign AND e.prospect_id = p.id;

-- name: merge_words(pages)!
-- Nothing to merge: the server sweeps up what was deleted by itself.
SELECT CAST(:pages AS bigint);
