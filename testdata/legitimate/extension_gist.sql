CREATE EXTENSION btree_gist; CREATE TABLE bookings (room int, during tstzrange, EXCLUDE USING gist (room WITH =, during WITH &&)); INSERT INTO bookings VALUES (1, '[2020-01-01, 2020-01-02)')
