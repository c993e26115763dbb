-- Partitions of years to come, in a loop.
DO $$ BEGIN FOR y IN 2027..2029 LOOP EXECUTE format('CREATE TABLE IF NOT EXISTS measures_%s PARTITION OF measures FOR VALUES FROM (%L) TO (%L)', y, y || '-01-01', (y + 1) || '-01-01'); END LOOP; END $$
