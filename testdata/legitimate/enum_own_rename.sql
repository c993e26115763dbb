-- An own enumeration that nobody else uses changes in every way.
CREATE TYPE e AS ENUM ('a', 'b'); CREATE TABLE te (x e); ALTER TYPE e RENAME VALUE 'a' TO 'c'; ALTER TYPE e RENAME TO f; ALTER TYPE f OWNER TO CURRENT_USER; ALTER TYPE f SET SCHEMA shop
