-- The dry run of a booking knows services.

DROP FUNCTION fitclub.find_conflicts(bigint, timestamptz, timestamptz, bigint, bigint, bigint, bigint);
