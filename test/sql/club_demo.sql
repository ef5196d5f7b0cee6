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
-- Services do not change what bookings cost: those of one have its length and the club's price.
SELECT * FROM fitclub.list_services();
SELECT name, price FROM fitclub.list_services(3) WHERE name = 'Stroke analysis';
SELECT name FROM fitclub.list_services() EXCEPT SELECT name FROM fitclub.list_services(1);
SELECT activity_type, end_time - start_time AS length, price, count(*)
FROM fitclub.private_session GROUP BY activity_type, length, price ORDER BY activity_type, length;
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
-- Money on account and a household, a payment that is void, and a tip.
SELECT m.first_name, p.payer_id, -fitclub.account_balance('credit', m.member_id) AS on_account
FROM fitclub.member AS m LEFT JOIN fitclub.payer AS p USING (member_id) ORDER BY m.member_id;
SELECT member, kind, description, charge, credit FROM fitclub.household_statement(5) WHERE kind <> 'bill';
SELECT payment_id, payer, amount, type, refund_of, reason FROM fitclub.list_payments() WHERE reason = 'void';
-- The till is counted twice: it begins with change, and lacks a coin in the evening.
SELECT staff_id, expected, counted, banked, notes FROM fitclub.till_count ORDER BY counted_at;
SELECT * FROM fitclub.till_report('-infinity');
SELECT * FROM fitclub.till_report();
SELECT account, part, debit, credit, balance FROM fitclub.trial_balance();
SELECT status, count(*) FROM fitclub.equipment_maintenance GROUP BY status ORDER BY status;
SELECT status, count(*) FROM fitclub.equipment GROUP BY status ORDER BY status;
SELECT m.first_name, m.target_weight, v.weight, v.recorded_at AT TIME ZONE 'America/Toronto' AS recorded, fitclub.member_balance(m.member_id) AS owes
FROM fitclub.member AS m JOIN fitclub.member_latest_metric_view AS v USING (member_id) ORDER BY m.member_id;
SELECT sum(fitclub.member_balance(m.member_id)) = (
	SELECT sum(b.amount) FROM fitclub.billing_item AS b WHERE b.status IN ('pending', 'partially_paid'))
	- (SELECT sum(p.amount) FROM fitclub.payment AS p JOIN fitclub.billing_item AS b USING (billing_id) WHERE b.status = 'partially_paid') AS adds_up
FROM fitclub.member AS m;
SELECT bool_and(fitclub.member_balance(m.member_id) + fitclub.account_balance('credit', m.member_id) = (
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

-- A demo is emptied without ado; the settings stay, and ids begin at 1 again.
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

SELECT fitclub.update_club(default_session_price => 90, default_class_price => 45);

-- Several weeks: the rows of the first have the ids that they have without the others.
CREATE VIEW test.first_week AS
SELECT md5(string_agg(r.line, E'\n' ORDER BY r.line)) AS ids
FROM (
	SELECT format('session %s %s %s %s %s', session_id, member_id, trainer_id, room_id, start_time)
	FROM fitclub.private_session WHERE start_time < '2025-12-08'
	UNION ALL SELECT format('class %s %s %s', class_id, name, start_time) FROM fitclub.class_schedule WHERE start_time < '2025-12-08'
	UNION ALL SELECT format('seat %s %s %s', registration_id, member_id, class_id)
	FROM fitclub.class_registration WHERE start_time < '2025-12-08'
	UNION ALL SELECT format('bill %s %s %s %s %s', billing_id, member_id, private_session_id, class_id, amount)
	FROM fitclub.billing_item WHERE billing_id <= 45
	UNION ALL SELECT format('payment %s %s %s', payment_id, billing_id, amount) FROM fitclub.payment WHERE payment_id <= 15
	UNION ALL SELECT format('window %s %s %s', availability_id, trainer_id, available_on)
	FROM fitclub.trainer_availability WHERE available_on IS NULL OR available_on < '2025-12-08'
) AS r (line);
SELECT fitclub.seed_demo('2025-12-01');
SELECT ids FROM test.first_week \gset
SELECT fitclub.clear_data();
SELECT fitclub.seed_demo('2025-12-07', 1);
SELECT ids = :'ids' AS same FROM test.first_week;
SELECT * FROM test.row_counts();
SELECT fitclub.clear_data();
SELECT fitclub.seed_demo('2025-12-01', weeks => 3);
SELECT ids = :'ids' AS same FROM test.first_week;
SELECT * FROM test.row_counts();
SELECT (start_time AT TIME ZONE 'America/Toronto')::date - date '2025-12-01' AS day, count(*) AS sessions
FROM fitclub.private_session GROUP BY day ORDER BY day;
SELECT available_on FROM fitclub.trainer_availability WHERE available_on IS NOT NULL ORDER BY availability_id;
-- They are over, and so attended and paid for.
SELECT m.first_name, bool_and(g.attended) AS always, bool_or(g.attended) AS ever
FROM fitclub.class_registration AS g JOIN fitclub.member AS m USING (member_id) GROUP BY m.member_id ORDER BY m.member_id;
SELECT status, count(*) FROM fitclub.billing_item GROUP BY status ORDER BY status;
SELECT * FROM fitclub.verify();
SELECT fitclub.clear_data();
SELECT fitclub.seed_demo('2041-12-02', weeks => 12);
SELECT count(*), max(start_time) AS last FROM fitclub.private_session;
SELECT count(*) FROM fitclub.class_registration WHERE attended;
SELECT fitclub.clear_data();
SELECT test.state() AS before \gset
SELECT w.weeks, r.sqlstate, r.constraint_name, r.table_name, r.column_name, r.message, r.detail
FROM unnest(ARRAY[0, 13, -1, 2147483647]) AS w (weeks)
CROSS JOIN LATERAL test.refusal(format('SELECT fitclub.seed_demo(weeks => %s)', w.weeks)) AS r;
SELECT r.sqlstate, r.constraint_name FROM test.refusal('SELECT fitclub.seed_demo(''infinity'', 2)') AS r;
SELECT test.state() = :'before' AS unchanged;
DROP VIEW test.first_week;

-- On both nights when clocks change, at the end of each of the weeks.
CREATE FUNCTION test.demo_weeks(zone text, start_date date, OUT opens time, OUT closes time, OUT shifts integer, OUT broken_rules integer)
LANGUAGE plpgsql AS $$
BEGIN
	PERFORM fitclub.clear_data();
	PERFORM fitclub.update_club(time_zone => zone);
	PERFORM fitclub.seed_demo(start_date, weeks => 3);
	SELECT min((s.start_time AT TIME ZONE zone)::time), max((s.end_time AT TIME ZONE zone)::time),
		count(DISTINCT (s.start_time AT TIME ZONE zone) - (s.start_time AT TIME ZONE 'UTC'))
	INTO opens, closes, shifts FROM fitclub.private_session AS s;
	broken_rules := (SELECT count(*) FROM fitclub.verify());
END $$;
SELECT z.zone, z.night, z.start_date, to_char(z.start_date, 'Dy') AS day, r.*
FROM (VALUES
	('America/Toronto', date '2025-11-02', date '2025-10-20'), ('America/Toronto', '2026-03-08', '2026-02-28'),
	('Europe/Berlin', '2025-10-26', '2025-10-26'), ('Europe/Berlin', '2041-03-31', '2041-03-11')
) AS z (zone, night, start_date)
CROSS JOIN LATERAL test.demo_weeks(z.zone, z.start_date) AS r;
DROP FUNCTION test.demo_weeks;

-- Without a date it is three weeks from this Monday by the club's clock, which may be another than the caller's,
-- so that there is something behind and something ahead on each of its days.
SELECT fitclub.clear_data();
SELECT fitclub.update_club(time_zone => 'Pacific/Kiritimati', default_session_price => 90, default_class_price => 45);
SET TimeZone = 'Etc/GMT+12';
BEGIN;
SELECT fitclub.seed_demo();
SELECT date_trunc('week', now() AT TIME ZONE 'Pacific/Kiritimati') AS monday \gset
SELECT min(start_time AT TIME ZONE 'Pacific/Kiritimati') - :'monday' AS first_session, max(end_time AT TIME ZONE 'Pacific/Kiritimati') - :'monday' AS last_session
FROM fitclub.private_session;
SELECT min(start_time AT TIME ZONE 'Pacific/Kiritimati') - :'monday' AS first_class FROM fitclub.class_schedule;
-- What has begun is attended, what is over paid for; of what is to come only the first week's bills are.
SELECT count(*) FILTER (WHERE g.attended) > 0 AS some_attended, count(*) FILTER (WHERE NOT g.attended AND g.start_time > now()) > 0 AS some_to_come,
	count(*) FILTER (WHERE g.attended <> (g.start_time <= now() AND m.first_name <> 'Ben')) AS otherwise
FROM fitclub.class_registration AS g JOIN fitclub.member AS m USING (member_id);
SELECT count(*) FILTER (WHERE b.status = 'pending' AND e.end_time <= now()) AS unpaid,
	count(*) FILTER (WHERE b.status = 'paid' AND e.end_time > now() AND b.billing_id > 45) AS paid_ahead,
	count(*) FILTER (WHERE b.status = 'pending' AND e.end_time > now()) > 0 AS some_to_come
FROM fitclub.billing_item AS b
LEFT JOIN fitclub.private_session AS s ON s.session_id = b.private_session_id
LEFT JOIN fitclub.class_schedule AS k ON k.class_id = b.class_id
CROSS JOIN LATERAL coalesce(s.end_time, k.end_time) AS e (end_time);
COMMIT;
SET TimeZone = 'UTC';
SELECT * FROM fitclub.verify();
SELECT fitclub.clear_data();
SELECT fitclub.seed_demo(weeks => 1);
SELECT count(*) FROM fitclub.private_session;
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
	'create_room(''A'', 1)', 'create_service(''A'')', 'create_staff(''A'', ''B'', ''a@example.com'', ''long enough'')']) WITH ORDINALITY AS c (call, n)
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
	$$currency => 'cad'$$, $$currency => 'CA'$$, $$currency => 'CADS'$$, $$currency => ''$$, $$currency => 'ZZZ'$$,
	$$default_session_price => -0.01$$, $$default_session_price => 0.001$$, $$default_session_price => 'NaN'$$,
	$$default_class_price => 10000000000$$, $$default_class_price => 'Infinity'$$,
	$$cancellation_notice => '-1 second'$$, $$cancellation_notice => '2 years'$$,
	-- too long for an integer of 64 bits, which would call them less than a day
	$$cancellation_notice => '7116799 months 13 days'$$, $$cancellation_notice => '-7116799 months -12 days'$$,
	$$late_cancellation_fee_percent => -1$$, $$late_cancellation_fee_percent => 100.01$$, $$late_cancellation_fee_percent => 'NaN'$$,
	$$cancelled_payment => 'lose'$$, $$cancelled_payment => ''$$, $$cancelled_payment => repeat('x', 201)$$,
	$$cash_step => -0.01$$, $$cash_step => 100.01$$, $$cash_step => 0.055$$, $$cash_step => 'NaN'$$,
	$$block_past_due_days => -1$$, $$block_past_due_days => 367$$,
	$$admission => 'friends'$$, $$admission => ''$$, $$admission => repeat('x', 201)$$
	]) WITH ORDINALITY AS c (arguments, n)
CROSS JOIN LATERAL test.refusal(format('SELECT fitclub.update_club(%s)', c.arguments)) AS r
ORDER BY c.n;
SELECT test.state() = :'before' AS unchanged;
-- A currency without decimals: no amount has any, and no default price keeps them.
SELECT fitclub.create_member('Ana', 'Lee', 'ana.lee@example.com') AS ana \gset
SELECT fitclub.update_club(currency => 'JPY', default_session_price => 8500, default_class_price => 5000);
SELECT test.state() AS before \gset
SELECT c.call, r.sqlstate, r.constraint_name, r.message, r.detail, r.hint
FROM unnest(ARRAY[
	'create_billing_item(%s, 1.5, ''Towel'')', 'create_service(''Massage'', price => 0.01)',
	'update_club(default_class_price => 50.25)', 'update_club(cash_step => 0.05)',
	'update_club(currency => ''EUR'', default_class_price => 50.255)'
	]) WITH ORDINALITY AS c (call, n)
CROSS JOIN LATERAL test.refusal('SELECT fitclub.' || format(c.call, :ana)) AS r ORDER BY c.n;
SELECT test.state() = :'before' AS unchanged;
SELECT fitclub.share(1000, 1, 3);
SELECT fitclub.update_club(currency => 'EUR', default_class_price => 50.25);
SELECT fitclub.update_club(cancelled_payment => 'credit', cash_step => 0.05);
SELECT cancelled_payment, cash_step FROM fitclub.club_info();
SELECT r.sqlstate, r.constraint_name FROM test.refusal('SELECT fitclub.update_club(currency => ''JPY'', default_class_price => 5000)') AS r;
SELECT fitclub.update_club(cancelled_payment => 'keep', cash_step => 0);
SELECT cancelled_payment, cash_step FROM fitclub.club_info();
SELECT r.sqlstate, r.constraint_name, r.message, r.detail FROM test.refusal('SELECT fitclub.update_club(currency => ''JPY'')') AS r;
-- Cover, what past due blocks and whom the door lets in; a club that is emptied has nothing that covers.
SELECT fitclub.update_club(uses_cover => true, block_past_due_days => 366, admission => 'members');
SELECT uses_cover, block_past_due_days, admission FROM fitclub.club_info();
SELECT fitclub.update_club(uses_cover => false, block_past_due_days => 0);
SELECT uses_cover, block_past_due_days, admission FROM fitclub.club_info();
BEGIN;
SELECT fitclub.update_club(uses_cover => true);
SELECT fitclub.clear_data(even_if_real => true);
SELECT uses_cover, block_past_due_days, admission FROM fitclub.club_info();
ROLLBACK;
SELECT fitclub.update_club(admission => 'anybody');
-- Once something is billed its currency stays; to say it again changes nothing.
SELECT fitclub.create_billing_item(:ana, 1.5, 'Towel') > 0 AS billed;
SELECT r.sqlstate, r.constraint_name, r.table_name, r.column_name, r.message, r.detail, r.hint
FROM test.refusal('SELECT fitclub.update_club(currency => ''CAD'')') AS r;
SELECT fitclub.update_club(currency => 'EUR');
-- There is one row, always: an inserted one takes its place, and no second one is made of it.
INSERT INTO fitclub.club (name) VALUES ('Other Gym');
SELECT count(*), min(name), min(time_zone) FROM fitclub.club;
SELECT r.sqlstate, r.constraint_name FROM test.refusal('INSERT INTO fitclub.club (club_id) VALUES (2)') AS r;
SELECT test.clean_club();

-- With plans and packs, which cover the seats of a class to come; of today, or of the first day to come.
SELECT fitclub.clear_data();
SELECT fitclub.seed_demo('2041-12-02', memberships => true);
SELECT p.name, p.unit, p.visits, (SELECT r.amount FROM fitclub.plan_price AS r WHERE r.plan_id = p.plan_id) AS price FROM fitclub.plan AS p ORDER BY p.plan_id;
SELECT m.first_name, p.starts_on, p.ends_on, b.amount, b.status
FROM fitclub.membership_period AS p JOIN fitclub.membership AS s USING (membership_id) JOIN fitclub.member AS m USING (member_id)
LEFT JOIN fitclub.billing_item AS b ON b.membership_id = p.membership_id AND b.period_on = p.starts_on ORDER BY s.membership_id, p.starts_on;
SELECT m.first_name, h.starts_on, h.ends_on FROM fitclub.membership_hold AS h JOIN fitclub.membership USING (membership_id) JOIN fitclub.member AS m USING (member_id);
SELECT m.first_name, d.step FROM fitclub.dunning AS d JOIN fitclub.billing_item USING (billing_id) JOIN fitclub.member AS m USING (member_id) ORDER BY d.step;
SELECT m.first_name, g.price, g.lot_id, g.membership_id, g.credits FROM fitclub.class_registration AS g JOIN fitclub.member AS m USING (member_id)
JOIN fitclub.class_schedule AS c USING (class_id) WHERE c.name = 'Stretching' ORDER BY m.member_id;
SELECT * FROM fitclub.verify();
SELECT fitclub.clear_data();
SELECT fitclub.seed_demo(memberships => true);
SELECT m.first_name, b.status, (now() AT TIME ZONE (SELECT time_zone FROM fitclub.club))::date - b.due_on AS days
FROM fitclub.billing_item AS b JOIN fitclub.member AS m USING (member_id) WHERE b.membership_id IS NOT NULL ORDER BY b.billing_id;
SELECT m.first_name, d.step FROM fitclub.dunning AS d JOIN fitclub.billing_item USING (billing_id) JOIN fitclub.member AS m USING (member_id) ORDER BY d.step;
SELECT * FROM fitclub.verify();
SELECT test.clean_club();
