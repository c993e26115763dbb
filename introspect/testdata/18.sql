-- What PostgreSQL 18 added.
CREATE EXTENSION btree_gist;
CREATE TABLE t (
	id integer CONSTRAINT must_be NOT NULL,
	a integer NOT NULL,
	twice integer GENERATED ALWAYS AS (a * 2) VIRTUAL,
	during daterange,
	CONSTRAINT loose CHECK (a > 0) NOT ENFORCED,
	PRIMARY KEY (id, during WITHOUT OVERLAPS),
	CONSTRAINT u_key UNIQUE (a, during WITHOUT OVERLAPS)
);
CREATE TABLE u2 (id integer PRIMARY KEY);
CREATE TABLE u (
	id integer,
	during daterange,
	a integer REFERENCES u2 NOT ENFORCED,
	FOREIGN KEY (id, PERIOD during) REFERENCES t (id, PERIOD during)
);
CREATE TABLE a_table_with_a_name_that_is_as_long_as_names_can_be_in_this (and_a_column_name_that_is_long integer NOT NULL);
