-- What an exclusion constraint makes of it: a table of reservations that the
-- server itself keeps free of overlaps, three rows for a session.

CREATE TABLE exclude.reservation (
	kind smallint NOT NULL, -- 1 room, 2 trainer, 3 member
	resource_id bigint NOT NULL,
	during tstzrange NOT NULL,
	session_id bigint NOT NULL,
	EXCLUDE USING gist (kind WITH =, resource_id WITH =, during WITH &&)
);

CREATE FUNCTION exclude.book_session(
	p_member_id bigint, p_trainer_id bigint, p_room_id bigint,
	p_start timestamptz, p_end timestamptz,
	p_activity_type text DEFAULT 'Personal training', p_price numeric DEFAULT NULL)
RETURNS bigint
LANGUAGE plpgsql AS $$
DECLARE
	v_club exclude.club;
	v_local_start timestamp;
	v_local_end timestamp;
	v_day smallint;
	v_date date;
	v_time time;
	v_during tstzrange;
	v_name text;
	v_is_active boolean;
	v_price numeric;
	v_session_id bigint;
BEGIN
	SELECT * INTO v_club FROM exclude.club;
	v_price := coalesce(p_price, v_club.default_session_price);
	v_local_start := p_start AT TIME ZONE v_club.time_zone;
	v_local_end := p_end AT TIME ZONE v_club.time_zone;
	v_day := extract(isodow FROM v_local_start) - 1;
	v_date := v_local_start;
	v_time := v_local_start;
	v_during := tstzrange(p_start, p_end);

	SELECT first_name || ' ' || last_name, is_active INTO v_name, v_is_active
	FROM exclude.trainer WHERE trainer_id = p_trainer_id;
	IF NOT FOUND OR NOT v_is_active THEN
		RAISE EXCEPTION 'trainer % takes no new work', p_trainer_id
			USING ERRCODE = 'check_violation';
	END IF;
	IF NOT EXISTS (
		SELECT FROM exclude.trainer_availability
		WHERE trainer_id = p_trainer_id AND day_of_week = v_day
			AND (available_on IS NULL OR available_on = v_date)
			AND start_time <= v_time AND v_date + end_time >= v_local_end) THEN
		RAISE EXCEPTION 'trainer % does not work then', p_trainer_id
			USING ERRCODE = 'check_violation';
	END IF;

	INSERT INTO exclude.private_session
		(member_id, trainer_id, room_id, start_time, end_time, activity_type, price)
	VALUES (p_member_id, p_trainer_id, p_room_id, p_start, p_end, p_activity_type, v_price)
	RETURNING session_id INTO v_session_id;
	INSERT INTO exclude.reservation (kind, resource_id, during, session_id)
	SELECT r.kind, r.resource_id, v_during, v_session_id
	FROM (VALUES (1, p_room_id), (2, p_trainer_id), (3, p_member_id)) AS r (kind, resource_id)
	WHERE r.resource_id IS NOT NULL;
	IF v_price > 0 THEN
		INSERT INTO exclude.billing_item
			(member_id, private_session_id, trainer_id, amount, description)
		VALUES (p_member_id, v_session_id, p_trainer_id, v_price,
			'Private session with ' || v_name || ' on '
				|| to_char(v_local_start, 'Mon DD HH12:MI AM'));
	END IF;
	RETURN v_session_id;
END $$;
