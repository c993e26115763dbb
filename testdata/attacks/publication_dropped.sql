-- A foreign publication is dropped.
-- object: publication auth_feed
-- owner: nobody
DROP PUBLICATION auth_feed
