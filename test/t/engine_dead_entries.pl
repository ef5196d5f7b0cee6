# How a dirty scan tells the index entries that led to no row in one pass from
# those of another. Which they are is for a race to decide, so what compares
# them is called by itself, as src/engine/dirty_scan.h has it, in a server.

use strict;
use warnings;
use Cwd qw(abs_path);
use FitclubCluster;
use File::Basename;
use PostgreSQL::Test::Utils;
use Test::More;

my $source = abs_path(dirname(abs_path(__FILE__)) . '/../../src');
my $folder = PostgreSQL::Test::Utils::tempdir();
my $pg_config = $ENV{PG_CONFIG} || 'pg_config';
my ($compiler) = split ' ', `$pg_config --cc`;
chomp(my $headers = `$pg_config --includedir-server`);

append_to_file("$folder/dead_entries.c", <<'END');
#include "postgres.h"

#include "engine/dirty_scan.h"

#include "utils/array.h"

PG_MODULE_MAGIC;

PG_FUNCTION_INFO_V1(dead_entries);

/* dead_entries(tid[]): what a pass over them would have noted */
Datum
dead_entries(PG_FUNCTION_ARGS)
{
	ArrayType *array = PG_GETARG_ARRAYTYPE_P(0);
	ArrayIterator places = array_create_iterator(array, 0, NULL);
	DeadEntries dead = 0;
	Datum place;
	bool isnull;

	while (array_iterate(places, &place, &isnull))
		dead = dead_entries_add(dead, (ItemPointer) DatumGetPointer(place));
	PG_RETURN_INT64((int64) dead);
}
END
system_or_bail($compiler, '-shared', '-fPIC', '-I', $source, '-I', $headers,
	'-o', "$folder/dead_entries.so", "$folder/dead_entries.c");

my $node = new_cluster('dead_entries');

$node->safe_psql('postgres', <<"END");
CREATE FUNCTION dead_entries(tid[]) RETURNS bigint
AS '$folder/dead_entries.so' LANGUAGE c STRICT;
END

# different(ONE, OTHER, NAME): two passes that did not meet the same entries.
sub different
{
	my ($one, $other, $name) = @_;

	is( $node->safe_psql('postgres',
			"SELECT dead_entries('$one') <> dead_entries('$other')"),
		't', $name);
	return;
}

is($node->safe_psql('postgres', q{SELECT dead_entries('{}')}), '0', 'no entry is nothing');
is( $node->safe_psql('postgres', q{SELECT dead_entries('{"(0,5)","(0,8)"}') = dead_entries('{"(0,5)","(0,8)"}')}),
	't', 'the same entries are the same');
different('{"(0,1)"}', '{}', 'one and none');
different('{"(0,5)","(0,8)"}', '{"(0,6)","(0,7)"}', 'as many, of the same sum');
different('{"(1,5)","(2,5)"}', '{"(0,5)","(3,5)"}', 'as many, of the same sum of blocks');
different('{"(0,5)"}', '{"(0,5)","(0,5)"}', 'one entry and the same twice');
is( $node->safe_psql('postgres', <<'END'),
SELECT count(DISTINCT dead_entries(ARRAY[a.place, b.place])) = count(*)
FROM generate_series(1, 200) AS i
CROSS JOIN LATERAL (SELECT format('(0,%s)', i)::tid AS place) AS a
CROSS JOIN generate_series(1, 200) AS k
CROSS JOIN LATERAL (SELECT format('(1,%s)', k)::tid AS place) AS b
END
	't', 'forty thousand pairs are all different');

done_testing();
