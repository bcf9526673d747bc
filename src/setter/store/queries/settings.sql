-- name: setting(name)$
SELECT value FROM setting WHERE name = :name;

-- name: clock()^
SELECT max(CASE WHEN name = 'clock_anchor' THEN value END) AS anchor,
  max(CASE WHEN name = 'clock_set_at' THEN value END) AS set_at
FROM setting WHERE name IN ('clock_anchor', 'clock_set_at');

-- name: set_setting(name, value)!
INSERT INTO setting (name, value) VALUES (:name, :value)
ON CONFLICT (name) DO UPDATE SET value = excluded.value;

-- name: role(name)$
SELECT role FROM colleague WHERE name = :name;

-- name: set_role(name, role)!
INSERT INTO colleague (name, role) VALUES (:name, :role)
ON CONFLICT (name) DO UPDATE SET role = excluded.role;

-- name: colleagues()
SELECT name, role FROM colleague ORDER BY name;

-- Names step through the indexes one by one, however many calls each of them made.
-- name: who_worked()
WITH RECURSIVE on_shift (name) AS (
  SELECT min(caller) FROM shift
  UNION ALL
  SELECT (SELECT min(s.caller) FROM shift s WHERE s.caller > o.name) FROM on_shift o WHERE o.name IS NOT NULL
), on_call (name) AS (
  SELECT min(caller) FROM call WHERE state = 'closed'
  UNION ALL
  SELECT (SELECT min(c.caller) FROM call c WHERE c.state = 'closed' AND c.caller > o.name)
  FROM on_call o WHERE o.name IS NOT NULL
)
SELECT name FROM on_shift WHERE name IS NOT NULL
UNION
SELECT name FROM on_call WHERE name IS NOT NULL
UNION
SELECT caller FROM call WHERE state = 'live'
UNION
SELECT name FROM colleague
ORDER BY name;
