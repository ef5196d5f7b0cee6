# Periods of memberships and their dues, beside a model that walks from day to day and
# shares no code with the engine: a day is a boundary if it is the anchor's day of the
# month, or the last of a month that has no such day, and every day that is in no hold
# belongs to one period. Periods of all anchors are compared with it, and how prices are
# divided, and random calls while time passes; and then 1,000 members have their dues
# billed by sessions that get in each other's way and are killed.

use strict;
use warnings;
use FitclubCluster;
use FitclubSession;
use List::Util qw(max min sum0);
use PostgreSQL::Test::Utils;
use Test::More;

my $calls = how_many('FITCLUB_DUES_CALLS', 800, 8000);
my $rounds = how_many('FITCLUB_DUES_KILLS', 1, 6);
my $seed = $ENV{FITCLUB_DUES_SEED} || int(rand(1_000_000));

note("FITCLUB_DUES_SEED=$seed");
srand($seed);

# ---- the server's clock: that of the system, and seconds that a file has --------------

my $folder = PostgreSQL::Test::Utils::tempdir();

append_to_file("$folder/clock.c", <<'END');
#include <fcntl.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/time.h>
#include <time.h>

int
gettimeofday(struct timeval *now, void *zone)
{
	static const volatile long long *later;
	struct timespec real;

	if (later == NULL)
		later = mmap(NULL, sizeof(*later), PROT_READ, MAP_SHARED, open(getenv("FITCLUB_CLOCK"), O_RDONLY), 0);
	clock_gettime(CLOCK_REALTIME, &real);
	now->tv_sec = real.tv_sec + *later;
	now->tv_usec = real.tv_nsec / 1000;
	return 0;
}
END
plan skip_all => 'there is no C compiler, or no shared libraries as on Linux'
  if $^O ne 'linux' || system("cc -shared -fPIC -w -o $folder/clock.so $folder/clock.c") != 0;

# Days are counted from 1 January 2020.
my $epoch = 1_577_836_800;
my $never = 1_000_000;
my @calendar;
my $today = 365 * 8 + 400 + int(rand(1461));

make_calendar();
set_clock();

my $node;
{
	local $ENV{LD_PRELOAD} = "$folder/clock.so";
	local $ENV{FITCLUB_CLOCK} = "$folder/clock";
	$node = new_cluster('dues', <<'END');
restart_after_crash = on
autovacuum = off
END
}

sub make_calendar
{
	my ($year, $month, $day) = (2020, 1, 1);

	while ($year < 2080)
	{
		my $last = $month == 2 ? ($year % 4 ? 28 : 29) : $month =~ /^(?:4|6|9|11)$/ ? 30 : 31;

		push @calendar, [ 12 * $year + $month, $day, $day == $last, sprintf('%04d-%02d-%02d', $year, $month, $day) ];
		$day++;
		($month, $day) = ($month + 1, 1) if $day > $last;
		($year, $month) = ($year + 1, 1) if $month > 12;
	}
	return;
}

# It is noon of today, and some time from then on.
sub set_clock
{
	open(my $file, '>', "$folder/clock.new") or die $!;
	print $file pack('q', $epoch + 86_400 * $today + 43_200 - time);
	close($file);
	# the servers' memory is the file itself
	if (-e "$folder/clock")
	{
		open(my $clock, '+<', "$folder/clock") or die $!;
		syswrite($clock, pack('q', $epoch + 86_400 * $today + 43_200 - time));
		close($clock);
	}
	else
	{
		rename("$folder/clock.new", "$folder/clock") or die $!;
	}
	return;
}

sub date_of { my ($day) = @_; return !defined $day ? 'NULL' : $day == $never ? "'infinity'" : "'$calendar[$day][3]'" }

sub pick { return $_[ int(rand(@_)) ] }
sub between { my ($from, $to) = @_; return $from + int(rand($to - $from + 1)) }

sub money { my ($cents) = @_; return sprintf('%d.%02d', int($cents / 100), $cents % 100) }

# ---- the model ----------------------------------------------------------------------
#
# A membership has start, anchor, until (nominal) and end (once cancelled), terms (plan,
# price, anchor from a day on), holds and made.

my @plan = (undef,
	a_plan('month', 1, 4999, 0, 0), a_plan('month', 3, 10000, 14, 0), a_plan('month', 12, 36601, 30, 1), a_plan('week', 1, 1550, 0, 8),
	a_plan('week', 2, 2500, 7, 0), a_plan('year', 1, 50000, 0, 0), a_plan('month', 1, 7990, 14, 3), a_plan('month', 5, 2999, 0, 0));

# Each is dearer for those who join in a year, and for the others later; and dearer again
# in two years, but not for those who are there by then.
sub a_plan
{
	my ($unit, $every, $price, $notice, $least) = @_;
	my @prices = (
		{ amount => $price, from => 0, existing => 0 },
		{ amount => $price + 501, from => $today + 365, existing => $today + 420 },
		{ amount => $price + 1003, from => $today + 730, existing => $never });

	return { unit => $unit, every => $every, notice => $notice, least => $least, prices => \@prices };
}

# Whether a whole period begins on a nominal day.
sub is_boundary
{
	my ($term, $day) = @_;
	my $plan = $plan[ $term->{plan} ];

	return ($day - $term->{anchor}) % (7 * $plan->{every}) == 0 if $plan->{unit} eq 'week';
	my ($month, $of_month, $is_last) = @{ $calendar[$day] };
	my ($anchor_month, $anchor_of_month) = @{ $calendar[ $term->{anchor} ] };

	return 0 if $of_month != $anchor_of_month && !($is_last && $of_month < $anchor_of_month);
	return ($month - $anchor_month) % ($plan->{every} * ($plan->{unit} eq 'year' ? 12 : 1)) == 0;
}

# Of the prices that hold on a day, the newest; each as long as there was no other.
sub price
{
	my ($m, $term, $day) = @_;

	return $term->{price} if defined $term->{price};
	my @prices = @{ $plan[ $term->{plan} ]{prices} };
	my $price = $prices[0]{amount};

	foreach (@prices)
	{
		$price = $_->{amount} if $day >= ($m->{made} >= $_->{from} ? $_->{from} : $_->{existing});
	}
	return $price;
}

# The first parts of a whole, to the nearest cent.
sub share
{
	use integer;
	my ($amount, $parts, $whole) = @_;
	return (2 * $amount * $parts + $whole) / (2 * $whole);
}

sub held_days
{
	my ($m, $until) = @_;
	my %held;

	foreach my $hold (@{ $m->{holds} })
	{
		$held{$_} = 1 foreach $hold->[0] .. min($hold->[1], $until) - 1;
	}
	return \%held;
}

# walk(MEMBERSHIP, UNTIL): the periods that begin until a day.
sub walk
{
	my ($m, $until) = @_;
	my $horizon = $until + 13 * 366 + sum0(map { $_->[1] == $never ? 0 : $_->[1] - $_->[0] } @{ $m->{holds} });
	my $held = held_days($m, $horizon);
	my %term = map { $_->{from} => $_ } @{ $m->{terms} };
	my ($nominal, $term, $open, @periods) = ($m->{start});

	for (my $day = $m->{start}; ; $day++)
	{
		my $is_over = defined $m->{end} ? $day >= $m->{end} : defined $m->{until} && $nominal >= $m->{until};

		if ($open && ($is_over || $term{$day}))
		{
			push @periods, close_period($m, $open, $day, $nominal);
			undef $open;
		}
		last if $is_over || (!$open && $day > $until);
		$term = $term{$day} if $term{$day};
		if ($day >= $horizon)
		{
			push @periods, close_period($m, $open, $never, undef) if $open;
			last;
		}
		next if $held->{$day};
		$open ||= { start => $day, nominal => $nominal, term => $term };
		if (is_boundary($term, ++$nominal))
		{
			push @periods, close_period($m, $open, $day + 1, $nominal);
			undef $open;
		}
	}
	return @periods;
}

sub close_period
{
	my ($m, $open, $end, $nominal) = @_;
	my ($low, $high) = ($open->{nominal}, $open->{nominal} + 1);

	$low-- until is_boundary($open->{term}, $low);
	$high = $nominal if defined $nominal && $nominal > $high;
	$high++ until is_boundary($open->{term}, $high);
	# after a hold that has no end, it will go on
	$nominal //= min($high, $m->{until} // $high);
	my $price = price($m, $open->{term}, $open->{start});
	my $amount = share($price, $nominal - $low, $high - $low) - share($price, $open->{nominal} - $low, $high - $low);

	return {
		start => $open->{start}, end => $end, plan => $open->{term}{plan}, low => $low, high => $high, amount => $amount,
		price => $price, days => $nominal - $open->{nominal} };
}

# As the queries have them: the day, or -1 for never.
sub row
{
	my ($id, $period) = @_;
	return join '|', $id, $period->{start}, $period->{end} == $never ? -1 : $period->{end}, $period->{plan}, money($period->{amount});
}

# Tells the first differences of two lists of lines.
sub same
{
	my ($found, $expected, $name) = @_;
	my %left;
	my @extra;

	$left{$_}++ foreach @$expected;
	foreach (split /\n/, $found)
	{
		push @extra, $_ unless $left{$_} && $left{$_}--;
	}
	my @missing = sort grep { $left{$_} } keys %left;

	is(join("\n", '', splice(@extra, 0, 5)) . join("\n", ' and not', splice(@missing, 0, 5)), ' and not', $name . ', ' . @$expected);
	return;
}

sub ends_in { return "CASE WHEN $_[0] = 'infinity' THEN -1 ELSE $_[0] - date '2020-01-01' END" }

# ---- periods, by a table ----------------------------------------------------------------

sub make_plans
{
	my ($club) = @_;
	my $sql = '';

	foreach my $id (1 .. $#plan)
	{
		my $it = $plan[$id];

		$sql .= sprintf("INSERT INTO fitclub.plan (name, unit, every, notice, min_periods) VALUES ('Plan %d', '%s', %d, '%d days', %d);\n",
			$id, @$it{qw(unit every notice least)});
		$sql .= sprintf("INSERT INTO fitclub.plan_price (plan_id, amount, valid_from, existing_from) VALUES (%d, %s, %s, %s);\n",
			$id, money($_->{amount}), date_of($_->{from}), date_of($_->{existing}))
		  foreach @{ $it->{prices} };
	}
	create_club($node, $club);
	$node->safe_psql($club, "SELECT fitclub.update_club(time_zone => 'UTC', cancelled_payment => 'credit', uses_cover => true); $sql");
	return;
}

# Has memberships written as they are.
sub write_memberships
{
	my (@memberships) = @_;
	my (@rows, @terms, @holds);

	foreach my $m (@memberships)
	{
		my ($id, $anchor) = ($m->{id}, $m->{anchor});

		push @rows, sprintf('(1, %s, %s, %s, %s)', map { date_of($_) } @$m{qw(start anchor until end)});
		foreach my $term (@{ $m->{terms} })
		{
			push @terms, sprintf('(%d, %s, %d, %s, %s)', $id, date_of($term->{from}), $term->{plan},
				defined $term->{price} ? money($term->{price}) : 'NULL', $term->{anchor} == $anchor ? 'NULL' : date_of($term->{anchor}));
			$anchor = $term->{anchor};
		}
		push @holds, map { sprintf('(%d, %s, %s)', $id, map { date_of($_) } @$_) } @{ $m->{holds} };
	}
	my $sql = "INSERT INTO fitclub.membership (member_id, starts_on, anchor_on, contract_until, ends_on) VALUES " . join(",\n", @rows) . ";\n"
	  . 'INSERT INTO fitclub.membership_plan (membership_id, from_on, plan_id, price, anchor_on) VALUES ' . join(",\n", @terms) . ";\n";

	$sql .= 'INSERT INTO fitclub.membership_hold (membership_id, starts_on, ends_on) VALUES ' . join(",\n", @holds) . ";\n" if @holds;
	$node->safe_psql('periods', $sql);
	return;
}

sub periods_until
{
	my ($until, $after) = @_;
	my $ends = ends_in('p.ends_on');

	return $node->safe_psql('periods', "SELECT m.membership_id, p.starts_on - date '2020-01-01', $ends, p.plan_id, round(p.amount, 2)"
		  . ' FROM fitclub.membership AS m CROSS JOIN LATERAL fitclub_internal.membership_periods(m.membership_id, ' . date_of($until) . ") AS p WHERE m.membership_id > $after");
}

# holds_of(MEMBERSHIP, WAY): holds that begin within a period, or at its end.
sub holds_of
{
	my ($m, $way) = @_;
	my @periods = walk($m, $m->{start} + 3 * 365);
	my $end = $periods[ between(0, min(5, $#periods)) ]{end};

	return () if $way eq 'none';
	return [ $end - between(4, 6), $end - between(1, 3) ] if $way eq 'within';
	return [ $end - between(1, 6), $end + between(1, 40) ] if $way eq 'over';
	return [ $end, $end + between(1, 40) ] if $way eq 'at the end';
	return [ $m->{start}, $m->{start} + between(1, 40) ] if $way eq 'at the start';
	my $day = $m->{start};
	my @holds;

	foreach (1 .. between(1, 8))
	{
		my $from = $day + between(@holds ? 1 : 0, 120);

		$day = $from + between(1, 60);
		push @holds, [ $from, $day ];
	}
	$holds[-1][1] = $never if $way eq 'open';
	return @holds;
}

sub compare_table
{
	my @memberships;
	my %seen;
	my @anchors = ((map { day(2027, 1, $_) } 1 .. 31), day(2028, 2, 29));

	foreach my $anchor (@anchors)
	{
		foreach my $plan (1 .. $#plan)
		{
			foreach my $way ('over', 'open', pick('none', 'within'), pick('at the start', 'at the end', 'some'))
			{
				my $start = $anchor + (rand() < 0.6 ? 0 : between(-400, 400));
				my %m = (id => @memberships + 1, start => $start, anchor => $anchor, made => $today, holds => []);

				$m{terms} = [ { from => $start, plan => $plan, anchor => $anchor } ];
				$m{holds} = [ holds_of(\%m, $way) ];
				$m{until} = $start + between(1, 900) if rand() < 0.1;
				$seen{$way}++;
				push @memberships, \%m;
			}
		}
	}
		write_memberships(@memberships);

	my (@expected, @around, @asked);

	foreach my $m (@memberships)
	{
		my @periods = walk($m, $anchors[0] + 1461);

		push @expected, map { row($m->{id}, $_) } @periods;
		foreach (1 .. 5)
		{
			my $day = between($m->{start} - 10, $anchors[0] + 1461);
			my ($around) = grep { $_->{start} <= $day && $day < $_->{end} } @periods;

			push @asked, sprintf("(%d, %d)", $m->{id}, $day);
			push @around, join '|', $m->{id}, $day, $around ? $around->{start} : '';
		}
	}
	note(join ', ', map { "$seen{$_} with holds: $_" } sort keys %seen);
	same(periods_until($anchors[0] + 1461, 0), \@expected, 'periods of each anchor over four years');
	same($node->safe_psql('periods', "SELECT a.id, a.day, p.starts_on - date '2020-01-01' FROM (VALUES " . join(', ', @asked)
			  . ") AS a (id, day) LEFT JOIN LATERAL fitclub_internal.membership_period_on(a.id, date '2020-01-01' + a.day) AS p ON true"),
		\@around, 'the periods in which days are');
	return scalar @memberships;
}

sub day
{
	my ($year, $month, $of_month) = @_;
	my $date = sprintf('%04d-%02d-%02d', $year, $month, $of_month);
	my ($day) = grep { $calendar[$_][3] eq $date } 0 .. $#calendar;

	return $day;
}

# ---- how a price is divided ---------------------------------------------------------------

# In a currency with decimals, and in one without.
sub compare_parts
{
	my ($after, $unit) = @_;
	my @memberships;

	foreach my $id ($after + 1 .. $after + 250)
	{
		my $start = between(2500, 4000);
		my $price = $unit * pick(between(1, 60), between(1, 100_000), between(1, 999_999_999_999 / $unit));
		my $plan = between(1, $#plan);
		my %from = map { $start + int(rand() ** 2 * 400) => 1 } 1 .. between(0, 12);
		my $anchor = $start - between(0, 30);

		push @memberships, {
			id => $id, start => $start, anchor => $anchor, made => $today, holds => [],
			terms => [ map { { from => $_, plan => $plan, price => $price, anchor => $anchor } } sort { $a <=> $b } keys %{ { %from, $start => 1 } } ] };
		$memberships[-1]{holds} = [ holds_of($memberships[-1], 'some') ] if rand() < 0.3;
	}
	write_memberships(@memberships);

	my %amount = map { /^(\d+\|\d+)\|.*\|(\d+)\.(\d\d)$/ ? ($1 => 100 * $2 + $3) : die $_ } split /\n/, periods_until(5000, $after);
	my ($wholes, $parts, @wrong) = (0, 0);

	foreach my $m (@memberships)
	{
		my %whole;

		push @{ $whole{ $_->{low} } }, $_ foreach walk($m, 5000);
		foreach my $low (sort { $a <=> $b } keys %whole)
		{
			my @all = @{ $whole{$low} };
			my ($price, $days) = ($all[0]{price}, $all[0]{high} - $low);

			foreach (@all)
			{
				my $amount = $amount{"$m->{id}|$_->{start}"} // -1;

				# less than a unit from the exact share, by whole numbers
				push @wrong, "$m->{id}: $_->{days} of $days days of $price cost $amount"
				  if $amount < 0 || $amount % $unit || abs($amount * $days - $price * $_->{days}) >= $unit * $days;
			}
			next if sum0(map { $_->{days} } @all) < $days;
			$wholes++;
			$parts += @all if @all > 1;
			my $sum = sum0(map { $amount{"$m->{id}|$_->{start}"} // 0 } @all);

			push @wrong, "$m->{id}: parts of $price sum to $sum" if $sum != $price;
		}
	}
	is(join("\n", splice(@wrong, 0, 5)), '', "the parts of $wholes wholes, $parts of which are cut, sum to their price in units of $unit");
	cmp_ok($parts, '>', 500, 'many were cut');
	return;
}

# ---- random calls, while time passes ------------------------------------------------------

my $session;
my (%membership, %paid, %done, @wrong);

sub is_held { my ($m, $day) = @_; return grep { $_->[0] <= $day && $day < $_->[1] } @{ $m->{holds} } }

sub nominal
{
	my ($m, $day) = @_;
	my $held = held_days($m, $day);

	return $day - keys %$held;
}

# The first day that has a nominal date.
sub real
{
	my ($m, $nominal) = @_;
	my $held = held_days($m, $nominal + 4000);
	my ($day, $counted) = ($m->{start}, $m->{start});

	while ($counted < $nominal)
	{
		return $never if $day > $nominal + 3999;
		$counted++ unless $held->{$day};
		$day++;
	}
	return $day;
}

sub end_of
{
	my ($m) = @_;
	return $m->{end} // (defined $m->{until} ? real($m, $m->{until}) : $never);
}

sub term_on
{
	my ($m, $day) = @_;
	return (grep { $_->{from} <= $day } @{ $m->{terms} })[-1] // $m->{terms}[0];
}

# A copy that can be changed.
sub copy
{
	my ($m) = @_;
	return { %$m, terms => [ map { {%$_} } @{ $m->{terms} } ], holds => [ map { [@$_] } @{ $m->{holds} } ] };
}

# follow(MEMBERSHIP, FROM, DUES): has what was billed agree with it. What begins later than
# a day is taken back, unless it has begun and its dues stay.
sub follow
{
	my ($m, $from, $dues) = @_;
	my @rows = @{ $m->{rows} };
	my %period = map { $_->{start} => $_ } walk($m, max($today, map { $_->{start} } @rows));
	my @changed;

	$m->{rows} = [];
	foreach my $row (@rows)
	{
		my $period = $period{ $row->{start} };
		my $end = $period ? $period->{end} : $row->{start};

		if ($row->{start} >= $from && ($dues ne 'stay' || $row->{start} > $today))
		{
			push @changed, $row;
			next;
		}
		push @changed, $row if $end != $row->{end};
		$row->{amount} = min($row->{amount}, $period ? $period->{amount} : 0) if $dues eq 'credited' && $end < $row->{end};
		$row->{end} = $end;
		push @{ $m->{rows} }, $row;
	}
	return @changed;
}

# bill(MEMBERSHIP, UNTIL, MOST): how many periods are billed.
sub bill
{
	my ($m, $until, $most) = @_;
	my $count = 0;

	return 0 if $m->{start} > $until;
	foreach (walk($m, $until))
	{
		next if @{ $m->{rows} } && $_->{start} < $m->{rows}[-1]{end};
		last if $count >= $most;
		push @{ $m->{rows} }, { %$_, billed => $_->{amount} };
		$count++;
	}
	return $count;
}

# The first day from a day on that is a boundary.
sub boundary_from
{
	my ($m, $day) = @_;

	for ($day = max($day, $m->{start}); ; $day++)
	{
		return $day if is_boundary(term_on($m, $day), nominal($m, $day));
		return $never if grep { $_->[0] <= $day && $_->[1] == $never } @{ $m->{holds} };
	}
}

# The periods that are billed, as they would be if it was not cancelled.
sub periods_but_for_end
{
	my ($m) = @_;
	return map { $_->{start} => $_ } walk({ %$m, end => undef }, max($today, map { $_->{start} } @{ $m->{rows} }));
}

# Where a period is cut: no plan begins within a hold.
sub cut_day
{
	my ($m, $day) = @_;
	my ($hold) = grep { $_->[0] < $day && $day < $_->[1] } @{ $m->{holds} };

	return $hold ? $hold->[0] : $day;
}

# The plan again from a day on, so that a period of its own begins.
sub cut
{
	my ($m, $day) = @_;
	my $term = term_on($m, $day);

	return if $term->{from} == $day;
	$m->{terms} = [ sort { $a->{from} <=> $b->{from} } @{ $m->{terms} }, { %$term, from => $day } ];
	return;
}

# Each of the calls returns its SQL and the constraint that it breaks, '' for none.

sub join_plan
{
	my $id = 1 + keys %membership;
	my ($member, $plan, $start) = (between(1, 40), between(1, $#plan), $today + between(-100, 40));
	my %new = (id => $id, member => $member, start => $start, anchor => $start, made => $today, holds => [], rows => []);

	$new{anchor} += between(-40, 40) if rand() < 0.5;
	$new{until} = $start + between(1, 300) if rand() < 0.2;
	$new{terms} = [ { from => $start, plan => $plan, anchor => $new{anchor}, price => rand() < 0.3 ? pick(0, between(2000, 20000)) : undef } ];
	$membership{$id} = \%new;
	bill(\%new, $today, $never) if $start <= $today;
	return (sprintf('join_plan(%d, %d, %s, %s, %s, %s)', $member, $plan, (map { date_of($_) } @new{qw(start anchor until)}), amount($new{terms}[0]{price})), '', \%new);
}

sub amount { my ($cents) = @_; return defined $cents ? money($cents) : 'NULL' }

# A day from today on: some day, or one on which something begins or ends.
sub some_day
{
	my ($m, $most) = @_;
	my @days = grep { $_ >= $today && $_ < $today + $most } (map { @$_ } @{ $m->{holds} }), (map { $_->{from} } @{ $m->{terms} }),
	  (map { $_->{start}, $_->{end} } @{ $m->{rows} }), $m->{end} // 0;

	return @days && rand() < 0.4 ? pick(@days) + pick(0, 0, -1, 1) : between($today - 2, $today + $most);
}

sub any { return $membership{ between(1, scalar keys %membership) } }

sub as_term { my ($plan, $price, $term) = @_; return $plan == $term->{plan} && (!defined $price || $price == ($term->{price} // -1)) }

# with_plan(MEMBERSHIP, PLAN, PRICE, DAY): the terms until a day, and that from then on.
sub with_plan
{
	my ($m, $plan, $price, $day) = @_;
	my @before = grep { $_->{from} < $day } @{ $m->{terms} };
	my $like = $before[-1] // $m->{terms}[0];
	my $is_same = $plan[$plan]{unit} eq $plan[ $like->{plan} ]{unit} && $plan[$plan]{every} == $plan[ $like->{plan} ]{every};

	return (@before, {
		from => $day, plan => $plan, price => as_term($plan, $price, $like) ? $like->{price} : $price,
		anchor => $is_same ? $like->{anchor} : nominal($m, $day) });
}

# When a change begins for which no day is given.
sub day_of_change
{
	my ($m, $plan, $price) = @_;
	my $now = max($today, $m->{start});
	my ($next) = grep { $_->{from} > $now } @{ $m->{terms} };

	return $next->{from} if as_term($plan, $price, term_on($m, $now)) && $next && $next->{from} < end_of($m);
	return $now if $m->{start} > $today;
	my $after = copy($m);

	$after->{terms} = [ with_plan($m, $plan, $price, $now) ];
	my ($old) = grep { $_->{start} <= $now && $now < $_->{end} } walk($m, $now);
	my ($new) = grep { $_->{start} <= $now && $now < $_->{end} } walk($after, $now);

	return $now if $new->{price} * ($old->{high} - $old->{low}) > $old->{price} * ($new->{high} - $new->{low});
	return boundary_from($m, $now + 1);
}

sub same_term { my ($a, $b) = @_; return $a->{plan} == $b->{plan} && ($a->{price} // -1) == ($b->{price} // -1) }

sub change_plan
{
	my $m = any();
	my $first = max($today, $m->{start});
	my $plan = rand() < 0.3 ? term_on($m, $today)->{plan} : between(1, $#plan);
	my $price = rand() < 0.3 ? pick(0, between(2000, 20000)) : undef;
	my $from = rand() < 0.4 && !is_held($m, $first) ? undef : some_day($m, 90);
	my $sql = sprintf('change_plan(%d, %d, %s, %s)', $m->{id}, $plan, date_of($from), amount($price));

	return ($sql, 'membership_ended', $m) if end_of($m) <= $today;
	my $day = $from // day_of_change($m, $plan, $price);

	return ($sql, 'membership_plan_from_on_check', $m) if $day < $first;
	return ($sql, 'membership_hold', $m) if $day == $never || is_held($m, $day);
	return ($sql, 'membership_ended', $m) if $day >= end_of($m);
	my @terms = with_plan($m, $plan, $price, $day);
	my $is_same = @terms > 1 && same_term(@terms[ -1, -2 ]);
	my %planned = periods_but_for_end($m);

	return ($sql, '', $m) if same_term(term_on($m, $day), $terms[-1]) && !grep { $_->{from} > $day } @{ $m->{terms} };
	$m->{terms} = \@terms;
	if ($is_same)
	{
		# needed only for what was billed until something that was planned
		$m->{terms} = [ @terms[ 0 .. $#terms - 1 ] ];
		my %period = periods_but_for_end($m);

		$m->{terms} = \@terms if grep { $_->{start} < $day && $planned{ $_->{start} }{end} < $period{ $_->{start} }{end} } @{ $m->{rows} };
	}
	bill($m, $today, $never) if follow($m, $day, 'credited') && $day <= $today;
	return ($sql, '', $m);
}

# What is planned for later comes when as many days have passed that count.
sub move_plans
{
	my ($m, $before, $after_day) = @_;

	foreach (grep { $_->{from} > $after_day } @{ $m->{terms} })
	{
		my $day = real($m, nominal($before, $_->{from}));

		$_->{from} = $day if $day != $never;
	}
	return;
}

sub overlaps
{
	my ($m, $from, $to, $but) = @_;
	return grep { $_->[0] != $but && $from <= $_->[1] && $_->[0] <= $to } @{ $m->{holds} };
}

sub hold_membership
{
	my $m = any();
	my $from = rand() < 0.4 ? between($today - 20, $today) : some_day($m, 60);
	my $to = rand() < 0.2 ? $never : $from + between(1, 50);
	my $before = copy($m);
	my $settled = max($m->{start}, map { $_->{start} } grep { $_->{start} <= $today } @{ $m->{rows} });
	my $sql = sprintf('hold_membership(%d, %s, %s)', $m->{id}, date_of($from), $to == $never ? 'NULL' : date_of($to));

	return ($sql, 'membership_ended', $m) if $from >= end_of($m);
	return ($sql, 'membership_hold_starts_on_check', $m) if $from < min($settled, $today) || $from < $m->{start};
	return ($sql, 'membership_hold_overlap', $m) if overlaps($m, $from, $to, -1);
	my $last = $m->{terms}[-1]{from};

	return ($sql, 'membership_hold', $m) if $to == $never && (defined $m->{end} || ($last > $from && $last < end_of($m)));
	$m->{holds} = [ sort { $a->[0] <=> $b->[0] } @{ $m->{holds} }, [ $from, $to ] ];
	$m->{end} = real($m, nominal($before, $m->{end})) if ($m->{end} // 0) > $from;
	move_plans($m, $before, $from);
	follow($m, $from, 'move');
	return ($sql, '', $m);
}

sub end_hold
{
	my $m = pick((grep { grep { $_->[1] > $today } @{ $_->{holds} } } map { $membership{$_} } sort keys %membership), any());
	my $to = rand() < 0.3 ? undef : rand() < 0.2 ? between($today - 10, $today) : some_day($m, 60);
	my ($hold) = grep { $_->[1] > $today } @{ $m->{holds} };
	my $before = copy($m);
	my $sql = sprintf('end_hold(%d, %s)', $m->{id}, date_of($to));

	$to //= $today;
	return ($sql, 'membership_ended', $m) if end_of($m) <= $today;
	return ($sql, 'membership_hold', $m) if !$hold;
	my ($from, $old) = @$hold;

	return ($sql, 'membership_hold_overlap', $m) if overlaps($m, $from, $to, $from);
	$hold->[1] = $to;
	$m->{holds} = [ grep { $_->[0] < $_->[1] } @{ $m->{holds} } ];
	$m->{end} = real($m, nominal($before, $m->{end})) if ($m->{end} // 0) > $old;
	# what was planned before a hold without an end has kept its day
	$before->{holds} = [ grep { $_->[1] != $never } @{ $before->{holds} } ];
	move_plans($m, $before, $from);

	# days that come back before an end within the hold, and were not billed
	my %period = map { $_->{start} => $_ } walk($m, max($today, map { $_->{start} } @{ $m->{rows} }));

	cut($m, $from) if defined $m->{end}
	  && grep { $_->{start} < $from && $from < $_->{end} && $_->{billed} > 0 && $_->{billed} < $period{ $_->{start} }{amount} } @{ $m->{rows} };
	follow($m, $from, 'move');
	return ($sql, '', $m);
}

# When it ends by its plan.
sub earliest_end
{
	my ($m) = @_;
	my $term = term_on($m, max($today, $m->{start}));
	my $plan = $plan[ $term->{plan} ];
	my ($day, $left) = ($m->{start}, $plan->{least});

	while ($left > 0)
	{
		$day++;
		$left-- if is_boundary({ plan => $term->{plan}, anchor => $m->{start} }, $day);
	}
	my $shortest = $plan->{least} ? real($m, $day) : 0;

	return $never if $shortest == $never;
	my $noticed = max($today + $plan->{notice}, $today + 1, $shortest);
	my $boundary = boundary_from($m, $noticed);

	return $boundary == $never ? $noticed : $boundary;
}

sub cancel_membership
{
	my $m = any();
	my $end = rand() < 0.3 ? undef : some_day($m, 90);
	my $credits = rand() < 0.5;
	my $before = copy($m);
	my $sql = sprintf('cancel_membership(%d, %s, %s)', $m->{id}, date_of($end), $credits ? 'true' : 'false');

	return ($sql, 'membership_ended', $m) if end_of($m) <= $today;
	if (!defined $end)
	{
		$end = earliest_end($m);
		return ($sql, 'membership_notice', $m) if $end == $never;
		$end = min($end, end_of($m));
	}
	return ($sql, 'membership_ends_on_check', $m) if $end < $today;
	$end = max($end, $m->{start});
	return ($sql, 'membership_ended', $m) if $end > end_of($m);
	$m->{end} = $end;
	my %ended = map { $_->{start} => $_->{end} } @{ $m->{rows} };
	my %whole = periods_but_for_end($m);

	follow($m, $end, $credits ? 'credited' : 'stay');
	foreach (grep { $_->{billed} > 0 && $_->{end} < $ended{ $_->{start} } } @{ $m->{rows} })
	{
		cut($m, cut_day($before, $end)) if $credits;
		cut($m, cut_day($before, $ended{ $_->{start} })) if !$credits && $_->{billed} < $whole{ $_->{start} }{amount};
	}
	follow($m, $never, 'stay');
	return ($sql, '', $m);
}

sub keep_membership
{
	my $m = pick((grep { defined $_->{end} && $_->{end} > $today } map { $membership{$_} } sort keys %membership), any());
	my $sql = "keep_membership($m->{id})";
	my $before = copy($m);

	return ($sql, 'membership_ended', $m) if end_of($m) <= $today;
	return ($sql, '', $m) if !defined $m->{end};
	undef $m->{end};
	my %period = periods_but_for_end($m);

	foreach (@{ $m->{rows} })
	{
		my $period = $period{ $_->{start} };

		cut($m, cut_day($before, $_->{end})) if $_->{billed} > 0 && $period && $period->{end} != $_->{end} && $_->{billed} < $period->{amount};
	}
	follow($m, $never, 'stay');
	return ($sql, '', $m);
}

sub pay
{
	my $m = any();
	my $amount = between(1, 9000);

	$paid{ $m->{member} } += $amount;
	return ("receive_payment($m->{member}, " . money($amount) . ')', '', $m);
}

# A day or some pass, and the dues of the night are billed, or some in advance.
sub bill_dues
{
	my $until = rand() < 0.6 ? undef : $today + between(-10, 60);
	my $most = rand() < 0.3 ? between(1, 10) : undef;
	my $left = $most // $never;
	my $count = 0;

	$today += between(0, 9);
	set_clock();
	$until += 5 if defined $until;
	foreach my $id (sort { $a <=> $b } keys %membership)
	{
		my $billed = bill($membership{$id}, $until // $today, $left);

		$left -= $billed;
		$count += $billed;
	}
	return (sprintf('bill_dues(%s, %s)', date_of($until), $most // 'NULL'), '', undef, $count);
}

# A membership as the model has it, and as it is.
sub in_model
{
	my ($m) = @_;
	my @terms = map { join ' ', $_->{from}, $_->{plan}, amount($_->{price}) } @{ $m->{terms} };
	my @rows = map { join ' ', $_->{start}, $_->{end} == $never ? -1 : $_->{end}, $_->{plan}, money($_->{amount}) } @{ $m->{rows} };

	return join '|', $m->{id}, $m->{end} // '', join(', ', @terms), join(', ', map { join ' ', $_->[0], $_->[1] == $never ? -1 : $_->[1] } @{ $m->{holds} }), join(', ', @rows);
}

my $ends_on = ends_in('x.ends_on');
my $as_it_is = <<"END";
SELECT m.membership_id, m.ends_on - date '2020-01-01', (
		SELECT string_agg(concat_ws(' ', x.from_on - date '2020-01-01', x.plan_id, coalesce(x.price::text, 'NULL')), ', ' ORDER BY x.from_on)
		FROM fitclub.membership_plan AS x WHERE x.membership_id = m.membership_id), (
		SELECT string_agg(concat_ws(' ', x.starts_on - date '2020-01-01', $ends_on), ', ' ORDER BY x.starts_on)
		FROM fitclub.membership_hold AS x WHERE x.membership_id = m.membership_id), (
		SELECT string_agg(concat_ws(' ', x.starts_on - date '2020-01-01', $ends_on, x.plan_id, b.net, b.fault), ', ' ORDER BY x.starts_on)
		FROM fitclub.membership_period AS x
		CROSS JOIN LATERAL (
			SELECT coalesce(sum(coalesce(o.original_amount, o.amount) - coalesce((
					SELECT sum(c.amount) FROM fitclub.bill_credit AS c WHERE c.billing_id = o.billing_id), 0)), 0.00) AS net,
				CASE WHEN count(*) FILTER (WHERE o.status NOT IN ('cancelled', 'refunded')) > 1 THEN 'billed twice' END AS fault
			FROM fitclub.billing_item AS o WHERE o.membership_id = x.membership_id AND o.period_on = x.starts_on) AS b
		WHERE x.membership_id = m.membership_id)
FROM fitclub.membership AS m
END

sub compare
{
	my ($sql, $m) = @_;
	my $where = $m ? "WHERE m.membership_id = $m->{id}" : '';
	my %found = map { (split /\|/)[0] => $_ } split /\n/, $session->run("$as_it_is $where");

	foreach ($m ? $m : map { $membership{$_} } sort { $a <=> $b } keys %membership)
	{
		my ($found, $expected) = ($found{ $_->{id} } // '', in_model($_));

		push @wrong, "$sql on $today ($calendar[$today][3]):\n$found\n$expected\n" . join("\n", @{ $_->{told} }) if $found ne $expected;
		push @wrong, "$sql on $today ($calendar[$today][3]): days are free\n$found\n" . join("\n", @{ $_->{told} }) if has_free_days($_);
	}
	return;
}

# Whether less is owed for a period than its days cost.
sub has_free_days
{
	my ($m) = @_;
	my %period = map { $_->{start} => $_ } walk($m, max($today, map { $_->{start} } @{ $m->{rows} }));

	return grep { $_->{end} > $_->{start} && $_->{amount} < $period{ $_->{start} }{amount} } @{ $m->{rows} };
}

sub compare_calls
{
	$node->safe_psql('random', "SELECT fitclub.create_member('Member', i::text, i || '\@example.org') FROM generate_series(1, 40) AS i");
	$session = FitclubSession->new($node, 'random');
	foreach my $n (1 .. $calls)
	{
		my $call = $n <= 10 ? \&join_plan
		  : pick(\&join_plan, (\&change_plan) x 4, (\&hold_membership) x 4, (\&end_hold) x 4, (\&cancel_membership) x 2, (\&keep_membership) x 3, \&pay, (\&bill_dues) x 3);
		my ($sql, $constraint, $m, $count) = $call->();
		my ($found) = $session->run("SELECT fitclub.$sql");
		my ($refused) = $session->errors =~ /CONSTRAINT NAME:\s+(\S+)/;
		my ($name) = $sql =~ /^(\w+)/;

		$refused //= $session->errors =~ /ERROR/ ? $session->errors : '';
		push @{ $m->{told} }, "$calendar[$today][3] $today $sql: $refused" if $m;
		$done{"$name $refused"}++;
		push @wrong, "$sql on $today ($calendar[$today][3]): '$refused', not '$constraint'\n" . in_model($m) . "\n" . join("\n", @{ $m->{told} }) if $refused ne $constraint;
		push @wrong, "$sql has billed $found, not $count" if defined $count && $found != $count;
		compare($sql, $m);
		last if @wrong;
	}
	is(join("\n", @wrong), '', "memberships are as in the model after each of $calls calls");
	note(join ', ', map { "$_ $done{$_}" } sort keys %done);
	prove();
	return;
}

# In the end: all days, all money.
sub prove
{
	my $horizon = $today + 200;
	my $billed = $session->run('SELECT fitclub.bill_dues(' . date_of($horizon) . ')');
	my (%day, @twice, @free);

	is($billed, sum0(map { bill($_, $horizon, $never) } values %membership), 'in the end as many periods are billed');
	compare('bill_dues');
	foreach (split /\n/, $session->run('SELECT membership_id, starts_on - date $$2020-01-01$$, ' . ends_in('ends_on') . ' FROM fitclub.membership_period'))
	{
		my ($id, $start, $end) = split /\|/;

		foreach my $day ($start .. ($end < 0 ? $horizon + 1 : min($end, $horizon + 1)) - 1)
		{
			push @twice, "$id: $day" if $day{$id}{$day}++;
		}
	}
	foreach my $m (values %membership)
	{
		foreach my $day ($m->{start} .. min(end_of($m) - 1, $horizon))
		{
			push @free, "$m->{id}: $day" if !$day{ $m->{id} }{$day} && !is_held($m, $day);
		}
	}
	is(join(', ', splice(@twice, 0, 5)), '', 'no day is billed twice');
	is(join(', ', splice(@free, 0, 5)), '', 'no day is free');
	my @balances;

	foreach my $member (1 .. 40)
	{
		my $owed = sum0(map { $_->{amount} } map { @{ $_->{rows} } } grep { $_->{member} == $member } values %membership);
		my $balance = $owed - ($paid{$member} // 0);

		push @balances, "$member|" . ($balance < 0 ? '-' : '') . money(abs $balance);
	}
	same(scalar $session->run("SELECT m.member_id, round(fitclub.account_balance('receivable', m.member_id) + fitclub.account_balance('credit', m.member_id), 2) FROM fitclub.member AS m"),
		\@balances, 'balances');
	is($session->run('SELECT sum(amount) FROM fitclub.ledger'), '0.00', 'the ledger sums to zero');
	is($session->run('SELECT rule, table_name, row_id, detail FROM fitclub.verify() LIMIT 10'), '', 'no rule is broken');
	return;
}

# ---- 1,000 members, and sessions that get in each other's way and are killed ---------------

my %touched; # memberships that were changed

sub open_crowd
{
	my ($members) = @_;
	my $sql = "SELECT fitclub.create_member('Member', i::text, i || '\@example.org') FROM generate_series(1, $members) AS i;\n";

	foreach (1 .. $members)
	{
		my $start = $today + between(1, 30);

		$sql .= sprintf("SELECT fitclub.join_plan(%d, %d, %s, %s);\n", $_, pick(1, 1, 1, 5, 7), date_of($start), date_of($start + pick(0, between(-20, 20))));
	}
	make_plans('crowd');
	$node->safe_psql('crowd', $sql);
	return;
}

# What memberships are, by all that is decided of them: when they are billed is not.
sub read_crowd
{
	my $day = sub { return "$_[0] - date '2020-01-01'" };
	my %crowd;

	foreach (split /\n/, $node->safe_psql('crowd', 'SELECT membership_id, ' . join(', ', map { $day->($_) } qw(starts_on anchor_on ends_on)) . ' FROM fitclub.membership'))
	{
		my ($id, $start, $anchor, $end) = split /\|/;

		$crowd{$id} = { id => $id, start => $start, anchor => $anchor, end => $end, made => $today, terms => [], holds => [] };
	}
	foreach (split /\n/, $node->safe_psql('crowd', "SELECT membership_id, ${\ $day->('from_on')}, plan_id, ${\ $day->('anchor_on')} FROM fitclub.membership_plan ORDER BY 1, 2"))
	{
		my ($id, $from, $plan, $anchor) = split /\|/;
		my $m = $crowd{$id};

		$anchor = @{ $m->{terms} } ? $m->{terms}[-1]{anchor} : $m->{anchor} if !length($anchor // '');
		push @{ $m->{terms} }, { from => $from, plan => $plan, anchor => $anchor };
	}
	foreach (split /\n/, $node->safe_psql('crowd', "SELECT membership_id, ${\ $day->('starts_on')}, ${\ $day->('ends_on')} FROM fitclub.membership_hold ORDER BY 1, 2"))
	{
		my ($id, $from, $to) = split /\|/;

		push @{ $crowd{$id}{holds} }, [ $from, $to ];
	}
	$_->{end} = length($_->{end} // '') ? $_->{end} : undef foreach values %crowd;
	return values %crowd;
}

# All that is due is billed, once.
sub compare_crowd
{
	my ($until, $name) = @_;
	my @expected = map { my $m = $_; map { row($m->{id}, $_) . '|' . ($_->{amount} > 0 ? 1 : 0) } walk($m, $until) } read_crowd();

	$node->safe_psql('crowd', 'SELECT fitclub.bill_dues(' . date_of($until) . ')');
	same($node->safe_psql('crowd', <<"END"), \@expected, "$name: each period is billed once");
SELECT x.membership_id, x.starts_on - date '2020-01-01', $ends_on, x.plan_id, b.net, b.standing
FROM fitclub.membership_period AS x
CROSS JOIN LATERAL (
	SELECT coalesce(sum(coalesce(o.original_amount, o.amount) - coalesce((
			SELECT sum(c.amount) FROM fitclub.bill_credit AS c WHERE c.billing_id = o.billing_id), 0)), 0.00) AS net,
		count(*) FILTER (WHERE o.status NOT IN ('cancelled', 'refunded')) AS standing
	FROM fitclub.billing_item AS o WHERE o.membership_id = x.membership_id AND o.period_on = x.starts_on) AS b
END
	is($node->safe_psql('crowd', "SELECT rule, table_name, row_id, detail FROM fitclub.verify() UNION ALL"
			  . " SELECT 'ledger', NULL, NULL, sum(amount)::text FROM fitclub.ledger HAVING sum(amount) <> 0 LIMIT 10"), '', "$name: no rule is broken");
	return;
}

# A membership that nobody has changed yet and of which dues are due.
sub untouched
{
	my ($until) = @_;
	my $touched = join ', ', 0, keys %touched;
	my ($id, $start) = split /\|/, $node->safe_psql('crowd', "SELECT f.membership_id, f.starts_on - date '2020-01-01' FROM fitclub.dues_forecast(" . date_of($until)
		  . ") AS f JOIN fitclub.membership AS m ON m.membership_id = f.membership_id AND m.starts_on < f.starts_on"
		  . " WHERE f.membership_id NOT IN ($touched) ORDER BY f.starts_on DESC, f.membership_id LIMIT 1");

	$touched{$id} = 1;
	return ($id, $start);
}

# Each has to do with the period that is billed.
my %change = (
	join => sub { my ($id, $day) = @_; return "join_plan($id, 1, " . date_of($day) . ')' },
	cancel => sub { my ($id, $day) = @_; return "cancel_membership($id, " . date_of($day + pick(0, 3)) . ', true)' },
	hold => sub { my ($id, $day) = @_; return "hold_membership($id, " . date_of($day + pick(0, 2)) . ', ' . date_of($day + 9) . ')' },
	change => sub { my ($id, $day) = @_; return "change_plan($id, " . pick(2, 4) . ', ' . date_of($day + pick(0, 3)) . ')' });

# meet(FIRST, SECOND, END): the second comes while the first is not committed yet, which
# is then committed or killed.
sub meet
{
	my ($first, $second, $end, $waits) = @_;
	my @sessions = map { FitclubSession->new($node, 'crowd') } 1 .. 2;
	my $state = ($sessions[0]->run("BEGIN; SELECT fitclub.$first"))[1];

	$sessions[1]->send("SELECT fitclub.$second");
	my $has_waited = !$waits || $node->poll_query_until('postgres',
		"SELECT wait_event_type = 'Lock' FROM pg_stat_activity WHERE pid = " . $sessions[1]->pid);

	$end eq 'killed' ? $node->safe_psql('postgres', 'SELECT pg_terminate_backend(' . $sessions[0]->pid . ')') : $sessions[0]->run('COMMIT');
	$state .= ($sessions[1]->finish)[1];
	is($has_waited . $state, 1, "$first, then $second: the first is $end");
	$_->quit foreach $end eq 'killed' ? $sessions[1] : @sessions;
	return;
}

sub meet_in_both_orders
{
	my $until = $today + 30;

	foreach my $name (sort keys %change)
	{
		foreach my $end ('committed', 'killed')
		{
			foreach my $order ('job first', 'change first')
			{
				$until += 6;
				my $change = $change{$name}->(untouched($until));
				my $job = 'bill_dues(' . date_of($until) . ')';

				$order eq 'job first' ? meet($job, $change, $end, $name ne 'join') : meet($change, $job, $end, $name ne 'join');
			}
		}
	}
	compare_crowd($until, 'in both orders');
	return $until;
}

# Two jobs and one who changes memberships at once, until a session is killed in the middle
# of it: by the server, or by a signal that takes all others along.
sub kill_in_the_middle
{
	my ($until, $way) = @_;
	my $before = $node->safe_psql('crowd', 'SELECT count(*) FROM fitclub.membership_period');
	my $due = $node->safe_psql('crowd', 'SELECT count(*) FROM fitclub.dues_forecast(' . date_of($until) . ')');
	my @changes = map { $change{ pick(qw(cancel hold change)) }->(untouched($until)) } 1 .. 20;
	my @sessions = map { FitclubSession->new($node, 'crowd') } 1 .. 3;
	my $job = 'SELECT fitclub.bill_dues(' . date_of($until) . ', 25)';

	# the first is killed in a transaction that it does not end
	$sessions[0]->send(join '; ', ($job) x 4, 'BEGIN', $job, 'SELECT pg_sleep(600)');
	$sessions[1]->send(join '; ', ($job) x 60);
	$sessions[2]->send(join '; ', map { "SELECT fitclub.$_" } @changes);
	$node->poll_query_until('crowd', "SELECT query ~ 'pg_sleep' FROM pg_stat_activity WHERE pid = " . $sessions[0]->pid) or die 'nothing is billed';
	$way eq 'terminated' ? $node->safe_psql('postgres', 'SELECT pg_terminate_backend(' . $sessions[0]->pid . ')') : kill('KILL', $sessions[0]->pid);
	my ($state) = ($sessions[0]->finish)[1];
	my @told = map { scalar $_->finish } @sessions[ 1, 2 ];

	$node->poll_query_until('crowd', 'SELECT true') or die 'the server did not come back';
	my $billed = $node->safe_psql('crowd', 'SELECT count(*) FROM fitclub.membership_period') - $before;

	note("$way: $billed of $due periods were billed, " . (() = $told[1] =~ /^\d+$/mg) . ' changes were told of');
	$way eq 'terminated' ? is($state, '57P01', "$way: in the middle of the work") : cmp_ok($billed, '<', $due, "$way: in the middle of the work");
	is($node->safe_psql('crowd', 'SELECT id FROM (VALUES (0)' . join('', map { ", ($_)" } $told[1] =~ /^(\d+)$/mg) . ') AS told (id) WHERE id > 0'
			  . ' AND NOT EXISTS (SELECT FROM fitclub.membership AS m WHERE m.membership_id = id AND m.ends_on IS NOT NULL)'
			  . ' AND NOT EXISTS (SELECT FROM fitclub.membership_hold AS h WHERE h.membership_id = id)'
			  . ' AND (SELECT count(*) FROM fitclub.membership_plan AS p WHERE p.membership_id = id) < 2'), '', "$way: changes told of are there");
	compare_crowd($until, $way);
	return;
}

sub bill_crowd
{
	open_crowd(1000);
	my $until = meet_in_both_orders();

	foreach (1 .. $rounds)
	{
		kill_in_the_middle($until += 25, 'terminated');
		kill_in_the_middle($until += 25, 'killed');
	}
	return;
}

make_plans('periods');
$node->safe_psql('periods', "SELECT fitclub.create_member('Ann', 'Lee', 'ann\@example.org')");
my $written = compare_table();

compare_parts($written, 1);
$node->safe_psql('periods', "SELECT fitclub.update_club(currency => 'JPY')");
compare_parts($written + 250, 100);
make_plans('random');
compare_calls();
bill_crowd();
$node->stop;
done_testing();
