-- name: named_by_number(client_id, e164)
SELECT p.id, p.full_name FROM phone n JOIN prospect p ON p.id = n.prospect_id
WHERE n.client_id = :client_id AND n.e164 = :e164 ORDER BY p.id;

-- name: named_by_email(client_id, match_key)
SELECT p.id, p.full_name FROM email m JOIN prospect p ON p.id = m.prospect_id
WHERE m.client_id = :client_id AND m.match_key = :match_key ORDER BY p.id;

-- name: named_by_external_id(client_id, external_id)
SELECT id, full_name FROM prospect
WHERE client_id = :client_id AND external_id = :external_id AND external_id <> '' ORDER BY id;

-- name: named_at_company(company_id)
SELECT id, full_name FROM prospect WHERE company_id = :company_id ORDER BY id;

-- name: meetings_with(prospect_id)$
SELECT count(*) FROM meeting WHERE prospect_id = :prospect_id;

-- name: dialled_as(kept, other, prospect_id)!
UPDATE attempt SET phone_id = :kept WHERE phone_id = :other AND prospect_id = :prospect_id;

-- name: drop_phone(id)!
DELETE FROM phone WHERE id = :id;

-- name: drop_email(id)!
DELETE FROM email WHERE id = :id;

-- name: drop_acquisitions(prospect_id)!
DELETE FROM acquisition WHERE prospect_id = :prospect_id;

-- name: outcomes_with(prospect_id)
SELECT o.* FROM outcome o JOIN call c ON c.id = o.call_id WHERE c.prospect_id = :prospect_id;

-- name: seal_outcome(call_id, number, before)!
UPDATE outcome SET before = :before WHERE call_id = :call_id AND number = :number;

-- name: enrol_calls(kept, other)!
UPDATE call SET enrolment_id = :kept WHERE enrolment_id = :other;

-- name: enrol_attempts(kept, other)!
UPDATE attempt SET enrolment_id = :kept WHERE enrolment_id = :other;

-- name: enrol_callbacks(kept, other)!
UPDATE callback SET enrolment_id = :kept WHERE enrolment_id = :other;

-- name: enrol_tasks(kept, other)!
UPDATE task SET enrolment_id = :kept WHERE enrolment_id = :other;

-- name: enrol_meetings(kept, other)!
UPDATE meeting SET enrolment_id = :kept WHERE enrolment_id = :other;

-- name: enrol_handoffs(kept, other)!
UPDATE handoff SET enrolment_id = :kept WHERE enrolment_id = :other;

-- name: enrol_sales_words(kept, other)!
UPDATE sales_word SET enrolment_id = :kept WHERE enrolment_id = :other;

-- name: enrol_waivers(kept, other)!
UPDATE waiver SET enrolment_id = :kept
WHERE enrolment_id = :other AND gate NOT IN (SELECT gate FROM waiver WHERE enrolment_id = :kept);

-- name: drop_waivers(other)!
DELETE FROM waiver WHERE enrolment_id = :other;

-- name: enrol_known_at_dial(kept, other)!
UPDATE known_at_dial SET enrolment_id = :kept
WHERE enrolment_id = :other AND cycle NOT IN (SELECT cycle FROM known_at_dial WHERE enrolment_id = :kept);

-- name: drop_known_at_dial(other)!
DELETE FROM known_at_dial WHERE enrolment_id = :other;

-- name: drop_enrolment(other)!
DELETE FROM enrolment WHERE id = :other;

-- name: give_enrolments(kept, other)!
UPDATE enrolment SET prospect_id = :kept WHERE prospect_id = :other;

-- name: give_places(kept, other)!
UPDATE queue SET prospect_id = :kept WHERE prospect_id = :other;

-- name: give_calls(kept, other)!
UPDATE call SET prospect_id = :kept WHERE prospect_id = :other;

-- name: give_attempts(kept, other)!
UPDATE attempt SET prospect_id = :kept WHERE prospect_id = :other;

-- name: give_answers(kept, other)!
UPDATE answer SET prospect_id = :kept WHERE prospect_id = :other;

-- name: give_fact_checks(kept, other)!
UPDATE fact_check SET prospect_id = :kept WHERE prospect_id = :other;

-- name: give_callbacks(kept, other)!
UPDATE callback SET prospect_id = :kept WHERE prospect_id = :other;

-- name: give_tasks(kept, other)!
UPDATE task SET prospect_id = :kept WHERE prospect_id = :other;

-- name: give_meetings(kept, other)!
UPDATE meeting SET prospect_id = :kept WHERE prospect_id = :other;

-- name: give_handoffs(kept, other)!
UPDATE handoff SET prospect_id = :kept WHERE prospect_id = :other;

-- name: give_sales_words(kept, other)!
UPDATE sales_word SET prospect_id = :kept WHERE prospect_id = :other;

-- name: give_consents(kept, other)!
UPDATE consent SET prospect_id = :kept WHERE prospect_id = :other;

-- An inquiry that both records hold is one; its second duty is none.
-- name: end_twin_duties(kept, other)!
UPDATE task SET state = 'cancelled', closed_at = made_at WHERE state = 'open' AND id IN (
  SELECT i.task_id FROM inquiry i JOIN inquiry k ON k.prospect_id = :kept AND k.campaign = i.campaign
    AND k.came_at = i.came_at AND k.channel = i.channel
  WHERE i.prospect_id = :other
);

-- name: drop_twin_inquiries(kept, other)!
DELETE FROM inquiry WHERE prospect_id = :other AND EXISTS (
  SELECT 1 FROM inquiry k WHERE k.prospect_id = :kept AND k.campaign = inquiry.campaign
    AND k.came_at = inquiry.came_at AND k.channel = inquiry.channel
);

-- name: give_inquiries(kept, other)!
UPDATE inquiry SET prospect_id = :kept WHERE prospect_id = :other;

-- name: drop_twin_events(kept, other)!
DELETE FROM event WHERE prospect_id = :other AND EXISTS (
  SELECT 1 FROM event k WHERE k.prospect_id = :kept AND k.digest = event.digest
    AND ('' IN (k.external_id, event.external_id) OR k.external_id = event.external_id)
);

-- name: give_events(kept, other)!
UPDATE event SET prospect_id = :kept WHERE prospect_id = :other;

-- name: give_referrals(kept, other)!
UPDATE prospect SET referred_by = :kept WHERE referred_by = :other;

-- name: drop_prospect(other)!
DELETE FROM prospect WHERE id = :other;
