-- throws away what it has prepared
PREPARE n AS SELECT 1;
EXECUTE n;
DEALLOCATE ALL;
CREATE TABLE prepared (id int)
