-- name: setting(name)$
SELECT value FROM setting WHERE name = :name;

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
