-- name: people(prospects)
SELECT * FROM prospect WHERE id IN (SELECT value FROM EACH_NUMBER(:prospects) w);

-- name: emails_of(prospects)
SELECT * FROM email WHERE prospect_id IN (SELECT value FROM EACH_NUMBER(:prospects) w) ORDER BY prospect_id, position, id;

-- name: phones_of(prospects)
SELECT * FROM phone WHERE prospect_id IN (SELECT value FROM EACH_NUMBER(:prospects) w) ORDER BY prospect_id, position, id;

-- name: with_numbers(prospects)
SELECT DISTINCT prospect_id FROM phone WHERE prospect_id IN (SELECT value FROM EACH_NUMBER(:prospects) w);

-- name: acquisitions_of(prospects)
SELECT * FROM acquisition WHERE prospect_id IN (SELECT value FROM EACH_NUMBER(:prospects) w)
ORDER BY prospect_id, acquired_on, id;

-- name: answers_of(prospects)
SELECT * FROM answer WHERE prospect_id IN (SELECT value FROM EACH_NUMBER(:prospects) w) ORDER BY prospect_id, id;

-- name: endings_of(prospects)
SELECT c.prospect_id, c.enrolment_id, o.call_id, o.effect_code, o.recorded_at
FROM call c JOIN outcome o ON o.call_id = c.id
WHERE c.prospect_id IN (SELECT value FROM EACH_NUMBER(:prospects) w) AND o.undone_at IS NULL
ORDER BY c.prospect_id, o.recorded_at, o.call_id;

-- name: inquiries_of(prospects)
SELECT * FROM inquiry WHERE prospect_id IN (SELECT value FROM EACH_NUMBER(:prospects) w) ORDER BY prospect_id, came_at, id;

-- name: conversations_of(enrolments)
SELECT enrolment_id, count(*) AS number FROM call
WHERE enrolment_id IN (SELECT value FROM EACH_NUMBER(:enrolments) w) AND conversation = 1 GROUP BY enrolment_id;

-- name: promises_of(enrolments)
SELECT enrolment_id, kind FROM callback
WHERE enrolment_id IN (SELECT value FROM EACH_NUMBER(:enrolments) w) AND state = 'open' ORDER BY enrolment_id, id;

-- name: handoffs_of(enrolments)
SELECT enrolment_id, id, state FROM handoff
WHERE enrolment_id IN (SELECT value FROM EACH_NUMBER(:enrolments) w) AND state NOT IN ('returned', 'withdrawn')
ORDER BY enrolment_id, id;

-- name: enrolments_with(prospects)
SELECT * FROM enrolment WHERE prospect_id IN (SELECT value FROM EACH_NUMBER(:prospects) w) ORDER BY id;

-- name: happened_to(prospects)
SELECT prospect_id, kind, channel, CASE WHEN flag = '' THEN happened_at END AS happened_at, details, recorded_at
FROM event WHERE prospect_id IN (SELECT value FROM EACH_NUMBER(:prospects) w) ORDER BY prospect_id, id;

-- name: meetings_of(prospects)
SELECT prospect_id, enrolment_id, status, starts_at
FROM meeting WHERE prospect_id IN (SELECT value FROM EACH_NUMBER(:prospects) w) ORDER BY prospect_id, starts_at, id;
