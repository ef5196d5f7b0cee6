# On a standby whatever reads gives the answers of the primary, and whatever
# writes says that the server is read-only. Every function there is is tried.

use strict;
use warnings;
use FitclubCluster;
use FitclubData;
use FitclubSession;
use Test::More;

my $primary = new_cluster('primary', $replication);

create_full_club($primary, 'club');
create_club($primary, 'empty');
$primary->safe_psql('club', <<'END');
SELECT fitclub.set_availability(trainer_id, available_on => '2040-01-01', start_time => '09:00', end_time => '17:00')
FROM fitclub.trainer WHERE is_active;
SELECT fitclub.create_class('For a substitute', (SELECT min(trainer_id) FROM fitclub.trainer WHERE is_active),
	(SELECT min(room_id) FROM fitclub.room),
	'2040-01-01 10:00 America/Toronto', '2040-01-01 11:00 America/Toronto');
SELECT fitclub.book_session((SELECT member_id FROM fitclub.member WHERE email = 'odd.name@example.org'), (SELECT max(trainer_id) FROM fitclub.trainer WHERE is_active),
	NULL, '2040-01-01 13:00 America/Toronto', '2040-01-01 14:00 America/Toronto');
INSERT INTO fitclub.notification (member_id, message) SELECT min(member_id), 'Unread' FROM fitclub.member;
SELECT fitclub.receive_payment(min(member_id), 50, billing_ids => '{}') FROM fitclub.member;
SELECT fitclub.create_billing_item(min(member_id), 5, 'Towel') FROM fitclub.member;
SELECT fitclub.set_dunning_step(1, 14, 'Please pay');
SELECT fitclub.create_pack('Not sold yet', 5, 50);
SELECT fitclub.create_plan('Not joined yet', 50);
SET fitclub.audit = off;
SELECT fitclub.create_room('Unheard of', 3);
RESET fitclub.audit;
CREATE ROLE new_login;
CREATE ROLE next_login;
CREATE ROLE old_login;
SELECT fitclub.grant_role('member', role) FROM unnest('{next_login,old_login}'::name[]) AS role;
SELECT fitclub.link_login('old_login', member_id => (SELECT min(member_id) FROM fitclub.member));
END
$primary->backup('base');

my $standby = PostgreSQL::Test::Cluster->new('standby');
$standby->init_from_backup($primary, 'base', has_streaming => 1);
$standby->start;

# Arguments by their names, or by function and name. Others have defaults.
my %values = (
	member_id => '(SELECT min(member_id) FROM fitclub.member)',
	trainer_id => '(SELECT min(trainer_id) FROM fitclub.trainer)',
	room_id => '(SELECT min(room_id) FROM fitclub.room)',
	staff_id => '(SELECT min(staff_id) FROM fitclub.administrative_staff)',
	equipment_id => '(SELECT min(equipment_id) FROM fitclub.equipment)',
	maintenance_id =>
	  q{(SELECT min(maintenance_id) FROM fitclub.equipment_maintenance WHERE status <> 'resolved')},
	availability_id => '(SELECT min(availability_id) FROM fitclub.trainer_availability)',
	session_id => '(SELECT min(session_id) FROM fitclub.private_session WHERE cancelled_at IS NULL)',
	class_id => '(SELECT min(class_id) FROM fitclub.class_schedule WHERE cancelled_at IS NULL)',
	registration_id =>
	  '(SELECT min(registration_id) FROM fitclub.class_registration WHERE cancelled_at IS NULL)',
	billing_id => q{(SELECT min(billing_id) FROM fitclub.billing_item WHERE status = 'pending')},
	'correct_bill.billing_id' =>
	  q{(SELECT min(billing_id) FROM fitclub.billing_item WHERE status = 'pending' AND num_nonnulls(private_session_id, class_id) = 0)},
	'refund_bill.billing_id' => q{(SELECT min(billing_id) FROM fitclub.billing_item WHERE status = 'paid')},
	payment_id => '(SELECT min(p.payment_id) FROM fitclub.payment AS p WHERE p.refund_of IS NULL'
	  . q{ AND p.billing_id IS NOT NULL AND p.payment_type = 'card'}
	  . ' AND NOT EXISTS (SELECT FROM fitclub.payment AS r WHERE r.refund_of = p.payment_id))',
	service_id => '(SELECT min(service_id) FROM fitclub.service)',
	plan_id => '(SELECT min(plan_id) FROM fitclub.plan)',
	'add_plan_scope.plan_id' => '(SELECT max(plan_id) FROM fitclub.plan)',
	'add_plan_scope.kind' => q{'class'},
	membership_id => '(SELECT min(membership_id) FROM fitclub.membership)',
	valid_from => q{date '2300-01-01'},
	until => q{date '2101-02-01'},
	starts_on => q{date '2101-03-01'},
	ends_on => q{date '2101-04-01'},
	pack_id => '(SELECT min(pack_id) FROM fitclub.pack)',
	sale_id => '(SELECT min(sale_id) FROM fitclub.pack_sale)',
	lot_id => '(SELECT min(lot_id) FROM fitclub.credit_lot)',
	credits => '1',
	price => '10',
	expires_on => q{date '2110-01-01'},
	'add_pack_scope.pack_id' => '(SELECT max(pack_id) FROM fitclub.pack)',
	'add_pack_scope.kind' => q{'class'},
	closure_id => '(SELECT min(closure_id) FROM fitclub.closure)',
	contact_change_id => '(SELECT min(contact_change_id) FROM fitclub.contact_change WHERE decided_at IS NULL)',
	payer_id => '(SELECT min(payer_id) FROM fitclub.payer)',
	billing_ids => q{'{1}'},
	accept => 'true',
	account => q{'receivable'},
	counted => '10',
	total => '10',
	part => '1',
	whole => '3',
	on_date => q{date '2025-12-01'},
	notification_id =>
	  '(SELECT min(notification_id) FROM fitclub.notification WHERE NOT is_read)',
	start_time => q{timestamptz '2040-01-02 10:00 America/Toronto'},
	end_time => q{timestamptz '2040-01-02 11:00 America/Toronto'},
	from_time => q{timestamptz '2025-12-01'},
	to_time => q{timestamptz '2025-12-15'},
	start_date => q{date '2025-12-01'},
	monday => q{date '2025-12-01'},
	weeks => '1',
	is_first => 'true',
	day => '3',
	first_name => q{'Nora'},
	last_name => q{'New'},
	email => q{'nora.new@example.org'},
	password => q{'correct horse battery staple'},
	old_password => q{'correct horse'},
	new_password => q{'battery staple'},
	name => q{'New'},
	description => q{'New'},
	capacity => '5',
	amount => '1',
	paid => '0',
	time_zone => q{'America/Toronto'},
	kind => q{'member'},
	argument => q{'across'},
	value => q{'room'},
	choices => q{ARRAY['room', 'trainer']},
	even_if_real => 'true',
	resource => q{'trainer'},
	resource_id => '(SELECT min(trainer_id) FROM fitclub.trainer)',
	instant => q{timestamptz '2025-12-01'},
	table_name => q{'room'},
	row_id => '1',
	row_key => q{'1'},
	row_data => q{jsonb '{"a": "b"}'},
	column_name => q{'a'},
	columns => q{ARRAY['a']},
	original => q{'a b'},
	words => q{ARRAY['b']},
	'audit_baseline.table_name' => q{'fitclub.room'},
	reason => q{'entered twice'},
	bill => q{jsonb '{"description": "x"}'},
	kept => q{jsonb '{"a": null}'},
	before => q{timestamptz '2000-01-01'},
	step => '1',
	after_days => '7',
	message => q{'Please pay'},
	today => q{date '2025-12-01'},
	visit_id => '1',
	pay_with => q{'bill'},
	is_new => 'true',
	closed_until => q{timestamptz '2002-01-01'},
	as_of => q{timestamptz '2000-01-01'},
	'differing_columns.before' => q{jsonb '{"a": "b"}'},
	after => q{jsonb '{"a": "c"}'},
	index => q{'fitclub.room_pkey'},
	tables => q{'{fitclub.room}'},
	'prune_audit.before' => 'clock_timestamp()',
	longest => '10',
	function => q{'fitclub.cancel_class'::regproc::regprocedure},
	may_grant => 'false',
	'is_date.value' => q{date '2025-12-01'},
	'is_instant.value' => q{timestamptz '2025-12-01'},
	'grant_again.role' => q{'old_login'},
	property => q{'SUMMARY'},
	duration => q{interval '1 hour'},
	query => q{'ann'},
	first_day => q{date '2025-12-01'},
	positions => q{'{1}'},
	(map { $_ => q{'{New}'} } qw(titles heads tails)),
	starts => q{'{2025-12-01 10:00+00}'},
	ends => q{'{2025-12-01 11:00+00}'},
	width => '120',
	persona => q{'member'},
	role => q{'new_login'},
	'link_login.role' => q{'next_login'},
	'revoke_role.role' => q{'old_login'},
	'unlink_login.role' => q{'old_login'},
	'require_recipient.trainer_id' => 'NULL',
	'require_calendar.trainer_id' => 'NULL',
	'require_id.id' => '(SELECT min(member_id) FROM fitclub.member)',
	'set_password.id' => '(SELECT min(member_id) FROM fitclub.member)',
	'lookup_members.name' => 'NULL',
	'release_dependant.member_id' => '(SELECT min(member_id) FROM fitclub.member WHERE email IS NULL)',
	'register_for_class.member_id' =>
	  q{(SELECT member_id FROM fitclub.member WHERE email = 'odd.name@example.org')},
	'set_availability.available_on' => q{date '2041-01-07'},
	'set_availability.start_time' => q{time '03:00'},
	'set_availability.end_time' => q{time '04:00'},
	'log_health_metric.weight' => '80',
	'reassign_session.room_id' => '(SELECT max(room_id) FROM fitclub.room)',
	'update_session.activity_type' => q{'Boxing'},
	'set_cover.session_id' => '(SELECT max(session_id) FROM fitclub.private_session WHERE cancelled_at IS NULL AND start_time > now())',
	'set_dunning_step.after_days' => '50',
	'reschedule_class.class_id' => '(SELECT max(class_id) FROM fitclub.class_schedule)',
	'substitute_trainer.class_id' => '(SELECT max(class_id) FROM fitclub.class_schedule)',
	'substitute_trainer.trainer_id' =>
	  '(SELECT max(trainer_id) FROM fitclub.trainer WHERE is_active)');

# Arguments that are given although they have a default.
my %given = map { $_ => 1 } (
	'set_availability.available_on', 'set_availability.start_time',
	'set_availability.end_time', 'from_time', 'to_time', 'clear_data.even_if_real',
	'log_health_metric.weight', 'reassign_session.room_id', 'update_session.activity_type', 'member_id', 'reason', 'request_contact_change.email', 'set_cover.session_id', 'find_cover.start_time');

# These want somebody for whom they act.
my %caller = (change_password => 'member:1', request_contact_change => 'member:1');

# These want a club without data.
my %empty = map { $_ => 1 } ('start_demo', 'seed_demo', 'seed_demo_week', 'seed_demo_memberships');

my @functions = split /\n/, $primary->safe_psql('club', <<'END');
SELECT p.pronamespace::regnamespace, p.proname, p.provolatile, string_agg(a.name, ' ' ORDER BY a.position),
	p.pronargs - p.pronargdefaults
FROM pg_proc AS p
LEFT JOIN LATERAL unnest(p.proargnames, coalesce(p.proargmodes, array_fill('i'::"char", ARRAY[p.pronargs::integer])))
	WITH ORDINALITY AS a (name, mode, position) ON a.mode IN ('i', 'b', 'v')
WHERE p.pronamespace IN ('fitclub'::regnamespace, 'fitclub_internal'::regnamespace)
	AND p.prorettype NOT IN ('trigger'::regtype, 'event_trigger'::regtype)
	-- What looks at import tables cannot, as a standby has no temporary tables.
	AND (p.proname !~ 'import' OR p.proname = 'create_import_tables')
GROUP BY p.oid ORDER BY p.proname
END

# What each does on the primary, undone again.
my %session = map { $_ => FitclubSession->new($primary, $_) } 'club', 'empty';
my @accepted;

foreach my $line (@functions)
{
	my ($schema, $function, $volatility, $names, $required) = split /\|/, $line;
	my $database = $empty{$function} ? 'empty' : 'club';
	my $call = "SELECT * FROM $schema.$function(" . arguments($function, $names, $required) . ')';
	my $session = $session{$database};
	my $begin = 'BEGIN' . ($caller{$function} ? ";\nSET LOCAL fitclub.identity = '$caller{$function}'" : '');
	my $out = $session->run("$begin;\n$call;\nSELECT 'writes ' || (pg_current_xact_id_if_assigned() IS NOT NULL);\nROLLBACK");

	if (!is($session->errors, '', "$function: its arguments are accepted on the primary"))
	{
		diag($call);
		next;
	}

	# These write what is behind, due, missing or new, which nothing is here.
	my $writes = $out =~ s/\n?^writes (true|false)$//m && $1 eq 'true' || $function =~ /^(adjust_numbering|bill_dues|check_in|send_reminders|set_cover|complete_b\w+)$/;

	push @accepted, [ $function, $volatility, $database, "$begin;\n$call", $writes, $out ];
}
$_->quit foreach values %session;

# The standby has to know that all of it is undone.
$primary->wait_for_catchup($standby, 'replay', $primary->lsn('insert'));
%session = map { $_ => FitclubSession->new($standby, $_) } 'club', 'empty';

my %tried = (reader => 0, writer => 0);

foreach my $one (@accepted)
{
	my ($function, $volatility, $database, $calls, $writes, $answer) = @$one;
	my $session = $session{$database};
	my $out = $session->run("$calls;\nROLLBACK");

	if ($writes)
	{
		is($volatility, 'v', "$function: who writes is volatile");
		like($session->errors, qr/ERROR:\s+25006: cannot execute (?:[A-Z ]+|setval\(\)) (?:in a read-only transaction|during recovery)$/m,
			"$function: says that the standby is read-only");
		$tried{writer}++;
	}
	else
	{
		is($session->errors, '', "$function: works on the standby");
		is($out, $answer, "$function: gives the primary's answer");
		$tried{reader}++;
	}
}
$_->quit foreach values %session;
cmp_ok($tried{reader}, '>=', 15, "$tried{reader} functions read");
cmp_ok($tried{writer}, '>=', 30, "$tried{writer} functions write");

# So do views and direct writes.
foreach my $view (
	split /\n/,
	$primary->safe_psql('club', <<'END'))
SELECT relname FROM pg_class WHERE relnamespace = 'fitclub'::regnamespace AND relkind = 'v'
END
{
	is($standby->safe_psql('club', "SELECT * FROM fitclub.$view AS v ORDER BY v::text"),
		$primary->safe_psql('club', "SELECT * FROM fitclub.$view AS v ORDER BY v::text"),
		"$view: the same rows");
}
is_deeply(club_rows($standby, 'club'), club_rows($primary, 'club'), 'every table: the same rows');

# Nobody on the standby waits for a transaction of the primary, not even who
# would have to wait there.
my $open = FitclubSession->new($primary, 'club');
my $book = "SELECT fitclub.book_session($values{member_id}, $values{trainer_id}, NULL, $values{start_time}, $values{end_time})";

$open->run("BEGIN; $book");
$primary->wait_for_catchup($standby, 'replay', $primary->lsn('insert'));
my $waiting = FitclubSession->new($standby, 'club');
is($waiting->state($book), '25006', 'a booking beside one that the primary is just making');
like($waiting->run(
		"SELECT rule FROM fitclub.find_conflicts($values{trainer_id}, $values{start_time}, $values{end_time})"),
	qr/^trainer_double_booked$/m, 'which counts as taken already');
$_->quit foreach $waiting, $open;

$standby->stop;
$primary->stop;
done_testing();

# arguments(FUNCTION, NAMES, REQUIRED): those that are needed, by name.
sub arguments
{
	my ($function, $names, $required) = @_;
	my @arguments;
	my $position = 0;

	foreach my $name (split / /, $names // '')
	{
		my $value = exists $values{"$function.$name"} ? $values{"$function.$name"} : $values{$name};
		my $is_required = $position++ < $required;

		next if !$is_required && !$given{"$function.$name"} && !$given{$name};
		die "this test has no value for $name of $function()" if !defined $value;
		push @arguments, "$name => $value";
	}
	return join ', ', @arguments;
}
