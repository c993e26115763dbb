-- A large object gets another owner.
-- object: large object 4242
-- owner: nobody
ALTER LARGE OBJECT 4242 OWNER TO deed_auth
