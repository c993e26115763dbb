-- A check of an own domain is dropped by words that are put together; a foreign column has the domain.
-- object: table auth.reviews
DO $$ BEGIN EXECUTE 'ALTER DOM' || 'AIN quantity DROP CONSTRAINT quantity_check'; END $$
