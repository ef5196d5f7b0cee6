# Clusters in which CREATE EXTENSION fitclub works.

package FitclubCluster;

use strict;
use warnings;
use Exporter 'import';
use PostgreSQL::Test::Cluster;

our @EXPORT = qw(new_cluster init_cluster create_club how_many $replication);

# Settings of a cluster that is replicated, in either way.
our $replication = <<'END';
wal_level = logical
max_wal_senders = 10
max_replication_slots = 10
END

# new_cluster(NAME, [SETTINGS]): a running cluster; settings are lines for its
# configuration file. FITCLUB_SERVER_OPTIONS has those by which a server finds
# an extension that is not installed; without it fitclub has to be.
sub new_cluster
{
	my ($name, $settings) = @_;
	my $node = PostgreSQL::Test::Cluster->new($name);

	init_cluster($node, $ENV{FITCLUB_SERVER_OPTIONS}, $settings);
	$node->start;
	return $node;
}

# init_cluster(NODE, SETTINGS...): makes a cluster that is not started yet.
sub init_cluster
{
	my ($node, @settings) = @_;

	$node->init(extra => [ '-E', 'UTF8', '--locale=C' ]);
	$node->append_conf('postgresql.conf', <<"END");
fsync = off
timezone = 'UTC'
max_connections = 50
max_prepared_transactions = 20
END
	$node->append_conf('postgresql.conf', $_) for grep { defined } @settings;
	return;
}

# create_club(NODE, DATABASE, [START]): a new database with the extension and,
# when a date is given, the demo club of the week that starts then.
sub create_club
{
	my ($node, $database, $start) = @_;

	$node->safe_psql('postgres', "CREATE DATABASE $database");
	$node->safe_psql($database, 'CREATE EXTENSION fitclub');
	$node->safe_psql($database, "SELECT fitclub.seed_demo('$start')")
	  if defined $start;
	return;
}

# how_many(VARIABLE, SHORT, LONG): what the environment says, and without it what
# FITCLUB_LONG decides.
sub how_many
{
	my ($variable, $short, $long) = @_;

	return $ENV{$variable} || ($ENV{FITCLUB_LONG} ? $long : $short);
}

1;
