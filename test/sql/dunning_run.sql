--
-- Dunning: the steps, and who is told what of which bills, once.
--
SET TimeZone = 'UTC';
SET DateStyle = 'ISO, YMD';
\pset format unaligned
\pset footer off

-- Ann 1, Bob 2, Cyd 3, Dan 4.
SELECT test.open_club();
SELECT fitclub.set_dunning_step(1, 7, 'Please pay {amount} for {description}, due on {due}.') AS step,
	fitclub.set_dunning_step(3, 30, '{amount} is overdue: {description}', 15) AS step,
	fitclub.set_dunning_step(2, 14, 'A second time', 5) AS step;
SELECT * FROM fitclub.list_dunning_steps();
-- A step is changed by being set again; 2 is to be nothing but a fee of 7.50.
SELECT fitclub.set_dunning_step(2, 14, '{description}{description}', 7.50) AS step;
SELECT * FROM fitclub.list_dunning_steps();
SELECT c.call, r.sqlstate, r.constraint_name, r.table_name, r.column_name, r.message, r.detail, r.hint, r.left_behind
FROM unnest(ARRAY[
	$$set_dunning_step(NULL, 1, 'x')$$,
	$$set_dunning_step(0, 1, 'x')$$,
	$$set_dunning_step(101, 1, 'x')$$,
	$$set_dunning_step(4, NULL, 'x')$$,
	$$set_dunning_step(4, 0, 'x')$$,
	$$set_dunning_step(4, 1001, 'x')$$,
	$$set_dunning_step(4, 14, 'x')$$,
	$$set_dunning_step(3, 14, 'x')$$,
	$$set_dunning_step(4, 60, NULL)$$,
	$$set_dunning_step(4, 60, ' ')$$,
	$$set_dunning_step(4, 60, repeat('x', 1001))$$,
	$$set_dunning_step(4, 60, E'one\ntwo')$$,
	$$set_dunning_step(4, 60, '{amont}')$$,
	$$set_dunning_step(4, 60, '{ amount}')$$,
	$$set_dunning_step(4, 60, 'amount}')$$,
	$$set_dunning_step(4, 60, '{{amount}')$$,
	$$set_dunning_step(4, 60, 'x', 0)$$,
	$$set_dunning_step(4, 60, 'x', -1)$$,
	$$set_dunning_step(4, 60, 'x', 0.001)$$,
	$$set_dunning_step(4, 60, 'x', 'NaN')$$,
	$$remove_dunning_step(NULL)$$,
	$$remove_dunning_step(4)$$,
	$$run_dunning('infinity')$$,
	$$run_dunning('1899-12-31')$$
	]) WITH ORDINALITY AS c (call, n)
CROSS JOIN LATERAL test.refusal('SELECT fitclub.' || c.call) AS r
ORDER BY c.n;

-- A date to come is nobody's who is a person.
INSERT INTO fitclub.administrative_staff (first_name, last_name, email) VALUES ('Flo', 'Desk', 'flo@example.org');
BEGIN;
SELECT set_config('fitclub.identity', 'staff:1', true);
SELECT r.sqlstate, r.constraint_name, r.message FROM test.refusal($$SELECT fitclub.run_dunning('2101-01-01')$$) AS r;
COMMIT;
-- Nothing is due, so nobody is told.
SELECT fitclub.run_dunning();
-- 1 and 2 of Ann's were due on New Year's day of 2001, 3 of Bob's a week later; of 4, half is paid, and 5 is.
SELECT fitclub.create_bill(1, 20, 'Locker rental', due_on => '2001-01-01') AS one,
	fitclub.create_bill(1, 5, 'A towel', due_on => '2001-01-01') AS two,
	fitclub.create_bill(2, 30, 'Shoes', due_on => '2001-01-08') AS three,
	fitclub.create_bill(3, 40, 'A bike', due_on => '2001-01-01') AS four,
	fitclub.create_bill(4, 50, 'A mat', due_on => '2001-01-01') AS five;
SELECT fitclub.record_payment(4, 19.99) AS paid, fitclub.record_payment(5) AS paid, fitclub.cancel_billing_item(2) AS cancelled;
CREATE VIEW test.dunned AS
SELECT n.member_id, n.message FROM fitclub.notification AS n ORDER BY n.member_id, n.message COLLATE "C";
CREATE VIEW test.step_taken AS
SELECT d.billing_id, d.step FROM fitclub.dunning AS d ORDER BY d.billing_id, d.step;
CREATE VIEW test.late_fee AS
SELECT b.member_id, b.amount, b.description, b.status, b.due_on, b.trainer_id
FROM fitclub.billing_item AS b WHERE b.kind = 'late_fee' ORDER BY b.billing_id;
SELECT fitclub.run_dunning('2001-01-07') AS early;
SELECT fitclub.run_dunning('2001-01-08') AS first;
SELECT * FROM test.dunned;
SELECT * FROM test.step_taken;
-- Once.
SELECT fitclub.run_dunning('2001-01-08') AS again, fitclub.run_dunning('2001-01-14') AS early;
-- The second step with its fee; Bob's first.
SELECT fitclub.run_dunning('2001-01-15') AS second;
SELECT * FROM test.step_taken;
SELECT * FROM test.late_fee;
SELECT * FROM test.dunned WHERE member_id = 2;
-- Who has been away for long is told of each step, and billed each fee.
SELECT fitclub.create_bill(4, 60, 'Boxing', due_on => '2000-01-01') AS bill;
SELECT fitclub.run_dunning('2001-01-15') AS three_steps;
SELECT * FROM test.dunned WHERE member_id = 4;
SELECT * FROM test.late_fee WHERE member_id = 4;
-- A late fee is past due like any other bill, and has no fee of its own. It is due on the day it was made.
SELECT b.billing_id, d.due_on = (b.created_at AT TIME ZONE 'UTC')::date AS today, d.reached_on - d.due_on AS days
FROM fitclub_internal.dunning_due AS d JOIN fitclub.billing_item AS b USING (billing_id)
WHERE b.kind = 'late_fee' AND b.member_id = 4 ORDER BY b.billing_id, days;
UPDATE fitclub.billing_item SET due_on = '2000-06-01' WHERE kind = 'late_fee' AND member_id = 4;
SELECT fitclub.run_dunning('2001-01-15') AS steps_for_fees;
SELECT count(*) FROM test.late_fee WHERE member_id = 4;
SELECT n.message, count(*) FROM test.dunned AS n WHERE n.member_id = 4 AND n.message LIKE '%Late fee%' GROUP BY 1 ORDER BY 1;

-- A step that is removed is no longer taken, and what it has been stays; it can be set again.
SELECT fitclub.remove_dunning_step(3) AS step;
SELECT * FROM fitclub.list_dunning_steps();
SELECT r.sqlstate, r.constraint_name, r.column_name, r.message FROM test.refusal('SELECT fitclub.remove_dunning_step(3)') AS r;
SELECT fitclub.run_dunning('2002-01-01') AS without_3;
SELECT fitclub.set_dunning_step(4, 30, 'Its days are free') AS step;
SELECT fitclub.remove_dunning_step(4) AS step, fitclub.set_dunning_step(3, 30, 'Last time') AS step;
SELECT fitclub.run_dunning('2002-01-01') AS with_3;
SELECT * FROM test.step_taken WHERE step = 3;

-- The payer is told in the member's place; the member is billed the fee. Nobody who is erased is told or billed.
SELECT fitclub.set_payer(2, 1) AS payer;
SELECT fitclub.create_bill(2, 8, 'Water', due_on => '2001-06-01') AS bobs, fitclub.create_bill(3, 9, 'Juice', due_on => '2001-06-01') AS cyds;
SELECT fitclub.erase_member(3) AS erased;
SELECT fitclub.run_dunning('2001-06-15') AS of_bob;
SELECT * FROM test.dunned WHERE message LIKE '%Water%' OR message LIKE '%Juice%' OR member_id = 3;
SELECT member_id, amount, description FROM test.late_fee WHERE description LIKE '%Water';
-- As long as a message can be, it fits.
SELECT fitclub.set_dunning_step(5, 1, repeat('{description}', 76)) AS step, fitclub.create_bill(4, 1, repeat('x', 2000), due_on => '2001-07-01') AS long;
SELECT fitclub.run_dunning('2001-07-20') > 0 AS some;
SELECT max(length(message)) AS longest FROM fitclub.notification;
SELECT max(length(description)) AS longest FROM test.late_fee;
SELECT fitclub.remove_dunning_step(5) AS step;

-- Without a due date a bill is due on the day it was made, by the club's clock.
SELECT fitclub.update_club(time_zone => 'Pacific/Kiritimati');
SELECT fitclub.create_billing_item(4, 3, 'Kiritimati') AS bill;
SELECT d.step, d.due_on = (b.created_at AT TIME ZONE 'Pacific/Kiritimati')::date AS today
FROM fitclub_internal.dunning_due AS d JOIN fitclub.billing_item AS b USING (billing_id) WHERE b.description = 'Kiritimati' ORDER BY d.step;
SELECT fitclub.update_club(time_zone => 'UTC');
-- Amounts are worded in the currency.
BEGIN;
ALTER TABLE fitclub.billing_item DISABLE TRIGGER USER;
UPDATE fitclub.club SET currency = 'JPY';
SELECT fitclub.create_bill(4, 3000, 'Yen', due_on => '2001-08-01') AS bill, fitclub.run_dunning('2001-08-08') > 0 AS some;
SELECT * FROM test.dunned WHERE message LIKE '%Yen%';
ROLLBACK;

-- Only at READ COMMITTED; nothing is left of a run that is taken back.
BEGIN ISOLATION LEVEL REPEATABLE READ;
SELECT r.sqlstate, r.message, r.detail FROM test.refusal('SELECT fitclub.run_dunning()') AS r;
COMMIT;
SELECT test.state() AS before \gset
BEGIN;
SELECT fitclub.run_dunning() > 0 AS some;
ROLLBACK;
SELECT test.state() = :'before' AS unchanged;
-- What was done stays.
SELECT c.call, r.sqlstate, r.constraint_name, r.table_name, r.message, r.detail, r.hint
FROM unnest(ARRAY['DELETE FROM fitclub.dunning', 'UPDATE fitclub.dunning SET made_at = made_at - interval ''1 day''', 'TRUNCATE fitclub.dunning', 'DELETE FROM fitclub.dunning_step']) WITH ORDINALITY AS c (call, n)
CROSS JOIN LATERAL test.refusal(c.call) AS r ORDER BY c.n;
SELECT * FROM fitclub.verify();
DROP VIEW test.dunned, test.step_taken, test.late_fee;
