-- throws away what the fence has prepared to ask with
-- object: table auth.users
DEALLOCATE ALL; GRANT SELECT ON auth.users TO PUBLIC
