-- name: add_prospect(id, client_id, company_id, company_name, full_name, first_name, last_name, title, seniority, business_function, language, street, city, region, postal_code, country, website, domain, external_id, market_type, claimed_stage, notes, said_zone, attributes, flags, blocked, referred_by, created_at, updated_at, erased_at)!
INSERT INTO prospect (
  id, client_id, company_id, company_name, full_name, first_name, last_name, title, seniority,
  business_function, language, street, city, region, postal_code, country, website, domain, external_id,
  market_type, claimed_stage, notes, said_zone, attributes, flags, blocked, referred_by, created_at,
  updated_at, erased_at
) VALUES (
  :id, :client_id, :company_id, :company_name, :full_name, :first_name, :last_name, :title, :seniority,
  :business_function, :language, :street, :city, :region, :postal_code, :country, :website, :domain,
  :external_id, :market_type, :claimed_stage, :notes, :said_zone, :attributes, :flags, :blocked, :referred_by,
  :created_at, :updated_at, :erased_at
);

-- name: save_prospect(id, client_id, company_id, company_name, full_name, first_name, last_name, title, seniority, business_function, language, street, city, region, postal_code, country, website, domain, external_id, market_type, claimed_stage, notes, said_zone, attributes, flags, blocked, referred_by, created_at, updated_at, erased_at)!
UPDATE prospect SET
  client_id = :client_id, company_id = :company_id, company_name = :company_name, full_name = :full_name,
  first_name = :first_name, last_name = :last_name, title = :title, seniority = :seniority, business_function
  = :business_function, language = :language, street = :street, city = :city, region = :region, postal_code =
  :postal_code, country = :country, website = :website, domain = :domain, external_id = :external_id,
  market_type = :market_type, claimed_stage = :claimed_stage, notes = :notes, said_zone = :said_zone,
  attributes = :attributes, flags = :flags, blocked = :blocked, referred_by = :referred_by, created_at =
  :created_at, updated_at = :updated_at, erased_at = :erased_at
WHERE id = :id;

-- name: add_phone(id, client_id, prospect_id, e164, raw, extension, kind, position, standing, zones, gatekeeper, best_time, added_at, verified_at)!
INSERT INTO phone (
  id, client_id, prospect_id, e164, raw, extension, kind, position, standing, zones, gatekeeper, best_time,
  added_at, verified_at
) VALUES (
  :id, :client_id, :prospect_id, :e164, :raw, :extension, :kind, :position, :standing, :zones, :gatekeeper,
  :best_time, :added_at, :verified_at
);

-- name: save_phone(id, client_id, prospect_id, e164, raw, extension, kind, position, standing, zones, gatekeeper, best_time, added_at, verified_at)!
UPDATE phone SET
  client_id = :client_id, prospect_id = :prospect_id, e164 = :e164, raw = :raw, extension = :extension, kind =
  :kind, position = :position, standing = :standing, zones = :zones, gatekeeper = :gatekeeper, best_time =
  :best_time, added_at = :added_at, verified_at = :verified_at
WHERE id = :id;

-- name: add_email(id, client_id, prospect_id, address, match_key, position, added_at, confirmed_at)!
INSERT INTO email (
  id, client_id, prospect_id, address, match_key, position, added_at, confirmed_at
) VALUES (
  :id, :client_id, :prospect_id, :address, :match_key, :position, :added_at, :confirmed_at
);

-- name: save_email(id, client_id, prospect_id, address, match_key, position, added_at, confirmed_at)!
UPDATE email SET
  client_id = :client_id, prospect_id = :prospect_id, address = :address, match_key = :match_key, position =
  :position, added_at = :added_at, confirmed_at = :confirmed_at
WHERE id = :id;

-- name: add_acquisition(id, prospect_id, campaign, batch_id, kind, source, media_class, direction, provenance, cost, acquired_on, recorded_at)!
INSERT INTO acquisition (
  id, prospect_id, campaign, batch_id, kind, source, media_class, direction, provenance, cost, acquired_on,
  recorded_at
) VALUES (
  :id, :prospect_id, :campaign, :batch_id, :kind, :source, :media_class, :direction, :provenance, :cost,
  :acquired_on, :recorded_at
) ON CONFLICT DO NOTHING;

-- name: add_import_batch(id, campaign, file_name, digest, started_at, started_by, read_rows, landed, merged, unchanged, rejected, waiting_from, waiting)!
INSERT INTO import_batch (
  id, campaign, file_name, digest, started_at, started_by, read_rows, landed, merged, unchanged, rejected,
  waiting_from, waiting
) VALUES (
  :id, :campaign, :file_name, :digest, :started_at, :started_by, :read_rows, :landed, :merged, :unchanged,
  :rejected, :waiting_from, :waiting
);

-- name: add_enrolment(id, campaign, prospect_id, work_state, state_reason, cycle, cycle_started_at, attempts, next_at, owner, last_outcome, last_attempt_at, score, priority, tier, temperature, rung, zones, places, skips, enrolled_at)!
INSERT INTO enrolment (
  id, campaign, prospect_id, work_state, state_reason, cycle, cycle_started_at, attempts, next_at, owner,
  last_outcome, last_attempt_at, score, priority, tier, temperature, rung, zones, places, skips, enrolled_at
) VALUES (
  :id, :campaign, :prospect_id, :work_state, :state_reason, :cycle, :cycle_started_at, :attempts, :next_at,
  :owner, :last_outcome, :last_attempt_at, :score, :priority, :tier, :temperature, :rung, :zones, :places, :skips,
  :enrolled_at
);

-- name: save_enrolment(id, campaign, prospect_id, work_state, state_reason, cycle, cycle_started_at, attempts, next_at, owner, last_outcome, last_attempt_at, score, priority, tier, temperature, rung, zones, places, skips, enrolled_at)!
UPDATE enrolment SET
  campaign = :campaign, prospect_id = :prospect_id, work_state = :work_state, state_reason = :state_reason,
  cycle = :cycle, cycle_started_at = :cycle_started_at, attempts = :attempts, next_at = :next_at, owner =
  :owner, last_outcome = :last_outcome, last_attempt_at = :last_attempt_at, score = :score, priority =
  :priority, tier = :tier, temperature = :temperature, rung = :rung, zones = :zones, places = :places, skips = :skips,
  enrolled_at = :enrolled_at
WHERE id = :id;

-- name: add_fact_check(id, prospect_id, campaign, call_id, field, verdict, old_value, new_value, checked_at, checked_by)!
INSERT INTO fact_check (
  id, prospect_id, campaign, call_id, field, verdict, old_value, new_value, checked_at, checked_by
) VALUES (
  :id, :prospect_id, :campaign, :call_id, :field, :verdict, :old_value, :new_value, :checked_at, :checked_by
);

-- name: add_waiver(enrolment_id, gate, waived_by, reason, waived_at)!
INSERT INTO waiver (
  enrolment_id, gate, waived_by, reason, waived_at
) VALUES (
  :enrolment_id, :gate, :waived_by, :reason, :waived_at
) ON CONFLICT (enrolment_id, gate) DO UPDATE SET
  waived_by = excluded.waived_by, reason = excluded.reason, waived_at = excluded.waived_at;

-- name: prospect(prospect_id)^
SELECT * FROM prospect WHERE id = :prospect_id;

-- name: phones(prospect_id)
SELECT * FROM phone WHERE prospect_id = :prospect_id ORDER BY position, id;

-- name: phone(id)^
SELECT * FROM phone WHERE id = :id;

-- name: emails(prospect_id)
SELECT * FROM email WHERE prospect_id = :prospect_id ORDER BY position, id;

-- name: acquisitions(prospect_id)
SELECT * FROM acquisition WHERE prospect_id = :prospect_id ORDER BY acquired_on, id;

-- name: with_number(client_id, e164)
SELECT prospect_id FROM phone WHERE client_id = :client_id AND e164 = :e164 ORDER BY prospect_id;

-- name: with_email(client_id, match_key)
SELECT prospect_id FROM email WHERE client_id = :client_id AND match_key = :match_key ORDER BY prospect_id;

-- name: with_external_id(client_id, external_id)
SELECT id AS prospect_id FROM prospect WHERE client_id = :client_id AND external_id = :external_id AND external_id <> '' ORDER BY id;

-- name: company(client_id, match_key)$
SELECT id FROM company WHERE client_id = :client_id AND match_key = :match_key;

-- name: add_company(id, client_id, name, match_key)!
INSERT INTO company (id, client_id, name, match_key) VALUES (:id, :client_id, :name, :match_key)
ON CONFLICT (client_id, match_key) DO NOTHING;

-- name: enrolment(enrolment_id)^
SELECT * FROM enrolment WHERE id = :enrolment_id;

-- name: hold_enrolment(enrolment_id)^
SELECT * FROM enrolment WHERE id = :enrolment_id HELD;

-- name: close_enrolment(enrolment_id, state_reason)!
UPDATE enrolment SET work_state = 'closed', state_reason = :state_reason, next_at = NULL, owner = ''
WHERE id = :enrolment_id;

-- name: touch_enrolment(enrolment_id)!
UPDATE enrolment SET work_state = work_state WHERE id = :enrolment_id;

-- name: enrolled(campaign, prospect_id)^
SELECT * FROM enrolment WHERE campaign = :campaign AND prospect_id = :prospect_id;

-- name: enrolments(prospect_id)
SELECT * FROM enrolment WHERE prospect_id = :prospect_id ORDER BY id;

-- name: enrolled_number(campaign)$
SELECT count(*) FROM enrolment WHERE campaign = :campaign;

-- name: enrolments_of(campaign)
SELECT * FROM enrolment WHERE campaign = :campaign ORDER BY id;

-- name: waivers(enrolment_id)
SELECT * FROM waiver WHERE enrolment_id = :enrolment_id ORDER BY waived_at;

-- name: fact_checks(prospect_id)
SELECT * FROM fact_check WHERE prospect_id = :prospect_id ORDER BY id;

-- name: block(prospect_id, blocked)!
UPDATE prospect SET blocked = :blocked WHERE id = :prospect_id AND blocked = '';

-- name: unblock(prospect_id, blocked)!
UPDATE prospect SET blocked = :blocked WHERE id = :prospect_id AND erased_at IS NULL;

-- name: of_company(company_id)
SELECT id FROM prospect WHERE company_id = :company_id ORDER BY id;

-- name: remove_fact_check(id)!
DELETE FROM fact_check WHERE id = :id;

-- name: withdraw_places(prospect_id)!
DELETE FROM queue WHERE prospect_id = :prospect_id;

-- name: withdraw_enrolments(prospect_id)!
DELETE FROM enrolment WHERE prospect_id = :prospect_id;

-- name: withdraw_acquisitions(prospect_id)!
DELETE FROM acquisition WHERE prospect_id = :prospect_id;

-- name: withdraw_phones(prospect_id)!
DELETE FROM phone WHERE prospect_id = :prospect_id;

-- name: withdraw_emails(prospect_id)!
DELETE FROM email WHERE prospect_id = :prospect_id;

-- name: withdraw_prospect(prospect_id)!
DELETE FROM prospect WHERE id = :prospect_id;
