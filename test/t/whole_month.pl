# A month of a club, as its owner lives it: 500 members join on three plans, 60 of
# them buy a pack, classes and sessions are booked every day, some members freeze,
# change or leave, 30 pay late, and a job bills dues and asks for money twice a day.
# Everything that comes of it is compared with a model that walks from day to day and
# knows nothing of the club but its rules.

use strict;
use warnings;
use FitclubCluster;
use List::Util qw(shuffle sum0);
use Test::More;
use Time::Local qw(timegm);

my $seed = $ENV{FITCLUB_MONTH_SEED} || int(rand(1_000_000));
my $members = 500;
my $days = 31;

note("FITCLUB_MONTH_SEED=$seed");
srand($seed);

my $node = new_cluster('month');

create_club($node, 'club');

# The month is the next one that is three days away at least. Days are numbers from
# its first; day 0 is that.
my $first = query(q{SELECT date_trunc('month', (now() AT TIME ZONE 'America/Toronto')::date + 34)::date});

# What the club sells. Amounts are in cents.
my @plans = (
	{ name => 'Basic', unit => 'month', price => 4000, visits => 4 },
	{ name => 'Gold', unit => 'month', price => 7990, joining_fee => 2500 },
	{ name => 'Weekly', unit => 'week', price => 1550, session_discount => 20 });
my %pack = (credits => 10, price => 9500, valid => 30);
my @classes = ([ 'Spin', '07:00' ], [ 'Yoga', '12:00' ], [ 'Box', '18:00' ]);
my $class_price = 2000;
my $session_price = 8500;
my @steps = ([ 7, 0 ], [ 14, 500 ]);

# Who does what. Nobody does two of these.
my @crowd = shuffle(1 .. $members);
my %leaves = map { $_ => { call => 5 + int(rand(12)), credit => int(rand(2)) } } splice(@crowd, 0, 7);
my %changes = map { $_ => { call => 10 + int(rand(12)) } } splice(@crowd, 0, 9);
my %freezes = map { $_ => { call => 9 + int(rand(8)), length => 2 + int(rand(9)) } } splice(@crowd, 0, 12);
my %late = map { $_ => 1 } splice(@crowd, 0, 30);
my @buyers = (shuffle(1 .. $members))[ 0 .. 59 ];

my (%membership, %lot, %booking, @bookings, @dunned, @fees);

open_club();
join_and_buy();
foreach my $day (0 .. $days - 1)
{
	change_memberships($day);
	bill_and_ask($day);
	book($day);
}
compare_dues();
compare_bookings();
compare_dunning();
prove();
done_testing();

sub query
{
	my ($sql) = @_;
	return $node->safe_psql('club', $sql);
}

sub money
{
	my ($cents) = @_;
	return sprintf('%.2f', $cents / 100);
}

# A day's number as a date, and back.
sub date_of
{
	my ($day) = @_;
	my ($year, $month, $of_month) = split /-/, $first;
	my @at = gmtime(timegm(0, 0, 12, $of_month, $month - 1, $year) + 86_400 * $day);

	return sprintf('%04d-%02d-%02d', $at[5] + 1900, $at[4] + 1, $at[3]);
}

sub day_of
{
	my ($date) = @_;
	my ($year, $month, $of_month) = split /-/, $date;
	my ($first_year, $first_month, $first_of_month) = split /-/, $first;

	return (timegm(0, 0, 12, $of_month, $month - 1, $year)
		- timegm(0, 0, 12, $first_of_month, $first_month - 1, $first_year)) / 86_400;
}

# The k-th boundary from an anchor on.
sub boundary
{
	my ($anchor, $unit, $k) = @_;

	return $anchor + 7 * $k if $unit eq 'week';
	my ($year, $month, $of_month) = split /-/, date_of($anchor);
	my @length = (31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31);

	$month += $k - 1;
	$year += int($month / 12);
	$month %= 12;
	$length[1] = 29 if $year % 4 == 0 && ($year % 100 != 0 || $year % 400 == 0);
	$of_month = $length[$month] if $of_month > $length[$month];
	return day_of(sprintf('%04d-%02d-%02d', $year, $month + 1, $of_month));
}

# What the first parts of a whole have of an amount, to the cent.
sub share
{
	my ($amount, $parts, $whole) = @_;
	return int((2 * $amount * $parts + $whole) / (2 * $whole));
}

sub open_club
{
	my $sql = <<'END';
SELECT fitclub.update_club(name => 'Month', time_zone => 'America/Toronto', default_session_price => 85, cancellation_notice => '0');
SELECT fitclub.create_member('M', i::text, i || '@example.org') FROM generate_series(1, 500) AS i;
SELECT fitclub.create_trainer('T', i::text, 't' || i || '@example.org') FROM generate_series(1, 2) AS i;
SELECT fitclub.create_room('Hall', 200);
SELECT fitclub.set_availability(t, d, '06:00', '22:00') FROM generate_series(1, 2) AS t, generate_series(0, 6) AS d;
END
	foreach my $plan (@plans)
	{
		$sql .= sprintf("SELECT fitclub.create_plan('%s', %s, '%s', visits => %s, joining_fee => %s);\n",
			$plan->{name}, money($plan->{price}), $plan->{unit}, $plan->{visits} // 'NULL',
			defined $plan->{joining_fee} ? money($plan->{joining_fee}) : 'NULL');
	}
	$sql .= "SELECT fitclub.add_plan_scope(3, 'class');\nSELECT fitclub.add_plan_scope(3, 'session', discount => 20);\n";
	$sql .= sprintf("SELECT fitclub.create_pack('Ten classes', %d, %s, valid_for => '%d days');\n",
		$pack{credits}, money($pack{price}), $pack{valid});
	$sql .= "SELECT fitclub.add_pack_scope(1, 'class');\n";
	$sql .= sprintf("SELECT fitclub.set_dunning_step(%d, %d, 'Please pay {amount} for {description}.', %s);\n",
		$_ + 1, $steps[$_][0], $steps[$_][1] ? money($steps[$_][1]) : 'NULL')
	  foreach 0 .. $#steps;
	foreach my $day (1 .. $days + 3)
	{
		$sql .= sprintf(
			"SELECT fitclub.create_class('%s', 1, 1, timestamp '%s %s' AT TIME ZONE 'America/Toronto', timestamp '%2\$s %3\$s' AT TIME ZONE 'America/Toronto' + interval '45 minutes', 200, %s);\n",
			$_->[0], date_of($day), $_->[1], money($class_price))
		  foreach @classes;
	}
	query($sql);
	return;
}

sub join_and_buy
{
	my $sql = '';

	foreach my $member (1 .. $members)
	{
		my $plan = $plans[ rand @plans ];
		my $start = int(rand(10));

		$membership{$member} = {
			plan => $plan, start => $start, anchor => $start, rows => [],
			terms => [ { plan => $plan, from => $start } ] };
		$sql .= sprintf("SELECT fitclub.join_plan(%d, %d, '%s');\n", $member, plan_id($plan), date_of($start));
	}
	foreach my $i (0 .. $#buyers)
	{
		my $from = int(rand(6));

		$lot{ $buyers[$i] } = { id => $i + 1, from => $from, until => $from + $pack{valid} - 1, used => 0 };
		$sql .= sprintf("SELECT fitclub.sell_pack(%d, 1, '%s');\n", $buyers[$i], date_of($from));
	}
	query($sql);
	pay_all();
	my $joining = grep { $membership{$_}{plan} == $plans[1] } 1 .. $members;
	is( query(
			'SELECT count(*), sum(b.original_amount), (SELECT count(*) FROM fitclub.membership_period)'
			  . ' FROM (SELECT coalesce(original_amount, amount) AS original_amount FROM fitclub.billing_item) AS b'),
		join('|',
			60 + $joining,
			money(60 * $pack{price} + $joining * $plans[1]{joining_fee}), 0),
		'joining fees and packs are billed, and no dues before their time');
	return;
}

sub plan_id
{
	my ($plan) = @_;
	my ($index) = grep { $plans[$_] == $plan } 0 .. $#plans;
	return $index + 1;
}

# Everything that is owed, but dues, is paid at once.
sub pay_all
{
	query('SELECT fitclub.record_payment(billing_id) FROM fitclub.billing_item'
		  . " WHERE status = 'pending' AND membership_id IS NULL AND kind IS DISTINCT FROM 'late_fee' ORDER BY billing_id");
	return;
}

# What a membership is on a day: the plan, or undef.
sub plan_on
{
	my ($m, $day) = @_;

	return if $day < $m->{start} || defined $m->{end} && $day >= $m->{end};
	return if on_hold($m, $day);
	my ($terms) = reverse grep { $_->{from} <= $day } @{ $m->{terms} };
	return $terms->{plan};
}

sub on_hold
{
	my ($m, $day) = @_;
	return $m->{hold} && $day >= $m->{hold}[0] && $day < $m->{hold}[1];
}

# The period that begins on a day: walks on until the boundary, and does not count
# the days on hold.
sub period_from
{
	my ($m, $start) = @_;
	my ($terms) = reverse grep { $_->{from} <= $start } @{ $m->{terms} };
	my $anchor = $terms->{anchor} // $m->{anchor};
	my $unit = $terms->{plan}{unit};
	my $nominal = $start - held_before($m, $start);
	my $k = 0;

	$k++ while boundary($anchor, $unit, $k) <= $nominal;
	my ($low, $high) = (boundary($anchor, $unit, $k - 1), boundary($anchor, $unit, $k));
	my ($day, $counted) = ($start, $nominal);
	while ($counted < $high && !(defined $m->{end} && $day >= $m->{end}))
	{
		last if $day > $start && grep { $_->{from} == $day } @{ $m->{terms} };
		$counted++ unless on_hold($m, $day);
		$day++;
	}
	return {
		start => $start, end => $day, plan => $terms->{plan}, low => $low, whole => $high - $low,
		amount => share($terms->{plan}{price}, $counted - $low, $high - $low)
		  - share($terms->{plan}{price}, $nominal - $low, $high - $low) };
}

sub held_before
{
	my ($m, $day) = @_;
	return scalar grep { on_hold($m, $_) } $m->{start} .. $day - 1;
}

# Freezing, changing and leaving take effect four days later, when nothing is booked yet.
sub change_memberships
{
	my ($day) = @_;
	my $sql = '';

	foreach my $member (grep { $freezes{$_}{call} == $day } sort keys %freezes)
	{
		my $m = $membership{$member};

		$m->{hold} = [ $day + 4, $day + 4 + $freezes{$member}{length} ];
		$sql .= sprintf("SELECT fitclub.hold_membership(%d, '%s', '%s', 'Holiday');\n", $member, map { date_of($_) } @{ $m->{hold} });
		refresh_last_row($m);
	}
	foreach my $member (grep { $changes{$_}{call} == $day } sort keys %changes)
	{
		my $m = $membership{$member};
		my $plan = (grep { $_ != $m->{plan} } @plans)[ rand 2 ];

		$sql .= sprintf("SELECT fitclub.change_plan(%d, %d, '%s');\n", $member, plan_id($plan), date_of($day + 4));
		change_plan_of($m, $plan, $day + 4);
	}
	foreach my $member (grep { $leaves{$_}{call} == $day } sort keys %leaves)
	{
		my $m = $membership{$member};

		$sql .= sprintf("SELECT fitclub.cancel_membership(%d, '%s', %s, 'Moves away');\n",
			$member, date_of($day + 4), $leaves{$member}{credit} ? 'true' : 'false');
		$m->{end} = $day + 4;
		cut_last_row($m, $day + 4, $leaves{$member}{credit});
	}
	query($sql) if $sql;
	return;
}

sub refresh_last_row
{
	my ($m) = @_;
	my $row = $m->{rows}[-1] or return;

	$row->{end} = period_from($m, $row->{start})->{end} if $row->{end} > $m->{hold}[0];
	return;
}

sub cut_last_row
{
	my ($m, $day, $credits) = @_;
	my $row = $m->{rows}[-1];

	return if !$row || $row->{end} <= $day;
	$row->{amount} = share($row->{amount}, $day - $row->{start}, $row->{end} - $row->{start}) if $credits;
	$row->{end} = $day;
	return;
}

sub change_plan_of
{
	my ($m, $plan, $day) = @_;
	my %terms = (plan => $plan, from => $day);

	$terms{anchor} = $day if $plan->{unit} ne $m->{plan}{unit};
	cut_last_row($m, $day, 1);
	push @{ $m->{terms} }, \%terms;
	$m->{plan} = $plan;
	return;
}

# The jobs of the night, each twice, and those who pay on time.
sub bill_and_ask
{
	my ($day) = @_;
	my $made = 0;

	foreach my $member (1 .. $members)
	{
		my $m = $membership{$member};

		while (1)
		{
			my $from = @{ $m->{rows} } ? $m->{rows}[-1]{end} : $m->{start};

			$from++ while on_hold($m, $from);
			last if $from > $day || defined $m->{end} && $from >= $m->{end};
			push @{ $m->{rows} }, period_from($m, $from);
			$made++;
		}
	}
	my $date = date_of($day);
	is(query("SELECT fitclub.bill_dues('$date'); SELECT fitclub.bill_dues('$date')"), "$made\n0", "$date: $made periods are billed once");
	pay_dues($day);
	ask_for_money($day);
	return;
}

# Those who pay late do so 20 days after the day on which their dues were due.
sub pay_dues
{
	my ($day) = @_;
	my $slow = join(',', sort keys %late);

	query("SELECT fitclub.record_payment(billing_id) FROM fitclub.billing_item WHERE membership_id IS NOT NULL"
		  . " AND status IN ('pending', 'partially_paid') AND due_on <= date '" . date_of($day) . "' - CASE WHEN member_id IN ($slow) THEN 20 ELSE 0 END ORDER BY billing_id");
	foreach my $m (values %membership)
	{
		$_->{paid} = 1 foreach grep { $_->{start} <= $day - ($late{ $_->{member} // 0 } ? 20 : 0) } @{ $m->{rows} };
	}
	return;
}

sub ask_for_money
{
	my ($day) = @_;
	my $date = date_of($day);
	my $asked = 0;
	my @new_fees;

	foreach my $fee (@fees)
	{
		foreach my $step (0 .. $#steps)
		{
			next if $day - $fee->{day} < $steps[$step][0] || $fee->{asked}[$step]++;
			push @dunned, join('|', $fee->{member}, '', $step + 1);
			$asked++;
		}
	}
	foreach my $member (sort keys %late)
	{
		foreach my $row (grep { $_->{amount} > 0 } @{ $membership{$member}{rows} })
		{
			foreach my $step (0 .. $#steps)
			{
				# paid on the twentieth day, before anybody asks
				next unless $day - $row->{start} >= $steps[$step][0] && $day - $row->{start} < 20;
				next if $row->{asked}[$step]++;
				push @dunned, join('|', $member, date_of($row->{start}), $step + 1);
				push @new_fees, { member => $member, day => $day } if $steps[$step][1];
				$asked++;
			}
		}
	}
	push @fees, @new_fees;
	is(query("SELECT fitclub.run_dunning('$date'); SELECT fitclub.run_dunning('$date')"), "$asked\n0", "$date: $asked are asked to pay once");
	return;
}

# What pays for a booking, by the rules of the manual.
sub cover_of
{
	my ($member, $day, $kind) = @_;
	my $m = $membership{$member};
	my $plan = plan_on($m, $day);
	my $included = $plan && !($plan->{session_discount} && $kind eq 'session');
	my $lot = $lot{$member};
	my @found;

	return 'membership' if $included && !$plan->{visits};
	if ($included)
	{
		my ($period) = grep { $_->{start} <= $day && $day < $_->{end} } @{ $m->{rows} }, future_periods($m);
		my $used = grep { $_->{member} == $member && $_->{cover} eq 'membership' && !$_->{cancelled}
			&& $_->{day} >= $period->{start} && $_->{day} < $period->{end} } @bookings;

		push @found, [ $period->{end} - 1, 'membership' ] if $used < $plan->{visits};
	}
	push @found, [ $lot->{until}, 'lot' ]
	  if $kind eq 'class' && $lot && $lot->{used} < $pack{credits} && $day >= $lot->{from} && $day <= $lot->{until};
	@found = sort { $a->[0] <=> $b->[0] || $a->[1] cmp $b->[1] } @found;
	return $found[0][1] if @found;
	return $plan && $kind eq 'session' && $plan->{session_discount} ? 'discount' : 'bill';
}

# Periods that are not billed yet.
sub future_periods
{
	my ($m) = @_;
	my $from = @{ $m->{rows} } ? $m->{rows}[-1]{end} : $m->{start};
	my @periods;

	foreach (1 .. 8)
	{
		$from++ while on_hold($m, $from);
		push @periods, period_from($m, $from);
		$from = $periods[-1]{end};
	}
	return @periods;
}

# Forty classes and four sessions of the next three days are booked every day, and some given back.
sub book
{
	my ($day) = @_;
	my @new;
	my $sql = '';

	foreach my $i (1 .. 44)
	{
		my %new = (member => 1 + int(rand($members)), day => $day + 1 + int(rand(3)), kind => $i > 40 ? 'session' : 'class');

		$new{what} = $new{kind} eq 'class' ? int(rand(@classes)) : $day % 3 * 4 + $i - 41;
		$new{day} = $day + 3 if $new{kind} eq 'session';
		next if $booking{"$new{member} $new{day} $new{kind} $new{what}"}++;
		$new{cover} = cover_of($new{member}, $new{day}, $new{kind});
		$lot{ $new{member} }{used}++ if $new{cover} eq 'lot';
		$sql .= $new{kind} eq 'class'
		  ? sprintf("SELECT 'class', fitclub.register_for_class(%d, %d);\n", $new{member}, ($new{day} - 1) * @classes + $new{what} + 1)
		  : sprintf("SELECT 'session', fitclub.book_session(%d, 2, NULL, timestamp '%s 0%d:00' AT TIME ZONE 'America/Toronto' + interval '%d minutes', timestamp '%2\$s 0%3\$d:00' AT TIME ZONE 'America/Toronto' + interval '%d minutes');\n",
			$new{member}, date_of($new{day}), 8, 60 * ($i - 41) , 60 * ($i - 41) + 45);
		push @new, \%new;
		push @bookings, \%new;
	}
	my @ids = split /\n/, query($sql);

	$_->{id} = (split /\|/, shift @ids)[1] foreach @new;
	foreach my $given (grep { $_->{cover} =~ /^(lot|membership)$/ && rand() < 0.1 } @new)
	{
		query(sprintf('SELECT fitclub.%s(%d)', $given->{kind} eq 'class' ? 'cancel_registration' : 'cancel_session', $given->{id}));
		$given->{cancelled} = 1;
		$lot{ $given->{member} }{used}-- if $given->{cover} eq 'lot';
	}
	pay_all();
	return;
}

sub same
{
	my ($found, $expected, $name) = @_;
	my %left;
	my @extra;

	$left{$_}++ foreach @$expected;
	foreach my $row (split /\n/, $found)
	{
		push @extra, $row unless $left{$row} && $left{$row}--;
	}
	is_deeply([ \@extra, [ grep { $left{$_} } sort keys %left ] ], [ [], [] ], "$name: " . @$expected . ' as in the model');
	return;
}

sub compare_dues
{
	my @expected;

	foreach my $member (1 .. $members)
	{
		push @expected, map { join('|', $member, date_of($_->{start}), date_of($_->{end}), plan_id($_->{plan}), money($_->{amount})) }
		  @{ $membership{$member}{rows} };
	}
	same(query(<<'END'), \@expected, 'periods and their dues');
SELECT m.member_id, p.starts_on, p.ends_on, p.plan_id,
	coalesce((SELECT sum(coalesce(b.original_amount, b.amount) - coalesce((SELECT sum(c.amount) FROM fitclub.bill_credit AS c
		WHERE c.billing_id = b.billing_id AND c.reason = 'proration'), 0))
	FROM fitclub.billing_item AS b
	WHERE b.membership_id = p.membership_id AND b.period_on = p.starts_on), 0.00)
FROM fitclub.membership_period AS p JOIN fitclub.membership AS m USING (membership_id)
END
	is(query('SELECT count(*) FROM fitclub.membership_period AS p WHERE p.ends_on > p.starts_on'
			  . ' AND (SELECT count(*) FROM fitclub.billing_item AS b WHERE b.membership_id = p.membership_id AND b.period_on = p.starts_on) <> 1'),
		0, 'each period has one bill');
	return;
}

sub compare_bookings
{
	my %price = (class => $class_price, session => $session_price);
	my @expected = map {
		my $price = $_->{cover} eq 'bill' ? $price{ $_->{kind} } : $_->{cover} eq 'discount' ? $price{ $_->{kind} } * 80 / 100 : 0;
		join('|', $_->{kind}, $_->{id}, $_->{cover} eq 'discount' ? 'bill' : $_->{cover}, money($price), $_->{cancelled} ? 't' : 'f')
	} @bookings;

	same(query(<<'END'), \@expected, 'bookings and what pays for them');
SELECT 'session', session_id, CASE WHEN lot_id IS NOT NULL THEN 'lot' WHEN membership_id IS NOT NULL THEN 'membership' ELSE 'bill' END, price, cancelled_at IS NOT NULL
FROM fitclub.private_session
UNION ALL
SELECT 'class', registration_id, CASE WHEN lot_id IS NOT NULL THEN 'lot' WHEN membership_id IS NOT NULL THEN 'membership' ELSE 'bill' END, price, cancelled_at IS NOT NULL
FROM fitclub.class_registration
END
	same(query("SELECT l.lot_id, l.expires_on, c.left_over FROM fitclub.credit_lot AS l, fitclub.list_credits(l.member_id) AS c WHERE c.lot_id = l.lot_id"),
		[ map { join('|', $_->{id}, date_of($_->{until}), $pack{credits} - $_->{used}) } grep { $_->{id} } values %lot ],
		'credits that are left');
	return;
}

sub compare_dunning
{
	same(query('SELECT b.member_id, b.period_on, d.step FROM fitclub.dunning AS d JOIN fitclub.billing_item AS b USING (billing_id)'),
		\@dunned, 'reminders to pay');
	my $fees = @fees;

	is(query("SELECT count(*), coalesce(sum(amount), 0) FROM fitclub.billing_item WHERE kind = 'late_fee'"),
		"$fees|" . ($fees ? money($fees * $steps[1][1]) : 0), "$fees late fees, which are asked for as well");
	return;
}

# What is owed in the end, and that everything foots.
sub prove
{
	my %owed;

	foreach my $member (1 .. $members)
	{
		my @open = grep { $late{$member} && $days - 1 - $_->{start} < 20 } @{ $membership{$member}{rows} };
		my $owed = sum0(map { $_->{amount} } @open) + $steps[1][1] * grep { $_->{member} == $member } @fees;

		push @{ $owed{all} }, join('|', $member, money($owed));
	}
	same(query('SELECT m.member_id, fitclub.member_balance(m.member_id) FROM fitclub.member AS m'), $owed{all}, 'balances');
	is(query('SELECT sum(amount) FROM fitclub.ledger'), '0.00', 'the ledger sums to zero');
	is(query('SELECT * FROM fitclub.verify()'), '', 'no rule is broken');
	return;
}
