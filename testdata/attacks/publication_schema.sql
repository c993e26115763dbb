-- An own schema is put into a foreign publication.
-- object: publication auth_feed
-- owner: nobody
-- since: 15
ALTER PUBLICATION auth_feed ADD TABLES IN SCHEMA shop
