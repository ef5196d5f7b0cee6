# Two versions of the library in one server: a club of each works, and a club
# is updated while its sessions, and those of other clubs, go on. The next
# version is made of a copy of this one.

use strict;
use warnings;
use FitclubCluster;
use FitclubSession;
use PostgreSQL::Test::Utils;
use Test::More;

my $folder = PostgreSQL::Test::Utils::tempdir();
my $settings = $ENV{FITCLUB_SERVER_OPTIONS} // '';
my ($install) = $settings =~ /^extension_destdir = '([^']+)'/m;
my ($shared) = run_command([ 'pg_config', '--sharedir' ]);
my ($library) = run_command([ 'pg_config', '--pkglibdir' ]);

($install) = $settings =~ /^extension_control_path = '\$system:([^']+)\Q$shared\E'/m if !defined $install;
plan skip_all => 'the extension is in the server\'s own folders' if !defined $install;

# An installation of both.
my ($this) = map { m/fitclub--(\d+\.\d+)\.sql$/ } reverse sort glob("$install$shared/extension/fitclub--?.?.sql");
my $next = $this =~ s/(\d+)$/$1 + 1/er;

system_or_bail('cp', '-R', $install, "$folder/install");
install_next();
$settings =~ s/\Q$install\E/$folder\/install/g;

my $node = PostgreSQL::Test::Cluster->new('versions');

init_cluster($node, $settings);
$node->start;

foreach my $database ('this', 'next', 'other')
{
	my $version = $database eq 'next' ? $next : $this;

	$node->safe_psql('postgres', "CREATE DATABASE $database");
	$node->safe_psql($database, "CREATE EXTENSION fitclub VERSION '$version'");
	is($node->safe_psql($database, 'SELECT extversion FROM pg_extension WHERE extname = $$fitclub$$'),
		$version, "$database is of $version");
	is(libraries($database), "\$libdir/fitclub-$version", 'and calls the library of that version only');
	$node->safe_psql($database, <<'END');
SELECT fitclub.create_member(name, 'Member', name || '@example.org') FROM unnest(ARRAY['ann', 'bob']) AS name;
SELECT fitclub.create_trainer('Una', 'Day', 'una@example.org');
SELECT fitclub.create_room('Studio', 10);
SELECT fitclub.set_availability(1, day, '08:00', '12:00') FROM generate_series(0, 6) AS day;
END
	is($node->safe_psql($database, book(1)), '1', 'it takes a booking');
	is($node->safe_psql($database, 'SELECT count(*) FROM fitclub.verify()'), '0', 'that breaks no rule');
	$node->safe_psql($database, 'CREATE ROLE club_app') if $database eq 'this';
	$node->safe_psql($database, 'GRANT USAGE ON SCHEMA fitclub TO club_app; GRANT SELECT ON fitclub.room TO club_app');
	is($node->safe_psql($database, q{SELECT fitclub.grant_role('member', 'club_app')}), '', 'and rights are granted');
}

# ---- sessions of a club that is updated, and of another ----

my $session = FitclubSession->new($node, 'this');
my $prepared = FitclubSession->new($node, 'this');
my $other = FitclubSession->new($node, 'other');

$session->run("SET fitclub.notify = on; SET fitclub.identity = 'member:1'");
is($session->run('SELECT fitclub.current_identity()'), 'member:1', 'a session acts for a member');
is($session->run(book(2)), '2', 'and books');
$prepared->run('PREPARE book (int) AS ' . book('$1'));
is($prepared->run('EXECUTE book(3)'), '3', 'another one has a statement prepared');
is($other->run(book(2)), '2', 'so books one in another club');

# It begins before the update and ends after it.
my $blocker = FitclubSession->new($node, 'this');
my $waiting = FitclubSession->new($node, 'this');

$blocker->run('BEGIN; ' . book(4));
$waiting->send(book(4, 2));
$waiting->wait_for_lock('transactionid');
$node->safe_psql('this', 'BEGIN; ALTER EXTENSION fitclub UPDATE; ROLLBACK');
is($session->run('SELECT fitclub.current_identity()'), 'member:1', 'an update that is rolled back is not noticed');
$node->safe_psql('this', 'ALTER EXTENSION fitclub UPDATE');
is(libraries('this'), "\$libdir/fitclub-$next", 'the club is updated');
is(libraries('other'), "\$libdir/fitclub-$this", 'and no other one');
$blocker->run('ROLLBACK');
is(($waiting->finish)[1], '55000', 'a call that was under way says so');
like($waiting->errors, qr/library fitclub \Q$this\E cannot work with version \Q$next\E/, 'in the words of its library');
like($waiting->run(book(4, 2)), qr/^\d+$/, 'and is run again');

is($session->run('SELECT fitclub.current_identity()'), 'member:1', 'the session still acts for the member');
is($session->run('SHOW fitclub.notify'), 'on', 'its settings are as they were');
$session->run("SET fitclub.identity = 'member:2'");
is($session->run('SELECT fitclub.current_identity()'), 'member:2', 'and count when they change');
is($session->state("SET fitclub.identity = 'nonsense'"), '22023', 'and are checked');
$session->run("RESET fitclub.identity; LISTEN fitclub");
like($session->run(book(5)), qr/Asynchronous notification "fitclub" .*"booked"/s, 'events are sent');
$session->run('SET fitclub.audit = off');
my $events = $node->safe_psql('this', 'SELECT count(*) FROM fitclub.audit_log');
like($session->run(book(6)), qr/^\d+/, 'the session books on');
is($node->safe_psql('this', 'SELECT count(*) FROM fitclub.audit_log'), $events, 'without a log when that is off');
like($prepared->run('EXECUTE book(7)'), qr/^\d+$/, 'so does the one that has prepared');
is($session->state('DROP EXTENSION fitclub'), '2BP01', 'the data is kept');
is($session->state('BEGIN; SET LOCAL fitclub.allow_drop = on; DROP EXTENSION fitclub; ROLLBACK'), '', 'unless it may go');

# A session that meets the newer library first.
is($node->safe_psql('this', 'SET fitclub.audit = off; ' . book(8) . '; SHOW fitclub.audit') =~ s/^.*\n//sr,
	'off', 'new sessions have the settings as well');
is($other->run(book(3)), '3', 'the session of the other club goes on');
is($other->state("GRANT SELECT ON fitclub.room TO club_app; SELECT fitclub.grant_role('staff', 'club_app')"),
	'', 'rights are granted there');

# A package takes the older library away: the update does without.
unlink "$folder/install$library/fitclub-$this.so" or die $!;
$node->safe_psql('other', 'ALTER EXTENSION fitclub UPDATE');
like($other->run(book(5)), qr/^\d+$/, 'and a session that called it goes on');
is($node->safe_psql('other', 'SELECT count(*) FROM fitclub.verify()'), '0', 'which breaks no rule');

# From a dump both become clubs of the next version.
$node->command_ok([ 'pg_dump', '-Fc', '-f', "$folder/dump", $node->connstr('other') ], 'a dump of this version');
$node->safe_psql('postgres', 'CREATE DATABASE restored');
$node->command_ok([ 'pg_restore', '--exit-on-error', '-d', $node->connstr('restored'), "$folder/dump" ], 'is restored');
is(libraries('restored'), "\$libdir/fitclub-$next", 'as a club of the next one');
is($node->safe_psql('restored', 'SELECT count(*) FROM fitclub.verify()'), '0', 'that breaks no rule');

$_->quit foreach $session, $prepared, $other, $blocker, $waiting;
$node->stop;
done_testing();

# book(DAY, [MEMBER]): a statement that books a session, far ahead.
sub book
{
	my ($day, $member) = @_;
	my $start = "timestamptz '2040-01-02 09:00+00' + $day * interval '1 day'";

	$member //= 1;
	return "SELECT fitclub.book_session($member, 1, 1, $start, $start + interval '1 hour')";
}

# libraries(DATABASE): which the extension's functions are in.
sub libraries
{
	my ($database) = @_;

	return $node->safe_psql($database, q{SELECT DISTINCT probin FROM pg_proc WHERE probin LIKE '%fitclub%'});
}

# install_next(): builds the version to come and installs it beside this one.
sub install_next
{
	my $source = "$folder/source";
	my @make = ('make', '-s', '-C', $source, 'with_llvm=no', 'CFLAGS=-O1 -fno-strict-aliasing -fwrapv');

	mkdir $source or die $!;
	system_or_bail('cp', '-R', 'Makefile', 'fitclub.control', 'src', 'sql', $source);
	system_or_bail('cp', "$install$shared/extension/fitclub--$this.sql", "$source/sql/released");
	edit("$source/Makefile", sub {
		s/^EXTVERSION = .*/EXTVERSION = $next/m;
		s/^LAST_VERSION = .*/LAST_VERSION = $this/m;
		# it has no tables that this one has not
		s/^NEW_PARTS = .*/NEW_PARTS =/m; });
	edit("$source/fitclub.control", sub { s/^default_version = .*/default_version = '$next'/m });
	edit("$source/src/base/fitclub.h", sub { s/^(#define FITCLUB_VERSION) .*/$1 "$next"/m });
	system_or_bail(@make, $_) foreach 'clean', 'all';
	system_or_bail(@make, "DESTDIR=$folder/install", 'install');
	return;
}

# edit(FILE, CHANGE)
sub edit
{
	my ($file, $change) = @_;
	my $text = slurp_file($file);

	local $_ = $text;
	$change->();
	die "$file is as it was" if $_ eq $text;
	unlink $file or die $!;
	append_to_file($file, $_);
	return;
}
