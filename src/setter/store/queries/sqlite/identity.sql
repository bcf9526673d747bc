-- CROSS JOIN keeps the order: the values first, then who has them.

-- name: named_among_numbers(client_id, values)
SELECT n.e164 AS value, p.full_name FROM EACH_WORD(:values) w CROSS JOIN phone n JOIN prospect p ON p.id = n.prospect_id
WHERE n.client_id = :client_id AND n.e164 = w.value;

-- name: named_among_emails(client_id, values)
SELECT m.match_key AS value, p.full_name FROM EACH_WORD(:values) w CROSS JOIN email m JOIN prospect p ON p.id = m.prospect_id
WHERE m.client_id = :client_id AND m.match_key = w.value;

-- name: named_among_external_ids(client_id, values)
SELECT p.external_id AS value, p.full_name FROM EACH_WORD(:values) w CROSS JOIN prospect p
WHERE p.client_id = :client_id AND p.external_id = w.value AND p.external_id <> '';
