-- A table becomes a partition of one that a foreign key points at.
CREATE TABLE visits_3 (id int PRIMARY KEY)
-- next step
ALTER TABLE visits ATTACH PARTITION visits_3 FOR VALUES FROM (20) TO (30)
