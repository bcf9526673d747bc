-- CROSS JOIN keeps the order: the keys first, then the companies.

-- name: companies(client_id, match_keys)
SELECT c.match_key, c.id FROM EACH_WORD(:match_keys) w CROSS JOIN company c
WHERE c.client_id = :client_id AND c.match_key = w.value;
