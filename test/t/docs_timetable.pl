# doc/timetable.svg shows what psql prints now, and README.md shows it. To
# draw it again: FITCLUB_DRAW=FILE has this test write the picture to FILE.

use strict;
use warnings;
use Cwd qw(abs_path);
use FitclubCluster;
use File::Basename;
use IPC::Run;
use PostgreSQL::Test::Utils;
use Test::More;

my $top = abs_path(dirname(abs_path(__FILE__)) . '/../..');
my $statement = q{SELECT * FROM fitclub.week_timetable('2025-12-01');};
my $node = new_cluster('timetable');

create_club($node, 'club', '2025-12-01');

my ($printed, $drawn) = ('', '');
IPC::Run::run([ 'psql', '-X', '-P', 'pager=off', '-d', $node->connstr('club') ], '<', \$statement, '>', \$printed);
my $shown = "club=# $statement\n" . $printed =~ s/\s+\z/\n/r =~ s/[ \t]+$//mgr;
IPC::Run::run([ "$top/test/timetable" ], '<', \$shown, '>', \$drawn);
append_to_file($ENV{FITCLUB_DRAW}, $drawn) if defined $ENV{FITCLUB_DRAW};

like($shown, qr/^ Monday 1 December 2025\n.*\|.*\n.*-\+-.*\n  09:00 \|.*Ana Lee/m, 'there is a week to show') or diag($shown);

# The text of a picture, line for line, blank lines by where the next one is.
sub text_of
{
	my ($picture) = @_;
	my ($text, $last) = ('');

	while ($picture =~ m{<text x="\d+" y="(\d+)".*?>(.*?)</text>}g)
	{
		my ($y, $line) = ($1, $2);

		$text .= "\n" x (($y - ($last // $y - 18)) / 18 - 1);
		$last = $y;
		$line =~ s/<.*?>//g;
		$line =~ s/&lt;/</g;
		$line =~ s/&gt;/>/g;
		$text .= $line =~ s/&amp;/&/gr . "\n";
	}
	return $text;
}

is(text_of($drawn), $shown, 'a picture has the text that is drawn');
my $picture = slurp_file("$top/doc/timetable.svg");
is(text_of($picture), $shown, 'doc/timetable.svg has the text that psql prints');
is($picture, $drawn, 'and is what test/timetable draws');
like(slurp_file("$top/README.md"), qr/!\[[^\]]{40,}\]\(doc\/timetable\.svg\)/, 'README.md shows it, and says what it shows');

$node->stop;
done_testing();
