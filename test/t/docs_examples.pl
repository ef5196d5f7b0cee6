# Every example in README.md, CONTRIBUTING.md and doc/ does what the document
# says. SQL blocks run in psql, one after the other, in a database of the
# document's own, and print what the plain block below them has; those without
# one run without an error. A comment before a block can say where it runs:
#
#	<!-- example: KEY=VALUE ...
#	lines that run before it, unseen
#	-->
#
#	session=NAME	in another psql, which stays open for later blocks of the name
#	role=NAME		in one that is logged in as this role
#	database=NAME	in another database, which is created
#	server=NAME		on another server, which is started: a standby if that is its NAME
#	pgbouncer		through PgBouncer, with the document's first ```ini block
#	waits			has to wait for another session
#	answer			(before a plain block) what the session that waited printed then
#	run				(before ```sh) run it; shell is only checked for its syntax otherwise
#	elsewhere=FILE	(before ```sh or a plain block) it is run, or shown to be so, by this test
#
# Errors are shown as psql prints them, but without the line LOCATION. Output
# shows command tags and numbers of rows or leaves them out. host=publisher in a
# statement is the server of the other blocks.

use strict;
use warnings;
use Cwd qw(abs_path);
use FitclubCluster;
use FitclubDocument;
use FitclubPsql;
use File::Basename;
use IPC::Run;
use PostgreSQL::Test::Cluster;
use PostgreSQL::Test::Utils;
use Test::More;
use Time::HiRes qw(usleep);

my $top = abs_path(dirname(abs_path(__FILE__)) . '/../..');
# They come first, one after the other on one server, as a newcomer reads them.
my @first = qw(README.md doc/guide/tutorial.md);
my %starts_empty = map { $_ => 1 } @first;
my $error = qr/^(?:psql: )?(?:ERROR|FATAL|PANIC|error): .*|^invalid command.*|^\\\w+: .*|^connection to server.*|^\(no end.*/m;

# The documents have the settings that nobody has changed.
my $node = new_cluster('documentation', "${replication}log_line_prefix = '%m [%p] %e '\nfitclub.direct_writes = on\n");

my ($document, $folder, %servers, %sessions, $bouncer, $bouncer_port, $waiting);

END
{
	local $?; # the exit status is the test's
	$bouncer->kill_kill if defined $bouncer;
}

# ---- places ----

# Makes a database or a role that is not there yet. Names of roles can be seen
# in examples, so that the superuser is always postgres.
sub have
{
	my ($server, $kind, $name) = @_;
	my %query = (
		DATABASE => "SELECT count(*) FROM pg_database WHERE datname = '$name'",
		ROLE => "SELECT count(*) FROM pg_roles WHERE rolname = '$name'");

	$server->safe_psql('postgres', "CREATE $kind $name" . ($kind eq 'ROLE' ? ' SUPERUSER LOGIN' : ''))
	  if $server->safe_psql('postgres', $query{$kind}) eq '0';
	return;
}

sub server
{
	my ($name) = @_;

	return $node if !defined $name;
	if (!$servers{$name} && $name eq 'standby')
	{
		$servers{$name} = PostgreSQL::Test::Cluster->new('documentation_standby');
		$node->backup('standby');
		$servers{$name}->init_from_backup($node, 'standby', has_streaming => 1);
		$servers{$name}->start;
		$node->wait_for_catchup('documentation_standby');
	}
	elsif (!$servers{$name})
	{
		$servers{$name} = new_cluster("documentation_$name", "${replication}wal_retrieve_retry_interval = 100ms\n");
	}
	return $servers{$name};
}

# PgBouncer as the document configures it, but on this server and in a folder of its own.
sub bouncer
{
	my ($settings, $user) = @_;
	my ($program) = grep { -x } map { "$_/pgbouncer" } split(/:/, $ENV{PATH}), '/usr/sbin';
	my %ours = (
		club => "host=@{[$node->host]} port=@{[$node->port]} dbname=club",
		listen_addr => '', listen_port => $bouncer_port = PostgreSQL::Test::Cluster::get_free_port(),
		auth_type => 'trust', auth_file => "$folder/users");

	die 'PgBouncer is needed (Debian: pgbouncer)' if !defined $program;
	$settings =~ s/^(\w+) = .*/exists $ours{$1} ? "$1 = $ours{$1}" : $&/mge;
	$settings .= "unix_socket_dir = $folder\nlogfile = $folder/bouncer.log\npidfile = $folder/bouncer.pid\n";
	append_to_file("$folder/bouncer.ini", $settings);
	append_to_file("$folder/users", qq{"$user" ""\n});
	$bouncer = IPC::Run::start([ $program, '-q', "$folder/bouncer.ini" ]);
	for (1 .. 600)
	{
		last if -S "$folder/.s.PGSQL.$bouncer_port";
		usleep(100_000);
	}
	return "host=$folder port=$bouncer_port dbname=club user=$user";
}

sub connection
{
	my ($options) = @_;
	my $database = $options->{database} // 'club';

	if ($options->{pgbouncer})
	{
		my ($settings) = map { $_->{text} } grep { $_->{language} eq 'ini' } @{ $document->{examples} };

		return bouncer($settings, $options->{role});
	}

	my $server = server($options->{server});

	have($server, 'DATABASE', $database);
	have($server, 'ROLE', 'postgres');
	return $server->connstr($database) . ' user=' . ($options->{role} // 'postgres');
}

sub session
{
	my ($options) = @_;
	my $name = join ' ', map { $options->{$_} // '' } qw(session role database server pgbouncer);

	return $sessions{$name} //= FitclubPsql->new(connection($options));
}

# ---- blocks ----

sub place
{
	my ($example) = @_;

	return "$document->{name}:$example->{line}";
}

# Compares what was printed with what the document says.
sub shows
{
	my ($example, $name, $line, $expected, $actual) = @_;

	($expected, $actual) = same_output($expected, $actual);
	return if ok($expected eq $actual, "$name prints what is below it");
	append_to_file("$folder/expected", $expected);
	append_to_file("$folder/actual", $actual);
	diag(scalar `diff -u --label '$document->{name}:$line' --label printed '$folder/expected' '$folder/actual'`);
	unlink "$folder/expected", "$folder/actual";
	return;
}

sub judge
{
	my ($example, $printed) = @_;

	if (defined $example->{output})
	{
		shows($example, place($example), $example->{output_line}, $example->{output}, $printed);
	}
	else
	{
		ok($printed !~ $error, place($example) . ' runs') or diag($printed);
	}
	return;
}

sub waits
{
	return $node->poll_query_until('postgres', <<'END');
SELECT count(*) = 1 FROM pg_stat_activity WHERE datname = 'club' AND wait_event_type = 'Lock'
END
}

# Whether psql has nothing left of it that waits for more.
sub is_complete
{
	my ($text) = @_;
	my ($last) = grep { /\S/ } reverse split /\n/, $text =~ s/--.*$//mgr;

	return $last =~ /;\s*$|^\s*\\|\s\\g/;
}

sub run_sql
{
	my ($example) = @_;
	my $session = session($example->{options});
	my $publisher = "host=@{[$node->host]} port=@{[$node->port]} user=postgres";

	$example->{text} =~ s/\bhost=publisher\b/$publisher/;
	if (defined $example->{before})
	{
		my $printed = $session->run($example->{before});

		ok($printed !~ $error, place($example) . ': what comes before runs') or diag($printed);
	}
	ok(is_complete($example->{text}), place($example) . ' is complete');
	if ($example->{options}{waits})
	{
		$waiting = place($example);
		$session->send($example->{text});
		ok(waits(), place($example) . ' waits');
		return;
	}
	judge($example, $session->run($example->{text}));
	return;
}

# test/run leaves out the tests that were not chosen.
sub is_elsewhere
{
	my ($example) = @_;
	my $file = $example->{options}{elsewhere} // 'no test';

	ok(-f "$top/$file" || !-f "$top/test/t/whole_dump_restore.pl", place($example) . " is looked at by $file");
	return;
}

sub run_shell
{
	my ($example) = @_;
	my ($options, $printed, $passed) = ($example->{options}, '');
	my $script = ($example->{before} // '') . "\n$example->{text}";
	local @ENV{qw(PGHOST PGPORT PGUSER SERVER_LOG)} = ($node->host, $node->port, 'postgres', $node->logfile);

	if (!$options->{run})
	{
		$passed = IPC::Run::run([ 'bash', '-n', '-c', $script ], '>', \$printed, '2>&1');
		ok($passed, place($example) . ' is shell') or diag($printed);
		is_elsewhere($example) if defined $options->{elsewhere};
		return;
	}
	$passed = IPC::Run::run([ 'bash', '-e', '-o', 'pipefail', '-c', "cd '$folder'\n$script" ], '>', \$printed, '2>&1',
		IPC::Run::timeout($PostgreSQL::Test::Utils::timeout_default));
	ok($passed, place($example) . ' runs') or diag($printed);
	shows($example, place($example), $example->{output_line}, $example->{output}, $printed) if defined $example->{output};
	return;
}

sub run_example
{
	my ($example) = @_;

	# The head of a function, which docs_reference.pl compares with the function.
	return if $document->{name} =~ m{^doc/reference/} && $example->{text} =~ /\Afitclub\./;

	if ($example->{options}{answer})
	{
		undef $waiting;
		shows($example, place($example), $example->{line}, $example->{text}, session($example->{options})->finish);
	}
	elsif ($example->{language} eq 'sql')
	{
		run_sql($example);
	}
	elsif ($example->{language} eq 'sh')
	{
		run_shell($example);
	}
	elsif ($example->{language} eq '')
	{
		is_elsewhere($example);
	}
	return;
}

# ---- documents ----

sub prepare
{
	$folder = PostgreSQL::Test::Utils::tempdir_short();
	have($node, 'DATABASE', 'club');
	return if $starts_empty{ $document->{name} };
	session({})->run(q{CREATE EXTENSION fitclub; SELECT fitclub.seed_demo('2025-12-01');});
	return;
}

# The next document finds a server as this one did.
sub clean_up
{
	ok(!defined $waiting, "$document->{name}: who waited got an answer") or diag($waiting);
	undef $waiting;
	$_->quit foreach values %sessions;
	$bouncer->kill_kill if defined $bouncer;
	$_->stop('immediate') foreach values %servers;
	%sessions = %servers = ();
	undef $bouncer;
	# what a session has left, and its slots, keep a database from going
	$node->restart;
	$node->safe_psql('postgres', 'SELECT pg_drop_replication_slot(slot_name) FROM pg_replication_slots');
	$node->safe_psql('postgres', "DROP DATABASE \"$_\"") foreach split /\n/,
	  $node->safe_psql('postgres', q{SELECT datname FROM pg_database WHERE NOT datistemplate AND datname <> 'postgres'});
	return if $document->{name} eq $first[0];
	$node->safe_psql('postgres', "DROP OWNED BY \"$_\"; DROP ROLE \"$_\"") foreach split /\n/, $node->safe_psql('postgres', <<'END');
SELECT rolname FROM pg_roles WHERE oid >= 16384 AND rolname NOT IN ('postgres', current_user)
END
	return;
}

chdir $top or die "$top: $!";
my @documents = @ARGV ? @ARGV : grep { -f } @first, 'CONTRIBUTING.md',
  grep { !$starts_empty{$_} } glob('doc/*.md'), glob('doc/*/*.md');

ok(-f 'README.md', 'there is a README.md');
foreach my $name (@documents)
{
	my $text = slurp_file($name);

	$document = { name => $name, text => $text, examples => [ examples_of($text) ] };
	next if !grep { $_->{language} =~ /^(sql|sh)$/ } @{ $document->{examples} };
	prepare();
	run_example($_) foreach @{ $document->{examples} };
	clean_up();
}

$node->stop;
done_testing();
