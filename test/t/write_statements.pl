# What pg_stat_statements counts of a booking: with fitclub.direct_writes off
# the statements that write its rows, otherwise the call alone.

use strict;
use warnings;
use FitclubCluster;
use PostgreSQL::Test::Utils;
use Test::More;

my $folder = qx("$ENV{PG_CONFIG}" --pkglibdir) =~ s/\s+$//r;

plan skip_all => 'there is no pg_stat_statements' unless -e "$folder/pg_stat_statements.so";

my $node = new_cluster('statements', <<'END');
shared_preload_libraries = 'pg_stat_statements'
pg_stat_statements.track = all
END

create_club($node, 'club', '2030-01-07');
$node->safe_psql('club', 'CREATE EXTENSION pg_stat_statements');

# The statements that book, move, cancel and bill, and how often each ran.
sub statements
{
	my ($setting) = @_;

	$node->safe_psql('club', 'SELECT pg_stat_statements_reset()');
	$node->safe_psql('club', <<"END");
SET fitclub.direct_writes = $setting;
SELECT fitclub.book_session(1, 1, 1, '2030-02-04 10:00', '2030-02-04 11:00');
SELECT fitclub.reschedule_session(max(session_id), '2030-02-04 11:00') FROM fitclub.private_session;
SELECT fitclub.cancel_session(max(session_id)) FROM fitclub.private_session;
END
	return $node->safe_psql('club', <<'END');
SELECT left(query, 6), substring(query FROM 'fitclub\.(\w+)'), sum(calls)
FROM pg_stat_statements
WHERE query ~ '^(INSERT INTO|UPDATE) fitclub\.'
GROUP BY 1, 2 ORDER BY 1, 2
END
}

is(statements('on'), '', 'rows that are written directly are no statements');
is(statements('off'), <<'END' =~ s/\n$//r, 'all others are, those of the audit log included');
INSERT|audit_log|11
INSERT|bill_credit|1
INSERT|billing_item|1
INSERT|notification|4
INSERT|private_session|1
UPDATE|billing_item|2
UPDATE|private_session|2
END

$node->stop;
done_testing();
