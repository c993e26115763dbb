-- search_path is set by a function.
-- object: table auth.users
SELECT set_config('search_path', 'auth', true); UPDATE users SET role = 'admin'
