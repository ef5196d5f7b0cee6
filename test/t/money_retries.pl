# Clients whose connections are killed send each payment again, up to three times
# in all, as they do not know whether it was recorded. Each is recorded once
# at most, those that a client was told of are there, and the books are right.

use strict;
use warnings;
use FitclubCluster;
use FitclubSession;
use POSIX ();
use PostgreSQL::Test::Utils;
use Test::More;
use Time::HiRes qw(sleep);

my $clients = 64;
my $payments = how_many('FITCLUB_RETRIES_PAYMENTS', 6, 40);
my $members = 12;
my $folder = PostgreSQL::Test::Utils::tempdir();
my $node = new_cluster('retries', 'max_connections = 100');

create_club($node, 'club');
$node->safe_psql('club', <<"END");
SELECT fitclub.create_member('Member', n::text, n || '\@example.org') FROM generate_series(1, $members) AS n;
SELECT fitclub.set_payer(n, n - 1) FROM generate_series(2, $members, 2) AS n;
SELECT fitclub.create_billing_item(1 + n % $members, 5 + n % 40, 'Bill ' || n) FROM generate_series(1, 300) AS n;
CREATE TABLE told (request_key text, payment_id bigint);
END

# A payment, which is sent again as it is.
sub request
{
	my ($key) = @_;
	my $member = 1 + int rand $members;
	my $bill = 1 + int rand 300;
	my $amount = 1 + int rand 60;

	return (
		"fitclub.receive_payment($member, $amount, request_key => '$key')",
		"fitclub.receive_payment($member, $amount, 'cash', ARRAY[$bill, 1 + $bill % 300]::bigint[], '$key')",
		"fitclub.receive_payment($member, $amount, 'online', '{}', '$key')",
		"fitclub.record_payment($bill, member_id => $member, request_key => '$key')",
		"fitclub.apply_credit($member, $bill, request_key => '$key')")[ rand 5 ];
}

# Without an answer the client does not know; an error is an answer.
sub run_client
{
	my ($client) = @_;

	srand($client);
	foreach my $payment (1 .. $payments)
	{
		my $key = "$client/$payment";
		my $request = request($key);

		foreach my $attempt (1 .. 3)
		{
			# most are killed before or after, some while they wait for a lock
			my ($code, $out, $err) = $node->psql('club', "SELECT pg_sleep(0.02); SELECT $request; SELECT pg_sleep(0.02)",
				extra_params => ['-q'], on_error_stop => 1);
			my ($id) = $out =~ /^(\d+)$/m;

			append_to_file("$folder/told_$client", "$key\t$id\n") if defined $id;
			append_to_file("$folder/lost_$client", "$key\n") if $code == 2;
			last if $code != 2;
		}
	}
	return;
}

my %running;

foreach my $client (1 .. $clients)
{
	my $pid = fork();

	die "fork: $!" if !defined $pid;
	if ($pid == 0)
	{
		eval { run_client($client); };
		append_to_file("$folder/died_$client", $@) if $@;
		POSIX::_exit($@ ? 1 : 0);
	}
	$running{$pid} = 1;
}

my $killer = FitclubSession->new($node, 'club');
my $failed = 0;

while (%running)
{
	my $pid = waitpid(-1, POSIX::WNOHANG());

	if ($pid > 0 && delete $running{$pid})
	{
		$failed++ if $? != 0;
		next;
	}
	$killer->run(q{
		SELECT pg_terminate_backend(pid) FROM pg_stat_activity
		WHERE datname = 'club' AND pid <> pg_backend_pid() ORDER BY random() LIMIT 2});
	sleep 0.02;
}
is($failed, 0, 'every client came to its end');
my @lost = map { split /\n/, slurp_file($_) } glob "$folder/lost_*";
cmp_ok(scalar @lost, '>', $clients, 'many connections were lost (' . @lost . ')');
append_to_file("$folder/told", join '', map { slurp_file($_) } glob "$folder/told_*");
$node->safe_psql('club', "\\copy told FROM '$folder/told'");

note($node->safe_psql('club', 'SELECT count(*), count(DISTINCT request_key) FROM told'));
is($node->safe_psql('club', 'SELECT request_key FROM fitclub.payment WHERE request_key IS NOT NULL GROUP BY 1 HAVING count(*) > 1'),
	'', 'each request was carried out once');
is($node->safe_psql('club', 'SELECT t.* FROM told AS t LEFT JOIN fitclub.payment AS p USING (payment_id, request_key) WHERE p.payment_id IS NULL'),
	'', 'and what clients were told is there, by its key');
is($node->safe_psql('club', 'SELECT source, source_id FROM fitclub.ledger GROUP BY 1, 2 HAVING sum(amount) <> 0'), '', 'each entry is balanced');
is($node->safe_psql('club', 'SELECT balance FROM fitclub.trial_balance() WHERE account IS NULL'), '0.00', 'the trial balance foots');
is($node->safe_psql('club', 'SELECT rule, table_name, row_id, detail FROM fitclub.verify() LIMIT 10'), '', 'no rule is broken');

$killer->quit;
$node->stop;
done_testing();
