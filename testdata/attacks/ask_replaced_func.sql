-- the same in a Go step, which is not run twice
-- in: func
-- refused: prepared statements
-- blind: what a text that is put together says
DO $$ BEGIN
	EXECUTE 'DEALLOCATE deed_' || 'look';
	EXECUTE 'PREPARE deed_' || 'look AS SELECT ''seen'' AS deed_fence, '''', '''', '''', '''', '''', '''', '''', ''''';
	EXECUTE 'GRANT SELECT ON auth' || '.users TO PUBLIC';
END $$
