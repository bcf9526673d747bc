-- Meetings of a rep of which a change waits to be told through one of the channels; what is over, or off, before
-- anybody was told of it never is, and no meeting within the hour while the call is live on which it is booked.
-- name: untold(client_id, campaign, rep, channels, number, now, since, hour_ago)
SELECT m.id AS id FROM meeting m
WHERE m.client_id = :client_id AND m.rep = :rep AND m.starts_at > :since AND m.campaign = :campaign
  AND ((m.ends_at > :now AND m.status <> 'cancelled')
    OR EXISTS (SELECT 1 FROM delivery k WHERE k.meeting_id = m.id))
  AND (SELECT count(*) FROM delivery d WHERE d.meeting_id = m.id AND d.receiver = 'rep' AND d.change >= m.change
    AND d.channel IN (SELECT value FROM EACH_WORD(:channels) w)) < :number
  AND (m.booked_at <= :hour_ago OR NOT EXISTS (SELECT 1 FROM call c WHERE c.id = m.call_id AND c.state = 'live'))
ORDER BY m.id;

-- name: reps_ahead(since)
SELECT DISTINCT m.client_id AS client_id, m.campaign AS campaign, m.campaign_version AS version, m.rep AS rep
FROM meeting m WHERE m.starts_at > :since ORDER BY client_id, campaign, version, rep;

-- name: ahead_of(client_id, campaign, rep, now)
SELECT * FROM meeting m WHERE m.client_id = :client_id AND m.rep = :rep AND m.starts_at > :now
  AND m.campaign = :campaign AND m.status IN ('booked_not_qualified', 'booked', 'confirmed')
  AND EXISTS (SELECT 1 FROM delivery d WHERE d.meeting_id = m.id AND d.handed_over_at IS NOT NULL)
ORDER BY m.id;

-- name: add_delivery(id, meeting_id, change, channel, receiver, rep, state, due_at, tries, taken_by, taken_until, handed_over_at, made_at, sent_at, reference, problem, content)!
INSERT INTO delivery (
  id, meeting_id, change, channel, receiver, rep, state, due_at, tries, taken_by, taken_until, handed_over_at,
  made_at, sent_at, reference, problem, content
) VALUES (
  :id, :meeting_id, :change, :channel, :receiver, :rep, :state, :due_at, :tries, :taken_by, :taken_until,
  :handed_over_at, :made_at, :sent_at, :reference, :problem, :content
) ON CONFLICT (meeting_id, change, channel, receiver) DO NOTHING;

-- name: delivery(id)^
SELECT * FROM delivery WHERE id = :id;

-- name: deliveries_of(meeting_id)
SELECT * FROM delivery WHERE meeting_id = :meeting_id ORDER BY change, id;

-- Nobody holds one longer than until `lapses`: whoever seems to had a clock that was wrong.
-- name: due_deliveries(now, lapses)
SELECT * FROM delivery WHERE state IN ('waiting', 'sending') AND due_at <= :now
  AND (taken_until IS NULL OR taken_until <= :now OR taken_until > :lapses) ORDER BY due_at, id;

-- name: open_deliveries()
SELECT * FROM delivery WHERE state IN ('waiting', 'sending') ORDER BY due_at, id;

-- name: withheld_ahead(now)
SELECT * FROM delivery d
WHERE d.state = 'withheld' AND d.problem NOT IN ('sandbox', 'nothing_new', 'channel_off')
  AND EXISTS (SELECT 1 FROM meeting m WHERE m.id = d.meeting_id AND m.change = d.change AND m.starts_at > :now)
ORDER BY d.meeting_id, d.id;

-- name: listed_deliveries(since)
SELECT * FROM delivery WHERE state IN ('waiting', 'sending', 'given_up') OR made_at >= :since ORDER BY id;

-- name: take_delivery(id, now, taken_by, taken_until, content)^
UPDATE delivery SET state = 'sending', tries = tries + 1, taken_by = :taken_by, taken_until = :taken_until,
  handed_over_at = :now, content = :content
WHERE id = :id AND state IN ('waiting', 'sending')
  AND (taken_until IS NULL OR taken_until <= :now OR taken_until > :taken_until) RETURNING id;

-- name: settle_delivery(id, taken_by, state, due_at, handed_over_at, sent_at, reference, problem, content)^
UPDATE delivery SET state = :state, due_at = :due_at, handed_over_at = :handed_over_at, sent_at = :sent_at,
  reference = :reference, problem = :problem, content = :content, taken_by = '', taken_until = NULL
WHERE id = :id AND state = 'sending' AND taken_by = :taken_by RETURNING id;

-- name: set_delivery(id, state, due_at, problem)!
UPDATE delivery SET state = :state, due_at = :due_at, problem = :problem, taken_by = '', taken_until = NULL,
  content = CASE WHEN :state = 'overtaken' THEN '' ELSE content END
WHERE id = :id;

-- name: forget_content(meeting_id)!
UPDATE delivery SET content = '' WHERE meeting_id = :meeting_id AND content <> '';

-- name: drop_unsent(meeting_id, change)!
DELETE FROM delivery WHERE meeting_id = :meeting_id AND change > :change;

-- name: entry(meeting_id)^
SELECT * FROM calendar_entry WHERE meeting_id = :meeting_id;

-- name: save_entry(meeting_id, href, etag, sequence)!
INSERT INTO calendar_entry (meeting_id, href, etag, sequence) VALUES (:meeting_id, :href, :etag, :sequence)
ON CONFLICT (meeting_id) DO UPDATE SET href = excluded.href, etag = excluded.etag, sequence = excluded.sequence;

-- name: drop_entry(meeting_id)!
DELETE FROM calendar_entry WHERE meeting_id = :meeting_id;
