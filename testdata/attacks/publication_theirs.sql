-- A foreign publication is emptied.
-- object: table auth.log
ALTER PUBLICATION auth_feed DROP TABLE auth.log
