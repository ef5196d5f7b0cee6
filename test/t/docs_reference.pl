# doc/reference/ has a place for every function, and its heads of functions are
# those of the functions. Every function is called by an example of some document.

use strict;
use warnings;
use Cwd qw(abs_path);
use FitclubCluster;
use FitclubDocument;
use File::Basename;
use PostgreSQL::Test::Utils;
use Test::More;

my $top = abs_path(dirname(abs_path(__FILE__)) . '/../..');
my %pages = map { basename($_) => scalar slurp_file($_) } glob "$top/doc/reference/*.md";
my $reference = join '', map { $pages{$_} } sort keys %pages;
my $node = new_cluster('reference');

create_club($node, 'club');

my %functions = map { $_ => 1 } split /\n/, $node->safe_psql('club', q{
	SELECT proname FROM pg_proc WHERE pronamespace IN ('fitclub'::regnamespace, 'fitclub_internal'::regnamespace)});

for my $function (sort keys %functions)
{
	ok($reference =~ /`(?:fitclub\.)?\Q$function\E\(/,
		"$function() is in the reference");
}

# The first column of the list of helpers has nothing else.
my ($helpers) = $pages{'triggers.md'} =~ /^## Helpers\n(.*)/ms;
my @helpers = map { /^\| ([^|]*)/ ? $1 =~ /`(\w+)\(/g : () } split /\n/, $helpers;

cmp_ok(scalar @helpers, '>', 50, 'helpers are in the reference');
is(join(' ', grep { !$functions{$_} } @helpers), '', 'each of them is there');

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

# The list of names says of each what its comment says, and where its head is.
my %place;
for my $page (sort keys %pages)
{
	push @{ $place{$_} }, $page foreach $pages{$page} =~ /^#+ `(\w+)\(\)`\n\n```sql\nfitclub\./mg;
}
my @functions = map { [ split /\|/ ] } split /\n/, $node->safe_psql('club', q{
	SELECT DISTINCT proname, split_part(obj_description(oid, 'pg_proc'), ';', 1)
	FROM pg_proc WHERE pronamespace = 'fitclub'::regnamespace ORDER BY 1});

is_deeply([ sort keys %place ], [ sort map { $_->[0] } @functions ], 'each function has a section');
is( join('', $pages{'README.md'} =~ /^\| \[`\w+`\]\(\w+\.md#.*\n/mg),
	join('', map { "| [`$_->[0]`](" . join(' ', @{ $place{ $_->[0] } // [] }) . "#$_->[0]) | $_->[1] |\n" } @functions),
	'the list of names has each function, its page and its comment');

# Examples, which docs_examples.pl runs.
my %called = map { $_ => 1 } map { $_->{text} =~ /fitclub\.(\w+)\(/g }
  grep { $_->{language} eq 'sql' && $_->{text} !~ /\Afitclub\./ }
  map { examples_of(scalar slurp_file($_)) } "$top/README.md", glob "$top/doc/*.md $top/doc/*/*.md";

cmp_ok(scalar keys %heads, '>', 50, 'functions have heads');
$node->safe_psql('club', 'CREATE SCHEMA documented');
for my $name (sort keys %heads)
{
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

# The tables of who may do what have each function, and the personas that
# grant_role() gives it to.
my %personas = map { split /\|/ } split /\n/, $node->safe_psql('club', q{
	SELECT format('CREATE ROLE %1$s_role; SELECT fitclub.grant_role(%1$L, ''%1$s_role'')', persona)
	FROM unnest('{member,trainer,staff,reader}'::text[]) AS persona \gexec
	SELECT proname, string_agg(persona, ' ' ORDER BY n)
	FROM unnest('{member,trainer,staff,reader}'::text[]) WITH ORDINALITY AS p (persona, n)
	CROSS JOIN (SELECT DISTINCT ON (proname) proname, oid FROM pg_proc WHERE pronamespace = 'fitclub'::regnamespace) AS f
	WHERE has_function_privilege(persona || '_role', oid, 'EXECUTE')
	GROUP BY proname});
my $security = slurp_file("$top/doc/guide/security.md");
my ($who) = $security =~ /^\| function \| member \| trainer \| staff \|\n.*?\n(.*?)^$/ms;
my %told;

foreach my $row (split /\n/, $who)
{
	my (undef, $names, @cells) = split /\|/, $row;

	$told{$_} = join ' ', map { $cells[$_] =~ /\S/ ? (qw(member trainer staff))[$_] : () } 0 .. 2
	  foreach $names =~ /`(\w+)`/g;
}
is_deeply(\%told, { map { $_ => $personas{$_} =~ s/ reader$//r } keys %personas }, 'the security page says who may call what');
is_deeply([ grep { /reader/ && !/staff/ } values %personas ], [], 'readers call nothing that staff do not');

my @others = map { /`(\w+)`/g } $security =~ /^- Only applications and the owner may call(.*?)\n\n/ms;
my ($operations) = slurp_file("$top/README.md") =~ /^\| who \| what \| functions \|\n(.*?)^$/ms;
my %operations = map { $_ => 1 } $operations =~ /`(\w+)`/g;
my @all = split /\n/, $node->safe_psql('club',
	q{SELECT DISTINCT proname COLLATE "C" FROM pg_proc WHERE pronamespace = 'fitclub'::regnamespace ORDER BY 1});

is_deeply([ sort keys %personas, @others ], \@all, 'and which ones nobody is granted');
is_deeply([ sort keys %operations ], \@all, 'README.md lists every function');

$node->stop;
done_testing();
