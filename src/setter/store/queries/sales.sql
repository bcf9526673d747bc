-- name: save_word(handoff_id, campaign, enrolment_id, prospect_id, decision, code, reason, decided_at, decided_by, appeal, minutes, quality, lacked, opportunity, opportunity_on, closed_on, amount, margin, answers, answered_at)!
INSERT INTO sales_word (
  handoff_id, campaign, enrolment_id, prospect_id, decision, code, reason, decided_at, decided_by, appeal, minutes,
  quality, lacked, opportunity, opportunity_on, closed_on, amount, margin, answers, answered_at
) VALUES (
  :handoff_id, :campaign, :enrolment_id, :prospect_id, :decision, :code, :reason, :decided_at, :decided_by,
  :appeal, :minutes, :quality, :lacked, :opportunity, :opportunity_on, :closed_on, :amount, :margin, :answers, :answered_at
) ON CONFLICT (handoff_id) DO UPDATE SET
  campaign = excluded.campaign, enrolment_id = excluded.enrolment_id, prospect_id = excluded.prospect_id, decision = excluded.decision, code = excluded.code, reason = excluded.reason, decided_at = excluded.decided_at,
  decided_by = excluded.decided_by, appeal = excluded.appeal, minutes = excluded.minutes, quality = excluded.quality, lacked = excluded.lacked, opportunity = excluded.opportunity,
  opportunity_on = excluded.opportunity_on, closed_on = excluded.closed_on, amount = excluded.amount, margin = excluded.margin, answers = excluded.answers, answered_at = excluded.answered_at;

-- name: word(handoff_id)^
SELECT * FROM sales_word WHERE handoff_id = :handoff_id;

-- name: words_with(prospect_id)
SELECT * FROM sales_word WHERE prospect_id = :prospect_id ORDER BY handoff_id;

-- name: words_of(prospects)
SELECT * FROM sales_word WHERE prospect_id IN (SELECT value FROM EACH_NUMBER(:prospects) w) ORDER BY prospect_id, handoff_id;

-- name: add_answer(handoff_id, number, said, way, answered_by, recorded_at, recorded_by)!
INSERT INTO sales_answer (handoff_id, number, said, way, answered_by, recorded_at, recorded_by)
VALUES (:handoff_id, :number, :said, :way, :answered_by, :recorded_at, :recorded_by);

-- name: answers_to(handoff_id)
SELECT * FROM sales_answer WHERE handoff_id = :handoff_id ORDER BY number;

-- name: save_appeal(handoff_id, reason, made_at, made_by, verdict, note, decided_at, decided_by)!
INSERT INTO appeal (handoff_id, reason, made_at, made_by, verdict, note, decided_at, decided_by)
VALUES (:handoff_id, :reason, :made_at, :made_by, :verdict, :note, :decided_at, :decided_by)
ON CONFLICT (handoff_id) DO UPDATE SET
  verdict = excluded.verdict, note = excluded.note, decided_at = excluded.decided_at, decided_by = excluded.decided_by;

-- name: appeal(handoff_id)^
SELECT * FROM appeal WHERE handoff_id = :handoff_id;
