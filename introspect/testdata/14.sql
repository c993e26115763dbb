-- What PostgreSQL 14 added.
CREATE TYPE mine AS RANGE (subtype = integer, multirange_type_name = many_mine);
CREATE TABLE t (a text COMPRESSION pglz, b integer, c integer);
CREATE STATISTICS s_expr ON b, (b + c), lower(a) FROM t;
CREATE STATISTICS s_one ON (b * 2) FROM t;
CREATE FUNCTION atomic(integer) RETURNS text BEGIN ATOMIC SELECT a FROM t WHERE b = $1; END;
