--
-- Members and trainers: adding, changing, and what is refused.
--
SET TimeZone = 'UTC';
SET DateStyle = 'ISO, YMD';
\pset format unaligned
\pset footer off
SELECT test.clean_club();

-- A member with everything, and one with no more than is needed.
SELECT fitclub.create_member('Ana', 'Lee', 'ana.lee@example.com', '+1 416 555 0141', '1994-03-12',
	'female', 62.25, 'Half marathon');
SELECT fitclub.create_member(last_name => 'Cole', first_name => 'Ben', email => 'Ben.Cole@Example.com');
SELECT member_id, first_name, last_name, email, phone_number, date_of_birth, gender,
	target_weight, notes, last_metric_at,
	joined_at BETWEEN now() - interval '1 hour' AND now() AS joined_now
FROM fitclub.member ORDER BY member_id;

-- The limits of a goal are goals too, and who is born today may join.
SELECT fitclub.create_member('Zero', 'Goal', 'zero@example.com', target_weight => 0);
SELECT fitclub.create_member('Top', 'Goal', 'top@example.com', target_weight => 300);
SELECT fitclub.create_member('New', 'Born', 'new@example.com', date_of_birth => (now() AT TIME ZONE 'UTC')::date);
SELECT fitclub.create_member('Old', 'Born', 'old@example.com', date_of_birth => '1900-01-01');

-- Today is the club's day: it is never yet this day on the other side of the earth.
SELECT fitclub.update_club(time_zone => 'Pacific/Kiritimati');
SELECT fitclub.create_member('East', 'Born', 'east@example.com',
	date_of_birth => (now() AT TIME ZONE 'Pacific/Kiritimati')::date);
SELECT fitclub.update_club(time_zone => 'Etc/GMT+12');
SELECT sqlstate, constraint_name, message FROM test.refusal($$
	SELECT fitclub.create_member('West', 'Born', 'west@example.com',
		date_of_birth => (now() AT TIME ZONE 'Pacific/Kiritimati')::date)$$);
SELECT fitclub.update_club(time_zone => 'UTC');

SELECT test.state() AS before \gset

-- E-mail addresses that are one, without the quoted and bracketed kinds.
SELECT a.email, fitclub_internal.is_email(a.email)
FROM unnest(ARRAY['a@b.co', 'ana.lee+gym@mail.example.org', 'o''neill@example.org', 'x_1-2@sub-domain.example.org',
	'UPPER@EXAMPLE.ORG', repeat('a', 60) || '@' || repeat('b.', 95) || 'org']) WITH ORDINALITY AS a (email, n)
ORDER BY a.n;

-- E-mail addresses that are none.
SELECT to_json(a.email) AS email, r.sqlstate, r.constraint_name, r.message
FROM unnest(ARRAY['', ' ', 'plain', '@', '@example.org', 'ana@', 'ana@example', 'ana@.org', 'ana@example.',
	'ana@@example.org', 'ana@lee@example.org', 'ana@example..org', 'a..b@example.org', '.ana@example.org',
	'ana.@example.org', 'ana lee@example.org', ' ana@example.org', 'ana@example.org ', E'ana@example.org\n',
	E'a\tna@example.org', 'Ana <ana@example.org>', 'ana@example.org,ben@example.org',
	'ana@example.org;ben@example.org', 'ana:x@example.org', 'ana\@example.org', '"ana"@example.org',
	'ana@[127.0.0.1]', 'ana(x)@example.org', 'mailto:ana@example.org']) WITH ORDINALITY AS a (email, n)
CROSS JOIN LATERAL test.refusal(format('SELECT fitclub.create_member(''X'', ''Y'', %L)', a.email)) AS r
ORDER BY a.n;
SELECT fitclub_internal.is_email(repeat('a', 64) || '@' || repeat(repeat('d', 61) || '.', 3) || 'com') AS longest,
	fitclub_internal.is_email(repeat('a', 64) || '@' || repeat(repeat('d', 61) || '.', 3) || 'info') AS too_long,
	fitclub_internal.is_email(E'a\x7fna@example.org') AS unprintable, fitclub_internal.is_email(NULL) IS NULL AS of_null_null;
SELECT r.sqlstate, r.constraint_name, r.table_name, r.column_name, r.message, r.detail, r.hint FROM test.refusal($$SELECT fitclub.create_member('X', 'Y', 'plain')$$) AS r;
SELECT count(*) AS refused_everywhere
FROM unnest(ARRAY[
	$$SELECT fitclub.create_trainer('X', 'Y', 'plain')$$,
	$$SELECT fitclub.update_member(1, email => 'plain')$$,
	$$SELECT fitclub.create_staff('X', 'Y', 'plain', 'long enough')$$]) AS c (call)
CROSS JOIN LATERAL test.refusal(c.call) AS r
WHERE r.sqlstate = '22023' AND r.column_name = 'email' AND r.constraint_name = r.table_name || '_email_check';

-- An address or a telephone that somebody has.
SELECT c.call, r.sqlstate, r.constraint_name, r.table_name
FROM unnest(ARRAY[
	$$SELECT fitclub.create_member('A', 'L', 'ana.lee@example.com')$$,
	$$SELECT fitclub.create_member('A', 'L', 'ANA.Lee@Example.COM')$$,
	$$SELECT fitclub.create_member('B', 'C', 'ben.cole@example.com')$$,
	$$SELECT fitclub.create_member('A', 'L', 'other@example.com', '+1 416 555 0141')$$,
	$$SELECT fitclub.update_member(2, email => 'Ana.Lee@example.com')$$,
	$$SELECT fitclub.update_member(2, phone_number => '+1 416 555 0141')$$,
	$$INSERT INTO fitclub.member (first_name, last_name, email) VALUES ('A', 'L', 'ANA.LEE@EXAMPLE.COM')$$
	]) WITH ORDINALITY AS c (call, n)
CROSS JOIN LATERAL test.refusal(c.call) AS r
ORDER BY c.n;

-- Values that are none.
SELECT c.arguments, r.sqlstate, r.constraint_name, r.table_name, r.column_name, r.message, r.detail, r.hint
FROM unnest(ARRAY[
	$$NULL, 'L', 'x@example.com'$$,
	$$'A', NULL, 'x@example.com'$$,
	$$'A', 'L', NULL$$,
	$$'', 'L', 'x@example.com'$$,
	$$'   ', 'L', 'x@example.com'$$,
	$$E'\t\n', 'L', 'x@example.com'$$,
	$$'A', '', 'x@example.com'$$,
	$$'A', ' ', 'x@example.com'$$,
	$$'A', 'L', 'x@example.com', ' '$$,
	$$'A', 'L', 'x@example.com', date_of_birth => '2101-01-01'$$,
	$$'A', 'L', 'x@example.com', date_of_birth => (now() AT TIME ZONE 'UTC')::date + 2$$,
	$$'A', 'L', 'x@example.com', date_of_birth => '1899-12-31'$$,
	$$'A', 'L', 'x@example.com', date_of_birth => 'infinity'$$,
	$$'A', 'L', 'x@example.com', date_of_birth => '-infinity'$$,
	$$'A', 'L', 'x@example.com', target_weight => -0.1$$,
	$$'A', 'L', 'x@example.com', target_weight => 300.1$$,
	$$'A', 'L', 'x@example.com', target_weight => 300.0000000001$$,
	$$'A', 'L', 'x@example.com', target_weight => 'NaN'$$,
	$$'A', 'L', 'x@example.com', target_weight => 'Infinity'$$,
	$$'A', 'L', 'x@example.com', target_weight => '-Infinity'$$
	]) WITH ORDINALITY AS c (arguments, n)
CROSS JOIN LATERAL test.refusal(format('SELECT fitclub.create_member(%s)', c.arguments)) AS r
ORDER BY c.n;

-- The tables hold the same limits for writers past the functions.
SELECT c.assignment, r.sqlstate, r.constraint_name, r.column_name
FROM unnest(ARRAY[
	$$first_name = ' '$$, $$last_name = ''$$, $$email = 'plain'$$, $$phone_number = ''$$,
	$$date_of_birth = '1899-12-31'$$, $$date_of_birth = 'infinity'$$,
	$$target_weight = -0.1$$, $$target_weight = 300.1$$, $$target_weight = 'NaN'$$,
	$$first_name = NULL$$, $$joined_at = NULL$$
	]) WITH ORDINALITY AS c (assignment, n)
CROSS JOIN LATERAL test.refusal(format('UPDATE fitclub.member SET %s WHERE member_id = 1', c.assignment)) AS r
ORDER BY c.n;

-- Nothing of all that was written.
SELECT test.state() = :'before' AS unchanged;

-- Changing what is given leaves the rest; clear empties.
SELECT fitclub.update_member(1, target_weight => 60.5);
SELECT fitclub.update_member(1, email => 'Ana.Lee@example.com', notes => '');
SELECT fitclub.update_member(2, 'Benjamin', 'Coleman', 'b.coleman@example.com', '+1 416 555 0142',
	'1986-11-02', 'male', 84, 'Knee');
SELECT first_name, last_name, email, phone_number, date_of_birth, gender, target_weight, notes
FROM fitclub.member WHERE member_id <= 2 ORDER BY member_id;
SELECT fitclub.update_member(2, clear => ARRAY['phone_number', 'date_of_birth', 'gender', 'target_weight', 'notes']);
SELECT fitclub.update_member(1, gender => 'woman', clear => ARRAY['notes', 'notes']);
SELECT first_name, last_name, email, phone_number, date_of_birth, gender, target_weight, notes
FROM fitclub.member WHERE member_id <= 2 ORDER BY member_id;

-- A change of nothing changes nothing; a telephone that was given up is free again.
SELECT test.state() AS before \gset
SELECT fitclub.update_member(1);
SELECT fitclub.update_member(1, clear => '{}');
SELECT test.state() = :'before' AS unchanged;
SELECT fitclub.update_member(1, phone_number => '+1 416 555 0142');

-- Changes that are refused.
SELECT test.state() AS before \gset
SELECT c.arguments, r.sqlstate, r.constraint_name, r.table_name, r.column_name, r.message, r.detail, r.hint
FROM unnest(ARRAY[
	$$NULL$$,
	$$999, first_name => 'A'$$,
	$$-1$$,
	$$1, first_name => ' '$$,
	$$1, last_name => ''$$,
	$$1, phone_number => ''$$,
	$$1, date_of_birth => '2101-01-01'$$,
	$$1, target_weight => 300.1$$,
	$$1, target_weight => 'NaN'$$,
	$$1, clear => NULL$$,
	$$1, clear => '{email}'$$,
	$$1, clear => '{first_name}'$$,
	$$1, clear => '{member_id}'$$,
	$$1, clear => '{NOTES}'$$,
	$$1, clear => '{notes,NULL}'$$
	]) WITH ORDINALITY AS c (arguments, n)
CROSS JOIN LATERAL test.refusal(format('SELECT fitclub.update_member(%s)', c.arguments)) AS r
ORDER BY c.n;
SELECT test.state() = :'before' AS unchanged;

-- Trainers.
SELECT fitclub.create_trainer('Tina', 'Ray', 'tina.ray@example.com', '+1 416 555 0151', 'Strength');
SELECT fitclub.create_trainer('Omar', 'Ali', 'omar.ali@example.com');
-- Two trainers may share a telephone, and a trainer may be a member too.
SELECT fitclub.create_trainer('Ana', 'Lee', 'ana.lee@example.com', '+1 416 555 0151');
SELECT fitclub.update_trainer(2, specialization => 'Yoga', phone_number => '+1 416 555 0152');
SELECT fitclub.update_trainer(3, is_active => false);
SELECT * FROM fitclub.trainer ORDER BY trainer_id;
SELECT fitclub.update_trainer(2, first_name => 'Omari', clear => ARRAY['specialization', 'phone_number']);
SELECT fitclub.update_trainer(3, is_active => true, email => 'ANA.LEE@example.com');
SELECT * FROM fitclub.trainer ORDER BY trainer_id;

SELECT test.state() AS before \gset
SELECT c.call, r.sqlstate, r.constraint_name, r.table_name, r.column_name, r.message, r.detail, r.hint
FROM unnest(ARRAY[
	$$create_trainer(NULL, 'R', 'x@example.com')$$,
	$$create_trainer('T', NULL, 'x@example.com')$$,
	$$create_trainer('T', 'R', NULL)$$,
	$$create_trainer(' ', 'R', 'x@example.com')$$,
	$$create_trainer('T', ' ', 'x@example.com')$$,
	$$create_trainer('T', 'R', 'x@example')$$,
	$$create_trainer('T', 'R', 'x@example.com', ' ')$$,
	$$update_trainer(NULL)$$,
	$$update_trainer(999, is_active => false)$$,
	$$update_trainer(1, first_name => '')$$,
	$$update_trainer(1, email => '@')$$,
	$$update_trainer(1, clear => NULL)$$,
	$$update_trainer(1, clear => '{is_active}')$$
	]) WITH ORDINALITY AS c (call, n)
CROSS JOIN LATERAL test.refusal('SELECT fitclub.' || c.call) AS r
ORDER BY c.n;
SELECT c.call, r.sqlstate, r.constraint_name, r.table_name
FROM unnest(ARRAY[
	$$create_trainer('T', 'R', 'TINA.RAY@example.com')$$,
	$$update_trainer(2, email => 'Tina.Ray@Example.com')$$
	]) WITH ORDINALITY AS c (call, n)
CROSS JOIN LATERAL test.refusal('SELECT fitclub.' || c.call) AS r
ORDER BY c.n;
SELECT test.state() = :'before' AS unchanged;

-- The owner of money cannot be deleted; others can.
SELECT fitclub.create_billing_item(1, 15, 'Locker rental');
SELECT r.sqlstate IN ('23503', '23001') AS refused, r.constraint_name
FROM test.refusal('DELETE FROM fitclub.member WHERE member_id = 1') AS r;
DELETE FROM fitclub.member WHERE member_id = 2 RETURNING member_id;
