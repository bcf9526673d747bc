-- name: add_call(id, campaign, campaign_version, enrolment_id, prospect_id, caller, direction, state, state_before, tier, taken_at, closed_at, outcome, outcomes, path, note, minutes, conversation, explored)!
INSERT INTO call (
  id, campaign, campaign_version, enrolment_id, prospect_id, caller, direction, state, state_before, tier,
  taken_at, closed_at, outcome, outcomes, path, note, minutes, conversation, explored
) VALUES (
  :id, :campaign, :campaign_version, :enrolment_id, :prospect_id, :caller, :direction, :state, :state_before,
  :tier, :taken_at, :closed_at, :outcome, :outcomes, :path, :note, :minutes, :conversation, :explored
);

-- name: save_call(id, campaign, campaign_version, enrolment_id, prospect_id, caller, direction, state, state_before, tier, taken_at, closed_at, outcome, outcomes, path, note, minutes, conversation, explored)!
UPDATE call SET
  campaign = :campaign, campaign_version = :campaign_version, enrolment_id = :enrolment_id, prospect_id =
  :prospect_id, caller = :caller, direction = :direction, state = :state, state_before = :state_before, tier =
  :tier, taken_at = :taken_at, closed_at = :closed_at, outcome = :outcome, outcomes = :outcomes, path = :path,
  note = :note, minutes = :minutes, conversation = :conversation,
  explored = :explored
WHERE id = :id;

-- name: add_attempt(id, call_id, campaign, enrolment_id, prospect_id, caller, phone_id, e164, direction, started_at, local_wall, zone, day_part, ended_at, disposition, verdict, score, score_lines, rule_set, campaign_version, dialler_reference, rules_version)!
INSERT INTO attempt (
  id, call_id, campaign, enrolment_id, prospect_id, caller, phone_id, e164, direction, started_at, local_wall,
  zone, day_part, ended_at, disposition, verdict, score, score_lines, rule_set, campaign_version,
  dialler_reference, rules_version
) VALUES (
  :id, :call_id, :campaign, :enrolment_id, :prospect_id, :caller, :phone_id, :e164, :direction, :started_at,
  :local_wall, :zone, :day_part, :ended_at, :disposition, :verdict, :score, :score_lines, :rule_set,
  :campaign_version, :dialler_reference, :rules_version
);

-- name: save_attempt(id, call_id, campaign, enrolment_id, prospect_id, caller, phone_id, e164, direction, started_at, local_wall, zone, day_part, ended_at, disposition, verdict, score, score_lines, rule_set, campaign_version, dialler_reference, rules_version)!
UPDATE attempt SET
  call_id = :call_id, campaign = :campaign, enrolment_id = :enrolment_id, prospect_id = :prospect_id, caller =
  :caller, phone_id = :phone_id, e164 = :e164, direction = :direction, started_at = :started_at, local_wall =
  :local_wall, zone = :zone, day_part = :day_part, ended_at = :ended_at, disposition = :disposition, verdict =
  :verdict, score = :score, score_lines = :score_lines, rule_set = :rule_set, campaign_version =
  :campaign_version, dialler_reference = :dialler_reference, rules_version = :rules_version
WHERE id = :id;

-- name: add_outcome(call_id, number, code, effect_code, payload, reply, before, recorded_at, recorded_by, undone_at)!
INSERT INTO outcome (
  call_id, number, code, effect_code, payload, reply, before, recorded_at, recorded_by, undone_at
) VALUES (
  :call_id, :number, :code, :effect_code, :payload, :reply, :before, :recorded_at, :recorded_by, :undone_at
);

-- name: add_answer(id, client_id, campaign, prospect_id, call_id, field, value, given_at, recorded_by)!
INSERT INTO answer (
  id, client_id, campaign, prospect_id, call_id, field, value, given_at, recorded_by
) VALUES (
  :id, :client_id, :campaign, :prospect_id, :call_id, :field, :value, :given_at, :recorded_by
);

-- name: call(call_id)^
SELECT * FROM call WHERE id = :call_id;

-- name: live_call(caller)^
SELECT * FROM call WHERE caller = :caller AND state = 'live' ORDER BY taken_at DESC, id DESC LIMIT 1;

-- name: all_live(caller)
SELECT * FROM call WHERE caller = :caller AND state = 'live' ORDER BY taken_at DESC, id DESC;

-- name: last_closed(caller)^
SELECT * FROM call WHERE caller = :caller AND state = 'closed' ORDER BY closed_at DESC, id DESC LIMIT 1;

-- name: live_for_enrolment(enrolment_id)^
SELECT * FROM call WHERE enrolment_id = :enrolment_id AND state = 'live' LIMIT 1;

-- name: later_call(enrolment_id, id)^
SELECT * FROM call WHERE enrolment_id = :enrolment_id AND id > :id AND state <> 'released' LIMIT 1;

-- name: calls_of_prospect(prospect_id)
SELECT * FROM call WHERE prospect_id = :prospect_id ORDER BY taken_at DESC, id DESC;

-- name: attempts(call_id)
SELECT * FROM attempt WHERE call_id = :call_id ORDER BY started_at, id;

-- name: attempts_of_enrolment(enrolment_id)
SELECT * FROM attempt WHERE enrolment_id = :enrolment_id ORDER BY started_at, id;

-- name: attempts_of_prospect(prospect_id)
SELECT * FROM attempt WHERE prospect_id = :prospect_id ORDER BY started_at DESC, id DESC;

-- name: numbers_dials(prospect_id, since)
SELECT e164, started_at FROM attempt
WHERE e164 IN (SELECT n.e164 FROM phone n WHERE n.prospect_id = :prospect_id)
  AND started_at > :since AND direction = 'outbound' AND disposition <> 'never_dialled'
ORDER BY e164, started_at;

-- name: dialled_at_company(company_id, dialled_at)!
INSERT INTO dialled_company (company_id, dialled_at) VALUES (:company_id, :dialled_at)
ON CONFLICT (company_id) DO UPDATE SET dialled_at = excluded.dialled_at;

-- name: company_dials(prospect_id, week_since)
SELECT a.started_at AS started_at FROM prospect me CROSS JOIN prospect other CROSS JOIN attempt a
WHERE me.id = :prospect_id AND other.company_id = me.company_id AND a.prospect_id = other.id
  AND a.started_at > :week_since AND a.direction = 'outbound' AND a.disposition <> 'never_dialled'
ORDER BY a.started_at;

-- name: prospect_dials(prospect_id, since)
SELECT started_at FROM attempt
WHERE prospect_id = :prospect_id AND started_at > :since AND direction = 'outbound' AND disposition <> 'never_dialled'
ORDER BY started_at;

-- name: outcome(call_id, number)^
SELECT * FROM outcome WHERE call_id = :call_id AND number = :number;

-- name: outcomes_of_enrolment(enrolment_id)
SELECT o.* FROM outcome o JOIN call c ON c.id = o.call_id
WHERE c.enrolment_id = :enrolment_id AND o.undone_at IS NULL ORDER BY o.recorded_at, o.call_id;

-- name: outcomes_for_client(client_id, prospect_id)
SELECT o.* FROM outcome o JOIN call c ON c.id = o.call_id JOIN prospect p ON p.id = c.prospect_id
WHERE c.prospect_id = :prospect_id AND p.client_id = :client_id AND o.undone_at IS NULL
ORDER BY o.recorded_at, o.call_id;

-- name: undo_outcome(call_id, number, undone_at)!
UPDATE outcome SET undone_at = :undone_at WHERE call_id = :call_id AND number = :number;

-- name: answers(prospect_id)
SELECT * FROM answer WHERE prospect_id = :prospect_id ORDER BY id;

-- name: answers_of_call(call_id)
SELECT * FROM answer WHERE call_id = :call_id ORDER BY id;

-- name: conversations(enrolment_id)$
SELECT count(*) FROM call WHERE enrolment_id = :enrolment_id AND conversation = 1;

-- name: dialled(e164, dialled_at)!
INSERT INTO dialled_number (e164, dialled_at) VALUES (:e164, :dialled_at)
ON CONFLICT (e164) DO UPDATE SET dialled_at = excluded.dialled_at;
