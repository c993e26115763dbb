-- Go code that goes past its transaction waits for rows that nobody sends.
-- in: connection
-- refused: waits for rows that nobody sends
COPY auth.log (what) FROM STDIN
