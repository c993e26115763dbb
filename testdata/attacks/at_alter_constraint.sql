-- makes their foreign key deferrable
-- object: table auth.sessions
ALTER TABLE auth.sessions ALTER CONSTRAINT sessions_user_id_fkey DEFERRABLE
