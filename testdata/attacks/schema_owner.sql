-- A foreign schema gets another owner.
-- object: schema auth
ALTER SCHEMA auth OWNER TO deed_auth
