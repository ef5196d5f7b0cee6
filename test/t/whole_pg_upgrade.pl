# A club is carried over by pg_upgrade: every row, every number still to be
# given out, every object. To a server of the same version, or to that of
# FITCLUB_NEW_PG_CONFIG, for which fitclub is built here.

use strict;
use warnings;
use FitclubCatalog;
use FitclubCluster;
use FitclubData;
use PostgreSQL::Test::Utils;
use Test::More;

my $folder = PostgreSQL::Test::Utils::tempdir();

# pg_upgrade loads the library from the server's own folder, which only Debian's
# servers before 18 take for one elsewhere.
my ($library) = run_command([ 'pg_config', '--pkglibdir' ]);

if (($ENV{FITCLUB_SERVER_OPTIONS} // '') =~ /^extension_control_path/m && !glob("$library/fitclub-*.so"))
{
	SKIP:
	{
		skip "pg_upgrade needs fitclub's library in $library, and it is not installed there", 1;
	}
	done_testing();
	exit 0;
}
my ($new_prefix, $new_settings) = new_server();

my $old = new_cluster('old');
my $new = PostgreSQL::Test::Cluster->new('new',
	defined $new_prefix ? (install_path => $new_prefix) : ());

init_cluster($new, $new_settings);

# Servers from 18 on keep checksums unless told otherwise, and pg_upgrade wants
# both to do so, or none.
$new->command_ok([ 'pg_checksums', '--disable', '-D', $new->data_dir ], 'no checksums')
  if keeps_checksums($new) && !keeps_checksums($old);

create_full_club($old, 'club');
create_old_club($old, "club $_", $_, 'club') foreach @older_versions;

my @older = map { "club $_" } @older_versions;
my %rows = map { $_ => club_rows($old, $_) } 'club', @older;
my %numbers = map { $_ => club_numbers($old, $_) } 'club', @older;
my %columns = map { $_ => club_columns($old, $_) } @older;

is_deeply(empty_tables($rows{club}), [], 'the club has rows in every table');

$old->stop;
note('from ' . server_version($old) . ' to ' . server_version($new));

# pg_upgrade writes into the folder it is called in.
mkdir "$folder/run" or die $!;
chdir "$folder/run" or die $!;
command_ok(
	[
		$new->installed_command('pg_upgrade'),
		'-b', bin($old), '-B', bin($new),
		'-d', $old->data_dir, '-D', $new->data_dir,
		'-s', $old->host, '-p', $old->port, '-P', $new->port
	],
	'pg_upgrade');
$new->start;

is_deeply(club_rows($new, 'club'), $rows{club}, 'the same rows');
is_deeply(club_numbers($new, 'club'), $numbers{club}, 'the same numbers to come');
is($new->safe_psql('club', 'SELECT * FROM fitclub.check_calendar()'), '', 'no rule is broken');

create_club($new, 'fresh');
write_views_down('fresh');
is_deeply(objects('club'), objects('fresh'), 'the same objects as a new club');

cmp_ok($new->safe_psql('club', q{SELECT fitclub.create_room('Attic', 5)}),
	'==', $numbers{club}{'fitclub.room_room_id_seq'}, 'numbering goes on');
is(sqlstate('club', <<'END'), '23P01', 'the guards are up');
INSERT INTO fitclub.private_session (member_id, trainer_id, start_time, end_time)
SELECT member_id, trainer_id, start_time, end_time
FROM fitclub.private_session WHERE cancelled_at IS NULL LIMIT 1
END
is(sqlstate('club', 'DROP EXTENSION fitclub'), '2BP01', 'and the club is not dropped');

# Clubs of older versions, whose libraries are in the new server as well.
foreach my $older (@older)
{
	is_deeply(club_rows($new, $older, $columns{$older}), $rows{$older}, "$older: the rows of the older version");
	is_deeply(club_numbers($new, $older), $numbers{$older}, 'and its numbers');
	$new->safe_psql($older, 'ALTER EXTENSION fitclub UPDATE');
	is_deeply(club_rows($new, $older, $columns{$older}), $rows{$older}, 'an update leaves its rows as they were');
	write_views_down($older);
	is_deeply(objects($older), objects('fresh'), 'and makes its objects those of a new club');
	is(sqlstate($older, q{SELECT fitclub.create_room('Attic', 5)}), '', 'and it works');
}

$new->stop;
done_testing();

# new_server(): where the newer server is, and the settings by which it finds
# fitclub, which is built for it and installed into it where need be.
sub new_server
{
	my $pg_config = $ENV{FITCLUB_NEW_PG_CONFIG};

	return (undef, $ENV{FITCLUB_SERVER_OPTIONS}) if !defined $pg_config;

	my ($bindir) = run_command([ $pg_config, '--bindir' ]);
	my ($known) = run_command([ "$bindir/postgres", '--describe-config' ]);

	# The server's compiler may know options that ours does not.
	my @make = ("PG_CONFIG=$pg_config", 'with_llvm=no', 'CFLAGS=-O2 -fno-strict-aliasing -fwrapv');

	mkdir "$folder/source" or die $!;
	system_or_bail('cp', '-R', 'Makefile', 'fitclub.control', 'src', 'sql', "$folder/source");
	system_or_bail('make', '-s', '-C', "$folder/source", @make, $_) foreach 'clean', 'all';

	my $is_elsewhere = $known =~ /^extension_destdir\t/m;

	system_or_bail('make', '-s', '-C', "$folder/source", @make,
		$is_elsewhere ? "DESTDIR=$folder/install" : (), 'install');
	my ($new_library) = run_command([ $pg_config, '--pkglibdir' ]);
	$new_library = "$folder/install$new_library" if $is_elsewhere;
	my ($version) = slurp_file('Makefile') =~ /^EXTVERSION = (.+)$/m;
	foreach my $library (map { library_of($_) } @older_versions)
	{
		system_or_bail('cp', "$new_library/fitclub-$version.so", "$new_library/$library.so");
	}
	my $settings = $is_elsewhere ? "extension_destdir = '$folder/install'\n" : undef;
	return ($bindir =~ s,/bin$,,r, $settings);
}

# write_views_down(DATABASE): a view is carried over as the server writes it
# down, and what is read from that it may write down otherwise.
sub write_views_down
{
	my ($database) = @_;

	$new->safe_psql($database, <<'END');
DO $$
DECLARE
	view record;
BEGIN
	FOR view IN
		SELECT c.oid::regclass AS name, ' WITH (' || array_to_string(c.reloptions, ', ') || ')' AS options
		FROM pg_class AS c
		WHERE c.relnamespace = 'fitclub'::regnamespace AND c.relkind = 'v'
	LOOP
		EXECUTE format('CREATE OR REPLACE VIEW %s%s AS %s', view.name, view.options, pg_get_viewdef(view.name));
	END LOOP;
END $$;
END
	return;
}

# objects(DATABASE): what the catalogs say, but for the rights that an object had
# at first and still has when these are the usual ones: pg_upgrade leaves that
# unsaid.
sub objects
{
	my ($database) = @_;
	my $catalog = catalog_of($new, $database);

	return { map { $_ => $catalog->{$_} } grep { !/^initial rights / } keys %$catalog };
}

sub keeps_checksums
{
	my ($node) = @_;
	my ($control) = run_command([ $node->installed_command('pg_controldata'), $node->data_dir ]);

	return $control =~ /page checksum version:\s+[1-9]/;
}

sub bin
{
	my ($node) = @_;

	return $node->config_data('--bindir');
}

sub server_version
{
	my ($node) = @_;

	return $node->config_data('--version');
}

sub sqlstate
{
	my ($database, $sql) = @_;
	my ($status, $out, $err) = $new->psql($database, "\\set VERBOSITY verbose\n$sql");

	return $err =~ /ERROR:\s+(\w{5}):/ ? $1 : '';
}
