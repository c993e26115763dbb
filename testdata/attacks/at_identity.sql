-- makes a column an identity
-- object: table auth.events_old
ALTER TABLE auth.events_old ALTER id SET NOT NULL, ALTER id ADD GENERATED ALWAYS AS IDENTITY
