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

-- One that sales ended by deciding otherwise, before a team lead had, was none.
-- name: add_appeal(handoff_id, reason, made_at, made_by, verdict, note, decided_at, decided_by)!
INSERT INTO appeal (handoff_id, reason, made_at, made_by, verdict, note, decided_at, decided_by)
VALUES (:handoff_id, :reason, :made_at, :made_by, :verdict, :note, :decided_at, :decided_by)
ON CONFLICT (handoff_id) DO UPDATE SET reason = excluded.reason, made_at = excluded.made_at, made_by = excluded.made_by,
  decided_at = excluded.decided_at;

-- name: save_appeal(handoff_id, verdict, note, decided_at, decided_by)!
UPDATE appeal SET verdict = :verdict, note = :note, decided_at = :decided_at, decided_by = :decided_by
WHERE handoff_id = :handoff_id;

-- name: appeal(handoff_id)^
SELECT * FROM appeal WHERE handoff_id = :handoff_id;

-- name: mark_appeal(handoff_id, appeal)^
UPDATE sales_word SET appeal = :appeal WHERE handoff_id = :handoff_id RETURNING enrolment_id;

-- name: open_appeals()
SELECT * FROM appeal WHERE decided_at IS NULL ORDER BY made_at, handoff_id;

-- Every SQL that sales has, but for those that stand rejected (a rep's own trouble, R13, rejects nothing) and those
-- whose opportunity has closed.
-- name: to_answer(campaign)
SELECT h.* FROM handoff h LEFT JOIN sales_word w ON w.handoff_id = h.id
WHERE h.state = 'submitted' AND (CAST(:campaign AS BIGINT) IS NULL OR h.campaign = :campaign)
  AND coalesce(w.opportunity, '') NOT IN ('won', 'lost')
  AND (coalesce(w.decision, '') <> 'rejected' OR w.code = 'R13' OR w.appeal = 'overturned')
ORDER BY coalesce(h.reply_by, h.promoted_at), h.id;

-- Whoever booked the meeting that an SQL was made of has set it, whoever booked the one that it stands for now.
-- name: credit(caller, since, until, values)^
SELECT
  (SELECT count(*) FROM handoff h JOIN call k ON k.id = h.call_id WHERE k.caller = :caller
    AND h.state NOT IN ('returned', 'withdrawn') AND h.submitted_at >= :since AND h.submitted_at < :until) AS made,
  (SELECT count(*) FROM sales_word w JOIN handoff h ON h.id = w.handoff_id JOIN call k ON k.id = h.call_id
    WHERE w.decided_at >= :since AND w.decided_at < :until AND k.caller = :caller
      AND (w.decision = 'accepted' OR w.appeal = 'overturned')) AS accepted,
  (SELECT count(*) FROM sales_word w JOIN handoff h ON h.id = w.handoff_id JOIN call k ON k.id = h.call_id
    WHERE w.decided_at >= :since AND w.decided_at < :until AND k.caller = :caller AND w.decision = 'rejected'
      AND w.appeal <> 'overturned' AND w.code NOT IN (SELECT value FROM EACH_WORD(:values) w)) AS rejected,
  (SELECT count(*) FROM meeting m WHERE m.status = 'held' AND m.starts_at >= :since AND m.starts_at < :until
    AND m.booked_by = :caller) AS held;

-- name: pending_of(caller)$
SELECT count(*) FROM handoff h JOIN call k ON k.id = h.call_id LEFT JOIN sales_word w ON w.handoff_id = h.id
WHERE h.state = 'submitted' AND k.caller = :caller AND coalesce(w.decision, '') = '';
