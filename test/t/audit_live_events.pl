# doc/examples/listen.py hears of bookings when they are committed, and sees of
# them what its user may see; who may switch that on and off; what a restore does.

use strict;
use warnings;
use Cwd qw(abs_path);
use File::Basename;
use FitclubCluster;
use FitclubSession;
use IPC::Run;
use JSON::PP;
use POSIX qw(SIGINT);
use PostgreSQL::Test::Utils;
use Test::More;

my $node = new_cluster('live');
my $folder = PostgreSQL::Test::Utils::tempdir();
my $program = dirname(abs_path(__FILE__)) . '/../../doc/examples/listen.py';
my $json = JSON::PP->new->utf8->canonical;

create_club($node, 'club');
$node->safe_psql('club', <<'END');
SELECT fitclub.create_member('Ann', 'Member', 'ann@example.org'), fitclub.create_member('Bob', 'Member', 'bob@example.org'),
	fitclub.create_trainer('Tina', 'Day', 'tina@example.org'), fitclub.create_room('Studio', 10);
SELECT fitclub.set_availability(1, day, '00:00', '24:00') FROM generate_series(0, 6) AS day;
CREATE ROLE members;
CREATE ROLE ann LOGIN IN ROLE members;
SELECT fitclub.grant_role('member', 'members');
SELECT fitclub.link_login('ann', member_id => 1);
GRANT SELECT ON fitclub.private_session, fitclub.class_schedule, fitclub.class_registration TO members;
CREATE ROLE desk LOGIN;
GRANT USAGE ON SCHEMA fitclub TO desk;
GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA fitclub TO desk;
ALTER DATABASE club SET fitclub.notify = on;
END

# start_listener(DATABASE, USER): the program, running.
sub start_listener
{
	my ($database, $user) = @_;
	my $self = { out => '', err => '', user => $user };

	$self->{handle} = IPC::Run::start(
		[ '/usr/bin/python3', $program, $node->connstr($database), "user=$user" ],
		'<', \undef, '>', \$self->{out}, '2>', \$self->{err},
		IPC::Run::timeout($PostgreSQL::Test::Utils::timeout_default));
	IPC::Run::pump($self->{handle}) until $self->{out} =~ s/^listening\n//;
	return $self;
}

my $marks = 0;

# heard(LISTENER, DATABASE): the lines it has printed, up to now: a mark of ours
# is a last event, which comes after all that was committed before.
sub heard
{
	my ($listener, $database) = @_;
	my $mark = --$marks;

	$node->safe_psql($database, <<"END");
SELECT pg_notify('fitclub', '{"event":"mark","table":"private_session","id":$mark}')
END
	IPC::Run::pump($listener->{handle}) until $listener->{out} =~ /"id": $mark\b[^\n]*\n/;
	my @lines = map { $json->decode($_) } split /\n/, $listener->{out};

	$listener->{out} = '';
	return [ grep { $_->{event} ne 'mark' } @lines ];
}

sub events
{
	my ($listener, $database) = @_;

	return join ' ', map { join '-', grep { defined } @$_{qw(event table id class_id)}, $_->{row} ? 'seen' : 'unseen' }
	  @{ heard($listener, $database // 'club') };
}

my $owner = start_listener('club', getpwuid($<));
my $ann = start_listener('club', 'ann');

# ---- what is heard ----------------------------------------------------------

my $session = FitclubSession->new($node, 'club');
my $book = q{SELECT fitclub.book_session(%d, 1, 1, '2101-01-03 %02d:00+00', '2101-01-03 %02d:30+00')};

$session->run('BEGIN; ' . sprintf $book, 1, 9, 9);
is(events($owner), '', 'nothing before the commit');
$session->run('COMMIT');
my $heard = heard($owner, 'club');
is_deeply([ sort keys %{ $heard->[0] } ], [qw(event id row table)], 'an event has these fields');
is($heard->[0]{row}{member_id}, 1, 'and leads to the row');
is(events($ann), 'booked-private_session-1-seen', 'the member sees it, too');
$session->run('BEGIN; ' . sprintf($book, 2, 10, 10) . '; ROLLBACK');
is(events($owner), '', 'nothing of what is rolled back');
$session->run(sprintf $book, 2, 10, 10);
is(events($owner), 'booked-private_session-3-seen', 'the next one is heard of');
is(events($ann), 'booked-private_session-3-unseen', 'of another member\'s session a member hears, and sees nothing');
$session->run(q{SELECT fitclub.create_class('Yoga', 1, 1, '2101-01-04 09:00+00', '2101-01-04 10:00+00'), fitclub.register_for_class(2, 1)});
is(events($ann), 'booked-class_schedule-1-seen booked-class_registration-1-1-unseen', 'nor of whose seat it is');
$session->run(q{SELECT fitclub.cancel_session(1)});
is(events($ann), 'cancelled-private_session-1-seen', 'a cancellation');
events($owner);
append_to_file("$folder/copy.csv", join '', map { "1,1,2101-02-03 $_:00+00,2101-02-03 $_:30+00\n" } 10 .. 12);
$session->run("COPY fitclub.private_session (member_id, trainer_id, start_time, end_time) FROM '$folder/copy.csv' (FORMAT csv)");
is(events($owner), 'booked-private_session-4-seen booked-private_session-5-seen booked-private_session-6-seen', 'COPY');
events($ann);
$session->run('DELETE FROM fitclub.private_session WHERE session_id = 6');
is(events($owner), 'removed-private_session-6-unseen', 'and what is deleted');

# ---- who has it on ----------------------------------------------------------

$ENV{PGUSER} = 'desk';
my $desk = FitclubSession->new($node, 'club');
delete $ENV{PGUSER};

# The server takes any setting of a library that is not loaded yet.
is($desk->state('SET fitclub.notify = off; UPDATE fitclub.private_session SET price = 1 WHERE session_id = 4'), '', 'a setting of before the library is there');
is(events($owner), 'changed-private_session-4-seen', 'does not hold when it is');
is($desk->state('SET fitclub.notify = off'), '42501', 'not everybody may switch it off');
is($desk->state('SET fitclub.notify = on'), '42501', 'or on');
$session->run('SET fitclub.notify = off; UPDATE fitclub.private_session SET price = 2');
is(events($owner), '', 'nothing while it is off');
$session->run('GRANT SET ON PARAMETER fitclub.notify TO desk');
is($desk->state('SET fitclub.notify = off; UPDATE fitclub.private_session SET price = 3'), '', 'who is granted the setting may');
is(events($owner), '', 'switch it off');
is($desk->state('BEGIN; SET LOCAL fitclub.notify = on; UPDATE fitclub.private_session SET price = 4; COMMIT'), '', 'or on');
is(join(' ', sort split / /, events($owner)),
	'changed-private_session-1-seen changed-private_session-3-seen changed-private_session-4-seen changed-private_session-5-seen',
	'for a transaction');
$_->quit foreach $session, $desk;

# ---- restores ---------------------------------------------------------------

$node->command_ok([ 'pg_dump', '-Fc', '-f', "$folder/club.dump", $node->connstr('club') ], 'a dump');
foreach my $setting ('on', 'off')
{
	$node->safe_psql('postgres', "CREATE DATABASE restored_$setting");
	$node->safe_psql('postgres', "ALTER DATABASE restored_$setting SET fitclub.notify = on");

	# A listener has to look rows up.
	$node->safe_psql("restored_$setting", 'CREATE EXTENSION fitclub');

	my $listener = start_listener("restored_$setting", getpwuid($<));
	local $ENV{PGOPTIONS} = "-c fitclub.notify=$setting";

	$node->command_ok(
		[ 'pg_restore', '--exit-on-error', '--data-only', '-n', 'fitclub', '-d', $node->connstr("restored_$setting"), "$folder/club.dump" ],
		"a restore with the setting $setting");
	my $count = @{ heard($listener, "restored_$setting") };

	$setting eq 'on'
	  ? cmp_ok($count, '>', 3, 'is told row by row')
	  : is($count, 0, 'is told to nobody');
	stop($listener);
}

# ---- the end ----------------------------------------------------------------

# stop(LISTENER): as Ctrl-C does, which is the death of it, wherever it is: Python's
# KeyboardInterrupt gets lost on its way through psycopg, once in many times.
sub stop
{
	my ($listener) = @_;

	$listener->{handle}->signal('INT');
	IPC::Run::finish($listener->{handle});
	is($listener->{handle}->full_result(0), SIGINT, "$listener->{user}: ends at once when asked to");
	is($listener->{err}, '', "$listener->{user}: without a complaint");
	return;
}

stop($ann);
$node->stop;
$owner->{handle}->pump while $owner->{handle}->pumpable;
IPC::Run::finish($owner->{handle});
like($owner->{err}, qr/^listen\.py: /, 'a lost connection is an error that it ends with');
done_testing();
