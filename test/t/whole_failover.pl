# What a client was told is booked is booked, whatever becomes of the primary:
# many clients book, cancel, register and pay, the primary is stopped in the
# middle, its synchronous standby is promoted, and so on with the next.
#
# FITCLUB_STANDBY_PROMOTIONS says how often (twice when it does not).

use strict;
use warnings;
use FitclubCluster;
use FitclubLoad;
use IPC::Run;
use PostgreSQL::Test::Utils;
use Test::More;
use Time::HiRes qw(sleep time);

my $promotions = $ENV{FITCLUB_STANDBY_PROMOTIONS} || 2;
my $clients = 8;
my %size = (members => 60, trainers => 10, rooms => 6, classes => 40, seats => 10);
my $requests = 3000;    # of a client in a cycle: more than it gets round to

my $seed = $ENV{FITCLUB_STANDBY_SEED} || int(time) ^ $$;
srand($seed);
note("FITCLUB_STANDBY_SEED=$seed");

my $folder = PostgreSQL::Test::Utils::tempdir();
my $primary = new_cluster('node_0', $replication);

create_busy_club($primary, \%size);
$primary->safe_psql('club', <<'END');
-- What clients were told: what it was, its id, and the request's own words.
CREATE TABLE told (cycle integer, kind text, id bigint, words text);
END

my $standby = new_standby($primary, 1);

foreach my $cycle (1 .. $promotions)
{
	my $held = "book_session(1, 1, 1, timestamptz '2038-01-01 00:00+00' + interval '$cycle hours',"
	  . " timestamptz '2038-01-01 01:00+00' + interval '$cycle hours')";

	$primary->safe_psql('club',
		"BEGIN; SELECT fitclub.$held; PREPARE TRANSACTION 'held'");

	my @handles = map { start_client($primary, $folder, $cycle, $_, script($cycle, $_)) } 1 .. $clients;
	$primary->poll_query_until('postgres', <<"END") or die 'the clients did not come';
SELECT count(*) = $clients FROM pg_stat_activity WHERE datname = 'club'
END
	sleep 0.3 + rand 1.2;

	# Gone without a word, and never to come back.
	$primary->stop('immediate');
	IPC::Run::finish($_) foreach @handles;
	is(join(' ', map { $_->result } @handles), join(' ', (2) x $clients),
		"promotion $cycle: in the middle of the work");
	$standby->promote;
	$primary = $standby;
	$primary->safe_psql('postgres', 'ALTER SYSTEM RESET synchronous_standby_names');
	$primary->reload;
	$primary->poll_query_until('postgres', q{SELECT current_setting('synchronous_standby_names') = ''})
	  or die 'the new primary waits for a standby';

	keep_told($cycle, $_) foreach 1 .. $clients;
	check("promotion $cycle");

	# Who prepares to commit keeps the slot, wherever that is to be.
	is(sqlstate($primary, "SET lock_timeout = '10ms'; SELECT fitclub.$held"),
		'55P03', "promotion $cycle: a prepared booking is waited for");
	$primary->safe_psql('club', "COMMIT PREPARED 'held'");
	is(sqlstate($primary, "SELECT fitclub.$held"), '23P01', "promotion $cycle: and keeps its slot");

	$standby = new_standby($primary, $cycle + 1) if $cycle < $promotions;
}

of_each_kind($primary, 'session', 'cancelled', 'seat', 'payment');

# Whatever the clients were refused was refused by a rule.
is(join("\n", grep { !/ is already booked$| is full$| is already registered / } errors_told($folder, $clients)),
	'', 'what was refused was refused by a rule');

$primary->stop;
done_testing();

# new_standby(PRIMARY, NUMBER): a standby that the primary's commits wait for.
sub new_standby
{
	my ($from, $number) = @_;
	my $node = PostgreSQL::Test::Cluster->new("node_$number");

	$from->backup("backup_$number");
	$node->init_from_backup($from, "backup_$number", has_streaming => 1);
	$node->start;
	$from->safe_psql('postgres', q{ALTER SYSTEM SET synchronous_standby_names = '*'});
	$from->reload;
	$from->poll_query_until('postgres',
		q{SELECT count(*) = 1 FROM pg_stat_replication WHERE sync_state = 'sync'})
	  or die 'the standby does not follow';
	return $node;
}

# One request, and what the client says to its file when it was granted: a
# statement that is not answered leaves no trace in psql's variables.
sub request
{
	my ($cycle, $words) = @_;

	if (rand() < 0.25)
	{
		return sprintf(<<'END', 1 + rand $size{members}, 1 + rand $size{classes}, $words);
\unset id
SELECT fitclub.register_for_class(%d, %d) AS id \gset
\if :{?id}
\echo seat :id %s
\endif
END
	}

	my $script = sprintf(<<"END", 1 + rand $size{members}, 1 + rand $size{trainers}, 1 + rand $size{rooms});
\\unset id
SELECT fitclub.book_session(%d, %d, %d, ${\slot($cycle)}, '$words') AS id \\gset
\\if :{?id}
\\echo session :id $words
END
	$script .= <<"END" if rand() < 0.3;
\\unset payment
SELECT fitclub.record_payment(billing_id, 85) AS payment
FROM fitclub.billing_item WHERE private_session_id = :id \\gset
\\if :{?payment}
\\echo payment :payment $words
\\endif
END
	$script .= <<"END" if rand() < 0.3;
\\unset cancelled
SELECT fitclub.cancel_session(:id) AS cancelled \\gset
\\if :{?cancelled}
\\echo cancelled :cancelled $words
\\endif
END
	return "$script\\endif\n";
}

# What one client asks for in one cycle.
sub script
{
	my ($cycle, $client) = @_;

	return join '', map { request($cycle, "$cycle-$client-$_") } 1 .. $requests;
}

sub keep_told
{
	my ($cycle, $client) = @_;
	my $kept = "$folder/kept_${cycle}_$client";

	append_to_file($kept, join '',
		map { "$cycle $_\n" } lines_told($folder, $cycle, $client, qr/[a-z]+ \d+ \S+/));
	$primary->safe_psql('club', "COPY told FROM '$kept' (DELIMITER ' ')");
	return;
}

sub check
{
	my ($when) = @_;
	my %wrong = (
		'sessions told of are there once, with their bill' => <<'END',
SELECT t.*
FROM told AS t
LEFT JOIN (
	SELECT s.activity_type AS words, count(*) AS sessions, min(s.session_id) AS id, count(b.billing_id) AS bills
	FROM fitclub.private_session AS s
	LEFT JOIN fitclub.billing_item AS b ON b.private_session_id = s.session_id
	GROUP BY s.activity_type
) AS s ON s.words = t.words
WHERE t.kind = 'session' AND (s.sessions = 1 AND s.id = t.id AND s.bills = 1) IS NOT TRUE
END
		'cancellations told of hold' => <<'END',
SELECT t.*
FROM told AS t
LEFT JOIN fitclub.private_session AS s ON s.session_id = t.id
WHERE t.kind = 'cancelled' AND s.cancelled_at IS NULL
END
		'seats told of are held, and billed' => <<'END',
SELECT t.*
FROM told AS t
LEFT JOIN fitclub.class_registration AS g ON g.registration_id = t.id
LEFT JOIN fitclub.billing_item AS b ON b.class_id = g.class_id AND b.member_id = g.member_id
WHERE t.kind = 'seat' AND (g.cancelled_at IS NULL AND b.status = 'pending') IS NOT TRUE
END
		'payments told of are there, and the bill is paid' => <<'END',
SELECT t.*
FROM told AS t
LEFT JOIN fitclub.payment AS p ON p.payment_id = t.id
LEFT JOIN fitclub.billing_item AS b ON b.billing_id = p.billing_id
WHERE t.kind = 'payment' AND (p.amount = 85 AND b.status = 'paid') IS NOT TRUE
END
		'nobody was told twice of one thing' => <<'END',
SELECT kind, id FROM told GROUP BY kind, id HAVING count(*) > 1
END
		'no request has two sessions' => <<'END',
SELECT activity_type FROM fitclub.private_session WHERE activity_type LIKE '%-%-%'
GROUP BY activity_type HAVING count(*) > 1
END
		'no session without its bill' => <<'END',
SELECT s.session_id FROM fitclub.private_session AS s
LEFT JOIN fitclub.billing_item AS b ON b.private_session_id = s.session_id
WHERE b.amount IS DISTINCT FROM s.price
END
		'no rule is broken' => 'SELECT * FROM fitclub.check_calendar()',
		'no short lock is left' => <<'END');
SELECT * FROM pg_locks
WHERE locktype = 'advisory' AND objsubid >= 17
	AND mode <> 'RowExclusiveLock' -- a direct writer's, to the end of its transaction
END

	is($primary->safe_psql('club', $wrong{$_}), '', "$when: $_") foreach sort keys %wrong;
	return;
}
