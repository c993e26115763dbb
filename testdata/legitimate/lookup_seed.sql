-- A table of constants.
CREATE TABLE countries (code char(2) PRIMARY KEY, name text NOT NULL);
INSERT INTO countries VALUES ('DE', 'Germany'), ('FR', 'France') ON CONFLICT (code) DO UPDATE SET name = excluded.name
