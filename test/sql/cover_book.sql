--
-- What a booking costs: credits, a visit, the member's price or the price.
--
SET TimeZone = 'UTC';
SET DateStyle = 'ISO, YMD';
\pset footer off
-- Ann 1, Bob 2, Cyd 3, Dan 4; Tina 1, Tom 2, Una 3; Studio 1, Hall 2, Loft 3.
-- 2101-01-03 is a Monday.
SELECT test.open_club();
-- A session with Una at a time of a day.
CREATE FUNCTION test.book_with_una(member_id bigint, start text, activity text DEFAULT 'Personal training') RETURNS bigint
LANGUAGE sql AS $$
	SELECT fitclub.book_session(member_id, 3, NULL, start::timestamptz, start::timestamptz + interval '1 hour', activity);
$$;
CREATE FUNCTION test.covered(member_id bigint, start text, activity text DEFAULT 'Personal training')
RETURNS TABLE (price numeric, cover text, bills text)
LANGUAGE plpgsql AS $$
DECLARE
	booked bigint := test.book_with_una(member_id, start, activity);
BEGIN
	RETURN QUERY SELECT c.price, c.cover, c.bills FROM test.cover AS c WHERE c.kind = 'session' AND c.id = booked;
END $$;

-- Without a pack or a plan nothing is new.
SELECT * FROM test.book_with_una(1, '2101-01-03 08:00');
-- A lot of two credits: the first two bookings have no price and no bill.
SELECT test.give_lot(1, 2) AS lot;
SELECT * FROM test.book_with_una(1, '2101-01-03 10:00');
SELECT fitclub.create_class('Yoga', 1, 1, '2101-01-03 12:00', '2101-01-03 13:00');
SELECT fitclub.register_for_class(1, 1);
SELECT * FROM test.book_with_una(1, '2101-01-03 14:00');
SELECT * FROM test.cover;
SELECT * FROM test.lot;
-- A credit comes back with a booking that is cancelled in time, and is used again.
SELECT fitclub.cancel_session(2);
SELECT * FROM test.lot;
SELECT * FROM test.book_with_una(1, '2101-01-03 10:00');
SELECT * FROM test.cover WHERE kind = 'session';

--
-- The order in which they are used: an unlimited membership, then what ends
-- first, then what was made first.
--
SELECT test.open_club();
SELECT test.give_lot(1, 1, NULL) AS never_ends, test.give_lot(1, 1, '2101-03-31') AS later, test.give_lot(1, 1, '2101-01-31') AS first,
	test.give_lot(1, 1, '2101-03-31') AS later_too;
SELECT i, c.* FROM generate_series(1, 5) AS i, test.covered(1, format('2101-01-%s 10:00', 10 + i)) AS c ORDER BY i;
-- A membership with two visits a month that begins on the 5th: its period ends on the 4th.
SELECT test.open_club();
SELECT test.give_lot(1, 1, '2101-01-03') AS before, test.give_lot(1, 1, '2101-02-04') AS same_day, test.give_lot(1, 1, '2101-02-05') AS after,
	test.give_membership(1, 2, '2101-01-05') AS membership;
SELECT i, c.* FROM generate_series(1, 6) AS i, test.covered(1, format('2101-01-%s 10:00', 10 + i)) AS c ORDER BY i;
-- The next period has visits of its own, and can be booked before its dues; a membership that has not begun covers nothing.
SELECT * FROM test.covered(1, '2101-02-05 10:00');
SELECT * FROM test.covered(1, '2101-01-04 10:00');
-- An unlimited one comes first, whatever ends before.
SELECT test.give_membership(1) AS unlimited, test.give_lot(1, 1, '2101-02-05');
SELECT * FROM test.covered(1, '2101-02-05 12:00');
SELECT * FROM test.lot;

--
-- What a lot needs: its dates, by the club's clock, its scope, its credits, its money.
--
SELECT test.open_club();
SELECT fitclub.update_club(time_zone => 'America/New_York');
SELECT test.give_lot(1, 10, '2101-01-10', '2101-01-05') AS lot;
SELECT c.n, c.what, r.price, r.cover
FROM (VALUES
	(1, 'the last minute before it begins', '2101-01-04 23:30-05'),
	(2, 'the first minute', '2101-01-05 00:30-05'),
	(3, 'the last minute', '2101-01-10 23:30-05'),
	(4, 'half past midnight on the day after', '2101-01-11 00:30-05')
) AS c (n, what, start), test.covered(1, c.start) AS r ORDER BY c.n;
-- On the night on which clocks change as well: 2101-03-13 and 2101-11-06.
SELECT test.give_lot(2, 10, '2101-03-13', '2101-03-13') AS spring, test.give_lot(2, 10, '2101-11-06', '2101-11-06') AS autumn;
SELECT c.n, r.price, r.cover
FROM (VALUES
	(1, '2101-03-12 22:30-05'), (2, '2101-03-13 00:30-05'), (3, '2101-03-13 23:30-04'), (4, '2101-03-14 00:30-04'),
	(5, '2101-11-05 22:30-04'), (6, '2101-11-06 00:30-04'), (7, '2101-11-06 23:30-05'), (8, '2101-11-07 00:30-05')
) AS c (n, start), test.covered(2, c.start) AS r ORDER BY c.n;

SELECT test.open_club();
SELECT fitclub.create_service('Boxing', 'session', price => 40), fitclub.create_service('Pilates', 'class');
UPDATE fitclub.service SET credits = 2 WHERE name = 'Boxing';
SELECT test.give_lot(1, 5, '2101-01-31') AS classes, test.give_lot(1, 5, '2101-02-28') AS boxing, test.give_lot(1, 5, '2101-03-31') AS una;
INSERT INTO fitclub.pack_scope (pack_id, kind, service_id, trainer_id) VALUES
	(1, 'class', NULL, NULL), (2, 'session', 1, NULL), (2, 'class', 2, 2), (3, 'session', NULL, 3), (3, 'class', NULL, 3);
-- Two credits at once; then the one that is left does not do.
SELECT i, c.* FROM generate_series(1, 5) AS i, test.covered(1, format('2101-01-%s 10:00', 10 + i), 'boxing') AS c ORDER BY i;
SELECT * FROM test.covered(1, '2101-01-20 10:00');
SELECT * FROM fitclub.book_session(1, 1, NULL, '2101-01-20 12:00', '2101-01-20 13:00') AS with_tina;
SELECT fitclub.create_class('Pilates', t, t, '2101-01-24 10:00', '2101-01-24 11:00') FROM generate_series(1, 3) AS t;
SELECT fitclub.register_for_class(1, 1);
SELECT * FROM test.cover WHERE id IN (SELECT max(id) FROM test.cover GROUP BY kind);
UPDATE fitclub.credit_lot SET expires_on = '2101-01-01' WHERE lot_id = 1;
SELECT fitclub.cancel_registration(1), fitclub.register_for_class(1, 2), fitclub.cancel_registration(2), fitclub.register_for_class(1, 3);
SELECT * FROM test.cover WHERE kind = 'seat';
SELECT * FROM test.lot;

-- Money: not before its bill is paid in full, unless the pack says so, or there is no bill.
SELECT test.open_club();
SELECT test.give_lot(1, 5, price => 90) AS unpaid;
SELECT * FROM test.covered(1, '2101-01-10 10:00');
SELECT fitclub.record_payment(1, 40);
SELECT * FROM test.covered(1, '2101-01-10 12:00');
SELECT fitclub.record_payment(1, 50);
SELECT * FROM test.covered(1, '2101-01-10 14:00');
SELECT test.give_lot(2, 5, price => 90, usable_unpaid => true) AS on_trust;
SELECT * FROM test.covered(2, '2101-01-10 16:00');

-- The payer's lots, if the pack is shared; nobody else's, and not the other way round.
SELECT test.open_club();
SELECT fitclub.create_dependant(1, 'Kim', 'Child', '2015-01-01') AS kim;
SELECT test.give_lot(1, 5) AS own, test.give_lot(1, 5, '2101-12-31', is_shared => true) AS shared, test.give_lot(2, 5, '2101-01-31', is_shared => true);
SELECT * FROM test.covered(5, '2101-01-10 10:00');
SELECT * FROM test.covered(1, '2101-01-10 12:00');
UPDATE fitclub.pack SET is_shared = false;
SELECT * FROM test.covered(5, '2101-01-10 14:00');
SELECT test.give_lot(5, 5, is_shared => true) AS of_kim;
SELECT * FROM test.covered(5, '2101-01-10 16:00');
SELECT * FROM test.lot;

--
-- Memberships: on hold, ended, for some bookings, cheaper for others.
--
SELECT test.open_club();
SELECT test.give_membership(1, NULL, '2101-01-05', '2101-03-01') AS membership;
INSERT INTO fitclub.membership_hold (membership_id, starts_on, ends_on) VALUES (1, '2101-02-01', '2101-02-10');
SELECT c.n, r.* FROM (VALUES (1, '2101-01-04'), (2, '2101-01-05'), (3, '2101-01-31'), (4, '2101-02-01'), (5, '2101-02-09'),
	(6, '2101-02-10'), (7, '2101-02-28'), (8, '2101-03-01')) AS c (n, day), test.covered(1, c.day || ' 10:00') AS r ORDER BY c.n;
INSERT INTO fitclub.plan_scope (plan_id, kind, trainer_id, discount) VALUES (1, 'class', NULL, 100), (1, 'session', NULL, 12.5), (1, 'session', 3, 33.33);
SELECT * FROM test.covered(1, '2101-01-20 10:00');
SELECT * FROM fitclub.book_session(1, 1, NULL, '2101-01-20 12:00', '2101-01-20 13:00') AS with_tina;
SELECT * FROM test.cover WHERE id = (SELECT max(id) FROM test.cover);
SELECT fitclub.create_class('Yoga', 1, 1, '2101-01-20 14:00', '2101-01-20 15:00');
SELECT fitclub.register_for_class(1, 1);
SELECT price, cover FROM test.cover WHERE kind = 'seat';
-- The best of all discounts, and a lot comes before any.
SELECT test.give_membership(1, 1, '2101-01-05');
INSERT INTO fitclub.plan_scope (plan_id, kind, discount) VALUES (2, 'session', 50), (2, 'class', 5);
SELECT * FROM test.covered(1, '2101-01-21 10:00');
SELECT test.give_lot(1, 1);
SELECT * FROM test.covered(1, '2101-01-21 12:00');
-- A seat that is taken again has the member's price as well, and what was paid of it is enough.
SELECT test.open_club();
SELECT test.give_membership(1);
INSERT INTO fitclub.plan_scope (plan_id, kind, discount) VALUES (1, 'class', 20);
SELECT fitclub.create_class('Yoga', 1, 1, '2101-01-20 14:00', '2101-01-20 15:00');
SELECT fitclub.register_for_class(1, 1);
SELECT fitclub.record_payment(1);
SELECT fitclub.cancel_registration(1), fitclub.register_for_class(1, 1);
SELECT * FROM test.cover;
-- An amount that has no cents.
SELECT test.open_club();
SELECT fitclub.update_club(currency => 'JPY', default_session_price => 85);
SELECT test.give_membership(1);
INSERT INTO fitclub.plan_scope (plan_id, kind, discount) VALUES (1, 'session', 33.33);
SELECT * FROM test.covered(1, '2101-01-21 14:00');

--
-- What takes no cover: a price that staff give, and what is free.
--
SELECT test.open_club();
SELECT test.give_lot(1, 5);
SELECT fitclub.book_session(1, 3, NULL, '2101-01-10 08:00', '2101-01-10 09:00', price => 20);
SELECT fitclub.book_session(1, 3, NULL, '2101-01-10 10:00', '2101-01-10 11:00', price => 0);
SELECT fitclub.create_class('Talk', 3, 1, '2101-01-10 12:00', '2101-01-10 13:00', price => 0);
SELECT fitclub.register_for_class(1, 1);
SELECT fitclub.update_club(default_session_price => 0);
SELECT fitclub.book_session(1, 3, NULL, '2101-01-10 14:00', '2101-01-10 15:00');
SELECT fitclub.update_club(default_session_price => 85);
SELECT fitclub.book_available_session(1, '2101-01-10 16:00', '2101-01-10 17:00') AS any;
-- With packs switched off there is no look at them.
UPDATE fitclub.club SET uses_cover = false;
SELECT fitclub.book_session(1, 3, NULL, '2101-01-10 18:00', '2101-01-10 19:00');
SELECT * FROM test.cover;

-- A clash is the reason before the last credit is.
SELECT test.open_club();
SELECT test.give_lot(1, 1);
SELECT test.book_with_una(1, '2101-01-10 10:00');
SELECT sqlstate, constraint_name FROM test.refusal('SELECT test.book_with_una(1, ''2101-01-10 10:30'')');

-- A seat that money was paid for, and that is taken again, is not covered.
SELECT test.open_club();
SELECT fitclub.create_class('Yoga', 1, 1, '2101-01-03 12:00', '2101-01-03 13:00');
SELECT fitclub.register_for_class(1, 1), fitclub.record_payment(1, 50), fitclub.cancel_registration(1);
SELECT test.give_lot(1, 1);
SELECT fitclub.register_for_class(1, 1);
SELECT * FROM test.cover;

--
-- What is covered has no price and no bill.
--
SELECT test.open_club();
SELECT test.give_lot(1, 5);
SELECT test.book_with_una(1, '2101-01-10 10:00');
SELECT fitclub.create_class('Yoga', 1, 1, '2101-01-10 12:00', '2101-01-10 13:00');
SELECT fitclub.register_for_class(1, 1);
SELECT * FROM test.refusal('SELECT fitclub.update_session(1, price => 20)') \gx
SELECT sqlstate, constraint_name, table_name, message
FROM unnest(ARRAY['update_session(1, price => 20)', 'create_billing_item(1, 20, ''x'', private_session_id => 1)',
	'create_billing_item(1, 20, ''x'', class_id => 1)']) AS call, test.refusal('SELECT fitclub.' || call);
SELECT fitclub.update_session(1, 'Boxing', price => 0);
SELECT * FROM test.cover;

--
-- The guards: no more credits than there are, on every path.
--
SELECT test.open_club();
SELECT test.give_lot(1, 3) AS lot, test.give_lot(2, 1) AS other;
INSERT INTO fitclub.private_session (member_id, trainer_id, start_time, end_time, activity_type, price, lot_id, credits)
SELECT 1, 3, t, t + interval '1 hour', 'Direct', 0, 1, 1 FROM (VALUES (timestamptz '2101-01-10 10:00'), ('2101-01-10 12:00')) AS t (t);
SELECT fitclub.create_class('Yoga', 1, 1, '2101-01-10 14:00', '2101-01-10 15:00');
SELECT c.n, r.sqlstate, r.constraint_name, r.table_name
FROM (VALUES
	(1, 'INSERT INTO fitclub.class_registration (member_id, class_id, start_time, end_time, price, lot_id, credits)
		VALUES (1, 1, ''2101-01-10 14:00'', ''2101-01-10 15:00'', 0, 1, 2)'),
	(2, 'INSERT INTO fitclub.private_session (member_id, trainer_id, start_time, end_time, activity_type, price, lot_id, credits)
		VALUES (1, 3, ''2101-01-11 10:00'', ''2101-01-11 11:00'', ''Direct'', 0, 1, 2)'),
	(3, 'UPDATE fitclub.private_session SET credits = 3 WHERE session_id = 1'),
	(4, 'UPDATE fitclub.private_session SET lot_id = 2'),
	(5, 'UPDATE fitclub.private_session SET membership_id = 1'),
	(6, 'UPDATE fitclub.private_session SET kept_at = now()'),
	(7, 'UPDATE fitclub.private_session SET credits = 0'),
	(8, 'UPDATE fitclub.private_session SET lot_id = 99'),
	(9, 'INSERT INTO fitclub.lot_out (lot_id, credits, reason) VALUES (1, 2, ''refund'')')
) AS c (n, sql), test.refusal(c.sql) AS r ORDER BY c.n;
INSERT INTO fitclub.class_registration (member_id, class_id, start_time, end_time, price, lot_id, credits)
VALUES (1, 1, '2101-01-10 14:00', '2101-01-10 15:00', 0, 1, 1);
-- One that is cancelled uses nothing, and stands again if there is a credit; one that is kept uses it on.
UPDATE fitclub.private_session SET cancelled_at = now() WHERE session_id = 1;
UPDATE fitclub.private_session SET cancelled_at = now(), kept_at = now() WHERE session_id = 2;
SELECT * FROM test.lot;
SELECT test.book_with_una(1, '2101-01-12 10:00');
SELECT sqlstate, constraint_name FROM test.refusal('UPDATE fitclub.private_session SET cancelled_at = NULL WHERE session_id = 1');
UPDATE fitclub.private_session SET cancelled_at = NULL, kept_at = NULL WHERE session_id = 2;
SELECT sqlstate, constraint_name FROM test.refusal('UPDATE fitclub.private_session SET kept_at = cancelled_at WHERE session_id = 1');
SELECT * FROM test.cover;
SELECT * FROM test.lot;

DROP FUNCTION test.covered, test.book_with_una;
