-- The revision of another service's history is moved.
-- object: table deed_version_auth
DELETE FROM deed_version_auth
