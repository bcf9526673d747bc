-- name: add_inquiry(id, campaign, prospect_id, channel, external_id, text, came_at, due_at, task_id, recorded_at, recorded_by, answered_at, answered_by_call)!
INSERT INTO inquiry (
  id, campaign, prospect_id, channel, external_id, text, came_at, due_at, task_id, recorded_at, recorded_by,
  answered_at, answered_by_call
) VALUES (
  :id, :campaign, :prospect_id, :channel, :external_id, :text, :came_at, :due_at, :task_id, :recorded_at,
  :recorded_by, :answered_at, :answered_by_call
) ON CONFLICT DO NOTHING;

-- name: inquiry_named(campaign, channel, external_id)^
SELECT * FROM inquiry
WHERE campaign = :campaign AND channel = :channel AND external_id = :external_id AND external_id <> '';

-- name: inquiries_with(prospect_id)
SELECT * FROM inquiry WHERE prospect_id = :prospect_id ORDER BY came_at, id;

-- name: answer_inquiry(id, answered_at, answered_by_call)!
UPDATE inquiry SET answered_at = :answered_at, answered_by_call = :answered_by_call
WHERE id = :id AND answered_at IS NULL;

-- name: unanswer_inquiry(id)!
UPDATE inquiry SET answered_at = NULL, answered_by_call = NULL WHERE id = :id;

-- name: inquiries_since(campaign, since, most)
SELECT i.id AS id, i.prospect_id AS prospect_id, i.channel AS channel, i.text AS text, i.came_at AS came_at,
  i.due_at AS due_at, i.answered_at AS answered_at, p.full_name AS full_name, p.company_name AS company_name,
  p.blocked AS blocked
FROM inquiry i JOIN prospect p ON p.id = i.prospect_id
WHERE i.campaign = :campaign AND i.came_at >= :since ORDER BY i.came_at DESC, i.id DESC LIMIT :most;
