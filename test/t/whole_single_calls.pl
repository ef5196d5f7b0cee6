# Single calls of all functions that write, from sixteen connections at once:
# none of them is the victim of a deadlock, a class is changed in good time
# while its seats are taken and given back, and one with thousands of seats
# needs no larger lock table than the default.
#
# FITCLUB_MIX_SECONDS is how long all calls are mixed, FITCLUB_MIX_SEED with
# which numbers.

use strict;
use warnings;
use FitclubCluster;
use IPC::Run;
use PostgreSQL::Test::Utils;
use Test::More;
use Time::HiRes qw(time);

my $seconds = $ENV{FITCLUB_MIX_SECONDS} || 15;
my $seed = $ENV{FITCLUB_MIX_SEED} || 42;
my $node = new_cluster('single_calls', <<'END');
max_connections = 100
deadlock_timeout = '20ms'
log_min_messages = panic
END

create_club($node, 'club');
$node->safe_psql('club', <<'END');
CREATE FUNCTION slot(n integer) RETURNS timestamptz
LANGUAGE sql AS $$ SELECT timestamptz '2101-03-07 00:00+00' + n * interval '1 hour' $$;
CREATE PROCEDURE fill_club(members integer, trainers integer) LANGUAGE sql AS $$
	SELECT fitclub.clear_data(true);
	INSERT INTO fitclub.member (first_name, last_name, email)
	SELECT 'Member', i::text, 'member' || i || '@example.org' FROM generate_series(1, members) AS i;
	INSERT INTO fitclub.trainer (first_name, last_name, email)
	SELECT 'Trainer', i::text, 'trainer' || i || '@example.org' FROM generate_series(1, trainers) AS i;
	INSERT INTO fitclub.room (name, capacity)
	SELECT 'Room ' || i, 10000 FROM generate_series(1, trainers) AS i;
	INSERT INTO fitclub.trainer_availability (trainer_id, day_of_week, start_time, end_time)
	SELECT t.trainer_id, d, '00:00', '24:00' FROM fitclub.trainer AS t, generate_series(0, 6) AS d;
$$;
END

# run_clients(CLIENTS, SECONDS, SCRIPT): starts pgbench; returns its handle.
sub run_clients
{
	my ($clients, $duration, $script) = @_;
	my $file = PostgreSQL::Test::Utils::tempdir() . '/script.sql';

	append_to_file($file, $script);
	return IPC::Run::start(
		[ 'pgbench', '-n', '-c', $clients, '-j', 2, '-T', $duration, '-f', $file,
			"--random-seed=$seed", '-h', $node->host, '-p', $node->port, 'club' ],
		'>', '/dev/null', '2>&1');
}

# call(SQL): how many milliseconds it took.
sub call
{
	my ($sql) = @_;
	my $start = time;

	$node->safe_psql('club', $sql);
	return 1000 * (time - $start);
}

sub verified
{
	my ($part) = @_;

	is($node->safe_psql('club', 'SELECT * FROM fitclub.verify() LIMIT 10'),
		'', "$part: no rule is broken");
	is( $node->safe_psql(
			'club',
			q{SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND objsubid >= 17}),
		'0', "$part: no short lock is left");
	return;
}

# ---- all calls -------------------------------------------------------------

$node->safe_psql('club', <<'END');
CALL fill_club(40, 4);
SELECT fitclub.create_trainer('Tom', 'Free', 'tom@example.org');
SELECT fitclub.create_staff('Sue', 'Desk', 'sue@example.org', 'correct horse');
SELECT fitclub.create_class('Class ' || n, 1 + n % 4, 1 + n % 4, slot(n / 4), slot(n / 4 + 1), 5 + n % 10)
FROM generate_series(0, 31) AS n;
SELECT fitclub.create_class('Held', 1 + n % 4, 1 + n % 4, timestamptz '2001-01-01' + n * interval '1 hour',
	timestamptz '2001-01-01' + (n + 1) * interval '1 hour') FROM generate_series(0, 3) AS n;
SELECT fitclub.register_for_class(n, 33 + n % 4) FROM generate_series(1, 40) AS n;
SELECT fitclub.add_equipment(1, 'Bar');
SELECT fitclub.create_service('Boxing');
SELECT fitclub.create_plan('Gold', 30);
SELECT fitclub.create_pack('Ten', 10, 100, '100 years', is_transferable => true);
INSERT INTO fitclub.contact_change (member_id, phone_number) SELECT n, 'new ' || n / 2 FROM generate_series(1, 40) AS n;

CREATE TABLE outcome (call text, state text);
CREATE TABLE call (n integer GENERATED ALWAYS AS IDENTITY (START WITH 0 MINVALUE 0), sql text);
-- $1 is any number, m a member, s a session, c a class, g a seat, b a bill, p a payment, t a trainer or room, w a time
INSERT INTO call (sql) VALUES
	('book_session(m, t, t, w, w1)'), ('book_session(m, t, NULL, w, w1)'), ('book_available_session(m, w, w1, ARRAY[t, 1])'),
	('book_session(m, t, t, w, w1)'), ('book_session(m, t, t, w, w1)'),
	('reschedule_session(s, w)'), ('reschedule_session(s, w, trainer_id => t)'), ('reassign_session(s, t)'),
	('update_session(s, price => n % 90)'), ('update_session(s, ''Boxing'')'),
	('set_cover(''lot'', s)'), ('set_cover(''membership'', registration_id => g)'), ('set_cover(''bill'', s)'), ('set_cover(''bill'', registration_id => g)'),
	('cancel_session(s)'), ('create_class(''Class'', t, t, w, w1, 8)'), ('update_class(c, name => ''Class '' || n)'),
	('update_class(c, price => n)'), ('update_class(c, capacity => 4 + n % 9)'), ('reschedule_class(c, w)'),
	('reschedule_class(c, w, capacity => 4 + n % 9)'),
	('reschedule_class(c, w, on_member_conflict => ''cancel'')'), ('reschedule_class(c, w, room_id => t, on_member_conflict => ''cancel'')'),
	('substitute_trainer(c, t)'), ('cancel_class(c)'), ('register_for_class(m, c)'), ('register_for_class(m, c)'),
	('register_for_class(m, c)'), ('register_for_class(m, c)'), ('register_for_class(m, c)'), ('cancel_registration(g)'),
	('cancel_registration(g)'), ('record_attendance(1 + n % 40, n % 2 = 0)'), ('create_billing_item(m, 5, ''Towel'')'),
	('create_bill(m, 5, ''Tip'', ''tip'', t)'),
	('create_billing_item(m, 50, ''Seat'', class_id => c)'), ('record_payment(b, 10)'), ('record_payment(b, 50)'),
	('record_payment(b, 10, staff_id => 1)'), ('record_payment(b, request_key => ''r'' || n)'), ('receive_payment(m, n % 90 + 1)'),
	('receive_payment(m, 30, ''cash'', ARRAY[b], ''k'' || n / 2)'), ('receive_payment(m, 25, billing_ids => ''{}'')'), ('apply_credit(m, b)'), ('settle_account(m)'), ('cancel_billing_item(b)'), ('correct_bill(b, 1 + n % 90)'), ('refund_payment(p)'), ('refund_payment(p, 3)'), ('record_payment(b, 10, ''cash'')'), ('count_till(n)'), ('close_books(timestamptz ''2001-01-01'' + n * interval ''1 second'')'),
	('refund_bill(b, 3)'), ('refund_bill(b, 3, ''credit'')'), ('refund_credit(m)'), ('void_payment(p)'), ('record_chargeback(p, fee => 5)'),
	('log_health_metric(m, 60 + n % 20)'), ('update_member(m, notes => ''n'' || n)'),
	('update_member(m, phone_number => n::text)'), ('update_trainer(t, specialization => ''s'' || n)'),
	('update_room(t, capacity => 20 + n % 5)'), ('update_club(default_class_price => 40 + n % 20)'),
	('set_availability(5, available_on => date ''2101-04-07'' + n % 50, start_time => ''06:00'', end_time => ''07:00'')'),
	('update_availability(29 + n % 20, end_time => ''08:00'')'), ('remove_availability(29 + n % 20)'),
	('close_room(t, w, w1)'), ('close_room(t, w, w1, on_conflict => ''cancel'')'), ('set_leave(t, w, w1)'),
	('set_leave(t, w, w1, on_conflict => ''cancel'')'), ('close_club(w, w1)'), ('close_club(w, w1, on_conflict => ''cancel'')'),
	('lift_closure(any_id(''fitclub.closure_closure_id_seq'', n))'), ('lift_closure(any_id(''fitclub.closure_closure_id_seq'', n / 3))'),
	('lift_closure(any_id(''fitclub.closure_closure_id_seq'', n / 5))'), ('lift_closure(any_id(''fitclub.closure_closure_id_seq'', n / 7))'),
	('create_member(''New'', n::text, ''new'' || n || ''@example.org'')'), ('erase_member(1 + n % 400)'),
	('create_dependant(m, ''Kim'', n::text)'), ('set_payer(m, 1 + n / 3 % 40)'), ('set_payer(m, NULL)'),
	('release_dependant(41 + n % 40, ''released'' || n || ''@example.org'')'),
	('add_equipment(t, ''Bar'')'), ('update_equipment(1, notes => n::text)'), ('report_issue(1, ''It squeaks'')'),
	('update_issue(1 + n % 30, description => n::text)'), ('resolve_issue(1 + n % 30)'),
	('mark_notification_read(1 + n % 200)'), ('authenticate_staff(''sue@example.org'', ''wrong'' || n)'),
	('decide_contact_change(1 + n % 40, n % 3 = 0)'), ('set_password(''member'', m, ''password '' || n)'), ('authenticate(''member'', email_of(m), ''password '' || n)'),
	('create_service(''Service '' || n, price => n % 100)'), ('update_service(1, price => n % 100)'),
	('set_trainer_service(t, 1, n % 50)'), ('set_trainer_service(t, 1, offers => false)'),
	('create_plan(''Plan '' || n, 30)'), ('update_plan(1, is_active => n % 4 > 0)'), ('set_plan_price(1, n % 50, date ''2200-01-01'' + n)'),
	('add_plan_scope(any_id(''fitclub.plan_plan_id_seq'', n), ''class'', trainer_id => t)'), ('join_plan(m, 1)'), ('join_plan(m, 1, date ''2001-01-01'' + n % 100)'),
	('bill_dues(max_periods => 3)'), ('bill_dues(current_date + n % 40)'),
	('change_plan(any_id(''fitclub.membership_membership_id_seq'', n), 1, price => n % 40)'),
	('change_plan(any_id(''fitclub.membership_membership_id_seq'', n / 3), 1, current_date + 1 + n % 40, on_bookings => ''cancel'')'),
	('hold_membership(any_id(''fitclub.membership_membership_id_seq'', n), current_date + 1 + n % 20, on_bookings => ''bill'')'),
	('hold_membership(any_id(''fitclub.membership_membership_id_seq'', n / 3), current_date + 1 + n % 20, current_date + 30 + n % 9)'),
	('end_hold(any_id(''fitclub.membership_membership_id_seq'', n), current_date + 40, ''cancel'')'),
	('cancel_membership(any_id(''fitclub.membership_membership_id_seq'', n), on_bookings => ''bill'')'),
	('cancel_membership(any_id(''fitclub.membership_membership_id_seq'', n / 3), current_date + 1 + n % 90, true, on_bookings => ''cancel'')'),
	('keep_membership(any_id(''fitclub.membership_membership_id_seq'', n))'),
	('sell_pack(m, 1)'), ('sell_pack(m, 1, price => n % 3)'), ('grant_credits(m, 1, 1 + n % 4)'), ('create_pack(''Pack '' || n, 5, 50)'),
	('update_pack(1, is_active => n % 4 > 0)'), ('add_pack_scope(any_id(''fitclub.pack_pack_id_seq'', n), ''class'', trainer_id => t)'),
	('transfer_credits(any_id(''fitclub.credit_lot_lot_id_seq'', n), m, 1 + n % 3)'), ('transfer_credits(any_id(''fitclub.credit_lot_lot_id_seq'', n / 3), m)'),
	('extend_credits(any_id(''fitclub.credit_lot_lot_id_seq'', n), date ''2300-01-01'' + n)'),
	('refund_pack(any_id(''fitclub.pack_sale_sale_id_seq'', n), 1)'), ('refund_pack(any_id(''fitclub.pack_sale_sale_id_seq'', n / 3), refund_to => ''credit'')'),
	('set_dunning_step(1 + n % 3, 5 * (1 + n % 5), ''Please pay'', 1 + n % 9)'), ('remove_dunning_step(1 + n % 3)'),
	('create_bill(m, 5, ''Late'', due_on => date ''2001-01-01'')'), ('run_dunning()'), ('run_dunning()'), ('send_reminders()'),
	('check_in(m)'), ('check_in(m)'), ('check_in(m, ''Guest'')'),
	('check_calendar()');

CREATE FUNCTION any_id(sequence regclass, n integer) RETURNS bigint LANGUAGE sql AS $$
	SELECT greatest(1, coalesce(pg_sequence_last_value(sequence), 1) - n % 40)
$$;
CREATE FUNCTION email_of(m bigint) RETURNS text LANGUAGE sql AS 'SELECT email FROM fitclub.member WHERE member_id = m';
CREATE PROCEDURE one_call(n integer) LANGUAGE plpgsql AS $$
DECLARE
	name text := (SELECT c.sql FROM call AS c WHERE c.n = one_call.n % (SELECT count(*) FROM call));
	k integer := n / 64;
	state text := 'ok';
BEGIN
	BEGIN
		EXECUTE format('SELECT fitclub.%s FROM (SELECT $1 AS n, $2 AS m, $3 AS t, $4 AS w, $5 AS w1, $6 AS s, $7 AS c, $8 AS g, $9 AS b, $10 AS p) AS x', name)
		USING k, 1 + k % 40::bigint, 1 + k / 7 % 4::bigint, slot(k / 11 % 48), slot(k / 11 % 48 + 1),
			any_id('fitclub.private_session_session_id_seq', k), any_id('fitclub.class_schedule_class_id_seq', k),
			any_id('fitclub.class_registration_registration_id_seq', k), any_id('fitclub.billing_item_billing_id_seq', k),
			any_id('fitclub.payment_payment_id_seq', k);
	EXCEPTION WHEN OTHERS THEN
		state := sqlstate || CASE WHEN sqlstate NOT IN ('23514', '23P01', '23505', 'P0002', '22023') THEN ' ' || sqlerrm ELSE '' END;
	END;
	INSERT INTO outcome VALUES (name, state);
END $$;
END

run_clients(16, $seconds, "\\set n random(1, 1000000000)\nCALL one_call(:n);\n")->finish;
is($node->safe_psql('club', q{SELECT call, state, count(*) FROM outcome WHERE state LIKE '40P01%' GROUP BY 1, 2}),
	'', 'all calls: no deadlock');
# close_books() takes a transaction that ends while it looks for one of which
# nobody knows when it began.
is( $node->safe_psql('club', <<'END'),
SELECT call, state, count(*) FROM outcome
WHERE state !~ '^(ok|2[23]...|P0002|40P01)' AND NOT (call LIKE 'close_books%' AND state LIKE '55006%') GROUP BY 1, 2
END
	'', 'all calls: nothing fails but by a rule');
is($node->safe_psql('club', q{SELECT sql FROM call WHERE sql !~ 'class_id => c' EXCEPT SELECT call FROM outcome WHERE state = 'ok'}),
	'', 'all calls: every one of them has succeeded');
diag($node->safe_psql('club', q{SELECT count(*) || ' calls, ' || count(*) FILTER (WHERE state = 'ok') || ' succeeded' FROM outcome}));
$node->safe_psql('club', q{CREATE ROLE mix_desk; SELECT fitclub.grant_role('staff', 'mix_desk')});
is( $node->safe_psql('club', <<'END'),
SELECT p.proname FROM pg_proc AS p
WHERE p.pronamespace = 'fitclub'::regnamespace AND p.provolatile = 'v'
	AND has_function_privilege('mix_desk', p.oid, 'EXECUTE')
	AND NOT EXISTS (SELECT FROM call AS c WHERE split_part(c.sql, '(', 1) = p.proname)
	AND p.proname NOT IN ('find_conflicts', 'find_slots', 'create_staff', 'update_staff', 'change_password', 'create_trainer', 'create_room')
ORDER BY 1
END
	'', 'all calls: none that the desk makes is missing');
$node->safe_psql('club', q{SELECT fitclub.revoke_role('staff', 'mix_desk'); DROP ROLE mix_desk});
verified('all calls');

# ---- a class whose seats come and go ---------------------------------------

$node->safe_psql('club', <<'END');
CALL fill_club(400, 2);
SELECT fitclub.create_class('Class ' || n, 1, 1, slot(n * 2), slot(n * 2 + 1), 300) FROM generate_series(0, 5) AS n;
CREATE PROCEDURE take_or_give_back(member bigint, class bigint) LANGUAGE plpgsql AS $$
DECLARE
	seat bigint := (SELECT g.registration_id FROM fitclub.class_registration AS g
		WHERE g.member_id = member AND g.class_id = class AND g.cancelled_at IS NULL);
BEGIN
	IF seat IS NULL THEN
		PERFORM fitclub.register_for_class(member, class);
	ELSE
		PERFORM fitclub.cancel_registration(seat);
	END IF;
EXCEPTION WHEN OTHERS THEN
	IF sqlstate NOT IN ('23514', '23505', '23P01') THEN
		INSERT INTO outcome VALUES ('seat', sqlstate || ' ' || sqlerrm);
	END IF;
END $$;
TRUNCATE outcome;
END

my ($moved, $cancelled) = (0, 0);
foreach my $class (1 .. 3)
{
	my $storm = run_clients(16, 3, "\\set m random(1, 400)\nCALL take_or_give_back(:m, $class);\n");
	my ($took);

	sleep 1;
	$took = call("SELECT fitclub.reschedule_class($class, slot(100 + 2 * $class))");
	$moved = $took if $took > $moved;
	$took = call("SELECT fitclub.cancel_class($class)");
	$cancelled = $took if $took > $cancelled;
	$storm->finish;
}
diag(sprintf 'beside a storm of seats reschedule_class() took at most %d ms, cancel_class() %d ms', $moved, $cancelled);
cmp_ok($moved, '<', 5000, 'seats come and go: the class is moved in good time');
cmp_ok($cancelled, '<', 5000, 'seats come and go: the class is cancelled in good time');
is($node->safe_psql('club', 'SELECT state, count(*) FROM outcome GROUP BY 1'),
	'', 'seats come and go: nobody is refused but by a rule');
verified('seats come and go');

# ---- thousands of seats ----------------------------------------------------

$node->safe_psql('club', <<'END');
CALL fill_club(9900, 4);
SELECT fitclub.create_class('Marathon ' || n, n, n, slot(n * 2), slot(n * 2 + 1), 9900, 10) FROM generate_series(1, 3) AS n;
SET session_replication_role = replica; -- which is faster, and no test of this
INSERT INTO fitclub.class_registration (member_id, class_id, start_time, end_time, price)
SELECT m, c.class_id, c.start_time, c.end_time, 10 FROM generate_series(1, 9900) AS m, fitclub.class_schedule AS c;
INSERT INTO fitclub.billing_item (member_id, class_id, trainer_id, amount, description)
SELECT g.member_id, g.class_id, g.class_id, 10, 'Marathon' FROM fitclub.class_registration AS g;
RESET session_replication_role;
ANALYZE;
INSERT INTO fitclub.member (first_name, last_name, email)
SELECT 'Other', i::text, 'other' || i || '@example.org' FROM generate_series(1, 100) AS i;
END

my $others = run_clients(8, 4, <<'END');
\set m random(9901, 10000)
\set n random(1, 1000)
SELECT fitclub.book_session(:m, 4, NULL, slot(1000 * :client_id + :n), slot(1000 * :client_id + :n + 1))
WHERE NOT EXISTS (SELECT FROM fitclub.find_conflicts(4, NULL, :m, slot(1000 * :client_id + :n), slot(1000 * :client_id + :n + 1)));
END
my %changing;
my %calls = (
	'is cancelled' => 'cancel_class(1)',
	'is moved' => 'reschedule_class(2, slot(200))',
	'is moved as well' => 'reschedule_class(3, slot(300))');
my %said;
foreach my $name (sort keys %calls)
{
	$said{$name} = '';
	$changing{$name} = IPC::Run::start(
		[ 'psql', '-XAtq', '-c', "SELECT fitclub.$calls{$name}", $node->connstr('club') ],
		'>', \$said{$name}, '2>&1');
}
foreach my $name (sort keys %calls)
{
	$changing{$name}->finish;
	like($said{$name}, qr/^\d+$/, "9,900 seats: the class $name");
}
$others->finish;
is( $node->safe_psql('club', <<'END'),
SELECT count(*) FILTER (WHERE cancelled_at IS NOT NULL), count(*) FILTER (WHERE start_time = slot(200)),
	count(*) FILTER (WHERE start_time = slot(300)) FROM fitclub.class_registration
END
	'9900|9900|9900', '9,900 seats: each with its class');
is($node->safe_psql('club', 'ANALYZE; SELECT * FROM fitclub.check_calendar() LIMIT 10'),
	'', '9,900 seats: no rule is broken');

$node->stop;
done_testing();
