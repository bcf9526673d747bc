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
