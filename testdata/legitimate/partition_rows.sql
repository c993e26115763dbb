-- changes rows of own partitions and children, and of none of others'
UPDATE stock SET place = 'x' WHERE place = 'shelf';
INSERT INTO stock VALUES (2, 'y');
DELETE FROM stock WHERE place = 'y';
INSERT INTO things VALUES (1);
UPDATE things SET id = 2
