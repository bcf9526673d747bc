-- The words of each person, marked by client and place; "rowid" is the prospect's id, as SQLite calls a row's own key.
CREATE TABLE search_words (rowid BIGINT PRIMARY KEY, words TSVECTOR NOT NULL);
-- A short list of what is yet to be sorted in: every search walks through it, and whoever fills it sorts it in.
CREATE INDEX search_words_sorted ON search_words USING gin (words) WITH (gin_pending_list_limit = 512);
