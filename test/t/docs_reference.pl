# doc/reference.md has a place for every function and constraint name, and its
# heads of functions are those of the functions. Every function is called by an
# example of some document.

use strict;
use warnings;
use Cwd qw(abs_path);
use FitclubCluster;
use FitclubDocument;
use File::Basename;
use PostgreSQL::Test::Utils;
use Test::More;

my $reference =
  slurp_file(dirname(abs_path(__FILE__)) . '/../../doc/reference.md');
my $node = new_cluster('reference');

create_club($node, 'club');

for my $function (
	split /\n/,
	$node->safe_psql(
		'club', q{
		SELECT DISTINCT proname FROM pg_proc
		WHERE pronamespace IN ('fitclub'::regnamespace, 'fitclub_internal'::regnamespace) ORDER BY proname}))
{
	ok($reference =~ /`(?:fitclub\.)?\Q$function\E\(/,
		"$function() is in the reference");
}

# The server reads each head, and says the same of it as of the function.
my $query = q{
	SELECT proname || '(' || (
			SELECT string_agg(concat_ws(' ', CASE WHEN mode IN ('o', 't') THEN 'result' END, name, format_type(type, NULL)), ', ')
			FROM unnest(coalesce(proallargtypes, proargtypes::oid[]), proargnames, proargmodes) AS a (type, name, mode)
		) || ') ' || format_type(prorettype, NULL) || ' ' || proretset || ' ' || coalesce(pg_get_expr(proargdefaults, 0), '')
	FROM pg_proc WHERE pronamespace = '%s'::regnamespace AND proname = '%s' ORDER BY 1};
my %heads;

while ($reference =~ /^```sql\n(fitclub\..*?)^```/msg)
{
	my $block = $1;
	my ($result) = $block =~ /^(?:.*\) )?(RETURNS .*)/ms;

	my @found = $block =~ /^fitclub\.(\w+)(\(.*?\))\s*(?:RETURNS|$)/msg;

	ok(@found > 0, 'a head is a name and arguments') or diag($block);
	while (my ($name, $arguments) = splice @found, 0, 2)
	{
		push @{ $heads{$name} }, "$arguments $result";
	}
}
# Examples, which docs_examples.pl runs.
my $top = dirname(abs_path(__FILE__)) . '/../..';
my %called = map { $_ => 1 } map { $_->{text} =~ /fitclub\.(\w+)\(/g }
  grep { $_->{language} eq 'sql' && $_->{text} !~ /\Afitclub\./ }
  map { examples_of(scalar slurp_file($_)) } "$top/README.md", glob "$top/doc/*.md";

cmp_ok(scalar keys %heads, '>', 50, 'functions have heads');
$node->safe_psql('club', 'CREATE SCHEMA documented');
for my $name (sort keys %heads)
{
	ok($reference =~ /\[`\Q$name\E`\]\(#\Q$name\E\)/, "$name() is in the list of names");
	ok($called{$name}, "$name() is called by an example");
	my ($status, $out, $err) = $node->psql('club',
		join '', map { "CREATE FUNCTION documented.$name$_ LANGUAGE plpgsql AS 'BEGIN END';\n" } @{ $heads{$name} });

	is($err, '', "the head of $name() is SQL");
	is( $node->safe_psql('club', sprintf($query, 'documented', $name)),
		$node->safe_psql('club', sprintf($query, 'fitclub', $name)),
		"and that of the function");
}

# An error says where it comes from, and not where all errors are raised.
my (undef, undef, $raised) = $node->psql('club', "\\set VERBOSITY verbose\nSELECT fitclub.cancel_session(1)");

like($raised, qr/ERROR:  P0002:.*^LOCATION:  (?!refuse)\w+, (?!refusal)\w+\.c:\d+$/ms, 'a refusal has its place in the source');

# Every rule that the engine words by hand is in the table of errors.
my $sources = join '', map { slurp_file($_) } glob dirname(abs_path(__FILE__)) . '/../../src/*/*.c';
my @refusals = $sources =~ /^(refusal_\w+\([^;]*?\)\n\{.*?^\})/msg;
my %constraints = map { $_ => 1 } map { /"([a-z]+(?:_[a-z]+)+)"/g } @refusals;

for my $constraint (sort keys %constraints)
{
	ok($reference =~ /`\Q$constraint\E`/,
		"$constraint is in the reference");
}

$node->stop;
done_testing();
