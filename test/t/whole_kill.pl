# What a client was told is booked is booked, whatever is killed: one backend
# or the whole server, with SIGKILL, while many clients book, cancel, register
# and pay. And nothing is half written.
#
# FITCLUB_KILL_CYCLES says how often; 4 times when it does not, or 10 with
# FITCLUB_LONG=yes.

use strict;
use warnings;
use FitclubCluster;
use FitclubLoad;
use IPC::Run;
use PostgreSQL::Test::Utils;
use Test::More;
use Time::HiRes qw(sleep time);

my $cycles = how_many('FITCLUB_KILL_CYCLES', 4, 10);
my $clients = 12;
my %size = (members => 120, trainers => 20, rooms => 12, classes => 40, seats => 20);
my $requests = 3000;    # of a client in a cycle: more than it gets round to

my $seed = $ENV{FITCLUB_KILL_SEED} || time ^ $$;
srand($seed);
note("FITCLUB_KILL_SEED=$seed");

# Without autovacuum every process of the server is known when it is killed.
my $node = new_cluster('kill', <<'END');
restart_after_crash = on
autovacuum = off
END
my $folder = PostgreSQL::Test::Utils::tempdir();

create_busy_club($node, \%size);
$node->safe_psql('club', <<'END');
-- What clients were told: what it was, its id, that of its bill or of what it
-- is about, and the booking's own words.
CREATE TABLE told (cycle integer, kind text, id bigint, other bigint, words text);
END

sub book
{
	my ($cycle, $words, $name, $price) = @_;

	return sprintf
	  "SELECT fitclub.book_session(%d, %d, %s, %s, '%s', %s) AS $name \\gset\n",
	  1 + rand $size{members}, 1 + rand $size{trainers},
	  rand() < 0.1 ? 'NULL' : 1 + int rand $size{rooms},
	  slot($cycle), $words, $price // 85;
}

sub bill_of
{
	my ($session, $name) = @_;

	return "SELECT coalesce(max(billing_id), 0) AS $name"
	  . " FROM fitclub.billing_item WHERE private_session_id = :$session \\gset\n";
}

# A booking in a transaction of its own, and now and then with a mishap in a
# savepoint; later perhaps paid, given back, cancelled.
sub one_booking
{
	my ($cycle, $words) = @_;
	my $mishap = rand() < 0.1
	  ? "SAVEPOINT s;\n" . book($cycle, "undone $words", 'undone') . "ROLLBACK TO s;\n"
	  : '';
	my $price = rand() < 0.1 ? 0 : 85;
	my $later = '';

	if ($price > 0 && rand() < 0.4)
	{
		my $amount = rand() < 0.3 ? 30 : 85;

		$later .= <<"END";
SELECT fitclub.record_payment(:bill, $amount) AS payment \\gset
\\if :{?payment}
\\echo payment :payment :bill -
\\endif
END
		$later .= <<'END' if rand() < 0.3;
\if :{?payment}
SELECT fitclub.refund_payment(:payment) AS refund \gset
\echo refund :refund :payment -
\endif
END
	}
	$later .= <<'END' if rand() < 0.3;
SELECT fitclub.cancel_session(:id) AS cancelled \gset
\echo cancelled :cancelled 0 -
END
	return
	    "\\unset id\n\\unset payment\nBEGIN;\n$mishap"
	  . book($cycle, $words, 'id', $price)
	  . bill_of('id', 'bill')
	  . commit()
	  . "\\if :{?committed}\n\\if :{?id}\n\\echo session :id :bill $words\n$later\\endif\n\\endif\n";
}

# A COMMIT that could not be sent leaves no trace in psql's variables, but
# nothing on the connection is answered after it.
sub commit
{
	return "\\unset committed\nCOMMIT;\nSELECT true AS committed \\gset\n";
}

# Two bookings that come together or not at all.
sub two_bookings
{
	my ($cycle, $words) = @_;

	return
	    "\\unset id1\n\\unset id2\nBEGIN;\n"
	  . book($cycle, "two-$words", 'id1')
	  . book($cycle, "two-$words", 'id2')
	  . commit()
	  . "\\if :{?committed}\n\\if :{?id1}\n\\if :{?id2}\n"
	  . "\\echo two :id1 :id2 two-$words\n\\endif\n\\endif\n\\endif\n";
}

sub one_registration
{
	my $later = rand() < 0.5 ? <<'END' : '';
SELECT fitclub.cancel_registration(:seat) AS given_back \gset
\echo given_back :given_back 0 -
END

	return sprintf(<<'END', 1 + rand $size{members}, 1 + rand $size{classes}) . "$later\\endif\n";
\unset seat
SELECT fitclub.register_for_class(%d, %d) AS seat \gset
\if :{?seat}
\echo seat :seat 0 -
END
}

# What one client asks for in one cycle.
sub script
{
	my ($cycle, $client) = @_;
	my $script = '';

	foreach my $request (1 .. $requests)
	{
		my $words = "$cycle-$client-$request";
		my $kind = rand();

		$script .=
		    $kind < 0.65 ? one_booking($cycle, $words)
		  : $kind < 0.75 ? two_bookings($cycle, $words)
		  :                one_registration();
	}
	return $script;
}

sub kill_backend
{
	my $pid = $node->safe_psql('postgres', <<'END');
SELECT pid FROM pg_stat_activity WHERE datname = 'club' ORDER BY random() LIMIT 1
END
	kill 'KILL', $pid or die "backend $pid is not there";
	return;
}

# Waits for processes to be gone; false if one is, but nobody has noticed.
sub are_gone
{
	my $end = time + 10;

	foreach my $pid (@_)
	{
		sleep 0.01 while kill(0, $pid) && time < $end;
		return 0 if kill 0, $pid;
	}
	return 1;
}

# Stopped, the postmaster cannot tell the others before they are killed.
sub kill_server
{
	my @pids = split /\n/, $node->safe_psql('postgres', <<'END');
SELECT pid FROM pg_stat_activity WHERE pid <> pg_backend_pid()
END
	my ($postmaster) = slurp_file($node->data_dir . '/postmaster.pid') =~ /^(\d+)/;

	kill 'STOP', $postmaster;
	kill 'KILL', @pids;
	$node->kill9;
	if (!are_gone($postmaster, @pids))
	{
		# There is no init to clear the dead away, so a new server would think
		# that they are alive.
		unlink $node->data_dir . '/postmaster.pid';
		unlink $node->host . '/.s.PGSQL.' . $node->port . '.lock';
	}
	$node->start;
	return;
}

# Queries for what must not be. Those of this test run without indexes, which are compared
# with the tables in the end.
my %wrong = (
	'sessions told of are there once, with their bill' => <<'END',
SELECT t.*
FROM told AS t
LEFT JOIN (
	SELECT s.activity_type AS words, count(*) AS sessions, min(s.session_id) AS id,
		min(s.price) AS price, count(b.billing_id) AS bills,
		min(b.billing_id) AS bill
	FROM fitclub.private_session AS s
	LEFT JOIN fitclub.billing_item AS b ON b.private_session_id = s.session_id
	GROUP BY s.activity_type
) AS s ON s.words = t.words
WHERE t.kind = 'session'
	AND (s.words IS NULL OR s.sessions <> 1 OR s.id <> t.id OR s.bills <> (s.price > 0)::integer
		OR coalesce(s.bill, 0) <> t.other)
END
	'pairs told of are there' => <<'END',
SELECT t.*
FROM told AS t
LEFT JOIN (
	SELECT s.activity_type AS words, array_agg(s.session_id) AS ids
	FROM fitclub.private_session AS s
	GROUP BY s.activity_type
) AS s ON s.words = t.words
WHERE t.kind = 'two' AND (s.ids @> ARRAY[t.id, t.other] AND cardinality(s.ids) = 2) IS NOT TRUE
END
	'cancellations told of hold' => <<'END',
SELECT t.*
FROM told AS t
LEFT JOIN fitclub.private_session AS s ON s.session_id = t.id
LEFT JOIN fitclub.billing_item AS b ON b.private_session_id = t.id
WHERE t.kind = 'cancelled'
	AND (s.cancelled_at IS NULL OR b.status IN ('pending', 'partially_paid'))
END
	'seats told of are held or given back, and billed' => <<'END',
SELECT t.*
FROM told AS t
LEFT JOIN fitclub.class_registration AS g ON g.registration_id = t.id
WHERE t.kind = 'seat' AND (g.registration_id IS NULL
		OR NOT EXISTS (
			SELECT FROM fitclub.billing_item AS b
			WHERE b.class_id = g.class_id AND b.member_id = g.member_id))
	OR t.kind = 'given_back' AND g.cancelled_at IS NULL
END
	'payments told of are there, and the bill says so' => <<'END',
SELECT t.*
FROM told AS t
LEFT JOIN fitclub.payment AS p ON p.payment_id = t.id
LEFT JOIN fitclub.payment AS r ON r.refund_of = t.id
LEFT JOIN fitclub.billing_item AS b ON b.billing_id = p.billing_id
WHERE t.kind = 'payment' AND (p.billing_id = t.other
		AND (b.status IN ('partially_paid', 'paid') OR r.payment_id IS NOT NULL)) IS NOT TRUE
	OR t.kind = 'refund' AND (p.refund_of = t.other) IS NOT TRUE
END
	'no session without its bill, and no bill without its booking' => <<'END',
SELECT s.session_id, b.billing_id, b.class_id
FROM fitclub.private_session AS s
FULL JOIN fitclub.billing_item AS b ON b.private_session_id = s.session_id
LEFT JOIN (
	SELECT DISTINCT g.class_id, g.member_id FROM fitclub.class_registration AS g
) AS g ON g.class_id = b.class_id AND g.member_id = b.member_id
WHERE (s.session_id IS NULL AND g.class_id IS NULL)
	OR (s.price > 0) <> (b.billing_id IS NOT NULL)
	OR s.price <> b.amount AND s.cancelled_at IS NULL
END
	'no seat without its bill' => <<'END',
SELECT g.*
FROM fitclub.class_registration AS g
LEFT JOIN (
	SELECT b.class_id, b.member_id, count(*) AS bills,
		count(*) FILTER (WHERE b.status NOT IN ('cancelled', 'refunded')) AS valid
	FROM fitclub.billing_item AS b
	GROUP BY b.class_id, b.member_id
) AS b ON b.class_id = g.class_id AND b.member_id = g.member_id
WHERE b.bills IS NULL OR g.cancelled_at IS NULL AND b.valid <> 1
END
	'no payment without the status that it makes' => <<'END',
SELECT b.*, p.paid
FROM fitclub.billing_item AS b
LEFT JOIN (
	SELECT n.billing_id, sum(n.amount) AS paid, max(n.amount) AS received
	FROM fitclub.payment AS n
	GROUP BY n.billing_id
) AS p ON p.billing_id = b.billing_id
WHERE CASE
	WHEN p.billing_id IS NULL OR p.paid = 0 AND p.received < 85
		THEN b.status NOT IN ('pending', 'cancelled', 'refunded')
	WHEN p.paid = 0 THEN b.status <> 'refunded'
	WHEN p.paid < b.amount THEN b.status <> 'partially_paid'
	ELSE b.status <> 'paid' OR p.paid > b.amount
	END
END
	'no half of a pair' => <<'END',
SELECT s.activity_type, count(*)
FROM fitclub.private_session AS s
WHERE s.activity_type LIKE 'two-%'
GROUP BY s.activity_type HAVING count(*) <> 2
END
	'nothing that was rolled back' => <<'END',
SELECT * FROM fitclub.private_session AS s WHERE s.activity_type LIKE 'undone%'
END
	'no rule is broken' => 'SELECT * FROM fitclub.verify()',
	# a prepared transaction may have announced a direct write
	'no short lock is left' => <<'END');
SELECT * FROM pg_locks
WHERE locktype = 'advisory' AND objsubid >= 17 AND (pid IS NOT NULL OR mode <> 'RowExclusiveLock')
END

sub check
{
	my ($when) = @_;
	my $without_indexes = join ' ',
	  map { "SET enable_$_ = off;" } qw(indexscan indexonlyscan bitmapscan);

	foreach my $name (sort keys %wrong)
	{
		my $settings = $wrong{$name} =~ /verify/ ? '' : $without_indexes;

		is($node->safe_psql('club', "$settings $wrong{$name}"), '', "$when: $name");
	}
	return;
}

# A booking that is prepared when the server goes down keeps its slot.
sub prepared_slot
{
	my ($cycle) = @_;

	return "SELECT fitclub.book_session(1, 1, 1,"
	  . " timestamptz '2038-01-01 00:00+00' + interval '$cycle hours',"
	  . " timestamptz '2038-01-01 01:00+00' + interval '$cycle hours')";
}

my %kills = (backend => 0, server => 0);

foreach my $cycle (1 .. $cycles)
{
	my $victim = $cycle % 2 ? 'backend' : 'server';

	$node->safe_psql('club', 'BEGIN; ' . prepared_slot($cycle) . "; PREPARE TRANSACTION 'held'");

	my @handles = map { start_client($node, $folder, $cycle, $_, script($cycle, $_)) } 1 .. $clients;
	$node->poll_query_until('postgres', <<"END") or die 'the clients did not come';
SELECT count(*) = $clients FROM pg_stat_activity WHERE datname = 'club'
END
	sleep 0.2 + rand 0.8;
	$victim eq 'backend' ? kill_backend() : kill_server();
	$kills{$victim}++;

	# psql's exit status when it loses its connection
	IPC::Run::finish($_) foreach @handles;
	is(join(' ', map { $_->result } @handles), join(' ', (2) x $clients),
		"cycle $cycle, $victim killed: in the middle of the work");
	$node->poll_query_until('club', 'SELECT true') or die 'the server did not come back';

	foreach my $client (1 .. $clients)
	{
		my $heard = "$folder/heard_${cycle}_$client";

		append_to_file($heard, join '',
			map { "$cycle $_\n" } lines_told($folder, $cycle, $client, qr/[a-z_]+ \d+ \d+ \S+/));
		$node->safe_psql('club', "COPY told FROM '$heard' (DELIMITER ' ')");
	}
	check("cycle $cycle, $victim killed");

	my $slot = prepared_slot($cycle);

	is(sqlstate($node, "SET lock_timeout = '10ms'; $slot"), '55P03',
		"cycle $cycle, $victim killed: a prepared booking is waited for");
	$node->safe_psql('club', "COMMIT PREPARED 'held'");
	is(sqlstate($node, $slot), '23P01', "cycle $cycle, $victim killed: and keeps its slot");
}

note("killed: $kills{backend} times a backend, $kills{server} times the server");
of_each_kind($node, 'session', 'two', 'cancelled', 'seat', 'given_back', 'payment', 'refund');

# Whatever the clients were refused was refused by a rule, or there was nothing
# to ask for as the transaction had failed.
my @strange = grep
{
	!/ is already booked$/
	  && !/ is full$/
	  && !/ is already registered /
	  && !/^current transaction is aborted/
	  && !/^syntax error at or near ":"$/
} errors_told($folder, $clients);
is(join("\n", @strange), '', 'what was refused was refused by a rule');

SKIP:
{
	my $there = $node->safe_psql('postgres',
		q{SELECT count(*) FROM pg_available_extensions WHERE name = 'amcheck'});

	skip 'this server has no amcheck', 1 if !$there;
	$node->safe_psql('club', 'CREATE EXTENSION amcheck');
	$node->command_ok(
		[ 'pg_amcheck', '--heapallindexed', '--parent-check', '-d', 'club' ],
		'every index fits its table');
}

$node->stop;
done_testing();
