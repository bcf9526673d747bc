-- Whoever a whole list has brought is let in in short steps; from which enrolment on is kept, so that anybody can go on.
ALTER TABLE import_batch ADD COLUMN waiting_from BIGINT;
ALTER TABLE import_batch ADD COLUMN waiting BIGINT NOT NULL DEFAULT 0;
CREATE INDEX import_batch_waiting ON import_batch (id) WHERE waiting_from IS NOT NULL;
