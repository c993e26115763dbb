-- So by the old words.
-- object: role deed_auth
-- owner: nobody has claimed
CREATE ROLE deed_spy3; ALTER GROUP deed_auth ADD USER deed_spy3
