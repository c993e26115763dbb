-- A partitioned table with a foreign key to a foreign table, with its partitions.
CREATE TABLE fp (id int, u bigint REFERENCES auth.users) PARTITION BY RANGE (id); CREATE TABLE fp1 PARTITION OF fp FOR VALUES FROM (1) TO (5)
-- next step
CREATE TABLE fp2 PARTITION OF fp FOR VALUES FROM (5) TO (9); ALTER TABLE fp DETACH PARTITION fp1; DROP TABLE fp1; DROP TABLE fp
