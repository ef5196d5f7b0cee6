# Logical replication carries a whole club over, and what is written later; and
# the subscriber's own rows do not stop it, unless they have its keys.

use strict;
use warnings;
use FitclubCluster;
use FitclubData;
use Test::More;

my $publisher = new_cluster('publisher', $replication);
my $subscriber = new_cluster('subscriber', "${replication}wal_retrieve_retry_interval = 100ms\n");
my $connection = $publisher->connstr . ' dbname=club';

create_full_club($publisher, 'club');
create_club($subscriber, 'club');

is($publisher->safe_psql('club', <<'END'), '', 'every table has a key by which its rows are replicated');
SELECT c.relname FROM pg_class AS c
WHERE c.relnamespace = 'fitclub'::regnamespace AND c.relkind IN ('r', 'p')
	AND NOT EXISTS (SELECT FROM pg_index AS i WHERE i.indrelid = c.oid AND (i.indisprimary OR i.indisreplident))
END

# What there is: in any order of tables, and a row of settings that is there.
$publisher->safe_psql('club', 'CREATE PUBLICATION club FOR TABLES IN SCHEMA fitclub');
$subscriber->safe_psql('club',
	"CREATE SUBSCRIPTION club CONNECTION '$connection' PUBLICATION club");
$subscriber->wait_for_subscription_sync($publisher, 'club', 'club');
same_rows('what was there');

# What comes: every kind of write, and the settings replaced.
$publisher->safe_psql('club', <<'END');
SELECT fitclub.set_availability(t.trainer_id, available_on => '2040-01-01', start_time => '09:00', end_time => '17:00')
FROM fitclub.trainer AS t;
SELECT fitclub.create_member('Pia', 'Publisher', 'pia@example.org');
SELECT fitclub.log_health_metric(max(member_id), weight => 70) FROM fitclub.member;
SELECT fitclub.book_session(m.member_id, t.trainer_id, NULL, '2040-01-01 09:00 America/Toronto', '2040-01-01 10:00 America/Toronto')
FROM (SELECT max(member_id) AS member_id FROM fitclub.member) AS m,
	(SELECT min(trainer_id) AS trainer_id FROM fitclub.trainer) AS t;
SELECT fitclub.reschedule_session(max(session_id), '2040-01-01 11:00 America/Toronto') FROM fitclub.private_session;
SELECT fitclub.record_payment(max(billing_id), 20) FROM fitclub.billing_item WHERE status = 'pending';
DELETE FROM fitclub.notification WHERE notification_id = (SELECT min(notification_id) FROM fitclub.notification);
INSERT INTO fitclub.club (name, time_zone) VALUES ('Replaced Club', 'America/Toronto');
END
same_rows('what came');
is($subscriber->safe_psql('club', 'SELECT * FROM fitclub.check_calendar()'),
	'', 'no rule is broken on the subscriber');

# Its own row clashes with one that comes. The guard lets the publisher's rows
# through, so that both are there, and the proof says so.
$subscriber->safe_psql('club', <<'END');
INSERT INTO fitclub.private_session (session_id, member_id, trainer_id, start_time, end_time)
OVERRIDING SYSTEM VALUE
SELECT 1000000, min(m.member_id), min(t.trainer_id), '2040-01-01 14:00 America/Toronto', '2040-01-01 15:00 America/Toronto'
FROM fitclub.member AS m, fitclub.trainer AS t;
END
$publisher->safe_psql('club', <<'END');
SELECT fitclub.book_session(m.member_id, t.trainer_id, NULL, '2040-01-01 14:30 America/Toronto', '2040-01-01 15:30 America/Toronto')
FROM (SELECT max(member_id) AS member_id FROM fitclub.member) AS m,
	(SELECT min(trainer_id) AS trainer_id FROM fitclub.trainer) AS t;
END
$publisher->wait_for_catchup('club');
is($subscriber->safe_psql('club', <<'END'), 2, 'a row that clashes with one of its own comes in');
SELECT count(*) FROM fitclub.private_session
WHERE start_time BETWEEN '2040-01-01 14:00 America/Toronto' AND '2040-01-01 14:30 America/Toronto'
END
is($subscriber->safe_psql('club', <<'END'), 1, 'and the proof tells of both');
SELECT count(*) FROM fitclub.check_calendar()
WHERE rule = 'trainer_double_booked' AND 1000000 IN (row_id, other_row_id)
END

# For those who write there directly the guard is up as ever.
my ($status, $out, $err) = $subscriber->psql('club', <<'END');
\set VERBOSITY verbose
INSERT INTO fitclub.private_session (session_id, member_id, trainer_id, start_time, end_time)
OVERRIDING SYSTEM VALUE
SELECT 1000001, min(m.member_id), min(t.trainer_id), '2040-01-01 14:00 America/Toronto', '2040-01-01 15:00 America/Toronto'
FROM fitclub.member AS m, fitclub.trainer AS t
END
like($err, qr/ERROR:\s+23P01:/, 'a direct writer on the subscriber is guarded');
$subscriber->safe_psql('club', 'DELETE FROM fitclub.private_session WHERE session_id = 1000000');
is($subscriber->safe_psql('club', 'SELECT * FROM fitclub.check_calendar()'),
	'', 'which takes its mark away when one is gone');
same_rows('without the row of its own');

# A row that has the key of one to come stops replication, as anywhere, until
# it is out of the way. Nothing of the transaction is lost.
$subscriber->safe_psql('club', <<'END');
INSERT INTO fitclub.member (member_id, first_name, last_name, email)
OVERRIDING SYSTEM VALUE VALUES (1000000, 'Sam', 'Subscriber', 'sam@example.org')
END
$publisher->safe_psql('club', <<'END');
SELECT fitclub.create_member('Sam', 'Publisher', 'sam@example.org');
SELECT fitclub.create_room('After Sam', 3);
END
$subscriber->poll_query_until('club',
	q{SELECT apply_error_count > 0 FROM pg_stat_subscription_stats WHERE subname = 'club'})
  or die 'no error is counted';
is($subscriber->safe_psql('club', q{SELECT count(*) FROM fitclub.room WHERE name = 'After Sam'}),
	0, 'a row with a key of its own stops what comes');
$subscriber->safe_psql('club', 'DELETE FROM fitclub.member WHERE member_id = 1000000');
same_rows('when it is deleted, all comes');

# The club is moved: numbers are not replicated, and are set from the rows.
$publisher->wait_for_catchup('club');
$subscriber->safe_psql('club', 'DROP SUBSCRIPTION club');
$subscriber->safe_psql('club', numbers_from_rows());
is($subscriber->safe_psql('club', q{SELECT fitclub.create_room('On the new server', 3)}),
	$publisher->safe_psql('club', 'SELECT max(room_id) + 1 FROM fitclub.room'),
	'numbering goes on where the rows end');
is($subscriber->safe_psql('club', <<'END'), 1, 'and bookings are made');
SELECT count(fitclub.book_session(m.member_id, t.trainer_id, NULL, '2040-01-01 12:00 America/Toronto', '2040-01-01 13:00 America/Toronto'))
FROM (SELECT max(member_id) AS member_id FROM fitclub.member) AS m,
	(SELECT max(trainer_id) AS trainer_id FROM fitclub.trainer WHERE is_active) AS t
END

# A club that is emptied.
$subscriber->safe_psql('club', <<'END');
SELECT fitclub.clear_data(even_if_real => true);
SET session_replication_role = replica;
TRUNCATE fitclub.audit_log;
END
$subscriber->safe_psql('club',
	"CREATE SUBSCRIPTION club CONNECTION '$connection' PUBLICATION club");
$subscriber->wait_for_subscription_sync($publisher, 'club', 'club');
same_rows('all of it once more');
$publisher->safe_psql('club', 'SELECT fitclub.clear_data(even_if_real => true)');
same_rows('an empty club');

$subscriber->stop;
$publisher->stop;
done_testing();

# The statements that doc/guide/operations.md gives for it.
sub numbers_from_rows
{
	my $operations = PostgreSQL::Test::Utils::slurp_file('doc/guide/operations.md');

	$operations =~ /^(SELECT .* FROM fitclub\.adjust_numbering\(\);)$/m
	  or die 'doc/guide/operations.md does not say how to set the sequences';
	return $1;
}

sub same_rows
{
	my ($when) = @_;

	$publisher->wait_for_catchup('club');

	# Roles have other numbers in other clusters. The log of the subscriber has
	# events of its own besides.
	my $columns = club_columns($publisher, 'club');

	$columns->{login} =~ s/, role_id$//;
	delete $columns->{audit_log};
	is_deeply(club_rows($subscriber, 'club', $columns),
		club_rows($publisher, 'club', $columns), "$when: the same rows");

	my %events = map { $_ => 1 } events_of($subscriber);

	is_deeply([ grep { !$events{$_} } events_of($publisher) ],
		[], "$when: every event of the publisher's");
	return;
}

sub events_of
{
	my ($node) = @_;

	return split /\n/, $node->safe_psql('club',
		q{SELECT replace(l::text, E'\n', ' ') FROM fitclub.audit_log AS l});
}
