-- changes what their publication publishes
-- object: publication auth_feed
-- owner: nobody
ALTER PUBLICATION auth_feed SET (publish = 'insert')
