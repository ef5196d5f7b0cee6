# Eight clients want the same slot at the same moment: one gets it, whichever
# resource they clash on, whatever path they take, at every isolation level.
# A class with three seats takes three of eight, and so does a room for three.

use strict;
use warnings;
use FitclubCluster;
use IPC::Run;
use PostgreSQL::Test::Utils;
use Test::More;

my $clients = 8;
my $seats = 3;
my @levels = ('READ COMMITTED', 'REPEATABLE READ', 'SERIALIZABLE');

my $node = new_cluster('race', "deadlock_timeout = '20ms'");

create_club($node, 'club');
$node->safe_psql('club', <<"END");
INSERT INTO fitclub.member (first_name, last_name, email)
SELECT 'Member', i::text, 'member' || i || '\@example.org' FROM generate_series(1, $clients) AS i;
INSERT INTO fitclub.trainer (first_name, last_name, email)
SELECT 'Trainer', i::text, 'trainer' || i || '\@example.org' FROM generate_series(1, $clients) AS i;
INSERT INTO fitclub.room (name, capacity)
SELECT 'Room ' || i, 20 FROM generate_series(1, $clients) AS i;
INSERT INTO fitclub.trainer_availability (trainer_id, day_of_week, start_time, end_time)
SELECT t.trainer_id, d, '00:00', '24:00'
FROM fitclub.trainer AS t, generate_series(0, 6) AS d;
END

# race(LEVEL, STATEMENT...): runs each statement in a transaction of its own
# at once; returns how many committed, the SQLSTATEs of those that failed, and
# the statements that are to be tried again.
# A prepared transaction is the gate: each transaction takes its snapshot, then
# waits for the lock that it holds.
sub race
{
	my ($level, @statements) = @_;
	my @runs;

	$node->safe_psql('club',
		q{BEGIN; SELECT pg_advisory_xact_lock(42); PREPARE TRANSACTION 'gate'});
	foreach my $statement (@statements)
	{
		my %run = (statement => $statement, out => '', err => '');
		my @commands = map { ('-c', $_) } (
			"BEGIN ISOLATION LEVEL $level",
			'SELECT count(*) FROM fitclub.private_session',
			'SELECT pg_advisory_xact_lock_shared(42)',
			$statement, 'COMMIT', '\echo admitted');

		$run{handle} = IPC::Run::start(
			[
				'psql', '-X', '-q', '-A', '-t', '-v', 'ON_ERROR_STOP=1',
				'-v', 'VERBOSITY=verbose', '-d', $node->connstr('club'),
				@commands
			],
			'<', \undef, '>', \$run{out}, '2>', \$run{err},
			IPC::Run::timeout($PostgreSQL::Test::Utils::timeout_default));
		push @runs, \%run;
	}
	$node->poll_query_until('club', <<"END") or die 'the clients did not come';
SELECT count(*) = ${\ scalar @statements} FROM pg_locks WHERE locktype = 'advisory' AND NOT granted
END
	$node->safe_psql('club', q{COMMIT PREPARED 'gate'});

	IPC::Run::finish($_->{handle}) foreach @runs;
	my $admitted = grep { $_->{out} =~ /^admitted$/m } @runs;
	my @states = map { $_->{err} =~ /(?:ERROR|FATAL|PANIC):\s+(\w{5}):/ ? $1 : () } @runs;
	my @again = map { $_->{statement} } grep { $_->{err} =~ /ERROR:\s+40(?:001|P01):/ } @runs;
	return ($admitted, join(' ', sort @states), @again);
}

# raced(NAME, LEVEL, WINNERS, STATE, STATEMENT...): races and tests. Those who
# lose learn why, or are asked to try again: 40001 because their snapshot is
# too old, 40P01 because two raw INSERTs waited for one another.
sub raced
{
	my ($name, $level, $winners, $state, @statements) = @_;
	my ($admitted, $states) = race($level, @statements);
	my $losers = $clients - $winners;

	is($admitted, $winners, "$name, $level: $winners admitted");
	like($states, qr/^(?:(?:$state|40001|40P01)\b ?){$losers}$/,
		"$name, $level: the others are told why");
	is($node->safe_psql('club', 'SELECT * FROM fitclub.verify()'),
		'', "$name, $level: no rule is broken");
	return;
}

# Slots: one a day, so that no race knows of another.
my $day = 0;

sub slot
{
	my $from = sprintf "timestamptz '2025-12-01 10:00+00' + interval '%d days'", $day;

	return ($from, "$from + interval '1 hour'");
}

sub book
{
	my ($member, $trainer, $room) = @_;
	my ($from, $to) = slot();

	return "SELECT fitclub.book_session($member, $trainer, $room, $from, $to)";
}

# A session with its bill, as someone would write it who does not know book_session.
sub insert
{
	my ($member, $trainer, $room) = @_;
	my ($from, $to) = slot();

	return <<"END";
WITH s AS (
	INSERT INTO fitclub.private_session (member_id, trainer_id, room_id, start_time, end_time)
	VALUES ($member, $trainer, $room, $from, $to)
	RETURNING session_id, member_id, trainer_id, price
)
INSERT INTO fitclub.billing_item (member_id, trainer_id, private_session_id, amount, description)
SELECT member_id, trainer_id, session_id, price, 'Private session' FROM s
END
}

sub give_class
{
	my ($member, $trainer, $room) = @_;
	my ($from, $to) = slot();

	return "SELECT fitclub.create_class('Class', $trainer, $room, $from, $to)";
}

my %ways = (
	'book_session' => [ \&book ],
	'INSERT' => [ \&insert ],
	'book_session and INSERT' => [ \&book, \&insert ],
	'book_session and create_class' => [ \&book, \&give_class ]);

# Client i comes as member i, with trainer i, to room i, except for what they
# all want.
my %wanted = (
	room => sub { ($_[0], $_[0], 1) },
	trainer => sub { ($_[0], 1, $_[0]) },
	member => sub { (1, $_[0], $_[0]) });

foreach my $resource (sort keys %wanted)
{
	foreach my $way (sort keys %ways)
	{
		# a class of its own keeps no member busy
		next if $resource eq 'member' && $way =~ /class/;

		my @makers = @{ $ways{$way} };
		foreach my $level (@levels)
		{
			$day++;
			raced(
				"same $resource, $way", $level, 1, '23P01',
				map { $makers[ $_ % @makers ]->($wanted{$resource}->($_)) } 1 .. $clients);
		}
	}
}

# The last seats of a class.
sub register
{
	my ($member, $class) = @_;

	return "SELECT fitclub.register_for_class($member, $class)";
}

sub insert_registration
{
	my ($member, $class) = @_;

	return <<"END";
WITH r AS (
	INSERT INTO fitclub.class_registration (member_id, class_id, start_time, end_time)
	SELECT $member, class_id, start_time, end_time
	FROM fitclub.class_schedule WHERE class_id = $class
	RETURNING member_id, class_id
)
INSERT INTO fitclub.billing_item (member_id, class_id, amount, description)
SELECT r.member_id, r.class_id, 50, 'Class' FROM r
END
}

my %seat_ways = (
	'register_for_class' => [ \&register ],
	'INSERT' => [ \&insert_registration ],
	'register_for_class and INSERT' => [ \&register, \&insert_registration ]);

foreach my $way (sort keys %seat_ways)
{
	my @makers = @{ $seat_ways{$way} };
	foreach my $level (@levels)
	{
		$day++;
		my ($from, $to) = slot();
		my $class = $node->safe_psql('club', <<"END");
INSERT INTO fitclub.class_schedule (name, trainer_id, room_id, start_time, end_time, capacity)
VALUES ('Yoga', 1, 1, $from, $to, $seats) RETURNING class_id
END
		raced(
			"last $seats seats, $way", $level, $seats, '23514',
			map { $makers[ $_ % @makers ]->($_, $class) } 1 .. $clients);
	}
}

# raced_again(NAME, STATE, STATEMENT...): the same at SERIALIZABLE, where two
# transactions that have read a table at the same time cannot both add to it:
# PostgreSQL gives one up, although there is place. Run again, as any 40001, as
# many are admitted as there are places, and the others are told.
sub raced_again
{
	my ($name, $refused, @statements) = @_;
	my $level = 'SERIALIZABLE';
	my ($admitted, $states, @again) = race($level, @statements);

	like($states, qr/^(?:(?:$refused|40001|40P01)\b ?)*$/, "$name, $level: nobody is told anything else");
	for my $statement (@again)
	{
		my ($more, $state, @lost) = race($level, $statement);

		$admitted += $more;
		is("@lost", '', "$name, $level: who is alone is not given up");
		like($state, qr/^(?:$refused)?$/, "$name, $level: who tries again is admitted, or there is no place");
	}
	is($admitted, $seats, "$name, $level: $seats admitted in the end");
	is($node->safe_psql('club', 'SELECT * FROM fitclub.verify()'), '', "$name, $level: no rule is broken");
	return;
}

# The last places of a room that holds as many bookings.
$node->safe_psql('club', "UPDATE fitclub.room SET max_bookings = $seats WHERE room_id = 1");
foreach my $way (sort keys %ways)
{
	my @makers = @{ $ways{$way} };
	foreach my $level (@levels)
	{
		$day++;
		my @statements = map { $makers[ $_ % @makers ]->($wanted{room}->($_)) } 1 .. $clients;

		if ($level eq 'SERIALIZABLE')
		{
			raced_again("room for $seats, $way", '23P01', @statements);
		}
		else
		{
			raced("room for $seats, $way", $level, $seats, '23P01', @statements);
		}
	}
}

# A member who may have three bookings, and wants eight: sessions and seats, each
# with a trainer, in a room and at an hour of its own.
my $limited = 0;

foreach my $limit ('max_upcoming_bookings', 'max_bookings_per_day')
{
	$node->safe_psql('club',
		"SELECT fitclub.update_club(max_upcoming_bookings => 0, max_bookings_per_day => 0), fitclub.update_club($limit => $seats)");
	foreach my $level (@levels)
	{
		$limited++;
		my @statements = map {
			my $from = sprintf q{timestamptz '2101-01-%02d %02d:00+00'}, $limited, 8 + $_;
			my $times = "$from, $from + interval '1 hour'";

			"SET LOCAL fitclub.identity = 'member:$limited'; " . (
				$_ % 2
				? "SELECT fitclub.book_session($limited, $_, NULL, $times)"
				: register($limited,
					$node->safe_psql('club', "SELECT fitclub.create_class('Run', $_, $_, $times)")));
		} 1 .. $clients;

		if ($level eq 'SERIALIZABLE')
		{
			raced_again("$limit of $seats", '42501', @statements);
		}
		else
		{
			raced("$limit of $seats", $level, $seats, '42501', @statements);
		}
	}
}
$node->safe_psql('club', 'SELECT fitclub.update_club(max_bookings_per_day => 0)');

# One member, pressing the button eight times.
foreach my $level (@levels)
{
	$day++;
	my ($from, $to) = slot();
	my $class = $node->safe_psql('club', <<"END");
INSERT INTO fitclub.class_schedule (name, trainer_id, room_id, start_time, end_time, capacity)
VALUES ('Spin', 1, 1, $from, $to, $clients) RETURNING class_id
END
	raced("one member, one class", $level, 1, '23505',
		map { register(1, $class) } 1 .. $clients);
}

$node->stop;
done_testing();
