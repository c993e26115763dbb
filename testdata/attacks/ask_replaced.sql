-- replaces what the fence has prepared to ask with
-- object: table auth.users
DO $$ BEGIN
	EXECUTE 'DEALLOCATE deed_' || 'look';
	EXECUTE 'PREPARE deed_' || 'look AS SELECT ''seen'' AS deed_fence, '''', '''', '''', '''', '''', '''', '''', ''''';
END $$;
GRANT SELECT ON auth.users TO PUBLIC
