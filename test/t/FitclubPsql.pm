# A psql that stays connected and shows what a reader of the manual would see:
# results and errors in their order, as psql prints them.

package FitclubPsql;

use strict;
use warnings;
use IPC::Run;
use PostgreSQL::Test::Utils;

# new(CONNECTION): a connection string.
sub new
{
	my ($class, $connection) = @_;
	my $self = bless { in => '', out => '', sent => 0 }, $class;

	$self->{handle} = IPC::Run::start(
		[ 'psql', '-X', '-P', 'pager=off', '-d', $connection ],
		'<', \$self->{in}, '>', \$self->{out}, '2>&1',
		$self->{timer} = IPC::Run::timer($PostgreSQL::Test::Utils::timeout_default));
	return $self;
}

# Sends a script without waiting for the end of it.
sub send
{
	my ($self, $script) = @_;

	$self->{sent}++;
	$self->{out} = '';
	$self->{in} .= "$script\n\\echo end of $self->{sent}\n";
	$self->{handle}->pump_nb;
	return;
}

# Waits for it, and returns what was printed.
sub finish
{
	my ($self) = @_;
	my $mark = qr/^end of $self->{sent}\n/m;

	$self->{timer}->start;
	while ($self->{out} !~ $mark && $self->{handle}->pumpable)
	{
		return "$self->{out}\n(no end: is a statement incomplete?)\n" if $self->{timer}->is_expired;
		$self->{handle}->pump;
	}
	return $self->{out} =~ s/$mark//r;
}

sub run
{
	my ($self, $script) = @_;

	$self->send($script);
	return $self->finish;
}

sub quit
{
	my ($self) = @_;

	$self->{handle}->kill_kill;
	return;
}

1;
