-- A value of an own enumeration that a foreign table uses.
ALTER TYPE order_status ADD VALUE 'sent'
