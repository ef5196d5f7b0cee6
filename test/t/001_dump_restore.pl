# A dump of a club, restored, is the same club: every row, every number still
# to be given out, and nothing that the restore made up.

use strict;
use warnings;
use FitclubCluster;
use PostgreSQL::Test::Utils;
use Test::More;

my $node = new_cluster('dump');

create_club($node, 'club', '2025-12-01');
$node->safe_psql('club', <<'END');
UPDATE fitclub.club SET name = 'Dumped Club', time_zone = 'America/Toronto';
INSERT INTO fitclub.notification (member_id, message)
SELECT min(member_id), 'one that the restore must not repeat' FROM fitclub.member;
SELECT fitclub.authenticate_staff('grace.kim@example.com', 'a wrong password');
SELECT fitclub.erase_member(max(member_id)) FROM fitclub.member;
INSERT INTO fitclub.login (login_role, staff_id)
SELECT current_user, min(staff_id) FROM fitclub.administrative_staff;
END

my @tables = split /\n/, $node->safe_psql('club', <<'END');
SELECT relname FROM pg_class
WHERE relnamespace = 'fitclub'::regnamespace AND relkind = 'r' ORDER BY 1
END

# The rows of a table: how many, and a hash over all of them.
sub rows
{
	my ($database, $table) = @_;

	return $node->safe_psql($database, <<"END");
SELECT count(*), md5(coalesce(string_agg(line, E'\\n' ORDER BY line COLLATE "C"), ''))
FROM (SELECT t::text AS line FROM fitclub.$table AS t) AS lines
END
}

sub sequences
{
	my ($database) = @_;

	return $node->safe_psql($database, <<'END');
SELECT sequencename, last_value FROM pg_sequences WHERE schemaname = 'fitclub' ORDER BY 1
END
}

sub broken_rules
{
	my ($database) = @_;

	return $node->safe_psql($database, 'SELECT * FROM fitclub.check_calendar()');
}

my %rows = map { $_ => rows('club', $_) } @tables;
my $sequences = sequences('club');

my @empty = grep { $rows{$_} =~ /^0\|/ } @tables;
is("@empty", '', 'the demo club has rows in every table');
is(broken_rules('club'), '', 'the demo club breaks no rule');

# same_club(DATABASE): all that must hold of a restored club.
sub same_club
{
	my ($database) = @_;

	is(rows($database, $_), $rows{$_}, "$database: same rows in $_")
	  foreach @tables;
	is(sequences($database), $sequences, "$database: same sequences");
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

my $folder = PostgreSQL::Test::Utils::tempdir();

# The archive format.
$node->command_ok([ 'pg_dump', '-Fc', '-f', "$folder/club.dump", 'club' ],
	'pg_dump -Fc');
$node->safe_psql('postgres', 'CREATE DATABASE restored');
$node->command_ok(
	[ 'pg_restore', '--exit-on-error', '-d', 'restored', "$folder/club.dump" ],
	'pg_restore');
same_club('restored');

# Plain SQL.
$node->command_ok([ 'pg_dump', '-f', "$folder/club.sql", 'club' ],
	'pg_dump to a script');
$node->safe_psql('postgres', 'CREATE DATABASE replayed');
$node->command_ok(
	[
		'psql', '-X', '-q', '-v', 'ON_ERROR_STOP=1',
		'-d', 'replayed', '-f', "$folder/club.sql"
	],
	'psql -f the script');
same_club('replayed');

# In parallel tables arrive in any order, so foreign keys have to be off.
$node->safe_psql('postgres', 'CREATE DATABASE parallel');
{
	local $ENV{PGOPTIONS} = '-c session_replication_role=replica';
	$node->command_ok(
		[
			'pg_restore', '--exit-on-error', '-j', '4',
			'-d', 'parallel', "$folder/club.dump"
		],
		'pg_restore -j');
}
same_club('parallel');

# All or nothing.
$node->safe_psql('postgres', 'CREATE DATABASE twice');
$node->command_ok(
	[ 'pg_restore', '--exit-on-error', '--single-transaction', '-d', 'twice', "$folder/club.dump" ],
	'pg_restore in one transaction');
same_club('twice');

is(rows('club', $_), $rows{$_}, "club: $_ is as it was") foreach @tables;

$node->stop;
done_testing();
