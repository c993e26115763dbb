-- Foreign keys to two foreign tables, of which one goes again.
CREATE TABLE a1 (id int PRIMARY KEY, u bigint REFERENCES auth.users, p int REFERENCES profiles); ALTER TABLE a1 DROP CONSTRAINT a1_p_fkey; ALTER TABLE a1 ALTER CONSTRAINT a1_u_fkey DEFERRABLE INITIALLY DEFERRED; INSERT INTO a1 VALUES (1, 1, NULL)
