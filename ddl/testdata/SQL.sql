-- verbatim
CREATE TABLE a ();
CREATE TABLE b (); -- and more
;
-- and back
DROP TABLE a; DROP TABLE b;

-- outside a transaction
-- outside a transaction:
VACUUM;
-- and back
-- outside a transaction:
VACUUM;

