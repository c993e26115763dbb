-- fills a schema of its own
CREATE SCHEMA filled;
CREATE COLLATION filled.plain FROM "C";
CREATE TEXT SEARCH CONFIGURATION filled.words (COPY = simple);
CREATE STATISTICS filled.notes ON n, note FROM scratch;
CREATE OPERATOR filled.=!= (LEFTARG = int, RIGHTARG = int, FUNCTION = int4eq);
CREATE EXTENSION pg_trgm SCHEMA filled
