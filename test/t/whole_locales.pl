# E-mails and names of rooms are the same or not in whatever locale a database
# has, so that the dump of a club loads into a database of another.

use strict;
use warnings;
use FitclubCluster;
use PostgreSQL::Test::Utils;
use Test::More;

my $node = new_cluster('locales');
my $folder = PostgreSQL::Test::Utils::tempdir();

# ---- locales -----------------------------------------------------------------

my %locales = (c => q{LOCALE 'C'});
my ($utf8) = grep { /^(?:C|en_US)\.utf-?8$/i } split /\n/, `locale -a`;

$locales{libc} = "LOCALE '$utf8'" if defined $utf8;
# Turkish has no I for an i.
if ($node->safe_psql('postgres', q{SELECT count(*) FROM pg_collation WHERE collprovider = 'i'}) > 0)
{
	$locales{icu} = q{LOCALE 'C' LOCALE_PROVIDER icu ICU_LOCALE 'en-US'};
	$locales{turkish} = q{LOCALE 'C' LOCALE_PROVIDER icu ICU_LOCALE 'tr'};
}
my @databases = sort keys %locales;

cmp_ok(scalar @databases, '>', 1, "locales: @databases");

# ---- what is the same --------------------------------------------------------

# Each is given to a club that has the first of its line; 1: it is another.
my @emails = (
	[ 'ann.island@example.org', 'ANN.ISLAND@EXAMPLE.ORG' => 0, 'Ann.Island@example.org' => 0 ],
	[ 'élise@example.org', 'ÉLISE@example.org' => 1, 'éLISE@EXAMPLE.ORG' => 0 ],
	[ 'straße@example.org', 'STRASSE@example.org' => 1, 'STRAßE@example.org' => 0 ],
	[ 'ışık@example.org', 'IŞIK@example.org' => 1, 'isik@example.org' => 1 ],
	[ 'σας@example.org', 'ΣΑΣ@example.org' => 1, 'σασ@example.org' => 1 ]);
my @rooms = (
	[ 'Mind Island', 'MIND ISLAND' => 0, ' mind  island ' => 0, 'mindisland' => 1 ],
	[ 'Élan', 'élan' => 1, 'ÉLAN' => 0, 'Elan' => 1 ],
	[ 'Kraftraum Süd', 'KRAFTRAUM SÜD' => 1, "Kraftraum\xc2\xa0Süd" => 1 ]);

for my $database (@databases)
{
	$node->safe_psql('postgres', "CREATE DATABASE $database TEMPLATE template0 ENCODING 'UTF8' $locales{$database}");
	$node->safe_psql($database, 'CREATE EXTENSION fitclub');
	check_names($database, 'member_email_key', q{SELECT fitclub.create_member('A', 'B', '%s')}, @emails);
	check_names($database, 'trainer_email_key', q{SELECT fitclub.create_trainer('A', 'B', '%s')}, @emails);
	check_names($database, 'administrative_staff_email_key',
		q{SELECT fitclub.create_staff('A', 'B', '%s', 'a long password')}, @emails);
	check_names($database, 'room_name_key', q{SELECT fitclub.create_room('%s', 5)}, @rooms);
	is($node->safe_psql($database, q{SELECT * FROM fitclub.verify()}), '', "$database: no rule is broken");
}

# ---- a dump of each into the others ------------------------------------------

my $rows = q{SELECT string_agg(r.email, ' ' ORDER BY r.member_id) FROM fitclub.member AS r
	UNION ALL SELECT string_agg(quote_literal(r.name), ' ' ORDER BY r.room_id) FROM fitclub.room AS r};

for my $from (@databases)
{
	command_ok([ 'pg_dump', '-Fc', '-f', "$folder/$from.dump", $node->connstr($from) ], "$from: dumped");
	for my $to (grep { $_ ne $from } @databases)
	{
		my $copy = "${from}_in_$to";

		$node->safe_psql('postgres', "CREATE DATABASE $copy TEMPLATE template0 ENCODING 'UTF8' $locales{$to}");
		command_ok([ 'pg_restore', '--exit-on-error', '-d', $node->connstr($copy), "$folder/$from.dump" ],
			"$copy: the restore succeeds");
		is($node->safe_psql($copy, q{SELECT * FROM fitclub.verify()}), '', "$copy: no rule is broken");
		is($node->safe_psql($copy, $rows), $node->safe_psql($from, $rows), "$copy: the same names");
		is( refused($copy, q{SELECT fitclub.create_room('mind island', 5)}),
			'room_name_key', "$copy: a name that is taken is refused");
		$node->safe_psql('postgres', "DROP DATABASE $copy");
	}
}

$node->stop;
done_testing();

# check_names(DATABASE, CONSTRAINT, CALL, LINE...): whether each name is another
# than the first of its line.
sub check_names
{
	my ($database, $constraint, $call, @lines) = @_;

	for my $line (@lines)
	{
		my ($first, %other) = @$line;

		is(refused($database, sprintf $call, $first), '', "$database: $first");
		for my $name (sort keys %other)
		{
			is( refused($database, 'BEGIN; ' . sprintf($call, $name) . '; ROLLBACK'),
				$other{$name} ? '' : $constraint,
				"$database: $name is " . ($other{$name} ? 'another' : 'the same'));
		}
	}
	return;
}

# refused(DATABASE, SQL): the constraint that refuses a statement, '' if none
# does, and what else went wrong.
sub refused
{
	my ($database, $sql) = @_;
	my ($status, undef, $err) = $node->psql($database, "\\set VERBOSITY verbose\n$sql", on_error_stop => 1);

	return '' if $status == 0;
	return $err =~ /CONSTRAINT NAME:  (\w+)/ ? $1 : $err;
}
