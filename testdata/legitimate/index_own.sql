-- Indexes of our own in every way.
CREATE INDEX i ON scratch (n); ALTER INDEX i RENAME TO j; ALTER INDEX j SET (fillfactor = 50); COMMENT ON INDEX j IS 'x'; DROP INDEX j; CREATE INDEX ON ONLY measures (id); CREATE INDEX m25 ON measures_2025 (id); ALTER INDEX measures_id_idx ATTACH PARTITION m25
