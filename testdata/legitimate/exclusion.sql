-- An exclusion constraint with an extension that alters functions of its own.
CREATE EXTENSION btree_gist; CREATE TABLE ex (a int, r int4range, EXCLUDE USING gist (a WITH =, r WITH &&)); INSERT INTO ex VALUES (1, '[1,2)')
