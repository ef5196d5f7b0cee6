--
-- Bookings that a membership covers, when it changes, stands still or ends.
--
\pset format unaligned
\pset footer off
SET DateStyle = 'ISO';
-- Ann 1, Bob 2, Cyd 3, Dan 4; Una is trainer 3, and works around the clock.
SELECT test.open_club();
SELECT fitclub.create_plan('All', 100) AS all, fitclub.create_plan('Twice', 60, visits => 2) AS twice,
	fitclub.create_plan('Classes', 40) AS classes, fitclub.create_plan('More', 200) AS more;
SELECT fitclub.add_plan_scope(3, 'class') > 0 AS classes_only;
CREATE FUNCTION pg_temp.book(member_id bigint, VARIADIC days text[]) RETURNS bigint
LANGUAGE sql AS $$
	SELECT count(fitclub.book_session(member_id, 3, NULL, (day || ' 10:00+00')::timestamptz + member_id * interval '1 hour',
		(day || ' 11:00+00')::timestamptz + member_id * interval '1 hour')) FROM unnest(days) AS day
$$;
CREATE VIEW pg_temp.booked AS
SELECT kind, member, to_char(start_time AT TIME ZONE 'UTC', 'MM-DD') AS day, cover, price, state, bills FROM test.cover ORDER BY member, start_time;
SELECT fitclub.create_class('Yoga', 3, 1, '2101-02-10 08:00+00', '2101-02-10 09:00+00') AS yoga;
-- On hold.
SELECT fitclub.join_plan(1, 1, '2101-01-01') AS ann \gset
SELECT pg_temp.book(1, '2101-01-12', '2101-01-25') AS sessions, fitclub.register_for_class(1, 1) AS seat;
SELECT (test.refusal(format('SELECT fitclub.hold_membership(%s, ''2101-01-10'', ''2101-01-20'')', :ann))).*;
SELECT (test.refusal(format('SELECT fitclub.hold_membership(%s, ''2101-01-10'')', :ann))).detail;
SELECT fitclub.hold_membership(:ann, '2101-01-13', '2101-01-25') = :ann AS between_them, fitclub.end_hold(:ann, '2101-01-13') = :ann AS taken_away;
SELECT fitclub.hold_membership(:ann, '2101-01-10', '2101-01-20', on_bookings => 'cancel') = :ann AS held;
SELECT * FROM pg_temp.booked;
SELECT member_id, trainer_id, message FROM fitclub.notification WHERE message ~ 'cancelled|hold' ORDER BY notification_id;
-- It lasts longer than it was to, and ends after all.
SELECT r.sqlstate, r.constraint_name, r.detail FROM test.refusal(format('SELECT fitclub.end_hold(%s, ''2101-02-11'')', :ann)) AS r;
SELECT fitclub.end_hold(:ann, '2101-01-26', on_bookings => 'bill') = :ann AS lengthened;
SELECT * FROM pg_temp.booked;
-- The end: the class comes after it.
SELECT r.sqlstate, r.constraint_name, r.detail FROM test.refusal(format('SELECT fitclub.cancel_membership(%s, ''2101-02-10'')', :ann)) AS r;
SELECT fitclub.cancel_membership(:ann, '2101-02-11') = :ann AS after_it, fitclub.keep_membership(:ann) = :ann AS kept;
SET fitclub.identity = 'member:1';
SELECT fitclub.cancel_membership(:ann, '2101-02-10', on_bookings => 'cancel') = :ann AS by_the_member;
RESET fitclub.identity;
SELECT * FROM pg_temp.booked WHERE kind = 'seat';
SELECT member_id, trainer_id, message FROM fitclub.notification WHERE message ~ 'seat' ORDER BY notification_id;
SELECT * FROM fitclub.verify();
-- A hold has a period end later, and more visits fall into it than it has: the last
-- one is not covered any longer.
SELECT fitclub.join_plan(2, 2, '2101-01-01') AS bob \gset
SELECT pg_temp.book(2, '2101-01-08', '2101-01-30', '2101-02-02', '2101-02-20') AS sessions;
SELECT r.sqlstate, r.constraint_name, r.detail FROM test.refusal(format('SELECT fitclub.hold_membership(%s, ''2101-01-10'', ''2101-01-15'')', :bob)) AS r;
SELECT fitclub.hold_membership(:bob, '2101-01-10', '2101-01-15', on_bookings => 'bill') = :bob AS held;
SELECT * FROM pg_temp.booked WHERE member = 'Bob';
SELECT * FROM fitclub.verify();
-- Another plan includes less; from its day on only.
SELECT fitclub.join_plan(3, 1, '2101-01-01') AS cyd \gset
SELECT pg_temp.book(3, '2101-01-12', '2101-01-25') AS sessions, fitclub.register_for_class(3, 1) AS seat;
SELECT r.sqlstate, r.constraint_name, r.detail FROM test.refusal(format('SELECT fitclub.change_plan(%s, 3, ''2101-01-01'')', :cyd)) AS r;
SELECT fitclub.change_plan(:cyd, 3, '2101-01-20', on_bookings => 'cancel') = :cyd AS changed;
SELECT * FROM pg_temp.booked WHERE member = 'Cyd';
-- A planned change comes later by a hold, and with it what it includes.
SELECT pg_temp.book(3, '2101-01-15') AS sessions;
SELECT fitclub.change_plan(:cyd, 4, '2101-02-01') = :cyd AS changed;
SELECT pg_temp.book(3, '2101-02-03') AS sessions;
SELECT r.sqlstate, r.constraint_name, r.detail FROM test.refusal(format('SELECT fitclub.hold_membership(%s, ''2101-01-22'', ''2101-01-27'')', :cyd)) AS r;
SELECT fitclub.change_plan(:cyd, 1, '2101-02-01') = :cyd AS not_more_but_all;
SELECT r.sqlstate, r.constraint_name, r.detail FROM test.refusal(format('SELECT fitclub.change_plan(%s, 3)', :cyd)) AS r;
-- Another membership covers what this one does not any longer.
SELECT fitclub.join_plan(4, 1, '2101-01-01') AS first, fitclub.join_plan(4, 4, '2101-01-01') AS second \gset
SELECT pg_temp.book(4, '2101-01-12', '2101-02-12') AS sessions;
SELECT cover = 'membership ' || :first AS by_the_first FROM pg_temp.booked WHERE member = 'Dan';
SELECT fitclub.cancel_membership(:first, '2101-02-01', on_bookings => 'bill') = :first AS cancelled;
SELECT cover = 'membership ' || :first AS by_the_first, cover = 'membership ' || :second AS by_the_second, price FROM pg_temp.booked WHERE member = 'Dan';
SELECT * FROM fitclub.verify();
-- Members end none to save what cancelling late costs, be it a fee or a visit; the desk may.
SELECT test.open_club();
SELECT fitclub.update_club(cancellation_notice => '360 days') AS club;
SELECT test.give_membership(1, late_fee => 25) AS fee, test.give_membership(2, 5) AS visits, test.give_membership(3) AS neither;
SELECT count(fitclub.book_session(m, 3, NULL, now() + make_interval(days => 60, hours => m), now() + make_interval(days => 60, hours => m + 1)))
FROM generate_series(1, 3) AS m;
SET fitclub.identity = 'member:1';
SELECT (test.refusal('SELECT fitclub.cancel_membership(1, on_bookings => ''cancel'')')).*;
SELECT r.constraint_name FROM test.refusal('SELECT fitclub.cancel_membership(1, on_bookings => ''bill'')') AS r;
SET fitclub.identity = 'member:2';
SELECT r.constraint_name, r.message FROM test.refusal('SELECT fitclub.cancel_membership(2, on_bookings => ''cancel'')') AS r;
SET fitclub.identity = 'member:3';
SELECT fitclub.cancel_membership(3, on_bookings => 'cancel');
RESET fitclub.identity;
SELECT fitclub.cancel_membership(1, on_bookings => 'cancel');
SELECT member, cover, price, state, bills FROM test.cover ORDER BY member;
SELECT test.clean_club();
