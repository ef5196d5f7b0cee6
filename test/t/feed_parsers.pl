# Two parsers that are not ours read the calendars of everybody, and find what
# the tables have: whatever names look like, after every kind of change, in
# every encoding, after dump and restore and after an update.
#
# FITCLUB_FEED_SEED repeats the names that are drawn.

use strict;
use warnings;
use Cwd qw(abs_path);
use Encode qw(decode encode);
use File::Basename;
use FitclubCluster;
use FitclubData;
use JSON::PP;
use PostgreSQL::Test::Utils;
use Test::More;

my $seed = $ENV{FITCLUB_FEED_SEED} || 1 + int(rand(1_000_000_000));

note("FITCLUB_FEED_SEED=$seed");
srand($seed);

my $folder = PostgreSQL::Test::Utils::tempdir();
my $reader = dirname(abs_path(__FILE__)) . '/read_calendars.py';
my $node = new_cluster('feed');
my $json = JSON::PP->new->utf8;

# Whose calendars are read, and from when on: a time that does not pass.
my $period = q{from_time => '2000-01-01 00:00+00', max_entries => NULL};

# ---- a club with names of all kinds -----------------------------------------

create_full_club($node, 'club');

my @characters = (
	',', ';', ':', '\\', '"', ' ', 'n', 'N', '%2C', 'END:VEVENT', 'a', 'Z',
	"\x{2028}", "\x{2029}", "\x{e9}", "e\x{301}",
	"\x{4e16}", "\x{1f3cb}", "\x{1f468}\x{200d}\x{1f469}", "\x{feff}", "\x{202e}");

# quote(TEXT): as a literal, whatever is in it.
sub quote
{
	my ($text) = @_;

	return "U&'" . join('', map { sprintf '\\+%06x', ord } split //, $text) . "'";
}

# drawn_name(LENGTH): no name is blank.
sub drawn_name
{
	my ($length) = @_;

	return quote(substr 'x' . join('', map { $characters[ rand @characters ] } 2 .. $length), 0, $length);
}

my $sql = "SELECT fitclub.update_club(name => ${\drawn_name(120)});\n";

foreach my $n (1 .. 30)
{
	my $length = $n % 10 == 0 ? 200 : 1 + int rand 60;
	my $start = "timestamptz '2101-01-03 00:00+00' + interval '$n hours'";

	$sql .= <<"END";
WITH member AS (SELECT fitclub.create_member(${\drawn_name($length)}, ${\drawn_name(8)}, 'feed$n\@example.org') AS id),
	trainer AS (SELECT fitclub.create_trainer(${\drawn_name($length)}, ${\drawn_name(3)}, 'trainer$n\@example.org') AS id),
	room AS (SELECT fitclub.create_room(left($n || ${\drawn_name($length)}, 200), 5) AS id),
	hours AS (SELECT fitclub.set_availability(trainer.id, start_time => '00:00', end_time => '24:00', available_on => day)
		FROM trainer, unnest('{2101-01-02,2101-01-03,2101-01-04,2101-01-05}'::date[]) AS day)
INSERT INTO fitclub.private_session (member_id, trainer_id, room_id, start_time, end_time, activity_type)
SELECT member.id, trainer.id, CASE WHEN $n % 3 <> 0 THEN room.id END, $start, $start + interval '50 minutes', ${\drawn_name($length)}
FROM member, trainer, room, (SELECT count(*) FROM hours) AS h;
INSERT INTO fitclub.class_schedule (name, trainer_id, room_id, start_time, end_time, capacity)
SELECT ${\drawn_name($length)}, max(trainer_id), (SELECT max(room_id) FROM fitclub.room), $start + interval '1 day', $start + interval '25 hours', 5
FROM fitclub.trainer;
SELECT fitclub.register_for_class(max(member_id), (SELECT max(class_id) FROM fitclub.class_schedule)) FROM fitclub.member;
END
}
$sql .= <<'END';
SELECT fitclub.cancel_class(class_id) FROM fitclub.class_schedule WHERE start_time > '2101-01-01' AND class_id % 7 = 0;
SELECT fitclub.cancel_registration(registration_id) FROM fitclub.class_registration
WHERE start_time > '2101-01-01' AND cancelled_at IS NULL AND registration_id % 5 = 0;
SELECT fitclub.cancel_session(session_id) FROM fitclub.private_session
WHERE start_time > '2101-01-01' AND session_id % 4 = 0;
UPDATE fitclub.class_schedule SET start_time = start_time + interval '1 second', end_time = end_time + interval '0.25 seconds'
WHERE start_time > '2101-01-01' AND class_id % 3 = 0;
END
append_to_file("$folder/names.sql", $sql);
$node->command_ok(
	[ 'psql', '-X', '-q', '-v', 'ON_ERROR_STOP=1', '-d', $node->connstr('club'), '-o', "$folder/out", '-f', "$folder/names.sql" ],
	'a club with names of all kinds');

my $people = people('club');

same_calendars('club', 'at first');

# ---- what a subscriber sees of a change -------------------------------------

my ($session, $member, $trainer) = split /\|/, $node->safe_psql('club', <<'END');
SELECT session_id, member_id, trainer_id FROM fitclub.private_session
WHERE start_time > '2101-01-01' AND cancelled_at IS NULL AND room_id IS NOT NULL LIMIT 1
END

foreach my $change (
	[ 'it is moved', "SELECT fitclub.reschedule_session($session, '2101-01-05 03:00+00')" ],
	[ 'it is given another room', "SELECT fitclub.reassign_session($session, (SELECT min(room_id) FROM fitclub.room))" ],
	[ 'it is moved by an UPDATE', "UPDATE fitclub.private_session SET start_time = start_time + interval '1 minute' WHERE session_id = $session" ],
	[ 'it goes online', "SELECT fitclub.reassign_session($session, online => true)" ],
	[ 'it is cancelled', "SELECT fitclub.cancel_session($session)" ],
	[ 'it stands again', "UPDATE fitclub.private_session SET cancelled_at = NULL WHERE session_id = $session" ])
{
	my ($what, $statement) = @$change;
	my $wants_cancelled = $what =~ /cancelled/;
	my %before = map { $_ => entry_of($_, $session) } "member_id => $member", "trainer_id => $trainer";

	$node->safe_psql('club', $statement);
	foreach my $person (sort keys %before)
	{
		my $after = entry_of($person, $session);

		is($after->{uid}, $before{$person}->{uid}, "$what: the same entry of $person");
		cmp_ok($after->{sequence}, '>', $before{$person}->{sequence}, "$what: with a greater number");
		cmp_ok($after->{modified}, 'ge', $before{$person}->{modified}, "$what: and no earlier time");
		is($after->{status}, $wants_cancelled ? 'CANCELLED' : 'CONFIRMED', "$what: and its state");
	}
}
same_calendars('club', 'after the changes');

# ---- elsewhere --------------------------------------------------------------

my %feeds = map { $_ => feed('club', $_) } @$people;

$node->command_ok([ 'pg_dump', '-Fc', '-f', "$folder/club.dump", $node->connstr('club') ], 'a dump');
$node->safe_psql('postgres', 'CREATE DATABASE restored');
$node->command_ok([ 'pg_restore', '--exit-on-error', '-d', $node->connstr('restored'), "$folder/club.dump" ],
	'is restored');
is_deeply({ map { $_ => feed('restored', $_) } @$people }, \%feeds, 'with every calendar as it was, byte for byte');

create_old_club($node, "from $_", $_, 'club') foreach @older_versions;
$node->safe_psql("from $_", 'ALTER EXTENSION fitclub UPDATE') foreach @older_versions;
same_calendars('from 1.0', 'after an update from 1.0');
is_deeply([ grep { $_ != 0 } map { $_->{sequence} } map { @{ $_->{entries} } } calendars('from 1.0') ],
	[], 'where all begin again');

# An older club has no dependants.
my $older_people = people('from 1.1');

cmp_ok(scalar @$older_people, '>', 70, 'people of an older club');
is_deeply({ map { $_ => feed('from 1.1', $_) } @$older_people },
	{ map { $_ => $feeds{$_} } @$older_people }, 'an update from 1.1 leaves every calendar as it was');

my %uids;

$uids{$_}++ foreach map { $node->safe_psql($_, 'SELECT calendar_uid FROM fitclub.club') } 'club', 'from 1.0', 'restored';
is(scalar(keys %uids), 2, 'no two clubs have the same entries, but a restored one has its own');

# In other encodings lines are folded so that they fit when they are UTF-8.
foreach my $encoding ('LATIN1', 'EUC_JP', 'SQL_ASCII')
{
	my $database = lc $encoding;
	my $name = $encoding eq 'LATIN1' ? "x\x{e9}" x 100 : "\x{4e16}\x{754c}, x" x 20;
	my $path = "$folder/$database.sql";

	$node->safe_psql('postgres',
		"CREATE DATABASE $database ENCODING '$encoding' LOCALE 'C' TEMPLATE template0");
	append_to_file($path, encode('UTF-8', <<"END"));
SET client_encoding = '${\($encoding eq 'SQL_ASCII' ? 'SQL_ASCII' : 'UTF8')}';
CREATE EXTENSION fitclub;
SELECT fitclub.create_member('Ann', 'Member', 'ann\@example.org'), fitclub.create_trainer('$name', 'x', 'x\@example.org');
INSERT INTO fitclub.private_session (member_id, trainer_id, start_time, end_time)
VALUES (1, 1, '2101-01-03 09:00+00', '2101-01-03 10:00+00');
END
	$node->command_ok(
		[ 'psql', '-X', '-q', '-v', 'ON_ERROR_STOP=1', '-d', $node->connstr($database), '-o', "$folder/out", '-f', $path ],
		"a club in $encoding");
	local $ENV{PGCLIENTENCODING} = $encoding eq 'SQL_ASCII' ? 'SQL_ASCII' : 'UTF8';
	my ($calendar) = read_feeds([ feed($database, 'member_id => 1') ], $encoding);

	is($calendar->{entries}[0]{summary}, "Personal training with $name x", "$encoding: the name is whole");
}

$node->stop;
done_testing();

# ---- whose calendars there are, and how they are read ------------------------

sub people
{
	my ($database) = @_;

	return [ split /\n/, $node->safe_psql($database, <<'END') ];
SELECT kind || ' => ' || id FROM (
	SELECT 'member_id', member_id FROM fitclub.member
	UNION ALL SELECT 'trainer_id', trainer_id FROM fitclub.trainer
) AS person (kind, id) ORDER BY kind, id
END
}

# feed(DATABASE, PERSON): the feed's bytes.
sub feed
{
	my ($database, $person) = @_;

	# psql ends the line, too
	my ($out, $err) = run_command(
		[
			'psql', '-X', '-At', '-v', 'ON_ERROR_STOP=1', '-d', $node->connstr($database),
			'-c', "SELECT fitclub.calendar_feed($person, $period)"
		]);

	die $err if $err;
	return $out =~ s/\r?\z/\r\n/r;
}

# read_feeds(FEEDS, WHAT): parsed, after a look at the lines themselves.
sub read_feeds
{
	my ($feeds, $what) = @_;
	my @paths;
	my @bad_lines;

	foreach my $feed (@$feeds)
	{
		my $path = "$folder/" . scalar(@paths) . '.ics';

		unlink $path;
		append_to_file($path, $feed);
		push @paths, $path;
		foreach my $line (split /\r\n/, $feed)
		{
			my $copy = $line;

			push @bad_lines, $line
			  if length($line) > 75 || $line =~ /[\r\n]/ || $line eq ''
			  || !defined eval { decode('UTF-8', $copy, Encode::FB_CROAK) };
		}
	}
	is(join("\n", @bad_lines), '', "$what: no line is too long, torn or empty");

	my ($out, $err) = run_command([ '/usr/bin/python3', $reader, @paths ]);

	is($err, '', "$what: both parsers read all " . @paths . ' of them');
	return map { $json->decode($_) } split /\n/, $out;
}

sub calendars
{
	my ($database, $what) = @_;

	return read_feeds([ map { feed($database, $_) } @{ people($database) } ], $what // $database);
}

# entry_of(PERSON, SESSION): the entry of a session in somebody's calendar.
sub entry_of
{
	my ($person, $id) = @_;
	my ($calendar) = read_feeds([ feed('club', $person) ], $person);
	my @found = grep { $_->{uid} =~ /^session-$id@/ } @{ $calendar->{entries} };

	is(scalar(@found), 1, "$person: there is one entry of the session");
	return $found[0];
}

# The same from the tables, by SQL that has nothing of the feed's own.
sub expected_calendars
{
	my ($database) = @_;

	return map { $json->decode($_) } split /\n/, $node->safe_psql($database, <<'END');
SET TimeZone = 'UTC';
CREATE FUNCTION pg_temp.seen(value text) RETURNS text LANGUAGE sql AS $$
	SELECT regexp_replace(regexp_replace(value, E'\r\n|[\r\u0085\u2028\u2029]', E'\n', 'g'),
		E'[\u0001-\u0008\u000b\u000c\u000e-\u001f\u007f]', ' ', 'g')
$$;
CREATE FUNCTION pg_temp.at(value timestamptz) RETURNS text LANGUAGE sql AS $$
	SELECT to_char(value, 'YYYY-MM-DD HH24:MI:SS')
$$;
WITH person AS (
	SELECT 1 AS kind, member_id AS id FROM fitclub.member
	UNION ALL SELECT 2, trainer_id FROM fitclub.trainer
), entry AS (
	SELECT p.kind, p.id AS person, 'session-' || s.session_id AS uid, s.revision AS sequence, s.cancelled_at, s.start_time, s.end_time, s.changed_at,
		CASE p.kind WHEN 1 THEN concat(s.activity_type, ' with ', t.first_name, ' ', t.last_name)
			ELSE concat(s.activity_type, ' with ', m.first_name, ' ', m.last_name) END AS summary,
		CASE WHEN s.room_id IS NULL THEN 'Online' ELSE r.name END AS location
	FROM person AS p
	JOIN fitclub.private_session AS s ON CASE p.kind WHEN 1 THEN s.member_id ELSE s.trainer_id END = p.id
	NATURAL JOIN (SELECT member_id, first_name, last_name FROM fitclub.member) AS m
	JOIN fitclub.trainer AS t ON t.trainer_id = s.trainer_id
	LEFT JOIN fitclub.room AS r ON r.room_id = s.room_id
	UNION ALL
	SELECT 1, g.member_id, 'registration-' || g.registration_id, c.revision + g.revision, g.cancelled_at, c.start_time, c.end_time,
		CASE WHEN c.changed_at > g.changed_at THEN c.changed_at ELSE g.changed_at END,
		concat(c.name, ' with ', t.first_name, ' ', t.last_name), r.name
	FROM fitclub.class_registration AS g, fitclub.class_schedule AS c, fitclub.trainer AS t, fitclub.room AS r
	WHERE c.class_id = g.class_id AND t.trainer_id = c.trainer_id AND r.room_id = c.room_id
	UNION ALL
	SELECT 2, c.trainer_id, 'class-' || c.class_id, c.revision, c.cancelled_at, c.start_time, c.end_time, c.changed_at, c.name, r.name
	FROM fitclub.class_schedule AS c JOIN fitclub.room AS r USING (room_id)
)
-- A METHOD would make it iTIP, which wants to know the ORGANIZER of each entry.
SELECT jsonb_build_object('version', '2.0', 'method', NULL, 'name', pg_temp.seen(c.name), 'same_name', true,
	'entries', coalesce(jsonb_agg(jsonb_build_object('uid', e.uid || '@' || c.calendar_uid, 'sequence', e.sequence,
			'status', CASE WHEN e.cancelled_at IS NULL THEN 'CONFIRMED' ELSE 'CANCELLED' END,
			'start', pg_temp.at(e.start_time), 'end', pg_temp.at(to_timestamp(ceil(extract(epoch FROM e.end_time))::float8)),
			'stamp', pg_temp.at(e.changed_at), 'modified', pg_temp.at(e.changed_at), 'transparency', CASE WHEN e.cancelled_at IS NULL THEN 'OPAQUE' ELSE 'TRANSPARENT' END,
			'summary', pg_temp.seen(e.summary), 'location', pg_temp.seen(e.location), 'description', NULL)
		ORDER BY e.start_time, e.uid COLLATE "C") FILTER (WHERE e.uid IS NOT NULL), '[]'))
FROM fitclub.club AS c CROSS JOIN person AS p LEFT JOIN entry AS e ON (e.kind, e.person) = (p.kind, p.id)
GROUP BY c.club_id, p.kind, p.id ORDER BY p.kind, p.id
END
}

sub same_calendars
{
	my ($database, $what) = @_;
	my @found = calendars($database, $what);
	my @expected = expected_calendars($database);
	my $entries = 0;

	$entries += @{ $_->{entries} } foreach @found;
	cmp_ok($entries, '>', 100, "$what: $entries entries");
	is_deeply(\@found, \@expected, "$what: they are what the tables have");
	return;
}
