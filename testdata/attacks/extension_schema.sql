-- A comment on an extension that is not ours.
-- object: extension plpgsql
-- owner: nobody
COMMENT ON EXTENSION plpgsql IS 'x'
