# A window of a trainer's hours is moved again and again while somebody asks
# whether it covers a booking, which it does all the time. A move puts its new
# entry into the index where the scan may have passed already, and takes the
# old row away before the scan comes to it: only a second pass finds the window.

use strict;
use warnings;
use FitclubCluster;
use FitclubSession;
use Test::More;

my $node = new_cluster('moving_window');

create_club($node, 'club');
$node->safe_psql('club', <<'END');
INSERT INTO fitclub.trainer (first_name, last_name, email) VALUES ('Tina', 'Trainer', 'tina@example.org');
INSERT INTO fitclub.trainer_availability (trainer_id, day_of_week, start_time, end_time) VALUES (1, 0, '09:00', '17:00');
-- These come first in the index, so that the scan is at the window some time after it has read the entry.
INSERT INTO fitclub.trainer_availability (trainer_id, day_of_week, start_time, end_time, available_on, is_recurring)
SELECT 1, 0, '00:00', '01:00', date '2001-01-01' + 7 * i, false FROM generate_series(1, 150) AS i;

-- Has lock 1 while it moves the window to and fro.
CREATE PROCEDURE move(times integer) LANGUAGE plpgsql AS $$
BEGIN
	PERFORM pg_advisory_lock(1);
	FOR i IN 1 .. times LOOP
		UPDATE fitclub.trainer_availability SET start_time = CASE WHEN i % 2 = 0 THEN time '09:00' ELSE time '09:30' END
		WHERE availability_id = 1;
		COMMIT;
	END LOOP;
	PERFORM pg_advisory_unlock(1);
END $$;

CREATE FUNCTION look(OUT looks bigint, OUT missing bigint) LANGUAGE plpgsql AS $$
BEGIN
	looks := 0;
	missing := 0;
	WHILE EXISTS (SELECT FROM pg_locks WHERE locktype = 'advisory' AND objid = 1 AND objsubid = 1) LOOP
		looks := looks + 1;
		missing := missing + (
			SELECT count(*) FROM fitclub.find_conflicts(1, '2101-03-07 10:00+00', '2101-03-07 11:00+00'));
	END LOOP;
END $$;
END

my ($mover, $observer) = map { FitclubSession->new($node, 'club') } 1 .. 2;

$mover->send('CALL move(2000)');
$node->poll_query_until('club', q{SELECT count(*) = 1 FROM pg_locks WHERE locktype = 'advisory' AND objid = 1 AND objsubid = 1});
my ($looks, $missing) = split /\|/, $observer->run('SELECT looks, missing FROM look()');
my (undef, $state) = $mover->finish;

is($state, '', 'the window was moved');
cmp_ok($looks, '>', 100, "somebody has looked for it, $looks times");
is($missing, '0', 'it was found every time');

$_->quit foreach $mover, $observer;
$node->stop;
done_testing();
