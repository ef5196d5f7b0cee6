# Many clients at work on one club, each of which writes down what it was told:
# what a client was told has to be there whatever becomes of the server.

package FitclubLoad;

use strict;
use warnings;
use Exporter 'import';
use FitclubCluster;
use IPC::Run;
use PostgreSQL::Test::Utils;
use Test::More;

our @EXPORT = qw(create_busy_club slot start_client lines_told of_each_kind errors_told sqlstate);

# create_busy_club(NODE, SIZE): a database "club" with as many members,
# trainers, rooms and classes as SIZE says, and seats in each class. Trainers
# always work.
sub create_busy_club
{
	my ($node, $size) = @_;

	create_club($node, 'club');
	$node->safe_psql('club', <<"END");
INSERT INTO fitclub.member (first_name, last_name, email)
SELECT 'Member', i::text, 'member' || i || '\@example.org' FROM generate_series(1, $size->{members}) AS i;
INSERT INTO fitclub.trainer (first_name, last_name, email)
SELECT 'Trainer', i::text, 'trainer' || i || '\@example.org' FROM generate_series(1, $size->{trainers}) AS i;
INSERT INTO fitclub.room (name, capacity)
SELECT 'Room ' || i, 20 FROM generate_series(1, $size->{rooms}) AS i;
INSERT INTO fitclub.trainer_availability (trainer_id, day_of_week, start_time, end_time)
SELECT t.trainer_id, d, '00:00', '24:00'
FROM fitclub.trainer AS t, generate_series(0, 6) AS d;
SELECT fitclub.create_class('Class ' || i, 1, 1,
	timestamptz '2039-01-01 00:00+00' + i * interval '1 hour',
	timestamptz '2039-01-01 01:00+00' + i * interval '1 hour', $size->{seats})
FROM generate_series(1, $size->{classes}) AS i;
END
	return;
}

# slot(CYCLE): an hour of those that a cycle is about, as the start and
# end of a booking. There are so few that one is often free and often not.
sub slot
{
	my ($cycle) = @_;
	my $hours = 30 * 24;
	my $hour = $cycle * $hours + int rand $hours;

	return "timestamptz '2040-01-01 00:00+00' + interval '$hour hours', "
	  . "timestamptz '2040-01-01 01:00+00' + interval '$hour hours'";
}

# start_client(NODE, FOLDER, CYCLE, CLIENT, SCRIPT): a psql that runs a script.
# What the script echoes goes to the file told_CYCLE_CLIENT of the folder, and
# errors to errors_CLIENT. When it says something, a COMMIT has succeeded: psql
# ends where its connection does, and has no id where the server gave none.
sub start_client
{
	my ($node, $folder, $cycle, $client, $script) = @_;
	my $file = "$folder/script_$client";
	my $told = "$folder/told_${cycle}_$client";

	append_to_file($told, '');
	unlink $file;
	append_to_file($file, $script);
	return IPC::Run::start(
		[ 'psql', '-X', '-q', '-d', $node->connstr('club'), '-f', $file ],
		'<', \undef, '>>', $told, '2>>', "$folder/errors_$client",
		IPC::Run::timeout($PostgreSQL::Test::Utils::timeout_default));
}

# lines_told(FOLDER, CYCLE, CLIENT, FORM): what a client was told. A psql that
# is losing its server can print a result that was meant for its variables;
# what it was told to say has a form.
sub lines_told
{
	my ($folder, $cycle, $client, $form) = @_;

	return grep { /^$form$/ } split /\n/, slurp_file("$folder/told_${cycle}_$client");
}

# of_each_kind(NODE, KIND...): that the table "told" has something of each.
sub of_each_kind
{
	my ($node, @kinds) = @_;

	note($_) foreach split /\n/, $node->safe_psql('club', <<'END');
SELECT format('%s told of: %s', kind, count(*)) FROM told GROUP BY kind ORDER BY kind
END
	foreach my $kind (@kinds)
	{
		cmp_ok($node->safe_psql('club', "SELECT count(*) FROM told WHERE kind = '$kind'"),
			'>', 0, "clients were told of: $kind");
	}
	return;
}

# errors_told(FOLDER, CLIENTS): the different errors that clients have met.
sub errors_told
{
	my ($folder, $clients) = @_;
	my %errors;

	foreach my $client (1 .. $clients)
	{
		my $text = slurp_file("$folder/errors_$client");

		$errors{$1} = 1 while $text =~ /ERROR:\s+(.*)/g;
	}
	my @sorted = sort keys %errors;

	return @sorted;
}

# sqlstate(NODE, SQL): the SQLSTATE that statements raise, or "none".
sub sqlstate
{
	my ($node, $sql) = @_;
	my ($status, $out, $err) = $node->psql('club', "\\set VERBOSITY verbose\n$sql");

	return $err =~ /ERROR:\s+(\w{5}):/ ? $1 : 'none';
}

1;
