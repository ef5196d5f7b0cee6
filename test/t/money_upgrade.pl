# A club of 1.1 with bills in every status is updated: what members owe stays,
# and what a statement says of the past from then on never changes.

use strict;
use warnings;
use FitclubCluster;
use FitclubData;
use Test::More;

my $node = new_cluster('money_upgrade');

$node->safe_psql('postgres', 'CREATE DATABASE club');
$node->safe_psql('club', q{CREATE EXTENSION fitclub VERSION '1.1'});
# As 1.1 closes bills: one that is paid in part stands for what was paid.
write_old_club($node, 'club', <<'END');
INSERT INTO fitclub.member (first_name, last_name, email)
SELECT 'Member', n::text, n || '@example.org' FROM generate_series(1, 20) AS n;
INSERT INTO fitclub.billing_item (member_id, amount, description, status, created_at, updated_at, paid_at)
SELECT 1 + n % 20, 10 + n % 7, 'Towels', s.status, d.day, d.day + interval '9 days',
	CASE WHEN s.status IN ('paid', 'refunded') THEN d.day + interval '2 days' END
FROM generate_series(0, 999) AS n
CROSS JOIN LATERAL (VALUES (timestamptz '2024-01-01' + n * interval '11 hours')) AS d (day)
CROSS JOIN LATERAL (SELECT (ARRAY['pending', 'partially_paid', 'paid', 'cancelled', 'refunded', 'paid'])[1 + n % 6]) AS s (status);
INSERT INTO fitclub.payment (member_id, billing_id, amount, paid_at, payment_type)
SELECT b.member_id, b.billing_id, CASE b.status WHEN 'partially_paid' THEN 3 ELSE b.amount END, b.created_at + interval '2 days', 'card'
FROM fitclub.billing_item AS b WHERE b.status IN ('partially_paid', 'paid', 'refunded');
INSERT INTO fitclub.payment (member_id, billing_id, amount, paid_at, payment_type, refund_of)
SELECT p.member_id, p.billing_id, CASE b.status WHEN 'refunded' THEN -p.amount ELSE -2 END, b.updated_at, 'card', p.payment_id
FROM fitclub.payment AS p JOIN fitclub.billing_item AS b USING (billing_id)
WHERE b.status = 'refunded' OR b.status = 'paid' AND b.billing_id % 4 = 0;
END

my $owed = <<'END';
SELECT b.member_id, sum(b.amount) - sum((SELECT coalesce(sum(p.amount), 0) FROM fitclub.payment AS p WHERE p.billing_id = b.billing_id))
FROM fitclub.billing_item AS b WHERE b.status IN ('pending', 'partially_paid') GROUP BY b.member_id ORDER BY b.member_id
END
my $before = $node->safe_psql('club', $owed);

is($node->safe_psql('club', 'SELECT count(DISTINCT status), count(*) FROM fitclub.billing_item'), '5|1000', 'there are bills in every status');
$node->safe_psql('club', <<'END');
ALTER EXTENSION fitclub UPDATE;
SELECT fitclub.audit_baseline(t) FROM unnest('{fitclub.member,fitclub.billing_item,fitclub.payment}'::regclass[]) AS t;
END
is($node->safe_psql('club', 'SELECT member_id, fitclub.member_balance(member_id) FROM fitclub.member ORDER BY member_id'),
	$before, 'everybody owes what they owed');
is($node->safe_psql('club', q{SELECT member_id, fitclub.account_balance('receivable', member_id) FROM fitclub.member ORDER BY member_id}),
	$before, 'and so says the ledger');
is($node->safe_psql('club', 'SELECT fitclub.complete_books()'), '0', 'the books are complete');
is($node->safe_psql('club', 'SELECT rule, table_name, row_id, detail FROM fitclub.verify() LIMIT 5'), '', 'no rule is broken');

$node->safe_psql('club', <<'END');
CREATE TABLE told AS
SELECT m.member_id, clock_timestamp() AS at, s.statement
FROM fitclub.member AS m
CROSS JOIN LATERAL (SELECT array_agg(s::text) AS statement FROM fitclub.member_statement(m.member_id) AS s) AS s;
CREATE FUNCTION attempt(call text) RETURNS boolean LANGUAGE plpgsql AS $$
BEGIN
	EXECUTE 'SELECT fitclub.' || call;
	RETURN true;
EXCEPTION WHEN check_violation OR data_exception THEN
	RETURN false;
END $$;
END
is( $node->safe_psql('club', <<'END'), 't', 'bills of every status are worked on');
SELECT count(*) FILTER (WHERE attempt(format(c.call, b.billing_id, p.payment_id))) > 300
FROM fitclub.billing_item AS b
LEFT JOIN (SELECT billing_id, min(payment_id) AS payment_id FROM fitclub.payment GROUP BY billing_id) AS p USING (billing_id)
CROSS JOIN LATERAL (
	SELECT (ARRAY['record_payment(%1$s, 2)', 'cancel_billing_item(%1$s)', 'correct_bill(%1$s, 5)', 'refund_payment(%2$s, 1)'])[1 + b.billing_id % 4]) AS c (call)
WHERE p.payment_id IS NOT NULL OR b.billing_id % 4 <> 3
END
is($node->safe_psql('club', <<'END'), '', 'no statement of the past has changed');
SELECT t.member_id, t.statement, s.statement
FROM told AS t
CROSS JOIN LATERAL (SELECT array_agg(s::text) AS statement FROM fitclub.member_statement(t.member_id, to_time => t.at) AS s) AS s
WHERE t.statement IS DISTINCT FROM s.statement
LIMIT 1
END
is($node->safe_psql('club', 'SELECT sum(balance) FROM fitclub.trial_balance() WHERE account IS NULL'), '0.00', 'the trial balance foots');
is($node->safe_psql('club', 'SELECT rule, table_name, row_id, detail FROM fitclub.verify() LIMIT 5'), '', 'no rule is broken');

done_testing();
