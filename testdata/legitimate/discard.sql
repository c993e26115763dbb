-- Forgets what the session has.
-- in: alone
DISCARD ALL
-- next step
CREATE TABLE forgotten (id int)
