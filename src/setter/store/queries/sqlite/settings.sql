-- A file has no clock of its own.
-- name: server_time()$
SELECT NULL;
