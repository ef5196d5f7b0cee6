# People who log in: what a session of theirs cannot get, what changes in other
# sessions, and what a dump and PgBouncer make of it.

use strict;
use warnings;
use Cwd qw(abs_path);
use FitclubCluster;
use FitclubData;
use FitclubSession;
use File::Basename;
use IPC::Run;
use PostgreSQL::Test::Cluster;
use PostgreSQL::Test::Utils;
use Test::More;
use Time::HiRes qw(sleep);

my $node = new_cluster('personas');
my $superuser = $node->safe_psql('postgres', 'SELECT current_user');

# A session of a role: FitclubSession, connected as it.
sub session
{
	my ($role, $database) = @_;

	local $ENV{PGUSER} = $role;
	return FitclubSession->new($node, $database // 'club');
}

# What one statement of a role returns in a session of its own, or its SQLSTATE.
sub answer
{
	my ($role, $sql, $options, $database) = @_;

	local $ENV{PGOPTIONS} = $options if defined $options;
	my ($status, $out, $err) = $node->psql($database // 'club', "\\set VERBOSITY verbose\n$sql",
		extra_params => [ '-U', $role ]);
	return $1 if $err =~ /(?:ERROR|FATAL):\s+(\w{5}):/;
	return $err =~ /FATAL/ ? 'FATAL' : $out;
}

# PgBouncer goes when the test does, however far it got.
my $bouncer_handle;

END
{
	local $?; # the exit status is the test's
	$bouncer_handle->kill_kill if defined $bouncer_handle;
}

# The club: Ana (1) and Ben (2) are members, Tina (1) and Omar (2) trainers.
create_club($node, 'club');
my $version = $node->safe_psql('club', q{SELECT extversion FROM pg_extension WHERE extname = 'fitclub'});
$node->safe_psql('club', <<'END');
SELECT fitclub.create_member('Ana', 'Lee', 'ana@example.org'),
	fitclub.create_member('Ben', 'Cole', 'ben@example.org'),
	fitclub.create_trainer('Tina', 'Ray', 'tina@example.org'),
	fitclub.create_trainer('Omar', 'Ali', 'omar@example.org'),
	fitclub.create_staff('Grace', 'Kim', 'grace@example.org', 'correct horse'),
	fitclub.create_room('Studio', 10);
SELECT fitclub.set_availability(trainer, day, '00:00', '24:00')
FROM generate_series(1, 2) AS trainer, generate_series(0, 6) AS day;
SELECT fitclub.create_billing_item(1, 15, 'Locker'), fitclub.create_billing_item(2, 30, 'Locker');

CREATE ROLE club_app LOGIN;
GRANT USAGE ON SCHEMA fitclub TO club_app;
GRANT EXECUTE ON ALL FUNCTIONS IN SCHEMA fitclub TO club_app;
GRANT SELECT, INSERT, UPDATE ON ALL TABLES IN SCHEMA fitclub TO club_app;
CREATE ROLE club_backup LOGIN IN ROLE pg_read_all_data;
END

# Without personas nothing stands in the way of an application or a backup.
my $folder = PostgreSQL::Test::Utils::tempdir();

is(answer('club_app', "COPY fitclub.room (name, capacity) FROM PROGRAM 'true'"), '42501',
	'an application runs no program');
is(answer('club_app', "COPY fitclub.room (name, capacity) FROM STDIN;\nHall\t20\n\\.\nSELECT 'copied'"),
	'copied', 'an application may COPY in a club without personas');
$node->command_ok([ 'pg_dump', '-U', 'club_backup', '-f', "$folder/backup.sql", 'club' ],
	'and a role that reads all data dumps it');

$node->safe_psql('club', <<'END');
CREATE ROLE club_members;
CREATE ROLE club_trainers;
CREATE ROLE club_desk;
SELECT fitclub.grant_role('member', 'club_members'), fitclub.grant_role('trainer', 'club_trainers'),
	fitclub.grant_role('staff', 'club_desk');
CREATE ROLE ana LOGIN IN ROLE club_members;
CREATE ROLE ben LOGIN IN ROLE club_members;
CREATE ROLE tina LOGIN IN ROLE club_trainers;
CREATE ROLE grace LOGIN IN ROLE club_desk;
SELECT fitclub.link_login('ana', member_id => 1), fitclub.link_login('ben', member_id => 2),
	fitclub.link_login('tina', trainer_id => 1), fitclub.link_login('grace', staff_id => 1);
END

# ---- sessions of their own ----

is(answer('ana', 'SELECT fitclub.member_balance(1)'), '15.00', 'Ana sees her balance');
is(answer('ana', 'SELECT fitclub.member_balance(2)'), '42501', 'and not Ben\'s');
is(answer('grace', 'SELECT fitclub.member_balance(2)'), '30.00', 'Grace sees it');
is(answer('tina', 'SELECT fitclub.member_balance(2)'), '42501', 'Tina does not');
is(answer('ana', 'SELECT count(*) FROM fitclub.member'), '42501', 'Ana sees no table');
is(answer('grace', 'SELECT count(*) FROM fitclub.member'), '2', 'Grace does');
is(answer('grace', 'SELECT * FROM fitclub.staff_password'), '42501', 'but no password');

for my $sql ('SET ROLE grace', 'SET ROLE club_desk', "SET ROLE \"$superuser\"",
	'SET SESSION AUTHORIZATION grace', "SET SESSION AUTHORIZATION \"$superuser\"")
{
	is(answer('ana', $sql), '42501', "Ana: $sql");
}
is(answer('ana', 'SET ROLE club_members; SELECT fitclub.current_identity()'), 'nobody',
	'as one of the members she is nobody');
is(answer('ana', 'SET ROLE club_members; RESET ROLE; SELECT fitclub.current_identity()'), 'member:1',
	'and after RESET ROLE herself again');

# The setting, in sessions in which the library is not loaded yet.
for my $sql (
	"SET fitclub.identity = 'staff:1'",
	"BEGIN; SET LOCAL fitclub.identity = 'staff:1'",
	"DO \$\$ BEGIN PERFORM set_config('fitclub.identity', 'staff:1', false); END \$\$")
{
	unlike(answer('ana', "$sql; SELECT fitclub.current_identity()"), qr/staff/,
		"before the library is loaded: $sql");
}
for my $sql (
	"ALTER ROLE ana SET fitclub.identity = 'staff:1'",
	"ALTER DATABASE club SET fitclub.identity = 'staff:1'",
	"ALTER SYSTEM SET fitclub.identity = 'staff:1'",
	"GRANT SET ON PARAMETER fitclub.identity TO ana",
	"CREATE FUNCTION pg_temp.f() RETURNS text LANGUAGE sql SET fitclub.identity = 'staff:1' AS 'SELECT 1::text'")
{
	is(answer('ana', $sql), '42501', "before the library is loaded: $sql");
}
unlike(answer('ana', 'SELECT fitclub.current_identity()', '-c fitclub.identity=staff:1'), qr/staff/,
	'PGOPTIONS does not make Ana staff');
unlike(
	answer('ana', 'SELECT fitclub.current_identity()',
		"-c session_preload_libraries=fitclub-$version -c fitclub.identity=staff:1"),
	qr/staff/, 'nor when it tries to load the library first');
is(answer('ana', 'SELECT fitclub.current_identity()'), 'member:1', 'Ana is Ana');

# Those who were granted it may, loaded or not.
$node->safe_psql('club', <<'END');
CREATE ROLE club_web LOGIN;
SELECT fitclub.grant_role('member', 'club_web');
GRANT SET ON PARAMETER fitclub.identity TO club_web;
END
is(answer('club_web', 'SELECT fitclub.member_balance(1)'), '42501', 'the web server forgot to say for whom');
is(
	answer('club_web', q{BEGIN; SET LOCAL fitclub.identity = 'member:2'; SELECT fitclub.member_balance(2); COMMIT}),
	'30.00', 'the web server says for whom');
is(
	answer('club_web', q{BEGIN; SET LOCAL fitclub.identity = 'member:2'; SELECT fitclub.member_balance(1); COMMIT}),
	'42501', 'and sees no more');
is(answer('club_web', 'SELECT fitclub.member_balance(2)', '-c fitclub.identity=member:2'), '30.00',
	'it may say so when it connects');
is(answer('club_web', 'RESET ALL; SELECT fitclub.member_balance(2)', '-c fitclub.identity=member:2'), '30.00',
	'which is then what RESET ALL leads back to');

# A session that says for whom in vain, before there is anything to refuse it, is nobody.
for my $identity ('nonsense', 'Member:2')
{
	is(answer('club_web', 'SELECT fitclub.current_identity()', "-c fitclub.identity=$identity"), 'nobody',
		"$identity is nobody");
	is(answer($superuser, "SET fitclub.identity = '$identity'; SELECT fitclub.current_identity()"), 'nobody',
		"$identity is nobody, and not the role that says so");
}
is(answer('club_app', "BEGIN; SET LOCAL fitclub.identity = 'member:2'; SELECT fitclub.current_identity()"), 'nobody',
	'without the right to say so');
is(answer('club_app', "SET fitclub.identity = 'member:2'; SELECT fitclub.member_balance(1)"), '42501',
	'which does not leave an application more rights than it asked for');

# The manual's function for tokens: a role that may not set anything hands one over.
my $manual = slurp_file(dirname(abs_path(__FILE__)) . '/../../doc/guide/security.md');
my ($enter) = $manual =~ /```sql\n(CREATE FUNCTION web\.enter.*?)```/s;

ok(defined $enter, 'the manual has a function for tokens');
$node->safe_psql('club', <<"END");
CREATE SCHEMA web;
CREATE TABLE web.token (token_hash bytea PRIMARY KEY, member_id bigint, expires_at timestamptz);
INSERT INTO web.token VALUES (sha256('of Ben'), 2, now() + interval '1 hour'), (sha256('of old'), 2, now());
$enter
CREATE ROLE club_front LOGIN;
SELECT fitclub.grant_role('member', 'club_front');
GRANT USAGE ON SCHEMA web TO club_front;
END
is(answer('club_front', q{BEGIN; DO $$ BEGIN PERFORM web.enter('of Ben'); END $$; SELECT fitclub.member_balance(2)}), '30.00',
	'a token says for whom');
is(answer('club_front', q{BEGIN; DO $$ BEGIN PERFORM web.enter('of Ben'); END $$; SELECT fitclub.member_balance(1)}), '42501',
	'for nobody else');
is(answer('club_front', q{BEGIN; DO $$ BEGIN PERFORM web.enter('of Ben'); END $$; COMMIT; SELECT fitclub.member_balance(2)}), '42501',
	'for one transaction');
is(answer('club_front', qq{SELECT web.enter('$_')}), 'P0002', "not the token $_") foreach 'of Ana', 'of old';
is(answer('club_front', q{SET fitclub.identity = 'member:2'; SELECT fitclub.member_balance(2)}), '42501',
	'and not without');
$node->safe_psql('club', 'DROP SCHEMA web CASCADE');

# Parallel workers act for whom their leader does.
$node->safe_psql('club', q{
	INSERT INTO fitclub.notification (member_id, message) SELECT 1 + g % 2, 'x' FROM generate_series(1, 20000) AS g;
	ANALYZE fitclub.notification;
	GRANT SELECT ON fitclub.notification TO club_members, club_web});
my $parallel = q{SET parallel_setup_cost = 0; SET parallel_tuple_cost = 0; SET min_parallel_table_scan_size = 0;
	SET max_parallel_workers_per_gather = 2; };
my $workers = answer('club_web', $parallel . q{SET fitclub.identity = 'member:2';
	EXPLAIN (COSTS OFF) SELECT count(*), min(member_id), max(member_id) FROM fitclub.notification});
like($workers, qr/Workers Planned/, 'a plan with workers');
is(
	answer('club_web', $parallel . q{SET fitclub.identity = 'member:2'; DO $$ BEGIN PERFORM fitclub.current_identity(); END $$;
		SELECT count(*), min(member_id), max(member_id) FROM fitclub.notification}),
	'10000|2|2', 'sees what the setting says');
is(
	answer('club_web', $parallel . q{SET fitclub.identity = 'member:2';
		SELECT count(*), min(member_id), max(member_id) FROM fitclub.notification}),
	'10000|2|2', 'also when it comes before the library');
is(answer('ana', $parallel . 'SELECT count(*), min(member_id), max(member_id) FROM fitclub.notification'),
	'10000|1|1', 'or the login');

# ---- what changes in one session counts in the others ----

my $ana = session('ana');
my $grace = session('grace');

is($ana->run('SELECT fitclub.current_identity()'), 'member:1', 'a session of Ana\'s');
is($grace->run('SELECT fitclub.current_identity()'), 'staff:1', 'and one of Grace\'s');
# What is prepared locks nothing that it has not locked before.
$ana->run('SET plan_cache_mode = force_generic_plan; PREPARE balance AS SELECT fitclub.member_balance(1)');
$ana->run('BEGIN ISOLATION LEVEL REPEATABLE READ; SELECT fitclub.member_balance(1); EXECUTE balance; EXECUTE balance; SAVEPOINT s');
$node->safe_psql('club', q{SELECT fitclub.unlink_login('ana')});
is($ana->state('EXECUTE balance'), '42501', 'without her login, in a transaction that is older, what she has prepared');
$ana->run('ROLLBACK TO s');
is($ana->state('SELECT fitclub.member_balance(1)'), '42501', 'and any other statement');
$ana->run('ROLLBACK');
is($ana->run('SELECT fitclub.current_identity()'), 'nobody', 'Ana is nobody');
$node->safe_psql('club', q{SELECT fitclub.link_login('ana', member_id => 1)});
is($ana->run('SELECT fitclub.current_identity()'), 'member:1', 'and Ana again');
# Nor does one that looks at no table.
$ana->run('PREPARE who AS SELECT fitclub.current_identity(); BEGIN');
$ana->run('EXECUTE who') foreach 1 .. 3;
$node->safe_psql('club', q{SELECT fitclub.unlink_login('ana')});
is($ana->run('EXECUTE who'), 'nobody', 'without her login, in what locks nothing');
$ana->run('ROLLBACK');
$node->safe_psql('club', q{SELECT fitclub.link_login('ana', member_id => 1)});

$node->safe_psql('club', 'SELECT fitclub.update_staff(1, is_active => false)');
is($grace->run('SELECT fitclub.current_identity()'), 'nobody', 'Grace has left');
$node->safe_psql('club', 'SELECT fitclub.update_staff(1, is_active => true)');
is($grace->run('SELECT fitclub.current_identity()'), 'staff:1', 'and come back');

$node->safe_psql('club', 'GRANT club_desk TO ana; REVOKE club_members FROM ana');
is($ana->state('SELECT fitclub.member_balance(2)'), '42501', 'a group does not outdo a login');
$node->safe_psql('club', 'REVOKE club_desk FROM ana; GRANT club_members TO ana');

# A role's persona goes with the group, at once.
$node->safe_psql('club', q{SELECT fitclub.unlink_login('grace')});
is($grace->run('SELECT fitclub.current_identity()'), 'staff', 'Grace is staff by her group');
$node->safe_psql('club', 'REVOKE club_desk FROM grace');
is($grace->state('SELECT fitclub.current_identity()'), '42501', 'and nothing without it');
$node->safe_psql('club', q{GRANT club_desk TO grace; SELECT fitclub.link_login('grace', staff_id => 1)});
$ana->quit;
$grace->quit;

# ---- tables, once there are personas ----

is(answer('club_app', 'SELECT count(*) FROM fitclub.member'), '2', 'an application sees every row');
is(answer('club_app', "UPDATE fitclub.member SET notes = 'x'; SELECT count(*) FROM fitclub.member WHERE notes = 'x'"),
	'2', 'and writes every row');
my $copy = "COPY fitclub.room (name, capacity) FROM STDIN;\nLoft\t20\n\\.\nSELECT 'copied'";
is(answer('club_app', $copy), '0A000', 'it can no longer COPY');
$node->safe_psql('club', 'ALTER ROLE club_app BYPASSRLS');
is(answer('club_app', $copy), 'copied', 'but with BYPASSRLS');
$node->command_fails([ 'pg_dump', '-U', 'club_backup', '-f', "$folder/backup.sql", 'club' ],
	'a role that reads all data does not dump it');
$node->safe_psql('club', 'ALTER ROLE club_backup BYPASSRLS');
$node->command_ok([ 'pg_dump', '-U', 'club_backup', '-f', "$folder/backup.sql", 'club' ],
	'but with BYPASSRLS');

# ---- dumps ----

# rows of all tables, as seen by the superuser
sub rows
{
	my ($server, $database) = @_;

	return $server->safe_psql($database, <<'END');
SELECT string_agg(format('%s %s', c.relname, (xpath('/row/n/text()', query_to_xml(
	format('SELECT count(*) AS n FROM fitclub.%I', c.relname), false, true, '')))[1]), ', ' ORDER BY c.relname)
FROM pg_class AS c WHERE c.relnamespace = 'fitclub'::regnamespace AND c.relkind = 'r'
END
}

# An owner who is no superuser dumps every row.
$node->safe_psql('club', <<'END');
CREATE ROLE club_owner LOGIN;
GRANT USAGE ON SCHEMA fitclub TO club_owner;
DO $$
DECLARE
	relation regclass;
BEGIN
	FOR relation IN SELECT oid FROM pg_class WHERE relnamespace = 'fitclub'::regnamespace AND relkind = 'r'
	LOOP
		EXECUTE format('ALTER TABLE %s OWNER TO club_owner', relation);
	END LOOP;
END $$;
END
is(answer('club_owner', "SELECT string_agg(member_id::text, ' ' ORDER BY member_id) FROM fitclub.member"),
	'1 2', 'an owner who is no superuser sees every row');
$node->command_ok([ 'pg_dump', '-U', 'club_owner', '-Fc', '-f', "$folder/club.dump", 'club' ],
	'and dumps them');

my $rows = rows($node, 'club');
$node->safe_psql('postgres', 'CREATE DATABASE restored');
$node->command_ok([ 'pg_restore', '--no-owner', '-d', 'restored', "$folder/club.dump" ], 'pg_restore');
is(rows($node, 'restored'), $rows, 'every row is restored');

# What must hold of a restored club, but for the sessions of those who are not there.
sub same_people
{
	my ($server, $database, $name) = @_;
	my $ask = sub {
		my ($role, $sql) = @_;
		return $server->safe_psql($database, "SET ROLE $role; $sql");
	};

	is($ask->('ana', 'SELECT fitclub.current_identity()'), 'member:1', "$name: Ana is Ana");
	is($ask->('tina', 'SELECT fitclub.current_identity()'), 'trainer:1', "$name: Tina is Tina");
	is($ask->('club_desk', 'SELECT fitclub.current_identity()'), 'staff', "$name: the desk is staff");
	is($ask->('club_app', 'SELECT fitclub.current_identity()'), 'application', "$name: the application is one");
	is($ask->('ana', 'SELECT fitclub.member_balance(1)'), '15.00', "$name: Ana sees her balance");
	my ($status, $out, $err) = $server->psql($database, 'SET ROLE ana; SELECT fitclub.member_balance(2)');
	like($err, qr/permission denied for member 2/, "$name: and not Ben's");
	is($ask->('club_desk', 'SELECT count(*) FROM fitclub.member'), '2', "$name: the desk reads");
	is(
		$server->safe_psql($database, q{SELECT count(*) FROM pg_class WHERE relnamespace = 'fitclub'::regnamespace
			AND relkind = 'r' AND NOT relrowsecurity}),
		'0', "$name: row security is on");
	return;
}
same_people($node, 'restored', 'restored');

# In another cluster roles have other numbers, and some are not there: the
# number that Ben's had here is somebody else's.
my $other = new_cluster('other');
my $ben = $node->safe_psql('postgres', q{SELECT 'ben'::regrole::oid});

$other->safe_psql('postgres', <<"END");
DO \$\$
DECLARE
	made oid := 0;
	n integer := 0;
BEGIN
	WHILE made < $ben LOOP
		n := n + 1;
		EXECUTE format('CREATE ROLE other%s', n);
		made := format('other%s', n)::regrole;
	END LOOP;
END \$\$;
END
is($other->safe_psql('postgres', "SELECT count(*) FROM pg_roles WHERE oid = $ben"), '1',
	'another role has the number of Ben\'s');
$other->safe_psql('postgres', "CREATE ROLE $_ LOGIN")
  foreach qw(club_app club_backup club_web club_front club_owner club_desk club_trainers club_members tina ana grace);
$other->safe_psql('postgres', 'GRANT club_members TO ana; GRANT club_trainers TO tina; GRANT club_desk TO grace');
$other->safe_psql('postgres', 'CREATE DATABASE moved');
$other->command_ok([ 'pg_restore', '-d', 'moved', "$folder/club.dump" ], 'pg_restore in another cluster');
is(rows($other, 'moved'), $rows, 'every row is there');
same_people($other, 'moved', 'moved');
is($other->safe_psql('moved', q{SELECT role_id FROM fitclub.login WHERE login_role = 'ben'}), '0',
	'Ben\'s login waits for his role');
is($other->safe_psql('moved', "SELECT count(*) FROM fitclub.login WHERE role_id = $ben"), '0',
	'and is not that of another');
$other->safe_psql('moved', 'CREATE ROLE ben LOGIN IN ROLE club_members');
is($other->safe_psql('moved', 'SET ROLE ben; SELECT fitclub.current_identity()'), 'nobody',
	'which does not have it by its name alone');
$other->safe_psql('moved', q{SELECT fitclub.link_login('ben', member_id => 2)});
is($other->safe_psql('moved', 'SET ROLE ben; SELECT fitclub.current_identity()'), 'member:2', 'but by being linked');

# In parallel and as a replica, as is the way to restore large clubs. Privileges
# are for one session: the first one for a persona changes all tables.
$other->safe_psql('postgres', 'CREATE DATABASE parallel');
{
	local $ENV{PGOPTIONS} = '-c session_replication_role=replica';
	$other->command_ok([ 'pg_restore', '-j', '4', '--no-privileges', '-d', 'parallel', "$folder/club.dump" ],
		'pg_restore -j');
}
my ($list) = run_command([ 'pg_restore', '-l', "$folder/club.dump" ]);
append_to_file("$folder/privileges", join "\n", grep { / ACL / } split /\n/, $list);
$other->command_ok([ 'pg_restore', '-L', "$folder/privileges", '-d', 'parallel', "$folder/club.dump" ],
	'pg_restore of the privileges');
same_people($other, 'parallel', 'parallel');

# Without triggers the numbers are those of the old cluster: nobody has a login
# by them, be it theirs or another's, until it is written again.
$other->safe_psql('postgres', 'CREATE DATABASE untriggered');
$other->safe_psql('untriggered', 'CREATE EXTENSION fitclub; DELETE FROM fitclub.club');
$other->command_ok(
	[ 'pg_restore', '--data-only', '--disable-triggers', '-d', 'untriggered', "$folder/club.dump" ],
	'pg_restore --data-only --disable-triggers');
$other->safe_psql('untriggered', q{SELECT fitclub.grant_role('member', 'club_members')});
my $stranger = $other->safe_psql('untriggered', "SELECT rolname FROM pg_roles WHERE oid = $ben");
$other->safe_psql('untriggered', "GRANT club_members TO $stranger");
is($other->safe_psql('untriggered', "SELECT login_role FROM fitclub.login WHERE role_id = $ben"), 'ben',
	'a login has the number of another role');
is($other->safe_psql('untriggered', "SET ROLE $_; SELECT fitclub.current_identity()"), 'nobody', "$_ is nobody by it")
  foreach $stranger, 'ben', 'ana';
$other->safe_psql('untriggered', 'UPDATE fitclub.login SET login_role = login_role');
is($other->safe_psql('untriggered', 'SET ROLE ana; SELECT fitclub.current_identity()'), 'member:1',
	'Ana has hers when it is written again');
is($other->safe_psql('untriggered', "SET ROLE $stranger; SELECT fitclub.current_identity()"), 'nobody',
	'and the other none');
$other->stop;

# ---- a schema that somebody made beforehand ----

$node->safe_psql('postgres', 'CREATE DATABASE trap');
$node->safe_psql('trap', 'GRANT CREATE ON DATABASE trap TO ana');
is(answer('ana', 'CREATE SCHEMA fitclub; SELECT 1', undef, 'trap'), '1', 'Ana makes a schema fitclub');
is(answer($superuser, 'CREATE EXTENSION fitclub', undef, 'trap'), '42P06', 'and the installation stops there');
is(answer('ana', 'DROP SCHEMA fitclub; CREATE SCHEMA fitclub_internal; SELECT 1', undef, 'trap'), '1',
	'Ana makes a schema fitclub_internal');
is(answer($superuser, 'CREATE EXTENSION fitclub', undef, 'trap'), '42P06', 'and the installation stops there as well');
is(answer('ana', 'CREATE EXTENSION fitclub', undef, 'trap'), '42501', 'she does not install it either');

# ---- from older versions on ----

foreach my $older (@older_versions)
{
	my $database = "from $older";

	$node->safe_psql('postgres', qq{CREATE DATABASE "$database"});
	$node->safe_psql($database, "CREATE EXTENSION fitclub VERSION '$older'");
	write_old_club($node, $database, <<'END');
GRANT USAGE ON SCHEMA fitclub TO club_app;
GRANT EXECUTE ON ALL FUNCTIONS IN SCHEMA fitclub TO club_app;
GRANT SELECT ON ALL TABLES IN SCHEMA fitclub TO club_app;
END
	$node->safe_psql($database, <<'END');
ALTER EXTENSION fitclub UPDATE;
SELECT fitclub.create_member('Ana', 'Lee', 'ana@example.org');
END
	is(answer('club_app', 'SELECT fitclub.member_balance(1)', undef, $database), '0.00',
		"an application of $older goes on after the update");
	is(answer('club_app', 'SELECT count(*) FROM fitclub.member_latest_metric_view', undef, $database), '1',
		'with tables and views');
	is(answer('ana', 'SELECT fitclub.member_balance(1)', undef, $database), '42501', 'and others stay out');
}

# ---- PgBouncer ----

SKIP:
{
	my ($bouncer) = grep { -x } map { "$_/pgbouncer" } split(/:/, $ENV{PATH}), '/usr/sbin';

	skip 'PgBouncer is not installed (Debian: pgbouncer)', 8 if !defined $bouncer;

	# the example of the manual, on this server and in this folder
	my ($settings) = $manual =~ /```ini\n(.*?)```/s;
	my ($request) = $manual =~ /```sql\n(BEGIN;\nSELECT set_config.*?)```/s;
	my $port = PostgreSQL::Test::Cluster::get_free_port();

	ok(defined $settings && defined $request, 'the manual has an example');
	$settings =~ s/^(club = ).*/$1host=@{[$node->host]} port=@{[$node->port]} dbname=club/m;
	$settings =~ s/^listen_addr = .*/unix_socket_dir = $folder\nlogfile = $folder\/bouncer.log\npidfile = $folder\/bouncer.pid/m;
	$settings =~ s/^listen_port = .*/listen_port = $port/m;
	$settings =~ s/^auth_type = .*/auth_type = trust/m;
	$settings =~ s/^auth_file = .*/auth_file = $folder\/users/m;
	# all clients take turns on one connection
	$settings =~ s/^default_pool_size = .*/default_pool_size = 1/m;
	append_to_file("$folder/bouncer.ini", $settings);
	append_to_file("$folder/users", qq{"club_web" ""\n});
	$bouncer_handle = IPC::Run::start([ $bouncer, '-q', "$folder/bouncer.ini" ]);
	foreach (1 .. 10 * $PostgreSQL::Test::Utils::timeout_default)
	{
		last if -S "$folder/.s.PGSQL.$port";
		sleep 0.1;
	}

	my $ask = sub {
		my ($sql, @variables) = @_;
		my $out = '';
		my $err = '';

		IPC::Run::run(
			[
				'psql', '-X', '-q', '-A', '-t', '-v', 'VERBOSITY=verbose', @variables,
				'-d', "host=$folder port=$port dbname=club user=club_web"
			],
			'<', \$sql, '>', \$out, '2>', \$err);
		return $err =~ /(?:ERROR|FATAL):\s+(\w{5}):/ ? $1 : (split /\n/, $out)[-1] // $err;
	};

	is($ask->($request, '-v', 'member_id=1'), '15.00', 'the manual\'s request for Ana');
	is($ask->($request, '-v', 'member_id=2'), '30.00', 'and for Ben');
	is($ask->('SELECT fitclub.member_balance(1)'), '42501', 'is over with the transaction');
	is($ask->($request =~ s/member_balance\(:member_id\)/member_balance(1)/r, '-v', 'member_id=2'), '42501',
		'and sees nobody else');

	# Two clients take turns on the connection, each for somebody else.
	my @clients = map {
		local $ENV{PGUSER} = 'club_web';
		my $address = bless { connstr => "host=$folder port=$port dbname=club" }, 'Bouncer';
		FitclubSession->new($address, 'club')
	} 1 .. 2;
	my %mixed;

	for my $turn (1 .. 25)
	{
		for my $member (1, 2)
		{
			my $client = $clients[ $member - 1 ];
			my $answer = $client->run(
				"BEGIN; SET LOCAL fitclub.identity = 'member:$member'; SELECT fitclub.current_identity(); COMMIT");
			$mixed{"$member for $answer"}++ if $answer ne "member:$member";
		}
	}
	is(join(', ', sort keys %mixed), '', 'nobody acts for the other');
	is($clients[0]->run('SELECT pg_backend_pid()'), $clients[1]->run('SELECT pg_backend_pid()'),
		'on the same connection');
	is($clients[0]->state('SELECT fitclub.member_balance(1)'), '42501', 'outside they are nobody');
	$_->quit foreach @clients;
}

$node->stop;
done_testing();

# What FitclubSession asks of a cluster.
package Bouncer;

sub connstr
{
	return $_[0]->{connstr};
}
