-- People are found by the beginnings of their words, which a table of their own keeps: see each engine's part.
ALTER TABLE prospect DROP COLUMN folded;
