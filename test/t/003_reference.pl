# doc/reference.md has a place for every function and constraint name.

use strict;
use warnings;
use Cwd qw(abs_path);
use FitclubCluster;
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
		WHERE pronamespace = 'fitclub'::regnamespace ORDER BY proname}))
{
	like($reference, qr/`(?:fitclub\.)?\Q$function\E\(/,
		"$function() is in the reference");
}

# Every rule that the engine words by hand is in the table of errors.
my $report =
  slurp_file(dirname(abs_path(__FILE__)) . '/../../src/report.c');
my %constraints = map { $_ => 1 } $report =~ /"([a-z]+(?:_[a-z]+)+)"/g;

for my $constraint (sort keys %constraints)
{
	like($reference, qr/`\Q$constraint\E`/,
		"$constraint is in the reference");
}

$node->stop;
done_testing();
