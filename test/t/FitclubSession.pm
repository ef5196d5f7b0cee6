# A psql that stays connected: statements are sent to it one after the other,
# and one that has to wait does not keep the test waiting.

package FitclubSession;

use strict;
use warnings;
use IPC::Run;
use PostgreSQL::Test::Utils;

sub new
{
	my ($class, $node, $database) = @_;
	my $self = bless { in => '', out => '', err => '', sent => 0, node => $node }, $class;

	# For each statement again: a session may last longer.
	$self->{timeout} = IPC::Run::timeout($PostgreSQL::Test::Utils::timeout_default);
	$self->{handle} = IPC::Run::start(
		[
			'psql', '-X', '-q', '-A', '-t', '-v', 'VERBOSITY=verbose',
			'-d', $node->connstr($database)
		],
		'<', \$self->{in}, '>', \$self->{out}, '2>', \$self->{err},
		$self->{timeout});
	$self->{pid} = $self->run('SELECT pg_backend_pid()');
	return $self;
}

# The process that serves it.
sub pid
{
	my ($self) = @_;

	return $self->{pid};
}

# Sends statements without waiting for them.
sub send
{
	my ($self, $sql) = @_;
	my $mark = 'done ' . ++$self->{sent};

	$self->{timeout}->start;
	$self->{out} = $self->{err} = '';
	$self->{in} .= "$sql;\n\\echo $mark\n\\warn $mark\n";
	$self->{handle}->pump_nb;
	return;
}

# Waits for what was sent, or the end of the connection. Returns what it put
# out, and in a list also the SQLSTATE of the first error, '' when there is none.
sub finish
{
	my ($self) = @_;
	my $mark = qr/^done $self->{sent}\n/m;

	while ($self->{out} !~ $mark || $self->{err} !~ $mark)
	{
		last if !$self->{handle}->pumpable;
		$self->{handle}->pump;
	}
	my $out = $self->{out} =~ s/$mark//r;
	my ($state) = $self->{err} =~ /(?:ERROR|FATAL|PANIC):\s+(\w{5}):/;

	chomp $out;
	return wantarray ? ($out, $state // '') : $out;
}

sub run
{
	my ($self, $sql) = @_;

	$self->send($sql);
	return $self->finish;
}

# The SQLSTATE of what statements raise.
sub state
{
	my ($self, $sql) = @_;

	return ($self->run($sql))[1];
}

# The text of the errors of what was run last.
sub errors
{
	my ($self) = @_;

	return $self->{err} =~ s/^done \d+\n//mr;
}

# Waits until the statement that was sent waits for a lock; false if it ends
# without.
sub wait_for_lock
{
	my ($self, $event) = @_;

	return $self->{node}->poll_query_until('postgres', <<"END");
SELECT count(*) = 1 FROM pg_stat_activity
WHERE pid = $self->{pid} AND wait_event_type = 'Lock' AND wait_event = '$event'
END
}

sub quit
{
	my ($self) = @_;

	$self->{timeout}->start;
	$self->{in} .= "\\q\n";
	$self->{handle}->finish;
	return;
}

1;
