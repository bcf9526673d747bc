-- The words of each person, marked by client and place; a row's key is the prospect's id. A mark is three letters long:
-- the beginnings that are kept ready are those of one, two and three letters of a word.
CREATE VIRTUAL TABLE search_words USING fts5 (words, tokenize = 'ascii', detail = none, columnsize = 0, prefix = '4 5 6');
