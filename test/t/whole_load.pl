# Load: many clients do everything that changes the calendar or the money at
# once, on few rooms, trainers and members, at all isolation levels, first
# through the functions alone, then mixed with direct writes. Afterwards no
# rule is broken.
#
# Each client is a psql of its own rather than one of pgbench's, which gives
# up at the first error that is no serialization failure or deadlock: so a
# refusal ends a transaction here as it would for an application.
#
# FITCLUB_LOAD_SEED repeats what the clients try (not what they get),
# FITCLUB_LOAD_CLIENTS is how many there are, FITCLUB_LOAD_SECONDS how long
# both parts take together, 30 with FITCLUB_LONG=yes.

use strict;
use warnings;
use FitclubCluster;
use IPC::Open3 qw(open3);
use IO::Handle;
use POSIX qw(strftime);
use PostgreSQL::Test::Utils;
use Symbol qw(gensym);
use Test::More;
use Time::HiRes qw(time);

my $seed = $ENV{FITCLUB_LOAD_SEED} || 1 + int(rand(1_000_000_000));
my $clients = $ENV{FITCLUB_LOAD_CLIENTS} || 32;
my $seconds = how_many('FITCLUB_LOAD_SECONDS', 16, 30);

note("FITCLUB_LOAD_SEED=$seed FITCLUB_LOAD_CLIENTS=$clients FITCLUB_LOAD_SECONDS=$seconds");

my $tries = 4;
my @levels = ('READ COMMITTED', 'REPEATABLE READ', 'SERIALIZABLE');

# ---- the club --------------------------------------------------------------

my $rooms = 4;
my $trainers = 4;

# The last of the members are guests, who come to classes free of charge by
# direct writes only: one who also took seats by function could have a bill
# that the direct writer knows nothing of.
my $members = 12;
my $guests = 2;

# More members, who book for themselves and are bound by the club's limit. What
# others book, who are not, is never theirs.
my $bound = 6;
my $most_upcoming = 1;

# Two days a week from now. Every trainer works from 8 to 16, always; the
# windows before and after come and go. Functions book from 5 to 19, direct
# writes, which availability does not bind, from 8 to 16.
my @days = map { strftime('%Y-%m-%d', gmtime(time() + 86400 * (7 + $_))) } 0 .. 1;
my $fixed_windows = $trainers * @days * 2;

# Attendance is noted of classes that have begun: a week ago each trainer had
# one, and every member was in one of them. Nothing else is done to these.
my $begun = strftime('%Y-%m-%d', gmtime(time() - 86400 * 7));

my $connections = $clients + 20;
my $node = new_cluster('load', <<"END");
max_connections = $connections
max_prepared_transactions = $connections
deadlock_timeout = '50ms'
log_min_messages = warning
log_min_error_statement = panic
END

create_club($node, 'club');
$node->safe_psql('club', <<"END");
SELECT fitclub.update_club(late_cancellation_fee_percent => 50, cancellation_notice => '8 days',
	max_upcoming_bookings => $most_upcoming);
INSERT INTO fitclub.member (first_name, last_name, email)
SELECT 'Member', i::text, 'member' || i || '\@example.org'
FROM generate_series(1, $members + $bound) AS i;
-- For whom a call acts, until the next one or the end.
CREATE FUNCTION act_for(identity text) RETURNS text
LANGUAGE sql AS \$\$ SELECT set_config('fitclub.identity', identity, true) \$\$;
CREATE FUNCTION book_own(member_id bigint, trainer_id bigint, room_id bigint, s timestamptz, e timestamptz)
RETURNS bigint LANGUAGE plpgsql AS \$\$
DECLARE id bigint;
BEGIN
	PERFORM act_for('member:' || member_id);
	id := fitclub.book_session(member_id, trainer_id, room_id, s, e);
	PERFORM act_for('');
	RETURN id;
END \$\$;
CREATE FUNCTION register_own(member_id bigint, class_id bigint)
RETURNS bigint LANGUAGE plpgsql AS \$\$
DECLARE id bigint;
BEGIN
	PERFORM act_for('member:' || member_id);
	id := fitclub.register_for_class(member_id, class_id);
	PERFORM act_for('');
	RETURN id;
END \$\$;
INSERT INTO fitclub.trainer (first_name, last_name, email)
SELECT 'Trainer', i::text, 'trainer' || i || '\@example.org' FROM generate_series(1, $trainers) AS i;
INSERT INTO fitclub.room (name, capacity, max_bookings)
SELECT 'Room ' || i, 3 + i, greatest(i - 1, 1) FROM generate_series(1, $rooms) AS i;
SELECT fitclub.set_availability(t, extract(isodow FROM d)::integer - 1, s, s + interval '4 hours')
FROM generate_series(1, $trainers) AS t, unnest('{$days[0],$days[1]}'::date[]) AS d,
	unnest('{08:00,12:00}'::time[]) AS s;
-- one row each, for the sequences of the keys to be called
SELECT fitclub.book_session(1, 1, 1, '$days[0] 08:00+00', '$days[0] 08:30+00');
SELECT fitclub.create_class('Class', 2, 2, '$days[0] 08:30+00', '$days[0] 09:00+00', 3);
SELECT fitclub.register_for_class(1, 1);
SELECT fitclub.record_payment(1, 10);
SELECT fitclub.lift_closure(fitclub.close_room(1, '$days[0] 12:00+00', '$days[0] 13:00+00'));
INSERT INTO fitclub.class_schedule (name, trainer_id, room_id, start_time, end_time, capacity, price)
SELECT 'Begun', i, i, '$begun 08:00+00', '$begun 09:00+00', 4, 0
FROM generate_series(1, $trainers) AS i;
INSERT INTO fitclub.class_registration (member_id, class_id, start_time, end_time, price)
SELECT i, c.class_id, c.start_time, c.end_time, 0
FROM generate_series(1, $members) AS i
JOIN fitclub.class_schedule AS c ON c.name = 'Begun' AND c.trainer_id = 1 + i % $trainers;
-- and their keys are no recent ones
SELECT nextval('fitclub.class_schedule_class_id_seq') FROM generate_series(1, 30);
END

# ---- what clients do -------------------------------------------------------

sub pick
{
	return $_[ int(rand(@_)) ];
}

sub chance
{
	return rand(100) < $_[0];
}

sub member { return 1 + int(rand($members)) }

sub bound { return $members + 1 + int(rand($bound)) }

sub payer { return 1 + int(rand($members - $guests)) }

sub trainer { return 1 + int(rand($trainers)) }

sub room { return 1 + int(rand($rooms)) }

# slot(FROM, TO): start and end between two hours of a day.
sub slot
{
	my ($from, $to) = @_;
	my $day = pick(@days);
	my $length = pick(1, 1, 2, 2, 3, 4);
	my $start = 2 * $from + int(rand(2 * ($to - $from) - $length + 1));

	return map { sprintf "'%s %02d:%02d+00'", $day, $_ / 2, 30 * ($_ % 2) }
	  $start, $start + $length;
}

sub any_slot { return slot(chance(10) ? (5, 19) : (6, 18)) }

sub fixed_slot { return slot(8, 16) }

# What a transaction is about is looked up before it begins, so that it has
# read nothing but what its operations read: mostly a row that can be changed,
# the same few by everybody, at times just a recent key, from the sequence.
my @lookups;

sub look_up
{
	my ($table, $key, $recent, $condition) = @_;
	my $last = "pg_sequence_last_value('fitclub.${table}_${key}_seq')";

	return sprintf '%s - %d', $last, int(rand(30)) if chance(10);
	push @lookups, sprintf <<'END', $key, $table, $key, $last, $recent, $condition,
WITH candidate AS (
	SELECT %s AS key FROM fitclub.%s WHERE %s > %s - %d AND %s
)
SELECT coalesce((
	SELECT key FROM candidate ORDER BY key DESC
	LIMIT 1 OFFSET (SELECT floor(%.4f * count(*)) FROM candidate)), 0) AS key%d \gset
\warn =key %s :key%d
END
	  rand() * rand(), scalar @lookups, $table, scalar @lookups;
	return ":key$#lookups";
}

my $is_active = 'cancelled_at IS NULL AND start_time > now()';

sub session { return look_up('private_session', 'session_id', 5000, $is_active) }

sub class { return look_up('class_schedule', 'class_id', 1000, $is_active) }

sub seat { return look_up('class_registration', 'registration_id', 5000, $is_active) }

sub begun_seat
{
	return look_up('class_registration', 'registration_id', 1_000_000,
		'cancelled_at IS NULL AND start_time < now()');
}

sub bill
{
	return look_up('billing_item', 'billing_id', 500, q{status IN ('pending', 'partially_paid')});
}

sub closure { return look_up('closure', 'closure_id', 100, $is_active) }

sub payment { return look_up('payment', 'payment_id', 50, 'amount > 0') }

sub window
{
	return sprintf 'greatest(%d, %s)', $fixed_windows + 1,
	  look_up('trainer_availability', 'availability_id', 1000,
		"availability_id > $fixed_windows");
}

# Whether a row is where a direct write may put it; none goes past midnight.
my $in_fixed_hours = q{(start_time AT TIME ZONE 'UTC')::time >= '08:00' }
  . q{AND (end_time AT TIME ZONE 'UTC')::time <= '16:00'};

sub book_session
{
	my ($start, $end) = any_slot();

	return sprintf 'SELECT fitclub.book_session(%d, %d, %s, %s, %s, price => %s)',
	  member(), trainer(), chance(10) ? 'NULL' : room(), $start, $end,
	  pick(0, 85, 'NULL', 19.99);
}

# Calls of others cancel what the bound have, and they book again.
sub book_own
{
	my ($start, $end) = any_slot();

	return sprintf 'SELECT book_own(%d, %d, %s, %s, %s)', bound(), trainer(),
	  chance(30) ? 'NULL' : room(), $start, $end;
}

sub register_own
{
	return sprintf 'SELECT register_own(%d, %s)', bound(), class();
}

sub reschedule_session
{
	my ($start, $end) = any_slot();

	return sprintf 'SELECT fitclub.reschedule_session(%s, %s, %s%s%s)', session(), $start,
	  chance(50) ? $end : 'NULL',
	  chance(50) ? ', room_id => ' . room() : '',
	  chance(50) ? ', trainer_id => ' . trainer() : '';
}

sub reassign_session
{
	my ($start, $end) = any_slot();

	return sprintf 'SELECT fitclub.reassign_session(%s, %s)', session(),
	  chance(20) ? 'online => true'
	  : chance(50) ? room()
	  : room() . ", $start, $end";
}

sub cancel_session
{
	return sprintf 'SELECT fitclub.cancel_session(%s, %s)', session(), pick('true', 'false');
}

sub create_class
{
	my ($start, $end) = any_slot();

	return sprintf q{SELECT fitclub.create_class('Class', %d, %d, %s, %s, %d, %s)},
	  trainer(), room(), $start, $end, 2 + int(rand(4)), pick(0, 0, 50, 33.33);
}

sub reschedule_class
{
	my ($on_member_conflict) = @_;
	my ($start, $end) = any_slot();

	return sprintf q{SELECT fitclub.reschedule_class(%s, %s, %s%s%s, on_member_conflict => '%s')},
	  class(), $start,
	  chance(50) ? $end : 'NULL',
	  chance(50) ? ', room_id => ' . room() : '',
	  chance(50) ? ', trainer_id => ' . trainer() : '', $on_member_conflict;
}

# A price does not become 0 nor cease to be, which decides who has a bill.
sub reprice_class
{
	return sprintf q{SELECT fitclub.update_class(class_id, '%s', price => %s) }
	  . 'FROM fitclub.class_schedule WHERE class_id = %s AND price > 0',
	  pick('Yoga', 'Spin'), pick(40, 50, 60.5), class();
}

sub set_availability
{
	my ($start, $end) = @{ pick(
			[ '06:00', '08:00' ],
			[ '16:00', '17:00' ],
			[ '16:30', '18:00' ],
			[ '17:00', '18:00' ],
			[ '07:30', '08:30' ]) };
	my $day = pick(@days);

	return sprintf q{SELECT fitclub.set_availability(%d, %s, '%s', '%s', %s)}, trainer(),
	  chance(50)
	  ? ("extract(isodow FROM date '$day')::integer - 1", $start, $end, 'NULL')
	  : ('NULL', $start, $end, "'$day'");
}

sub update_availability
{
	return sprintf q{SELECT fitclub.update_availability(%s, start_time => '%s', end_time => '%s')},
	  window(), @{ pick([ '06:30', '08:00' ], [ '16:00', '17:30' ], [ '17:00', '18:00' ]) };
}

# Closures are as short as bookings, and lifted as often as they are made, for
# something to be booked.
sub close_something
{
	my ($function, $closed, $on_conflict) = @_;

	return sprintf q{SELECT fitclub.%s(%s, on_conflict => '%s')}, $function,
	  join(', ', $closed ? $closed->() : (), any_slot()), $on_conflict;
}

# Bills of seats are left alone: a seat has one that stands, or was refunded.
sub cancel_bill
{
	return sprintf 'SELECT fitclub.cancel_billing_item(billing_id) '
	  . 'FROM fitclub.billing_item WHERE billing_id = %s AND class_id IS NULL',
	  bill();
}

my %functions = (
	book_session => [ 20, \&book_session ],
	'book_session, bound' => [ 8, \&book_own ],
	'register_for_class, bound' => [ 6, \&register_own ],
	reschedule_session => [ 10, \&reschedule_session ],
	reassign_session => [ 7, \&reassign_session ],
	cancel_session => [ 8, \&cancel_session ],
	create_class => [ 6, \&create_class ],
	'reschedule_class, refuse' => [ 4, sub { reschedule_class('refuse') } ],
	'reschedule_class, cancel' => [ 4, sub { reschedule_class('cancel') } ],
	substitute_trainer => [
		2, sub { sprintf 'SELECT fitclub.substitute_trainer(%s, %d)', class(), trainer() } ],
	'update_class, capacity' => [
		4,
		sub {
			sprintf 'SELECT fitclub.update_class(%s, capacity => %d)', class(),
			  1 + int(rand(6));
		}
	],
	'update_class, price' => [ 3, \&reprice_class ],
	cancel_class => [ 3, sub { sprintf 'SELECT fitclub.cancel_class(%s)', class() } ],
	register_for_class => [
		18, sub { sprintf 'SELECT fitclub.register_for_class(%d, %s)', payer(), class() } ],
	cancel_registration => [
		8,
		sub {
			sprintf 'SELECT fitclub.cancel_registration(%s, %s)', seat(),
			  pick('true', 'false');
		}
	],
	record_attendance => [
		3,
		sub {
			sprintf 'SELECT fitclub.record_attendance(%s, %s)',
			  chance(80) ? begun_seat() : seat(), pick('true', 'false');
		}
	],
	create_billing_item => [
		1, sub { sprintf q{SELECT fitclub.create_billing_item(%d, 12.5, 'Towel')}, member() } ],
	record_payment => [
		10,
		sub {
			sprintf 'SELECT fitclub.record_payment(%s, %s)', bill(),
			  pick(10, 19.99, 20, 33.33, 50, 85);
		}
	],
	refund_payment => [
		5,
		sub {
			sprintf 'SELECT fitclub.refund_payment(%s, %s)', payment(),
			  pick('NULL', 5, 10, 20);
		}
	],
	cancel_billing_item => [ 2, \&cancel_bill ],
	set_availability => [ 5, \&set_availability ],
	update_availability => [ 3, \&update_availability ],
	remove_availability => [
		5, sub { sprintf 'SELECT fitclub.remove_availability(%s)', window() } ],
	'close_room, refuse' => [ 3, sub { close_something('close_room', \&room, 'refuse') } ],
	'close_room, cancel' => [ 1, sub { close_something('close_room', \&room, 'cancel') } ],
	'set_leave, refuse' => [ 3, sub { close_something('set_leave', \&trainer, 'refuse') } ],
	'set_leave, cancel' => [ 1, sub { close_something('set_leave', \&trainer, 'cancel') } ],
	lift_closure => [ 8, sub { sprintf 'SELECT fitclub.lift_closure(%s)', closure() } ]);

# Direct writes make free bookings only, as they make no bills.
sub insert_session
{
	my @rows = map {
		sprintf '(%d, %d, %s, %s, %s, 0)', member(), trainer(),
		  chance(10) ? 'NULL::bigint' : room(), fixed_slot();
	} 1 .. (chance(15) ? 3 : 1);

	return 'INSERT INTO fitclub.private_session '
	  . '(member_id, trainer_id, room_id, start_time, end_time, price) VALUES '
	  . join ', ', @rows;
}

sub update_session
{
	my ($start, $end) = fixed_slot();

	return sprintf 'UPDATE fitclub.private_session SET start_time = %s, end_time = %s%s '
	  . 'WHERE session_id = %s AND cancelled_at IS NULL',
	  $start, $end, pick('', ', room_id = ' . room(), ', trainer_id = ' . trainer()), session();
}

sub insert_class
{
	return sprintf 'INSERT INTO fitclub.class_schedule '
	  . '(name, trainer_id, room_id, start_time, end_time, capacity, price) '
	  . q{VALUES ('Class', %d, %d, %s, %s, %d, %s)}, trainer(), room(), fixed_slot(),
	  2 + int(rand(3)), pick(0, 50);
}

sub update_class_time
{
	my ($start, $end) = fixed_slot();

	return sprintf 'UPDATE fitclub.class_schedule SET start_time = %s, end_time = %s%s '
	  . 'WHERE class_id = %s AND cancelled_at IS NULL',
	  $start, $end, pick('', ', room_id = ' . room(), ', trainer_id = ' . trainer()), class();
}

sub insert_registration
{
	my $member = member();

	return sprintf 'INSERT INTO fitclub.class_registration '
	  . '(member_id, class_id, start_time, end_time, price) '
	  . 'SELECT %d, class_id, start_time, end_time, 0 FROM fitclub.class_schedule '
	  . 'WHERE class_id = %s AND %s', $member, class(),
	  $member > $members - $guests ? 'true' : 'price = 0';
}

sub insert_closure
{
	return sprintf 'INSERT INTO fitclub.closure (room_id, trainer_id, start_time, end_time) '
	  . 'VALUES (%s, %s, %s)',
	  @{ pick([ room(), 'NULL' ], [ 'NULL', trainer() ], [ 'NULL', 'NULL' ]) },
	  join(', ', fixed_slot());
}

# Sessions and seats that are not free have bills, so they are cancelled and
# brought back by functions, or not at all.
sub is_free
{
	return $_[0] eq 'class_schedule' ? 'true' : 'price = 0';
}

sub cancel
{
	my ($table, $key) = @_;

	return sprintf 'UPDATE fitclub.%s SET cancelled_at = now()%s WHERE %s = %s AND %s AND %s',
	  $table, $table eq 'class_registration' ? ', attended = false' : '', $key,
	  look_up($table, $key, 5000, "$is_active AND " . is_free($table)), $is_active,
	  is_free($table);
}

sub uncancel
{
	my ($table, $key) = @_;
	my $condition = "cancelled_at IS NOT NULL AND $in_fixed_hours AND " . is_free($table);

	# no rule of the tables binds members
	$condition .= " AND member_id <= $members" if $table ne 'class_schedule';

	return sprintf 'UPDATE fitclub.%s SET cancelled_at = NULL WHERE %s = %s AND %s',
	  $table, $key, look_up($table, $key, 300, $condition), $condition;
}

# close_club() is a direct writer, too.
my %raw = (
	'close_club, refuse' => [ 2, sub { close_something('close_club', undef, 'refuse') } ],
	'close_club, cancel' => [ 1, sub { close_something('close_club', undef, 'cancel') } ],
	'INSERT closure' => [ 6, \&insert_closure ],
	'UPDATE closure, un-cancel' => [
		3,
		sub {
			sprintf 'UPDATE fitclub.closure SET cancelled_at = NULL WHERE closure_id = %s',
			  look_up('closure', 'closure_id', 100, 'cancelled_at IS NOT NULL');
		}
	],
	'INSERT session' => [ 12, \&insert_session ],
	'UPDATE session, time' => [ 8, \&update_session ],
	'UPDATE session, cancel' => [
		3, sub { cancel('private_session', 'session_id') } ],
	'UPDATE session, un-cancel' => [
		8, sub { uncancel('private_session', 'session_id') } ],
	'INSERT class' => [ 3, \&insert_class ],
	'UPDATE class, time' => [ 4, \&update_class_time ],
	'UPDATE class, capacity' => [
		3,
		sub {
			sprintf 'UPDATE fitclub.class_schedule SET capacity = %d WHERE class_id = %s',
			  1 + int(rand(6)), class();
		}
	],
	'UPDATE class, cancel' => [
		3, sub { cancel('class_schedule', 'class_id') } ],
	'UPDATE class, un-cancel' => [
		2, sub { uncancel('class_schedule', 'class_id') } ],
	'INSERT registration' => [ 12, \&insert_registration ],
	'UPDATE registration, cancel' => [
		3,
		sub { cancel('class_registration', 'registration_id') }
	],
	'UPDATE registration, un-cancel' => [
		6,
		sub { uncancel('class_registration', 'registration_id') }
	]);

# choose(OPERATIONS): the name of one, by its weight.
sub choose
{
	my ($operations) = @_;
	my $sum = 0;

	$sum += $_->[0] foreach values %$operations;
	my $number = rand($sum);
	foreach my $name (sort keys %$operations)
	{
		$number -= $operations->{$name}[0];
		return $name if $number < 0;
	}
	die 'the weights do not add up';
}

# transaction(KIND): one at random, as its kind, its level, whether it is to be
# committed, and the script for psql. That says on its standard error where it
# is.
sub transaction
{
	my ($kind) = @_;
	my $level = pick(@levels);
	my @script;
	my $number = 0;
	@lookups = ();
	my $write = sub {
		my ($more_raw) = @_;
		my $operations = chance($more_raw) ? \%raw : \%functions;
		my $name = choose($operations);

		$number++;
		push @script, "\\warn =op $number $name", $operations->{$name}[1]->() . ';',
		  '\warn =rows :ROW_COUNT';
	};

	if ($kind eq 'one call')
	{
		$write->(0);
	}
	else
	{
		my $more_raw = $kind eq 'direct' ? 80 : 0;
		my $several = $kind eq 'several calls' || chance(30);

		for my $i (1 .. $several ? 2 + int(rand(3)) : 1)
		{
			my $savepoint = $several && chance(40);

			push @script, "SAVEPOINT s$i;" if $savepoint;
			$write->($more_raw);
			push @script, "ROLLBACK TO s$i;", '\warn =undone' if $savepoint && chance(50);
		}
	}
	push @script, sprintf 'SELECT pg_sleep(%.3f);', rand(0.02) if chance(20);

	my $end = chance(85) ? 'COMMIT' : chance(60) ? 'ROLLBACK' : 'PREPARE';
	my $commits = $end eq 'COMMIT' || ($end eq 'PREPARE' && chance(70));
	my $gid = "load $$";
	push @script, '\warn =end';
	if ($end eq 'PREPARE')
	{
		push @script, "PREPARE TRANSACTION '$gid';",
		  ($commits ? 'COMMIT' : 'ROLLBACK') . " PREPARED '$gid';";
	}
	else
	{
		push @script, "$end;";
	}
	return {
		kind => $kind,
		level => $level,
		commits => $commits,
		script => join "\n",
		@lookups, "BEGIN ISOLATION LEVEL $level;", @script, '\warn =ready', ''
	};
}

# ---- a client --------------------------------------------------------------

# start_psql(): its standard input and its standard error.
sub start_psql
{
	my ($connstr) = @_;
	my $error = gensym;

	open my $null, '>', '/dev/null' or die $!;
	open3(
		my $input, '>&' . fileno($null), $error,
		'psql', '-X', '-q', '-A', '-t', '-v', 'VERBOSITY=verbose', '-d', $connstr);
	$input->autoflush(1);
	return ($input, $error);
}

# attempt(TRANSACTION, INPUT, ERROR): runs it; returns what became of it, and
# of each of its operations.
sub attempt
{
	my ($transaction, $input, $error) = @_;
	my @operations;
	my $current = { name => 'COMMIT' };
	my $end = { name => 'COMMIT' };
	my $aborted = 0;
	my %looked_up;

	print $input $transaction->{script};
	while (1)
	{
		my $line = <$error>;

		if (!defined $line)
		{
			$current->{state} = 'lost connection';
			return ('lost connection', @operations, $current);
		}
		if ($line =~ /^=op \d+ (.*)/)
		{
			$current = { name => $1 };
			push @operations, $current if !$aborted;
		}
		elsif ($line =~ /^=key (\w+ \d+)/)
		{
			$looked_up{$1} = 1;
		}
		elsif ($line =~ /^=rows (\d+)/)
		{
			$current->{rows} = $1;
		}
		elsif ($line =~ /^=undone/)
		{
			$current->{undone} = 1;
			$aborted = 0;
		}
		elsif ($line =~ /^=end/)
		{
			$current = $end;
		}
		elsif ($line =~ /^=ready/)
		{
			last;
		}
		elsif ($line =~ /(ERROR|FATAL|PANIC):\s+(\w{5}): (.*)/)
		{
			# an aborted transaction cannot be committed as a prepared one
			next if $aborted && $2 =~ /^(?:25P02|42704)$/;
			$current->{state} = $2;
			$current->{message} = $3;
			$aborted = $2;
		}
		elsif ($line =~ /CONSTRAINT NAME:\s+(\S+)/)
		{
			$current->{constraint} = $1;
		}
		elsif ($line =~ /TABLE NAME:\s+(\S+)/)
		{
			$current->{table} = $1;
		}
	}

	push @operations, $end if defined $end->{state};
	foreach my $operation (@operations)
	{
		# what was there stays there, but for windows
		$operation->{constraint} = "$operation->{table} row is there"
		  if ($operation->{state} || '') eq 'P0002'
		  && $operation->{message} =~ /(\d+) does not exist/
		  && $looked_up{"$operation->{table} $1"}
		  && $1 != 0
		  && $operation->{table} ne 'trainer_availability';
	}
	my $result = $aborted ? $aborted : $transaction->{commits} ? 'committed' : 'rolled back';
	foreach my $operation (@operations)
	{
		$operation->{undone} = 1 if $result ne 'committed';
	}
	return ($result, @operations);
}

# run_client(NUMBER, PART, KINDS, DEADLINE, CONNSTR, OUT, GO): works until the
# deadline, writes its figures to OUT, and stays connected until GO is closed.
sub run_client
{
	my ($number, $part, $kinds, $deadline, $connstr, $out, $go) = @_;
	my ($input, $error) = start_psql($connstr);
	my %count;
	my $lost = 0;

	srand($seed + 1000 * $number + ($part eq 'functions' ? 0 : 1_000_003));
	print $input "SET statement_timeout = '60s';\n";
	while (!$lost && time() < $deadline)
	{
		my $transaction = transaction(pick(@$kinds));
		my $kind = $transaction->{kind};

		foreach my $try (1 .. $tries)
		{
			my ($result, @operations) = attempt($transaction, $input, $error);

			$count{"transaction\t$kind\t$transaction->{level}\t$result"}++;
			foreach my $operation (@operations)
			{
				my $state = $operation->{state};
				my $outcome =
				    defined $state ? $state
				  : !$operation->{rows} ? 'nothing'
				  : $operation->{undone} ? 'undone'
				  : 'admitted';
				$count{"operation\t$operation->{name}\t$outcome"}++;
				next if !defined $state;
				my $constraint = $operation->{constraint} || '';
				$constraint = $operation->{message}
				  if $constraint eq '' && $state !~ /^40/;
				$count{"error\t$kind\t$operation->{name}\t$state\t$constraint"}++;
			}
			$lost = $result eq 'lost connection';
			last if $result !~ /^40/;
			$count{"retry\t$kind"}++ if $try < $tries && time() < $deadline;
			last if time() >= $deadline;
		}
	}

	print $out map { "$_\t$count{$_}\n" } sort keys %count;
	close $out;
	<$go>;
	close $input;
	return;
}

# load(PART, KINDS): all clients at once; the figures, added up. Looks for
# short locks before the clients have gone.
sub load
{
	my ($part, @kinds) = @_;
	my $deadline = time() + $seconds / 2;
	my $connstr = $node->connstr('club');
	my (@outs, @pids, %count);

	pipe my $go, my $hold or die $!;
	foreach my $number (1 .. $clients)
	{
		pipe my $out, my $write or die $!;
		my $pid = fork();
		die "fork: $!" if !defined $pid;
		if (!$pid)
		{
			# nothing of ours at exit: the server is the parent's to stop
			close $hold;
			close $out;
			eval { run_client($number, $part, \@kinds, $deadline, $connstr, $write, $go) };
			print STDERR $@ if $@;
			POSIX::_exit($@ ? 1 : 0);
		}
		close $write;
		push @outs, $out;
		push @pids, $pid;
	}
	close $go;
	foreach my $out (@outs)
	{
		while (my $line = <$out>)
		{
			chomp $line;
			$line =~ /^(.*)\t(\d+)$/ or die "a client said: $line";
			$count{$1} += $2;
		}
	}

	is( $node->safe_psql(
			'club',
			q{SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND objsubid >= 17}),
		'0', "$part: no short lock is left");
	is($node->safe_psql('club', 'SELECT count(*) FROM pg_prepared_xacts'),
		'0', "$part: no transaction is left prepared");
	close $hold;
	my $failed = 0;
	foreach my $pid (@pids)
	{
		waitpid $pid, 0;
		$failed++ if $? != 0;
	}
	is($failed, 0, "$part: all $clients clients kept going");
	return \%count;
}

# ---- figures ---------------------------------------------------------------

# sum(COUNT, PATTERN): of all the figures whose key matches.
sub sum
{
	my ($count, $pattern) = @_;
	my $sum = 0;

	$sum += $count->{$_} foreach grep { $_ =~ $pattern } keys %$count;
	return $sum;
}

sub show_figures
{
	my ($part, $count, @kinds) = @_;
	my (%operations, %errors);

	note("$part: transactions");
	note(sprintf '  %-14s %-16s %9s %9s %9s %8s %8s %8s',
		'', '', 'attempts', 'committed', 'undone', 'refused', '40001', '40P01');
	foreach my $kind (@kinds)
	{
		foreach my $level (@levels)
		{
			my $key = "transaction\t$kind\t$level\t";
			my $of = sub { sum($count, qr/^\Q$key\E$_[0]$/) };
			my $known = qr/committed|rolled back|40001|40P01/;

			note(sprintf '  %-14s %-16s %9d %9d %9d %8d %8d %8d',
				$kind, $level, $of->(qr/.*/), $of->('committed'), $of->('rolled back'),
				$of->(qr/(?!(?:$known)$).*/), $of->('40001'), $of->('40P01'));
		}
	}
	note("$part: operations");
	note(sprintf '  %-31s %8s %8s %8s %8s %8s %8s %8s',
		'', 'attempts', 'admitted', 'undone', 'nothing', 'refused', '40001', '40P01');
	foreach (keys %$count)
	{
		my ($what, $name, $outcome) = split /\t/;
		next if $what ne 'operation';
		$outcome = 'refused' if $outcome !~ /^(?:admitted|undone|nothing|40001|40P01)$/;
		$operations{$name}{$outcome} += $count->{$_};
		$operations{$name}{attempts} += $count->{$_};
	}
	foreach my $name (sort keys %operations)
	{
		note(
			sprintf '  %-31s %8d %8d %8d %8d %8d %8d %8d', $name,
			map { $operations{$name}{$_} || 0 }
			  qw(attempts admitted undone nothing refused 40001 40P01));
	}
	note("$part: refusals, by SQLSTATE and constraint");
	note(sprintf "  %-38s" . (' %14s' x @kinds), '', @kinds);
	foreach (keys %$count)
	{
		my ($what, $kind, $name, $state, $constraint) = split /\t/;
		next if $what ne 'error';
		$errors{"$state $constraint"}{$kind} += $count->{$_};
	}
	foreach my $error (sort keys %errors)
	{
		note(sprintf "  %-38s" . (' %14d' x @kinds),
			$error, map { $errors{$error}{$_} || 0 } @kinds);
	}
	note(sprintf '%s: %d attempts in %g s, %d retries', $part, sum($count, qr/^transaction/),
		$seconds / 2, sum($count, qr/^retry/));
	return;
}

# ---- what has to hold afterwards -------------------------------------------

# Plain joins, which share nothing with the engine, check_calendar() or verify().
my $busy = <<'END';
busy AS (
	SELECT 'room' AS kind, room_id AS id, 'session ' || session_id AS booking,
		start_time AS s, end_time AS e
	FROM fitclub.private_session WHERE cancelled_at IS NULL AND room_id IS NOT NULL
	UNION ALL
	SELECT 'room', room_id, 'class ' || class_id, start_time, end_time
	FROM fitclub.class_schedule WHERE cancelled_at IS NULL
	UNION ALL
	SELECT 'trainer', trainer_id, 'session ' || session_id, start_time, end_time
	FROM fitclub.private_session WHERE cancelled_at IS NULL
	UNION ALL
	SELECT 'trainer', trainer_id, 'class ' || class_id, start_time, end_time
	FROM fitclub.class_schedule WHERE cancelled_at IS NULL
	UNION ALL
	SELECT 'member', member_id, 'session ' || session_id, start_time, end_time
	FROM fitclub.private_session WHERE cancelled_at IS NULL
	UNION ALL
	SELECT 'member', r.member_id, 'seat ' || r.registration_id, c.start_time, c.end_time
	FROM fitclub.class_registration AS r
	JOIN fitclub.class_schedule AS c ON c.class_id = r.class_id
	WHERE r.cancelled_at IS NULL
)
END

sub overlaps
{
	my ($kind) = @_;

	return <<"END";
WITH $busy
SELECT a.kind, a.id, a.booking, b.booking, a.s, a.e, b.s, b.e
FROM busy AS a JOIN busy AS b
	ON b.kind = a.kind AND b.id = a.id AND a.booking < b.booking AND a.s < b.e AND b.s < a.e
WHERE a.kind = '$kind'
END
}

my @rules = (
	[ 'no room has more bookings at a time than it holds', <<"END" ],
WITH $busy
SELECT a.id, a.booking, a.s, r.max_bookings, count(*)
FROM busy AS a
JOIN busy AS b ON b.kind = 'room' AND b.id = a.id AND b.s <= a.s AND b.e > a.s
JOIN fitclub.room AS r ON r.room_id = a.id
WHERE a.kind = 'room'
GROUP BY a.id, a.booking, a.s, r.max_bookings HAVING count(*) > r.max_bookings
END
	[ 'no trainer has two bookings at a time', overlaps('trainer') ],
	[ 'no member has two bookings at a time', overlaps('member') ],
	[ 'nobody who is bound has more bookings than the limit', <<"END" ],
WITH $busy
SELECT id, count(*) FROM busy WHERE kind = 'member' AND id > $members AND s > now()
GROUP BY id HAVING count(*) > $most_upcoming
END
	[ 'nothing is booked where a closure is', <<"END" ],
WITH $busy
SELECT b.kind, b.id, b.booking, c.*
FROM busy AS b JOIN fitclub.closure AS c ON c.start_time < b.e AND b.s < c.end_time
WHERE c.cancelled_at IS NULL AND CASE b.kind
	WHEN 'room' THEN c.room_id = b.id
	WHEN 'trainer' THEN c.trainer_id = b.id OR num_nulls(c.room_id, c.trainer_id) = 2 END
END
	[ 'closures of a room, of a trainer or of the club do not overlap', <<'END' ],
SELECT a.*, b.*
FROM fitclub.closure AS a JOIN fitclub.closure AS b
	ON b.closure_id > a.closure_id AND a.start_time < b.end_time AND b.start_time < a.end_time
	AND (b.room_id, b.trainer_id) IS NOT DISTINCT FROM (a.room_id, a.trainer_id)
WHERE a.cancelled_at IS NULL AND b.cancelled_at IS NULL
END
	[ 'no class is overfull', <<'END' ],
SELECT c.class_id, c.capacity, count(*)
FROM fitclub.class_schedule AS c
JOIN fitclub.class_registration AS r ON r.class_id = c.class_id AND r.cancelled_at IS NULL
GROUP BY c.class_id HAVING count(*) > c.capacity
END
	[ 'no class is larger than its room', <<'END' ],
SELECT c.class_id, c.capacity, r.capacity
FROM fitclub.class_schedule AS c JOIN fitclub.room AS r ON r.room_id = c.room_id
WHERE c.cancelled_at IS NULL AND c.capacity > r.capacity
END
	[ 'no member has two seats in a class', <<'END' ],
SELECT class_id, member_id, count(*)
FROM fitclub.class_registration WHERE cancelled_at IS NULL
GROUP BY class_id, member_id HAVING count(*) > 1
END
	[ 'seats are those of their classes, and no cancelled class has any', <<'END' ],
SELECT r.registration_id, r.start_time, c.start_time, c.cancelled_at
FROM fitclub.class_registration AS r
JOIN fitclub.class_schedule AS c ON c.class_id = r.class_id
WHERE r.start_time <> c.start_time OR r.end_time <> c.end_time
	OR (r.cancelled_at IS NULL AND c.cancelled_at IS NOT NULL)
END
	[ 'windows of a trainer do not overlap', <<'END' ],
SELECT a.*, b.*
FROM fitclub.trainer_availability AS a JOIN fitclub.trainer_availability AS b
	ON b.trainer_id = a.trainer_id AND b.day_of_week = a.day_of_week
	AND b.availability_id > a.availability_id
	AND (a.available_on IS NULL OR b.available_on IS NULL OR a.available_on = b.available_on)
	AND a.start_time < b.end_time AND b.start_time < a.end_time
END
	[ 'no trainer works outside the windows', <<"END" ],
WITH $busy
SELECT b.id, b.booking, b.s, b.e
FROM busy AS b
WHERE b.kind = 'trainer' AND b.e - b.s > (
	SELECT coalesce(sum(
			least(b.e, d.day + w.end_time) - greatest(b.s, d.day + w.start_time)), '0')
	FROM (SELECT (b.s AT TIME ZONE 'UTC')::date AS day) AS d
	JOIN fitclub.trainer_availability AS w
		ON w.trainer_id = b.id AND w.day_of_week = extract(isodow FROM d.day) - 1
		AND (w.available_on IS NULL OR w.available_on = d.day)
	WHERE d.day + w.start_time < b.e AND d.day + w.end_time > b.s)
END
	[ 'a session that is not free has exactly one bill, the others have none', <<'END' ],
SELECT s.session_id, s.price, count(b.billing_id)
FROM fitclub.private_session AS s
LEFT JOIN fitclub.billing_item AS b ON b.private_session_id = s.session_id
GROUP BY s.session_id
HAVING count(b.billing_id) <> CASE WHEN s.price > 0 THEN 1 ELSE 0 END
END
	[ 'the bill of a session is its member\'s, at its price', <<'END' ],
SELECT s.session_id, s.member_id, s.price, b.*
FROM fitclub.private_session AS s
JOIN fitclub.billing_item AS b ON b.private_session_id = s.session_id
WHERE b.member_id <> s.member_id OR (s.cancelled_at IS NULL AND b.amount <> s.price)
END
	[ 'a seat that is not free has exactly one bill, the others have none', <<'END' ],
SELECT r.registration_id, r.price,
	count(b.*) FILTER (WHERE b.status NOT IN ('cancelled', 'refunded')) AS standing,
	array_agg(b.billing_id || ' ' || b.status ORDER BY b.billing_id) AS bills
FROM fitclub.class_registration AS r
LEFT JOIN fitclub.billing_item AS b ON b.class_id = r.class_id AND b.member_id = r.member_id
WHERE r.cancelled_at IS NULL
GROUP BY r.registration_id
HAVING CASE WHEN r.price > 0
	THEN count(*) FILTER (WHERE b.status NOT IN ('cancelled', 'refunded')) <> 1
		AND coalesce((array_agg(b.status ORDER BY b.billing_id DESC))[1] <> 'refunded', true)
	ELSE count(b.billing_id) > 0 END
END
	[ 'the bill of a seat is at its price', <<'END' ],
SELECT r.registration_id, r.price, b.*
FROM fitclub.class_registration AS r
JOIN fitclub.billing_item AS b ON b.class_id = r.class_id AND b.member_id = r.member_id
WHERE r.cancelled_at IS NULL AND b.status NOT IN ('cancelled', 'refunded')
	AND b.amount <> r.price
END
	[ 'nothing is owed for what is cancelled', <<'END' ],
SELECT b.* FROM fitclub.billing_item AS b
WHERE b.status IN ('pending', 'partially_paid') AND (
	b.private_session_id IN (
		SELECT session_id FROM fitclub.private_session WHERE cancelled_at IS NOT NULL)
	OR b.class_id IS NOT NULL AND NOT EXISTS (
		SELECT FROM fitclub.class_registration AS r
		WHERE r.class_id = b.class_id AND r.member_id = b.member_id
			AND r.cancelled_at IS NULL))
END
	[ 'payments are not over the bill nor negative, and as its status says', <<'END' ],
SELECT b.billing_id, b.amount, b.status, sum(p.amount)
FROM fitclub.billing_item AS b LEFT JOIN fitclub.payment AS p ON p.billing_id = b.billing_id
GROUP BY b.billing_id
HAVING coalesce(sum(p.amount), 0) NOT BETWEEN 0 AND b.amount
	OR (b.status IN ('pending', 'cancelled', 'refunded')) <> (coalesce(sum(p.amount), 0) = 0)
	OR b.status = 'partially_paid' AND sum(p.amount) = b.amount
	OR b.status = 'paid'
		AND coalesce(sum(p.amount) FILTER (WHERE p.amount > 0), 0) < b.amount
END
	[ 'no refund is over its payment', <<'END' ],
SELECT p.payment_id, p.amount, sum(r.amount)
FROM fitclub.payment AS p JOIN fitclub.payment AS r ON r.refund_of = p.payment_id
GROUP BY p.payment_id HAVING p.amount + sum(r.amount) < 0 OR p.amount <= 0
END
	[ 'check_calendar() finds nothing', 'SELECT * FROM fitclub.check_calendar()' ],
	[ 'verify() finds nothing but bills of other trainers',
		q{SELECT * FROM fitclub.verify() WHERE rule <> 'bill_trainer'} ]);

# What direct writes need not keep.
my @function_rules = (
	[ 'verify() finds nothing', 'SELECT * FROM fitclub.verify()' ],
	[ 'bills name the trainers of their bookings', <<'END' ],
SELECT s.session_id, s.trainer_id, b.billing_id, b.trainer_id
FROM fitclub.private_session AS s
JOIN fitclub.billing_item AS b ON b.private_session_id = s.session_id
WHERE s.cancelled_at IS NULL AND b.status NOT IN ('cancelled', 'refunded')
	AND b.trainer_id <> s.trainer_id
UNION ALL
SELECT c.class_id, c.trainer_id, b.billing_id, b.trainer_id
FROM fitclub.class_schedule AS c
JOIN fitclub.class_registration AS r ON r.class_id = c.class_id AND r.cancelled_at IS NULL
JOIN fitclub.billing_item AS b ON b.class_id = r.class_id AND b.member_id = r.member_id
WHERE b.status NOT IN ('cancelled', 'refunded') AND b.trainer_id <> c.trainer_id
END
	[ 'bills say when their bookings are', <<'END' ]);
SELECT s.session_id, s.start_time, b.description
FROM fitclub.private_session AS s
JOIN fitclub.billing_item AS b ON b.private_session_id = s.session_id
WHERE s.cancelled_at IS NULL AND b.status NOT IN ('cancelled', 'refunded')
	AND b.description NOT LIKE
		'%' || to_char(s.start_time AT TIME ZONE 'UTC', 'Mon DD HH12:MI AM')
UNION ALL
SELECT c.class_id, c.start_time, b.description
FROM fitclub.class_schedule AS c
JOIN fitclub.class_registration AS r ON r.class_id = c.class_id AND r.cancelled_at IS NULL
JOIN fitclub.billing_item AS b ON b.class_id = r.class_id AND b.member_id = r.member_id
WHERE b.status NOT IN ('cancelled', 'refunded')
	AND b.description NOT LIKE
		'%' || to_char(c.start_time AT TIME ZONE 'UTC', 'Mon DD HH12:MI AM')
END

sub check_rules
{
	my ($part, @to_check) = @_;

	is($node->safe_psql('club', $_->[1]), '', "$part: $_->[0]") foreach @to_check;
	return;
}

# Every error is one that the operation may have. A 23503 is one only for a
# direct INSERT into a class that has just moved. A deadlock is one where a
# transaction holds what another wants: with several calls or direct writes. A
# single call holds nothing that a function waits for while it waits itself,
# unless it has cancelled something to close its room; but a direct write that slips in between its check and its own writing waits
# for it as it waits for the direct write, and either may be the victim.
sub check_errors
{
	my ($part, $count) = @_;
	my @unexpected;

	foreach (sort keys %$count)
	{
		my ($what, $kind, $name, $state, $constraint) = split /\t/;
		next if $what ne 'error';
		next if $state =~ /^(?:23P01|23514|40001)$/;
		next if "$state $constraint" eq '42501 booking_limit' && $name =~ /, bound$/;
		next if $state eq 'P0002' && $constraint =~ /_pkey$/;
		next
		  if $state eq '40P01'
		  && ( $part ne 'functions'
			|| $kind ne 'one call'
			|| $name =~ /^(?:close_room|set_leave), cancel$/);
		next if "$state $constraint" eq '23505 class_registration_once';
		next
		  if $state eq '23503'
		  && $name eq 'INSERT registration'
		  && $constraint eq 'class_registration_class_id_fkey';
		push @unexpected, "$kind, $name: $state $constraint ($count->{$_} times)";
	}
	is(join("\n", @unexpected), '', "$part: no error but those expected");
	return;
}

sub check_enough
{
	my ($part, $count, $operations, @refusals) = @_;
	my $attempts = sum($count, qr/^transaction/);

  SKIP:
	{
		skip "$part: only $attempts attempts", 2 if $attempts < 8000;
		my @never =
		  grep { !sum($count, qr/^operation\t\Q$_\E\tadmitted$/) } sort keys %$operations;
		is(join(', ', @never), '', "$part: every operation was admitted at times");
		@never = grep { !sum($count, qr/^error\t.*\t\Q$_\E$/) } @refusals;
		is(join(', ', @never), '', "$part: every kind of refusal was met");
	}
	return;
}

# ---- functions alone, then mixed with direct writes ------------------------

my @refusals = qw(
  room_double_booked trainer_double_booked member_double_booked
  class_capacity class_room_capacity class_registration_once
  trainer_availability trainer_availability_overlap trainer_availability_in_use
  room_closed trainer_away closure_overlap closure_in_use closure_cancelled
  private_session_cancelled class_schedule_cancelled class_cancelled
  class_registration_cancelled booking_limit booking_not_begun payment_not_over_bill refund_not_over_payment
  billing_item_open);

my @kinds = ('one call', 'several calls');
my $count = load('functions', @kinds, 'one call');
show_figures('functions', $count, @kinds);
check_rules('functions', @rules, @function_rules);
check_errors('functions', $count);
check_enough('functions', $count, \%functions, @refusals);

push @kinds, 'direct';
$count = load('mixed', @kinds);
show_figures('mixed', $count, @kinds);
check_rules('mixed', @rules);
check_errors('mixed', $count);
check_enough('mixed', $count, { %functions, %raw }, @refusals, 'club_closed');

my $log = slurp_file($node->logfile);
unlike($log, qr/PANIC:|TRAP:|was terminated by (?:signal|exception)|segfault/,
	'no server process crashed');

$node->stop;
done_testing();
