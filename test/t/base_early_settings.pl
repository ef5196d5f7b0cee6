# Settings that a session has before the library is loaded, by a parallel query
# for once: none is lost, in the session or in a worker.

use strict;
use warnings;
use FitclubCluster;
use FitclubSession;
use Test::More;

my $node = new_cluster('early');

create_club($node, 'club');
$node->safe_psql('club', <<'END');
SELECT fitclub.create_member('Ana', 'Lee', 'ana@example.org'),
	fitclub.create_staff('Grace', 'Kim', 'grace@example.org', 'correct horse');
CREATE ROLE club_web LOGIN;
SELECT fitclub.grant_role('member', 'club_web'), fitclub.grant_role('staff', 'club_web');
CREATE TABLE line AS SELECT g AS line_id FROM generate_series(1, 20000) AS g;
ANALYZE line;
GRANT SELECT ON line TO club_web;
CREATE ROLE desk_app LOGIN SUPERUSER;
ALTER ROLE desk_app SET fitclub.audit = off;
ALTER DATABASE club SET fitclub.notify = on;
END

my $identities = q{SELECT string_agg(DISTINCT fitclub.current_identity() || line_id * 0, ' ') FROM line};

# Who loads the library first: a worker and the leader, a worker, or one that
# does all of the work.
foreach my $who (
	'parallel_setup_cost = 0; SET parallel_tuple_cost = 0; SET min_parallel_table_scan_size = 0',
	'parallel_setup_cost = 0; SET parallel_tuple_cost = 0; SET min_parallel_table_scan_size = 0; SET parallel_leader_participation = off',
	forced_setting() . ' = on')
{
	my $session = session('postgres', $who);

	like($session->run("EXPLAIN (COSTS OFF) $identities"), qr/Workers Planned/, "with $who: a query has workers");
	is($session->state('SELECT count(*) FROM line WHERE fitclub.member_balance(1) + line_id < 0'), '', 'loads the library');
	is($session->errors, '', 'without a warning');
	is($session->run('SHOW fitclub.notify'), 'on', "the database's setting holds");
	$session->run('LISTEN fitclub');
	like($session->run(q{INSERT INTO fitclub.class_schedule (name, trainer_id, room_id, start_time, end_time, capacity)
		SELECT 'Yoga', fitclub.create_trainer('Tina', n, n || '@example.org'), fitclub.create_room(n, 9), now(), now() + '1 hour', 9
		FROM (SELECT 'n' || pg_backend_pid()) AS x (n)}), qr/Asynchronous notification "fitclub"/, 'and counts');
	$session->quit;

	$session = session('postgres', $who);
	$session->run("BEGIN; SET LOCAL fitclub.identity = 'staff:1'; SET fitclub.allow_drop = on");
	is($session->run($identities), 'staff:10', 'all act for whom the session does');
	is($session->errors, '', 'without a warning');
	$session->run('COMMIT');
	is($session->run($identities), 'owner0', 'until the transaction ends');
	is($session->run('SHOW fitclub.allow_drop'), 'on', 'what is set for the session stays');
	$session->quit;

	$session = session('desk_app', $who);
	is($session->run($identities), 'owner0', 'a role with a setting');
	is($session->run('SHOW fitclub.audit'), 'off', 'has it');
	$session->quit;

	# What does not hold gives no rights, and does not break anything else.
	$session = session('club_web', $who);
	$session->run("SET fitclub.identity = 'staff:1'");
	unlike($session->run($identities), qr/staff:1/, 'a role that must not set it does not act for anybody');
	is($session->run('SELECT fitclub.current_identity()'), 'nobody', 'nor later');
	$session->quit;
}

$node->stop;
done_testing();

# session(ROLE, SETTINGS): one that has not called anything of fitclub's.
sub session
{
	my ($role, $settings) = @_;

	local $ENV{PGUSER} = $role;
	my $session = FitclubSession->new($node, 'club');

	$session->run("SET $settings");
	return $session;
}

sub forced_setting
{
	return $node->safe_psql('postgres',
		q{SELECT name FROM pg_settings WHERE name IN ('force_parallel_mode', 'debug_parallel_query')});
}
