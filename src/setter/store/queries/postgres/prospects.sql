-- name: companies(client_id, match_keys)
SELECT w.value AS match_key, c.id FROM EACH_WORD(:match_keys) w CROSS JOIN LATERAL (
  SELECT o.id FROM company o WHERE o.client_id = :client_id AND o.match_key = w.value OFFSET 0
) c;
