-- What computes a partition key writes.
-- object: table auth.log
CREATE FUNCTION volat() RETURNS void LANGUAGE plpgsql AS $$ BEGIN INSERT INTO auth.log (what) VALUES ('x'); END $$; CREATE FUNCTION evil(int) RETURNS int LANGUAGE plpgsql IMMUTABLE AS $$ BEGIN PERFORM public.volat(); RETURN 1; END $$; CREATE TABLE pk (n int) PARTITION BY LIST (evil(n)); CREATE TABLE pk1 PARTITION OF pk DEFAULT
-- next step
INSERT INTO pk VALUES (1)
