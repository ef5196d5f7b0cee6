# Much at once: a COPY of very many bookings in one transaction passes the
# guards and needs no larger lock table, and one wrong row in it fails it all.
# And a session that books and cancels for long does not grow.
#
# FITCLUB_BULK_ROWS says how many rows are copied, FITCLUB_BULK_CALLS how often
# one session books and cancels; FITCLUB_LONG=yes stands for 200000 and 50000.

use strict;
use warnings;
use FitclubCluster;
use PostgreSQL::Test::Utils;
use Test::More;
use Time::HiRes qw(time);

my $rows = how_many('FITCLUB_BULK_ROWS', 40_000, 200_000);
my $calls = how_many('FITCLUB_BULK_CALLS', 10_000, 50_000);
my $members = 10_000;
my $places = 1000;    # trainers, and rooms
my $classes = 100;
my $seats = 100;    # of each

# The last member, trainer and room are left alone until one is needed.
my ($spare_member, $spare_place) = ($members + 1, $places + 1);

my $node = new_cluster('bulk', <<'END');
max_wal_size = '4GB'
log_statement = none
END
my $folder = PostgreSQL::Test::Utils::tempdir();
my $columns = '(member_id, trainer_id, room_id, start_time, end_time, price)';
my $seat_columns = '(member_id, class_id, start_time, end_time, price)';

# As many members, and trainers and rooms, who are free at any time.
sub people_and_places
{
	my ($people, $room_count) = @_;

	return <<"END";
INSERT INTO fitclub.member (first_name, last_name, email)
SELECT 'Member', i::text, 'member' || i || '\@example.org' FROM generate_series(1, $people) AS i;
INSERT INTO fitclub.trainer (first_name, last_name, email)
SELECT 'Trainer', i::text, 'trainer' || i || '\@example.org' FROM generate_series(1, $room_count) AS i;
INSERT INTO fitclub.room (name, capacity)
SELECT 'Room ' || i, $seats FROM generate_series(1, $room_count) AS i;
INSERT INTO fitclub.trainer_availability (trainer_id, day_of_week, start_time, end_time)
SELECT t.trainer_id, d, '00:00', '24:00'
FROM fitclub.trainer AS t, generate_series(0, 6) AS d;
END
}

create_club($node, 'club');
$node->safe_psql('club', people_and_places($spare_member, $spare_place));

sub count
{
	my ($table) = @_;

	return $node->safe_psql('club', "SELECT count(*) FROM fitclub.$table");
}

sub is_sound
{
	my ($name) = @_;

	is($node->safe_psql('club', 'SELECT * FROM fitclub.verify()'), '', $name);
	return;
}

# Writes a file of sessions: all trainers and rooms are busy in the first hour,
# then in the next one and so on, with the members in turn. One row more comes
# in their midst.
sub sessions_file
{
	my ($name, $count, $start, $more) = @_;
	my $file = "$folder/$name";
	my $rows = <<"END";
	SELECT i, i % $members + 1, i % $places + 1, i % $places + 1,
		timestamptz '$start' + i / $places * interval '1 hour',
		timestamptz '$start' + (i / $places + 1) * interval '1 hour', 0
	FROM generate_series(0, $count - 1) AS i
END

	$rows .= sprintf "\tUNION ALL SELECT %d, %d, %d, %d, timestamptz '%s', timestamptz '%s', 0\n",
	  $count / 2, @$more
	  if defined $more;
	$node->safe_psql('club', <<"END");
COPY (
	SELECT member_id, trainer_id, room_id, start_time, end_time, price
	FROM (
$rows
	) AS s (i, member_id, trainer_id, room_id, start_time, end_time, price)
	ORDER BY i
) TO '$file';
END
	return $file;
}

# Writes a file of registrations for classes, by a condition on i, a member.
sub registrations_file
{
	my ($name, $condition) = @_;
	my $file = "$folder/$name";

	$node->safe_psql('club', <<"END");
COPY (
	SELECT i, class_id, start_time, end_time, 0
	FROM fitclub.class_schedule, generate_series(1, $seats + 1) AS i
	WHERE $condition
	ORDER BY class_id, i
) TO '$file';
END
	return $file;
}

# Copies a file and returns what psql says when that fails.
sub copy
{
	my ($table, $file) = @_;
	my $started = time;
	my ($status, $out, $err) =
	  $node->psql('club', "\\set VERBOSITY verbose\nCOPY fitclub.$table FROM '$file'");

	note(sprintf 'COPY %s: %.1f s', $table =~ s/ .*//r, time - $started);
	return $err;
}

# refused(NAME, TABLE, FILE, SQLSTATE, CONSTRAINT, DETAIL): a COPY fails, says
# why, and leaves nothing.
sub refused
{
	my ($name, $table, $file, $state, $constraint, $detail) = @_;
	my $before = count('private_session') . ' ' . count('class_registration');
	my $error = copy($table, $file);

	like($error, qr/ERROR:\s+$state:/, "$name: $state");
	like($error, qr/^CONSTRAINT NAME:\s+$constraint$/m, "$name: $constraint");
	like($error, qr/^DETAIL:\s+\Q$detail\E$/m, "$name: the window is named");
	is(count('private_session') . ' ' . count('class_registration'),
		$before, "$name: nothing is left");
	return;
}

# Sessions.
is( $node->safe_psql('club', q{SELECT setting = boot_val FROM pg_settings WHERE name = 'max_locks_per_transaction'}),
	't', 'the lock table is as large as by default');
is( copy("private_session $columns", sessions_file('sessions', $rows, '2030-01-01 00:00+00')),
	'', "a COPY of $rows sessions");
is(count('private_session'), $rows, 'they are all there');
is_sound('and break no rule');

# One row too many, which has its room, its trainer or its member in common
# with the first row of that COPY, or of its own.
my %odd = (
	room => [ $spare_member, $spare_place, 1 ],
	trainer => [ $spare_member, 1, $spare_place ],
	member => [ 1, $spare_place, $spare_place ]);

sub clash
{
	my ($resource, $count, $year) = @_;
	my ($in, $window) = $year == 2030
	  ? ('in the table', "from 2030-01-01 00:00:00+00 to 2030-01-01 01:00:00+00")
	  : ("in a COPY of $count", "from $year-01-01 00:15:00+00 to $year-01-01 00:45:00+00");
	my @odd_row = (@{ $odd{$resource} }, "$year-01-01 00:15+00", "$year-01-01 00:45+00");

	refused(
		"the same $resource $in",
		"private_session $columns",
		sessions_file('odd', $count, '2000-01-01 00:00+00', \@odd_row),
		'23P01', "${resource}_double_booked",
		"A $resource has one booking at a time, and there is one $window.");
	return;
}

foreach my $resource (sort keys %odd)
{
	clash($resource, 5000, $_) foreach 2000, 2030;
}
clash('trainer', $rows < 100_000 ? $rows : 100_000, 2000);

# Seats.
my $taken = "All $seats seats of the class"
  . ' from 2029-01-01 00:00:00+00 to 2029-01-01 01:00:00+00 are taken.';

$node->safe_psql('club', <<"END");
SELECT fitclub.create_class('Class ' || i, $spare_place, $spare_place,
	timestamptz '2029-01-01 00:00+00' + i * interval '1 hour',
	timestamptz '2029-01-01 01:00+00' + i * interval '1 hour', $seats)
FROM generate_series(0, $classes - 1) AS i
ORDER BY i;
END
refused(
	'one seat more than there are',
	"class_registration $seat_columns",
	registrations_file('seats_and_one', "i <= $seats OR class_id = 1"),
	'23514', 'class_capacity', $taken);
is( copy("class_registration $seat_columns", registrations_file('seats', "i <= $seats")),
	'', 'a COPY that takes all seats');
is(count('class_registration'), $classes * $seats, 'they are all taken');
refused(
	'a seat of a full class',
	"class_registration $seat_columns",
	registrations_file('seat', "i > $seats AND class_id = 1"),
	'23514', 'class_capacity', $taken);
is_sound('no rule is broken');

# A session that books and cancels, over and over. Each booking is at another
# time, an hour before or after the last one of the same trainer and room.
my $functions = <<"END";
-- A transaction keeps books on rows that it writes twice: the server's, not
-- fitclub's.
CREATE FUNCTION report_memory(everything boolean) RETURNS integer LANGUAGE plpgsql VOLATILE AS \$\$
BEGIN
	RAISE WARNING 'memory %', (
		SELECT sum(used_bytes)::bigint FROM pg_backend_memory_contexts
		WHERE everything
			OR name NOT IN ('TopTransactionContext', 'Combo CIDs', 'AfterTriggerEvents'));
	RETURN 1;
END \$\$;

-- How many entries of fitclub's indexes this transaction has read.
CREATE FUNCTION entries_read() RETURNS bigint LANGUAGE sql VOLATILE AS \$\$
	SELECT sum(pg_stat_get_xact_tuples_returned(i.indexrelid))::bigint
	FROM pg_index AS i JOIN pg_class AS c ON c.oid = i.indrelid
	WHERE c.relnamespace = 'fitclub'::regnamespace
\$\$;

CREATE SEQUENCE call;
CREATE FUNCTION book(step interval, places bigint) RETURNS bigint
LANGUAGE plpgsql VOLATILE AS \$\$
DECLARE
	call bigint := nextval('call');
	starts timestamptz := timestamptz '2020-01-01 00:00+00' + call / places * step;
BEGIN
	RETURN fitclub.book_session(1 + call % places, 1 + call % places, 1 + call % places,
		starts, starts + interval '1 hour');
END \$\$;

CREATE FUNCTION be_refused() RETURNS void LANGUAGE plpgsql VOLATILE AS \$\$
BEGIN
	BEGIN
		PERFORM fitclub.book_session($spare_member, 1, $spare_place,
			timestamptz '2030-01-01 00:15+00', timestamptz '2030-01-01 00:45+00');
	EXCEPTION WHEN exclusion_violation THEN
		RETURN;
	END;
	RAISE 'not refused';
END \$\$;
END

# What one trainer's bookings of one transaction leave behind costs the next
# one nothing, however the planner sees the tables: as empty, or as full of
# what is cancelled, so that an index of the rest looks like the shorter way.
sub short_ways
{
	my ($when) = @_;
	my $count = 2000;

	foreach my $step ('-1 hour', '1 hour')
	{
		my $read = $node->safe_psql('small', <<"END");
BEGIN;
SELECT count(fitclub.cancel_session(book('$step', 1), reason => 'a trial')) FROM generate_series(1, $count) \\gset
SELECT entries_read() / $count;
ROLLBACK;
END

		cmp_ok($read, '<', 500,
			"$when, $count times booked and cancelled, by $step: few index entries are read for one");
	}
	return;
}

create_club($node, 'small');
$node->safe_psql('small', $functions . people_and_places(1, 1));
short_ways('no bookings');
$node->safe_psql('small', "SELECT fitclub.cancel_session(book('-1 hour', 1), reason => 'a trial') FROM generate_series(1, 1000)");
$node->safe_psql('small', 'VACUUM ANALYZE');
short_ways('all cancelled');

$node->safe_psql('club', $functions);

# flat(NAME, STATEMENTS): runs what reports the memory of its session twice:
# when it has warmed up, and at its end.
sub flat
{
	my ($name, $statements) = @_;
	my $file = "$folder/statements";
	my $started = time;

	unlink $file;
	append_to_file($file, $statements);
	my ($status, $out, $err) = $node->psql('club', "\\i $file");
	unlike($err, qr/ERROR|FATAL/, $name);
	my ($warm, $end) = $err =~ /memory (\d+).*memory (\d+)/s;

	die 'no memory was reported' if !defined $end;
	note(sprintf 'bytes after a tenth %d, at the end %d; %.1f s', $warm, $end, time - $started);
	cmp_ok($end, '<=', $warm + 50_000, "$name: memory stays flat");
	return;
}

# A transaction that calls one of the functions above in a loop.
sub loop
{
	my ($count, $call, $everything) = @_;
	my $tenth = int $count / 10;

	return <<"END";
BEGIN;
DO \$\$
BEGIN
	FOR i IN 1 .. $count LOOP
		PERFORM $call;
		IF i IN ($tenth, $count) THEN
			PERFORM report_memory($everything);
		END IF;
	END LOOP;
END \$\$;
ROLLBACK;
END
}

my $book = "book('-1 hour', $places)";
my $book_and_cancel = "fitclub.cancel_session($book, reason => 'a trial')";
my $some = int $calls / 4;
my $tenth = int $calls / 10;

flat("$calls times booked and cancelled, each in a transaction",
	join "SELECT report_memory(true);\n",
	"SELECT $book_and_cancel;\n" x $tenth,
	"SELECT $book_and_cancel;\n" x ($calls - $tenth), '');
flat("$some times booked, all in one transaction", loop($some, $book, 'true'));
flat("$some times booked and cancelled, all in one transaction", loop($some, $book_and_cancel, 'false'));
flat("$some times booked and cancelled, all in one statement", <<"END");
SELECT count($book_and_cancel),
	count(CASE WHEN i IN ($some / 10, $some) THEN report_memory(false) END)
FROM generate_series(1, $some) AS i;
END
flat("$some times refused, each in a subtransaction", loop($some, 'be_refused()', 'true'));
is_sound('no rule is broken after all that');

$node->stop;
done_testing();
