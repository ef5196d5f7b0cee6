# The audit log through dump and restore, whichever of the log and the rows
# comes first: the same events before and after, and none that the restore made.

use strict;
use warnings;
use FitclubCluster;
use PostgreSQL::Test::Utils;
use Test::More;

my $node = new_cluster('audit');

# A past with everything in it: rows that went, numbers that were given again,
# settings replaced, somebody erased.
create_club($node, 'club', '2025-12-01');
$node->safe_psql('club', <<'END');
SELECT fitclub.clear_data();
SELECT fitclub.seed_demo('2030-01-07');
SELECT fitclub.update_club(name => 'Harbour Gym', time_zone => 'America/Toronto');
INSERT INTO fitclub.club (name, currency) VALUES ('River Gym', 'CAD');
INSERT INTO fitclub.room (name, capacity) VALUES ('Attic', 1), ('Cellar', 2);
DELETE FROM fitclub.room WHERE name = 'Attic';
DELETE FROM fitclub.staff_password;
SELECT fitclub.update_staff(1, password => 'another password');
UPDATE fitclub.private_session SET price = price + 1;
INSERT INTO fitclub.login (login_role, staff_id) VALUES (current_user, 1);
SELECT fitclub.erase_member(3);
SELECT fitclub.authenticate_staff('nobody@example.com', 'wrong');
END

sub log_of
{
	my ($database) = @_;

	return $node->safe_psql($database, 'SELECT * FROM fitclub.audit_log ORDER BY at, table_name, row_key, version');
}

my $log = log_of('club');
my $folder = PostgreSQL::Test::Utils::tempdir();
my $seen = $node->safe_psql('club', q{SELECT string_agg(DISTINCT action, ' ' ORDER BY action) FROM fitclub.audit_log});
is($seen, 'DELETE INSERT TRUNCATE UPDATE', 'the past has events of every kind');

# same_log(DATABASE): the log is as it was, and goes on.
sub same_log
{
	my ($database) = @_;
	my $restored = log_of($database);

	ok($restored eq $log, "$database: the log is the same, row for row")
	  or diag(join "\n", grep { index($log, $_) < 0 } split /\n/, $restored);
	$node->safe_psql($database, 'SELECT fitclub.update_room(1, capacity => 77)');
	is( $node->safe_psql($database,
			'SELECT count(*), max(version) - count(*) FROM fitclub.audit_log'
			  . q{ WHERE table_name = 'room' AND row_key = '1'}),
		$node->safe_psql('club',
			'SELECT count(*) + 1, max(version) - count(*) FROM fitclub.audit_log'
			  . q{ WHERE table_name = 'room' AND row_key = '1'}),
		"$database: the next event follows");
	is( $node->safe_psql($database, 'SELECT fitclub.create_room(\'New\', 1) > 0'),
		't', "$database: new rows are events");
	like(
		$node->safe_psql($database,
			q{SELECT version || ' ' || action FROM fitclub.audit_log WHERE new_row ->> 'name' = 'New'}),
		qr/^\d+ INSERT$/, "$database: and are in the log");
	my ($status, $stdout, $stderr) = $node->psql($database,
		q{SELECT fitclub.book_session(3, 1, NULL, '2030-02-04 15:00+00', '2030-02-04 16:00+00')});
	like($stderr, qr/member 3 was erased/, "$database: who was erased stays so");
	return;
}

sub new_database
{
	my ($database, $with_extension) = @_;

	$node->safe_psql('postgres', "CREATE DATABASE $database");
	$node->safe_psql($database, 'CREATE EXTENSION fitclub') if $with_extension;
	return;
}

sub restore
{
	my ($database, @options) = @_;

	$node->command_ok(
		[ 'pg_restore', '--exit-on-error', '-d', $database, @options, "$folder/club.dump" ],
		"pg_restore into $database");
	return;
}

$node->command_ok([ 'pg_dump', '-Fc', '-f', "$folder/club.dump", 'club' ], 'pg_dump -Fc');
$node->command_ok([ 'pg_dump', '-f', "$folder/club.sql", 'club' ], 'pg_dump');

new_database('custom', 0);
restore('custom');
same_log('custom');

new_database('single', 0);
restore('single', '--single-transaction');
same_log('single');

new_database('plain', 0);
$node->command_ok(
	[ 'psql', '-X', '-q', '-v', 'ON_ERROR_STOP=1', '-d', 'plain', '-f', "$folder/club.sql" ],
	'the script is run');
same_log('plain');

new_database('data_only', 1);
restore('data_only', '--data-only');
same_log('data_only');

{
	local $ENV{PGOPTIONS} = '-c session_replication_role=replica';

	new_database('parallel', 0);
	restore('parallel', '-j', '4');
	new_database('parallel_data', 1);
	restore('parallel_data', '-j', '4', '--data-only');
}
same_log('parallel');
same_log('parallel_data');

# In either order.
my @list = split /\n/, (PostgreSQL::Test::Utils::run_command([ 'pg_restore', '-l', "$folder/club.dump" ]))[0];
my @log_entry = grep { /TABLE DATA fitclub audit_log / } @list;
my @others = grep { !/TABLE DATA fitclub audit_log / } @list;
is(scalar @log_entry, 1, 'the log is in the dump');
foreach my $order ([ 'log_first', @log_entry, @others ], [ 'log_last', @others, @log_entry ])
{
	my ($database, @entries) = @$order;

	PostgreSQL::Test::Utils::append_to_file("$folder/$database", join("\n", @entries) . "\n");
	new_database($database, 1);
	restore($database, '--data-only', '-L', "$folder/$database");
	same_log($database);
}

# With the log off nothing is added either, nor is it needed.
{
	local $ENV{PGOPTIONS} = '-c fitclub.audit=off';

	new_database('quiet', 0);
	restore('quiet');
}
same_log('quiet');

# Restoring twice is refused by the keys, and adds nothing.
my ($status) = $node->psql('custom', <<'END', on_error_stop => 1);
CREATE TEMP TABLE again AS SELECT * FROM fitclub.audit_log;
INSERT INTO fitclub.audit_log SELECT * FROM again;
END
isnt($status, 0, 'the same events are not taken twice');

# Part of it is removed: what is left comes through a dump as well.
$node->safe_psql('postgres', 'CREATE DATABASE pruned TEMPLATE club');
is( $node->safe_psql('pruned', <<'END'), 't', 'old events are removed');
SELECT fitclub.prune_audit((SELECT at FROM fitclub.audit_log ORDER BY at OFFSET (SELECT count(*) / 2 FROM fitclub.audit_log) LIMIT 1)) > 0
END
is($node->safe_psql('pruned', q{SELECT * FROM fitclub.verify() WHERE table_name = 'audit_log'}), '', 'nobody misses them');
$node->command_ok([ 'pg_dump', '-Fc', '-f', "$folder/pruned.dump", 'pruned' ], 'pg_dump of a pruned club');
my $pruned = log_of('pruned');
new_database('pruned_restored', 0);
$node->command_ok([ 'pg_restore', '--exit-on-error', '-d', 'pruned_restored', "$folder/pruned.dump" ], 'pg_restore of it');
my %restored = map { $_ => 1 } split /\n/, log_of('pruned_restored');
is(scalar(grep { !$restored{$_} } split /\n/, $pruned), 0, 'every event is there');
is( $node->safe_psql('pruned_restored', <<'END'), '', 'rows without one enter the log, none else');
SELECT table_name, row_key FROM fitclub.audit_log WHERE at > (SELECT at FROM fitclub.audit_log WHERE action = 'PRUNE')
GROUP BY 1, 2 HAVING count(*) > 1 OR min(action) <> 'INSERT'
END
is($node->safe_psql('pruned_restored', q{SELECT * FROM fitclub.verify() WHERE table_name = 'audit_log'}), '', 'nor there');

# The log that comes into a club of 1.0 knows its rows once it is told of them,
# and comes through a dump as well.
$node->safe_psql('postgres', 'CREATE DATABASE old');
$node->safe_psql('old', q{CREATE EXTENSION fitclub VERSION '1.0'});
$node->safe_psql('old', <<'END');
INSERT INTO fitclub.member (first_name, last_name, email) VALUES ('Ann', 'Member', 'ann@example.org');
INSERT INTO fitclub.room (name, capacity) VALUES ('Studio', 5);
UPDATE fitclub.club SET name = 'Old Gym';
END
$node->safe_psql('old', 'ALTER EXTENSION fitclub UPDATE');
is($node->safe_psql('old', 'SELECT count(*) FROM fitclub.audit_log'), '0', 'an update writes no event');
is($node->safe_psql('old', 'SELECT * FROM fitclub.verify()'), '', 'which is no rule broken');
$node->safe_psql('old', <<'END');
SELECT format('SELECT fitclub.audit_baseline(%L)', tgrelid::regclass)
FROM pg_trigger WHERE tgname = (SELECT relname || '_audit' FROM pg_class WHERE oid = tgrelid)
ORDER BY tgrelid \gexec
END
is( $node->safe_psql('old', 'SELECT table_name, row_key, version, action FROM fitclub.audit_log ORDER BY 1'),
	"club|1|1|BASELINE\nmember|1|1|BASELINE\nroom|1|1|BASELINE",
	'it can be told of the rows that were there');
$log = log_of('old');
$node->command_ok([ 'pg_dump', '-Fc', '-f', "$folder/old.dump", 'old' ], 'pg_dump of an updated club');
new_database('old_restored', 0);
$node->command_ok([ 'pg_restore', '--exit-on-error', '-d', 'old_restored', "$folder/old.dump" ],
	'pg_restore of it');
ok(log_of('old_restored') eq $log, 'an updated club restores with the same log');

# Many at once: each event goes on where the one before it ended.
create_club($node, 'race');
$node->safe_psql('race', <<'END');
SELECT fitclub.create_member('Member', n::text, n || '@example.org') FROM generate_series(1, 5) AS n;
SELECT fitclub.create_trainer('Trainer', 'One', 'trainer@example.org');
SELECT fitclub.set_availability(1, day, '00:00', '24:00') FROM generate_series(0, 6) AS day;
END
PostgreSQL::Test::Utils::append_to_file("$folder/race.sql", <<'END');
\set member random(1, 5)
\set hour random(1, 1000000)
BEGIN;
SELECT fitclub.update_member(:member, notes => 'note ' || :hour);
SAVEPOINT s;
UPDATE fitclub.member SET gender = 'gender ' || :hour WHERE member_id = :member;
ROLLBACK TO s;
END;
UPDATE fitclub.trainer SET specialization = 'subject ' || :hour;
SELECT fitclub.book_session(:member, 1, NULL, '2030-01-01'::timestamptz + :hour * interval '1 hour',
	'2030-01-01'::timestamptz + (:hour + 1) * interval '1 hour') WHERE NOT EXISTS (
	SELECT FROM fitclub.private_session WHERE start_time = '2030-01-01'::timestamptz + :hour * interval '1 hour');
END
$node->command_ok(
	[ 'pgbench', '-n', '-c', '6', '-j', '2', '-t', '50', '-f', "$folder/race.sql", 'race' ],
	'six sessions write the same rows');
is( $node->safe_psql('race', <<'END'), '', 'no number is left out, none is taken twice, and none goes back');
SELECT * FROM (
	SELECT l.*, row_number() OVER story AS number, lag(new_row) OVER story AS before, lag(at) OVER story AS earlier
	FROM fitclub.audit_log AS l WINDOW story AS (PARTITION BY table_name, row_key ORDER BY version)) AS event
WHERE version <> number OR old_row <> before OR at <= earlier
END
is( $node->safe_psql('race', <<'END'), '', 'the last event of every row is the row');
SELECT m.member_id FROM fitclub.member AS m
WHERE m.notes IS DISTINCT FROM (SELECT new_row ->> 'notes' FROM fitclub.audit_trail('member', m.member_id) ORDER BY version DESC LIMIT 1)
	OR m.gender IS NOT NULL
END
is( $node->safe_psql('race',
		q{SELECT (SELECT count(*) FROM fitclub.private_session) - (SELECT count(*) FROM fitclub.audit_log WHERE table_name = 'private_session')}),
	'0', 'every booking is an event');

$node->stop;
done_testing();
