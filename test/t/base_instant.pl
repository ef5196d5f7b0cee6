# What holds at the very instant at which a booking begins. The server's clock
# is told by a file, in place of the system's.

use strict;
use warnings;
use FitclubCluster;
use PostgreSQL::Test::Utils;
use Test::More;

my $folder = PostgreSQL::Test::Utils::tempdir();
my $clock = "$folder/clock";

append_to_file("$folder/clock.c", <<'END');
#include <stdio.h>
#include <stdlib.h>
#include <sys/time.h>
#include <time.h>

int
gettimeofday(struct timeval *now, void *zone)
{
	FILE *file = fopen(getenv("FITCLUB_CLOCK"), "r");
	struct timespec real;

	if (file != NULL && fscanf(file, "%ld.%6ld", &now->tv_sec, &now->tv_usec) == 2)
		return fclose(file);
	if (file != NULL)
		fclose(file);
	clock_gettime(CLOCK_REALTIME, &real);
	now->tv_sec = real.tv_sec;
	now->tv_usec = real.tv_nsec / 1000;
	return 0;
}
END
plan skip_all => 'there is no C compiler, or no shared libraries as on Linux'
  if $^O ne 'linux' || system("cc -shared -fPIC -w -o $folder/clock.so $folder/clock.c") != 0;

my $node;
{
	local $ENV{LD_PRELOAD} = "$folder/clock.so";
	local $ENV{FITCLUB_CLOCK} = $clock;
	$node = new_cluster('instant');
}

create_club($node, 'club');
$node->safe_psql('club', <<'END');
SELECT fitclub.create_member('Ana', 'Lee', 'ana@example.org'), fitclub.create_trainer('Una', 'Day', 'una@example.org');
SELECT fitclub.set_availability(1, day, '00:00', '24:00') FROM generate_series(0, 6) AS day;
SELECT fitclub.book_session(1, 1, NULL, now() + interval '1 hour', now() + interval '2 hours');
END
my ($before, $start) = split /\|/, $node->safe_psql('club', <<'END');
SELECT extract(epoch FROM start_time - interval '0.000001 seconds'), extract(epoch FROM start_time)
FROM fitclub.private_session
END

foreach my $persona ('member:1', 'trainer:1')
{
	is(at($before, "SET LOCAL fitclub.identity = '$persona'; SELECT fitclub.cancel_session(1)"),
		'', "$persona cancels until a session begins");
	is(at($start, "SET LOCAL fitclub.identity = '$persona'; SELECT fitclub.cancel_session(1)"),
		'42501', 'and not when it has');
	is(at($before, "SET LOCAL fitclub.identity = '$persona'; SELECT fitclub.reschedule_session(1, now() + interval '1 day')"),
		'', 'moves it until it begins');
	is(at($start, "SET LOCAL fitclub.identity = '$persona'; SELECT fitclub.reschedule_session(1, now() + interval '1 day')"),
		'42501', 'and not when it has');
}

$node->stop;
done_testing();

# at(INSTANT, SQL): the SQLSTATE of statements that run then; nothing of them stays.
sub at
{
	my ($instant, $sql) = @_;

	append_to_file("$clock.new", $instant);
	rename "$clock.new", $clock or die $!;
	my ($status, $out, $err) = $node->psql('club', "\\set VERBOSITY verbose\nBEGIN; $sql; ROLLBACK");
	unlink $clock;
	return $err =~ /ERROR:\s+(\w{5}):/ ? $1 : '';
}
