--
-- What covers a session that moves to another date.
--
SET TimeZone = 'UTC';
SET DateStyle = 'ISO, YMD';
\pset footer off
-- Ann 1, Bob 2, Cyd 3, Dan 4; Tina 1, Tom 2, Una 3; Studio 1, Hall 2, Loft 3.
SELECT test.open_club();
SELECT fitclub.create_service('Boxing', 'session');
-- One case: what a member has is given, a session is booked on the 10th and moved. Nothing of it stays.
CREATE FUNCTION test.moved(given text, move text, then_do text DEFAULT 'SELECT 1') RETURNS TABLE (before text, after text, price numeric, bills text, error text)
LANGUAGE plpgsql AS $$
DECLARE
	session bigint;
	refusal record;
BEGIN
	BEGIN
		EXECUTE given;
		session := fitclub.book_session(1, 3, NULL, '2101-01-10 10:00', '2101-01-10 11:00', 'Boxing');
		SELECT c.cover INTO before FROM test.cover AS c WHERE c.kind = 'session' AND c.id = session;
		EXECUTE then_do;
		SELECT * INTO refusal FROM test.refusal(format('SELECT fitclub.reschedule_session(%s, %s)', session, move));
		SELECT c.cover, c.price, c.bills INTO after, price, bills FROM test.cover AS c WHERE c.kind = 'session' AND c.id = session;
		error := refusal.sqlstate || ' ' || refusal.constraint_name;
		RAISE SQLSTATE 'ZZ000';
	EXCEPTION WHEN SQLSTATE 'ZZ000' THEN
	END;
	RETURN NEXT;
END $$;
-- From February on the membership is on a plan for one kind of bookings.
CREATE FUNCTION test.change_plan(kind text, service_id bigint) RETURNS void
LANGUAGE sql AS $$
	INSERT INTO fitclub.plan (name) VALUES ('Other');
	INSERT INTO fitclub.plan_scope (plan_id, kind, service_id) SELECT max(plan_id), change_plan.kind, change_plan.service_id FROM fitclub.plan;
	INSERT INTO fitclub.membership_plan (membership_id, from_on, plan_id)
	SELECT m.membership_id, '2101-02-01', max(plan_id) FROM fitclub.membership AS m, fitclub.plan GROUP BY m.membership_id;
$$;
CREATE TABLE test.move_case (n integer GENERATED ALWAYS AS IDENTITY, what text, given text, move text, then_do text DEFAULT 'SELECT 1');
INSERT INTO test.move_case (what, given, move) VALUES
	('the lot holds', $$SELECT test.give_lot(1, 1, '2101-01-31')$$, $$'2101-01-31 23:00'$$),
	('the lot does not', $$SELECT test.give_lot(1, 1, '2101-01-31')$$, $$'2101-02-01 00:30'$$),
	('nor before it begins', $$SELECT test.give_lot(1, 1, NULL, '2101-01-10')$$, $$'2101-01-09 23:30'$$),
	('another lot does', $$SELECT test.give_lot(1, 1, '2101-01-31'), test.give_lot(1, 1, '2101-02-28')$$, $$'2101-02-01 10:00'$$),
	('a membership does', $$SELECT test.give_lot(1, 1, '2101-01-31'), test.give_membership(1, NULL, '2101-02-01')$$, $$'2101-02-01 10:00'$$),
	('the membership runs', $$SELECT test.give_membership(1, NULL, '2101-01-05', '2101-02-05')$$, $$'2101-02-04 10:00'$$),
	('it has ended', $$SELECT test.give_membership(1, NULL, '2101-01-05', '2101-02-05')$$, $$'2101-02-05 10:00'$$),
	('it has not begun', $$SELECT test.give_membership(1, NULL, '2101-01-05', '2101-02-05')$$, $$'2101-01-04 10:00'$$),
	('its only visit moves in its period', $$SELECT test.give_membership(1, 1, '2101-01-05')$$, $$'2101-02-04 10:00'$$),
	('and into the next', $$SELECT test.give_membership(1, 1, '2101-01-05')$$, $$'2101-02-05 10:00'$$);
INSERT INTO test.move_case (what, given, move, then_do) VALUES
	('it is on hold', $$SELECT test.give_membership(1)$$, $$'2101-02-05 10:00'$$,
		$$INSERT INTO fitclub.membership_hold (membership_id, starts_on, ends_on) SELECT membership_id, '2101-02-01', '2101-02-10' FROM fitclub.membership$$),
	('a lot helps out', $$SELECT test.give_membership(1)$$, $$'2101-02-05 10:00'$$,
		$$INSERT INTO fitclub.membership_hold (membership_id, starts_on, ends_on) SELECT membership_id, '2101-02-01', '2101-02-10' FROM fitclub.membership; SELECT test.give_lot(1, 1)$$),
	('the visit of the next period is used', $$SELECT test.give_membership(1, 1, '2101-01-05')$$, $$'2101-02-05 10:00'$$,
		$$SELECT fitclub.book_session(1, 3, NULL, '2101-02-10 10:00', '2101-02-10 11:00')$$),
	('the next plan does not include it', $$SELECT test.give_membership(1)$$, $$'2101-02-05 10:00'$$,
		$$SELECT test.change_plan('class', NULL)$$),
	('the next plan includes it', $$SELECT test.give_membership(1)$$, $$'2101-02-05 10:00'$$,
		$$SELECT test.change_plan('session', 1)$$),
	('on the same date nobody looks', $$SELECT test.give_lot(1, 1, '2101-01-31')$$, $$'2101-01-10 15:00'$$,
		$$UPDATE fitclub.credit_lot SET expires_on = '2101-01-05'$$),
	('nor is the scope looked at', $$SELECT test.give_lot(1, 1, '2101-01-31')$$, $$'2101-01-11 15:00'$$,
		$$INSERT INTO fitclub.pack_scope (pack_id, kind) SELECT pack_id, 'class' FROM fitclub.pack$$),
	('what is billed stays so', $$SELECT 1$$, $$'2101-01-12 10:00'$$, $$SELECT test.give_lot(1, 1)$$);
SELECT c.n, c.what, m.* FROM test.move_case AS c, test.moved(c.given, c.move, c.then_do) AS m ORDER BY c.n;
SELECT * FROM test.refusal($$SELECT test.give_lot(1, 1, '2101-01-31'), fitclub.reschedule_session(
	fitclub.book_session(1, 3, NULL, '2101-01-10 10:00', '2101-01-10 11:00'), '2101-02-01 10:00')$$) \gx

-- Another trainer or another service is no reason to look anew; nor is another room.
SELECT test.open_club();
SELECT fitclub.create_service('Boxing', 'session');
SELECT test.give_lot(1, 5, '2101-01-31');
INSERT INTO fitclub.pack_scope (pack_id, kind, service_id, trainer_id) VALUES (1, 'session', 1, 3);
SELECT fitclub.book_session(1, 3, NULL, '2101-01-10 10:00', '2101-01-10 11:00', 'Boxing');
SELECT fitclub.reschedule_session(1, '2101-01-11 10:00', trainer_id => 1), fitclub.update_session(1, 'Yoga'), fitclub.reassign_session(1, 1);
SELECT * FROM test.cover;

-- A class that the club moves keeps its members' cover.
SELECT fitclub.create_class('Yoga', 3, 1, '2101-01-20 10:00', '2101-01-20 11:00');
SELECT test.give_lot(2, 1, '2101-01-20');
SELECT fitclub.register_for_class(2, 1);
SELECT fitclub.reschedule_class(1, '2101-02-20 10:00');
SELECT * FROM test.cover WHERE kind = 'seat';
SELECT rule, table_name, row_id FROM fitclub.verify() WHERE rule LIKE '%cover%' OR rule = 'visit_limit';

-- The payer's lot, found as the session moves.
SELECT test.open_club();
SELECT fitclub.create_dependant(1, 'Kim', 'Child', '2015-01-01') AS kim;
SELECT test.give_lot(5, 1, '2101-01-31'), test.give_lot(1, 1, is_shared => true);
SELECT fitclub.book_session(5, 3, NULL, '2101-01-10 10:00', '2101-01-10 11:00');
SELECT fitclub.reschedule_session(1, '2101-02-10 10:00');
SELECT * FROM test.cover;
SELECT * FROM test.lot;

DROP TABLE test.move_case;
DROP FUNCTION test.moved, test.change_plan;
