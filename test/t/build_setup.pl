# On a system without apt-get, test/setup says what to install by the names of
# that system. The systems here are an os-release and what is in the PATH.

use strict;
use warnings;
use Cwd qw(abs_path);
use File::Basename;
use IPC::Run qw(run);
use PostgreSQL::Test::Utils;
use Test::More;

my $setup = dirname(abs_path(__FILE__)) . '/../setup';

# A PATH with nothing in it but what a script needs, and some commands more.
sub path_with
{
	my (@commands) = @_;
	my $folder = PostgreSQL::Test::Utils::tempdir;

	for my $name (qw(bash cat sed tr fold env uname grep id perl))
	{
		my ($program) = grep { -x } map { "$_/$name" } split /:/, $ENV{PATH};
		symlink($program, "$folder/$name") or die "$name: $!";
	}
	for my $name (@commands)
	{
		append_to_file("$folder/$name", "#!/bin/sh\necho called: $name\n");
		chmod 0755, "$folder/$name";
	}
	return $folder;
}

# What test/setup says on such a system, and that it does no more.
sub ask
{
	my ($release, $path, $wanted) = @_;
	my $file = PostgreSQL::Test::Utils::tempdir . '/os-release';
	my ($output, $message);

	append_to_file($file, $release) if defined $release;
	local %ENV = (PATH => $path, OS_RELEASE => $file, PG_CONFIG => 'pg_config');
	run [ $setup, $wanted ], '>', \$output, '2>', \$message;
	is($? >> 8, 1, 'setup fails');
	is($output, '', 'and runs no package manager');
	return $message;
}

my $nothing = path_with();

is( ask("NAME=\"Alpine Linux\"\nID=alpine\nVERSION_ID=3.22\n", $nothing, 'test'),
	<<'END', 'Alpine, the whole message');
setup: something is missing, and there is no apt-get here to install it.
Please install (NN: the server's major version, 15 or later):

    apk add build-base bash setpriv postgresqlNN postgresqlNN-dev perl-utils perl-ipc-run clang clang-extra-tools pgbouncer

pgTAP comes from PGXN (pgxn install pgtap), pg_prove from CPAN (cpan
TAP::Parser::SourceHandler::pgTAP), icalendar, vobject and psycopg from PyPI.
END

# os-release, command in the PATH, what to type for the demo
my @systems = (
	[
		"ID=fedora\n", undef,
		'dnf install gcc make redhat-rpm-config postgresql-server postgresql-server-devel'
	],
	[
		"ID=\"rocky\"\nID_LIKE=\"rhel centos fedora\"\n",
		'dnf',
		'dnf install gcc make redhat-rpm-config postgresqlNN-server postgresqlNN-devel'
	],
	[
		"ID=\"rhel\"\nID_LIKE=\"fedora\"\n", 'dnf',
		'dnf install gcc make redhat-rpm-config postgresqlNN-server postgresqlNN-devel'
	],
	[
		"ID=alpine\n", 'apk',
		'apk add build-base bash setpriv postgresqlNN postgresqlNN-dev'
	],
	[ "ID=manjaro\nID_LIKE=arch\n", undef, 'pacman -S base-devel postgresql' ],
	[
		"ID=\"opensuse-tumbleweed\"\nID_LIKE=\"opensuse suse\"\n",
		undef,
		'zypper install gcc make postgresql-server postgresql-server-devel'
	],
	[ undef, 'brew', 'brew install bash postgresql@NN' ],
	[
		"ID=freebsd\n", 'pkg',
		'pkg install bash gmake postgresqlNN-client postgresqlNN-server'
	],
	[
		"ID=unheard-of\n", 'zypper',
		'zypper install gcc make postgresql-server postgresql-server-devel'
	]);

for my $system (@systems)
{
	my ($release, $command, $line) = @$system;
	my $name = ($release // 'no os-release') =~ s/\n/ /gr;

	like(
		ask($release, $command ? path_with($command) : $nothing, 'demo'),
		qr/^    \Q$line\E$/m, "$name: $line");
}

is(ask("ID=unheard-of\n", $nothing, 'demo'),
	<<'END', 'a system that nobody has heard of');
setup: something is missing, and there is no apt-get here to install it.
Please install, by the names that Debian gives them (NN: the server's major
version, 15 or later):
    make
    gcc
    libc6-dev
    postgresql-NN
    postgresql-server-dev-NN
END

like(
	ask("ID=fedora\n", $nothing, 'desk'),
	qr/^    \Qdnf install gcc make redhat-rpm-config postgresql-server postgresql-server-devel\E\n\nNode\.js, 18 or later, and npm/m,
	'what the page needs besides');

# A package that is installed for the tests does not start with the machine
# afterwards, and what did before does still. apt-get here is a command that
# enables a service, as the package of PgBouncer does.
my $system = PostgreSQL::Test::Utils::tempdir;
my $wants = "$system/etc/systemd/system/multi-user.target.wants";
my $with_apt = path_with(qw(apt-cache));

for my $name (qw(find sort comm mkdir rmdir rm tee chmod ls tail head dirname sh))
{
	my ($program) = grep { -x } map { "$_/$name" } split /:/, $ENV{PATH};
	symlink($program, "$with_apt/$name") or die "$name: $!";
}
for my $script (
	[ sudo => 'exec "$@"' ],
	[ 'apt-get' => qq{case "\$*" in *update) exit;; esac; echo >"$wants/pgbouncer.service"; echo >"$wants/postgresql.service"; ls "$system/usr/sbin"} ],
	[ systemctl => 'echo "systemctl $*"' ])
{
	append_to_file("$with_apt/$script->[0]", "#!/bin/sh\n$script->[1]\n");
	chmod 0755, "$with_apt/$script->[0]";
}
run [ 'mkdir', '-p', $wants, "$system/usr/sbin" ];
append_to_file("$wants/cron.service", '');
{
	my $message;

	local %ENV = (PATH => $with_apt, SYSTEM => $system, PG_CONFIG => 'pg_config');
	run [ $setup, 'test' ], '>', \my $output, '2>', \$message;
	like($message, qr/^policy-rc\.d$/m, 'no service is started while packages are installed');
	is_deeply([ $message =~ /^systemctl (.*)$/mg ], ["--root=$system/ disable pgbouncer.service"],
		'and the one that is new does not start with the machine')
	  or diag($message);
	ok(!-e "$system/usr/sbin/policy-rc.d", 'afterwards services start as before');
}

# What there is to choose from is said where it is looked for.
my $top = dirname($setup) . "/..";
my ($targets) = slurp_file("$top/Makefile") =~ /^\.PHONY: all (.*)$/m;
my ($kinds) = slurp_file("$top/test/run") =~ /^kinds=\((.*)\)$/m;
my $help = '';
my $usage = '';

run [ 'make', '-s', '-C', $top, 'help' ], '>', \$help, '2>&1';
like($help, qr/^make (?:\w+, )?\Q$_\E\b/m, "make help has $_") for split / /, $targets;
run [ "$top/test/run", 'test', 'no_such_kind' ], '2>', \$usage;
like($usage, qr/\b$_\b/, "the usage of test/run has $_") for split / /, $kinds;

done_testing();
