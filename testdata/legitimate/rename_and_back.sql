-- A table makes room for another one.
ALTER TABLE scratch RENAME TO scratch_old;
CREATE TABLE scratch (n bigint, note text);
DROP TABLE scratch_old
