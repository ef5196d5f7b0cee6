# The jobs of the manual, by cron's lines and by pg_cron, as the manual has them:
# dues, dunning and reminders are done once, whoever runs them how often. Where
# the server has no pg_cron, the lines of cron alone are run.

use strict;
use warnings;
use Cwd qw(abs_path);
use File::Basename;
use FitclubCluster;
use IPC::Run;
use PostgreSQL::Test::Utils;
use Test::More;
use Time::HiRes qw(sleep);

my $top = dirname(abs_path(__FILE__)) . '/../..';
my ($section) = slurp_file("$top/doc/guide/operations.md") =~ /^## Jobs\n(.*?)^## /ms;
my @lines = $section =~ /^([\d*]+ [\d*]+ \* \* \* .*)$/mg;
my @schedules = $section =~ /^(SELECT cron\.schedule\(.*\);)$/mg;
my $sharedir = `$ENV{PG_CONFIG} --sharedir` =~ s/\n//r;
my $has_pg_cron = -f "$sharedir/extension/pg_cron.control";

is(scalar @lines, 3, 'the manual has three lines for cron');
is(scalar @schedules, 3, 'and three for pg_cron');

my $node = new_cluster('cron', $has_pg_cron ? <<'END' : undef);
shared_preload_libraries = 'pg_cron'
cron.database_name = 'club'
cron.use_background_workers = on
max_worker_processes = 20
END

# Dues of three months, a bill that is past due, credits and a membership that
# are about to end; more of it, by a number.
create_club($node, 'club');
$node->safe_psql('club', <<'END');
SELECT fitclub.create_plan('Gold', 30), fitclub.create_pack('Ten', 10, 100),
	fitclub.set_dunning_step(1, 7, 'Please pay {amount}', 5);
CREATE PROCEDURE public.happen(n integer) LANGUAGE plpgsql AS $$
DECLARE
	member bigint := fitclub.create_member('Member', n::text, format('member%s@example.org', n));
	today date := (now() AT TIME ZONE (SELECT time_zone FROM fitclub.club))::date;
	membership bigint;
BEGIN
	INSERT INTO fitclub.membership (member_id, starts_on, anchor_on, made_at)
	VALUES (member, today - 70, today - 70, now() - interval '70 days')
	RETURNING membership_id INTO membership;
	INSERT INTO fitclub.membership_plan (membership_id, from_on, plan_id, price) VALUES (membership, today - 70, 1, 30);
	PERFORM fitclub.create_bill(member, 20, 'Locker', due_on => today - 20);
	PERFORM fitclub.grant_credits(member, 1, 5, today + 3);
END $$;
CREATE VIEW public.done AS
SELECT (SELECT count(*) FROM fitclub.membership_period) AS periods,
	(SELECT count(*) FROM fitclub.billing_item WHERE membership_id IS NOT NULL) AS dues,
	(SELECT count(*) FROM fitclub.dunning AS d JOIN fitclub.billing_item AS b USING (billing_id) WHERE b.description = 'Locker') AS dunned,
	(SELECT count(*) FROM fitclub.billing_item WHERE kind = 'late_fee' AND description LIKE '%Locker') AS fees,
	(SELECT count(*) FROM fitclub.reminder) AS reminders,
	(SELECT count(*) FROM fitclub.notification WHERE message = 'Please pay 20.00') AS messages;
CALL happen(1);
END
is($node->safe_psql('club', 'TABLE done'), '0|0|0|0|0|0', 'nothing is done by itself');

# As cron runs them: a shell, and what is printed would be mailed.
sub run_line
{
	my ($line) = @_;
	my ($command) = $line =~ /^(?:\S+ ){5}postgres (.*)$/;
	local @ENV{qw(PGHOST PGPORT PGUSER)} = ($node->host, $node->port, 'postgres');

	IPC::Run::run([ 'sh', '-c', $command ], '>', \my $printed, '2>&1');
	is($?, 0, "$command succeeds");
	is($printed, '', 'and nothing is mailed');
	return;
}

run_line($_) foreach @lines;
is($node->safe_psql('club', 'TABLE done'), '3|3|1|1|1|1', 'the lines of cron have done it');
run_line($_) foreach @lines;
is($node->safe_psql('club', 'TABLE done'), '3|3|1|1|1|1', 'once');

SKIP:
{
	skip 'the server has no pg_cron', 4 if !$has_pg_cron;
	my $seen = '';

	$node->safe_psql('club', 'CALL happen(2); CREATE EXTENSION pg_cron;');
	$node->safe_psql('club', s/'\d+ \d+ \* \* \*'/'* * * * *'/r) foreach @schedules;
	# each at the beginning of a minute
	for (my $waited = 0; $waited < $PostgreSQL::Test::Utils::timeout_default; $waited++)
	{
		$seen = $node->safe_psql('club', <<'END');
SELECT string_agg(j.jobname, ' ' ORDER BY j.jobname) FROM cron.job AS j
WHERE EXISTS (SELECT FROM cron.job_run_details AS d WHERE d.jobid = j.jobid AND d.status = 'succeeded')
END
		last if $seen eq 'dues dunning reminders';
		sleep 1;
	}
	is($seen, 'dues dunning reminders', 'pg_cron has run each');
	is($node->safe_psql('club', q{SELECT status, return_message FROM cron.job_run_details WHERE status = 'failed'}),
		'', 'and none has failed');
	$node->safe_psql('club', 'SELECT cron.unschedule(jobid) FROM cron.job');
	is($node->safe_psql('club', 'TABLE done'), '6|6|2|2|2|2', 'what was new is done, once');
	is($node->safe_psql('club', 'SELECT * FROM fitclub.verify()'), '', 'no rule is broken');
}

$node->stop;
done_testing();
