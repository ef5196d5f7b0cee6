--
-- Packs that a club sells, and what their credits pay for.
--
SET TimeZone = 'UTC';
SET DateStyle = 'ISO, YMD';
SET IntervalStyle = 'postgres';
\pset format unaligned
\pset footer off

-- Ann 1, Bob 2; Tina 1, Tom 2, Una 3.
SELECT test.open_club();
SELECT uses_cover FROM fitclub.club_info();
SELECT fitclub.create_pack('Ten classes', 10, 150, '3 months') AS ten;
SELECT uses_cover FROM fitclub.club_info();
SELECT fitclub.create_pack('Trial', 1, 0, '14 days', usable_unpaid => true) AS trial,
	fitclub.create_pack('Family', 10000, 9999999999.99, NULL, is_shared => true, is_transferable => true) AS family;
SELECT fitclub.create_service('Massage', 'session') AS massage, fitclub.create_service('Yoga', 'class') AS yoga;
SELECT fitclub.add_pack_scope(1, 'class') AS classes, fitclub.add_pack_scope(1, 'session', 1) AS massage,
	fitclub.add_pack_scope(1, 'session', 1, 2) AS with_tom, fitclub.add_pack_scope(2, 'session', trainer_id => 1) AS with_tina;
SELECT * FROM fitclub.list_packs();

-- What is refused.
SELECT c.call, r.sqlstate, r.constraint_name, r.table_name, r.column_name, r.message, r.detail, r.hint, r.left_behind
FROM unnest(ARRAY[
	$$create_pack(NULL, 1, 1)$$,
	$$create_pack(' ', 1, 1)$$,
	$$create_pack(repeat('x', 201), 1, 1)$$,
	$$create_pack(' ten  CLASSES', 1, 1)$$,
	$$create_pack('X', 0, 1)$$,
	$$create_pack('X', 10001, 1)$$,
	$$create_pack('X', NULL, 1)$$,
	$$create_pack('X', 1, -0.01)$$,
	$$create_pack('X', 1, 'NaN')$$,
	$$create_pack('X', 1, 0.001)$$,
	$$create_pack('X', 1, 1, '23 hours')$$,
	$$create_pack('X', 1, 1, '30 days 1 second')$$,
	$$create_pack('X', 1, 1, '100 years 1 day')$$,
	$$create_pack('X', 1, 1, is_shared => NULL)$$,
	$$create_pack('X', 1, 1, is_transferable => NULL)$$,
	$$create_pack('X', 1, 1, usable_unpaid => NULL)$$,
	$$update_pack(99, 'X')$$,
	$$update_pack(NULL, 'X')$$,
	$$update_pack(1, '')$$,
	$$update_pack(1, 'trial')$$,
	$$add_pack_scope(99, 'class')$$,
	$$add_pack_scope(1, 'course')$$,
	$$add_pack_scope(1, repeat('x', 201))$$,
	$$add_pack_scope(1, NULL)$$,
	$$add_pack_scope(1, 'class', 99)$$,
	$$add_pack_scope(1, 'class', 1)$$,
	$$add_pack_scope(1, 'class', NULL, 99)$$,
	$$add_pack_scope(1, 'session', 1)$$,
	$$add_pack_scope(1, 'class')$$
	]) WITH ORDINALITY AS c (call, n)
CROSS JOIN LATERAL test.refusal('SELECT fitclub.' || c.call) AS r
ORDER BY c.n;

-- What was sold stays as it was sold, but for the name.
SELECT fitclub.sell_pack(1, 1, '2101-01-03') AS sale;
SELECT fitclub.update_pack(1, 'Ten'), fitclub.update_pack(1), fitclub.update_pack(2, is_active => false);
SELECT name, is_active FROM fitclub.list_packs();
SELECT c.call, r.sqlstate, r.constraint_name, r.table_name, r.column_name, r.message, r.detail, r.hint, r.left_behind
FROM unnest(ARRAY[
	$$add_pack_scope(1, 'class', 2)$$,
	$$sell_pack(1, 2)$$
	]) WITH ORDINALITY AS c (call, n)
CROSS JOIN LATERAL test.refusal('SELECT fitclub.' || c.call) AS r
ORDER BY c.n;
SELECT fitclub.grant_credits(1, 2) AS sale;
SELECT sqlstate, constraint_name FROM test.refusal($$SELECT fitclub.add_pack_scope(2, 'class')$$);

-- Trainers and services that packs name stay; the scopes of a pack go with it.
SELECT r.sqlstate, r.constraint_name
FROM unnest(ARRAY['trainer WHERE trainer_id = 1', 'service WHERE service_id = 1', 'pack WHERE pack_id = 1']) AS t
CROSS JOIN LATERAL test.refusal('DELETE FROM fitclub.' || t) AS r;
SELECT fitclub.add_pack_scope(3, 'class') AS scope;
DELETE FROM fitclub.pack WHERE pack_id = 3;
SELECT count(*) FROM fitclub.pack_scope WHERE pack_id = 3;

-- An empty club starts anew.
SELECT fitclub.clear_data(even_if_real => true);
SELECT uses_cover FROM fitclub.club_info();
SELECT * FROM fitclub.list_packs();
SELECT * FROM fitclub.verify();
SELECT test.clean_club();
