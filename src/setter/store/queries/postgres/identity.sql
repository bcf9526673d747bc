-- Each value is looked up in the index: a plan made while a table was small would read the whole of it for ever.

-- name: named_among_numbers(client_id, values)
SELECT w.value, p.full_name FROM EACH_WORD(:values) w CROSS JOIN LATERAL (
  SELECT n.prospect_id FROM phone n WHERE n.client_id = :client_id AND n.e164 = w.value OFFSET 0
) hit CROSS JOIN LATERAL (SELECT o.full_name FROM prospect o WHERE o.id = hit.prospect_id OFFSET 0) p;

-- name: named_among_emails(client_id, values)
SELECT w.value, p.full_name FROM EACH_WORD(:values) w CROSS JOIN LATERAL (
  SELECT m.prospect_id FROM email m WHERE m.client_id = :client_id AND m.match_key = w.value OFFSET 0
) hit CROSS JOIN LATERAL (SELECT o.full_name FROM prospect o WHERE o.id = hit.prospect_id OFFSET 0) p;

-- name: named_among_external_ids(client_id, values)
SELECT w.value, p.full_name FROM EACH_WORD(:values) w CROSS JOIN LATERAL (
  SELECT o.full_name FROM prospect o
  WHERE o.client_id = :client_id AND o.external_id = w.value AND o.external_id <> '' OFFSET 0
) p;
