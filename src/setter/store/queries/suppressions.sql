-- name: add_suppression(id, client_id, kind, hash, reason, call_id, made_at, made_by)!
INSERT INTO suppression (
  id, client_id, kind, hash, reason, call_id, made_at, made_by
) VALUES (
  :id, :client_id, :kind, :hash, :reason, :call_id, :made_at, :made_by
) ON CONFLICT (client_id, kind, hash) DO NOTHING;

-- name: suppressions_of(client_id)
SELECT * FROM suppression WHERE client_id = :client_id ORDER BY made_at, id;
