# doc/guide/import.md, run on some 20,000 rows that are as dirty as those of
# another system may be. What is refused, and why, is what a model in Perl
# says that goes row by row; all else is in the club, with its own dates, and
# breaks no rule.
#
# FITCLUB_IMPORT_SEED repeats the rows.

use strict;
use warnings;
use Cwd qw(abs_path);
use File::Basename;
use FitclubCluster;
use FitclubDocument;
use IPC::Run;
use List::Util qw(max sum0);
use PostgreSQL::Test::Utils;
use Test::More;
use Time::Local qw(timegm);

my $seed = $ENV{FITCLUB_IMPORT_SEED} || 1 + int(rand(1_000_000_000));

note("FITCLUB_IMPORT_SEED=$seed");
srand($seed);

my $top = abs_path(dirname(abs_path(__FILE__)) . '/../..');
my $folder = PostgreSQL::Test::Utils::tempdir();

# ---- the rows ----------------------------------------------------------------

my %file = (
	trainer => 'trainers', member => 'members', room => 'rooms', trainer_availability => 'hours',
	class_schedule => 'classes', class_registration => 'seats', private_session => 'sessions',
	billing_item => 'bills', payment => 'payments');
my %columns = (
	trainer => [qw(trainer_id first_name last_name email is_active)],
	member => [qw(member_id first_name last_name email phone_number date_of_birth joined_at)],
	room => [qw(room_id name capacity)],
	trainer_availability => [qw(trainer_id day_of_week start_time end_time)],
	class_schedule => [qw(class_id name trainer_id room_id start_time end_time capacity price cancelled_at)],
	class_registration => [qw(class_id member_id registered_at attended cancelled_at price)],
	private_session => [qw(session_id member_id trainer_id room_id start_time end_time activity_type price cancelled_at)],
	billing_item => [qw(billing_id member_id private_session_id class_id amount description created_at status)],
	payment => [qw(payment_id member_id billing_id amount paid_at payment_type refund_of)]);
my %rows = map { $_ => [] } keys %columns;

sub any { return $_[ rand @_ ] }
sub chance { return rand(100) < $_[0] }

# A number, or now and then one that is nobody's.
sub one_of { my ($count) = @_; return chance(1) ? $count + 1 + int(rand(500)) : 1 + int(rand($count)) }

# An instant, as one of the ways to write it, from days and minutes of a clock
# that is five hours behind UTC: all is in winter.
my @start = (timegm(0, 0, 0, 6, 0, 2025) / 86400, timegm(0, 0, 0, 2, 0, 2040) / 86400);
# in minutes, from one winter to another
my $fifteen_years = (15 * 365 + 3) * 1440;

sub clock
{
	my ($minutes, $separator, $zone) = @_;
	my @t = gmtime($minutes * 60);

	return sprintf '%04d-%02d-%02d%s%02d:%02d%s', $t[5] + 1900, $t[4] + 1, $t[3], $separator, $t[2], $t[1], $zone;
}

sub written
{
	my ($minutes) = @_;
	my $form = int(rand(4));

	return any('2025-02-30 10:00', '05/06/2025 10:00', 'tomorrow', 'infinity', '2025-01-06 25:00', '2025-13-01')
	  if chance(0.5);
	return $form == 0 ? clock($minutes, 'T', ':00')
	  : $form == 1 ? clock($minutes, ' ', '-05:00')
	  : $form == 2 ? clock($minutes + 300, 'T', ':00Z')
	  : clock($minutes, ' ', '');
}

# When a booking starts and ends, in minutes.
sub period
{
	my $day = $start[ chance(40) ] + int(rand(40));
	my $minutes = any(30, 45, 60, 60, 90, 90, chance(3) ? (0, -30, 1440, 1621) : ());
	my $from = $day * 1440 + 15 * int(24 + rand(56));

	return ($from, $from + $minutes);
}

sub add
{
	my ($table, @values) = @_;

	push @{ $rows{$table} }, \@values;
	return;
}

sub make_people
{
	foreach my $id (1 .. 60)
	{
		add('trainer', chance(3) ? int($id / 2) : $id, chance(2) ? '  ' : 'Tina', 'Ray',
			chance(3) ? 'T1@x.example' : "t$id\@x.example", any('', 'yes', 'no', 't', chance(5) ? 'maybe' : ()));
		add('room', $id, chance(5) ? 'Hall 1' : "Hall $id", any(4, 10, 30, chance(5) ? (0, 'many', 10001) : ()))
		  if $id <= 25;
	}
	foreach my $id (1 .. 3000)
	{
		add('member', chance(1) ? $id - 1 : $id, any('Ana', "O'Hara", chance(1) ? '' : 'Zoë'), 'Lee',
			chance(1) ? any('x.example', 'a b@x.example', 'a@b@x.example', '') : 'm' . int($id - (chance(1) ? 1 : 0)) . '@x.example',
			chance(30) ? '+1 416 ' . int(rand(20_000)) : '',
			any('', '1990-02-28', '2000-02-29', chance(1) ? ('1899-12-31', '1990-02-30', '2300-01-01') : ()),
			written($start[0] * 1440 - int(rand(80_000))));
	}
	foreach my $trainer (1 .. 61)
	{
		foreach my $day (0 .. 6)
		{
			next if $trainer % 3 == 0 && $day > 4;
			add('trainer_availability', $trainer, $day, $trainer % 3 ? ('00:00', '24:00') : ('08:00', '18:00'));
			add('trainer_availability', $trainer, any($day, 7), any('17:00', '18:00', '25:00'), '19:30') if chance(10);
		}
	}
	return;
}

sub bill
{
	my ($member, $session, $class, $price) = @_;

	return if chance(2);
	my @bill = ($member, $session, $class, $price, '', written($start[0] * 1440 - int(rand(10_000))), any('', 'pending', 'paid'));
	$bill[0] = one_of(3000) if chance(1);
	$bill[3] = any($price + 1, 0, '12,50') if chance(1);
	$bill[6] = any('cancelled', 'cancelled', 'void') if chance(3);
	push @{ $rows{billing_item} }, [ scalar @{ $rows{billing_item} } + 1, @bill ];
	pay($bill[0], $bill[3]) if chance(70);
	return;
}

# What is paid of the last bill: all, a part, too much, or given back.
sub pay
{
	my ($member, $amount) = @_;
	my $bill = chance(1) ? 90_000 + int(rand(100)) : scalar @{ $rows{billing_item} };
	my $when = $start[0] * 1440 + int(rand(50_000));
	my @amounts = $amount !~ /^\d+$/ ? 10 : chance(80) ? $amount : any([ 10, $amount - 10 ], [ 10, $amount ], [5], [ $amount, 5 ]);

	@amounts = @{ $amounts[0] } if ref $amounts[0];
	foreach my $part (@amounts)
	{
		my $payment = @{ $rows{payment} } + 1;

		$when += int(rand(100));
		add('payment', $payment, chance(5) ? one_of(3000) : $member, $bill, $part, written($when),
			any('card', 'cash', 'bank_transfer', chance(1) ? 'gold' : ()), '');
		next if !chance(6);
		add('payment', $payment + 1, chance(5) ? one_of(3000) : $rows{payment}[-1][1], $bill,
			-any($part, 5, $part + 1), written($when + any(-20, 20)), 'card', chance(95) ? $payment : $payment - 7);
		add('payment', $payment + 2, $member, $bill, $part, written($when + 60), 'card', '') if chance(50);
	}
	return;
}

sub make_bookings
{
	foreach my $id (1 .. 900)
	{
		my ($from, $to) = period();
		my @seated;
		my $price = any(0, 15, 20);
		my $cancelled = chance(5) ? written($from - 500) : '';

		add('class_schedule', chance(1) ? $id - 1 : $id, 'Spin', one_of(60), one_of(25), written($from), written($to),
			any(3, 4, 10, chance(2) ? (0, 31, 20_000) : ()), $price, $cancelled);
		foreach (1 .. rand(11))
		{
			my $member = @seated && chance(2) ? any(@seated) : one_of(3000);
			my $own = chance(10) ? any($price + 1, '') : $price;
			my $gone = $cancelled ne '' && chance(90) || chance(5) ? written($from - 600) : '';

			push @seated, $member;
			add('class_registration', $id, $member, written($from - int(rand(20_000)) - ($from > $start[1] * 1440 && chance(95) ? $fifteen_years : 0)),
				any('', chance(10) ? ('yes', 'no') : ()), $gone, $own);
			bill($member, '', $id, $own eq '' ? $price : $own) if $own ne '0' && ($gone eq '' || chance(30)) || chance(1);
		}
	}
	foreach my $id (1 .. 5000)
	{
		my ($from, $to) = period();
		my $price = any(0, 80, 80, chance(2) ? (-1, 'free') : ());
		my $member = one_of(3000);
		my $cancelled = chance(8) ? written($from - 500) : '';

		add('private_session', $id, $member, one_of(60), chance(20) ? '' : one_of(25), written($from), written($to),
			any('', 'Strength', chance(1) ? ' ' : ()), $price, $cancelled);
		bill($member, $id, '', $price) if $price ne '0' && ($cancelled eq '' || chance(30)) || chance(1);
	}
	foreach (1 .. 500)
	{
		my $amount = any(5, 25, 7.5);
		my $id = @{ $rows{billing_item} } + 1;

		add('billing_item', $id, one_of(3000), '', '', $amount, any('A towel', 'A bottle', chance(3) ? '' : ()), '2025-01-20', '');
		add('payment', scalar @{ $rows{payment} } + 1, $rows{billing_item}[-1][1], $id, $amount, '2025-01-21', 'cash', '') if chance(50);
	}
	return;
}

# ---- the model ---------------------------------------------------------------

my (%problems, %left);

sub refuse
{
	my ($table, $line, @rules) = @_;

	$problems{"$table $line $_"} = 1 for @rules;
	delete $left{$table}{$line} if @rules;
	return scalar @rules;
}

# The minutes of an instant; undefined for what is none.
sub instant
{
	my ($text) = @_;
	my ($year, $month, $day, $hour, $minute, $zone) =
	  $text =~ /^(\d{4})-(\d\d)-(\d\d)(?:[ T](\d\d):(\d\d)(?::00)?(Z|-05:00)?)?$/ or return;
	my $days = eval { timegm(0, 0, 0, $day, $month - 1, $year) / 86400 };

	return if !defined $days || ($hour // 0) > 23;
	return $days * 1440 + ($hour // 0) * 60 + ($minute // 0) - (($zone // '') eq 'Z' ? 300 : 0);
}

my %reads = (
	number => sub { return $_[0] =~ /^-?\d+$/ ? $_[0] + 0 : undef },
	amount => sub { return $_[0] =~ /^-?\d+(\.\d\d?)?$/ ? $_[0] + 0 : undef },
	text => sub { return $_[0] },
	time => sub { return $_[0] =~ /^(\d\d):(\d\d)$/ && $_[0] le '24:00' ? $1 * 60 + $2 : undef },
	date => sub { return instant($_[0]) },
	instant => \&instant,
	boolean => sub { return $_[0] =~ /^(yes|t)$/ ? 1 : $_[0] =~ /^no$/ ? 0 : undef });

# What may not be empty has an exclamation mark.
my %types = (
	trainer => [qw(number! text! text! text! boolean)],
	member => [qw(number! text! text! text! text date instant)],
	room => [qw(number! text! number!)],
	trainer_availability => [qw(number! number! time! time!)],
	class_schedule => [qw(number! text! number! number! instant! instant! number! amount instant)],
	class_registration => [qw(number! number! instant boolean instant amount)],
	private_session => [qw(number! number! number! number instant! instant! text amount instant)],
	billing_item => [qw(number! number! number number amount! text instant text)],
	payment => [qw(number! number! number! amount! instant text! number)]);

my $today = int(time / 86400) * 1440;
my $now = time / 60 - 300;

sub out { my ($value, $from, $to) = @_; return defined $value && ($value < $from || $value > $to) }
sub no_period { my ($r) = @_; my $m = defined $r->{start_time} && defined $r->{end_time} ? $r->{end_time} - $r->{start_time} : 1; return $m <= 0 || $m > 1620 }
sub blank { my ($value) = @_; return defined $value && $value !~ /\S/ }

# Constraints of a row by itself: those that a row here can break.
my %check = (
	trainer => {
		trainer_trainer_id_check => sub { return out($_[0]{trainer_id}, 1, 9**15) },
		trainer_first_name_check => sub { return blank($_[0]{first_name}) } },
	member => {
		member_email_check => sub { return defined $_[0]{email} && $_[0]{email} !~ /^[^@ ]+@[^@ ]+$/ },
		member_member_id_check => sub { return out($_[0]{member_id}, 1, 9**15) },
		member_date_of_birth_check => sub { return out($_[0]{date_of_birth}, instant('1900-01-01'), $today + 1440) } },
	room => { room_capacity_check => sub { return out($_[0]{capacity}, 1, 10_000) } },
	trainer_availability => {
		trainer_availability_day_of_week_check => sub { return out($_[0]{day_of_week}, 0, 6) } },
	class_schedule => {
		class_schedule_class_id_check => sub { return out($_[0]{class_id}, 1, 9**15) },
		class_schedule_period_check => \&no_period,
		class_schedule_capacity_check => sub { return out($_[0]{capacity}, 1, 10_000) } },
	private_session => {
		private_session_period_check => \&no_period,
		private_session_activity_type_check => sub { return blank($_[0]{activity_type}) },
		private_session_price_check => sub { return out($_[0]{price}, 0, 9**10) } },
	billing_item => {
		billing_item_amount_check => sub { return out($_[0]{amount}, 0.01, 9**10) },
		billing_item_status_check => sub { return defined $_[0]{status} && $_[0]{status} !~ /^(pending|paid|cancelled)$/ } },
	payment => {
		payment_amount_check => sub { return defined $_[0]{amount} && $_[0]{amount} == 0 },
		payment_refund_of_check => sub { return defined $_[0]{amount} && ($_[0]{amount} < 0) != defined $_[0]{refund_of} },
		payment_payment_type_check => sub { return defined $_[0]{payment_type} && $_[0]{payment_type} !~ /^(card|cash|bank_transfer)$/ } });

# A trainer can be inactive by a word that is none, and so on: each row is read
# into $left{TABLE}{LINE}, and stays there if nothing is wrong with it.
sub read_rows
{
	my ($table) = @_;
	my $line = 1;

	foreach my $values (@{ $rows{$table} })
	{
		my (%row, @rules);

		$row{line} = ++$line;
		foreach my $i (0 .. $#$values)
		{
			my ($type, $needed) = $types{$table}[$i] =~ /^(\w+)(!?)$/;

			if ($values->[$i] eq '')
			{
				push @rules, 'not_null'
				  if $needed;
				next;
			}
			my $value = $reads{$type}->($values->[$i]);
			push @rules, 'invalid_value' if !defined $value;
			$row{ $columns{$table}[$i] } = $value;
		}
		complete($table, \%row);
		push @rules, 'not_null' if $table eq 'billing_item' && !defined $row{description};
		push @rules, grep { $check{$table}{$_}->(\%row) } keys %{ $check{$table} };
		$left{$table}{$line} = \%row;
		refuse($table, $line, @rules);
	}
	return;
}

sub complete
{
	my ($table, $row) = @_;

	if ($table eq 'class_registration')
	{
		my $class = defined $row->{class_id} ? by_id('class_schedule', 'class_id', $row->{class_id}) : undef;

		@$row{qw(start_time end_time)} = @$class{qw(start_time end_time)} if $class;
		$row->{price} //= $class->{price} if $class;
		$row->{registered_at} //= $now;
	}
	$row->{description} //= 'Booking' if $table eq 'billing_item' && grep { defined $row->{$_} } qw(private_session_id class_id);
	return;
}

my %index;

sub by_id
{
	my ($table, $key, $id) = @_;

	$index{"$table $key"} //= do
	{
		my %at;
		foreach my $row (values %{ $left{$table} })
		{
			push @{ $at{ $row->{$key} } }, $row if defined $row->{$key};
		}
		\%at;
	};
	my ($found) = grep { $left{$table}{ $_->{line} } } @{ $index{"$table $key"}{$id} // [] };
	return $found;
}

sub lines { my ($table) = @_; return map { $left{$table}{$_} } sort { $a <=> $b } keys %{ $left{$table} } }

sub check_references
{
	my ($table, @references) = @_;

	foreach my $row (lines($table))
	{
		refuse($table, $row->{line}, map { "${table}_$_->[0]_fkey" }
			  grep { defined $row->{ $_->[0] } && !by_id($_->[1], $_->[2], $row->{ $_->[0] }) } @references);
	}
	return;
}

# Rows of which none may have what an earlier one has.
sub check_key
{
	my ($table, $rule, $key) = @_;
	my %seen;

	foreach my $row (lines($table))
	{
		my $value = $key->($row);

		refuse($table, $row->{line}, $rule) if defined $value && $seen{$value}++;
	}
	return;
}

my (%windows);

sub check_windows
{
	foreach my $row (lines('trainer_availability'))
	{
		my $taken = $windows{ $row->{trainer_id} }{ $row->{day_of_week} } //= [];

		if (grep { $_->{start_time} < $row->{end_time} && $row->{start_time} < $_->{end_time} } @$taken)
		{
			refuse('trainer_availability', $row->{line}, 'trainer_availability_overlap');
			next;
		}
		push @$taken, $row;
	}
	return;
}

sub works
{
	my ($row) = @_;
	my $at = $row->{start_time};

	while ($at < $row->{end_time})
	{
		my $midnight = int($at / 1440) * 1440;
		my $weekday = ($at / 1440 + 3) % 7;
		my ($window) = grep { $midnight + $_->{start_time} <= $at && $at < $midnight + $_->{end_time} }
		  @{ $windows{ $row->{trainer_id} }{$weekday} // [] };

		return 0 if !$window;
		$at = $midnight + $window->{end_time};
	}
	return 1;
}

sub check_hours
{
	my ($table) = @_;

	foreach my $row (lines($table))
	{
		refuse($table, $row->{line}, 'trainer_availability')
		  if !defined $row->{cancelled_at} && $row->{end_time} > $now && !works($row);
	}
	return;
}

my @person = ([qw(member_id member member_id)], [qw(trainer_id trainer trainer_id)], [qw(room_id room room_id)]);

sub check_people_and_bookings
{
	read_rows('trainer');
	check_key('trainer', 'trainer_pkey', sub { return $_[0]{trainer_id} });
	check_key('trainer', 'trainer_email_key', sub { return lc $_[0]{email} });
	read_rows('member');
	check_key('member', 'member_pkey', sub { return $_[0]{member_id} });
	check_key('member', 'member_email_key', sub { return lc $_[0]{email} });
	check_key('member', 'member_phone_number_key', sub { return $_[0]{phone_number} });
	read_rows('room');
	check_key('room', 'room_pkey', sub { return $_[0]{room_id} });
	check_key('room', 'room_name_key', sub { return lc $_[0]{name} });
	read_rows('trainer_availability');
	check_references('trainer_availability', $person[1]);
	check_windows();
	read_rows('class_schedule');
	check_references('class_schedule', @person[ 1, 2 ]);
	check_key('class_schedule', 'class_schedule_pkey', sub { return $_[0]{class_id} });
	foreach my $class (lines('class_schedule'))
	{
		my $room = by_id('room', 'room_id', $class->{room_id});

		refuse('class_schedule', $class->{line}, 'class_room_capacity')
		  if !defined $class->{cancelled_at} && $class->{capacity} > $room->{capacity};
	}
	check_hours('class_schedule');
	read_rows('class_registration');
	check_references('class_registration', $person[0], [qw(class_id class_schedule class_id)]);
	check_key('class_registration', 'class_registration_once',
		sub { return defined $_[0]{cancelled_at} ? undef : "$_[0]{class_id} $_[0]{member_id}" });
	foreach my $seat (lines('class_registration'))
	{
		my $class = by_id('class_schedule', 'class_id', $seat->{class_id});

		refuse('class_registration', $seat->{line},
			(!defined $seat->{cancelled_at} && defined $class->{cancelled_at} ? 'class_cancelled' : ()),
			($seat->{attended} && $class->{start_time} > $now ? 'attended_early' : ()),
			($seat->{registered_at} > $now ? 'registered_early' : ()));
	}
	read_rows('private_session');
	check_references('private_session', @person);
	check_key('private_session', 'private_session_pkey', sub { return $_[0]{session_id} });
	check_hours('private_session');
	return;
}

sub seats
{
	my ($bill) = @_;

	return grep { $_->{class_id} == $bill->{class_id} && $_->{member_id} == $bill->{member_id} }
	  grep { $left{class_registration}{ $_->{line} } } @{ $index{seats}{"$bill->{class_id} $bill->{member_id}"} // [] };
}

sub check_bills
{
	foreach my $bill (lines('billing_item'))
	{
		my ($booking, @seats);
		my $held;

		next if !grep { defined $bill->{$_} } qw(private_session_id class_id);
		if (defined $bill->{private_session_id})
		{
			$booking = by_id('private_session', 'session_id', $bill->{private_session_id});
			$held = defined $booking->{cancelled_at} ? undef : $booking;
		}
		else
		{
			@seats = seats($bill);
			($held) = grep { !defined $_->{cancelled_at} } @seats;
		}
		refuse('billing_item', $bill->{line},
			($booking ? $booking->{member_id} != $bill->{member_id} : !@seats) ? 'bill_without_booking' : (),
			($booking ? ($booking->{price} // 80) == 0 && ($bill->{status} // '') ne 'cancelled' : @seats && !grep { $_->{price} != 0 } @seats) ? 'bill_of_free_booking' : (),
			(($bill->{status} // '') ne 'cancelled' && $held && $held->{price} != $bill->{amount}) ? 'bill_amount' : ());
	}
	return;
}

sub check_unbilled
{
	my %billed = map {
		(defined $_->{private_session_id} ? "session $_->{private_session_id}" : '') => 1,
		(defined $_->{class_id} ? "class $_->{class_id} $_->{member_id}" : '') => 1
	} lines('billing_item');

	foreach my $table ('private_session', 'class_registration')
	{
		foreach my $row (lines($table))
		{
			refuse($table, $row->{line}, $table eq 'private_session' ? 'session_without_bill' : 'registration_without_bill')
			  if !defined $row->{cancelled_at} && $row->{price} > 0
			  && !$billed{ $table eq 'private_session' ? "session $row->{session_id}" : "class $row->{class_id} $row->{member_id}" };
		}
	}
	return;
}

# One booking after the other, as they begin.
sub check_calendar
{
	my (%until, %seats);
	my %place = (class_schedule => 1, class_registration => 2, private_session => 3);
	my @bookings = sort {
		$a->{start_time} <=> $b->{start_time}
		  || $a->{place} <=> $b->{place}
		  || ($a->{registered_at} // 0) <=> ($b->{registered_at} // 0)
		  || $a->{line} <=> $b->{line}
	} map {
		my $table = $_;
		map { { %$_, table => $table, place => $place{$table} } } grep { !defined $_->{cancelled_at} } lines($table)
	} keys %place;

	foreach my $booking (@bookings)
	{
		my @resources = grep { defined $booking->{"${_}_id"} } qw(room trainer member);
		my @busy = grep { ($until{"$_ $booking->{qq(${_}_id)}"} // 0) > $booking->{start_time} } @resources;

		next if refuse($booking->{table}, $booking->{line}, map { "${_}_double_booked" } @busy);
		if ($booking->{place} == 2)
		{
			my $free = $seats{ $booking->{class_id} };

			next if refuse($booking->{table}, $booking->{line},
				!defined $free ? 'class_registration_class_id_fkey' : $free == 0 ? 'class_capacity' : ());
			$seats{ $booking->{class_id} }--;
		}
		$seats{ $booking->{class_id} } = $booking->{capacity} if $booking->{place} == 1;
		$until{"$_ $booking->{qq(${_}_id)}"} = $booking->{end_time} for @resources;
	}
	return;
}

# The payments of one bill that it takes, one after the other.
sub check_payments_of
{
	my ($bill, @payments) = @_;
	my ($net, %refundable) = (0);
	my %sum = map { $_->{payment_id} => $_->{amount} } @payments;
	my $total = sum0(map { $_->{amount} } @payments);

	$sum{ $_->{refund_of} } += $_->{amount} for grep { defined $_->{refund_of} } @payments;
	return if $total >= 0 && $total <= $bill->{amount} && !grep { !defined $_->{refund_of} && $sum{ $_->{payment_id} } < 0 } @payments;
	foreach my $payment (sort { $a->{paid_at} <=> $b->{paid_at} || $a->{line} <=> $b->{line} } @payments)
	{
		my $of = $payment->{refund_of};
		my $rule =
		    !defined $of ? ($net + $payment->{amount} > $bill->{amount} ? 'bill_overpaid' : undef)
		  : !exists $refundable{$of} ? 'payment_refund_of_fkey'
		  : $refundable{$of} + $payment->{amount} < 0 ? 'refund_over_payment'
		  : undef;

		next if defined $rule && refuse('payment', $payment->{line}, $rule);
		$net += $payment->{amount};
		$refundable{ $of // $payment->{payment_id} } += $payment->{amount};
	}
	return;
}

sub check_money
{
	check_references('billing_item', [qw(private_session_id private_session session_id)], [qw(class_id class_schedule class_id)]);
	check_bills();
	read_rows('payment');
	check_references('payment', $person[0], [qw(billing_id billing_item billing_id)]);
	check_key('payment', 'payment_pkey', sub { return $_[0]{payment_id} });
	foreach my $payment (lines('payment'))
	{
		my $of = defined $payment->{refund_of} ? by_id('payment', 'payment_id', $payment->{refund_of}) : undef;
		my $bill = by_id('billing_item', 'billing_id', $payment->{billing_id});

		$payment->{rules} = [
			(($bill->{status} // '') eq 'cancelled' ? 'bill_status' : ()),
			(defined $payment->{refund_of} && !$of ? 'payment_refund_of_fkey' : ()),
			($of && $of->{amount} < 0 ? 'refund_of_refund' : ()),
			($of && $of->{billing_id} != $payment->{billing_id} ? 'refund_of_other_bill' : ()),
			($of && $of->{member_id} != $payment->{member_id} ? 'refund_to_other_payer' : ()) ];
	}
	refuse('payment', $_->{line}, @{ $_->{rules} }) foreach lines('payment');

	my %payments;
	push @{ $payments{ $_->{billing_id} } }, $_ foreach lines('payment');
	foreach my $bill (lines('billing_item'))
	{
		my @payments = @{ $payments{ $bill->{billing_id} } // [] };
		my $session = defined $bill->{private_session_id} ? by_id('private_session', 'session_id', $bill->{private_session_id}) : undef;
		my $is_gone = defined $bill->{class_id} ? !grep { !defined $_->{cancelled_at} } seats($bill) : $session && defined $session->{cancelled_at};

		check_payments_of($bill, @payments);
		@payments = grep { $left{payment}{ $_->{line} } } @payments;
		my $received = sum0(map { max(0, $_->{amount}) } @payments);
		refuse('billing_item', $bill->{line}, 'bill_of_cancelled_booking')
		  if $is_gone && ($bill->{status} // '') ne 'cancelled' && $received < $bill->{amount};
	}
	check_references('payment', [qw(billing_id billing_item billing_id)]);
	return;
}

sub model
{
	check_people_and_bookings();
	push @{ $index{seats}{"$_->{class_id} $_->{member_id}"} }, $_ foreach lines('class_registration');
	$_->{price} //= 80 foreach lines('private_session');
	read_rows('billing_item');
	check_references('billing_item', $person[0], [qw(private_session_id private_session session_id)],
		[qw(class_id class_schedule class_id)]);
	check_key('billing_item', 'billing_item_pkey', sub { return $_[0]{billing_id} });
	check_key('billing_item', 'billing_item_class_once', sub {
		my ($bill) = @_;
		return defined $bill->{class_id} && ($bill->{status} // '') ne 'cancelled' ? "$bill->{class_id} $bill->{member_id}" : undef;
	});
	check_key('billing_item', 'billing_item_session_once', sub { return $_[0]{private_session_id} });
	check_bills();
	check_unbilled();
	check_calendar();
	check_references('class_registration', [qw(class_id class_schedule class_id)]);
	check_money();
	return;
}

# ---- the document's commands -------------------------------------------------

make_people();
make_bookings();
foreach my $table (keys %rows)
{
	append_to_file("$folder/$file{$table}.csv", join "\n", join(',', @{ $columns{$table} }),
		map({ join ',', map { /[, ]/ ? qq("$_") : $_ } @$_ } @{ $rows{$table} }), '');
}
cmp_ok(sum0(map { scalar @$_ } values %rows), '>', 20_000, 'there are 20,000 rows and more');
model();

my $node = new_cluster('import');
my @blocks = grep { $_->{language} eq 'sh' } examples_of(slurp_file("$top/doc/guide/import.md"));

foreach my $block (@blocks)
{
	my ($commands, $printed) = ($block->{text}, '');

	next if $commands =~ /^cat >\w+\.csv|create_room/m;
	# The columns are those of these files.
	$commands =~ s/^(\\copy import_(\w+) \()[^)]*/$1 . join ', ', @{ $columns{$2} }/gme;
	$commands =~ s/SELECT \* FROM fitclub.find_import_problems\(\)/\\copy ($&) TO 'problems.csv' CSV HEADER/;
	local @ENV{qw(PGHOST PGPORT)} = ($node->host, $node->port);
	my $started = time;
	ok(IPC::Run::run([ 'bash', '-e', '-c', "cd '$folder'\n$commands" ], '>', \$printed, '2>&1'),
		"line $block->{line} of the document runs")
	  or diag($printed);
	note(time - $started . " s: $1") if $commands =~ /(\w+_import\w*)\(\)/;
}

# ---- what came of it ---------------------------------------------------------

my $refused = slurp_file("$folder/refused.csv");
my %found = map { /^(\w+),(\d+),(\w+),/ ? ("$1 $2 $3" => 1) : () } split /\n/, $refused;
my @missed = sort grep { !$found{$_} } keys %problems;
my @invented = sort grep { !$problems{$_} } keys %found;

is(slurp_file("$folder/problems.csv"), $refused, 'the load refuses what the look before it has listed');
is(scalar @missed, 0, 'every problem that the model has is found') or diag(join "\n", splice @missed, 0, 20);
is(scalar @invented, 0, 'and no other') or diag(join "\n", splice @invented, 0, 20);
note(scalar(keys %found) . ' problems, ' . scalar(keys %{ { map { /^(\w+ \d+)/ => 1 } keys %found } }) . ' rows refused');
foreach my $rule (
	qw(invalid_value not_null member_email_key member_phone_number_key private_session_member_id_fkey trainer_availability_overlap
	class_room_capacity class_capacity registered_early class_cancelled class_registration_once room_double_booked trainer_double_booked
	member_double_booked trainer_availability session_without_bill registration_without_bill bill_amount bill_without_booking
	bill_of_cancelled_booking bill_overpaid bill_status refund_over_payment payment_billing_id_fkey))
{
	ok($refused =~ /,$rule,/, "$rule is among them");
}

is($node->safe_psql('harbour', 'SELECT * FROM fitclub.verify()'), '', 'what is in the club breaks no rule');
foreach my $table (sort keys %rows)
{
	my $id = $columns{$table}[0];
	my %is_id = map { $_ => 1 } qw(trainer_id member_id room_id class_id session_id billing_id payment_id);
	my @instants = grep { $types{$table}[$_] =~ /instant/ && $columns{$table}[$_] ne 'registered_at' } 0 .. $#{ $columns{$table} };
	my $list = join ', ', $id,
	  map { "extract(epoch FROM $columns{$table}[$_])::bigint / 60 - 300" } @instants;
	my @stored = split /\n/, $node->safe_psql('harbour', "SELECT concat_ws(' ', $list) FROM fitclub.$table");
	my @wanted = map { my $row = $_; join ' ', grep { defined } $row->{$id}, map { $row->{ $columns{$table}[$_] } } @instants } lines($table);

	is_deeply([ sort @stored ], [ sort @wanted ], "$table: everything else is in, with its own dates");
}
is( $node->safe_psql('harbour', 'SELECT sum(amount) FROM fitclub.payment'),
	sprintf('%.2f', sum0(map { $_->{amount} } lines('payment'))), 'all the money is there');
cmp_ok($node->safe_psql('harbour', q{SELECT fitclub.create_member('New', 'Member', 'new@x.example')}),
	'>', max(map { $_->{member_id} } lines('member')), 'the next member has a number of its own');

$node->stop;
done_testing();
