-- A trigger on everybody's DDL.
-- object: database
-- owner: nobody
CREATE FUNCTION shop_event() RETURNS event_trigger LANGUAGE plpgsql AS $$ BEGIN END $$;
CREATE EVENT TRIGGER watch ON ddl_command_start EXECUTE FUNCTION shop_event()
