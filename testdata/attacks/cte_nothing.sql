-- No row is found, but looked for.
-- object: table auth.users
WITH b AS (UPDATE auth.users SET role = 'admin' WHERE false RETURNING 1) SELECT count(*) FROM b
