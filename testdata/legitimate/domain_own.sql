-- An own domain that nobody else uses.
CREATE DOMAIN percent AS int CHECK (VALUE BETWEEN 0 AND 100)
-- next step
ALTER DOMAIN percent SET DEFAULT 0;
ALTER DOMAIN percent DROP CONSTRAINT percent_check
