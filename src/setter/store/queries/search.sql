-- name: change(rowid, words)!
UPDATE search_words SET words = :words WHERE rowid = :rowid;

-- name: remove(rowid)!
DELETE FROM search_words WHERE rowid = :rowid;

-- name: after(above, most)
SELECT id FROM prospect WHERE id > :above ORDER BY id LIMIT :most;
