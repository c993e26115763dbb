-- lets the server write what another one sends
-- object: subscription s
-- owner: nobody
CREATE SUBSCRIPTION s CONNECTION 'host=nowhere' PUBLICATION p WITH (connect = false)
