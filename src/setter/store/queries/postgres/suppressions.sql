-- name: suppressed(client_id, hashes)
SELECT hash, reason FROM suppression
WHERE client_id = :client_id AND kind IN ('number', 'email', 'person', 'company')
  AND hash IN (SELECT value FROM json_array_elements_text(:hashes::json) AS t (value));
