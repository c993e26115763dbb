-- The type of an own range's multiranges lies in a foreign schema.
-- object: schema auth
-- since: 14
CREATE TYPE shop_span AS RANGE (subtype = int, multirange_type_name = auth.spans)
