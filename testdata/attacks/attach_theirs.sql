-- A foreign table becomes a partition of an own one.
-- object: table auth.events_old
ALTER TABLE measures ATTACH PARTITION auth.events_old FOR VALUES FROM ('2020-01-01') TO ('2021-01-01')
