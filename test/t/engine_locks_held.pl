# Every function that takes short locks meets every table and every row of it
# locked by somebody who is idle, and the rows it waits for locked by a prepared
# transaction. While it waits it holds no short lock; the session that has the
# lock can go on and change the rows, others book meanwhile, and in the end the
# function does its work.

use strict;
use warnings;
use FitclubCluster;
use FitclubSession;
use Test::More;

my $node = new_cluster('locks_held', <<'END');
deadlock_timeout = '50ms'
log_min_messages = panic
max_prepared_transactions = 1
END

# A call for each function that takes short locks.
my %calls = (
	book_session => q{3, 1, 1, '2101-03-07 20:00+00', '2101-03-07 21:00+00'},
	book_available_session => q{3, '2101-03-07 20:00+00', '2101-03-07 21:00+00'},
	reschedule_session => q{1, '2101-03-07 12:00+00'},
	reassign_session => '1, 2',
	update_session => q{1, 'Boxing', 70},
	cancel_session => '1',
	create_class => q{'Spin', 1, 1, '2101-03-07 20:00+00', '2101-03-07 21:00+00'},
	update_class => q{1, 'Spin', 4},
	reschedule_class => q{1, '2101-03-07 14:00+00'},
	substitute_trainer => '1, 1',
	cancel_class => '1',
	register_for_class => '3, 1',
	cancel_registration => '1',
	record_attendance => '3',
	set_cover => q{'bill', 1},
	change_plan => '1, 2, NULL, 90',
	hold_membership => q{1, '2101-01-10', '2101-01-20'},
	end_hold => '2',
	cancel_membership => '1',
	keep_membership => '3',
	create_billing_item => q{1, 85, 'Session', private_session_id => 2},
	record_payment => q{1, 10, 'cash', 1},
	receive_payment => q{1, 30, 'cash', '{1,3}', 'key'},
	apply_credit => '1, 4',
	settle_account => '1',
	cancel_billing_item => '2',
	refund_payment => '1',
	count_till => '10',
	refund_bill => '3',
	refund_credit => '1',
	void_payment => '1',
	record_chargeback => '1',
	correct_bill => '4, 15',
	set_availability => q{3, 1, '08:00', '09:00'},
	update_availability => q{1, end_time => '10:00'},
	remove_availability => '1',
	close_club => q{'2101-03-09 00:00+00', '2101-03-10 00:00+00'},
	close_room => q{1, '2101-03-09 00:00+00', '2101-03-10 00:00+00'},
	set_leave => q{3, '2101-03-09 00:00+00', '2101-03-10 00:00+00'},
	update_room => '2, capacity => 10',
	erase_member => '4',
	create_dependant => q{1, 'Kim', 'Member'},
	set_payer => '2, 1',
	sell_pack => '2, 1',
	grant_credits => '2, 1',
	transfer_credits => '1, 3',
	extend_credits => q{1, '2109-12-31'},
	refund_pack => '1',
	join_plan => q{4, 1},
	bill_dues => q{'2101-03-01'},
	check_in => '5');

# These close a class to new seats, which is no short lock, until they are done.
my %closing = map { $_ => 1 } qw(reschedule_class substitute_trainer update_class cancel_class);

# Those that take none: they write single rows, or whole tables.
my @others = qw(
  add_equipment add_pack_scope create_pack update_pack add_plan_scope create_plan update_plan set_plan_price audit_baseline authenticate authenticate_staff change_password clear_data close_books complete_books create_bill create_member create_room
  create_service create_staff create_trainer decide_contact_change grant_role lift_closure link_login log_health_metric
  mark_notification_read prune_audit release_dependant report_issue request_contact_change resolve_issue revoke_role run_dunning remove_dunning_step send_reminders set_dunning_step set_password set_trainer_service unlink_login update_club
  update_equipment update_issue update_member update_service update_staff update_trainer);

# Readers that are volatile all the same, and what calls the functions above.
my @readers = qw(
  adjust_numbering check_calendar create_import_tables find_conflicts find_slots find_import_problems load_import seed_demo verify);

# The tables, and a column that the owner of the lock may write.
my %columns = (
	club => 'name',
	member => 'first_name',
	trainer => 'first_name',
	administrative_staff => 'first_name',
	room => 'name',
	trainer_availability => 'trainer_id',
	closure => 'reason',
	private_session => 'member_id',
	class_schedule => 'name',
	class_registration => 'member_id',
	billing_item => 'member_id',
	payment => 'member_id',
	bill_credit => 'notes',
	till_count => 'notes',
	book_close => undef,
	book_close_balance => undef,
	pack => 'name',
	pack_sale => undef,
	credit_lot => 'expires_on',
	lot_out => undef,
	notification => 'message',
	erased_member => 'erased_at',
	payer => 'since',
	visit => 'reason',
	plan => 'name',
	plan_price => undef,
	plan_scope => 'kind',
	membership => 'end_reason',
	membership_plan => 'price',
	membership_hold => 'reason',
	membership_period => undef,
	login => 'login_role',
	audit_log => undef);

# What others need to book while the rows of a table are locked.
my %needed = map { $_ => 1 } qw(club member trainer administrative_staff room login);

create_club($node, 'club');
$node->safe_psql('club', <<'END');
INSERT INTO fitclub.member (first_name, last_name, email)
SELECT 'Member', i::text, 'member' || i || '@example.org' FROM generate_series(1, 6) AS i;
INSERT INTO fitclub.trainer (first_name, last_name, email)
SELECT 'Trainer', i::text, 'trainer' || i || '@example.org' FROM generate_series(1, 4) AS i;
INSERT INTO fitclub.room (name, capacity) SELECT 'Room ' || i, 20 FROM generate_series(1, 3) AS i;
INSERT INTO fitclub.administrative_staff (first_name, last_name, email) VALUES ('Staff', '1', 'staff1@example.org');
INSERT INTO fitclub.trainer_availability (trainer_id, day_of_week, start_time, end_time) VALUES (3, 0, '08:00', '09:00');
INSERT INTO fitclub.trainer_availability (trainer_id, day_of_week, start_time, end_time)
SELECT t.trainer_id, d, '00:00', '24:00'
FROM fitclub.trainer AS t, generate_series(0, 6) AS d WHERE t.trainer_id <> 3;
SELECT fitclub.book_session(1, 1, 1, '2101-03-07 08:00+00', '2101-03-07 09:00+00');
INSERT INTO fitclub.private_session (member_id, trainer_id, start_time, end_time, price)
VALUES (1, 1, '2101-03-08 08:00+00', '2101-03-08 09:00+00', 85);
SELECT fitclub.create_class('Yoga', 2, 2, '2101-03-07 10:00+00', '2101-03-07 11:00+00', 5);
SELECT fitclub.register_for_class(1, 1);
SELECT fitclub.register_for_class(2, 1);
INSERT INTO fitclub.class_schedule (name, trainer_id, room_id, start_time, end_time, capacity, price)
VALUES ('Yoga', 2, 2, '2001-03-07 10:00+00', '2001-03-07 11:00+00', 15, 0);
INSERT INTO fitclub.class_registration (member_id, class_id, start_time, end_time, price)
VALUES (2, 2, '2001-03-07 10:00+00', '2001-03-07 11:00+00', 0);
SELECT fitclub.record_payment(3, 10, 'cash');
INSERT INTO fitclub.payment (member_id, amount, payment_type) VALUES (1, 10, 'cash');
SELECT fitclub.book_session(4, 4, 3, '2101-03-07 08:00+00', '2101-03-07 09:00+00', price => 0);
SELECT fitclub.create_billing_item(5, 20, 'Locker');
INSERT INTO fitclub.notification (member_id, message) VALUES (4, 'Hello');
SELECT fitclub.set_payer(2, 6);
INSERT INTO fitclub.class_schedule (name, trainer_id, room_id, start_time, end_time, capacity, price)
SELECT 'Spin', 3, 3, now() - interval '1 hour', now() + interval '12 hours', 15, 0;
SELECT fitclub.register_for_class(5, 3);
SELECT fitclub.create_plan('Basic', 100), fitclub.create_plan('Plus', 155);
SELECT fitclub.add_plan_scope(plan_id, 'class') FROM fitclub.plan;
SELECT fitclub.join_plan(6, 1, '2101-01-01'), fitclub.join_plan(6, 1, '2101-01-01'), fitclub.join_plan(6, 1, '2101-01-01');
SELECT fitclub.hold_membership(2, '2101-01-10', '2101-01-20'), fitclub.cancel_membership(3, '2101-02-01');
SELECT fitclub.bill_dues('2101-02-01');
SELECT fitclub.sell_pack(6, fitclub.create_pack('Three', 3, 90, '1 year'), '2101-01-01');
SELECT fitclub.record_payment(max(billing_id), 90) FROM fitclub.billing_item;
END

my ($holder, $caller, $monitor, $beside) = map { FitclubSession->new($node, 'club') } 1 .. 4;

my %known = map { $_ => 1 } keys %calls, @others, @readers;
my @volatile = split /\n/, $node->safe_psql('club', <<'END');
SELECT DISTINCT proname FROM pg_proc
WHERE pronamespace = 'fitclub'::regnamespace AND provolatile = 'v' AND prokind = 'f'
END
is(join(' ', sort grep { !$known{$_} } @volatile), '', 'every function that may write is known here');

# What has become of a call: 'done', or that it waits.
my $round = 0;

sub follow
{
	while (1)
	{
		my $seen = $monitor->run(<<"END");
SELECT application_name || ' ' || coalesce(wait_event_type, '') FROM pg_stat_activity WHERE pid = ${\$caller->pid}
END
		return 'done' if $seen =~ /^done $round\b/;
		return 'waits' if $seen =~ /^round $round Lock/;
	}
	return;
}

# meet(FUNCTION, TABLE, LOCK, PREPARED): what goes wrong, and whether it had to wait.
sub meet
{
	my ($function, $table, $lock, $prepared) = @_;
	my @wrong;

	$round++;
	$holder->run("BEGIN; $lock" . ($prepared ? q{; PREPARE TRANSACTION 'held'} : ''));
	$caller->send(<<"END");
SET application_name = 'round $round';
BEGIN;
SELECT fitclub.$function($calls{$function});
ROLLBACK;
SET application_name = 'done $round'
END
	my $waits = follow() eq 'waits';
	if ($waits)
	{
		my $held = $monitor->run(<<"END");
SELECT string_agg(mode, ' ') FROM pg_locks
WHERE pid = ${\$caller->pid} AND locktype = 'advisory' AND objsubid >= 17 AND granted AND mode <> 'RowExclusiveLock'
END
		push @wrong, "holds $held" unless $held eq '' || $held eq 'ExclusiveLock' && $closing{$function};
		if ($lock =~ /FOR UPDATE/ && !$needed{$table})
		{
			my $state = $beside->state(<<'END');
SET statement_timeout = '10s';
BEGIN;
SELECT fitclub.book_session(5, 1, 1, '2101-03-07 16:00+00', '2101-03-07 17:00+00');
SELECT fitclub.book_session(1, 4, 3, '2101-03-07 17:00+00', '2101-03-07 18:00+00');
ROLLBACK
END
			push @wrong, "others cannot book: $state" if $state ne '';
		}
		if (defined $columns{$table} && !$prepared)
		{
			my $state = $holder->state("UPDATE fitclub.$table SET $columns{$table} = $columns{$table}");
			push @wrong, "the one who has the lock fails: $state" if $state ne '';
		}
	}
	$holder->run($prepared ? q{ROLLBACK PREPARED 'held'} : 'ROLLBACK');
	my (undef, $state) = $caller->finish;
	push @wrong, "fails: $state" if $state ne '';
	return ($waits, map { "$table, $lock" . ($prepared ? ', prepared' : '') . ": $_\n" } @wrong);
}

foreach my $function (sort keys %calls)
{
	my $waited = 0;
	my @wrong;

	foreach my $table (sort keys %columns)
	{
		foreach my $lock (
			"SELECT count(*) FROM (SELECT FROM fitclub.$table FOR UPDATE) AS locked",
			"LOCK TABLE fitclub.$table IN SHARE MODE",
			"LOCK TABLE fitclub.$table IN ACCESS EXCLUSIVE MODE")
		{
			my ($waits, @found) = meet($function, $table, $lock);

			$waited += $waits;
			push @wrong, @found;
			if ($waits && $lock =~ /FOR UPDATE/)
			{
				($waits, @found) = meet($function, $table, $lock, 1);
				push @found, "$table: does not wait for a prepared transaction\n" if !$waits;
				push @wrong, @found;
			}
		}
	}
	is(join('', @wrong), '', "$function: waits without a short lock");
	cmp_ok($waited, '>', 0, "$function: has waited");
	note("  $function waited $waited times");
}

$_->quit foreach $holder, $caller, $monitor, $beside;
$node->stop;
done_testing();
