-- Readers with more columns.

DROP FUNCTION fitclub.room_bookings(bigint, timestamptz, timestamptz);
DROP FUNCTION fitclub.list_equipment(bigint);
