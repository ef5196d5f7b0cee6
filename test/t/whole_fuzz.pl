# Nonsense: every function, called with values that fit, that are extreme and
# that are none of its business, in and out of transactions, between direct
# writes of the same. Nothing crashes, nothing is an internal error, every
# error is one of doc/reference/README.md, and no rule is broken in the end.
#
# The first half rolls its direct writes back, so that all that verify() looks
# at has to hold. The other half does not; what only functions see to (bills
# above all) need not hold after it.
#
# FITCLUB_FUZZ_CALLS is how many calls there are, FITCLUB_FUZZ_SEED repeats what
# is called (not when, nor with which ids), FITCLUB_FUZZ_CLIENTS is how many
# clients call at once.

use strict;
use warnings;
use Cwd qw(abs_path);
use File::Basename;
use FitclubCluster;
use IPC::Run;
use PostgreSQL::Test::Utils;
use Test::More;

my $seed = $ENV{FITCLUB_FUZZ_SEED} || 1 + int(rand(1_000_000_000));
my $calls = $ENV{FITCLUB_FUZZ_CALLS} || 20_000;
my $clients = $ENV{FITCLUB_FUZZ_CLIENTS} || 2;
my $piece = 2500;    # calls of a client between two looks at what came back

note("FITCLUB_FUZZ_SEED=$seed FITCLUB_FUZZ_CALLS=$calls FITCLUB_FUZZ_CLIENTS=$clients");
srand($seed);

my $folder = PostgreSQL::Test::Utils::tempdir();
my $node = new_cluster('fuzz', <<'END');
deadlock_timeout = '20ms'
log_min_messages = fatal
log_min_error_statement = panic
END

# ---- the errors that may be -------------------------------------------------

# All that the reference's tables of errors have: SQLSTATEs, alone and with a constraint.
my $reference =
  slurp_file(dirname(abs_path(__FILE__)) . '/../../doc/reference/README.md');
my %documented;
foreach my $row ($reference =~ s/\A.*\n## All errors\n//sr =~ /^\| (.*)/mg)
{
	my ($states, $constraints) = split / \| /, $row;

	foreach my $state ($states =~ /\b([0-9A-Z]{5})\b/g)
	{
		$documented{$state} = 1;
		# the tables hold the same limits for what functions in SQL write
		@documented{ "$state $_", "23514 $_" } = (1, 1) foreach $constraints =~ /`(\w+)`/g;
	}
}

# What the server says before a function is called, or of the transaction.
my %of_the_server = map { $_ => 1 } (
	'0A000',    # NaN and infinity, where an integer is wanted; a temporary function in a prepared transaction
	'22P02',    # a literal that is no value of its type
	'22007',    # nor is this date
	'42804',    # an expression of another type than the column
	'42846',    # types without a cast
	'42883',    # no function takes these types
	'42725',    # more than one does
	'42P10',    # a default or name that is not an argument's
	'25P01',    # no transaction to end
	'25P02',    # a transaction that has failed
	'3B001',    # no savepoint of that name
	'42704');   # no prepared transaction of that name

# ---- what is called ---------------------------------------------------------

create_club($node, 'club', '2101-01-03');
$node->safe_psql('club', <<'END');
SELECT fitclub.update_club(late_cancellation_fee_percent => 50, cancellation_notice => '360 days');
END

# A trainer who always works, so that not every booking is refused.
my $tireless = $node->safe_psql('club', q{SELECT fitclub.create_trainer('Ada', 'Bly', 'ada@example.org')});
$node->safe_psql('club',
	"SELECT fitclub.set_availability($tireless, d, '00:00', '24:00') FROM generate_series(0, 6) AS d");

sub rows
{
	my ($query) = @_;

	return map { [ split /\|/, $_, -1 ] } split /\n/, $node->safe_psql('club', $query);
}

# Functions: name, how many arguments have defaults, types and names of all.
my @functions = map {
	{
		name => $_->[0],
		schema => $_->[1],
		defaults => $_->[2],
		types => [ split /,/, $_->[3] ],
		names => [ split /,/, $_->[4] ]
	}
} rows(<<'END');
SELECT p.proname, p.pronamespace::regnamespace, p.pronargdefaults,
	(SELECT string_agg(a.type::regtype::text, ',' ORDER BY a.n)
	 FROM unnest(p.proargtypes) WITH ORDINALITY AS a (type, n)),
	array_to_string(p.proargnames[1:p.pronargs], ',')
FROM pg_proc AS p WHERE p.pronamespace IN ('fitclub'::regnamespace, 'fitclub_internal'::regnamespace)
	-- These are about temporary tables of their own.
	AND p.proname !~ 'import'
ORDER BY p.proname, p.oid
END
cmp_ok(scalar @functions, '>', 60, 'there are functions to call');

# Tables: name, key, the other columns and their types.
my %tables;
push @{ $tables{ $_->[0] } }, { name => $_->[1], type => $_->[2], is_key => $_->[3] eq 't' }
  foreach rows(<<'END');
SELECT c.relname, a.attname, format_type(a.atttypid, NULL), a.attnum = ANY (i.indkey)
FROM pg_class AS c
JOIN pg_attribute AS a ON a.attrelid = c.oid AND a.attnum > 0
LEFT JOIN pg_index AS i ON i.indrelid = c.oid AND i.indisprimary
WHERE c.relnamespace = 'fitclub'::regnamespace AND c.relkind = 'r'
ORDER BY c.relname, a.attnum
END
my @tables = sort keys %tables;

# What takes long has its turn less often, in percent; what ends the club or
# moves its clocks is undone.
my %share = (
	(map { $_ => 5 } qw(verify check_calendar mark_conflicts authenticate authenticate_staff create_staff
		  update_staff set_password change_password seed_demo seed_demo_week clear_data start_demo)),
	(map { $_ => 25 } qw(week_timetable trainer_schedule member_dashboard member_statement household_statement
		  list_upcoming_classes room_bookings lookup_members search_members schedule week_timetable_svg list_bookings)));
my %undone = map { $_ => 1 } qw(seed_demo seed_demo_week clear_data start_demo update_club);

# ---- values -----------------------------------------------------------------

sub pick { return $_[ int(rand(@_)) ] }

sub chance { return rand(100) < $_[0] }

my @texts = (
	"''", "' '", q{E'\t\n'}, "'x'", "'O''Neil'", q{E'\\\\'}, "'%s%n%d'", "'NULL'", "'{}'",
	"'\$1'", q{E'\u0001'}, q{E'\u200f\u202e\ufeff'}, q{E'e\u0301\u0301\u0301'},
	q{E'\U0001F3CB\U0001F3FD\u200D\u2640\uFE0F'}, q{E'\uffff'}, q{E'\U0010FFFF'},
	"repeat('x', 100000)", "repeat('\xc3\xa9\xe2\x80\xae', 40000)",
	"(SELECT string_agg(md5(i::text), '') FROM generate_series(1, 300) AS i)",
	q{'x@' || repeat('y', 300) || '.org'}, q{'..@..'}, q{'a@b.c'});
my %wild = (
	bigint => [ 0, 1, 2, 3, -1, 99, 2147483648, '9223372036854775807', '(-9223372036854775808)' ],
	integer => [ 0, 1, 2, 20, 300, -1, 10000, 10001, 2147483647, '(-2147483648)' ],
	smallint => [ 0, 1, 6, 7, -1, 32767, '(-32768)' ],
	numeric => [
		0, 1, 0.01, 0.001, 19.99, 85, 300, 301, '9999999999.99', '9999999999.999', '1e10', -1,
		-0.01, '1e131071', '1e-16383', map { "'$_'" } 'NaN', 'Infinity', '-Infinity'
	],
	boolean => [ 'true', 'false' ],
	text => \@texts,
	'text[]' => [
		map { "'$_'" } '{}', '{notes}', '{notes,gender}', '{NULL}', '{{notes,gender},{a,b}}',
		'{""}', '[5:6]={notes,gender}', '{first_name}', '{trainer_id}'
	],
	'bigint[]' => [ map { "'$_'" } '{}', '{1}', '{3,2,1}', '{NULL}', '{{1,2},{3,4}}', '{-1}' ],
	'integer[]' => [ map { "'$_'" } '{}', '{1}', '{1,1}', '{NULL}', '{0}', '{{1,2},{3,4}}' ],
	'timestamp with time zone[]' => [
		map { "'$_'" } '{}', '{2101-01-03 09:00}', '{2101-01-03 10:00,infinity}', '{-infinity}', '{NULL}'
	],
	'timestamp with time zone' => [
		'now()', map { "'$_'" } 'infinity', '-infinity', '294276-12-31 23:59:59.999999+00',
		'294276-12-30 12:00+00', '4714-11-24 00:00+00 BC', '4714-11-25 12:00+00 BC', 'epoch',
		'2101-03-27 01:30+00', '1900-01-01 00:00+00', '2101-01-03 09:00:00.000001+00'
	],
	'timestamp without time zone' => [ map { "'$_'" } 'infinity', 'epoch' ],
	date => [
		map { "'$_'" } 'infinity', '-infinity', '5874897-12-31', '4714-11-24 BC', 'epoch',
		'2101-01-03', '2101-01-04', '294276-12-31'
	],
	'time without time zone' =>
	  [ map { "'$_'" } '00:00', '24:00', '23:59:59.999999', '09:00', '12:00', '17:30' ],
	interval => [
		map { "'$_'" } '0', '24 hours', '360 days', '361 days', '-1 microsecond',
		'178000000 years', '7116799 months 13 days', '-178000000 years',
		'2147483647 days 2562047788 hours', '1 month -30 days'
	],
	int4range => ["'empty'"]);

# Values that stand a chance, by the argument's name. An end comes after the
# start before it.
my $number = 0;
my $start = "'2101-01-03 09:00+00'";

sub instant
{
	my ($name) = @_;

	return sprintf "$start + interval '%d minutes'", 30 * (1 + int(rand(4)))
	  if $name eq 'end_time' && chance(90);
	$start = sprintf "timestamptz '2101-01-%02d 00:00+00' + interval '%d minutes'",
	  3 + int(rand(12)), 30 * int(rand(48));
	return $start;
}

my %words = (
	status => [qw(operational out_of_order retired open in_progress pending paid)],
	payment_type => [qw(cash card online)],
	on_member_conflict => [qw(refuse cancel)],
	across => [qw(room trainer)],
	kind => [qw(member trainer room private_session billing_item club)],
	currency => [qw(EUR CAD)],
	time_zone => [qw(UTC America/Toronto Asia/Kolkata CET Pacific/Apia UTC+3 Antarctica/Troll)],
	password => ['fitclub-demo']);

# Some of the ids that there are, by the name of the key. Each table is asked by
# itself, as clients lock several of them in another order.
my %ids;

sub look_up_ids
{
	%ids = ();
	foreach my $table (grep { !/_password$/ && $tables{$_}[0]{type} eq 'bigint' } @tables)
	{
		my $key = $tables{$table}[0]{name};

		push @{ $ids{$key} }, map { $_->[0] }
		  rows("SELECT $key FROM fitclub.$table WHERE $key IS NOT NULL ORDER BY hashint8($key) LIMIT 20");
	}
	$ids{private_session_id} = $ids{session_id};
	$ids{refund_of} = $ids{payment_id};
	return;
}

sub likely_id
{
	my ($name) = @_;
	my ($key) = $name =~ /(?:primary_|ignore_)?(.*)/;

	return $tireless if $key eq 'trainer_id' && chance(60);
	return @{ $ids{$key} // [] } ? pick(@{ $ids{$key} }) : 1 + int(rand(8));
}

sub likely
{
	my ($name, $type) = @_;

	return likely_id($name) if $type eq 'bigint';
	return instant($name) if $type eq 'timestamp with time zone';
	return sprintf q{'m%d@example.org'}, $number++ if $name eq 'email';
	return "'" . pick(@{ $words{$name} }) . "'" if $words{$name};
	return sprintf q{'%s %d'}, $name, $number++ if $type eq 'text';
	return pick(40, 50, 65, 80, 85) if $type eq 'numeric';
	return 1 + int(rand(6)) if $type =~ /int/;
	return wild($type);
}

# Any value of the type, the extreme ones above all.
sub wild
{
	my ($type) = @_;

	return 'NULL' if chance(15) || !$wild{$type};
	return pick(@{ $wild{$type} });
}

# A value of another type, or of none.
sub wrong
{
	my $type = pick(sort keys %wild);

	return pick("'nonsense'", "ROW(1, 'x')", 'ARRAY[1]', "'\\x00'::bytea")
	  if chance(20);
	return sprintf '%s::%s', wild($type), $type;
}

# Mostly one that might do, so that most calls get somewhere.
sub value
{
	my ($name, $type, $odd) = @_;

	return wrong() if chance($odd / 10);
	return wild($type) if chance($odd);
	return likely($name, $type);
}

# ---- statements -------------------------------------------------------------

# How odd the values of a statement are: one odd value is enough to be refused.
sub oddity { return pick(0, 0, 0, 3, 10, 40, 100) }

sub call
{
	my ($function) = @_;
	my $odd = oddity();
	my @types = @{ $function->{types} };
	my $given = @types - (chance(50) ? int(rand($function->{defaults} + 1)) : 0);
	my $named = chance(30);
	my @arguments = map {
		my $name = $function->{names}[$_] // '';
		my $value = value($name, $types[$_], $odd);

		$named && length $name ? "$name => $value" : $value;
	} 0 .. $given - 1;
	my $call = sprintf '%s.%s(%s)', $function->{schema}, $function->{name}, join ', ', @arguments;

	return "SELECT * FROM $call" if chance(40);
	return "SELECT $call FROM generate_series(1, 3)" if chance(5);
	return "SELECT $call";
}

# Not all rows, unless it is undone: there has to be something left.
sub condition
{
	my ($key, $keep) = @_;

	return 'true' if !$keep && chance(3);
	return sprintf '%s IN (%d, %d)', $key, 1 + int(rand(30)), 1 + int(rand(30));
}

sub direct_write
{
	my ($keep) = @_;
	my $table = pick(@tables);
	my ($key) = map { $_->{name} } grep { $_->{is_key} } @{ $tables{$table} };
	my @columns = grep { chance(80) } @{ $tables{$table} };
	my $odd = oddity();
	my $kind = rand();

	return sprintf 'DELETE FROM fitclub.%s WHERE %s', $table, condition($key, $keep) if $kind < 0.05;
	@columns = $tables{$table}[-1] if !@columns;
	return sprintf 'UPDATE fitclub.%s SET %s WHERE %s', $table,
	  join(', ', map { "$_->{name} = " . value($_->{name}, $_->{type}, $odd) }
		  grep { !$_->{is_key} || chance(5) } splice(@columns, 0, 3)) || "$key = $key",
	  condition($key, $keep)
	  if $kind < 0.5;
	@columns = grep { !$_->{is_key} || chance(5) } @columns;
	return "INSERT INTO fitclub.$table DEFAULT VALUES" if !@columns;
	return sprintf 'INSERT INTO fitclub.%s (%s) %sVALUES (%s)', $table,
	  join(', ', map { $_->{name} } @columns), pick('', '', 'OVERRIDING SYSTEM VALUE '),
	  join(', ', map { value($_->{name}, $_->{type}, $odd) } @columns);
}

# What makes the engine forget what it has kept of the catalogs.
sub disturbance
{
	my $table = pick(@tables);

	return pick('DISCARD PLANS', "ANALYZE fitclub.$table",
		"ALTER TABLE fitclub.$table SET (fillfactor = 90)",
		q{CREATE OR REPLACE FUNCTION pg_temp.nothing() RETURNS integer LANGUAGE sql AS 'SELECT 1'});
}

sub begin
{
	return 'BEGIN ISOLATION LEVEL '
	  . pick('READ COMMITTED', 'REPEATABLE READ', 'SERIALIZABLE')
	  . pick('', '', '', '', ' READ ONLY');
}

# Settings of a session that an answer must not depend on.
sub settings
{
	return map { "SET $_" } "statement_timeout = '120s'", "lock_timeout = '20ms'",
	  "client_min_messages = warning",
	  sprintf(q{TimeZone = '%s'}, pick('UTC', 'Asia/Kolkata', 'America/Toronto')),
	  sprintf(q{DateStyle = '%s'}, pick('ISO, YMD', 'SQL, DMY', 'German', 'Postgres, MDY')),
	  sprintf(q{search_path = %s}, pick('public', 'fitclub', "''", 'pg_temp, fitclub')),
	  sprintf(q{plan_cache_mode = %s}, pick('auto', 'force_generic_plan', 'force_custom_plan')),
	  sprintf(q{work_mem = '%s'}, pick('64kB', '4MB')),
	  # what is switched off costs so much that all would be compiled
	  sprintf(q{jit = %s}, chance(97) ? 'off' : 'on'),
	  sprintf(q{enable_indexscan = %s}, pick('on', 'off')),
	  sprintf(q{enable_seqscan = %s}, pick('on', 'off')),
	  sprintf(q{extra_float_digits = %d}, pick(-15, 1));
}

# A transaction's statements, each with the function that it calls. What must
# not last is undone with the whole of it or with a savepoint.
sub transaction
{
	my ($keep_writes) = @_;
	my @statements;
	my $length = 1 + int(rand(12));
	my $doomed = 0;

	# A demo, too, for once.
	if (chance(0.5))
	{
		push @statements, [ 'SELECT fitclub.clear_data(true)', 'clear_data' ],
		  [ sprintf('SELECT fitclub.seed_demo(%s, %s)', wild('date'), wild('integer')), 'seed_demo' ];
		$doomed = 1;
	}

	foreach (1 .. $length)
	{
		my $kind = rand();

		if ($kind < 0.72)
		{
			my $function = pick(@functions);

			next if !chance($share{ $function->{name} } // 100);
			$doomed ||= $undone{ $function->{name} };
			push @statements, [ call($function), $function->{name} ];
		}
		elsif ($kind < 0.85)
		{
			my $write = direct_write($keep_writes);

			push @statements, $keep_writes
			  ? [$write]
			  : ( ['SAVEPOINT w'], [$write], ['ROLLBACK TO w'] );
		}
		elsif ($kind < 0.93) { push @statements, ['SAVEPOINT s'] }
		elsif ($kind < 0.97) { push @statements, ['ROLLBACK TO s'] }
		elsif ($kind < 0.98) { push @statements, ['RELEASE s'] }
		elsif ($kind < 0.99) { push @statements, [ disturbance() ] }
	}
	my $end = $doomed || chance(20) ? 'ROLLBACK' : 'COMMIT';

	return ([ begin() ], @statements, [$end]) if chance(90);
	$number++;
	return ([ begin() ], @statements, ["PREPARE TRANSACTION 'fuzz $number'"],
		["$end PREPARED 'fuzz $number'"]);
}

# Statements by themselves: a transaction each.
sub alone
{
	my ($keep_writes) = @_;
	my $function = pick(@functions);

	return [direct_write(1)] if $keep_writes && chance(15);
	return if $undone{ $function->{name} } || !chance($share{ $function->{name} } // 100);
	return [ call($function), $function->{name} ];
}

# ---- clients ----------------------------------------------------------------

my (%called, %succeeded, %states, @strange, @leaks, %lost);

# A file of statements, one a line, for one client.
sub script
{
	my ($count, $keep_writes) = @_;
	my $file = "$folder/script_" . $number++;
	my @lines = map { [$_] } settings();
	my $written = 0;

	# Mostly an error does not end the transaction.
	unshift @lines, ['\set ON_ERROR_ROLLBACK on'] if chance(85);

	while ($written < $count)
	{
		my @statements = chance(50) ? transaction($keep_writes) : alone($keep_writes);

		push @lines, @statements;
		$written += grep { $_->[1] } @statements;
	}
	push @lines, ['ROLLBACK'];
	append_to_file($file, join '', map { $_->[0] . ($_->[0] =~ /^\\/ ? '' : ';') . "\n" } @lines);
	return { file => $file, lines => \@lines };
}

# What the client was told, by the line of the statement.
sub read_answers
{
	my ($errors, $lines) = @_;
	my %failed;

	while ($errors =~ /^psql:[^\n]*?:(\d+): (\w+):  (?:(\w{5}): )?([^\n]*)((?:\n(?!psql:)[^\n]*)*)/mg)
	{
		my ($line, $level, $state, $message, $fields) = ($1, $2, $3 // '', $4, $5);
		my $statement = $lines->[ $line - 1 ];
		my ($constraint) = $fields =~ /^SCHEMA NAME:  fitclub\n(?:.*\n)*?CONSTRAINT NAME:  (\w+)$/m;

		if ($level eq 'WARNING')
		{
			push @leaks, "$message: $statement->[0]" if $message =~ /leak|not closed|alloc set|still/;
			next;
		}
		$failed{$line} = 1;
		$states{$state}++;
		push @strange, sprintf '%s %s: %s', $state, $message, substr($statement->[0], 0, 2000)
		  if $level ne 'ERROR' || $state eq 'XX000'
		  || !$documented{$state} && !$of_the_server{$state}
		  # foreign keys and direct writes are the server's to refuse
		  || $statement->[1] && defined $constraint && $constraint !~ /_fkey$/ && !$documented{"$state $constraint"};
	}
	foreach my $line (1 .. @$lines)
	{
		my $function = $lines->[ $line - 1 ][1];

		next if !$function;
		$called{$function}++;
		$succeeded{$function}++ if !$failed{$line};
	}
	return;
}

# Scripts for all clients of so many calls each.
sub prepare_piece
{
	my ($count, $keep_writes) = @_;

	look_up_ids();
	return map { script($count, $keep_writes) } 1 .. $clients;
}

sub start_client
{
	my ($script) = @_;

	$script->{errors} = '';
	$script->{handle} = IPC::Run::start(
		[
			'psql', '-X', '-q', '-o', '/dev/null', '-v', 'VERBOSITY=verbose',
			'-d', $node->connstr('club'), '-f', $script->{file}
		],
		'<', \undef, '>', '/dev/null', '2>', \$script->{errors});
	return;
}

sub finish_client
{
	my ($script) = @_;

	IPC::Run::finish($script->{handle});
	$lost{ $script->{handle}->result }++ if $script->{handle}->result != 0;
	read_answers($script->{errors}, $script->{lines});
	unlink $script->{file};
	return;
}

# While one piece is run the next one is thought up.
sub run_calls
{
	my ($count, $keep_writes) = @_;
	my $pieces = int(($count + $piece * $clients - 1) / ($piece * $clients));
	my $share = int(($count + $pieces * $clients - 1) / ($pieces * $clients));
	my @next = prepare_piece($share, $keep_writes);

	foreach my $number (1 .. $pieces)
	{
		my @scripts = @next;

		start_client($_) foreach @scripts;
		@next = prepare_piece($share, $keep_writes) if $number < $pieces;
		finish_client($_) foreach @scripts;
		last if %lost;
	}
	return;
}

# ---- all of it ----------------------------------------------------------------

run_calls(int($calls / 2), 0);
is($node->safe_psql('club', 'SELECT * FROM fitclub.verify()'), '', 'no rule is broken by any call');
run_calls($calls - int($calls / 2), 1);

# What the guards and constraints do not see to.
is( $node->safe_psql('club', <<'END'), '', 'nor, but for those of functions, by any direct write');
SELECT * FROM fitclub.verify() WHERE rule NOT IN (
	'trainer_availability', 'session_without_bill', 'registration_without_bill', 'bill_amount', 'bill_trainer', 'attended_early',
	'bill_of_cancelled_booking', 'bill_status', 'bill_without_booking', 'bill_of_free_booking',
	'refund_to_other_payer', 'member_last_metric_at', 'member_erased', 'is_conflict', 'club_one_row',
	'member_date_of_birth_check', 'equipment_maintenance_resolved_at_check',
	'staff_password_verifier_check', 'member_password_verifier_check', 'trainer_password_verifier_check',
	'bill_net', 'books_order', 'book_close_balance', 'till_expected', 'member_email_required',
	'sale_without_bill', 'sale_credits', 'membership_plan_first', 'hold_overlap', 'visit_limit', 'period_gap', 'period_overlap', 'period_end',
	'dues_amount', 'dues_without_bill', 'bill_without_period')
	AND (rule <> 'trainer_availability_overlap' OR detail NOT LIKE '%every week')
END

is(join(' ', map { "$_: $lost{$_} times" } sort keys %lost), '', 'no client has lost its server');
unlike(slurp_file($node->logfile), qr/PANIC:|TRAP:|was terminated by (?:signal|exception)/,
	'no server process crashed');
is(join("\n", @strange[ 0 .. ($#strange < 20 ? $#strange : 20) ]),
	'', 'every error is documented');
is(join("\n", @leaks), '', 'nothing leaks');
is($states{57014} // 0, 0, 'nothing goes on for ever');
is( join(' ', grep { !$called{$_} } map { $_->{name} } grep { ($share{ $_->{name} } // 100) > 5 } @functions),
	'', 'every function was called');
is($node->safe_psql('club', <<'END'), '', 'no short lock is left');
SELECT * FROM pg_locks WHERE locktype = 'advisory' AND objsubid >= 17
END

my $all = 0;
$all += $_ foreach values %called;
note("$all calls; errors by SQLSTATE: "
	  . join ', ', map { "$_ $states{$_}" } sort keys %states);
note('succeeded: ' . join ', ', map { "$_ " . ($succeeded{$_} // 0) . "/$called{$_}" } sort keys %called);

$node->stop;
done_testing();
