# What pays for bookings, beside a plain model: random bookings, cancellations in time
# and too late, moves and other ways to pay of six members with lots and memberships of
# all kinds. After each call the booking is covered, priced and kept as the model
# says, and in the end as many credits are left of each lot.

use strict;
use warnings;
use FitclubCluster;
use FitclubSession;
use List::Util qw(sum0 max);
use Test::More;

my $calls = how_many('FITCLUB_COVER_CALLS', 400, 4000);
my $seed = $ENV{FITCLUB_COVER_SEED} || int(rand(1_000_000));
my $days = 60;

note("FITCLUB_COVER_SEED=$seed");
srand($seed);

my $node = new_cluster('cover');

create_club($node, 'club');

# Days are counted from the first that can be booked. Services: credits and whether pack
# "Boxing only" and plan "Boxing only" are for it.
my %service = (Boxing => 2, Yoga => 1);
my %price = (Boxing => 40, Yoga => 60);
my (%lot, %membership, %payer, %booking);

$payer{5} = $payer{6} = 1;
$node->safe_psql('club', <<'END');
SELECT fitclub.create_member('Member', n::text, n || '@example.org') FROM generate_series(1, 6) AS n;
SELECT fitclub.set_payer(5, 1), fitclub.set_payer(6, 1);
SELECT fitclub.create_trainer('Trainer', n::text, n || '@example.org') FROM generate_series(1, 30) AS n;
SELECT fitclub.set_availability(t, d, '00:00', '24:00') FROM generate_series(1, 30) AS t, generate_series(0, 6) AS d;
SELECT fitclub.create_service('Boxing', 'session', price => 40, credits => 2), fitclub.create_service('Yoga', 'session', price => 60);
SELECT fitclub.create_pack('Any', 10, 0), fitclub.create_pack('Boxing only', 10, 0), fitclub.create_pack('Shared', 10, 0, is_shared => true);
SELECT fitclub.add_pack_scope(2, 'session', 1);
SELECT fitclub.create_plan('Two a week', 10, 'week', visits => 2), fitclub.create_plan('Any number', 10, 'week'),
	fitclub.create_plan('Cheaper', 10, 'week'), fitclub.create_plan('Boxing only', 10, 'week', visits => 3);
SELECT fitclub.add_plan_scope(3, 'session', discount => 25), fitclub.add_plan_scope(4, 'session', 1), fitclub.add_plan_scope(4, 'session', discount => 10);
SELECT fitclub.update_club(late_cancellation_fee_percent => 0);
CREATE TABLE public.day AS SELECT (now() AT TIME ZONE 'UTC')::date + 3 AS first;
END

sub pick { return $_[ int(rand(@_)) ] }

# ---- what there is ------------------------------------------------------------

foreach my $id (1 .. 20)
{
	my $from = int(rand(20));
	my $to = rand() < 0.2 ? undef : $from + int(rand(40));
	my %new = (id => $id, holder => 1 + int(rand(6)), pack => pick(1, 1, 2, 3), credits => 1 + int(rand(7)), from => $from, to => $to);
	my $expires = defined $to ? "(SELECT first + $to FROM public.day)" : 'NULL';

	$lot{$id} = \%new;
	$node->safe_psql('club', <<"END");
INSERT INTO fitclub.pack_sale (pack_id, member_id, credits, price) VALUES ($new{pack}, $new{holder}, $new{credits}, 0);
INSERT INTO fitclub.credit_lot (sale_id, member_id, credits, valid_from, expires_on)
SELECT $id, $new{holder}, $new{credits}, first + $from, $expires FROM public.day;
END
}
foreach my $id (1 .. 9)
{
	my $from = int(rand(20));
	my $to = rand() < 0.5 ? undef : $from + 1 + int(rand(40));
	my %new = (id => $id, member => 1 + int(rand(6)), plan => pick(1, 1, 1, 2, 3, 4), from => $from, to => $to);
	my $ends = defined $to ? "first + $to" : 'NULL';

	$new{plan} = 1 if $new{plan} == 2 && $id > 2; # few of those that cover all
	$membership{$id} = \%new;
	$node->safe_psql('club', <<"END");
INSERT INTO fitclub.membership (member_id, starts_on, anchor_on, ends_on)
SELECT $new{member}, first + $from, first + $from, $ends FROM public.day;
INSERT INTO fitclub.membership_plan (membership_id, from_on, plan_id) SELECT $id, first + $from, $new{plan} FROM public.day;
END
}

# ---- the model ------------------------------------------------------------------

my %visits = (1 => 2, 4 => 3);

# used(KIND, ID, BUT): the bookings that use a lot or a membership, but for one.
sub used
{
	my ($kind, $id, $but) = @_;

	return grep { $_->{cover} eq "$kind $id" && $_->{state} ne 'cancelled' && $_->{id} != $but } values %booking;
}

sub runs
{
	my ($it, $day) = @_;

	return $day >= $it->{from} && (!defined $it->{to} || $day < $it->{to});
}

sub week { my ($it, $day) = @_; return int(($day - $it->{from}) / 7) }

sub includes { my ($plan, $service) = @_; return $plan <= 2 || ($plan == 4 && $service eq 'Boxing') }

# fits(COVER, BOOKING): whether a lot or a membership can pay for it.
sub fits
{
	my ($cover, $booking) = @_;
	my ($kind, $id) = split / /, $cover;

	if ($kind eq 'lot')
	{
		my $lot = $lot{$id};
		my $mine = $lot->{holder} == $booking->{member}
		  || ($lot->{pack} == 3 && ($payer{ $booking->{member} } || 0) == $lot->{holder});

		return
			 $mine
		  && $booking->{day} >= $lot->{from}
		  && (!defined $lot->{to} || $booking->{day} <= $lot->{to})
		  && ($lot->{pack} != 2 || $booking->{service} eq 'Boxing')
		  && $lot->{credits} - sum0(map { $_->{credits} } used('lot', $id, $booking->{id})) >= $service{ $booking->{service} };
	}
	my $membership = $membership{$id};

	return
		 $membership->{member} == $booking->{member}
	  && runs($membership, $booking->{day})
	  && includes($membership->{plan}, $booking->{service})
	  && has_visits($membership, $booking);
}

sub has_visits
{
	my ($it, $booking) = @_;
	my $week = week($it, $booking->{day});

	return 1 if !$visits{ $it->{plan} };
	return $visits{ $it->{plan} } > grep { week($it, $_->{day}) == $week } used('membership', $it->{id}, $booking->{id});
}

# By when it ends.
sub last_day
{
	my ($cover, $day) = @_;
	my ($kind, $id) = split / /, $cover;

	return $lot{$id}{to} // 1000 if $kind eq 'lot';
	my $it = $membership{$id};
	my $end = $it->{from} + 7 * (week($it, $day) + 1);

	return (defined $it->{to} && $it->{to} < $end ? $it->{to} : $end) - 1;
}

# choose(BOOKING, KINDS): what pays for it, '' for a bill.
sub choose
{
	my ($booking, @kinds) = @_;
	my @fit = grep { my $cover = $_; fits($cover, $booking) && grep { $cover =~ /^$_ / } @kinds }
	  ((map { "lot $_" } keys %lot), (map { "membership $_" } keys %membership));
	my @unlimited = sort { number($a) <=> number($b) } grep { /^membership/ && $membership{ number($_) }{plan} == 2 } @fit;

	return $unlimited[0] if @unlimited;
	my @sorted = sort {
			 last_day($a, $booking->{day}) <=> last_day($b, $booking->{day})
		  || number($a) <=> number($b)
		  || $a cmp $b
	} @fit;

	return $sorted[0] // '';
}

sub number { my ($cover) = @_; return (split / /, $cover)[1] }

sub price
{
	my ($booking) = @_;
	my $discount = max(
		0,
		map { $_->{plan} == 3 ? 25 : $_->{plan} == 4 && $booking->{service} eq 'Yoga' ? 10 : 0 }
		  grep { $_->{member} == $booking->{member} && runs($_, $booking->{day}) } values %membership);

	return $price{ $booking->{service} } * (100 - $discount) / 100;
}

# Whether what covers it holds on another day.
sub holds
{
	my ($booking, $day) = @_;
	my ($kind, $id) = split / /, $booking->{cover};
	my $moved = { %$booking, day => $day };

	if ($kind eq 'lot')
	{
		return $day >= $lot{$id}{from} && (!defined $lot{$id}{to} || $day <= $lot{$id}{to});
	}
	my $it = $membership{$id};

	return runs($it, $day) && (week($it, $day) == week($it, $booking->{day}) || has_visits($it, $moved));
}

# ---- the calls ---------------------------------------------------------------------

my $session = FitclubSession->new($node, 'club');
my %done;
my @wrong;

# call(SQL): its result, or undef and the SQLSTATE.
sub call
{
	my ($sql) = @_;
	my ($result, $state) = $session->run($sql);

	return ($result, $state // '');
}

sub instant
{
	my ($day) = @_;
	my $hour = int(rand(23));

	return "(SELECT (first + $day) + interval '$hour hours' FROM public.day)";
}

sub pay_with
{
	my ($booking, $cover) = @_;

	$booking->{cover} = $cover;
	$booking->{credits} = $cover =~ /^lot/ ? $service{ $booking->{service} } : 0;
	$booking->{price} = $cover eq '' ? price($booking) : 0;
	return;
}

sub book
{
	my %new = (id => 0, member => 1 + int(rand(6)), day => int(rand($days)), service => pick(qw(Boxing Yoga)), state => 'stands', cover => '');
	my $start = instant($new{day});
	my $trainer = 1 + int(rand(30));
	my ($id, $state) = call("SELECT fitclub.book_session($new{member}, $trainer, NULL, s, s + interval '1 hour', '$new{service}') FROM $start AS x (s)");

	return "book $state" if $state ne '';
	pay_with(\%new, choose(\%new, 'lot', 'membership'));
	$new{id} = $id;
	$booking{$id} = \%new;
	return ('book', $id);
}

sub any_standing { return pick(grep { $_->{state} eq 'stands' } map { $booking{$_} } sort { $a <=> $b } keys %booking) }

sub cancel
{
	my $booking = any_standing() or return 'nothing';
	my $late = rand() < 0.5;
	my $notice = $late ? '360 days' : '0';
	my (undef, $state) = call("SELECT fitclub.update_club(cancellation_notice => '$notice'); SELECT fitclub.cancel_session($booking->{id})");

	return "cancel $state" if $state ne '';
	my ($kind, $id) = split / /, $booking->{cover};
	my $loses = $late && defined $kind && ($kind eq 'lot' || $visits{ $membership{$id}{plan} });

	$booking->{state} = $loses ? 'kept' : 'cancelled';
	return ($loses ? 'cancel late' : 'cancel', $booking->{id});
}

sub move
{
	my $booking = any_standing() or return 'nothing';
	my $day = int(rand($days));
	my $cover = $booking->{cover};
	my $moved = { %$booking, day => $day };
	my $becomes = $cover eq '' || $day == $booking->{day} || holds($booking, $day) ? $cover : choose($moved, 'lot', 'membership');
	my (undef, $state) = call("SELECT fitclub.reschedule_session($booking->{id}, " . instant($day) . ')');

	return "move $state" if $state =~ /^23P01/;
	if ($state ne '')
	{
		push @wrong, "move of $booking->{id} from $booking->{day} to $day, covered by $cover: $state" if $becomes ne '' || $state ne '23514';
		return ("move $state", $booking->{id});
	}
	$booking->{day} = $day;
	if ($becomes ne $cover)
	{
		pay_with($booking, $becomes);
		return ('move to another', $booking->{id});
	}
	return ($cover eq '' ? 'move billed' : 'move', $booking->{id});
}

sub set
{
	my $booking = any_standing() or return 'nothing';
	my $way = pick(qw(bill lot membership));
	my $cover = $booking->{cover};
	my $same = $way eq 'bill' ? $cover eq '' : $cover =~ /^$way/;
	my $becomes = $same ? $cover : $way eq 'bill' ? '' : choose($booking, $way);
	my (undef, $state) = call("SELECT fitclub.set_cover('$way', $booking->{id})");

	if ($state ne '')
	{
		push @wrong, "$way for $booking->{id}, covered by $cover: $state" if $becomes ne '' || $state ne '23514';
		return ("set $state", $booking->{id});
	}
	pay_with($booking, $becomes) if $becomes ne $cover;
	return ($same ? 'set the same' : "set $way", $booking->{id});
}

# Compares a booking with the model.
sub compare
{
	my ($done, $id) = @_;
	my $booking = $booking{$id};
	my ($kind, $of) = split / /, $booking->{cover};
	my $wanted = join '|', ($kind // '') eq 'lot' ? "$of||$booking->{credits}" : ($kind // '') eq 'membership' ? "|$of|" : '||',
	  sprintf('%.2f', $booking->{price}), $booking->{state};
	my ($stands) = call("SELECT lot_id, membership_id, credits, price, CASE WHEN kept_at IS NOT NULL THEN 'kept'"
		  . " WHEN cancelled_at IS NOT NULL THEN 'cancelled' ELSE 'stands' END FROM fitclub.private_session WHERE session_id = $id");

	push @wrong, "$done: session $id of member $booking->{member} on day $booking->{day}: $stands, not $wanted" if $stands ne $wanted;
	return;
}

foreach (1 .. $calls)
{
	my $call = pick(\&book, \&book, \&book, \&cancel, \&move, \&move, \&set, \&set);
	my ($done, $id) = $call->();

	$done{$done}++;
	compare($done, $id) if defined $id;
	last if @wrong > 5;
}
is(join("\n", @wrong), '', 'each booking is paid for as the model says');
is( $node->safe_psql('club', 'SELECT lot_id, fitclub_internal.lot_left(lot_id) FROM fitclub.credit_lot ORDER BY 1'),
	join("\n", map { my $id = $_; "$id|" . ($lot{$id}{credits} - sum0(map { $_->{credits} } used('lot', $id, 0))) } sort { $a <=> $b } keys %lot),
	'and as many credits are left');
is($node->safe_psql('club', 'SELECT rule, table_name, row_id, detail FROM fitclub.verify() LIMIT 10'), '', 'no rule is broken');
is(join(' ', grep { !$done{$_} } 'book', 'cancel', 'cancel late', 'move', 'move billed', 'move to another', 'move 23514', 'set bill', 'set lot', 'set membership', 'set the same', 'set 23514'),
	'', 'all kinds of calls were made');
note(join ', ', map { "$_ $done{$_}" } sort keys %done);

done_testing();
