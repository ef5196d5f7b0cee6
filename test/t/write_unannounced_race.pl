# Sixteen sessions want one trainer's hour at the same instant, again and
# again. Half of them book by function; the others write in ways that the
# announcement of direct writers does not see: through a parent of the table,
# or by a function beside which a club's own trigger changes what is written.
# Nobody is booked twice.
#
# FITCLUB_RACE_SECONDS is how long each way is tried.

use strict;
use warnings;
use FitclubCluster;
use PostgreSQL::Test::Utils;
use Test::More;
use Time::HiRes qw(sleep);

my $seconds = $ENV{FITCLUB_RACE_SECONDS} || 4;
my $node = new_cluster('unannounced_race', <<"END");
deadlock_timeout = '20ms'
log_min_messages = panic
track_functions = all
END

# 17 attaches no table that has an identity column.
my $attaches = $node->safe_psql('postgres', 'SHOW server_version_num') < 170000;

# How the others come to a session or class of trainer 1, and what the owner of
# the tables has set up.
my $partitioned = <<'END';
CREATE TABLE parent (LIKE fitclub.private_session) PARTITION BY RANGE (session_id);
ALTER TABLE parent ATTACH PARTITION fitclub.private_session DEFAULT;
END
my $insert = <<'END';
INSERT INTO parent (session_id, member_id, trainer_id, start_time, end_time, activity_type, price, is_conflict, revision, changed_at)
VALUES (nextval('ids'), client, 1, slot, slot + interval '1 hour', 'Boxing', 0, false, 0, now())
END
my @ways = (
	{
		name => 'a trigger that gives classes to another trainer',
		setup => <<'END',
CREATE TRIGGER other BEFORE INSERT OR UPDATE ON fitclub.class_schedule
FOR EACH ROW EXECUTE FUNCTION other_trainer();
END
		statement => q{PERFORM fitclub.create_class('Class', 2, client, slot, slot + interval '1 hour')},
	},
	{
		name => 'a trigger that moves classes to another time',
		setup => <<'END',
CREATE TRIGGER other BEFORE INSERT OR UPDATE ON fitclub.class_schedule
FOR EACH ROW EXECUTE FUNCTION other_time();
END
		statement =>
		  q{PERFORM fitclub.create_class('Class', 1, client, slot + interval '1 year', slot + interval '1 year 1 hour')},
	},
	{
		name => 'a trigger that gives sessions to another trainer',
		setup => <<'END',
CREATE TRIGGER other BEFORE INSERT OR UPDATE ON fitclub.private_session
FOR EACH ROW WHEN (new.trainer_id = 2) EXECUTE FUNCTION other_trainer();
END
		statement => q{PERFORM fitclub.book_session(client, 2, NULL, slot, slot + interval '1 hour', price => 0)},
	},
	{
		name => 'INSERT through a partitioned table',
		skip => !$attaches,
		setup => $partitioned,
		statement => $insert,
	},
	{
		name => 'INSERT ... ON CONFLICT through a partitioned table',
		skip => !$attaches,
		setup => $partitioned,
		statement => "$insert ON CONFLICT DO NOTHING",
	},
	{
		name => 'UPDATE of a parent',
		setup => <<'END',
CREATE TABLE parent (LIKE fitclub.private_session);
ALTER TABLE fitclub.private_session INHERIT parent;
INSERT INTO fitclub.private_session (session_id, member_id, trainer_id, start_time, end_time, price)
OVERRIDING SYSTEM VALUE
SELECT id, 1 + id % 16, 2, start, start + interval '1 hour', 0
FROM generate_series(100001, 140000) AS id,
	LATERAL (SELECT timestamptz '1950-01-01' + id * interval '1 hour') AS s (start);
END
		statement => <<'END',
UPDATE parent SET trainer_id = 1, member_id = client, start_time = slot, end_time = slot + interval '1 hour'
WHERE session_id = 100001 + (SELECT nextval('ids')) % 40000
END
	});

my $number = 0;

foreach my $way (@ways)
{
	my $club = 'club' . ++$number;

	SKIP:
	{
		skip "$way->{name}: the server does not attach a table with an identity column", 1 if $way->{skip};
	}
	next if $way->{skip};
	create_club($node, $club);
	$node->safe_psql($club, <<"END");
INSERT INTO fitclub.member (first_name, last_name, email)
SELECT 'Member', i::text, 'member' || i || '\@example.org' FROM generate_series(1, 16) AS i;
INSERT INTO fitclub.trainer (first_name, last_name, email)
SELECT 'Trainer', i::text, 'trainer' || i || '\@example.org' FROM generate_series(1, 2) AS i;
INSERT INTO fitclub.room (name, capacity) SELECT 'Room ' || i, 20 FROM generate_series(1, 16) AS i;
INSERT INTO fitclub.trainer_availability (trainer_id, day_of_week, start_time, end_time)
SELECT t.trainer_id, d, '00:00', '24:00' FROM fitclub.trainer AS t, generate_series(0, 6) AS d;
CREATE SEQUENCE ids START 100000001;
CREATE TABLE outcome (state text, way text);

CREATE FUNCTION other_trainer() RETURNS trigger LANGUAGE plpgsql
AS \$\$ BEGIN new.trainer_id := 1; RETURN new; END \$\$;
CREATE FUNCTION other_time() RETURNS trigger LANGUAGE plpgsql
AS \$\$ BEGIN
	new.start_time := new.start_time - interval '1 year';
	new.end_time := new.end_time - interval '1 year';
	RETURN new;
END \$\$;
$way->{setup};

-- Every fiftieth of a second is another hour, which all of them want.
CREATE PROCEDURE take(client integer) LANGUAGE plpgsql AS \$\$
DECLARE
	slot timestamptz := timestamptz '2030-01-01'
		+ interval '1 hour' * (floor(extract(epoch FROM clock_timestamp()) * 50)::bigint % 1000000);
	state text := 'booked';
BEGIN
	BEGIN
		IF client % 2 = 0 THEN
			PERFORM fitclub.book_session(client, 1, NULL, slot, slot + interval '1 hour', price => 0);
		ELSE
			$way->{statement};
		END IF;
	EXCEPTION WHEN OTHERS THEN
		state := sqlstate;
	END;
	INSERT INTO outcome VALUES (state, CASE client % 2 WHEN 0 THEN 'function' ELSE 'other' END);
END \$\$;
END
	$node->command_ok(
		[
			'pgbench', '-n', '-c', '16', '-j', '2', '-T', $seconds, '--random-seed=1',
			'-f', write_script($node, 'CALL take(:client_id + 1);'), $node->connstr($club)
		],
		"$way->{name}: all clients come to the end");
	is( $node->safe_psql($club, <<'END'), '0', "$way->{name}: no hour of the trainer is taken twice");
SET enable_indexscan = off;
SET enable_indexonlyscan = off;
SET enable_bitmapscan = off;
WITH booked AS (
	SELECT 's' || session_id AS id, start_time, end_time FROM fitclub.private_session
	WHERE trainer_id = 1 AND cancelled_at IS NULL
	UNION ALL
	SELECT 'c' || class_id, start_time, end_time FROM fitclub.class_schedule
	WHERE trainer_id = 1 AND cancelled_at IS NULL
)
SELECT count(*) FROM booked AS a JOIN booked AS b ON a.start_time = b.start_time AND a.id < b.id
END
	is($node->safe_psql($club, 'SELECT DISTINCT rule FROM fitclub.calendar_violation'),
		'', "$way->{name}: no other rule of the calendar is broken");

	# A kind may have come second every time: alone, it books.
	foreach my $client (1, 2)
	{
		sleep 0.1;
		$node->safe_psql($club, "CALL take($client)");
	}
	is( $node->safe_psql($club, <<'END'), '2', "$way->{name}: both kinds book");
SELECT count(DISTINCT way) FROM outcome WHERE state = 'booked'
END
	is( $node->safe_psql($club, <<'END'), '', "$way->{name}: the others are told why");
SELECT DISTINCT state FROM outcome WHERE state NOT IN ('booked', '23P01', '40001', '40P01')
END
	note($node->safe_psql($club, <<'END') =~ s/^/  /gmr);
SELECT way, state, count(*) FROM outcome GROUP BY way, state ORDER BY way, state
END
}

# Where nobody does so, what functions have checked is not looked at again.
create_club($node, 'plain', '2030-01-07');
$node->safe_psql('plain', <<'END');
SET fitclub.direct_writes = on;
SELECT pg_stat_force_next_flush();
SELECT pg_stat_reset();
SELECT fitclub.book_session(1, 1, 1, '2030-02-04 10:00', '2030-02-04 11:00');
SELECT fitclub.create_class('Class', 1, 1, '2030-02-04 12:00', '2030-02-04 13:00');
SELECT fitclub.book_session(2, 1, 1, '2030-02-04 14:00', '2030-02-04 15:00');
SELECT fitclub.reschedule_session(max(session_id), '2030-02-04 15:00') FROM fitclub.private_session;
SELECT fitclub.register_for_class(3, max(class_id)) FROM fitclub.class_schedule;
SELECT pg_stat_force_next_flush();
END
is( $node->safe_psql('plain', <<'END'), 'guard_class_schedule', 'sessions and seats that functions have checked go unguarded');
SELECT string_agg(funcname, ' ') FROM (
	SELECT DISTINCT funcname FROM pg_stat_user_functions
	WHERE funcname IN ('guard_private_session', 'guard_class_registration', 'guard_class_schedule')
	AND calls > 0) AS f
END

sub write_script
{
	my ($cluster, $text) = @_;
	my $path = $cluster->basedir . '/script.sql';

	append_to_file($path, $text) unless -e $path;
	return $path;
}

$node->stop;
done_testing();
