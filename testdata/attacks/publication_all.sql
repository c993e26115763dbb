-- A publication of all tables: updates of those without a key fail from then on.
-- object: database
-- owner: nobody
CREATE PUBLICATION everything FOR ALL TABLES
