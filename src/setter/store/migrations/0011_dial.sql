-- An attempt with what its whole call came to: what is counted of it.
CREATE VIEW dial AS
SELECT a.id AS id, a.enrolment_id AS enrolment_id, a.call_id AS call_id, a.caller AS caller, a.started_at AS started_at,
  a.direction AS direction, a.disposition AS disposition, c.conversation AS conversation, c.minutes AS minutes,
  o.code AS code, o.effect_code AS effect_code
FROM attempt a JOIN call c ON c.id = a.call_id LEFT JOIN outcome o ON o.call_id = c.id AND o.number = c.outcomes;
