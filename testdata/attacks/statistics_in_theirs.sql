-- puts statistics of an own table into their schema
-- object: schema auth
CREATE STATISTICS auth.mine ON n, note FROM scratch
