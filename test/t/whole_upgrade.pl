# A club of an older version, updated, is a club of this version: every row as
# it was, and every object in the catalogs as a new installation has it.

use strict;
use warnings;
use FitclubCatalog;
use FitclubCluster;
use FitclubData;
use FitclubSession;
use PostgreSQL::Test::Utils;
use Test::More;

my $node = new_cluster('upgrade');
my $folder = PostgreSQL::Test::Utils::tempdir();

create_club($node, 'fresh');
my $version = $node->safe_psql('fresh',
	q{SELECT extversion FROM pg_extension WHERE extname = 'fitclub'});
my $wanted = catalog_of($node, 'fresh');

cmp_ok(scalar(keys %$wanted), '>', 5000, 'much is said of a new installation');
create_full_club($node, 'demo');
$node->safe_psql('postgres', 'CREATE ROLE club_app');
foreach my $older (@older_versions)
{
	isnt($version, $older, "there is something to update $older to");
	update_and_restore($older);
	keep_privileges($older);
}

# What 1.0 took and this version does not stays, in an update and in a dump.
$node->safe_psql('postgres', 'CREATE DATABASE beyond');
$node->safe_psql('postgres', 'CREATE DATABASE beyond_loaded');
$node->safe_psql('beyond', <<'END');
CREATE EXTENSION fitclub VERSION '1.0';
INSERT INTO fitclub.member (first_name, last_name, email, joined_at, date_of_birth)
VALUES (repeat('x', 300), 'Member', 'ann@example.org', 'infinity', '20000-01-01');
END
$node->command_ok([ 'pg_dump', '-Fc', '-f', "$folder/beyond.dump", 'beyond' ], 'pg_dump of what 1.0 took');
$node->safe_psql('beyond', 'ALTER EXTENSION fitclub UPDATE');
$node->command_ok([ 'pg_restore', '--exit-on-error', '-d', 'beyond_loaded', "$folder/beyond.dump" ],
	'pg_restore of what 1.0 took');
foreach my $database ('beyond', 'beyond_loaded')
{
	is( $node->safe_psql($database, q{SELECT string_agg(rule, ' ' ORDER BY rule) FROM fitclub.verify()}),
		'member_date_of_birth_check member_first_name_check member_times_check',
		"$database: verify() names it");
}

# A call that has begun in a library goes on in it, and must not touch the objects
# of another version.
my $session = FitclubSession->new($node, 'demo');
my $look = "SELECT count(*) FROM fitclub.find_conflicts(1, now(), now() + interval '1 hour')";

is($session->state($look), '', 'before the update');
set_version('99.0');
is($session->state($look), '55000', 'an old library does not work for new objects');
like($session->errors, qr/HINT:\s+If the extension has just been updated, run the transaction again\./,
	'and says what to do');
is($session->state(<<'END'), '55000', 'nor do its guards');
INSERT INTO fitclub.private_session (member_id, trainer_id, start_time, end_time)
SELECT member_id, trainer_id, start_time + interval '100 years', end_time + interval '100 years'
FROM fitclub.private_session LIMIT 1
END
set_version($version);
is($session->state($look), '', 'a session that is of the same version again works on');
$session->quit;

# An update may rewrite a table, which drops what the table was stored in:
# that is nobody's DROP EXTENSION.
SKIP:
{
	my ($folder_of_scripts) = map { "$_" . sharedir() . '/extension' }
	  ($ENV{FITCLUB_SERVER_OPTIONS} // '') =~ /extension_destdir = '([^']+)'/;

	skip 'the extension is not installed for this test alone', 1
	  if !defined $folder_of_scripts || !-w $folder_of_scripts;

	my $script = "$folder_of_scripts/fitclub--$version--98.0.sql";

	append_to_file($script, "ALTER TABLE fitclub.room ADD anew float8 DEFAULT random();\n");
	$session = FitclubSession->new($node, 'demo');
	is($session->state(q{SELECT fitclub.create_room('Attic', 5); ALTER EXTENSION fitclub UPDATE TO '98.0'}),
		'', 'an update may rewrite a table');
	$session->quit;
	unlink $script;
}

# A function of the library without the extension.
my ($status, $stdout, $stderr) = $node->psql('postgres', <<'END' =~ s/VERSION/$version/r);
\set VERBOSITY verbose
CREATE FUNCTION lonely() RETURNS void AS '$libdir/fitclub-VERSION', 'fitclub_start_demo' LANGUAGE c;
SELECT lonely();
END
like($stderr, qr/ERROR:\s+3F000: schema "fitclub" does not exist/,
	'nor does it work without its objects');

$node->stop;
done_testing();

# update_and_restore(OLDER): a club of this older version is updated, and so is an
# empty one; a third one comes from a dump.
sub update_and_restore
{
	my ($older) = @_;
	my ($full, $empty, $loaded) = map { "$_ $older" } 'full', 'empty', 'loaded';

	create_old_club($node, $full, $older, 'demo');

	my $columns = club_columns($node, $full);
	my $rows = club_rows($node, $full, $columns);

	is_deeply(empty_tables($rows), [], "the club of $older has rows in every table");

	my $numbers_dumped = club_numbers($node, $full);

	$node->command_ok([ 'pg_dump', '-Fc', '-f', "$folder/$older.dump", $full ], "pg_dump of the club of $older");
	$node->safe_psql('postgres', qq{CREATE DATABASE "$empty"});
	$node->safe_psql($empty, "CREATE EXTENSION fitclub VERSION '$older'");
	is( $node->safe_psql($full,
			"SELECT path FROM pg_extension_update_paths('fitclub') WHERE source = '$older' AND target = '$version'"),
		"$older--$version",
		'the update is one step, for which no other version is needed');

	my $session = update_in_session($full, $older);
	my $numbers = club_numbers($node, $full);

	$node->safe_psql($_, 'ALTER EXTENSION fitclub UPDATE') foreach $full, $empty;
	is_deeply(club_rows($node, $full, $columns), $rows, 'the update has left every row as it was');
	same_numbers($full, $numbers);
	is($session->state(q{BEGIN; SELECT fitclub.create_room('Attic', 5); ROLLBACK}), '', 'the session works on');
	is($session->run('SHOW fitclub.audit'), 'on', 'and has the settings of this version');
	$session->quit;
	is_new_club($_) foreach $full, $empty;

	$node->safe_psql('postgres', qq{CREATE DATABASE "$loaded"});
	$node->command_ok(
		[ 'pg_restore', '--exit-on-error', '-d', $loaded, "$folder/$older.dump" ],
		"pg_restore of the dump of $older");
	is(version_of($loaded), $version, 'it makes a club of this version');
	is_deeply(club_rows($node, $loaded, $columns), $rows, "with the rows of $older");
	same_numbers($loaded, $numbers_dumped);
	is($node->safe_psql($_, q{SELECT fitclub.authenticate('staff', 'grace.kim@example.com', 'fitclub-demo')}), 'staff:1', "$_: passwords are kept")
	  foreach $full, $loaded;
	is($node->safe_psql($loaded, 'SELECT * FROM fitclub.check_calendar()'), '', 'no rule is broken');
	return;
}

# update_in_session(DATABASE, OLDER): a session that has the older library loaded
# goes on in the middle of an update, which is rolled back, and after it.
sub update_in_session
{
	my ($database, $older) = @_;
	my $session = FitclubSession->new($node, $database);
	my $schema = $older eq '1.0' ? 'fitclub' : 'fitclub_internal';
	my $call = "SELECT $schema.is_email('a\@example.org')";
	my $libraries = libraries($database);

	is($session->state($call), '', 'a session has the older library');
	$session->run('BEGIN; ALTER EXTENSION fitclub UPDATE');
	is($session->state(q{SAVEPOINT s; SELECT fitclub.create_room('Attic', 5); ROLLBACK TO s}),
		'', 'functions work in the transaction of the update');
	$session->run('ROLLBACK');
	is($libraries, '$libdir/' . library_of($older), "a club of $older has the functions of its library");
	is(libraries($database), $libraries, 'and has them when the update is rolled back');
	is($session->state($call), '', 'which work');
	return $session;
}

# is_new_club(DATABASE): what was updated is as a new installation is, object by
# object.
sub is_new_club
{
	my ($database) = @_;
	my $found = catalog_of($node, $database);
	my %names = (%$wanted, %$found);
	my @differences =
	  grep { ($wanted->{$_} // 'is missing') ne ($found->{$_} // 'is missing') }
	  sort keys %names;

	is(version_of($database), $version, "$database: it is updated");
	is(libraries($database), "\$libdir/fitclub-$version", 'with the functions of this version only');
	is( join("\n", map { "$_\n  new: " . ($wanted->{$_} // 'is missing')
				  . "\n  updated: " . ($found->{$_} // 'is missing') } @differences),
		'', 'an updated club has the catalogs of a new one');
	is($node->safe_psql($database, 'SELECT * FROM fitclub.verify()'), '', 'and breaks no rule');

	# As the server's own tool sees it, in case we have left something out.
	is(schema_dump($database), schema_dump('fresh'), 'and pg_dump writes the same definitions');
	return;
}

# keep_privileges(OLDER): a club of this older version with privileges on
# everything that it had. Helpers of 1.0 have moved, and nobody needs a
# privilege on them.
sub keep_privileges
{
	my ($older) = @_;
	my ($granted, $loaded, $updated) = map { "$_ $older" } 'granted', 'granted loaded', 'granted updated';

	create_old_club($node, $granted, $older, 'demo');
	write_old_club($node, $granted, <<'END');
GRANT USAGE ON SCHEMA fitclub TO club_app;
GRANT ALL ON ALL TABLES IN SCHEMA fitclub TO club_app;
GRANT EXECUTE ON ALL FUNCTIONS IN SCHEMA fitclub TO club_app;
GRANT EXECUTE ON FUNCTION fitclub.cancel_class TO club_app WITH GRANT OPTION;
END
	my $columns = club_columns($node, $granted);
	my $rows = club_rows($node, $granted, $columns);
	my $callable = q{
		SELECT DISTINCT proname FROM pg_proc WHERE pronamespace = 'fitclub'::regnamespace AND has_function_privilege('club_app',
			oid, CASE proname WHEN 'cancel_class' THEN 'EXECUTE WITH GRANT OPTION' ELSE 'EXECUTE' END)};
	my @called = split /\n/, $node->safe_psql($granted, $callable);

	$node->command_ok([ 'pg_dump', '-Fc', '-f', "$folder/granted.dump", $granted ],
		"pg_dump of a club of $older with privileges");
	$node->safe_psql('postgres', qq{CREATE DATABASE "$loaded"});
	my ($restored, $complaints) = run_command([ 'pg_restore', '-d', $node->connstr($loaded), "$folder/granted.dump" ]);
	is( join("\n", grep { /ERROR/ && !/ERROR:  function fitclub\.\w+\(.*\) does not exist$/ } split /\n/, $complaints),
		'', 'nothing but helpers is missed');
	is_deeply(club_rows($node, $loaded, $columns), $rows, 'every row is there');

	$node->safe_psql($granted, 'ALTER EXTENSION fitclub UPDATE');
	my %is_called = map { $_ => 1 } split /\n/, $node->safe_psql($granted, $callable);
	my %has_moved = map { $_ => 1 } split /\n/, $node->safe_psql($granted,
		q{SELECT proname FROM pg_proc WHERE pronamespace = 'fitclub_internal'::regnamespace});
	is(join(' ', grep { !$is_called{$_} && !$has_moved{$_} } @called),
		'', 'functions, with more arguments or not, may be called by those who could before');

	# What a club has granted is its own, and in its dumps, after the update as well.
	$node->safe_psql('postgres', qq{CREATE DATABASE "$updated"});
	$node->command_ok([ 'pg_dump', '-Fc', '-f', "$folder/updated.dump", $granted ], 'pg_dump of an updated club');
	$node->command_ok([ 'pg_restore', '--exit-on-error', '-d', $updated, "$folder/updated.dump" ], 'it is restored');
	my $privileges = q{
		SELECT oid::regprocedure::text COLLATE "C" FROM pg_proc
		WHERE pronamespace = 'fitclub'::regnamespace AND has_function_privilege('club_app', oid, 'EXECUTE')
		UNION ALL SELECT relname FROM pg_class
		WHERE relnamespace = 'fitclub'::regnamespace AND relkind = 'r' AND has_table_privilege('club_app', oid, 'INSERT')
		UNION ALL SELECT 'USAGE' WHERE has_schema_privilege('club_app', 'fitclub', 'USAGE')
		ORDER BY 1};
	is($node->safe_psql($updated, $privileges), $node->safe_psql($granted, $privileges), 'with all that was granted');
	foreach my $database ($loaded, $granted, $updated)
	{
		is($node->safe_psql($database, <<'END'), 'new@example.org', "$database: the role writes and calls as before");
SET ROLE club_app;
INSERT INTO fitclub.member (first_name, last_name, email) VALUES ('New', 'Member', 'new@example.org') RETURNING email;
UPDATE fitclub.private_session SET end_time = end_time;
UPDATE fitclub.club SET time_zone = time_zone;
DO 'BEGIN PERFORM fitclub.member_balance(min(member_id)) FROM fitclub.member; END';
END
	}
	return;
}

sub version_of
{
	my ($database) = @_;

	return $node->safe_psql($database, q{SELECT extversion FROM pg_extension WHERE extname = 'fitclub'});
}

# libraries(DATABASE): which the extension's functions are in.
sub libraries
{
	my ($database) = @_;

	return $node->safe_psql($database, q{SELECT DISTINCT probin FROM pg_proc WHERE probin LIKE '%fitclub%'});
}

# same_numbers(DATABASE, NUMBERS): the sequences that there were go on as they
# would have.
sub same_numbers
{
	my ($database, $expected) = @_;
	my $now = club_numbers($node, $database);

	is_deeply({ map { $_ => $now->{$_} } keys %$expected },
		$expected, "$database: every number to come is that of before");
	return;
}

sub sharedir
{
	return $node->config_data('--sharedir');
}

# set_version(VERSION): what an update to a version does, as far as calls notice
# that are under way.
sub set_version
{
	my ($to) = @_;

	$node->safe_psql('demo', <<"END");
BEGIN;
UPDATE pg_extension SET extversion = '$to' WHERE extname = 'fitclub';
REVOKE ALL ON ALL TABLES IN SCHEMA fitclub FROM PUBLIC;
COMMIT;
END
	return;
}

# schema_dump(DATABASE): the definitions of all objects, members of the
# extension included, as pg_upgrade would have them, without what is numbered
# or of rows that there were, and in no order.
sub schema_dump
{
	my ($database) = @_;
	my ($dump) = run_command(
		[ 'pg_dump', '--binary-upgrade', '-s', '-d', $node->connstr($database) ]);

	return join "\n", sort
	  map { s/\b\d{5,}\b/N/gr }
	  grep { !/^(?:--|\\(?:un)?restrict|$)|binary_upgrade_set_(?:next|missing_value)|relfrozenxid =|pg_attver|setval/ }
	  split /\n/, $dump;
}
