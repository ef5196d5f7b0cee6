-- What a careful engineer writes in PL/pgSQL: the rows of all that a booking
-- needs are locked until commit, in the order room, trainer, member; then it is
-- looked up whether they are busy.

-- Books a session or, given one's id, moves it.
CREATE FUNCTION careful.book_session(
	p_member_id bigint, p_trainer_id bigint, p_room_id bigint,
	p_start timestamptz, p_end timestamptz,
	p_activity_type text DEFAULT 'Personal training', p_price numeric DEFAULT NULL,
	p_session_id bigint DEFAULT NULL)
RETURNS bigint
LANGUAGE plpgsql AS $$
DECLARE
	v_club careful.club;
	v_local_start timestamp;
	v_local_end timestamp;
	v_day smallint;
	v_date date;
	v_time time;
	v_earliest timestamptz := p_start - interval '24 hours'; -- nothing is longer
	v_name text;
	v_is_active boolean;
	v_price numeric;
	v_description text;
	v_session_id bigint := p_session_id;
BEGIN
	IF p_start IS NULL OR p_end IS NULL OR p_end <= p_start OR p_start <= v_earliest
		OR p_end > p_start + interval '24 hours' THEN
		RAISE EXCEPTION 'a session ends after it begins, and within 24 hours'
			USING ERRCODE = 'check_violation';
	END IF;

	SELECT * INTO v_club FROM careful.club;
	v_local_start := p_start AT TIME ZONE v_club.time_zone;
	v_local_end := p_end AT TIME ZONE v_club.time_zone;
	v_day := extract(isodow FROM v_local_start) - 1;
	v_date := v_local_start;
	v_time := v_local_start;

	IF p_room_id IS NOT NULL THEN
		PERFORM FROM careful.room WHERE room_id = p_room_id FOR NO KEY UPDATE;
		IF NOT FOUND THEN
			RAISE EXCEPTION 'no room %', p_room_id USING ERRCODE = 'no_data_found';
		END IF;
	END IF;
	SELECT first_name || ' ' || last_name, is_active INTO v_name, v_is_active
	FROM careful.trainer WHERE trainer_id = p_trainer_id FOR NO KEY UPDATE;
	IF NOT FOUND THEN
		RAISE EXCEPTION 'no trainer %', p_trainer_id USING ERRCODE = 'no_data_found';
	ELSIF NOT v_is_active THEN
		RAISE EXCEPTION 'trainer % takes no new work', p_trainer_id
			USING ERRCODE = 'check_violation';
	END IF;
	PERFORM FROM careful.member WHERE member_id = p_member_id FOR NO KEY UPDATE;
	IF NOT FOUND THEN
		RAISE EXCEPTION 'no member %', p_member_id USING ERRCODE = 'no_data_found';
	END IF;

	IF NOT EXISTS (
		SELECT FROM careful.trainer_availability
		WHERE trainer_id = p_trainer_id AND day_of_week = v_day
			AND (available_on IS NULL OR available_on = v_date)
			AND start_time <= v_time AND v_date + end_time >= v_local_end) THEN
		RAISE EXCEPTION 'trainer % does not work then', p_trainer_id
			USING ERRCODE = 'check_violation';
	END IF;

	IF p_room_id IS NOT NULL THEN
		IF EXISTS (
			SELECT FROM careful.private_session
			WHERE room_id = p_room_id AND cancelled_at IS NULL AND start_time < p_end
				AND start_time > v_earliest AND end_time > p_start
				AND session_id IS DISTINCT FROM p_session_id)
			OR EXISTS (
			SELECT FROM careful.class_schedule
			WHERE room_id = p_room_id AND cancelled_at IS NULL AND start_time < p_end
				AND start_time > v_earliest AND end_time > p_start) THEN
			RAISE EXCEPTION 'room % is taken then', p_room_id
				USING ERRCODE = 'exclusion_violation';
		END IF;
	END IF;
	IF EXISTS (
		SELECT FROM careful.private_session
		WHERE trainer_id = p_trainer_id AND cancelled_at IS NULL AND start_time < p_end
			AND start_time > v_earliest AND end_time > p_start
			AND session_id IS DISTINCT FROM p_session_id)
		OR EXISTS (
		SELECT FROM careful.class_schedule
		WHERE trainer_id = p_trainer_id AND cancelled_at IS NULL AND start_time < p_end
			AND start_time > v_earliest AND end_time > p_start) THEN
		RAISE EXCEPTION 'trainer % is busy then', p_trainer_id
			USING ERRCODE = 'exclusion_violation';
	END IF;
	IF EXISTS (
		SELECT FROM careful.private_session
		WHERE member_id = p_member_id AND cancelled_at IS NULL AND start_time < p_end
			AND start_time > v_earliest AND end_time > p_start
			AND session_id IS DISTINCT FROM p_session_id)
		OR EXISTS (
		SELECT FROM careful.class_registration
		WHERE member_id = p_member_id AND cancelled_at IS NULL AND start_time < p_end
			AND start_time > v_earliest AND end_time > p_start) THEN
		RAISE EXCEPTION 'member % is busy then', p_member_id
			USING ERRCODE = 'exclusion_violation';
	END IF;

	v_description := 'Private session with ' || v_name || ' on '
		|| to_char(v_local_start, 'Mon DD HH12:MI AM');
	IF p_session_id IS NULL THEN
		v_price := coalesce(p_price, v_club.default_session_price);
		INSERT INTO careful.private_session
			(member_id, trainer_id, room_id, start_time, end_time, activity_type, price)
		VALUES (p_member_id, p_trainer_id, p_room_id, p_start, p_end, p_activity_type, v_price)
		RETURNING session_id INTO v_session_id;
		IF v_price > 0 THEN
			INSERT INTO careful.billing_item
				(member_id, private_session_id, trainer_id, amount, description)
			VALUES (p_member_id, v_session_id, p_trainer_id, v_price, v_description);
		END IF;
	ELSE
		UPDATE careful.private_session
		SET trainer_id = p_trainer_id, room_id = p_room_id,
			start_time = p_start, end_time = p_end
		WHERE session_id = p_session_id;
		UPDATE careful.billing_item
		SET trainer_id = p_trainer_id, description = v_description, updated_at = now()
		WHERE private_session_id = p_session_id AND status NOT IN ('cancelled', 'refunded');
	END IF;
	RETURN v_session_id;
END $$;

CREATE FUNCTION careful.reschedule_session(
	p_session_id bigint, p_start timestamptz, p_end timestamptz DEFAULT NULL)
RETURNS bigint
LANGUAGE plpgsql AS $$
DECLARE
	v_before careful.private_session;
	v_end timestamptz;
	v_message text;
BEGIN
	SELECT * INTO v_before FROM careful.private_session
	WHERE session_id = p_session_id FOR NO KEY UPDATE;
	IF NOT FOUND OR v_before.cancelled_at IS NOT NULL THEN
		RAISE EXCEPTION 'no session %', p_session_id USING ERRCODE = 'no_data_found';
	END IF;
	v_end := coalesce(p_end, p_start + (v_before.end_time - v_before.start_time));
	PERFORM careful.book_session(v_before.member_id, v_before.trainer_id, v_before.room_id,
		p_start, v_end, p_session_id => p_session_id);
	SELECT format('The private session on %s is now on %s to %s with %s %s',
		to_char(v_before.start_time AT TIME ZONE c.time_zone, 'Mon DD HH12:MI AM'),
		to_char(p_start AT TIME ZONE c.time_zone, 'Mon DD HH12:MI AM'),
		to_char(v_end AT TIME ZONE c.time_zone, 'HH12:MI AM'), t.first_name, t.last_name)
	INTO v_message
	FROM careful.club AS c, careful.trainer AS t
	WHERE t.trainer_id = v_before.trainer_id;
	INSERT INTO careful.notification (member_id, trainer_id, message)
	VALUES (v_before.member_id, NULL, v_message), (NULL, v_before.trainer_id, v_message);
	RETURN p_session_id;
END $$;

CREATE FUNCTION careful.cancel_session(p_session_id bigint)
RETURNS bigint
LANGUAGE plpgsql AS $$
DECLARE
	v_session careful.private_session;
	v_bill careful.billing_item;
	v_club careful.club;
	v_paid numeric;
	v_fee numeric;
	v_message text;
BEGIN
	SELECT * INTO v_session FROM careful.private_session
	WHERE session_id = p_session_id FOR NO KEY UPDATE;
	IF NOT FOUND OR v_session.cancelled_at IS NOT NULL THEN
		RAISE EXCEPTION 'no session %', p_session_id USING ERRCODE = 'no_data_found';
	END IF;
	SELECT * INTO v_club FROM careful.club;
	UPDATE careful.private_session SET cancelled_at = now() WHERE session_id = p_session_id;

	SELECT * INTO v_bill FROM careful.billing_item
	WHERE private_session_id = p_session_id AND status IN ('pending', 'partially_paid')
	FOR NO KEY UPDATE;
	IF FOUND THEN
		SELECT coalesce(sum(amount), 0) INTO v_paid
		FROM careful.payment WHERE billing_id = v_bill.billing_id;
		v_fee := round(v_bill.amount * v_club.late_cancellation_fee_percent / 100, 2) - v_paid;
		IF v_fee > 0 AND v_session.start_time - now() < v_club.cancellation_notice THEN
			INSERT INTO careful.billing_item (member_id, trainer_id, amount, description)
			VALUES (v_session.member_id, v_session.trainer_id, v_fee,
				'Late cancellation: ' || v_bill.description);
		END IF;
		UPDATE careful.billing_item
		SET status = CASE WHEN v_paid > 0 THEN 'paid' ELSE 'cancelled' END,
			amount = CASE WHEN v_paid > 0 THEN v_paid ELSE amount END,
			paid_at = CASE WHEN v_paid > 0 THEN now() END, updated_at = now()
		WHERE billing_id = v_bill.billing_id;
		IF v_paid < v_bill.amount THEN
			INSERT INTO careful.bill_credit (billing_id, amount, reason)
			VALUES (v_bill.billing_id, v_bill.amount - v_paid, 'cancelled');
		END IF;
	END IF;
	v_message := format('The private session on %s is cancelled',
		to_char(v_session.start_time AT TIME ZONE v_club.time_zone, 'Mon DD HH12:MI AM'));
	INSERT INTO careful.notification (member_id, trainer_id, message)
	VALUES (v_session.member_id, NULL, v_message), (NULL, v_session.trainer_id, v_message);
	RETURN p_session_id;
END $$;

-- The class is locked first, so that a full one is refused before all else.
CREATE FUNCTION careful.register_for_class(p_member_id bigint, p_class_id bigint)
RETURNS bigint
LANGUAGE plpgsql AS $$
DECLARE
	v_class careful.class_schedule;
	v_taken bigint;
	v_zone text;
	v_registration_id bigint;
BEGIN
	SELECT * INTO v_class FROM careful.class_schedule
	WHERE class_id = p_class_id FOR NO KEY UPDATE;
	IF NOT FOUND OR v_class.cancelled_at IS NOT NULL THEN
		RAISE EXCEPTION 'no class %', p_class_id USING ERRCODE = 'no_data_found';
	END IF;
	SELECT count(*) INTO v_taken
	FROM careful.class_registration WHERE class_id = p_class_id AND cancelled_at IS NULL;
	IF v_taken >= v_class.capacity THEN
		RAISE EXCEPTION 'class % is full', p_class_id USING ERRCODE = 'check_violation';
	END IF;

	PERFORM FROM careful.member WHERE member_id = p_member_id FOR NO KEY UPDATE;
	IF NOT FOUND THEN
		RAISE EXCEPTION 'no member %', p_member_id USING ERRCODE = 'no_data_found';
	END IF;
	IF EXISTS (
		SELECT FROM careful.private_session
		WHERE member_id = p_member_id AND cancelled_at IS NULL
			AND start_time < v_class.end_time
			AND start_time > v_class.start_time - interval '24 hours'
			AND end_time > v_class.start_time)
		OR EXISTS (
		SELECT FROM careful.class_registration
		WHERE member_id = p_member_id AND cancelled_at IS NULL
			AND start_time < v_class.end_time
			AND start_time > v_class.start_time - interval '24 hours'
			AND end_time > v_class.start_time) THEN
		RAISE EXCEPTION 'member % is busy then', p_member_id
			USING ERRCODE = 'exclusion_violation';
	END IF;

	INSERT INTO careful.class_registration (member_id, class_id, start_time, end_time, price)
	VALUES (p_member_id, p_class_id, v_class.start_time, v_class.end_time, v_class.price)
	RETURNING registration_id INTO v_registration_id;
	IF v_class.price > 0 THEN
		SELECT time_zone INTO v_zone FROM careful.club;
		INSERT INTO careful.billing_item (member_id, class_id, trainer_id, amount, description)
		VALUES (p_member_id, p_class_id, v_class.trainer_id, v_class.price,
			'Class ' || v_class.name || ' on '
				|| to_char(v_class.start_time AT TIME ZONE v_zone, 'Mon DD HH12:MI AM'));
	END IF;
	RETURN v_registration_id;
END $$;
