-- says which index to cluster on
-- object: table auth.users
ALTER TABLE auth.users CLUSTER ON users_pkey
