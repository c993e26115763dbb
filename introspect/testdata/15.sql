-- What PostgreSQL 15 added.
CREATE UNLOGGED SEQUENCE lost;
CREATE TABLE t (id integer PRIMARY KEY, a integer, b integer UNIQUE NULLS NOT DISTINCT, tenant integer, parent integer, UNIQUE (tenant, id));
ALTER TABLE t ADD CONSTRAINT fk FOREIGN KEY (tenant, parent) REFERENCES t (tenant, id) ON DELETE SET NULL (parent);
CREATE UNIQUE INDEX i ON t (a) NULLS NOT DISTINCT;
CREATE UNIQUE INDEX i_lower ON t (abs(a)) NULLS NOT DISTINCT WHERE a > 0;
CREATE PUBLICATION few FOR TABLE t (id, a) WHERE (id > 5);
