# doc/timetable.svg is the week of the demo club as week_timetable_svg() draws
# it now, and README.md shows it. To draw it again: FITCLUB_DRAW=FILE has this
# test write the picture to FILE.

use strict;
use warnings;
use Cwd qw(abs_path);
use FitclubCluster;
use File::Basename;
use PostgreSQL::Test::Utils;
use Test::More;

my $top = abs_path(dirname(abs_path(__FILE__)) . '/../..');
my $node = new_cluster('timetable');

create_club($node, 'club', '2025-12-01');

my $drawn = $node->safe_psql('club', q{SELECT fitclub.week_timetable_svg('2025-12-01')}) =~ s/\s*\z/\n/r;
append_to_file($ENV{FITCLUB_DRAW}, $drawn) if defined $ENV{FITCLUB_DRAW};

like($drawn, qr/\A<svg [^>]*>.*Monday 1 December 2025.*Ana Lee.*Tina Ray, Weights Room.*<\/svg>\n\z/s, 'there is a week to show');
is($node->safe_psql('club', q{SELECT xml_is_well_formed_document(fitclub.week_timetable_svg('2025-12-01'))}), 't', 'a picture is well-formed');
is(slurp_file("$top/doc/timetable.svg"), $drawn, 'doc/timetable.svg is what week_timetable_svg() draws');
like(slurp_file("$top/README.md"), qr/!\[[^\]]{40,}\]\(doc\/timetable\.svg\)/, 'README.md shows it, and says what it shows');

$node->stop;
done_testing();
