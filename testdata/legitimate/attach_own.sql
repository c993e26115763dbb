-- An own table becomes a partition of another, and leaves it.
ALTER TABLE measures ATTACH PARTITION measures_2024 FOR VALUES FROM ('2024-01-01') TO ('2025-01-01')
-- next step
ALTER TABLE measures DETACH PARTITION measures_2024
