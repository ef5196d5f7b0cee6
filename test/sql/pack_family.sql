--
-- Credits that a payer shares, and what becomes of what they pay for when somebody else pays, or somebody is erased.
--
SET TimeZone = 'UTC';
SET DateStyle = 'ISO, YMD';
\pset format unaligned
\pset footer off

-- Ann 1, who pays for Kim and Lou, Bob 2; Una 3, who works around the clock.
SELECT test.open_club();
SELECT fitclub.create_dependant(1, 'Kim', 'Member') AS kim, fitclub.create_dependant(1, 'Lou', 'Member') AS lou \gset
SELECT fitclub.create_pack('Family', 5, 50, is_shared => true) AS family, fitclub.create_pack('Own', 5, 50) AS own;
SELECT fitclub.sell_pack(1, 1, '2101-01-01') AS shared, fitclub.grant_credits(1, 2, 1) AS own;
SELECT fitclub.record_payment(1, 50) AS payment;
SELECT fitclub.book_session(:kim, 3, NULL, '2101-02-01 09:00', '2101-02-01 10:00') AS kim,
	fitclub.book_session(:lou, 3, NULL, '2101-02-02 09:00', '2101-02-02 10:00') AS lou;
SELECT session_id, lot_id, credits, price FROM fitclub.private_session ORDER BY 1;
SELECT lot_id, left_over FROM fitclub.list_credits(1);

-- Kim has an e-mail and pays alone: what is booked stays paid for, and further bookings are billed.
SELECT fitclub.release_dependant(:kim, 'kim@example.org') = :kim AS released;
SELECT fitclub.book_session(:kim, 3, NULL, '2101-02-03 09:00', '2101-02-03 10:00') AS billed;
SELECT session_id, lot_id, price FROM fitclub.private_session ORDER BY 1;
SELECT * FROM fitclub.verify();
-- What Kim cancels comes back to the lot.
SELECT fitclub.cancel_session(1) AS session;
SELECT lot_id, left_over FROM fitclub.list_credits(1);

-- Bob pays for Lou from now on, and Ann can be erased; Lou's session stays as it is.
SELECT fitclub.set_payer(:lou, 2) = :lou AS paid_by_bob;
SELECT fitclub.erase_member(1) AS erased;
SELECT session_id, lot_id, cancelled_at IS NULL AS stands FROM fitclub.private_session ORDER BY 1;
SELECT lot_id, left_over FROM fitclub.list_credits(1);
SELECT sqlstate, constraint_name FROM test.refusal('SELECT fitclub.set_cover(''lot'', session_id => 3, lot_id => 1)');
SELECT * FROM fitclub.verify();

-- An erased member's sessions to come are cancelled, and the credits are the holder's again.
SELECT fitclub.sell_pack(2, 1, '2101-01-01') AS shared;
SELECT fitclub.record_payment(max(billing_id), 50) > 0 AS paid FROM fitclub.billing_item;
SELECT fitclub.book_session(:lou, 3, NULL, '2101-02-04 09:00', '2101-02-04 10:00') AS lou;
SELECT left_over FROM fitclub.list_credits(2);
SELECT fitclub.erase_member(:lou) = :lou AS erased;
SELECT left_over FROM fitclub.list_credits(2);
SELECT sqlstate, constraint_name, left_behind FROM test.refusal('SELECT fitclub.refund_pack(1, notes => ''Gone'')');
SELECT fitclub.refund_pack(1) AS refunded;
SELECT status FROM fitclub.billing_item WHERE sale_id = 1;
SELECT * FROM fitclub.verify();
SELECT test.clean_club();
