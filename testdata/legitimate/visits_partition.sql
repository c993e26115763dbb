-- A new partition of a table that a foreign key points at.
CREATE TABLE visits_2 PARTITION OF visits FOR VALUES FROM (10) TO (20)
