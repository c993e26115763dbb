-- A new partition of a foreign table.
-- object: table auth.events
CREATE TABLE shop.events_2026 PARTITION OF auth.events FOR VALUES FROM ('2026-01-01') TO ('2027-01-01')
