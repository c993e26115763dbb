-- An own table in a schema whose owner agrees.
-- touches: schema auth
CREATE TABLE auth.shop_prefs (user_id bigint REFERENCES auth.users, theme text)
