# The list of all errors in doc/reference/README.md has what the engine can
# raise, and nothing else: every refusal of the sources with its SQLSTATE,
# constraint and message, every constraint of the tables, every value that a
# test saw refused.

use strict;
use warnings;
use Cwd qw(abs_path);
use FitclubCluster;
use File::Basename;
use PostgreSQL::Test::Utils;
use Test::More;

my $top = abs_path(dirname(abs_path(__FILE__)) . '/../..');
my $list = slurp_file("$top/doc/reference/README.md") =~ s/\A.*\n## All errors\n//sr;

# ---- the list ----

my @rows;

while ($list =~ /^### ([\w ]+)\n(.*?)(?=^### |\z)/msg)
{
	my ($part, $table) = ($1, $2);

	foreach my $line (grep { /^\| [0-9A-Z]{5} / } split /\n/, $table)
	{
		my (undef, $sqlstate, $constraints, undef, $message) = split /\s*\|\s*/, $line;
		my ($said) = ($message // '') =~ /^`([^`]*)`/;

		push @rows, { part => $part, sqlstate => $sqlstate, constraint => $_, message => $said } foreach $constraints =~ /`(\w+)`/g;
	}
}

# ---- the sources ----

# SQLSTATEs by the names that C has for them.
my $pg_config = $ENV{PG_CONFIG} || 'pg_config';
chomp(my $headers = `$pg_config --includedir-server`);
my $codes = slurp_file("$headers/utils/errcodes.h");
my %sqlstate;

while ($codes =~ /^#define (ERRCODE_\w+)\s+MAKE_SQLSTATE\((.*?)\)/mg)
{
	my ($name, $characters) = ($1, $2);

	$sqlstate{$name} = join '', $characters =~ /'(.)'/g;
}

# A format of psprintf() as the list may have it filled in.
sub pattern
{
	my ($format) = @_;

	return join '', map { /^%d$/ ? 'N' : /^%s$/ ? '.+' : quotemeta } split /(%[ds])/, $format =~ s/\\"/"/gr;
}

# The string literals in a call, of which those side by side are one.
sub literals
{
	my ($call) = @_;

	$call =~ s/\bINT64_FORMAT\b/"%d"/g;
	1 while $call =~ s/("(?:[^"\\]|\\.)*)"\s*"/$1/;
	return $call =~ /"((?:[^"\\]|\\.)*)"/g;
}

my $sources = join '', map { slurp_file($_) } glob "$top/src/*/*.c";
my $parentheses = qr/(\((?:[^()"']++|"(?:[^"\\]|\\.)*+"|'(?:[^'\\]|\\.)*+'|(?-1))*+\))/;
my (@refusals, %named);

while ($sources =~ /\b(make_refusal|refuse_login|refusal_(?!value\b|period\b)\w+)(?=$parentheses)/g)
{
	my ($maker, $call) = ($1, $2);
	my ($code) = map { $sqlstate{$_} } $call =~ /\b(ERRCODE_\w+)/;
	my ($constraint, $message);

	foreach my $literal (literals($call))
	{
		$message //= $literal if $literal =~ / /;
		$constraint //= $literal if $literal =~ /^(?:%s|[a-z]+)(?:_[a-z]+)+$/;
	}
	$named{$constraint}++ if defined $constraint && $constraint !~ /%/ && $maker ne 'refusal_staff_argument';
	next if !defined $constraint && (!defined $code || $call =~ /\bNULL\b/);
	push @refusals, { sqlstate => $code // '23514', constraint => pattern($constraint // '%s'), message => pattern($message) }
	  if defined $message;
}

# A row without a message is about values, of which the message says no more.
sub same_refusal
{
	my ($row, $refusal) = @_;

	return $row->{sqlstate} eq $refusal->{sqlstate} && $row->{constraint} =~ /^$refusal->{constraint}$/
	  && (!defined $row->{message} || $row->{message} =~ /^$refusal->{message}$/);
}

my @rules = grep { defined $_->{message} } @rows;

cmp_ok(scalar @refusals, '>', 40, 'the sources have refusals');
foreach my $refusal (@refusals)
{
	ok(scalar(grep { same_refusal($_, $refusal) } @rows),
		"$refusal->{sqlstate} $refusal->{constraint} is in the list: $refusal->{message}");
}
foreach my $name (sort keys %named)
{
	ok(scalar(grep { $_->{constraint} eq $name } @rows), "$name is in the list");
}
foreach my $row (@rules)
{
	ok(scalar(grep { same_refusal($row, $_) } @refusals), "the sources have $row->{sqlstate} $row->{constraint}: $row->{message}");
}

my %times;
$times{ join ' ', map { $_ // '' } @$_{qw(sqlstate constraint message)} }++ foreach @rows;
is(join(', ', grep { $times{$_} > 1 } sort keys %times), '', 'no error is in the list twice');

# Errors without a constraint are at least of a known kind.
foreach my $code (sort { $a cmp $b } keys %{ { map { $_ => 1 } $sources =~ /\berrcode\((ERRCODE_\w+)\)/g } })
{
	ok(scalar($list =~ /^\| [^|]*\b$sqlstate{$code}\b/m), "$code is in the list");
}

# ---- what tests have seen ----

my $outputs = join '', map { slurp_file($_) } glob "$top/expected/*.out";
my (%seen, %together);

$seen{"$1 $2"}++ while $outputs =~ /^ERROR:  (\w{5}): .*\n(?:(?!ERROR:)[A-Z ]+: .*\n)*?CONSTRAINT NAME:  (\w+)/mg;
$seen{"$1 $2"}++ while $outputs =~ /\b(2[0-9][0-9A-Z]{3}|42501|P0002)\b *\| *([a-z]+(?:_[a-z]+)+) *(?:\||$)/mg;
foreach my $line (split /\n/, $outputs)
{
	my @constraints = $line =~ /\b([a-z]+(?:_[a-z]+)+)\b/g;

	foreach my $sqlstate ($line =~ /\b([0-9A-Z]{5})\b/g)
	{
		$together{"$sqlstate $_"}++ foreach @constraints;
	}
}
$together{$_}++ foreach keys %seen;
cmp_ok(scalar keys %seen, '>', 50, 'tests have seen errors');
is( join("\n", grep { my ($sqlstate, $constraint) = split ' '; !grep { $_->{sqlstate} eq $sqlstate && $_->{constraint} eq $constraint } @rows }
		grep { /^(?!23)/ } sort keys %seen),
	'', 'what functions have refused is in the list');
is( join("\n", grep { !$together{$_} } sort map { "$_->{sqlstate} $_->{constraint}" } grep { !defined $_->{message} && $_->{part} eq 'Arguments' } @rows),
	'', 'and what is in the list was refused by a function');

# ---- the tables ----

my $node = new_cluster('errors');

create_club($node, 'club');
my %constraint = map { $_ => 1 } split /\n/, $node->safe_psql('club', q{
	SELECT conname FROM pg_constraint WHERE connamespace = 'fitclub'::regnamespace AND contype = 'c'});
my %listed = map { $_->{constraint} => 1 } @rows;

is(join("\n", grep { !$listed{$_} } sort keys %constraint), '', 'every CHECK constraint is in the list');
is( join("\n", grep { !$constraint{$_} } map { $_->{constraint} } grep { $_->{part} eq 'Direct writes' } @rows),
	'', 'and those of direct writes are there');

$node->stop;
done_testing();
