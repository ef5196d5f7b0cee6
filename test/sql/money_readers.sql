--
-- Bills and payments as lists: a member's own, or all for the desk.
--
SET TimeZone = 'UTC';
SET DateStyle = 'ISO, YMD';
\pset format unaligned
\pset footer off
-- Ann 1, Bob 2; Tina 1; Studio 1.
SELECT test.open_club();
SELECT fitclub.create_staff('Grace', 'Kim', 'grace.kim@example.com', 'long enough') AS grace \gset
SELECT fitclub.book_session(1, 1, 1, '2101-01-03 09:00', '2101-01-03 10:00', price => 80) AS session \gset
SELECT fitclub.create_class('Yoga', 3, 2, '2101-01-03 11:00', '2101-01-03 12:00', 8, 30) AS yoga \gset
SELECT fitclub.register_for_class(2, :yoga) AS seat \gset
SELECT fitclub.create_billing_item(1, 5, 'Towel') AS towel \gset
SELECT fitclub.create_billing_item(1, 7, 'Padlock') AS padlock \gset
SELECT fitclub.cancel_billing_item(:padlock) > 0 AS cancelled;
SELECT fitclub.record_payment(billing_id, 30.50, 'cash', staff_id => :grace) AS cash FROM fitclub.billing_item WHERE private_session_id = :session \gset
SELECT fitclub.record_payment(:towel, 5, 'card') AS card \gset
SELECT fitclub.refund_payment(:card, 2, staff_id => :grace) AS refund \gset
SELECT test.forge('UPDATE fitclub.payment SET paid_at = timestamptz ''2025-02-01 09:00+00'' + payment_id * interval ''1 hour''');

SELECT billing_id, debtor_id, debtor, kind, description, amount, paid, owed, status, session_id, class_id, trainer_id, due_on = (created_at AT TIME ZONE 'UTC')::date AS due_at_once FROM fitclub.list_bills();
SELECT billing_id, kind, owed FROM fitclub.list_bills(1);
SELECT billing_id, kind, owed FROM fitclub.list_bills(1, only_open => true);
SELECT billing_id, kind, owed FROM fitclub.list_bills(only_open => true);
SELECT billing_id FROM fitclub.list_bills(max_rows => 2);
SELECT billing_id FROM fitclub.list_bills(after_id => :towel);
-- What the lists say is owed is what the balance says.
SELECT member_id, fitclub.member_balance(member_id) = (SELECT sum(owed) FROM fitclub.list_bills(member_id)) AS same FROM fitclub.member WHERE member_id <= 2;

SELECT * FROM fitclub.list_payments('2025-02-01', '2025-02-02');
SELECT payment_id, type FROM fitclub.list_payments('2025-02-01', '2025-02-02', payment_type => 'card');
SELECT payment_id, taken_by FROM fitclub.list_payments('2025-02-01', '2025-02-02', staff_id => :grace);
SELECT payment_id FROM fitclub.list_payments('2025-02-01', member_id => 2);
SELECT payment_id FROM fitclub.list_payments('2025-02-01', max_rows => 1);
SELECT payment_id FROM fitclub.list_payments('2025-02-01', after_time => '2025-02-01 10:00+00', after_id => :cash);
SELECT payment_id FROM fitclub.list_payments('2025-02-01', after_time => '2025-02-01 10:00+00');
-- The last seven days.
SELECT count(*) FROM fitclub.list_payments();
SELECT test.forge(format('UPDATE fitclub.payment SET paid_at = now() - interval ''1 minute'' WHERE payment_id = %s', :cash));
SELECT payment_id = :cash AS found FROM fitclub.list_payments();

-- A member sees its own, and is not told of others.
CREATE ROLE money_reader_member;
SELECT fitclub.grant_role('member', 'money_reader_member');
SELECT fitclub.link_login('money_reader_member', member_id => 2);
SET ROLE money_reader_member;
SELECT debtor_id, kind, owed FROM fitclub.list_bills();
SELECT count(*) FROM fitclub.list_payments('2025-02-01');
RESET ROLE;
SELECT fitclub.unlink_login('money_reader_member');
SELECT fitclub.revoke_role('member', 'money_reader_member');
DROP ROLE money_reader_member;

SELECT c.call, r.sqlstate, r.constraint_name, r.message
FROM unnest(ARRAY['list_bills(99)', 'list_payments(member_id => 99)', 'list_payments(payment_type => ''gold'')',
	'list_payments(''2025-02-02'', ''2025-02-01'')']) WITH ORDINALITY AS c (call, n)
CROSS JOIN LATERAL test.refusal('SELECT * FROM fitclub.' || c.call) AS r
ORDER BY c.n;

-- A page is read by its index, and no further: rows that are looked at for ten,
-- with 2,000 bills and payments in front of them and behind them.
INSERT INTO fitclub.member (first_name, last_name, email) SELECT 'Ana', 'Lee', n || '@example.com' FROM generate_series(1, 400) AS n;
INSERT INTO fitclub.billing_item (member_id, amount, description, created_at)
SELECT (SELECT max(member_id) FROM fitclub.member) - n % 400, 1, 'Towel', timestamptz '2024-01-01 00:00+00' + n * interval '1 minute' FROM generate_series(1, 4000) AS n;
INSERT INTO fitclub.payment (billing_id, member_id, amount, payment_type, paid_at)
SELECT billing_id, member_id, 1, 'cash', created_at FROM fitclub.billing_item WHERE description = 'Towel' AND amount = 1;
ANALYZE fitclub.billing_item, fitclub.payment;
CREATE FUNCTION looked_at() RETURNS bigint LANGUAGE sql AS $$
	SELECT sum(seq_tup_read + idx_tup_fetch) FROM pg_stat_xact_user_tables WHERE relname IN ('billing_item', 'payment')
$$;
SELECT max(billing_id) - 2000 AS middle FROM fitclub.billing_item \gset
BEGIN;
SELECT looked_at() AS before \gset
SELECT count(*) FROM fitclub.list_bills(max_rows => 10, after_id => :middle);
SELECT looked_at() - :before < 100 AS few;
SELECT looked_at() AS before \gset
SELECT count(*) FROM fitclub.list_payments('2024-01-02 09:00', '2024-01-03 09:00', max_rows => 10);
SELECT looked_at() - :before < 100 AS few;
COMMIT;
DROP FUNCTION looked_at;
