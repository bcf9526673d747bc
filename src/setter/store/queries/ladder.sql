-- name: by_rung(campaign)
SELECT rung, count(*) AS number FROM enrolment WHERE campaign = :campaign AND work_state <> 'new' GROUP BY rung;

-- What lists say of where people stand, by the source that each of them came from first.
-- name: claims(campaign)
SELECT source, claimed_stage, rung, count(*) AS number FROM (
  SELECT e.rung AS rung, p.claimed_stage AS claimed_stage, coalesce((
    SELECT a.source FROM acquisition a WHERE a.prospect_id = e.prospect_id ORDER BY a.acquired_on, a.id LIMIT 1
  ), '') AS source
  FROM enrolment e JOIN prospect p ON p.id = e.prospect_id WHERE e.campaign = :campaign AND e.work_state <> 'new'
) found GROUP BY source, claimed_stage, rung ORDER BY source, claimed_stage, rung;

-- name: callable_at(company_id, most)
SELECT p.id FROM prospect p WHERE p.company_id = :company_id AND p.blocked = '' AND EXISTS (
  SELECT 1 FROM enrolment e WHERE e.prospect_id = p.id AND e.work_state NOT IN ('disqualified', 'bad_data', 'closed')
) ORDER BY p.id LIMIT :most;
