-- Nobody sends the rows, so it would wait for ever.
-- refused: waits for rows that nobody sends
COPY auth.log (what) FROM STDIN
