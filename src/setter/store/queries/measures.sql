-- Where a prospect came from is their first source, without the name of whoever referred them; it is only looked up
-- where `by_source` is 1.

-- The SQLs that sales was given in the period, with what it says of them.
-- name: sqls(campaigns, since, until)
SELECT h.id AS id, h.campaign AS campaign, h.enrolment_id AS enrolment_id, h.prospect_id AS prospect_id, h.state AS state,
  h.submitted_at AS submitted_at, k.caller AS caller, h.evidence AS evidence,
  coalesce(w.decision, '') AS decision, coalesce(w.code, '') AS code, coalesce(w.appeal, '') AS appeal,
  w.decided_at AS decided_at, w.minutes AS minutes, coalesce(w.opportunity, '') AS opportunity, w.amount AS amount,
  w.margin AS margin, m.status AS meeting, p.seniority AS seniority, p.attributes AS attributes,
  p.market_type AS market, k.direction AS direction,
  coalesce((
    SELECT CASE WHEN a.kind = 'referral' AND a.batch_id IS NULL THEN 'referral' ELSE a.source END
    FROM acquisition a WHERE a.prospect_id = h.prospect_id ORDER BY a.acquired_on, a.id LIMIT 1
  ), '') AS source
FROM handoff h LEFT JOIN sales_word w ON w.handoff_id = h.id JOIN meeting m ON m.id = h.meeting_id
JOIN prospect p ON p.id = h.prospect_id JOIN call k ON k.id = h.call_id
WHERE h.submitted_at >= :since AND h.submitted_at < :until
  AND h.campaign IN (SELECT value FROM EACH_NUMBER(:campaigns) w)
ORDER BY h.submitted_at, h.id;

-- Meetings that were to end by now, by their latest time; what gave way to another rep's has no day of cancellation.
-- name: meetings(campaigns, since, until, now, by_source)
SELECT m.campaign AS campaign, m.booked_by AS caller, m.status AS status, m.starts_at AS starts_at, m.ends_at AS ends_at,
  k.closed_at AS closed_at, k.outcome AS outcome,
  (SELECT max(c.changed_at) FROM meeting_change c WHERE c.meeting_id = m.id AND c.kind = 'cancelled') AS cancelled_at,
  CASE WHEN m.status = 'cancelled' THEN coalesce((
    SELECT c.detail FROM meeting_change c WHERE c.meeting_id = m.id AND c.kind = 'cancelled' ORDER BY c.change DESC LIMIT 1
  ), '{}') ELSE '{}' END AS cancelled_why,
  CASE WHEN :by_source = 1 THEN coalesce((
    SELECT CASE WHEN a.kind = 'referral' AND a.batch_id IS NULL THEN 'referral' ELSE a.source END
    FROM acquisition a WHERE a.prospect_id = m.prospect_id ORDER BY a.acquired_on, a.id LIMIT 1
  ), '') ELSE '' END AS source
FROM meeting m JOIN call k ON k.id = m.call_id
WHERE m.starts_at >= :since AND m.starts_at < :until AND m.ends_at <= :now
  AND m.campaign IN (SELECT value FROM EACH_NUMBER(:campaigns) w);

-- Whose first call fell into the period, by the highest rung that they ever reached, by what became of them, and with
-- the deals that were won of them (hundredths).
-- name: worked(campaigns, since, until, mature_before, by_source)
SELECT campaign, source, reached, accepted, mature, outside, count(*) AS number, CAST(sum(won) AS BIGINT) AS won,
  CAST(sum(margins) AS BIGINT) AS margins, CAST(sum(margin) AS BIGINT) AS margin, CAST(sum(amount) AS BIGINT) AS amount
FROM (
  SELECT e.campaign AS campaign,
    CASE WHEN :by_source = 1 THEN coalesce((
      SELECT CASE WHEN a.kind = 'referral' AND a.batch_id IS NULL THEN 'referral' ELSE a.source END
    FROM acquisition a WHERE a.prospect_id = e.prospect_id ORDER BY a.acquired_on, a.id LIMIT 1
    ), '') ELSE '' END AS source,
    CASE WHEN e.rung = 'customer' OR EXISTS (
        SELECT 1 FROM sales_word w WHERE w.enrolment_id = e.id AND w.opportunity = 'won'
      ) THEN 'customer' WHEN e.rung = 'opportunity' OR EXISTS (
        SELECT 1 FROM sales_word w WHERE w.enrolment_id = e.id AND w.opportunity <> ''
      ) THEN 'opportunity' WHEN e.rung = 'SQL' OR EXISTS (
        SELECT 1 FROM handoff h WHERE h.enrolment_id = e.id AND h.submitted_at IS NOT NULL
      ) THEN 'SQL' ELSE e.rung END AS reached,
    CASE WHEN EXISTS (
      SELECT 1 FROM sales_word w WHERE w.enrolment_id = e.id AND (w.decision = 'accepted' OR w.appeal = 'overturned')
    ) THEN 1 ELSE 0 END AS accepted,
    CASE WHEN f.first_at < :mature_before THEN 1 ELSE 0 END AS mature,
    CASE WHEN (e.work_state = 'disqualified' AND e.state_reason = 'not_target') OR EXISTS (
      SELECT 1 FROM sales_word w WHERE w.enrolment_id = e.id AND w.code IN ('R01', 'R11') AND w.appeal <> 'overturned'
    ) THEN 1 ELSE 0 END AS outside,
    coalesce(d.won, 0) AS won, coalesce(d.margins, 0) AS margins, coalesce(d.margin, 0) AS margin,
    coalesce(d.amount, 0) AS amount
  FROM (
    SELECT a.enrolment_id AS enrolment_id, min(a.started_at) AS first_at FROM attempt a
    WHERE a.disposition NOT IN ('never_dialled', 'call_failed', 'skipped') GROUP BY a.enrolment_id
  ) f JOIN enrolment e ON e.id = f.enrolment_id
  LEFT JOIN (
    SELECT w.enrolment_id AS enrolment_id, count(*) AS won, count(w.margin) AS margins, sum(w.margin) AS margin,
      sum(w.amount) AS amount
    FROM sales_word w WHERE w.opportunity = 'won' AND (w.decision = 'accepted' OR w.appeal = 'overturned')
    GROUP BY w.enrolment_id
  ) d ON d.enrolment_id = e.id
  WHERE f.first_at >= :since AND f.first_at < :until AND e.campaign IN (SELECT value FROM EACH_NUMBER(:campaigns) w)
) found GROUP BY campaign, source, reached, accepted, mature, outside;

-- Dials and calls that came in, by what they count as.
-- name: dials(campaigns, since, until, by_source)
SELECT campaign, caller, source, direction, counts_as, count(*) AS number FROM (
  SELECT a.campaign AS campaign, a.caller AS caller, a.direction AS direction,
    CASE WHEN o.code = a.disposition THEN o.effect_code ELSE a.disposition END AS counts_as,
    CASE WHEN :by_source = 1 THEN coalesce((
      SELECT CASE WHEN s.kind = 'referral' AND s.batch_id IS NULL THEN 'referral' ELSE s.source END
    FROM acquisition s WHERE s.prospect_id = a.prospect_id ORDER BY s.acquired_on, s.id LIMIT 1
    ), '') ELSE '' END AS source
  FROM attempt a JOIN call k ON k.id = a.call_id
  LEFT JOIN outcome o ON o.call_id = a.call_id AND o.number = k.outcomes
  WHERE a.started_at >= :since AND a.started_at < :until AND a.campaign IN (SELECT value FROM EACH_NUMBER(:campaigns) w)
) found GROUP BY campaign, caller, source, direction, counts_as;

-- The time of calls, an hour at most each, by the quarter of an hour in which they began: no zone's day begins within
-- one. Of all campaigns, whichever are asked for: they share a caller's day.
-- name: spoken(since, until, by_source)
SELECT caller, campaign, source, direction, quarter, CAST(sum(spent) AS BIGINT) AS spent,
  CAST(sum(conversation) AS BIGINT) AS conversations
FROM (
  SELECT k.caller AS caller, k.campaign AS campaign, k.direction AS direction, k.taken_at / 900000 AS quarter,
    CASE WHEN k.closed_at - k.taken_at > 3600000 THEN 3600000 ELSE k.closed_at - k.taken_at END AS spent,
    k.conversation AS conversation,
    CASE WHEN :by_source = 1 THEN coalesce((
      SELECT CASE WHEN a.kind = 'referral' AND a.batch_id IS NULL THEN 'referral' ELSE a.source END
    FROM acquisition a WHERE a.prospect_id = k.prospect_id ORDER BY a.acquired_on, a.id LIMIT 1
    ), '') ELSE '' END AS source
  FROM call k
  WHERE k.state = 'closed' AND k.closed_at >= :since AND k.taken_at >= :since AND k.taken_at < :until
) found GROUP BY caller, campaign, source, direction, quarter;

-- name: shifts(since, until)
SELECT caller, started_at, ended_at FROM shift
WHERE kind = 'work' AND started_at < :until AND (ended_at IS NULL OR ended_at > :since) ORDER BY caller, started_at;

-- name: records(campaigns, first_day, last_day)
SELECT campaign, source, count(*) AS number, sum(cost) AS cost FROM acquisition
WHERE cost > 0 AND acquired_on BETWEEN :first_day AND :last_day
  AND campaign IN (SELECT value FROM EACH_NUMBER(:campaigns) w)
GROUP BY campaign, source;

-- name: first_work(campaigns)^
SELECT
  (SELECT min(a.started_at) FROM attempt a WHERE a.campaign IN (SELECT value FROM EACH_NUMBER(:campaigns) w)) AS dialled,
  (SELECT min(h.submitted_at) FROM handoff h WHERE h.campaign IN (SELECT value FROM EACH_NUMBER(:campaigns) w))
    AS submitted;

-- What callers said of each fact as it was supplied: the newest mark, without those made once a value was put right,
-- whenever and in whichever campaign that was, for it is our own from then on. `whole` facts are those of a record all
-- of whose key fields were marked.
-- name: marks(campaigns, since, until)
SELECT source, batch, field, verdict, count(*) AS number FROM (
  SELECT f.field AS field, f.verdict AS verdict, coalesce((
      SELECT CASE WHEN a.kind = 'referral' AND a.batch_id IS NULL THEN 'referral' ELSE a.source END
    FROM acquisition a WHERE a.prospect_id = f.prospect_id ORDER BY a.acquired_on, a.id LIMIT 1
    ), '') AS source, coalesce((
      SELECT a.batch_id FROM acquisition a WHERE a.prospect_id = f.prospect_id ORDER BY a.acquired_on, a.id LIMIT 1
    ), 0) AS batch
  FROM (
    SELECT max(c.id) AS id FROM fact_check c
    WHERE c.checked_at >= :since AND c.checked_at < :until AND c.campaign IN (SELECT value FROM EACH_NUMBER(:campaigns) w)
      AND NOT EXISTS (SELECT 1 FROM fact_check r WHERE r.prospect_id = c.prospect_id AND r.field = c.field
        AND r.id < c.id AND r.verdict = 'wrong' AND r.new_value <> '')
    GROUP BY c.prospect_id, c.field
  ) newest JOIN fact_check f ON f.id = newest.id
) found GROUP BY source, batch, field, verdict;

-- name: marked_records(campaigns, since, until, keys)
SELECT source, batch, whole, flawed, count(*) AS number FROM (
  SELECT CASE WHEN count(*) = 5 THEN 1 ELSE 0 END AS whole, max(CASE WHEN f.verdict = 'wrong' THEN 1 ELSE 0 END) AS flawed,
    coalesce((
      SELECT CASE WHEN a.kind = 'referral' AND a.batch_id IS NULL THEN 'referral' ELSE a.source END
    FROM acquisition a WHERE a.prospect_id = f.prospect_id ORDER BY a.acquired_on, a.id LIMIT 1
    ), '') AS source, coalesce((
      SELECT a.batch_id FROM acquisition a WHERE a.prospect_id = f.prospect_id ORDER BY a.acquired_on, a.id LIMIT 1
    ), 0) AS batch
  FROM (
    SELECT max(c.id) AS id FROM fact_check c
    WHERE c.checked_at >= :since AND c.checked_at < :until AND c.campaign IN (SELECT value FROM EACH_NUMBER(:campaigns) w)
      AND c.field IN (SELECT value FROM EACH_WORD(:keys) w)
      AND NOT EXISTS (SELECT 1 FROM fact_check r WHERE r.prospect_id = c.prospect_id AND r.field = c.field
        AND r.id < c.id AND r.verdict = 'wrong' AND r.new_value <> '')
    GROUP BY c.prospect_id, c.field
  ) newest JOIN fact_check f ON f.id = newest.id GROUP BY f.prospect_id
) found GROUP BY source, batch, whole, flawed;

-- name: batches()
SELECT id, file_name, started_at FROM import_batch;
