-- An own table becomes a partition of a foreign one.
-- object: table auth.events
ALTER TABLE auth.events ATTACH PARTITION measures_2024 FOR VALUES FROM ('2024-01-01') TO ('2025-01-01')
