# Examples in a Markdown document: fenced blocks, what is printed below them as
# their output, and the comments before them that say where they run.

package FitclubDocument;

use strict;
use warnings;
use Exporter 'import';

our @EXPORT = qw(examples_of same_output printed);

# examples_of(TEXT): the fenced blocks of a document in order, each with
#
#	language	what is written after ```, '' if nothing is
#	line		where its text begins
#	text		what is in it
#	output		the plain block that follows a ```sql or ```sh block, if one does
#	output_line	where that begins
#	options		KEY=VALUE (or KEY, for 1) of a comment before it,
#				<!-- example: KEY=VALUE ... -->
#	before		further lines of that comment: what runs before, unseen
sub examples_of
{
	my ($document) = @_;
	my @lines = split /\n/, $document, -1;
	my (@examples, $comment, $last);

	for (my $i = 0; $i < @lines; $i++)
	{
		if ($lines[$i] =~ /^\s*<!-- example:?\s*(.*)$/)
		{
			my $text = $1;

			$text .= "\n$lines[++$i]" until $text =~ s/\s*-->\s*\z// || $i == $#lines;
			$comment = $text;
		}
		elsif ($lines[$i] =~ /^(\s*)```+\s*(\w*)/)
		{
			my ($indent, $language) = ($1, $2);
			my $example = { language => $language, line => $i + 2, text => '' };

			$example->{text} .= $lines[$i] =~ s/^$indent//r . "\n" while $lines[++$i] !~ /^\s*```/;
			read_comment($example, $comment);
			if ($language eq '' && $last && !defined $comment)
			{
				@$last{qw(output output_line)} = @$example{qw(text line)};
				undef $last;
			}
			else
			{
				push @examples, $example;
				$last = $language =~ /^(sql|sh)$/ ? $example : undef;
			}
			undef $comment;
		}
		elsif ($lines[$i] =~ /\S/)
		{
			undef $last;
			undef $comment;
		}
	}
	return @examples;
}

sub read_comment
{
	my ($example, $comment) = @_;
	my ($first, $before) = split /\n/, $comment // '', 2;

	$example->{before} = $before;
	$example->{options} =
	  { map { my ($key, $value) = split /=/, $_, 2; ($key => $value // 1) } split ' ', $first // '' };
	return;
}

# same_output(EXPECTED, ACTUAL): both in a form in which they are equal if the
# document is right. Where an error was raised in the sources is in none.
# Command tags and numbers of rows are left out where a document has none of them.
my $tag = qr/^(?:(?:CREATE|ALTER|DROP) [A-Z ]+|GRANT(?: ROLE)?|REVOKE(?: ROLE)?|SET|RESET|DO|BEGIN|COMMIT|ROLLBACK|
	SAVEPOINT|PREPARE(?:\ TRANSACTION)?|(?:INSERT\ 0|UPDATE|DELETE|COPY|MERGE|SELECT)\ \d+|ANALYZE|VACUUM|TRUNCATE\ TABLE|
	NOTIFY|LISTEN)$/mx;
my $rows = qr/^\(\d+ rows?\)$/m;

sub same_output
{
	my ($expected, $actual) = @_;

	$actual =~ s/^LOCATION: .*\n//mg;
	$actual =~ s/$tag\n//g if $expected !~ $tag;
	$actual =~ s/$rows\n//g if $expected !~ $rows;
	return (printed($expected), printed($actual));
}

# Without blanks at the ends of lines, and blank lines at both ends.
sub printed
{
	my ($text) = @_;

	$text =~ s/[ \t]+$//mg;
	$text =~ s/\A\n+//;
	$text =~ s/\n*\z/\n/;
	return $text;
}

1;
