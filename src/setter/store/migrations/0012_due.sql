-- Who holds whom is asked by person. As long as an index of those whose time comes was also one of all who are held,
-- a server that had counted none of them yet (the morning after an import) walked through all of it at each claim.
-- No instant is below 0: it only keeps the two questions apart.
DROP INDEX queue_due;
CREATE INDEX queue_due ON queue (due) WHERE slot > 0 AND due >= 0;
