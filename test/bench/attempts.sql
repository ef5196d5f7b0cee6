-- Calls that tell whether they were refused, in place of an error.

CREATE FUNCTION bench.fitclub_books(
	member_id bigint, trainer_id bigint, room_id bigint,
	start_time timestamptz, end_time timestamptz)
RETURNS boolean
LANGUAGE plpgsql AS $$
BEGIN
	PERFORM fitclub.book_session(member_id, trainer_id, room_id, start_time, end_time);
	RETURN true;
EXCEPTION WHEN exclusion_violation THEN
	RETURN false;
END $$;

CREATE FUNCTION bench.careful_books(
	member_id bigint, trainer_id bigint, room_id bigint,
	start_time timestamptz, end_time timestamptz)
RETURNS boolean
LANGUAGE plpgsql AS $$
BEGIN
	PERFORM careful.book_session(member_id, trainer_id, room_id, start_time, end_time);
	RETURN true;
EXCEPTION WHEN exclusion_violation THEN
	RETURN false;
END $$;

CREATE FUNCTION bench.fitclub_registers(member_id bigint, class_id bigint)
RETURNS boolean
LANGUAGE plpgsql AS $$
BEGIN
	PERFORM fitclub.register_for_class(member_id, class_id);
	RETURN true;
EXCEPTION WHEN check_violation OR unique_violation OR exclusion_violation THEN
	RETURN false;
END $$;

CREATE FUNCTION bench.careful_registers(member_id bigint, class_id bigint)
RETURNS boolean
LANGUAGE plpgsql AS $$
BEGIN
	PERFORM careful.register_for_class(member_id, class_id);
	RETURN true;
EXCEPTION WHEN check_violation OR unique_violation OR exclusion_violation THEN
	RETURN false;
END $$;

-- Bookings of free slots from a number on, and after every tenth call one of a
-- slot that is taken; a commit after every thousand.
CREATE PROCEDURE bench.book_many(first bigint, how_many bigint)
LANGUAGE plpgsql AS $$
DECLARE
	booked boolean;
BEGIN
	FOR n IN first .. first + how_many - 1 LOOP
		SELECT bench.fitclub_books(
			s.member_id, s.trainer_id, s.room_id, s.start_time, s.end_time)
		INTO booked
		FROM bench.slot(CASE WHEN n % 10 = 9 THEN n - 1 ELSE n END) AS s;
		IF booked <> (n % 10 <> 9) THEN
			RAISE 'slot % should %have been free', n, CASE WHEN booked THEN 'not ' ELSE '' END;
		END IF;
		IF n % 1000 = 999 THEN
			COMMIT;
		END IF;
	END LOOP;
END $$;

-- Memory of this server process, in kB: its own as Linux counts it, else what
-- its memory contexts add up to.
CREATE FUNCTION bench.memory() RETURNS bigint
LANGUAGE plpgsql AS $$
BEGIN
	RETURN (regexp_match(pg_read_file('/proc/self/status'), 'RssAnon:\s*(\d+) kB'))[1]::bigint;
EXCEPTION WHEN OTHERS THEN
	RETURN (SELECT sum(total_bytes) / 1024 FROM pg_backend_memory_contexts);
END $$;
