-- Partitions come and go.
CREATE TABLE measures_2026 PARTITION OF measures FOR VALUES FROM ('2026-01-01') TO ('2027-01-01');
CREATE TABLE measures_rest PARTITION OF measures DEFAULT;
INSERT INTO measures VALUES (1, '2025-03-01'), (2, '2026-03-01'), (3, '2030-01-01');
ALTER TABLE measures DETACH PARTITION measures_2025;
DROP TABLE measures_2025
