-- name: overdue_reviews(now)
SELECT * FROM handoff WHERE state = 'pending_review' AND (review_by IS NULL OR review_by <= :now) ORDER BY id;

-- name: unanswered(now)
SELECT h.* FROM handoff h LEFT JOIN sales_word w ON w.handoff_id = h.id
WHERE h.state = 'submitted' AND h.reply_by <= :now AND (coalesce(w.decision, '') = '' OR w.code = 'R13') ORDER BY h.reply_by, h.id;

-- name: without_word(now)
SELECT m.* FROM meeting m
WHERE m.status IN ('booked_not_qualified', 'booked', 'confirmed') AND m.ends_at <= :now AND NOT EXISTS (
  SELECT 1 FROM task t WHERE t.enrolment_id = m.enrolment_id AND t.meeting_id = m.id AND t.kind = 'ask_what_became'
) ORDER BY m.ends_at, m.id;

-- name: open_chases()
SELECT * FROM task WHERE state = 'open' AND kind IN ('ask_what_became', 'chase_sales') ORDER BY kind, id;

-- name: decided(client_id)
SELECT k.caller AS set_by, w.decision AS decision, w.code AS code, w.appeal AS appeal, count(*) AS number
FROM sales_word w JOIN handoff h ON h.id = w.handoff_id JOIN call k ON k.id = h.call_id
  JOIN campaign c ON c.number = w.campaign
WHERE c.client_id = :client_id AND w.decision <> ''
GROUP BY k.caller, w.decision, w.code, w.appeal ORDER BY k.caller, w.decision, w.code, w.appeal;
