-- quoted
ALTER TYPE public.status RENAME VALUE 'on' TO 'it''s on';
-- and back
ALTER TYPE public.status RENAME VALUE 'it''s on' TO 'on';

