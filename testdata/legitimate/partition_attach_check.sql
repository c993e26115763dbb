-- A partition is attached behind a check that spares the scan.
ALTER TABLE measures_2024 ADD CONSTRAINT c CHECK (at >= '2024-01-01' AND at < '2025-01-01'); ALTER TABLE measures ATTACH PARTITION measures_2024 FOR VALUES FROM ('2024-01-01') TO ('2025-01-01'); ALTER TABLE measures_2024 DROP CONSTRAINT c
