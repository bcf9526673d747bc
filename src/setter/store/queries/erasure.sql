-- name: erase_prospect(id, erased_at)!
UPDATE prospect SET company_id = CASE
    WHEN EXISTS (SELECT 1 FROM prospect o WHERE o.company_id = prospect.company_id AND o.id <> prospect.id)
    THEN company_id END, company_name = '', full_name = '', first_name = '', last_name = '', title = '',
  seniority = '', business_function = '', language = '', street = '', city = '', region = '', postal_code = '',
  country = '', website = '', domain = '', external_id = '', claimed_stage = '', notes = '', said_zone = '',
  attributes = '{}', flags = '[]', blocked = 'erased', referred_by = NULL, erased_at = :erased_at
WHERE id = :id;

-- name: forget_numbers_dialled(id)!
DELETE FROM dialled_number WHERE e164 IN (
  SELECT n.e164 FROM phone n WHERE n.prospect_id = :id
    AND NOT EXISTS (SELECT 1 FROM phone o WHERE o.client_id = n.client_id AND o.e164 = n.e164 AND o.prospect_id <> :id)
);

-- name: erase_phones(id)!
DELETE FROM phone WHERE prospect_id = :id;

-- name: erase_emails(id)!
DELETE FROM email WHERE prospect_id = :id;

-- name: erase_sources(id)!
UPDATE acquisition SET provenance = '' WHERE prospect_id = :id;

-- name: erase_enrolments(id)!
UPDATE enrolment SET state_reason = 'erased', work_state = 'closed', next_at = NULL, owner = '', zones = '', places = ''
WHERE prospect_id = :id;

-- name: erase_places(id)!
DELETE FROM queue WHERE prospect_id = :id;

-- name: erase_calls(id)!
UPDATE call SET note = '' WHERE prospect_id = :id;

-- A number that colleagues have still counts against the caps that protect them.
-- name: erase_attempts(id, client_id)!
UPDATE attempt SET phone_id = NULL, dialler_reference = '', e164 = CASE
  WHEN EXISTS (SELECT 1 FROM phone o
    WHERE o.client_id = :client_id AND o.e164 = attempt.e164 AND o.prospect_id <> :id) THEN e164 ELSE '' END
WHERE prospect_id = :id;

-- name: erase_outcomes(id)!
UPDATE outcome SET payload = '{}', before = '{}'
WHERE call_id IN (SELECT c.id FROM call c WHERE c.prospect_id = :id);

-- name: erase_replies(id)
SELECT o.call_id AS call_id, o.number AS number, o.reply AS reply FROM outcome o
WHERE o.call_id IN (SELECT c.id FROM call c WHERE c.prospect_id = :id) ORDER BY o.call_id, o.number;

-- name: keep_reply(call_id, number, reply)!
UPDATE outcome SET reply = :reply WHERE call_id = :call_id AND number = :number;

-- The rows stay: a call in which something was said counts as a conversation, whoever it was with.
-- name: erase_answers(id)!
UPDATE answer SET value = '""' WHERE prospect_id = :id;

-- name: erase_checks(id)!
UPDATE fact_check SET old_value = '', new_value = '' WHERE prospect_id = :id;

-- name: erase_waivers(id)!
UPDATE waiver SET reason = '' WHERE enrolment_id IN (SELECT e.id FROM enrolment e WHERE e.prospect_id = :id);

-- name: erase_tasks(id)!
UPDATE task SET words = '' WHERE prospect_id = :id;

-- name: erase_meetings(id)!
UPDATE meeting SET attendees = '[]', place = '', requested_how = '' WHERE prospect_id = :id;

-- name: erase_changes(id)!
UPDATE meeting_change SET detail = '{}'
WHERE meeting_id IN (SELECT m.id FROM meeting m WHERE m.prospect_id = :id);

-- name: erase_guest_answers(id)!
DELETE FROM guest_answer WHERE meeting_id IN (SELECT m.id FROM meeting m WHERE m.prospect_id = :id)
  OR (address IN (SELECT lower(e.address) FROM email e WHERE e.prospect_id = :id) AND meeting_id IN (
    SELECT m.id FROM meeting m WHERE m.client_id = (SELECT p.client_id FROM prospect p WHERE p.id = :id)));

-- Which gates were passed stays, as part of the counts, but for the words that they were passed by.
-- name: keep_evidence(sql, evidence)!
UPDATE handoff SET evidence = :evidence WHERE id = :sql;

-- name: erase_sales_words(id)!
UPDATE sales_word SET reason = '', lacked = '' WHERE prospect_id = :id;

-- What sales said stays for the counts, but for its words.
-- name: erase_sales_answers(id)
SELECT a.handoff_id AS handoff_id, a.number AS number, a.said AS said FROM sales_answer a
JOIN sales_word w ON w.handoff_id = a.handoff_id WHERE w.prospect_id = :id ORDER BY a.handoff_id, a.number;

-- name: keep_sales_answer(handoff_id, number, said)!
UPDATE sales_answer SET said = :said WHERE handoff_id = :handoff_id AND number = :number;

-- name: erase_appeals(id)!
UPDATE appeal SET reason = '', note = '' WHERE handoff_id IN (SELECT w.handoff_id FROM sales_word w WHERE w.prospect_id = :id);

-- name: erase_inquiries(id)!
UPDATE inquiry SET text = '', external_id = '' WHERE prospect_id = :id;

-- name: erase_known_at_dial(id)!
DELETE FROM known_at_dial WHERE enrolment_id IN (SELECT e.id FROM enrolment e WHERE e.prospect_id = :id);

-- name: erase_events(id)!
DELETE FROM event WHERE prospect_id = :id;

-- name: erase_consents(id, erased_at)!
UPDATE consent SET note = '', withdrawn_at = coalesce(withdrawn_at, :erased_at) WHERE prospect_id = :id;

-- name: exports_of(id)
SELECT DISTINCT x.id AS id, x.form AS form, x.path AS path, x.manifest AS manifest, x.exported_at AS exported_at,
  x.exported_by AS exported_by
FROM export x JOIN export_line l ON l.export_id = x.id JOIN meeting m ON m.id = l.meeting_id
WHERE m.prospect_id = :id ORDER BY x.id;

-- That somebody was erased stays on record, for it says whose details are gone.
-- name: erase_details(subject)!
UPDATE audit SET detail = '', salt = '' WHERE subject = :subject AND action <> 'erase';

-- name: imports_of(id)
SELECT b.file_name AS file_name, b.started_at AS started_at FROM acquisition a JOIN import_batch b ON b.id = a.batch_id
WHERE a.prospect_id = :id ORDER BY b.id;

-- name: lonely_company(id)$
SELECT p.company_id FROM prospect p WHERE p.id = :id AND p.company_id IS NOT NULL
  AND NOT EXISTS (SELECT 1 FROM prospect o WHERE o.company_id = p.company_id AND o.id <> p.id);

-- name: drop_company(company_id)!
DELETE FROM company WHERE id = :company_id;

-- name: erase_referred(id)!
UPDATE acquisition SET source = 'referred' WHERE kind = 'referral' AND prospect_id IN (
  SELECT p.id FROM prospect p WHERE p.referred_by = :id
);

-- name: unsent(id)$
SELECT count(*) FROM meeting m WHERE m.prospect_id = :id
  AND (EXISTS (SELECT 1 FROM export_line e WHERE e.meeting_id = m.id)
    OR EXISTS (SELECT 1 FROM delivery h WHERE h.meeting_id = m.id AND h.handed_over_at IS NOT NULL))
  AND NOT EXISTS (SELECT 1 FROM export_line l WHERE l.meeting_id = m.id AND l.change >= m.change)
  AND NOT EXISTS (SELECT 1 FROM delivery d WHERE d.meeting_id = m.id AND d.change >= m.change AND d.sent_at IS NOT NULL);

-- name: guests(client_id, pattern)
SELECT id, attendees FROM meeting WHERE client_id = :client_id AND attendees LIKE :pattern;

-- name: erase_delivered(id)!
UPDATE delivery SET content = '' WHERE content <> '' AND meeting_id IN (
  SELECT m.id FROM meeting m WHERE m.prospect_id = :id
);

-- name: keep_guests(id, attendees)!
UPDATE meeting SET attendees = :attendees WHERE id = :id;

-- name: forget_gatekeeper(client_id, full_name)!
UPDATE phone SET gatekeeper = '' WHERE client_id = :client_id AND gatekeeper = :full_name;

-- name: handoffs_with(id)
SELECT * FROM handoff WHERE prospect_id = :id ORDER BY id;
