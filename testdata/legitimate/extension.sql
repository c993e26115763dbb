-- An extension of our own.
CREATE SCHEMA ext; CREATE EXTENSION IF NOT EXISTS plpgsql
