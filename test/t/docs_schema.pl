# doc/schema.md and the pages in doc/schema/ have the tables, columns, indexes
# and foreign keys that there are: in the diagrams, in the table of
# relationships, and table by table. src/schema/tables.def has the same tables.

use strict;
use warnings;
use Cwd qw(abs_path);
use FitclubCluster;
use File::Basename;
use PostgreSQL::Test::Utils;
use Test::More;

my $top = dirname(abs_path(__FILE__)) . '/../..';
my $document = slurp_file("$top/doc/schema.md");
my $definitions = slurp_file("$top/src/schema/tables.def");
my %pages = map { basename($_) => scalar slurp_file($_) } glob "$top/doc/schema/*.md";
my $tables = join '', map { $pages{$_} } sort keys %pages;
my ($overview) = $document =~ /^```mermaid\nerDiagram\n(.*?)^```/ms;
my $diagrams = join '', $tables =~ /^```mermaid\nerDiagram\n(.*?)^```/msg;
my ($relationships) = $document =~ /^## Relationships\n(.*?)^## /ms;
my $node = new_cluster('schema');

create_club($node, 'club');

# rows(QUERY): what it returns, line by line.
sub rows
{
	my ($query) = @_;

	return split /\n/, $node->safe_psql('club', $query);
}

# A list that is compared as text, so that a difference can be read.
sub same
{
	my ($documented, $real, $name) = @_;

	is(join("\n", @$documented), join("\n", @$real), $name);
	return;
}

# The document's words for types, and its names for columns.
my $columns = q{
	SELECT replace(replace(format_type(a.atttypid, %s), 'timestamp with time zone', 'timestamptz'),
			'time without time zone', 'time') AS type, a.*
	FROM pg_attribute AS a WHERE a.attrelid = 'fitclub.%s'::regclass AND a.attnum > 0 AND NOT a.attisdropped
	ORDER BY a.attnum};
my @names = rows(q{
	SELECT relname FROM pg_class WHERE relnamespace = 'fitclub'::regnamespace AND relkind IN ('r', 'p') ORDER BY 1});

# ---- diagrams ----

my %entities;
my @drawn = $diagrams =~ /^    (\w+) \{$/mg;
$entities{$1} = $2 while $diagrams =~ /^    (\w+) \{\n(.*?)^    \}/msg;
same([ sort @drawn ], \@names, 'each table is in one of the diagrams of subjects');
unlike($overview, qr/\{$/m, 'the overview has no columns');

foreach my $table (@names)
{
	# type, name, keys
	my @documented = map { s/^\s+//r =~ s/\s*".*"$//r } split /\n/, $entities{$table} // '';
	my @real = rows(sprintf <<'END', sprintf $columns, 'NULL', $table);
SELECT concat_ws(' ', a.type, a.attname, (
	SELECT string_agg(k.kind, ', ' ORDER BY k.place) FROM (
		SELECT DISTINCT kind, place
		FROM pg_constraint AS c
		JOIN (VALUES ('p', 'PK', 1), ('f', 'FK', 2)) AS v (contype, kind, place) ON v.contype = c.contype::text
		WHERE c.conrelid = a.attrelid AND a.attnum = ANY (c.conkey)
		UNION
		SELECT 'UK', 3 FROM pg_index AS i
		WHERE i.indrelid = a.attrelid AND i.indisunique AND NOT i.indisprimary AND i.indnkeyatts = 1
			AND pg_get_indexdef(i.indexrelid, 1, true) IN (a.attname, 'fitclub_internal.fold(' || a.attname || ')')
	) AS k))
FROM (%s) AS a
ORDER BY a.attnum
END

	same(\@documented, \@real, "a diagram has the columns and keys of $table");
}

same(
	[ sort map { s/^ +//r =~ s/ : ".*"$//r } grep { /--/ } split /\n/, $overview ],
	[ rows(<<'END') ],
SELECT p.relname || CASE WHEN bool_and(a.attnotnull) THEN ' ||--o' ELSE ' |o--o' END
	|| CASE WHEN EXISTS (
		SELECT FROM pg_index AS i
		WHERE i.indrelid = f.conrelid AND i.indisunique AND string_to_array(i.indkey::text, ' ')::int2[] = f.conkey)
		THEN '| ' ELSE '{ ' END || c.relname
FROM pg_constraint AS f
JOIN pg_class AS p ON p.oid = f.confrelid
JOIN pg_class AS c ON c.oid = f.conrelid
JOIN pg_attribute AS a ON a.attrelid = f.conrelid AND a.attnum = ANY (f.conkey)
WHERE f.contype = 'f' AND f.connamespace = 'fitclub'::regnamespace
GROUP BY f.oid, f.conrelid, f.conkey, p.relname, c.relname
ORDER BY 1
END
	'the overview has every foreign key, and who may be missing');

# ---- pages ----

foreach my $page (sort keys %pages)
{
	my ($diagram) = $pages{$page} =~ /^```mermaid\nerDiagram\n(.*?)^```/ms;
	my %here = map { $_ => 1 } $pages{$page} =~ /^## `(\w+)`$/mg;

	same([ sort $diagram =~ /^    (\w+) \{$/mg ], [ sort keys %here ], "the diagram of $page has the columns of its tables");
	same(
		[ sort grep { /--/ } split /\n/, $diagram ],
		[ sort grep { /^    \w+ \S+--\S+ (\w+) / && $here{$1} } split /\n/, $overview ],
		'and what they refer to');
	same(
		[ sort $document =~ m{\(schema/\Q$page\E#(\w+)\)}g ],
		[ sort keys %here ],
		"doc/schema.md leads to the tables of $page");
}

# ---- relationships ----

my @documented;
while ($relationships =~ /^\| `(\w+)` \((.*?)\) \| (.*?) \| (\S+) \| (\w+).*? \| (.*?) \|/mg)
{
	my ($child, $keys, $parents, $cardinality, $participation, $rule) = ($1, $2, $3, $4, $5, $6);
	my @parents = $parents =~ /`(\w+)`/g;
	my @keys = @parents > 1 ? $keys =~ /`(\w+)`/g : join ', ', $keys =~ /`(\w+)`/g;

	push @documented, map { "$child ($keys[$_]) $parents[$_] $cardinality $participation $rule" } 0 .. $#parents;
}
same([ sort @documented ], [ rows(<<'END') ], 'the table of relationships has every foreign key and its rule');
SELECT c.relname || ' (' || string_agg(a.attname, ', ' ORDER BY array_position(f.conkey, a.attnum)) || ') ' || p.relname
	|| CASE WHEN EXISTS (
		SELECT FROM pg_index AS i
		WHERE i.indrelid = f.conrelid AND i.indisunique AND string_to_array(i.indkey::text, ' ')::int2[] = f.conkey)
		THEN ' 1:1 ' ELSE ' N:1 ' END
	|| CASE WHEN bool_and(a.attnotnull) THEN 'total ' ELSE 'partial ' END
	|| CASE f.confdeltype WHEN 'c' THEN 'CASCADE' WHEN 'n' THEN 'SET NULL' WHEN 'r' THEN 'RESTRICT' ELSE 'NO ACTION' END
	|| CASE f.confupdtype WHEN 'c' THEN ', ON UPDATE CASCADE' ELSE '' END
FROM pg_constraint AS f
JOIN pg_class AS p ON p.oid = f.confrelid
JOIN pg_class AS c ON c.oid = f.conrelid
JOIN pg_attribute AS a ON a.attrelid = f.conrelid AND a.attnum = ANY (f.conkey)
WHERE f.contype = 'f' AND f.connamespace = 'fitclub'::regnamespace
GROUP BY f.oid, f.conrelid, f.conkey, f.confdeltype, f.confupdtype, p.relname, c.relname
ORDER BY 1
END

# ---- table by table ----

my %sections;
my @sections = $tables =~ /^## `(\w+)`$/mg;
$sections{$1} = $2 while $tables =~ /^## `(\w+)`\n(.*?)(?=^#|\z)/msg;
same([ sort @sections ], \@names, 'every table has a section');

foreach my $table (@names)
{
	my $section = $sections{$table} // '';
	my ($heading, $rows) = $section =~ /^\| (column \|.*?)\n\| ---.*?\n((?:\|.*\n)*)/m;
	my $tells_null = ($heading // '') =~ /\| null \|/;
	my @lines;

	foreach my $row (split /\n/, $rows // '')
	{
		my (undef, $names, $type, $third) = split /\s*\|\s*/, $row;

		push @lines, map { "$_ " . $type =~ s/`//gr . ($tells_null && $third ne '' ? ' null' : '') } $names =~ /`(\w+)`/g;
	}
	same(\@lines, [ rows(sprintf <<'END', $tells_null ? 'NOT a.attnotnull' : 'false', sprintf $columns, 'a.atttypmod', $table) ],
SELECT a.attname || ' ' || a.type || CASE WHEN %s THEN ' null' ELSE '' END FROM (%s) AS a ORDER BY a.attnum
END
		"the columns of $table, their types, and which may be null");

	my ($indexes) = $section =~ /^\| index \|.*?\n\| ---.*?\n((?:\|.*\n)*)/m;

	@lines = ();
	foreach my $row (split /\n/, $indexes // '')
	{
		my (undef, $what) = split /\s*\|\s*/, $row;
		my ($keys) = $what =~ /\(((?:`[^`]+`(?:, )?)+)\)/;
		my ($unique, $partial) = (($what =~ /` unique/ ? ' unique' : ''), ($what =~ /\bwhere |\bpartial\b/ ? ' partial' : ''));

		my $nulls = $what =~ /NULLS NOT DISTINCT/ ? ' NULLS NOT DISTINCT' : '';

		$what =~ s/\(`.*?`\)//;
		push @lines, map { $_ . $unique . $partial . (defined $keys ? ' (' . $keys =~ s/`//gr . ")$nulls" : '') } $what =~ /`(\w+)`/g;
	}
	# an index of which the document does not name the columns is compared without them
	my @real = rows(sprintf <<'END', $table);
SELECT c.relname || CASE WHEN i.indisunique THEN ' unique' ELSE '' END
	|| CASE WHEN i.indpred IS NOT NULL THEN ' partial' ELSE '' END
	|| ' ' || split_part(split_part(pg_get_indexdef(c.oid, 0, true), ' WHERE ', 1), ' USING btree ', 2)
FROM pg_index AS i JOIN pg_class AS c ON c.oid = i.indexrelid
WHERE i.indrelid = 'fitclub.%s'::regclass AND NOT i.indisprimary
END
	my %without = map { $_ => 1 } grep { !/\(/ } @lines;

	s/^(\S+(?: unique)?(?: partial)?) .*/exists $without{$1} ? $1 : $&/e foreach @real;
	same([ sort @lines ], [ sort @real ], "the indexes of $table");
}

# ---- src/schema/tables.def ----

my %described = $definitions =~ /^TABLE\(\w+, (\w+), "[^"]+", (.*)\)$/mg;

same([ sort keys %described ], \@names, 'tables.def has every table');
same(
	[ map { $described{$_} =~ /^(\w+), NUMBERED/ ? "$_.$1" : () } sort keys %described ],
	[ rows(<<'END') ], 'those of tables.def are NUMBERED whose ids come from a sequence');
SELECT c.relname || '.' || a.attname FROM pg_attribute AS a JOIN pg_class AS c ON c.oid = a.attrelid
WHERE c.relnamespace = 'fitclub'::regnamespace AND a.attidentity <> '' ORDER BY 1
END
same(
	[ sort $definitions =~ /^BOOKING\(\w+, (\w+)\)/mg ],
	[ rows(<<'END') ], 'each is a BOOKING whose changes are counted');
SELECT c.relname FROM pg_attribute AS a JOIN pg_class AS c ON c.oid = a.attrelid
WHERE c.relnamespace = 'fitclub'::regnamespace AND c.relkind = 'r' AND a.attname = 'revision' ORDER BY 1
END

$node->stop;
done_testing();
