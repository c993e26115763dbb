-- A table in the likeness of a foreign one, with all its parts.
CREATE TABLE like_users (LIKE auth.users INCLUDING ALL)
