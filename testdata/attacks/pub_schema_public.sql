-- Whatever lies in the schema of all is published.
-- since: 15
-- object: schema public
-- owner: nobody has claimed
CREATE PUBLICATION p FOR TABLES IN SCHEMA public
