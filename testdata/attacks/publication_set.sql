-- A foreign publication publishes less.
-- object: publication auth_feed
-- owner: nobody
ALTER PUBLICATION auth_feed SET (publish = 'insert')
