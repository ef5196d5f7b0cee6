# META.json is as PGXN wants it, and all that tells of a version tells of the
# same one.

use strict;
use warnings;
use Cwd qw(abs_path);
use File::Basename;
use JSON::PP;
use JSON::Validator;
use PostgreSQL::Test::Utils;
use Test::More;

my $top = dirname(abs_path(__FILE__)) . '/../..';

my $meta = JSON::PP->new->utf8->decode(slurp_file("$top/META.json"));
my $validator = JSON::Validator->new;
$validator->schema("$top/test/meta.schema.json");

sub problems
{
	return join "\n", $validator->validate($_[0]);
}

sub first
{
	my ($file, $pattern) = @_;

	return slurp_file("$top/$file") =~ $pattern ? $1 : "none in $file";
}

# A copy of META.json that is changed by a function.
sub changed
{
	my ($change) = @_;
	my $copy = JSON::PP->new->decode(JSON::PP->new->encode($meta));

	$change->($copy);
	return $copy;
}

is(problems($meta), '', 'META.json follows the specification');

# The schema itself: what has to be refused, and what is fine.
my %wrong = (
	'no license' => sub { delete $_[0]->{license} },
	'an unheard-of license' => sub { $_[0]->{license} = 'postgres' },
	'another specification' => sub { $_[0]->{'meta-spec'}{version} = '1.1.0' },
	'a version of two parts' => sub { $_[0]->{version} = '1.1' },
	'a name with a space' => sub { $_[0]->{name} = 'fit club' },
	'an empty abstract' => sub { $_[0]->{abstract} = '' },
	'an extension without a file' => sub { delete $_[0]->{provides}{fitclub}{file} },
	'an absolute path' => sub { $_[0]->{provides}{fitclub}{file} = '/fitclub.control' },
	'an unheard-of phase' => sub { $_[0]->{prereqs}{install} = {} },
	'a range that is none' => sub { $_[0]->{prereqs}{runtime}{requires}{PostgreSQL} = '15' },
	'an unheard-of status' => sub { $_[0]->{release_status} = 'done' },
	'an unheard-of field' => sub { $_[0]->{colour} = 'red' },
	'a page without a scheme' => sub { $_[0]->{resources}{homepage} = 'fitclub' });

for my $name (sort keys %wrong)
{
	isnt(problems(changed($wrong{$name})), '', "$name is refused");
}
is( problems(
		changed(
			sub {
				$_[0]->{license} = { PostgreSQL => 'https://www.postgresql.org/about/licence/' };
				$_[0]->{maintainer} = [ 'one', 'two' ];
				$_[0]->{prereqs}{runtime}{requires}{plpgsql} = 0;
				$_[0]->{prereqs}{test}{suggests}{pgtap} = '>= 1.2.0, != 1.3.0';
				$_[0]->{x_colour} = 'red';
			})),
	'',
	'what the specification allows is fine');

my $provided = $meta->{provides}{fitclub};
my $default_version = first('fitclub.control', qr/^default_version = '(.+)'$/m);

is_deeply([ keys %{ $meta->{provides} } ], ['fitclub'], 'it provides fitclub');
ok(-f "$top/$provided->{$_}", "its $_ is there") for qw(file docfile);

# ---- versions ----

my $version = $meta->{version};
my $date = first('CHANGELOG.md', qr/^## \[\Q$version\E\] - (.+)$/m);

is($provided->{version}, $version, 'the extension has the version of the distribution');
is( first('CHANGELOG.md', qr/^## \[(.+?)\]/m),
	$version, 'CHANGELOG.md tells of it first');
is("$default_version.0", $version =~ s/\.\d+$/.0/r, 'so does the control file');
is(first('Makefile', qr/^EXTVERSION = (.+)$/m), $default_version, 'and Makefile');
is($provided->{file}, "sql/fitclub--$default_version.sql", 'and the file that it names');

my $is_released = $date ne 'unreleased';

is($meta->{release_status} eq 'stable',
	$is_released, 'META.json says whether it is released');

# The zip file of a release has no debian/.
SKIP:
{
	skip 'there is no debian/', 2 unless -e "$top/debian";
	is(first('debian/changelog', qr/^fitclub \((.+)-\d+\)/),
		$version, 'debian/changelog has the version');
	is(first('debian/changelog', qr/^fitclub \(\S+\) (\S+);/) ne 'UNRELEASED',
		$is_released, 'and says whether it is released');
}

done_testing();
