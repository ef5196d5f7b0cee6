--
-- Visits: members at the door, what lets them in, and what the desk is told.
--
SET TimeZone = 'UTC';
SET DateStyle = 'ISO, YMD';
\pset format unaligned
\pset footer off

-- Ann 1, Bob 2, Cyd 3, Dan 4; Tina 1, Una 3, who works around the clock. It is about noon in the club.
SELECT test.open_club();
SELECT test.set_noon();
SELECT fitclub.create_staff('Sam', 'Kay', 'sam@example.org', 'a long password') AS sam;

-- Whoever comes is noted, once in ten minutes.
SELECT v.report - 'came_at' AS report, (v.report ->> 'came_at')::timestamptz BETWEEN now() AND clock_timestamp() AS now FROM fitclub.check_in(1) AS v (report);
SELECT v.report ->> 'visit_id' AS visit, v.report ->> 'is_new' AS is_new FROM fitclub.check_in(1, 'Again') AS v (report);
UPDATE fitclub.visit SET came_at = came_at - interval '8 minutes';
SELECT v.report ->> 'visit_id' AS visit, v.report ->> 'is_new' AS is_new FROM fitclub.check_in(1) AS v (report);
UPDATE fitclub.visit SET came_at = came_at - interval '121 seconds';
SET fitclub.identity = 'staff:1';
SELECT v.report ->> 'visit_id' AS visit, v.report ->> 'is_new' AS is_new FROM fitclub.check_in(1, 'Again') AS v (report);
RESET fitclub.identity;
SELECT v.report ->> 'visit_id' AS visit, v.report ->> 'is_new' AS is_new FROM fitclub.check_in(2) AS v (report);
SELECT visit_id, visitor_id, visitor, staff_id, staff, reason FROM fitclub.list_visits();
SELECT c.call, r.sqlstate, r.constraint_name, r.table_name, r.column_name, r.message, r.detail, r.left_behind
FROM unnest(ARRAY[
	'check_in(NULL)', 'check_in(99)', $$check_in(1, '')$$, $$check_in(1, ' ')$$, $$check_in(1, repeat('x', 201))$$, $$check_in(1, E'a\nb')$$,
	'list_visits(member_id => 99)', $$list_visits('2001-01-02', '2001-01-01')$$
	]) WITH ORDINALITY AS c (call, n)
CROSS JOIN LATERAL test.refusal('SELECT fitclub.' || c.call) AS r ORDER BY c.n;

-- Pages, oldest first, in a time, of a member.
SELECT visit_id FROM fitclub.list_visits(max_rows => 2);
SELECT l.visit_id FROM fitclub.visit AS v CROSS JOIN LATERAL fitclub.list_visits(after_time => v.came_at, after_id => v.visit_id) AS l WHERE v.visit_id = 1;
SELECT visit_id FROM fitclub.list_visits(member_id => 1);
SELECT visit_id FROM fitclub.list_visits('2001-01-01', '2001-02-01');
SELECT visit_id FROM fitclub.list_visits(now() - interval '5 minutes', 'infinity');
SET fitclub.identity = 'member:1';
SELECT visit_id, visitor, staff, reason FROM fitclub.list_visits();
SELECT r.sqlstate, r.message FROM test.refusal('SELECT * FROM fitclub.list_visits(member_id => 2)') AS r;
SELECT r.sqlstate, r.message FROM test.refusal('SELECT fitclub.check_in(1)') AS r;
RESET fitclub.identity;

-- A club that lets in members only: whoever has something for today.
CREATE FUNCTION test.door(member_id bigint, reason text DEFAULT NULL) RETURNS text
LANGUAGE plpgsql AS $$
DECLARE
	constraint_name text;
	found text;
BEGIN
	UPDATE fitclub.visit SET came_at = came_at - interval '1 hour' WHERE visit.member_id = door.member_id;
	SELECT 'in, covered ' || (v.report ->> 'is_covered') INTO found FROM fitclub.check_in(door.member_id, door.reason) AS v (report);
	RETURN found;
EXCEPTION WHEN OTHERS THEN
	GET STACKED DIAGNOSTICS constraint_name = CONSTRAINT_NAME;
	RETURN SQLSTATE || ' ' || constraint_name;
END $$;
SELECT fitclub.update_club(admission => 'members');
SELECT r.sqlstate, r.constraint_name, r.table_name, r.column_name, r.message, r.detail, r.hint, r.left_behind FROM test.refusal('SELECT fitclub.check_in(3)') AS r;
SELECT test.door(3) AS nothing, test.door(3, 'Trial lesson') AS trial;
SELECT visitor, reason FROM fitclub.list_visits(member_id => 3);
-- Who is in is in: a visit that goes on is no new one.
SELECT fitclub.check_in(3) ->> 'reason' AS reason;

-- By a membership that is active.
INSERT INTO fitclub.plan (name) VALUES ('Gold'), ('Silver');
INSERT INTO fitclub.membership (member_id, starts_on, anchor_on) SELECT 3, test.today() - 40, test.today() - 40;
SELECT test.door(3) AS without_plan;
INSERT INTO fitclub.membership_plan (membership_id, from_on, plan_id) VALUES (1, test.today() - 40, 1);
SELECT test.door(3) AS member;
UPDATE fitclub.membership SET starts_on = test.today() + 1;
SELECT test.door(3) AS from_tomorrow;
UPDATE fitclub.membership SET starts_on = test.today();
SELECT test.door(3) AS from_today;
UPDATE fitclub.membership SET ends_on = test.today() + 1;
SELECT test.door(3) AS last_day;
UPDATE fitclub.membership SET ends_on = test.today();
SELECT test.door(3) AS ended;
UPDATE fitclub.membership SET ends_on = NULL, starts_on = test.today() - 40, contract_until = test.today() - 2;
SELECT test.door(3) AS contract_over;
INSERT INTO fitclub.membership_hold (membership_id, starts_on, ends_on) VALUES (1, test.today() - 13, test.today() - 8);
SELECT test.door(3) AS contract_longer_by_a_hold;
INSERT INTO fitclub.membership_hold (membership_id, starts_on, ends_on) VALUES (1, test.today(), 'infinity');
SELECT test.door(3) AS on_hold;
SELECT m.value - '{starts_on,ends_on}'::text[] AS membership, (m.value ->> 'starts_on')::date - test.today() AS starts, (m.value ->> 'ends_on')::date - test.today() AS ends
FROM jsonb_array_elements(fitclub.check_in(3, 'On hold') -> 'memberships') AS m (value);

-- By credits, the member's own or those that a payer shares.
INSERT INTO fitclub.pack (name, credits, price) VALUES ('Ten', 10, 100);
INSERT INTO fitclub.pack_sale (pack_id, member_id, credits, price) VALUES (1, 4, 10, 0);
INSERT INTO fitclub.credit_lot (sale_id, member_id, credits, valid_from, expires_on) VALUES (1, 4, 10, test.today(), test.today());
SELECT test.door(4) AS last_day;
SELECT fitclub.check_in(4) -> 'credits' AS credits;
UPDATE fitclub.credit_lot SET expires_on = NULL;
SELECT test.door(4) AS for_ever;
SELECT fitclub.set_payer(2, 4) AS bob;
SELECT test.door(2) AS not_shared;
UPDATE fitclub.pack SET is_shared = true;
SELECT test.door(2) AS shared, fitclub.check_in(2) -> 'credits' AS credits;
SELECT fitclub.set_payer(2, NULL) AS bob, test.door(2) AS not_his_payer;
-- They are paid for, unless they can be used before, as for a booking.
SELECT fitclub.sell_pack(2, 1) AS sale;
SELECT test.door(2) AS unpaid, fitclub.check_in(2, 'To pay') -> 'credits' AS credits;
UPDATE fitclub.pack SET usable_unpaid = true;
SELECT test.door(2) AS usable_unpaid, fitclub.check_in(2) -> 'credits' AS credits;
UPDATE fitclub.pack SET usable_unpaid = false;
SELECT fitclub.record_payment(billing_id, amount, 'cash') IS NOT NULL AS paid FROM fitclub.billing_item WHERE member_id = 2;
SELECT test.door(2) AS paid, fitclub.check_in(2) -> 'credits' AS credits;
SELECT fitclub.refund_pack(2) IS NOT NULL AS refunded, test.door(2) AS nothing_left;
INSERT INTO fitclub.lot_out (lot_id, credits, reason) VALUES (1, 10, 'refund');
SELECT test.door(4) AS nothing_left;
BEGIN;
SET LOCAL session_replication_role = replica;
DELETE FROM fitclub.lot_out;
UPDATE fitclub.credit_lot SET valid_from = test.today() - 9, expires_on = test.today() - 1;
SELECT test.door(4) AS expired;
UPDATE fitclub.credit_lot SET valid_from = test.today() + 1, expires_on = NULL;
SELECT test.door(4) AS from_tomorrow;
ROLLBACK;

-- By a booking of today.
SELECT fitclub.book_session(2, 3, NULL, now() + interval '20 hours', now() + interval '21 hours', 'Boxing') AS tomorrow;
SELECT test.door(2) AS tomorrow;
SELECT fitclub.reschedule_session(1, now() + interval '3 hours') AS today;
SELECT test.door(2) AS today;
SELECT fitclub.cancel_session(1) AS cancelled;
SELECT test.door(2) AS cancelled;
-- One that was earlier today lets in as well, and one that begins within the hour, whatever the date.
SELECT fitclub.book_session(2, 3, 1, now() - interval '3 hours', now() - interval '2 hours', 'Massage') AS earlier;
SELECT test.door(2) AS earlier;
SELECT b.value - '{start_time,end_time}'::text[] AS booking FROM jsonb_array_elements(fitclub.check_in(2) -> 'bookings') AS b (value);

-- Attendance is noted of the classes that have begun and are not over, and of those of the next hour.
SELECT fitclub.create_class('Over', 3, 2, now() - interval '90 minutes', now() - interval '30 minutes', price => 0) AS over,
	fitclub.create_class('Begun', 3, 2, now() - interval '20 minutes', now() + interval '10 minutes', price => 0) AS begun,
	fitclub.create_class('Soon', 3, 2, now() + interval '59 minutes', now() + interval '70 minutes', price => 0) AS soon,
	fitclub.create_class('Later', 3, 2, now() + interval '80 minutes', now() + interval '90 minutes', price => 0) AS later,
	fitclub.create_class('Given back', 3, 2, now() + interval '30 minutes', now() + interval '40 minutes', price => 0) AS back;
SELECT fitclub.register_for_class(1, c) AS seat FROM generate_series(1, 5) AS c;
SELECT fitclub.register_for_class(2, c) AS seat FROM generate_series(2, 3) AS c;
SELECT fitclub.cancel_registration(5) AS back;
SELECT test.door(1) AS at_the_door;
SELECT g.member_id, c.name, g.attended FROM fitclub.class_registration AS g JOIN fitclub.class_schedule AS c USING (class_id) ORDER BY 1, c.start_time;
SELECT b.value ->> 'title' AS title, b.value ->> 'attended' AS attended FROM jsonb_array_elements(fitclub.check_in(1) -> 'bookings') AS b (value);
-- A visit that goes on notes what has come meanwhile.
SELECT fitclub.reschedule_class(4, now() + interval '75 minutes', now() + interval '85 minutes') AS later, fitclub.reschedule_class(4, now() + interval '42 minutes', now() + interval '50 minutes') AS sooner;
SELECT fitclub.check_in(1) ->> 'is_new' AS is_new;
SELECT c.name FROM fitclub.class_registration AS g JOIN fitclub.class_schedule AS c USING (class_id) WHERE g.member_id = 1 AND g.attended ORDER BY c.start_time;

-- What is owed, and what of it is past due.
SELECT fitclub.create_bill(4, 20, 'Locker', due_on => '2001-01-01') AS bill, fitclub.create_bill(4, 30, 'Shoes') AS bill;
SELECT fitclub.record_payment(b.billing_id, 5) > 0 AS paid FROM fitclub.billing_item AS b WHERE b.description = 'Locker';
UPDATE fitclub.visit SET came_at = came_at - interval '1 hour' WHERE member_id = 4;
SELECT v.report ->> 'owed' AS owed, v.report ->> 'past_due' AS past_due FROM fitclub.check_in(4, 'To pay') AS v (report);

-- An erased member does not come, and nothing is left of why they did.
SELECT count(*) > 0 AS noted FROM fitclub.audit_log WHERE new_row ->> 'reason' = 'To pay' OR old_row ->> 'reason' = 'To pay';
SELECT fitclub.erase_member(4) AS erased;
SELECT r.sqlstate, r.constraint_name, r.message FROM test.refusal('SELECT fitclub.check_in(4)') AS r;
SELECT DISTINCT reason FROM fitclub.visit WHERE member_id = 4;
SELECT count(*) FROM fitclub.audit_log WHERE new_row ->> 'reason' = 'To pay' OR old_row ->> 'reason' = 'To pay';
SELECT rule, table_name, row_id, detail FROM fitclub.verify();
SELECT fitclub.update_club(uses_cover => true);
SELECT rule, table_name, row_id, detail FROM fitclub.verify();

-- About midnight: in the last hour of a day who has a booking after it may come, and in the first one nobody for one that ended with the day.
CREATE FUNCTION test.set_hour(hour integer) RETURNS void
LANGUAGE sql AS $$
	SELECT fitclub.update_club(time_zone => 'Etc/GMT' || to_char(11 - (hour - utc + 35) % 24, 'FMSG90'))
	FROM CAST(extract(hour FROM now() AT TIME ZONE 'UTC') AS integer) AS utc;
$$;
SELECT test.open_club();
SELECT fitclub.update_club(admission => 'members') AS club;
SELECT test.set_hour(23);
SELECT fitclub.book_session(1, 3, NULL, hour + interval '1 hour', hour + interval '2 hours') AS tomorrow
FROM date_trunc('hour', now()) AS hour;
SELECT test.door(1) AS tomorrow;
SELECT test.set_hour(0);
SELECT fitclub.book_session(2, 3, NULL, hour - interval '1 hour', hour) AS yesterday FROM date_trunc('hour', now()) AS hour;
SELECT test.door(2) AS yesterday;
DROP FUNCTION test.set_hour;
DROP FUNCTION test.door;
SELECT test.clean_club();
