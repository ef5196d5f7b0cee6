-- What test/demo shows. ECHO prints each statement before its result; after
-- \set ON_ERROR_STOP off come statements that are meant to be refused.

SET client_min_messages = warning;
\pset null '-'
\pset border 1

\echo
\echo :bold'1. A club in one extension, with three weeks of demo data from Monday, December 1, 2025':plain
\echo
\set ECHO queries

CREATE EXTENSION fitclub;
SELECT fitclub.seed_demo('2025-12-01', weeks => 3, memberships => true);
SELECT (SELECT count(*) FROM fitclub.member) AS members,
	(SELECT count(*) FROM fitclub.trainer) AS trainers,
	(SELECT count(*) FROM fitclub.room) AS rooms,
	(SELECT count(*) FROM fitclub.private_session) AS sessions,
	(SELECT count(*) FROM fitclub.class_schedule) AS classes,
	(SELECT count(*) FROM fitclub.class_registration) AS registrations,
	(SELECT count(*) FROM fitclub.billing_item) AS bills,
	(SELECT count(*) FROM fitclub.payment) AS payments;
\set ECHO none
SELECT set_config('TimeZone', time_zone, false) AS time_zone FROM fitclub.club \gset

\echo
\echo :bold'2. New people, and a new room':plain
\echo
\set ECHO queries

SELECT fitclub.create_member('Maya', 'Stone', 'maya.stone@demo.example', target_weight => 62) AS maya \gset
SELECT fitclub.create_member('Noah', 'Reed', 'noah.reed@demo.example') AS noah \gset
SELECT fitclub.create_member('Lena', 'Frost', 'lena.frost@demo.example') AS lena \gset
SELECT fitclub.create_trainer('Wanda', 'Hill', 'wanda.hill@demo.example', specialization => 'Strength') AS wanda \gset
SELECT fitclub.create_trainer('Igor', 'Vale', 'igor.vale@demo.example', specialization => 'Yoga') AS igor \gset
SELECT fitclub.create_room('Loft', 12) AS loft \gset
SELECT fitclub.set_availability(:wanda, day_of_week => 2, start_time => '09:00', end_time => '17:00') AS wanda_wednesdays,
	fitclub.set_availability(:igor, day_of_week => 2, start_time => '09:00', end_time => '17:00') AS igor_wednesdays;
SELECT fitclub.log_health_metric(:maya, weight => 68.4, height => 171, heart_rate => 61,
	recorded_at => '2025-12-01 08:00') AS metric \gset
SELECT first_name, last_name, target_weight, weight, height, heart_rate, recorded_at
FROM fitclub.member_latest_metric_view WHERE member_id = :maya;
\set ECHO none

\echo
\echo :bold'3. A booking, and its bill in the same transaction':plain
\echo
\set ECHO queries

SELECT fitclub.book_session(:maya, :wanda, :loft, '2025-12-03 10:00', '2025-12-03 11:00') AS session \gset
SELECT start_time, end_time, activity_type, price FROM fitclub.private_session WHERE session_id = :session;
SELECT description, amount, status FROM fitclub.billing_item WHERE private_session_id = :session;
\set ECHO none

\echo
\echo :bold'4. Nothing is double-booked':plain
\echo
\echo The room is taken, even for half of the hour:
\echo
\set ECHO queries
\set ON_ERROR_STOP off

SELECT fitclub.book_session(:noah, :igor, :loft, '2025-12-03 10:30', '2025-12-03 11:30');
\echo
\echo The trainer is busy, also for a session online:
\echo
SELECT fitclub.book_session(:noah, :wanda, NULL, '2025-12-03 10:00', '2025-12-03 11:00');
\echo
\echo The member is busy, also where somebody writes to the table by hand:
\echo
INSERT INTO fitclub.private_session (member_id, trainer_id, room_id, start_time, end_time)
VALUES (:maya, :igor, NULL, '2025-12-03 10:00', '2025-12-03 11:00');
\echo
\echo The trainer does not work that late:
\echo
SELECT fitclub.book_session(:noah, :wanda, NULL, '2025-12-03 16:30', '2025-12-03 17:30');
\set ON_ERROR_STOP on
\echo
\echo A dry run says all of it at once, without an error:
\echo
SELECT rule, resource, resource_id
FROM fitclub.find_conflicts(:wanda, '2025-12-03 10:30', '2025-12-03 11:30', member_id => :maya, room_id => :loft);
\echo
\echo And 11:00 is free, for 10:00 to 11:00 ends there:
\echo
SELECT fitclub.book_session(:noah, :wanda, :loft, '2025-12-03 11:00', '2025-12-03 12:00') AS next_session \gset
SELECT start_time, end_time FROM fitclub.private_session WHERE session_id = :next_session;
\set ECHO none

\echo
\echo :bold'5. A class, filled to its last seat':plain
\echo
\set ECHO queries

SELECT fitclub.create_class('Demo Yoga', :igor, :loft, '2025-12-03 13:00', '2025-12-03 14:00', capacity => 2) AS class \gset
SELECT fitclub.register_for_class(:maya, :class) AS maya_seat \gset
SELECT fitclub.register_for_class(:noah, :class) AS noah_seat \gset
SELECT name, trainer, room, price, capacity, seats_left
FROM fitclub.list_upcoming_classes('2025-12-03 13:00', '2025-12-03 13:01') WHERE class_id = :class;
\set ON_ERROR_STOP off

SELECT fitclub.register_for_class(:lena, :class);
\set ON_ERROR_STOP on
\echo
\echo Noah gives his seat back, and Lena gets it:
\echo
SELECT fitclub.cancel_registration(:noah_seat, reason => 'He is ill') AS cancelled \gset
SELECT fitclub.register_for_class(:lena, :class) AS lena_seat \gset
SELECT m.first_name, b.description, b.amount, b.status
FROM fitclub.billing_item AS b JOIN fitclub.member AS m USING (member_id)
WHERE b.class_id = :class ORDER BY b.billing_id;
\set ECHO none

\echo
\echo :bold'6. Maya moves her session to the afternoon: the bill follows, and she and her trainer are told':plain
\echo
\set ECHO queries

SELECT fitclub.reschedule_session(:session, '2025-12-03 15:00') AS moved \gset
SELECT s.start_time, s.end_time, b.description, b.amount, b.status
FROM fitclub.private_session AS s JOIN fitclub.billing_item AS b ON b.private_session_id = s.session_id
WHERE s.session_id = :session;
SELECT CASE WHEN member_id IS NULL THEN 'trainer' ELSE 'member' END AS who, message
FROM fitclub.notification WHERE member_id = :maya OR trainer_id = :wanda ORDER BY notification_id DESC LIMIT 2;
\set ECHO none

\echo
\echo :bold'7. She pays in two parts, and cannot pay more than she owes':plain
\echo
SELECT billing_id AS bill FROM fitclub.billing_item WHERE private_session_id = :session \gset
\set ECHO queries

SELECT fitclub.record_payment(:bill, 40) AS payment \gset
SELECT amount, status, paid_at IS NOT NULL AS settled FROM fitclub.billing_item WHERE billing_id = :bill;
\set ON_ERROR_STOP off

SELECT fitclub.record_payment(:bill, 45.01);
\set ON_ERROR_STOP on
\echo

SELECT fitclub.record_payment(:bill, 45, payment_type => 'cash') AS payment \gset
SELECT amount, status, paid_at IS NOT NULL AS settled FROM fitclub.billing_item WHERE billing_id = :bill;
SELECT fitclub.member_balance(:maya) AS maya_owes;
\set ECHO none

\echo
\echo :bold'8. A terminal sends a payment twice: it is recorded once, pays what she owes, and the rest is hers':plain
\echo
\set ECHO queries

SELECT fitclub.receive_payment(:maya, 60, 'card', request_key => 'terminal-1-0001') AS payment \gset
SELECT fitclub.receive_payment(:maya, 60, 'card', request_key => 'terminal-1-0001') = :payment AS same_payment;
SELECT bill, amount, type FROM fitclub.list_payments(member_id => :maya);
SELECT fitclub.member_balance(:maya) AS maya_owes, -fitclub.account_balance('credit', :maya) AS on_account;
\set ECHO none

\echo
\echo :bold'9. What Maya sees, once she has booked an hour next week, too':plain
\echo
\set ECHO queries

SELECT date_trunc('week', now()) + interval '9 days 10 hours' AS next_wednesday \gset
SELECT fitclub.book_session(:maya, :wanda, :loft, :'next_wednesday',
	:'next_wednesday'::timestamptz + interval '1 hour') AS upcoming \gset
\pset format unaligned
\pset tuples_only on

SELECT jsonb_pretty(fitclub.member_dashboard(:maya));
\set ECHO none

\echo
\echo :bold'10. What her trainer sees of that week':plain
\echo
\set ECHO queries

SELECT jsonb_pretty(fitclub.trainer_schedule(:wanda, '2025-12-01', '2025-12-08'));
\set ECHO none
\pset tuples_only off
\pset format aligned

\echo
\echo :bold'11. Igor is away for a day, the Loft becomes a floor for three, and what is free can be booked':plain
\echo
\set ECHO queries

SELECT fitclub.set_leave(:igor, '2025-12-10', '2025-12-11', 'Conference') AS leave \gset
\set ON_ERROR_STOP off
SELECT fitclub.book_session(:noah, :igor, NULL, '2025-12-10 10:00', '2025-12-10 11:00');
\set ON_ERROR_STOP on
\echo
SELECT fitclub.update_room(:loft, max_bookings => 3) AS floor \gset
SELECT * FROM fitclub.find_slots('1 hour', '2025-12-10 09:00', '2025-12-10 12:00',
	ARRAY[:wanda, :igor], ARRAY[:loft], member_id => :lena, step => '1 hour');
SELECT fitclub.book_available_session(:lena, '2025-12-10 09:00', '2025-12-10 10:00',
	ARRAY[:wanda, :igor], ARRAY[:loft]) AS any_trainer \gset
SELECT trainer, room, start_time, end_time FROM fitclub.list_bookings(:lena, '2025-12-10', '2025-12-11');
\set ECHO none
\pset format unaligned
\pset tuples_only on

\echo
\echo :bold'12. The week on one page':plain
\echo
\set ECHO queries

SELECT * FROM fitclub.week_timetable('2025-12-01');
\set ECHO none
\pset tuples_only off
\pset format aligned

\echo
\echo :bold'13. Two plans and a pack, a membership that is to be on hold, and a member who is past due':plain
\echo
\set ECHO queries

SELECT name, price, unit, visits, joining_fee FROM fitclub.list_plans();
SELECT name, credits, price, valid_for FROM fitclub.list_packs();
SELECT holder, plan, state, visits_left, hold_ends_on - hold_starts_on AS days_on_hold, next_amount
FROM fitclub.list_memberships() ORDER BY holder;
SELECT m.first_name, b.title, b.price, b.cover, b.cover_name
FROM fitclub.member AS m CROSS JOIN LATERAL fitclub.list_bookings(m.member_id, to_time => now() + interval '2 weeks') AS b
WHERE b.title = 'Stretching' ORDER BY m.member_id;
SELECT debtor, kind, amount, owed FROM fitclub.list_bills(only_open => true)
WHERE kind IN ('dues', 'late_fee') ORDER BY billing_id;
\set ECHO none

\echo
\echo :bold'14. What has come in since the till was counted, and the books, whose sides are equal':plain
\echo
\set ECHO queries

SELECT payment_type, payments, taken, given_back, net FROM fitclub.till_report();
SELECT account, part, debit, credit, balance FROM fitclub.trial_balance();
\set ECHO none

\echo
\echo :bold'15. The proof: every rule, checked again over all the data by plain SQL':plain
\echo
\set ECHO queries

SELECT * FROM fitclub.check_calendar();
\set ECHO none

-- What has been shown has to be so.
SELECT set_config('demo.session', :'session', false), set_config('demo.next_session', :'next_session', false),
	set_config('demo.class', :'class', false), set_config('demo.bill', :'bill', false),
	set_config('demo.maya', :'maya', false), set_config('demo.wanda', :'wanda', false) \gset ignored_
DO $$
BEGIN
	ASSERT (SELECT count(*) FROM fitclub.check_calendar()) = 0,
		'the calendar breaks a rule';
	ASSERT (SELECT array_agg(start_time ORDER BY session_id) FROM fitclub.private_session
			WHERE trainer_id = current_setting('demo.wanda')::bigint
				AND start_time < '2025-12-08')
		= ARRAY['2025-12-03 15:00', '2025-12-03 11:00']::timestamptz[],
		'the trainer has other sessions than the two that were booked';
	ASSERT (SELECT (amount, status, description LIKE 'Private session with Wanda Hill on Dec 03 03:00 PM%')
			= (85, 'paid', true)
		FROM fitclub.billing_item WHERE billing_id = current_setting('demo.bill')::bigint),
		'the session''s bill has not followed it, or is not paid';
	ASSERT (SELECT sum(amount) FROM fitclub.payment
			WHERE billing_id = current_setting('demo.bill')::bigint) = 85,
		'the payments are not those that were made';
	ASSERT (SELECT count(*) FROM fitclub.class_registration
			WHERE class_id = current_setting('demo.class')::bigint AND cancelled_at IS NULL) = 2,
		'the class is not full';
	ASSERT (SELECT array_agg(status ORDER BY billing_id) FROM fitclub.billing_item
			WHERE class_id = current_setting('demo.class')::bigint)
		= ARRAY['paid', 'cancelled', 'pending'],
		'the class''s bills are not as they should be';
	ASSERT fitclub.member_balance(current_setting('demo.maya')::bigint) = 85,
		'Maya does not owe just the upcoming session';
	ASSERT (SELECT array_agg(plan || ' ' || (hold_starts_on IS NOT NULL) ORDER BY holder) FROM fitclub.list_memberships())
		= ARRAY['Gold false', 'Basic false', 'Gold true'],
		'the memberships are not Ana''s, Ben''s and Dan''s, or Dan''s is not to be on hold';
	ASSERT (SELECT array_agg(coalesce(r.lot_id, r.membership_id) IS NOT NULL ORDER BY r.member_id)
			FROM fitclub.class_registration AS r JOIN fitclub.class_schedule AS c USING (class_id) WHERE c.name = 'Stretching')
		= ARRAY[true, true, false],
		'a plan and a pack do not cover the seats that they should';
	ASSERT (SELECT array_agg(kind || ' ' || owed ORDER BY billing_id) FROM fitclub.list_bills(only_open => true)
			WHERE kind IN ('dues', 'late_fee')) = ARRAY['dues 49.00', 'late_fee 10.00'],
		'Ben is not past due with his dues and a late fee';
	ASSERT fitclub.account_balance('credit', current_setting('demo.maya')::bigint) = -10,
		'Maya does not have the rest of her payment on account';
	ASSERT (SELECT net FROM fitclub.till_report() WHERE payment_type = 'cash') = 45,
		'the till does not tell what Maya paid in cash';
	ASSERT (SELECT balance FROM fitclub.trial_balance() WHERE account IS NULL) = 0,
		'the books do not sum to zero';
	ASSERT jsonb_array_length(fitclub.member_dashboard(current_setting('demo.maya')::bigint)
		-> 'upcoming_sessions') = 1,
		'the dashboard does not show the upcoming session';
	ASSERT (SELECT trainer_id FROM fitclub.private_session ORDER BY session_id DESC LIMIT 1)
		= current_setting('demo.wanda')::bigint,
		'the session with any trainer is not with the one who is there';
	ASSERT (SELECT count(*) FROM fitclub.week_timetable('2025-12-01')) > 0,
		'the timetable is empty';
END
$$;
