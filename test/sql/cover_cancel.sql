--
-- What is lost of what covers a booking that is cancelled too late.
--
SET TimeZone = 'UTC';
SET DateStyle = 'ISO, YMD';
\pset footer off
-- Ann 1, Bob 2, Cyd 3, Dan 4; Tina 1, Tom 2, Una 3; Studio 1, Hall 2, Loft 3.
SELECT test.open_club();
SELECT fitclub.update_club(cancellation_notice => '360 days', late_cancellation_fee_percent => 50);
-- A lot, two visits a month with a fee of 7, any number of visits with a fee of 9, and the same without.
SELECT fitclub.create_trainer('Vic', 'Lee', 'vic@example.org') AS vic;
SELECT count(fitclub.set_availability(4, day, '00:00', '24:00')) FROM generate_series(0, 6) AS day;
SELECT test.give_lot(1, 10) AS ann, test.give_membership(2, 2, test.today(), late_fee => 7) AS bob,
	test.give_membership(3, late_fee => 9) AS cyd, test.give_membership(4) AS dan;
-- Days from now on which sessions and classes begin: the first too soon to be cancelled in time.
SELECT fitclub.create_class('Late', 3, 1, now() + interval '2 days', now() + interval '2 days 1 hour') AS late \gset
SELECT fitclub.create_class('Timely', 3, 1, now() + interval '400 days', now() + interval '400 days 1 hour') AS timely \gset
CREATE FUNCTION test.book_in_days(member_id bigint, days integer) RETURNS bigint
LANGUAGE sql AS $$
	SELECT fitclub.book_session(member_id, 3, NULL, now() + make_interval(days => days, hours => 3 + 2 * member_id::integer),
		now() + make_interval(days => days, hours => 4 + 2 * member_id::integer));
$$;
-- What there is of a kind of bookings, and the bills for cancelling late. Nothing of it stays.
CREATE FUNCTION test.lost(VARIADIC calls text[]) RETURNS TABLE (member text, kind text, cover text, state text, fees text)
LANGUAGE plpgsql AS $$
BEGIN
	BEGIN
		FOR n IN 1 .. cardinality(calls) LOOP
			EXECUTE 'SELECT ' || calls[n];
		END LOOP;
		RETURN QUERY
		SELECT c.member, c.kind, c.cover, c.state, (
			SELECT string_agg(format('%s %s %s', b.kind, b.status, b.amount), ', ') FROM fitclub.billing_item AS b
			JOIN fitclub.member AS m USING (member_id) WHERE m.first_name = c.member AND b.kind IS NOT NULL)
		FROM test.cover AS c ORDER BY c.member, c.kind;
		RAISE SQLSTATE 'ZZ000';
	EXCEPTION WHEN SQLSTATE 'ZZ000' THEN
	END;
END $$;
-- In time nothing is lost.
SELECT * FROM test.lost('count(test.book_in_days(m, 400)) FROM generate_series(1, 4) AS m',
	format('count(fitclub.register_for_class(m, %s)) FROM generate_series(1, 4) AS m', :timely),
	'count(fitclub.cancel_session(session_id)) FROM fitclub.private_session',
	'count(fitclub.cancel_registration(registration_id)) FROM fitclub.class_registration');
-- Late: the credit, the visit, the fee; of any number there is no visit to lose.
SELECT * FROM test.lost('count(test.book_in_days(m, 2)) FROM generate_series(1, 4) AS m',
	format('count(fitclub.register_for_class(m, %s)) FROM generate_series(1, 4) AS m', :late),
	'count(fitclub.cancel_session(session_id)) FROM fitclub.private_session',
	'count(fitclub.cancel_registration(registration_id)) FROM fitclub.class_registration');
-- Staff waive both.
SELECT * FROM test.lost('count(test.book_in_days(m, 2)) FROM generate_series(1, 4) AS m',
	format('count(fitclub.register_for_class(m, %s)) FROM generate_series(1, 4) AS m', :late),
	'count(fitclub.cancel_session(session_id, waive_fee => true)) FROM fitclub.private_session',
	'count(fitclub.cancel_registration(registration_id, waive_fee => true)) FROM fitclub.class_registration');
-- A class that the club cancels costs nobody anything.
SELECT * FROM test.lost(format('count(fitclub.register_for_class(m, %s)) FROM generate_series(1, 4) AS m', :late),
	format('fitclub.cancel_class(%s)', :late));

-- What is kept is used: the seat taken again takes another credit, and the lot's are soon gone.
SELECT test.give_lot(1, 2, '2100-01-01') AS two;
SELECT fitclub.register_for_class(1, :late) AS seat \gset
SELECT fitclub.cancel_registration(:seat), fitclub.register_for_class(1, :late), fitclub.register_for_class(2, :late);
SELECT kind, member, price, cover, state, bills FROM test.cover;
SELECT * FROM test.lot;
-- Bob's visits of the month are used by one that is kept and one that stands.
SELECT fitclub.cancel_registration(max(registration_id)) FROM fitclub.class_registration;
SELECT fitclub.register_for_class(2, :late);
SELECT member, price, cover, state, bills FROM test.cover WHERE member = 'Bob';
SELECT billing_id, kind, amount, status, description LIKE 'Late cancellation: Class Late on %' AS described
FROM fitclub.billing_item WHERE kind IS NOT NULL;

-- What list_bookings() says of them: cancelling them now would forfeit the credit or the visit.
SELECT test.book_in_days(m, d) IS NOT NULL AS booked FROM generate_series(1, 4) AS m, unnest(ARRAY[2, 400]) AS d;
SELECT m, l.kind, l.state, l.price, l.late_fee, l.cover, l.cover_name, l.credits, l.forfeits
FROM generate_series(1, 4) AS m, fitclub.list_bookings(m, to_time => now() + interval '500 days') AS l ORDER BY m, l.start_time, l.booking_id;

-- Members: moving it is no way around that, whatever covers it; nor do they waive anything.
UPDATE fitclub.club SET late_cancellation_fee_percent = 0;
SELECT c.n, r.sqlstate, r.constraint_name
FROM (VALUES (1, 'lot', 1), (2, 'visit', 2), (3, 'fee', 3), (4, 'nothing to lose', 4)) AS c (n, what, member_id)
CROSS JOIN LATERAL (
	SELECT session_id FROM fitclub.private_session AS s
	WHERE s.member_id = c.member_id AND s.start_time < now() + interval '3 days'
) AS s
CROSS JOIN LATERAL set_config('fitclub.identity', 'member:' || c.member_id, false) AS identity
CROSS JOIN LATERAL test.refusal(format('SELECT fitclub.reschedule_session(%s, now() + interval ''%s days'')', s.session_id, 410 + c.n)) AS r
WHERE identity IS NOT NULL ORDER BY c.n;
SET fitclub.identity = 'member:1';
SELECT sqlstate, constraint_name FROM test.refusal(format('SELECT fitclub.cancel_registration(%s, waive_fee => true)', :seat));
-- A trainer who cancels does not take a member's credit.
SET fitclub.identity = 'trainer:3';
SELECT fitclub.cancel_session(min(session_id)) IS NOT NULL AS cancelled FROM fitclub.private_session AS s
WHERE s.member_id = 1 AND s.cancelled_at IS NULL AND s.start_time < now() + interval '3 days';
RESET fitclub.identity;
SELECT kind, cover, state FROM test.cover WHERE member = 'Ann' AND kind = 'session';

-- Nor does one that the club moves to a time at which a member is booked.
SELECT fitclub.create_class('Moved', 4, 2, now() + interval '30 hours', now() + interval '31 hours') AS moved \gset
SELECT fitclub.register_for_class(1, :moved) AS seat \gset
SELECT fitclub.create_class('In the way', 3, 1, now() + interval '35 hours', now() + interval '37 hours') AS other \gset
SELECT fitclub.register_for_class(1, :other) IS NOT NULL AS registered;
SELECT fitclub.reschedule_class(:moved, now() + interval '35 hours', on_member_conflict => 'cancel') IS NOT NULL AS moved;
SELECT cover, state, bills FROM test.cover WHERE kind = 'seat' AND id = :seat;

DROP FUNCTION test.lost, test.book_in_days;
