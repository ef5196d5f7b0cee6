# A dump of a club, restored, is the same club: every row, every number still
# to be given out, every object, and nothing that the restore made up.

use strict;
use warnings;
use FitclubCatalog;
use FitclubCluster;
use FitclubData;
use PostgreSQL::Test::Utils;
use Test::More;

my $node = new_cluster('dump');
my $folder = PostgreSQL::Test::Utils::tempdir();

create_full_club($node, 'club');
$node->safe_psql('club', <<'END');
CREATE SCHEMA app;
CREATE TABLE app.setting (name text PRIMARY KEY, value text);
INSERT INTO app.setting VALUES ('colour', 'green');
-- Money on account, and bills paid from there.
SELECT fitclub.receive_payment(1, 500, 'cash', request_key => 'a key', external_ref => 'TR 1');
END

my $rows = club_rows($node, 'club');
my $numbers = club_numbers($node, 'club');
my $catalog = catalog_of($node, 'club');

is_deeply(empty_tables($rows), [], 'the club has rows in every table');
is(broken_rules('club'), '', 'the club breaks no rule');

# ---- the whole database ------------------------------------------------------

dump_ok('club.dump', '-Fc');
dump_ok('club.sql');
dump_ok('club.folder', '-Fd', '-j', '4');

restore_ok('archive', [ 'pg_restore', "$folder/club.dump" ]);
restore_ok('folder', [ 'pg_restore', "$folder/club.folder" ]);
restore_ok('whole', [ 'pg_restore', '--single-transaction', "$folder/club.dump" ]);
restore_ok('script', [ 'psql', "$folder/club.sql" ]);

# In parallel tables arrive in any order, so foreign keys have to be off.
restore_ok('parallel', [ 'pg_restore', '-j', '4', "$folder/club.dump" ], replica());
restore_ok('parallel_folder', [ 'pg_restore', '-j', '4', "$folder/club.folder" ], replica());

# Without that it fails, and says how to do it. One that is not in parallel
# says nothing.
foreach my $file ('club.dump', 'club.folder')
{
	my $database = $file =~ s/\W/_/r;
	my @plain = ('pg_restore', '-d', $node->connstr($database), "$folder/$file");

	delete local $ENV{PGAPPNAME}; # by which it is known, and which tests set
	$node->safe_psql('postgres', "CREATE DATABASE $database");
	$node->command_checks_all([ @plain, '-j', '4' ], 1, [],
		[ qr/foreign key constraint/, qr/HINT: +For pg_restore -j, set PGOPTIONS='-c session_replication_role=replica'/ ],
		"pg_restore -j 4 of $file has a HINT");
	$node->safe_psql('postgres', "DROP DATABASE $database");
	$node->safe_psql('postgres', "CREATE DATABASE $database");
	$node->command_checks_all(\@plain, 0, [], [qr/\A\z/], "pg_restore of $file needs none");
}

# By statements in place of COPY.
dump_ok('inserts.sql', '--inserts');
restore_ok('inserts', [ 'psql', "$folder/inserts.sql" ]);

# A row that was changed stands behind others, as a payment behind its refund, and
# money on account behind what was paid from there.
# Then each statement by itself refers to nothing yet.
$node->safe_psql('club', <<'END');
UPDATE fitclub.payment SET notes = notes
WHERE payment_id IN (SELECT refund_of FROM fitclub.payment WHERE refund_of IS NOT NULL) OR billing_id IS NULL;
END
$rows = club_rows($node, 'club');
dump_ok('behind.sql', '--inserts');
dump_ok('behind.dump', '-Fc');
$node->safe_psql('postgres', 'CREATE DATABASE behind_refused');
$node->command_fails_like(
	restore_command('behind_refused', [ 'psql', "$folder/behind.sql" ]),
	qr/payment_refund_of_fkey/, 'a refund that comes before its payment is refused');
restore_ok('behind', [ 'psql', "$folder/behind.sql" ], replica());
restore_ok('behind_copied', [ 'pg_restore', "$folder/behind.dump" ]);
dump_ok('club.dump', '-Fc');

# ---- the rows alone, into a new club -----------------------------------------

dump_ok('data.dump', '-Fc', '--data-only', '-N', 'app');
dump_ok('data.sql', '--data-only', '-N', 'app');
foreach my $database ('data_archive', 'data_parallel', 'data_script', 'data_replica',
	'data_of_all')
{
	create_club($node, $database);
}
restore_ok('data_archive', [ 'pg_restore', '--data-only', "$folder/data.dump" ]);
restore_ok('data_script', [ 'psql', "$folder/data.sql" ]);
restore_ok('data_parallel', [ 'pg_restore', '--data-only', '-j', '4', "$folder/data.dump" ],
	replica());
restore_ok('data_replica', [ 'psql', "$folder/data.sql" ], replica());
restore_ok('data_of_all',
	[ 'pg_restore', '--data-only', '-n', 'fitclub', "$folder/club.dump" ]);

# With --disable-triggers the row of settings has nobody to make room for it,
# and what was an ALWAYS trigger is an ordinary one afterwards. In one
# transaction nothing of that remains.
create_club($node, 'disabled');
$node->command_fails_like(
	[
		'pg_restore', '--exit-on-error', '--single-transaction', '--data-only',
		'--disable-triggers', '-d', $node->connstr('disabled'), "$folder/data.dump"
	],
	qr/duplicate key value violates unique constraint "club_pkey"/,
	'pg_restore --disable-triggers has no place for the settings');
is($node->safe_psql('disabled', 'SELECT count(*) FROM fitclub.member'),
	0, 'and leaves nothing');
restore_ok('disabled', [ 'pg_restore', '--data-only', "$folder/data.dump" ]);

# ---- one schema --------------------------------------------------------------

# The schema is the extension's, so it is by the extension that it is dumped,
# or its tables, without their definitions, by their names.
dump_ok('extension.dump', '-Fc', '-e', 'fitclub');
restore_ok('extension', [ 'pg_restore', "$folder/extension.dump" ]);

dump_ok('tables.dump', '-Fc', '-t', 'fitclub.*');
create_club($node, 'tables');
restore_ok('tables', [ 'pg_restore', "$folder/tables.dump" ]);

# By the name of the schema pg_dump finds nothing.
dump_ok('schema.dump', '-Fc', '-n', 'fitclub');
my ($contents) = run_command([ 'pg_restore', '-l', "$folder/schema.dump" ]);
unlike($contents, qr/fitclub \w+ \w+$|TABLE DATA/m, 'pg_dump -n fitclub is no backup');

dump_ok('app.dump', '-Fc', '-n', 'app');
$node->safe_psql('postgres', 'CREATE DATABASE app');
$node->command_ok(
	[ 'pg_restore', '--exit-on-error', '-d', $node->connstr('app'), "$folder/app.dump" ],
	'a schema beside fitclub');
is($node->safe_psql('app', 'SELECT count(*) FROM pg_extension WHERE extname = $$fitclub$$'),
	0, 'takes nothing of the club along');

# ---- over a club that is there -----------------------------------------------

dump_ok('clean.sql', '--clean', '--if-exists');
foreach my $route (
	[ 'clean', [ 'pg_restore', '--clean', '--if-exists', "$folder/club.dump" ], '' ],
	[ 'clean_parallel', [ 'pg_restore', '-j', '4', '--clean', '--if-exists', "$folder/club.dump" ], replica() ],
	[ 'clean_script', [ 'psql', "$folder/clean.sql" ], '' ])
{
	my ($database, $command, $settings) = @$route;

	create_club($node, $database, '2030-01-07');
	my $before = club_rows($node, $database);
	local $ENV{PGOPTIONS} = $settings;
	$node->command_fails_like(
		restore_command($database, $command),
		qr/HINT:\s+Back up with pg_dump -Fc, then SET fitclub\.allow_drop = on\. For pg_restore --clean, set PGOPTIONS=/,
		"$database: a club is not replaced without being asked");
	is_deeply(club_rows($node, $database), $before, "$database: and has all its rows");
	restore_ok($database, $command, "$settings -c fitclub.allow_drop=on");
}

is_deeply(club_rows($node, 'club'), $rows, 'the club is as it was');
is_deeply(club_numbers($node, 'club'), $numbers, 'and gives the same numbers next');

$node->stop;
done_testing();

# ---- what is asked of every route --------------------------------------------

sub replica
{
	return '-c session_replication_role=replica';
}

sub dump_ok
{
	my ($file, @options) = @_;

	command_ok([ 'pg_dump', @options, '-f', "$folder/$file", $node->connstr('club') ],
		join ' ', 'pg_dump', @options);
	return;
}

# restore_command(DATABASE, [PROGRAM, OPTION..., FILE]): in full.
sub restore_command
{
	my ($database, $command) = @_;
	my ($program, @options) = @$command;
	my $file = pop @options;

	return [
		$program,
		$program eq 'psql' ? ('-X', '-q', '-v', 'ON_ERROR_STOP=1') : '--exit-on-error',
		@options, '-d', $node->connstr($database),
		$program eq 'psql' ? ('-f', $file) : $file
	];
}

# restore_ok(DATABASE, COMMAND, [SETTINGS]): restores, and looks whether it is
# the same club. The database is created unless it is there.
sub restore_ok
{
	my ($database, $command, $settings) = @_;
	my $there = $node->safe_psql('postgres',
		"SELECT count(*) FROM pg_database WHERE datname = '$database'");

	$node->safe_psql('postgres', "CREATE DATABASE $database") if !$there;
	local $ENV{PGOPTIONS} = $settings // '';
	command_ok(restore_command($database, $command), "$database: the restore succeeds");
	local $ENV{PGOPTIONS} = '';
	same_club($database);
	return;
}

sub broken_rules
{
	my ($database) = @_;

	return $node->safe_psql($database, 'SELECT * FROM fitclub.verify()');
}

sub same_club
{
	my ($database) = @_;

	is_deeply(club_rows($node, $database), $rows, "$database: the same rows");
	is_deeply(club_numbers($node, $database), $numbers, "$database: the same numbers to come");
	is_deeply(catalog_of($node, $database), $catalog, "$database: the same objects");
	is(broken_rules($database), '', "$database: no rule is broken");

	# It is alive: numbering goes on, and the guards are up.
	my $last = $node->safe_psql($database, 'SELECT max(member_id) FROM fitclub.member');
	my $next = $node->safe_psql($database,
		q{SELECT fitclub.create_member('New', 'Member', 'new.member@example.org')});
	cmp_ok($next, '>', $last, "$database: the next member has a number of its own");

	my ($status, $stdout, $stderr) = $node->psql($database, <<'END');
\set VERBOSITY verbose
INSERT INTO fitclub.private_session (member_id, trainer_id, start_time, end_time)
SELECT member_id, trainer_id, start_time, end_time
FROM fitclub.private_session WHERE cancelled_at IS NULL LIMIT 1;
END
	like($stderr, qr/ERROR:\s+23P01:/, "$database: a double booking is refused");
	return;
}
