# All that a club holds, to be compared before and after.

package FitclubData;

use strict;
use warnings;
use Exporter 'import';
use FitclubCluster;
use PostgreSQL::Test::Utils;

our @EXPORT = qw(@older_versions library_of create_full_club create_old_club write_old_club club_columns club_rows club_numbers empty_tables);

our @older_versions = ('1.0', '1.1');

sub library_of
{
	my ($version) = @_;

	return $version eq '1.0' ? 'fitclub' : "fitclub-$version";
}

# create_full_club(NODE, DATABASE): a demo club with everything in it that has
# ever been hard to dump. Every table is to have rows. Once in a cluster.
sub create_full_club
{
	my ($node, $database) = @_;

	create_club($node, $database, '2025-12-01');
	$node->safe_psql($database, <<'END');
SELECT fitclub.update_club(name => E'O''Hara\\''s "Club" \u00fc', time_zone => 'America/Toronto',
	cancellation_notice => '36 hours', late_cancellation_fee_percent => 12.5);
SELECT fitclub.create_member(E'\\N', E'Quote''"\\', 'odd.name@example.org',
	notes => E'\\.\n\tTab\n\u00e9\u4e16\u754c', target_weight => 70.123456789012345678901234567890);
SELECT fitclub.log_health_metric(max(member_id), weight => 80.10, recorded_at => '1999-12-31 23:59:59.999999+00')
FROM fitclub.member;
INSERT INTO fitclub.notification (member_id, message)
SELECT max(member_id), 'one that a restore must not repeat' FROM fitclub.member;
UPDATE fitclub.notification SET is_read = true WHERE notification_id % 2 = 0;
-- Closures of each kind, one lifted.
SELECT fitclub.close_club(fitclub.club_time('2040-12-25'), fitclub.club_time('2040-12-26'), E'O''Hara\\''s');
SELECT fitclub.close_room(min(room_id), '2040-11-01', '2040-11-02', maintenance_id => (SELECT min(maintenance_id) FROM fitclub.equipment_maintenance))
FROM fitclub.room;
SELECT fitclub.set_leave(min(trainer_id), '2040-11-01', '2040-11-09') FROM fitclub.trainer;
SELECT fitclub.lift_closure(fitclub.close_room(max(room_id), '2040-11-01', '2040-11-02')) FROM fitclub.room;
-- Numbers that were taken and not used, and rows that are gone.
BEGIN;
SELECT fitclub.create_room('Rolled back', 3);
ROLLBACK;
SELECT fitclub.create_trainer('Gone', 'Tomorrow', 'gone@example.org');
DELETE FROM fitclub.trainer WHERE email = 'gone@example.org';
-- A member and a trainer who can sign in.
SELECT fitclub.set_password('member', 1, 'correct horse'), fitclub.set_password('trainer', 1, 'battery staple');
SELECT fitclub.set_trainer_service(1, fitclub.create_service('Massage', duration => '50 minutes', price => 60), 70);
-- Credits that were sold, granted, transferred and refunded.
SELECT fitclub.create_pack('Ten', 10, 100, '3 months', is_transferable => true), fitclub.create_pack('Trial', 1, 0);
SELECT fitclub.add_pack_scope(1, 'class'), fitclub.add_pack_scope(1, 'session', 1, 1);
SELECT fitclub.sell_pack(3, 1, '2025-12-01'), fitclub.grant_credits(4, 2);
SELECT fitclub.transfer_credits(1, 5, 2), fitclub.refund_pack(1, 1);
-- Memberships: one that is billed, one on hold, one that ends, and what plans cost and include.
SELECT fitclub.create_plan('Gold', 60, joining_fee => 20), fitclub.create_plan('Visits', 30, 'week', 2, 4);
SELECT fitclub.add_plan_scope(2, 'class'), fitclub.add_plan_scope(2, 'session', discount => 20);
SELECT fitclub.join_plan(5, 1, '2101-01-17', '2101-02-01'), fitclub.join_plan(6, 2, '2101-01-03', ends_on => '2101-06-01', price => 25);
SELECT fitclub.bill_dues('2101-02-01'), fitclub.hold_membership(1, '2101-02-10', '2101-02-20', 'Holidays');
SELECT fitclub.cancel_membership(2, '2101-03-01', reason => 'Moves');
-- A dependant, and somebody for whom somebody else pays.
SELECT fitclub.create_dependant(3, 'Kim', 'Diaz', '2015-02-28'), fitclub.set_payer(4, 3);
-- Other e-mails and telephone numbers, declined and asked for.
INSERT INTO fitclub.contact_change (member_id, email, decided_at, is_accepted, staff_id)
SELECT 1, 'ana@example.com', now(), false, min(staff_id) FROM fitclub.administrative_staff;
INSERT INTO fitclub.contact_change (trainer_id, email, phone_number) VALUES (1, 'tina.w@example.com', '+1 416 555 0199');
-- Somebody who was erased, and somebody who could not sign in.
SELECT fitclub.erase_member(fitclub.create_member('Gone', 'Person', 'gone.person@example.org', notes => 'Nobody''s business'));
SELECT fitclub.authenticate_staff('grace.kim@example.com', 'a wrong password');
-- A login, whose role is the cluster's and not the database's.
CREATE ROLE fitclub_desk;
INSERT INTO fitclub.login (login_role, staff_id)
SELECT 'fitclub_desk', min(staff_id) FROM fitclub.administrative_staff;
-- Members at the door; what is past due and what is about to end, and that it was told.
SELECT fitclub.check_in(1), fitclub.check_in(2, 'Guest of ' || min(staff_id)) FROM fitclub.administrative_staff;
SELECT fitclub.set_dunning_step(8, 7, 'Please pay {amount} for {description}', 5), fitclub.set_dunning_step(9, 30, 'Please pay');
SELECT fitclub.create_bill(1, 20, 'Locker', due_on => '2001-01-01');
SELECT fitclub.run_dunning('2001-01-10'), fitclub.remove_dunning_step(9);
INSERT INTO fitclub.reminder (lot_id, ends_on) SELECT min(lot_id), '2025-12-31' FROM fitclub.credit_lot HAVING count(*) > 0;
INSERT INTO fitclub.reminder (membership_id, ends_on) SELECT min(membership_id), '2025-12-31' FROM fitclub.membership HAVING count(*) > 0;
-- What only an older time could have written.
ALTER TABLE fitclub.billing_item DISABLE TRIGGER billing_item_books;
INSERT INTO fitclub.billing_item (member_id, amount, description, created_at, updated_at)
VALUES (1, 5, 'Towel', '2001-02-03 04:05:06.789+00', '2001-02-03 04:05:06.789+00');
ALTER TABLE fitclub.billing_item ENABLE TRIGGER billing_item_books;
-- The till was counted, and the books of that time are closed.
SELECT fitclub.count_till(120, 100, min(staff_id)) FROM fitclub.administrative_staff;
SELECT fitclub.close_books('2001-03-01', min(staff_id)) FROM fitclub.administrative_staff;
END
	return;
}

# create_old_club(NODE, DATABASE, VERSION, FROM): a club of an older version.
# The rows are those of a club of this version, as far as the older one has
# tables and columns for them.
sub create_old_club
{
	my ($node, $database, $version, $from) = @_;
	my $folder = PostgreSQL::Test::Utils::tempdir();

	$node->safe_psql('postgres', qq{CREATE DATABASE "$database"});
	$node->safe_psql($database, "CREATE EXTENSION fitclub VERSION '$version'");

	my $columns = club_columns($node, $database);
	my $numbers = club_numbers($node, $from);
	my $load = "DELETE FROM fitclub.club;\n";

	foreach my $table (sort keys %$columns)
	{
		# nor has it dependants or money on account, nor has its log heard of
		# them, of kinds of bills and when they are due, of why money went back,
		# of what covers bookings or of other tables; what was paid from an
		# account is paid by card
		my $heard = $table eq 'audit_log'
		  ? 'WHERE table_name IN (' . join(', ', map { "'$_'" } sort keys %$columns) . ')'
		  . q{ AND NOT (table_name = 'member' AND row_key IN (SELECT member_id::text FROM fitclub.member WHERE email IS NULL))}
		  . q{ AND NOT (table_name = 'payment' AND row_key IN (SELECT payment_id::text FROM fitclub.payment WHERE billing_id IS NULL))}
		  : $table eq 'member'  ? 'WHERE email IS NOT NULL'
		  : $table eq 'payment' ? 'WHERE billing_id IS NOT NULL'
		  :                       '';
		my $values = $columns->{$table};

		$values =~ s/\bpayment_type\b/CASE payment_type WHEN 'credit' THEN 'card' ELSE payment_type END/;
		$values =~ s/\b(old_row|new_row)\b/regexp_replace(
			replace(replace($1::text, '"payment_type": "credit"', '"payment_type": "card"'), '"uses_cover": true', '"uses_cover": false'),
			'"(kind|reason|original_amount|due_on|sale_id|membership_id|period_on|lot_id|credits|kept_at)": ("[^"]*"|[\\d.]+)', '"\\1": null', 'g')::jsonb/g;
		$node->safe_psql($from,
			"COPY (SELECT $values FROM fitclub.$table $heard) TO '$folder/$table'");
		$load .= "COPY fitclub.$table ($columns->{$table}) FROM '$folder/$table';\n";
	}
	$load .= "SELECT setval('$_', $numbers->{$_}, false);\n"
	  foreach keys %{ club_numbers($node, $database) };
	write_old_club($node, $database, $load);
	return;
}

# write_old_club(NODE, DATABASE, SQL): what a club of an older version has
# written. Its library is played by this one, which refuses to work for the
# functions of that version, so no trigger fires meanwhile.
sub write_old_club
{
	my ($node, $database, $sql) = @_;
	my @always = split /\n/, $node->safe_psql($database, <<'END');
SELECT format('ALTER EVENT TRIGGER %I %%s;', evtname) FROM pg_event_trigger WHERE evtenabled = 'A'
UNION ALL
SELECT format('ALTER TABLE %s %%s TRIGGER %I;', tgrelid::regclass, tgname) FROM pg_trigger WHERE tgenabled = 'A'
END
	my $off = join "\n", map { sprintf $_, 'DISABLE' } @always;
	my $on = join "\n", map { sprintf $_, 'ENABLE ALWAYS' } reverse @always;

	$node->safe_psql($database, <<"END");
BEGIN;
$off
SET LOCAL session_replication_role = replica;
$sql
$on
COMMIT;
END
	return;
}

# club_columns(NODE, DATABASE): the columns of every table, in a list.
sub club_columns
{
	my ($node, $database) = @_;

	return { map { split /\|/, $_, 2 } split /\n/, $node->safe_psql($database, <<'END') };
SELECT c.relname, string_agg(quote_ident(a.attname), ', ' ORDER BY a.attnum)
FROM pg_class AS c
JOIN pg_attribute AS a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
WHERE c.relnamespace = 'fitclub'::regnamespace AND c.relkind IN ('r', 'p')
GROUP BY c.relname
END
}

# club_rows(NODE, DATABASE, [COLUMNS]): for every table how many rows there
# are, and a hash over these columns of all of them; of the audit log those of
# these tables, as an update adds to new ones.
sub club_rows
{
	my ($node, $database, $columns) = @_;

	$columns //= club_columns($node, $database);

	my $heard = join ', ', map { "'$_'" } sort keys %$columns;

	return { map { split /\|/, $_, 2 } split /\n/, $node->safe_psql(
			$database,
			"SET TimeZone = 'UTC'; SET IntervalStyle = 'postgres'; SET extra_float_digits = 3;\n"
			  . join(" UNION ALL\n", map { <<"END" } sort keys %$columns)) };
SELECT '$_', count(*) || ' ' || md5(coalesce(string_agg(line, E'\\n' ORDER BY line COLLATE "C"), ''))
FROM (SELECT ROW($columns->{$_})::text AS line FROM fitclub.$_
	@{[ $_ eq 'audit_log' ? "WHERE table_name IN ($heard)" : '' ]}) AS lines
END
}

# empty_tables(ROWS): those that club_rows() has found none in.
sub empty_tables
{
	my ($rows) = @_;

	return [ grep { $rows->{$_} =~ /^0 / } sort keys %$rows ];
}

# club_numbers(NODE, DATABASE): the next number of every sequence.
sub club_numbers
{
	my ($node, $database) = @_;
	my @sequences = split /\n/, $node->safe_psql($database, <<'END');
SELECT c.oid::regclass FROM pg_class AS c
WHERE c.relnamespace = 'fitclub'::regnamespace AND c.relkind = 'S'
END

	return { map { split /\|/ } split /\n/,
		$node->safe_psql($database,
			join ' UNION ALL ', map {
				"SELECT '$_', CASE WHEN s.is_called THEN s.last_value + q.seqincrement ELSE s.last_value END"
				  . " FROM $_ AS s, pg_sequence AS q WHERE q.seqrelid = '$_'::regclass" } @sequences) };
}

1;
