# A session that waits can be interrupted: by a timeout, a cancel or a terminate, for
# another's booking or for a short lock, in a savepoint too. It ends at once,
# leaves no lock and no trace, and keeps nobody else waiting. And sessions that
# have used fitclub follow when its indexes, or all of it, are rebuilt.

use strict;
use warnings;
use FitclubCluster;
use FitclubSession;
use PostgreSQL::Test::Utils;
use Test::More;
use Time::HiRes qw(time);

my $promptly = 10;    # seconds, on a machine that has much else to do

my $node = new_cluster('interrupt');

create_club($node, 'club');

# People and places, by plain SQL.
sub furnish
{
	return <<'END';
INSERT INTO fitclub.member (first_name, last_name, email)
SELECT 'Member', i::text, 'member' || i || '@example.org' FROM generate_series(1, 50) AS i;
INSERT INTO fitclub.trainer (first_name, last_name, email)
SELECT 'Trainer', i::text, 'trainer' || i || '@example.org' FROM generate_series(1, 10) AS i;
INSERT INTO fitclub.room (name, capacity)
SELECT 'Room ' || i, 20 FROM generate_series(1, 10) AS i;
INSERT INTO fitclub.trainer_availability (trainer_id, day_of_week, start_time, end_time)
SELECT t.trainer_id, d, '00:00', '24:00'
FROM fitclub.trainer AS t, generate_series(0, 6) AS d
END
}

$node->safe_psql('club', furnish());

# Each wait has a day of its own.
my $day = 0;

sub slot
{
	my ($hour) = @_;
	my $from = sprintf "timestamptz '2040-01-01 00:00+00' + interval '%d days %d hours'", $day, $hour;

	return ($from, "$from + interval '1 hour'");
}

sub book
{
	my ($member, $trainer, $room, $hour, $activity) = @_;
	my ($from, $to) = slot($hour);

	return "SELECT fitclub.book_session($member, $trainer, $room, $from, $to, '"
	  . ($activity // 'training') . "')";
}

sub insert
{
	my ($member, $trainer, $room, $hour) = @_;
	my ($from, $to) = slot($hour);

	return 'INSERT INTO fitclub.private_session'
	  . ' (member_id, trainer_id, room_id, start_time, end_time, price)'
	  . " VALUES ($member, $trainer, $room, $from, $to, 0)";
}

sub new_class
{
	my ($trainer, $room, $hour) = @_;
	my ($from, $to) = slot($hour);

	return $node->safe_psql('club',
		"SELECT fitclub.create_class('Class', $trainer, $room, $from, $to, 1)");
}

sub new_session
{
	return $node->safe_psql('club', book(@_));
}

sub new_bill
{
	return $node->safe_psql('club', q{SELECT fitclub.create_billing_item(1, 85, 'Towel')});
}

# What is waited for, what waits, what does not have to, and what becomes of
# the one that waits when the other has committed. Trainer 1 at 10 o'clock is
# what everybody wants.
my %waits = (
	'book_session' => sub {
		return (book(1, 1, 1, 10), book(2, 1, 2, 10), book(3, 1, 3, 12), '23P01');
	},
	'reschedule_session' => sub {
		my $session = new_session(2, 1, 2, 15);
		my ($from) = slot(10);

		return (
			book(1, 1, 1, 10), "SELECT fitclub.reschedule_session($session, $from)",
			book(3, 1, 3, 12), '23P01');
	},
	'INSERT' => sub {
		return (book(1, 1, 1, 10), insert(2, 1, 2, 10), insert(3, 1, 3, 12), '23P01');
	},
	'create_class' => sub {
		my ($from, $to) = slot(10);

		return (
			book(1, 1, 1, 10), "SELECT fitclub.create_class('Class', 1, 2, $from, $to)",
			book(3, 1, 3, 12), '23P01');
	},
	'register_for_class' => sub {
		my $class = new_class(1, 1, 10);
		my $other = new_class(2, 2, 10);

		return (
			"SELECT fitclub.register_for_class(1, $class)",
			"SELECT fitclub.register_for_class(2, $class)",
			"SELECT fitclub.register_for_class(3, $other)", '23514');
	},
	'record_payment' => sub {
		my $bill = new_bill();
		my $other = new_bill();

		return (
			"SELECT fitclub.record_payment($bill, 85)",
			"SELECT fitclub.record_payment($bill, 50)",
			"SELECT fitclub.record_payment($other, 50)", '23514');
	});

# How a wait is ended, and by which SQLSTATE it says so.
my %endings = (
	'statement_timeout' => [ '57014', q{SET LOCAL statement_timeout = '200ms'} ],
	'lock_timeout' => [ '55P03', q{SET LOCAL lock_timeout = '200ms'} ],
	'pg_cancel_backend' => [ '57014', undef ],
	'pg_terminate_backend' => [ '57P01', undef ]);

# Locks of fitclub's that a session holds; an announcement is held until its
# transaction ends.
sub held_locks
{
	my ($pid, $mode) = @_;

	return $node->safe_psql('club',
		"SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND objsubid >= 17 AND pid = $pid AND mode $mode");
}

sub short_locks
{
	return held_locks(@_, "<> 'RowExclusiveLock'");
}

sub announcements
{
	return held_locks(@_, "= 'RowExclusiveLock'");
}

# Ends the wait of a session that is to wait, and tests how it ends. OTHER does
# not have to wait. Returns the SQLSTATE.
sub end_wait
{
	my ($name, $ending, $session, $event, $waiter, $other) = @_;
	my ($expected, $setting) = @{ $endings{$ending} };
	my $signalled;
	my $held = short_locks($session->pid);

	if (defined $setting)
	{
		$session->run($setting);
		$signalled = time;
		$session->send($waiter);
	}
	else
	{
		$session->send($waiter);
		ok($session->wait_for_lock($event), "$name: waits");
		is(sqlstate("SET statement_timeout = '${promptly}s'; $other"),
			'', "$name: what does not clash goes on meanwhile");
		$signalled = time;
		$node->safe_psql('club', "SELECT $ending(" . $session->pid . ')');
	}
	my ($out, $state) = $session->finish;

	is($state, $expected, "$name: ends with $expected");
	cmp_ok(time - $signalled, '<', $promptly, "$name: promptly");
	is( short_locks($session->pid),
		$state eq '57P01' ? 0 : $held,
		"$name: leaves no short lock");
	return;
}

sub sqlstate
{
	my ($sql) = @_;
	my ($status, $out, $err) = $node->psql('club', "\\set VERBOSITY verbose\n$sql");

	return $err =~ /(?:ERROR|FATAL):\s+(\w{5}):/ ? $1 : '';
}

# One wait for another transaction's booking, ended in one way.
my $turn = 0;

sub interrupt
{
	my ($wait, $ending, $in_savepoint) = @_;
	my $commits = $turn++ % 2;
	my $name = "$wait, $ending" . ($in_savepoint ? ' in a savepoint' : '');
	my $other_session = FitclubSession->new($node, 'club');
	my $session = FitclubSession->new($node, 'club');

	$day++;
	my ($opener, $waiter, $other, $clash) = $waits{$wait}->();

	is($other_session->state("BEGIN; $opener"), '', "$name: somebody has not committed yet");
	$session->run('BEGIN');
	if ($in_savepoint)
	{
		is($session->state(book(5, 5, 5, 10)), '', "$name: books something else before");
		is(short_locks($session->pid), 0, "$name: which keeps no short lock");
		$session->run('SAVEPOINT s');
	}
	end_wait($name, $ending, $session, 'transactionid', $waiter, $other);

	if ($ending ne 'pg_terminate_backend')
	{
		if ($in_savepoint)
		{
			is($session->state('ROLLBACK TO s'), '', "$name: goes back to the savepoint");
			is($session->state(book(5, 5, 5, 11)), '', "$name: books something else instead");
			is($session->state('COMMIT'), '', "$name: commits");
			is(sqlstate(book(6, 5, 6, $_)), '23P01', "$name: what it booked at $_ is booked")
			  foreach 10, 11;
		}
		else
		{
			$session->run('ROLLBACK');
		}
	}

	$other_session->run($commits ? 'COMMIT' : 'ROLLBACK');
	is( sqlstate($waiter),
		$commits ? $clash : '',
		"$name: as ever, once the other has " . ($commits ? 'committed' : 'rolled back'));
	$session->quit;
	$other_session->quit;
	return;
}

foreach my $wait (sort keys %waits)
{
	foreach my $ending (sort keys %endings)
	{
		interrupt($wait, $ending, $_) foreach 0, 1;
	}
}

# The same for a short lock: while a slow session is written, another one of
# its trainer waits for the trainer's lock and holds that of its own room. The
# trigger may wait and may write what was not checked: so nobody is kept from
# direct writes while it is fired, and every row announces itself as one.
$node->safe_psql('club', <<'END');
-- A session of the activity 'slow' is written as slowly as the gate opens.
CREATE FUNCTION public.wait_at_gate() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
	PERFORM pg_advisory_xact_lock_shared(42);
	RETURN new;
END $$;
CREATE TRIGGER wait_at_gate BEFORE INSERT ON fitclub.private_session
	FOR EACH ROW WHEN (new.activity_type = 'slow') EXECUTE FUNCTION public.wait_at_gate();
END

sub interrupt_short_lock
{
	my ($ending, $in_savepoint) = @_;
	my $name = "short lock, $ending" . ($in_savepoint ? ' in a savepoint' : '');
	my $gate = FitclubSession->new($node, 'club');
	my $slow = FitclubSession->new($node, 'club');
	my $session = FitclubSession->new($node, 'club');

	$day++;
	$gate->run('SELECT pg_advisory_lock(42)');
	$slow->send(book(1, 1, 1, 10, 'slow'));
	ok($slow->wait_for_lock('advisory'), "$name: somebody is writing");
	is(short_locks($slow->pid), 3, "$name: and holds the locks, but not the calendar's");
	is(sqlstate("SET statement_timeout = '${promptly}s'; " . insert(8, 8, 8, 10)),
		'', "$name: a direct write goes on meanwhile");

	$session->run('BEGIN');
	if ($in_savepoint)
	{
		is($session->state(book(5, 5, 5, 10)), '', "$name: books something else before");
		is(announcements($session->pid), 1, "$name: which is announced like a direct write");
		$session->run('SAVEPOINT s');
	}
	end_wait($name, $ending, $session, 'advisory', book(2, 1, 2, 12), book(3, 3, 3, 10));
	is(sqlstate("SET statement_timeout = '${promptly}s'; " . book(4, 4, 2, 12)),
		'', "$name: the room that it had locked is free");
	if ($in_savepoint && $ending ne 'pg_terminate_backend')
	{
		$session->run('ROLLBACK TO s');
		is($session->state(book(5, 5, 5, 11)), '', "$name: books something else instead");
		is($session->state('COMMIT'), '', "$name: commits");
		is(sqlstate(book(6, 5, 6, $_)), '23P01', "$name: what it booked at $_ is booked")
		  foreach 10, 11;
	}
	else
	{
		$session->run('ROLLBACK') if $ending ne 'pg_terminate_backend';
	}

	$gate->run('SELECT pg_advisory_unlock(42)');
	is(($slow->finish)[1], '', "$name: the slow one is booked");
	is(sqlstate(book(7, 1, 7, 10)), '23P01', "$name: and keeps its slot");
	is(sqlstate(book(7, 1, 7, 12)), '', "$name: the slot it waited for is still there");
	$_->quit foreach $gate, $slow, $session;
	return;
}

# And for the one that is interrupted while it holds them.
sub interrupt_holder
{
	my ($ending) = @_;
	my $name = "holding short locks, $ending";
	my $gate = FitclubSession->new($node, 'club');
	my $slow = FitclubSession->new($node, 'club');

	$day++;
	$gate->run('SELECT pg_advisory_lock(42)');
	$slow->run('BEGIN; SAVEPOINT s');
	end_wait($name, $ending, $slow, 'advisory', book(1, 1, 1, 10, 'slow'), book(3, 3, 3, 10));
	is(sqlstate("SET statement_timeout = '${promptly}s'; " . book(2, 1, 1, 10)),
		'', "$name: its slot can be had");
	if ($ending ne 'pg_terminate_backend')
	{
		$slow->run('ROLLBACK TO s');
		is($slow->state(book(1, 1, 1, 12)), '', "$name: books something else instead");
		is($slow->state('COMMIT'), '', "$name: commits");
	}
	$_->quit foreach $gate, $slow;
	return;
}

foreach my $ending (sort keys %endings)
{
	interrupt_short_lock($ending, $_) foreach 0, 1;
	interrupt_holder($ending);
}
$node->safe_psql('club', 'DROP TRIGGER wait_at_gate ON fitclub.private_session');

# A refusal lets go of the locks at once, whatever becomes of the transaction.
{
	my $session = FitclubSession->new($node, 'club');

	$day++;
	new_session(1, 1, 1, 10);
	$session->run('BEGIN; SAVEPOINT s');
	is($session->state(book(2, 1, 2, 10)), '23P01', 'refused in a savepoint');
	is(short_locks($session->pid), 0, 'refused in a savepoint: no short lock is left');
	$session->run('ROLLBACK TO s');
	my $block = join ' ', 'DO $$ BEGIN PERFORM', book(2, 1, 2, 10) =~ s/^SELECT //r,
	  '; EXCEPTION WHEN exclusion_violation THEN NULL; END $$';
	is($session->state($block), '', 'refused and caught in PL/pgSQL');
	is(short_locks($session->pid), 0, 'refused and caught in PL/pgSQL: no short lock is left');
	is($session->state(book(2, 1, 2, 11)), '', 'refused and caught in PL/pgSQL: books the next hour');
	is(short_locks($session->pid), 0, 'booked and not committed: no short lock is left');
	is(sqlstate(book(3, 1, 2, 12)), '', 'booked and not committed: others go on');
	$session->run('COMMIT');
	$session->quit;
}

is($node->safe_psql('club', 'SELECT * FROM fitclub.verify()'),
	'', 'no rule is broken by interruptions');

# Indexes are rebuilt while sessions book, by function and by INSERT.
$node->safe_psql('club', 'CREATE TABLE outcome (state text); CREATE TABLE finished ()');

sub keep_booking
{
	my ($statement) = @_;

	return <<"END";
DO \$\$
DECLARE
	starts timestamptz;
BEGIN
	LOOP
		EXIT WHEN EXISTS (SELECT FROM finished);
		starts := timestamptz '2045-01-01 00:00+00' + interval '1 hour' * floor(random() * 1000);
		BEGIN
			$statement;
			INSERT INTO outcome VALUES ('');
		EXCEPTION WHEN OTHERS THEN
			INSERT INTO outcome VALUES (sqlstate);
		END;
		COMMIT;
	END LOOP;
END \$\$
END
}

sub indexes
{
	return $node->safe_psql('club', <<'END');
SELECT i.indexrelid FROM pg_index AS i JOIN pg_class AS c ON c.oid = i.indrelid
WHERE c.relnamespace = 'fitclub'::regnamespace AND i.indisvalid ORDER BY 1
END
}

my @statements = (
	(
		q{PERFORM fitclub.book_session(1 + floor(random() * 20)::integer,
	1 + floor(random() * 3)::integer, 1 + floor(random() * 3)::integer, starts, starts + interval '1 hour', price => 0)}
	) x 3,
	q{INSERT INTO fitclub.private_session (member_id, trainer_id, room_id, start_time, end_time, price)
	VALUES (1 + floor(random() * 20)::integer, 1 + floor(random() * 3)::integer,
		1 + floor(random() * 3)::integer, starts, starts + interval '1 hour', 0)});
my @sessions = map { FitclubSession->new($node, 'club') } @statements;
my %before = map { $_ => 1 } split /\n/, indexes();

$sessions[$_]->send(keep_booking($statements[$_])) foreach 0 .. $#sessions;
$node->safe_psql('club',
	"REINDEX INDEX CONCURRENTLY fitclub.private_session_${_}_busy_idx")
  foreach qw(room trainer member) x 2;
$node->safe_psql('club', 'REINDEX SCHEMA CONCURRENTLY fitclub');
$node->safe_psql('club', 'INSERT INTO finished DEFAULT VALUES');
is(($_->finish)[1], '', 'a session booked while indexes were rebuilt') foreach @sessions;

my @same = grep { $before{$_} } split /\n/, indexes();
is("@same", '', 'all indexes are others now');
is(scalar(split /\n/, indexes()), scalar(keys %before), 'and as many');
is( $node->safe_psql('club',
		q{SELECT DISTINCT state FROM outcome WHERE state NOT IN ('', '23P01', '40P01')}),
	'', 'bookings meanwhile were admitted, or refused by the rules');
cmp_ok($node->safe_psql('club', q{SELECT count(*) FROM outcome WHERE state = ''}),
	'>', 100, 'many were admitted');
$day++;
new_session(1, 1, 1, 10);
foreach my $session (@sessions)
{
	is($session->state(book(2, 1, 2, 10)), '23P01', 'a session that booked before sees what is booked');
	is($session->state(insert(2, 2, 1, 10)), '23P01', 'and so does its guard');
	$session->quit;
}
is($node->safe_psql('club', 'SELECT * FROM fitclub.verify()'),
	'', 'no rule is broken while indexes are rebuilt');

# All of fitclub is made again. In one session the new objects have to be found
# by statements that were planned, and places that were looked up, before.
sub use_all
{
	my ($name, $session) = @_;

	$day++;
	is($session->state(furnish()), '', "$name: people and places");
	is($session->run(book(1, 1, 1, 10)), '1', "$name: a session");
	is($session->state(book(2, 1, 2, 10)), '23P01', "$name: a clash");
	is($session->state(insert(2, 2, 1, 10)), '23P01', "$name: a clash of an INSERT");
	my ($from, $to) = slot(12);
	is($session->run("SELECT fitclub.reschedule_session(1, $from, $to)"), '1', "$name: moved");
	is($session->run('SELECT fitclub.record_payment(1, 80)'), '1', "$name: paid");
	is($session->state('SELECT fitclub.record_payment(1, 80)'), '23514', "$name: not paid twice");
	is($session->run('SELECT fitclub.cancel_session(1)'), '1', "$name: cancelled");
	is($session->state(book(1, 1, 1, 12)), '', "$name: booked again");
	($from, $to) = slot(14);
	is($session->run("SELECT fitclub.create_class('Class', 1, 1, $from, $to, 1)"), '1', "$name: a class");
	is($session->run('SELECT fitclub.register_for_class(1, 1)'), '1', "$name: a seat");
	is($session->state('SELECT fitclub.register_for_class(2, 1)'), '23514', "$name: no other");
	is($session->run('SELECT fitclub.log_health_metric(1, 80)'), '1', "$name: a metric");
	is($session->run('SELECT count(*) FROM fitclub.check_calendar()'), '0', "$name: no rule is broken");
	return;
}

create_club($node, 'again');
{
	my $session = FitclubSession->new($node, 'again');
	my $bystander = FitclubSession->new($node, 'again');

	use_all('at first', $session);
	is($bystander->state(book(3, 1, 3, 12)), '23P01', 'another session sees the clash');

	is($session->state('DROP EXTENSION fitclub'), '2BP01', 'its data is kept');
	is($session->state('SET fitclub.allow_drop = on'), '', 'unless that is allowed');
	is($session->state('DROP EXTENSION fitclub'), '', 'DROP EXTENSION');
	like($session->state(book(2, 2, 2, 12)), qr/^(?:3F000|42883)$/, 'nothing is left');
	like($bystander->state(book(2, 2, 2, 12)), qr/^(?:3F000|42883)$/, 'nor for the other session');
	is($session->state('CREATE EXTENSION fitclub'), '', 'CREATE EXTENSION');
	use_all('afterwards', $session);
	is($bystander->state(book(3, 1, 3, 12)), '23P01', 'the other session sees the clash');
	is($bystander->state(book(3, 3, 3, 12)), '', 'and books');

	is($session->state('BEGIN; DROP EXTENSION fitclub; CREATE EXTENSION fitclub'),
		'', 'both in one transaction');
	is($session->state(furnish()), '', 'in the transaction: people and places');
	is($session->run(book(1, 1, 1, 12)), '1', 'in the transaction: a session');
	is($session->state('SAVEPOINT s; ' . book(2, 1, 2, 12)), '23P01', 'in the transaction: a clash');
	is($session->state('ROLLBACK TO s; ROLLBACK'), '', 'rolled back');
	is($session->state(book(3, 1, 3, 12)), '23P01', 'the clash there was is there again');
	is($session->state(book(4, 4, 4, 12)), '', 'and what is free can be booked');
	is($session->run('SELECT count(*) FROM fitclub.check_calendar()'), '0', 'no rule is broken');
	$_->quit foreach $session, $bystander;
}

unlike(slurp_file($node->logfile), qr/PANIC:|TRAP:|was terminated by (?:signal|exception)/,
	'no server process crashed');

$node->stop;
done_testing();
