# Nothing left: memory for a backend, room for the log, room for the tables. The
# client gets an error, nothing is half done, and when there is room again
# everything goes on, after a recovery where the server had to stop.
#
# FITCLUB_FAULT_STEPS is after how many different amounts of memory each
# operation breaks off. A full disk needs a small file system: root's test/run
# makes one; otherwise FITCLUB_SMALL_DISK can name an empty folder on one of at
# most 256 MB, which this test fills.

use strict;
use warnings;
use FitclubCluster;
use FitclubSession;
use File::Path qw(remove_tree);
use IPC::Run;
use PostgreSQL::Test::Utils;
use Test::More;
use Time::HiRes qw(sleep time);

my $steps = $ENV{FITCLUB_FAULT_STEPS} || 25;
my $small_disk = $ENV{FITCLUB_SMALL_DISK};
my $folder = PostgreSQL::Test::Utils::tempdir();

# A club in which every hour of every day can be booked.
sub new_club
{
	my ($node, $options) = @_;

	$node->safe_psql('postgres', "CREATE DATABASE club $options");
	$node->safe_psql('club', <<'END');
CREATE EXTENSION fitclub;
INSERT INTO fitclub.member (first_name, last_name, email)
SELECT 'Member', i::text, 'member' || i || '@example.org' FROM generate_series(1, 20) AS i;
INSERT INTO fitclub.trainer (first_name, last_name, email)
SELECT 'Trainer', i::text, 'trainer' || i || '@example.org' FROM generate_series(1, 4) AS i;
INSERT INTO fitclub.room (name, capacity)
SELECT 'Room ' || i, 20 FROM generate_series(1, 4) AS i;
INSERT INTO fitclub.trainer_availability (trainer_id, day_of_week, start_time, end_time)
SELECT t.trainer_id, d, '00:00', '24:00'
FROM fitclub.trainer AS t, generate_series(0, 6) AS d;
END
	return;
}

my $hour = 0;

sub slot
{
	$hour++;
	return "timestamptz '2101-01-03 00:00+00' + interval '$hour hours', "
	  . "timestamptz '2101-01-03 01:00+00' + interval '$hour hours'";
}

sub is_sound
{
	my ($node, $when) = @_;

	is($node->safe_psql('club', 'SELECT * FROM fitclub.verify()'), '', "$when: no rule is broken");
	is($node->safe_psql('club', <<'END'), '', "$when: no short lock is left");
SELECT * FROM pg_locks WHERE locktype = 'advisory' AND objsubid >= 17
END
	return;
}

# ---- no memory ----------------------------------------------------------------

# Each can be asked for again and again.
my @operations = (
	[ 'booked and moved', sub {
		my ($from) = slot() =~ /(.*), timestamptz/;
		return 'SELECT fitclub.reschedule_session(fitclub.book_session(1, 1, 1, ' . slot() . "), $from)" } ],
	[ 'booked, paid and refunded', sub {
		return 'SELECT fitclub.refund_payment(fitclub.record_payment(b.billing_id, 85)) FROM fitclub.book_session(2, 2, 2, '
		  . slot() . ') AS s CROSS JOIN LATERAL fitclub.create_billing_item(2, 85, s::text) AS b (billing_id)' } ],
	[ 'booked and cancelled', sub {
		return 'SELECT fitclub.cancel_session(fitclub.book_session(3, 3, NULL, ' . slot() . '))' } ],
	[ 'a class, joined', sub {
		return q{SELECT count(fitclub.register_for_class(m, c)) FROM fitclub.create_class('Class', 4, 3, } . slot()
		  . ') AS c, generate_series(1, 5) AS m' } ],
	[ 'a class, joined and cancelled', sub {
		return q{SELECT fitclub.cancel_class(max(c)) FROM (SELECT c, fitclub.register_for_class(m, c) FROM fitclub.create_class('Class', 4, 3, }
		  . slot() . ') AS c, generate_series(1, 5) AS m OFFSET 0) AS g' } ],
	[ 'a metric', sub { return 'SELECT fitclub.log_health_metric(4, 80)' } ],
	[ 'a direct write', sub {
		return 'INSERT INTO fitclub.private_session (member_id, trainer_id, start_time, end_time, price) '
		  . 'SELECT 5, 1, s, e, 0 FROM (VALUES (' . slot() . '), (' . slot() . ')) AS v (s, e)' } ],
	[ 'member_dashboard', sub { return 'SELECT fitclub.member_dashboard(1)' } ],
	[ 'trainer_schedule', sub { return q{SELECT fitclub.trainer_schedule(1, '2101-01-01', '2101-03-01')} } ],
	[ 'week_timetable', sub { return q{SELECT * FROM fitclub.week_timetable('2101-01-03')} } ],
	[ 'check_calendar', sub { return 'SELECT * FROM fitclub.check_calendar()' } ],
	[ 'verify', sub { return 'SELECT * FROM fitclub.verify()' } ]);

# The address space that a process has, in kB.
sub size
{
	my ($pid) = @_;

	return slurp_file("/proc/$pid/status") =~ /^VmSize:\s+(\d+) kB/m ? $1 : 0;
}

sub limit
{
	my ($pid, $bytes) = @_;

	system('prlimit', '--pid', $pid, "--as=$bytes:") == 0 or die "prlimit failed";
	return;
}

sub counts
{
	my ($session) = @_;

	return $session->run(join ' UNION ALL ', map { "SELECT count(*) FROM fitclub.$_" }
		  qw(private_session class_schedule class_registration billing_item payment health_metric notification));
}

# The server's regular expressions, in a CHECK, have a SQLSTATE of their own for
# want of memory.
sub state_of
{
	my ($session, $sql) = @_;
	my $state = $session->state($sql);
	my $no_memory = qr/ 2201B: (?:invalid regular expression|regular expression failed): out of memory$/m;

	return $session->errors =~ $no_memory ? '53200' : $state;
}

# They are there, or the error would be the loader's.
sub load_libraries
{
	my ($session) = @_;

	$session->run(q{SELECT fitclub_internal.is_email(''); LOAD 'plpgsql'});
	return;
}

# The server itself keeps a lock that it has no memory to note the holder of, and
# crashes when that is asked for again before the transaction ends: after a
# savepoint, that is (LockAcquireExtended()).
sub left_lock
{
	my ($session) = @_;

	return $session->errors =~ /Failed on request of size 128 in memory context "TopMemoryContext"/;
}

# An operation in a backend that gets so many kB more, and then all it wants.
# Returns the SQLSTATE, whether nothing has changed if there is one, and that of
# the second try.
sub break_off
{
	my ($node, $observer, $operation, $more, $in_transaction) = @_;
	my ($name, $statement) = @$operation;
	my $session = FitclubSession->new($node, 'club');
	my $before = counts($observer);
	my $sql = $statement->();

	load_libraries($session);
	$session->run('BEGIN; SAVEPOINT s') if $in_transaction;
	limit($session->pid, 1024 * (size($session->pid) + $more));
	my $state = state_of($session, $sql);
	my $retry = left_lock($session) ? 'ROLLBACK; BEGIN; SAVEPOINT s' : 'ROLLBACK TO s';

	# It may have been the end of the backend.
	if (-e '/proc/' . $session->pid)
	{
		limit($session->pid, 'unlimited');
		$session->run($retry) if $in_transaction && $state ne '';
	}
	my $after = $state eq '' || $in_transaction ? $before : counts($observer);
	my $again = $state eq '53200' ? $session->state($sql) : '';

	$session->run('COMMIT') if $in_transaction;
	$session->quit if -e '/proc/' . $session->pid;
	return ($state, $before eq $after, $again);
}

sub no_memory
{
	my $node = new_cluster('memory');

	new_club($node, '');

	my $observer = FitclubSession->new($node, 'club');

	foreach my $operation (@operations)
	{
		my ($name, $statement) = @$operation;
		my $probe = FitclubSession->new($node, 'club');

		load_libraries($probe);
		my $small = size($probe->pid);
		my %states;
		my $half_done = 0;
		my %again;

		is($probe->state($statement->()), '', "$name: with memory enough");
		my $growth = size($probe->pid) - $small;

		$probe->quit;
		foreach my $step (0 .. $steps - 1)
		{
			my ($state, $unchanged, $again) =
			  break_off($node, $observer, $operation, int($growth * $step / $steps), $step % 2);

			$states{ $state eq '' ? 'none' : $state }++;
			$half_done++ if !$unchanged;
			$again{$again}++ if $again ne '';
		}
		is(join(' ', grep { !/^(?:53200|none)$/ } sort keys %states), '', "$name: the error is 53200");
		cmp_ok($states{53200} // 0, '>', 0, "$name: memory did run out");
		is($half_done, 0, "$name: nothing is half done");
		is(join(' ', sort keys %again), '', "$name: the same backend can do it afterwards");
		note("$name: $growth kB, " . join ', ', map { "$_ $states{$_} times" } sort keys %states);
		is_sound($node, $name);
	}
	$observer->quit;
	unlike(slurp_file($node->logfile), qr/PANIC:|TRAP:|was terminated by (?:signal|exception)/,
		'no server process crashed for want of memory');
	$node->stop;
	return;
}

# ---- no room -------------------------------------------------------------------

my $ballast;

# Takes up a file system but for some kB.
sub fill_disk
{
	my ($disk, $free) = @_;
	my $block = "\xff" x 65536;

	$ballast = "$disk/ballast";
	open(my $file, '>', $ballast) or die "cannot write $ballast: $!";
	1 while syswrite($file, $block);
	my $size = -s $ballast;
	die "$disk is not small" if $size < 1024 * $free || $size > 256 * 1024 * 1024;
	truncate($file, $size - 1024 * $free);
	close $file;
	return;
}

sub make_room
{
	unlink $ballast or die "cannot remove $ballast: $!";
	return;
}

# Bookings of one client, each a transaction; it says which were made. They are
# wide, to fill what there is soon.
sub start_client
{
	my ($node, $client, $count) = @_;
	my $script = "$folder/script_$client";
	my $run = { told => '', errors => '' };

	unlink $script;
	append_to_file($script, join '', map {
		my $member = 1 + 5 * $client + $_ % 5;
		my $trainer = 1 + $client;

		sprintf <<'END', $member, $trainer, $trainer, slot();
\unset id
SELECT fitclub.book_session(%d, %d, %d, %s,
	(SELECT string_agg(md5(i::text || random()), '') FROM generate_series(1, 6) AS i)) AS id \gset
\if :{?id}
\echo :id
\endif
END
	} 1 .. $count);
	$run->{handle} = IPC::Run::start(
		[ 'psql', '-X', '-q', '-v', 'VERBOSITY=verbose', '-d', $node->connstr('club'), '-f', $script ],
		'<', \undef, '>', \$run->{told}, '2>', \$run->{errors},
		IPC::Run::timeout($PostgreSQL::Test::Utils::timeout_default));
	return $run;
}

# Returns the ids that the clients were told, and the SQLSTATEs.
sub run_clients
{
	my ($node, $count) = @_;
	my @runs = map { start_client($node, $_, $count) } 0 .. 3;
	my (@ids, %states);

	foreach my $run (@runs)
	{
		IPC::Run::finish($run->{handle});
		push @ids, $run->{told} =~ /^(\d+)$/mg;
		$states{$_}++ foreach $run->{errors} =~ /(?:ERROR|FATAL|PANIC):  (\w{5}):/g;
	}
	return (\@ids, \%states);
}

# What was told is there once with its bill, and nothing that was not told.
sub is_as_told
{
	my ($node, $when, @ids) = @_;
	my $told = join ',', @ids;

	is($node->safe_psql('club', "SELECT unnest('{$told}'::bigint[]) EXCEPT SELECT session_id FROM fitclub.private_session"),
		'', "$when: what was told is there");
	is( $node->safe_psql('club', <<'END'), '', "$when: every session has its bill and every bill its session");
SELECT s.session_id, b.billing_id
FROM fitclub.private_session AS s FULL JOIN fitclub.billing_item AS b ON b.private_session_id = s.session_id
WHERE s.session_id IS NULL OR b.billing_id IS NULL
END
	is_sound($node, $when);
	return;
}

# The tables are on the small disk. Nobody dies of that.
sub no_room_for_tables
{
	my $node = new_cluster('tables');

	mkdir "$small_disk/tables" or die "cannot make a folder: $!";
	$node->safe_psql('postgres', "CREATE TABLESPACE small LOCATION '$small_disk/tables'");
	new_club($node, 'TABLESPACE small');
	$node->safe_psql('club', 'CHECKPOINT');
	fill_disk($small_disk, 256);
	my ($ids, $states) = run_clients($node, 200);

	# Looking wants room as well since 19, for the visibility map.
	make_room();
	is(join(' ', sort keys %$states), '53100', 'no room for the tables: the error is 53100');
	cmp_ok(scalar @$ids, '>', 0, 'no room for the tables: some were booked before');
	is($node->safe_psql('club', 'SELECT count(*) FROM fitclub.private_session'),
		scalar @$ids, 'no room for the tables: and they are all');
	is_as_told($node, 'no room for the tables', @$ids);
	my ($more, $none) = run_clients($node, 20);

	is(join(' ', %$none), '', 'with room again nothing is refused');
	is_as_told($node, 'with room for the tables again', @$ids, @$more);
	unlike(slurp_file($node->logfile), qr/PANIC:|TRAP:|was terminated by (?:signal|exception)/,
		'no server process crashed for want of room');
	$node->stop;
	$node->clean_node;
	return;
}

# Waits for a process to be gone, which may have nobody to bury it.
sub is_gone
{
	my ($pid) = @_;
	my $end = time + $PostgreSQL::Test::Utils::timeout_default;

	while (time < $end)
	{
		my $state = -e "/proc/$pid/stat" ? eval { slurp_file("/proc/$pid/stat") } : undef;

		return 1 if !kill(0, $pid) || defined $state && $state =~ /\) Z /;
		sleep 0.05;
	}
	return 0;
}

# The log is on the small disk. The server has to stop, and recovers.
sub no_room_for_log
{
	my $node = PostgreSQL::Test::Cluster->new('log');

	$node->init(extra => [ '-E', 'UTF8', '--locale=C', '--wal-segsize=1', '-X', "$small_disk/log" ]);
	$node->append_conf('postgresql.conf', <<"END");
timezone = 'UTC'
min_wal_size = 2MB
max_wal_size = 16MB
wal_recycle = off
restart_after_crash = off
@{[ $ENV{FITCLUB_SERVER_OPTIONS} // '' ]}
END
	$node->start;
	new_club($node, '');
	$node->safe_psql('club', 'CHECKPOINT');
	fill_disk($small_disk, 1536);

	my ($postmaster) = slurp_file($node->data_dir . '/postmaster.pid') =~ /^(\d+)/;
	my ($ids, $states) = run_clients($node, 2000);

	cmp_ok(scalar @$ids, '>', 0, 'no room for the log: some were booked before');
	cmp_ok(scalar keys %$states, '>', 0, 'no room for the log: there is an error');
	note('no room for the log: ' . join ', ', map { "$_ $states->{$_} times" } sort keys %$states);
	like(slurp_file($node->logfile), qr/PANIC:\s.*No space left on device/, 'no room for the log: the server has to stop');
	ok(is_gone($postmaster), 'no room for the log: it has stopped');
	make_room();
	# It is dead already; now the node knows, too.
	$node->kill9;
	unlink $node->data_dir . '/postmaster.pid', $node->host . '/.s.PGSQL.' . $node->port . '.lock';
	$node->start;
	is_as_told($node, 'after recovery', @$ids);
	my ($more, $none) = run_clients($node, 20);

	is(join(' ', %$none), '', 'after recovery nothing is refused');
	is_as_told($node, 'after recovery and more', @$ids, @$more);
	$node->stop;
	$node->clean_node;
	return;
}

SKIP:
{
	skip 'limits of processes are set by prlimit here, which is not there', 1
	  if !-d "/proc/$$" || system('prlimit --version >/dev/null 2>&1') != 0;
	no_memory();
}

SKIP:
{
	skip 'a full disk needs a small file system: run test/run as root, or set FITCLUB_SMALL_DISK', 1
	  if !defined $small_disk;
	no_room_for_tables();
	no_room_for_log();
	remove_tree("$small_disk/tables", "$small_disk/log");
}

done_testing();
