# The catalogs of a database, as far as fitclub's objects are concerned, with
# names in place of object ids: two installations can be compared by it.

package FitclubCatalog;

use strict;
use warnings;
use Exporter 'import';

our @EXPORT = qw(catalog_of);

# What a row of a catalog has that is not the object's: where it is stored, and
# ids of others, which the queries below replace with names.
my @not_compared = qw(
  oid ctid
  relnamespace reltype reloftype relowner relam relfilenode reltablespace relpages reltuples
  relallvisible relallfrozen reltoastrelid relfrozenxid relminmxid relrewrite relacl
  attrelid atttypid attcollation atthasmissing attmissingval attcacheoff attacl attoptions
  connamespace conrelid contypid conindid conparentid confrelid conpfeqop conppeqop conffeqop
  conexclop conbin
  indexrelid indrelid indcollation indclass indexprs indpred indcheckxmin
  tgrelid tgfoid tgparentid tgconstrrelid tgconstrindid tgconstraint tgqual tgname
  pronamespace proowner prolang provariadic prosupport prorettype proargtypes proallargtypes
  proargdefaults protrftypes prosqlbody proacl
  polrelid polroles polqual polwithcheck
  seqrelid seqtypid
  extowner extnamespace extconfig extcondition
  evtowner evtfoid
  typnamespace typowner typrelid typelem typarray typinput typoutput typreceive typsend typmodin
  typmodout typanalyze typsubscript typbasetype typcollation typdefaultbin typacl
  stxrelid stxnamespace stxowner stxexprs
  nspowner nspacl
);
my $not_compared = "'{" . join(',', @not_compared) . "}'::text[]";

# Rights, in one order; the usual ones, by the kind of object and its owner,
# where none are written down.
sub acl
{
	my ($column, $kind, $owner) = @_;

	$column = "coalesce($column, acldefault($kind, $owner))" if defined $kind;
	return "(SELECT string_agg(item::text, ' ' ORDER BY item::text COLLATE \"C\") FROM unnest($column) AS item)";
}

sub expression
{
	my ($tree, $relation) = @_;

	return "pg_get_expr($tree, $relation)";
}

# Each finds the objects of one kind: a name, the catalog's row, and what takes
# the place of ids.
my %objects = (
	'schema' => <<"END",
SELECT n.nspname, to_jsonb(n), jsonb_build_object('owner', n.nspowner::regrole, 'acl', ${\acl('n.nspacl', "'n'", 'n.nspowner')})
FROM pg_namespace AS n WHERE n.nspname IN ('fitclub', 'fitclub_internal')
END
	'relation' => <<"END",
SELECT c.relname, to_jsonb(c), jsonb_build_object('owner', c.relowner::regrole, 'acl', ${\acl('c.relacl', "CASE c.relkind WHEN 'S' THEN 's'::\"char\" ELSE 'r' END", 'c.relowner')},
	'toast', c.reltoastrelid <> 0, 'method', (SELECT amname FROM pg_am WHERE oid = c.relam),
	'view', CASE WHEN c.relkind IN ('v', 'm') THEN pg_get_viewdef(c.oid) END)
FROM pg_class AS c WHERE c.relnamespace = 'fitclub'::regnamespace
END
	'column' => <<"END",
SELECT c.relname || '.' || a.attnum, to_jsonb(a), jsonb_build_object('type', format_type(a.atttypid, a.atttypmod),
	'acl', ${\acl('a.attacl')},
	-- Some servers keep a note of their own there, which pg_dump leaves out.
	'options', (SELECT array_agg(o) FROM unnest(a.attoptions) AS o WHERE o NOT LIKE 'pg\_attver=%'),
	'collation', NULLIF(a.attcollation, 0)::regcollation,
	'default', (SELECT ${\expression('d.adbin', 'd.adrelid')} FROM pg_attrdef AS d
		WHERE d.adrelid = a.attrelid AND d.adnum = a.attnum))
FROM pg_attribute AS a JOIN pg_class AS c ON c.oid = a.attrelid
WHERE c.relnamespace = 'fitclub'::regnamespace AND a.attnum > 0
END
	'constraint' => <<"END",
SELECT coalesce(k.conrelid::regclass::text, k.contypid::regtype::text) || ' ' || k.conname, to_jsonb(k),
	jsonb_build_object('definition', pg_get_constraintdef(k.oid), 'index', k.conindid::regclass,
		'target', k.confrelid::regclass)
FROM pg_constraint AS k WHERE k.connamespace = 'fitclub'::regnamespace
END
	'index' => <<"END",
SELECT c.relname, to_jsonb(i), jsonb_build_object('definition', pg_get_indexdef(c.oid))
FROM pg_index AS i JOIN pg_class AS c ON c.oid = i.indexrelid
WHERE c.relnamespace = 'fitclub'::regnamespace
END
	'trigger' => <<"END",
SELECT t.tgrelid::regclass || ' ' || CASE WHEN t.tgisinternal
	THEN k.conname || ' ' || t.tgfoid::regproc ELSE t.tgname END, to_jsonb(t),
	jsonb_build_object('function', t.tgfoid::regprocedure, 'constraint', k.conname,
		'definition', CASE WHEN NOT t.tgisinternal THEN pg_get_triggerdef(t.oid) END)
FROM pg_trigger AS t JOIN pg_class AS c ON c.oid = t.tgrelid
LEFT JOIN pg_constraint AS k ON k.oid = t.tgconstraint
WHERE c.relnamespace = 'fitclub'::regnamespace
END
	'function' => <<"END",
SELECT p.oid::regprocedure, to_jsonb(p), jsonb_build_object('owner', p.proowner::regrole,
	'acl', ${\acl('p.proacl', "'f'", 'p.proowner')}, 'result', pg_get_function_result(p.oid),
	'arguments', pg_get_function_arguments(p.oid), 'body', pg_get_function_sqlbody(p.oid),
	'language', (SELECT lanname FROM pg_language WHERE oid = p.prolang),
	'definition', CASE WHEN p.prokind <> 'a' THEN pg_get_functiondef(p.oid) END)
FROM pg_proc AS p WHERE p.pronamespace::regnamespace::text IN ('fitclub', 'fitclub_internal')
END
	'rule' => <<"END",
SELECT c.relname || ' ' || r.rulename, '{}'::jsonb, jsonb_build_object('definition', pg_get_ruledef(r.oid),
	'enabled', r.ev_enabled)
FROM pg_rewrite AS r JOIN pg_class AS c ON c.oid = r.ev_class
WHERE c.relnamespace = 'fitclub'::regnamespace
END
	'policy' => <<"END",
SELECT c.relname || ' ' || p.polname, to_jsonb(p), jsonb_build_object(
	'roles', (SELECT string_agg(r::regrole::text, ' ' ORDER BY r::regrole::text) FROM unnest(p.polroles) AS r),
	'using', ${\expression('p.polqual', 'p.polrelid')}, 'check', ${\expression('p.polwithcheck', 'p.polrelid')})
FROM pg_policy AS p JOIN pg_class AS c ON c.oid = p.polrelid
WHERE c.relnamespace = 'fitclub'::regnamespace
END
	'sequence' => <<"END",
SELECT c.relname, to_jsonb(s), jsonb_build_object('type', s.seqtypid::regtype)
FROM pg_sequence AS s JOIN pg_class AS c ON c.oid = s.seqrelid
WHERE c.relnamespace = 'fitclub'::regnamespace
END
	'type' => <<"END",
SELECT t.typname, to_jsonb(t), jsonb_build_object('owner', t.typowner::regrole, 'acl', ${\acl('t.typacl', "'T'", 't.typowner')},
	'base', format_type(t.typbasetype, t.typtypmod),
	'labels', (SELECT array_agg(e.enumlabel ORDER BY e.enumsortorder) FROM pg_enum AS e WHERE e.enumtypid = t.oid))
FROM pg_type AS t WHERE t.typnamespace = 'fitclub'::regnamespace
END
	'statistics' => <<"END",
SELECT s.stxname, to_jsonb(s), jsonb_build_object('definition', pg_get_statisticsobjdef(s.oid))
FROM pg_statistic_ext AS s WHERE s.stxnamespace = 'fitclub'::regnamespace
END
	'event trigger' => <<"END",
SELECT e.evtname, to_jsonb(e), jsonb_build_object('owner', e.evtowner::regrole, 'function', e.evtfoid::regprocedure)
FROM pg_event_trigger AS e
END
	'extension' => <<"END",
SELECT e.extname, to_jsonb(e), jsonb_build_object('owner', e.extowner::regrole, 'schema', e.extnamespace::regnamespace)
FROM pg_extension AS e WHERE e.extname = 'fitclub'
END
	'dumped' => <<"END",
SELECT c.relation::regclass, '{}'::jsonb, jsonb_build_object('condition', c.condition)
FROM pg_extension AS e, unnest(e.extconfig, e.extcondition) AS c (relation, condition) WHERE e.extname = 'fitclub'
END
	'comment' => <<"END",
SELECT concat_ws(' ', o.type, o.identity), '{}'::jsonb, jsonb_build_object('text', d.description)
FROM pg_description AS d, pg_identify_object(d.classoid, d.objoid, d.objsubid) AS o
WHERE d.objoid >= 16384 AND o.identity LIKE '%fitclub%'
END
	'initial rights' => <<"END",
SELECT concat_ws(' ', o.type, o.identity), '{}'::jsonb, jsonb_build_object('kind', i.privtype, 'acl', ${\acl('i.initprivs')})
FROM pg_init_privs AS i, pg_identify_object(i.classoid, i.objoid, i.objsubid) AS o
WHERE i.objoid >= 16384
END

	# Members of the extension among them. Triggers of foreign keys and tables
	# of long values have an id in their name.
	'dependency' => <<"END",
SELECT concat_ws(' ', o.type, o.identity, d.deptype, t.type, t.identity), '{}'::jsonb, jsonb_build_object('times', count(*))
FROM pg_depend AS d,
	LATERAL (SELECT type, regexp_replace(identity, '([_a-z])_[0-9]{5,}', '\\1', 'g')
		FROM pg_identify_object(d.classid, d.objid, d.objsubid)) AS o (type, identity),
	LATERAL (SELECT type, regexp_replace(identity, '([_a-z])_[0-9]{5,}', '\\1', 'g')
		FROM pg_identify_object(d.refclassid, d.refobjid, d.refobjsubid)) AS t (type, identity)
WHERE d.objid >= 16384 AND (o.identity LIKE '%fitclub%' OR t.identity LIKE '%fitclub%')
GROUP BY 1
END
);

# catalog_of(NODE, DATABASE): all that the catalogs say of every object, by the
# object's kind and name and what is said.
sub catalog_of
{
	my ($node, $database) = @_;
	my $query = join " UNION ALL\n", map { <<"END" } sort keys %objects;
(SELECT '$_ ' || name || ': ' || key, to_json(value)
FROM ($objects{$_}) AS found (name, facts, names), jsonb_each_text(facts - $not_compared || names))
END
	my %catalog;

	foreach my $line (split /\n/, $node->safe_psql($database, $query))
	{
		my ($name, $value) = split /\|/, $line, 2;

		die "two objects are called \"$name\"" if exists $catalog{$name};
		$catalog{$name} = $value;
	}
	return \%catalog;
}

1;
