--
-- The demo club, and how a club is emptied.
--
SET TimeZone = 'UTC';
SET DateStyle = 'ISO, YMD';
\pset format unaligned
\pset footer off
SELECT test.clean_club();

SELECT fitclub.update_club(name => 'Harbour Gym', time_zone => 'America/Toronto', currency => 'CAD',
	default_session_price => 90, default_class_price => 45, cancellation_notice => '12 hours');
SELECT fitclub.seed_demo('2025-12-01');
SELECT * FROM test.row_counts();
SELECT is_demo FROM fitclub.club;
-- The proof that nothing in it is broken; no session is marked as a clash.
SELECT * FROM fitclub.check_calendar();
SELECT count(*) FROM fitclub.private_session WHERE is_conflict;
-- All of it lies in the week from Monday, the 1st, or the one before, at the club's own hours.
SELECT min(start_time AT TIME ZONE 'America/Toronto') AS first_session, max(end_time AT TIME ZONE 'America/Toronto') AS last_session
FROM fitclub.private_session;
SELECT name, start_time AT TIME ZONE 'America/Toronto' AS starts, capacity, price, cancelled_at IS NULL AS on,
	(SELECT count(*) FROM fitclub.class_registration AS g WHERE g.class_id = c.class_id AND g.cancelled_at IS NULL) AS registered,
	(SELECT count(*) FROM fitclub.class_registration AS g WHERE g.class_id = c.class_id AND g.attended) AS attended
FROM fitclub.class_schedule AS c ORDER BY start_time;
SELECT status, count(*), sum(amount) AS amount FROM fitclub.billing_item GROUP BY status ORDER BY status;
SELECT payment_type, count(*), sum(amount) AS amount FROM fitclub.payment GROUP BY payment_type ORDER BY payment_type;
SELECT status, count(*) FROM fitclub.equipment_maintenance GROUP BY status ORDER BY status;
SELECT status, count(*) FROM fitclub.equipment GROUP BY status ORDER BY status;
SELECT m.first_name, m.target_weight, v.weight, v.recorded_at AT TIME ZONE 'America/Toronto' AS recorded, fitclub.member_balance(m.member_id) AS owes
FROM fitclub.member AS m JOIN fitclub.member_latest_metric_view AS v USING (member_id) ORDER BY m.member_id;
SELECT sum(fitclub.member_balance(m.member_id)) = (
	SELECT sum(b.amount) FROM fitclub.billing_item AS b WHERE b.status IN ('pending', 'partially_paid'))
	- (SELECT sum(p.amount) FROM fitclub.payment AS p JOIN fitclub.billing_item AS b USING (billing_id) WHERE b.status = 'partially_paid') AS adds_up
FROM fitclub.member AS m;
SELECT bool_and(fitclub.member_balance(m.member_id) = (
	SELECT s.balance FROM fitclub.member_statement(m.member_id) WITH ORDINALITY
		AS s (at, kind, billing_id, payment_id, description, charge, credit, balance, line) ORDER BY s.line DESC LIMIT 1)) AS statements_close
FROM fitclub.member AS m;
SELECT first_name FROM fitclub.administrative_staff
WHERE staff_id = fitclub.authenticate_staff('grace.kim@example.com', 'fitclub-demo');
SELECT * FROM fitclub.week_timetable('2025-12-01');

-- Not over itself.
SELECT test.state() AS before \gset
SELECT r.sqlstate, r.constraint_name, r.table_name, r.message, r.detail, r.hint
FROM test.refusal($$SELECT fitclub.seed_demo('2025-12-01')$$) AS r;
SELECT r.sqlstate, r.constraint_name FROM test.refusal('SELECT fitclub.seed_demo()') AS r;
SELECT r.sqlstate, r.constraint_name, r.column_name, r.message FROM test.refusal('SELECT fitclub.clear_data(NULL)') AS r;
SELECT test.state() = :'before' AS unchanged;

-- A demo is emptied without ado; the settings stay, and ids begin anew.
SELECT fitclub.clear_data();
SELECT * FROM test.row_counts();
SELECT name, time_zone, currency, default_session_price, default_class_price, cancellation_notice = '12 hours' AS notice,
	is_demo FROM fitclub.club;
-- An empty club may be emptied again.
SELECT fitclub.clear_data();

-- The same from any day of that week, and whatever the caller's TimeZone.
SELECT fitclub.seed_demo('2025-12-07');
SELECT md5(string_agg(t, E'\n')) AS page FROM fitclub.week_timetable('2025-12-01') AS t \gset
SELECT min(m.member_id) AS member, min(s.session_id) AS session FROM fitclub.member AS m, fitclub.private_session AS s;
SELECT fitclub.clear_data();
SET TimeZone = 'Pacific/Auckland';
SELECT fitclub.seed_demo('2025-12-01');
SELECT md5(string_agg(t, E'\n')) = :'page' AS same FROM fitclub.week_timetable('2025-12-01') AS t;
SET TimeZone = 'UTC';
SELECT fitclub.clear_data();
-- Just after the clocks have changed, so that last week's class was by the other one, and when all is free.
SELECT fitclub.seed_demo('2025-11-03');
SELECT name, start_time, start_time AT TIME ZONE 'America/Toronto' AS wall FROM fitclub.class_schedule WHERE name = 'Morning Yoga' ORDER BY start_time;
SELECT * FROM fitclub.check_calendar();
SELECT fitclub.clear_data();
SELECT fitclub.update_club(default_session_price => 0, default_class_price => 0);
SELECT fitclub.seed_demo('2025-12-01');
SELECT * FROM fitclub.check_calendar();
SELECT amount, status, description FROM fitclub.billing_item ORDER BY billing_id;
SELECT fitclub.clear_data();
-- Without a date it is the present week, or one of its neighbours for who lives far away.
SELECT fitclub.seed_demo();
SELECT min(start_time) > now() - interval '8 days' AS not_past, max(end_time) < now() + interval '8 days' AS soon
FROM fitclub.private_session;
SELECT * FROM fitclub.check_calendar();
SELECT fitclub.clear_data();

-- A real club is not emptied by mistake, whatever is in it, and takes no demo.
CREATE FUNCTION test.real_club(call text, OUT call_made text, OUT cleared text, OUT seeded text) LANGUAGE plpgsql AS $$
BEGIN
	PERFORM test.clean_club();
	EXECUTE 'SELECT fitclub.' || call;
	call_made := call;
	cleared := (SELECT r.sqlstate || ' ' || r.constraint_name FROM test.refusal('SELECT fitclub.clear_data()') AS r);
	seeded := (SELECT r.sqlstate || ' ' || r.constraint_name FROM test.refusal('SELECT fitclub.seed_demo()') AS r);
END $$;
SELECT r.*
FROM unnest(ARRAY['create_member(''A'', ''B'', ''a@example.com'')', 'create_trainer(''A'', ''B'', ''a@example.com'')',
	'create_room(''A'', 1)', 'create_staff(''A'', ''B'', ''a@example.com'', ''long enough'')']) WITH ORDINALITY AS c (call, n)
CROSS JOIN LATERAL test.real_club(c.call) AS r;
SELECT r.sqlstate, r.constraint_name, r.table_name, r.message, r.detail, r.hint FROM test.refusal('SELECT fitclub.clear_data()') AS r;
SELECT fitclub.clear_data(even_if_real => true);
SELECT * FROM test.row_counts();
DROP FUNCTION test.real_club;

-- The settings: what they take, and what not.
SELECT test.clean_club();
SELECT fitclub.update_club();
SELECT name, time_zone, currency, default_session_price, default_class_price, allow_class_over_room,
	cancellation_notice = '24 hours' AS notice, late_cancellation_fee_percent, is_demo FROM fitclub.club;
SELECT fitclub.update_club('Gym', 'America/Toronto', 'CAD', 0, 9999999999.99, true, '0', 100);
SELECT fitclub.update_club(cancellation_notice => '360 days', late_cancellation_fee_percent => 12.34);
SELECT test.state() AS before \gset
SELECT c.arguments, r.sqlstate, r.constraint_name, r.table_name, r.column_name, r.message, r.detail
FROM unnest(ARRAY[
	$$name => ''$$, $$name => '  '$$, $$time_zone => 'Mars/Olympus'$$, $$time_zone => ''$$, $$time_zone => repeat('x', 300)$$,
	$$currency => 'cad'$$, $$currency => 'CA'$$, $$currency => 'CADS'$$, $$currency => ''$$,
	$$default_session_price => -0.01$$, $$default_session_price => 0.001$$, $$default_session_price => 'NaN'$$,
	$$default_class_price => 10000000000$$, $$default_class_price => 'Infinity'$$,
	$$cancellation_notice => '-1 second'$$, $$cancellation_notice => '2 years'$$,
	-- too long for an integer of 64 bits, which would call them less than a day
	$$cancellation_notice => '7116799 months 13 days'$$, $$cancellation_notice => '-7116799 months -12 days'$$,
	$$late_cancellation_fee_percent => -1$$, $$late_cancellation_fee_percent => 100.01$$, $$late_cancellation_fee_percent => 'NaN'$$
	]) WITH ORDINALITY AS c (arguments, n)
CROSS JOIN LATERAL test.refusal(format('SELECT fitclub.update_club(%s)', c.arguments)) AS r
ORDER BY c.n;
SELECT test.state() = :'before' AS unchanged;
-- There is one row, always: an inserted one takes its place, and no second one is made of it.
INSERT INTO fitclub.club (name) VALUES ('Other Gym');
SELECT count(*), min(name), min(time_zone) FROM fitclub.club;
SELECT r.sqlstate, r.constraint_name FROM test.refusal('INSERT INTO fitclub.club (club_id) VALUES (2)') AS r;
SELECT test.clean_club();
-- On any day there is something to come, on a Saturday as well.
SELECT fitclub.clear_data(even_if_real => true);
SELECT fitclub.seed_demo();
SELECT count(*) > 0 AS to_come FROM fitclub.private_session WHERE start_time > now() AND cancelled_at IS NULL;
SELECT fitclub.clear_data();
