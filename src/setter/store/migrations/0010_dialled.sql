-- Which number was dialled last when: whoever dials one writes its row, so that no two callers can do so at once unnoticed.
CREATE TABLE dialled_number (
  e164 TEXT PRIMARY KEY,
  dialled_at BIGINT NOT NULL
);
