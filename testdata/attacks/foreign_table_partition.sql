-- makes a partition of their table elsewhere
-- object: table auth.events
CREATE FOREIGN DATA WRAPPER w;
CREATE SERVER srv FOREIGN DATA WRAPPER w;
CREATE FOREIGN TABLE elsewhere PARTITION OF auth.events FOR VALUES FROM ('2030-01-01') TO ('2031-01-01') SERVER srv
