#!/usr/bin/perl
# What doc/guide/clients.md shows is in the files that are tested, word for word, and
# the lock file does not say from where anything comes.
#
# A block has a comment before it that names its file:
#
#	<!-- example: elsewhere=test/clients/psycopg/booking.py -->

use strict;
use warnings;
use File::Basename;
use Test::More;

chdir dirname(__FILE__) . '/../../..' or die $!;

sub slurp
{
	my ($name) = @_;

	open my $file, '<', $name or die "$name: $!";
	local $/;
	return scalar <$file>;
}

# Shell is for people to type.
my %shown;
my $document = slurp('doc/guide/clients.md');

while ($document =~ /^(?:<!-- example: elsewhere=(\S+)(?: |\n(?:(?!-->).)*)-->\n)?```(\w+)\n(.*?)^```$/msg)
{
	my ($name, $language, $text) = ($1, $2, $3);
	my $line = 1 + (substr($document, 0, $-[3]) =~ tr/\n//);

	next if $language eq 'sh';
	if (!defined $name)
	{
		fail("doc/guide/clients.md:$line says which file it is from");
		next;
	}
	$shown{$name}++;
	ok(-f $name && index("\n" . slurp($name), "\n$text") >= 0, "doc/guide/clients.md:$line is in $name");
}

foreach my $name (glob('test/clients/*/[Bb]ooking.* test/clients/*/*.graphql test/clients/*/*.json5'),
	'test/clients/postgraphile/.postgraphilerc.js', 'test/clients/postgraphile/roles.sql',
	map { "doc/examples/desk/server/$_" } '.postgraphilerc.js', 'setup.sql', 'nginx.conf')
{
	ok($shown{$name}, "$name is shown");
}

# The page is tested with what it is run with.
my %versions;

foreach my $folder ('test/clients', 'doc/examples/desk/server')
{
	my $lock = slurp("$folder/package-lock.json");

	unlike($lock, qr{://|"resolved"}, "the lock file in $folder names no host");
	like($lock, qr/"integrity"/, 'and what is installed is checked all the same');
	while ($lock =~ m{^ {4}"node_modules/([^"]+)": \{\n\s+"version": "([^"]+)"}mg)
	{
		$versions{$folder}{$1} = $2;
	}
}

my ($tested, $run) = @versions{ 'test/clients', 'doc/examples/desk/server' };
my @others = grep { ($tested->{$_} // '') ne $run->{$_} } sort keys %$run;

ok(%$run && !@others, "both have the same versions") or diag("not of @others");
done_testing();
