-- Rows of theirs follow those of an own table, which go through an own view.
-- object: table auth.labels
CREATE VIEW all_tariffs AS SELECT * FROM tariffs;
CREATE VIEW tariff_codes AS SELECT code FROM all_tariffs;
DELETE FROM tariff_codes
