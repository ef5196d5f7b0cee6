# What pg_locks shows of short locks to every role: that there are some, and
# neither what they are for nor the kind of thing.

use strict;
use warnings;
use FitclubCluster;
use Test::More;

my $node = new_cluster('lock_tags');

# A club that notes the locks a function holds while it writes.
sub watched_club
{
	my ($database) = @_;

	create_club($node, $database);
	$node->safe_psql($database, <<'END');
CREATE TABLE held (moment integer, classid oid, objid oid, objsubid smallint);
CREATE SEQUENCE moment;
CREATE FUNCTION note_locks() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
	now_is integer := nextval('public.moment');
BEGIN
	INSERT INTO public.held
	SELECT now_is, classid, objid, objsubid
	FROM (SELECT DISTINCT classid, objid, objsubid FROM pg_locks
		WHERE locktype = 'advisory' AND mode = 'ExclusiveLock' AND pid = pg_backend_pid()) AS l;
	RETURN new;
END $$;
CREATE TRIGGER note_locks BEFORE INSERT OR UPDATE ON fitclub.private_session
	FOR EACH ROW EXECUTE FUNCTION note_locks();
CREATE TRIGGER note_locks BEFORE INSERT ON fitclub.class_registration
	FOR EACH ROW EXECUTE FUNCTION note_locks();
CREATE TRIGGER note_locks BEFORE INSERT ON fitclub.class_schedule
	FOR EACH ROW EXECUTE FUNCTION note_locks();
INSERT INTO fitclub.member (first_name, last_name, email)
SELECT 'Member', i::text, 'member' || i || '@example.org' FROM generate_series(1, 60) AS i;
INSERT INTO fitclub.trainer (first_name, last_name, email)
SELECT 'Trainer', i::text, 'trainer' || i || '@example.org' FROM generate_series(1, 60) AS i;
INSERT INTO fitclub.room (name, capacity) SELECT 'Room ' || i, 20 FROM generate_series(1, 60) AS i;
INSERT INTO fitclub.trainer_availability (trainer_id, day_of_week, start_time, end_time)
SELECT t.trainer_id, d, '00:00', '24:00' FROM fitclub.trainer AS t, generate_series(0, 6) AS d;
SELECT fitclub.create_class('Class', i, i, '2101-03-07 10:00+00', '2101-03-07 11:00+00')
FROM generate_series(1, 60) AS i;
SELECT fitclub.register_for_class(i, i) FROM generate_series(1, 60) AS i;
SELECT fitclub.book_session(i, i, i, '2101-03-07 12:00+00', '2101-03-07 13:00+00')
FROM generate_series(1, 60) AS i;
END
	return;
}

sub answer
{
	my ($database, $query) = @_;

	return $node->safe_psql($database, $query);
}

watched_club('one');
watched_club('other');

foreach my $club ('one', 'other')
{
	is( answer($club, 'SELECT count(DISTINCT moment), min(n), max(n) FROM held JOIN (
			SELECT moment, count(*) AS n FROM held GROUP BY moment) AS m USING (moment)'),
		'180|2|3', "$club: locks were held");
	is(answer($club, 'SELECT DISTINCT objsubid FROM held'),
		'17', "$club: the kind of thing does not show");
	# One or two of so many may look like that by chance.
	cmp_ok(answer($club, 'SELECT count(DISTINCT (classid, objid)) FROM held WHERE classid::bigint < 65536 OR objid::bigint < 65536'),
		'<', 5, "$club: no id shows, nor what is near it");
	cmp_ok(answer($club, <<'END'),
SELECT count(DISTINCT (classid, objid))
FROM held, generate_series(0, 60) AS id, generate_series(-5, 24) AS seed
CROSS JOIN LATERAL (SELECT hashint8extended(id, seed) AS hash) AS h
WHERE (held.classid::bigint << 32 | held.objid::bigint) = h.hash
	OR held.objid::bigint = h.hash & 4294967295 OR held.classid::bigint = h.hash & 4294967295
END
		'<', 5, "$club: no hash shows that a role could compute");
}
# Members share locks, but those of a small club do not.
is( answer('one', 'SELECT count(*) FROM (SELECT DISTINCT classid, objid FROM held) AS h'),
	'240', 'different things have different locks');
is( answer('one', <<'END'),
SELECT fitclub.cancel_registration(7, waive_fee => true);
SELECT fitclub.register_for_class(7, 7);
SELECT count(*) FROM held AS a
WHERE a.moment = (SELECT last_value FROM moment)
	AND EXISTS (SELECT FROM held AS b WHERE b.moment < a.moment
		AND (b.classid, b.objid) = (a.classid, a.objid));
END
	"7\n61\n2", 'the same things have the same locks');

my $tags = 'SELECT DISTINCT classid, objid FROM held';
my %of_one = map { $_ => 1 } split /\n/, answer('one', $tags);
is(scalar(grep { $of_one{$_} } split /\n/, answer('other', $tags)),
	0, 'no lock of another database looks the same');

# The lock by which a direct writer announces itself has no id to show.
is( answer('one', <<'END'),
BEGIN;
UPDATE fitclub.private_session SET activity_type = 'Yoga' WHERE session_id = 7;
SELECT classid, objid FROM pg_locks
WHERE locktype = 'advisory' AND mode = 'RowExclusiveLock' AND pid = pg_backend_pid();
END
	'0|0', 'a direct writer shows no more than that there is one');

$node->stop;
done_testing();
