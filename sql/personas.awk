# Which functions grant_role() grants to whom, for src/caller/grant.c: from the
# line above each function of schema fitclub,
#
#	-- personas: member trainer staff reader
#
# with some of the four, or "none" for a function of applications and the owner.
# It fails when a function has no such line.

function complain(what)
{
	printf "%s:%d: %s\n", FILENAME, FNR, what | "cat >&2"
	failed = 1
}

# The personas as a mask in C; empty for none.
function mask(names,	words, count, i, result)
{
	count = split(names, words, " ")
	for (i = 1; i <= count; i++) {
		if (words[i] == "none" && count == 1)
			return ""
		if (words[i] !~ /^(member|trainer|staff|reader)$/)
			complain("there is no persona \"" words[i] "\"")
		result = result (i > 1 ? " | " : "") "FOR(PERSONA_" toupper(words[i]) ")"
	}
	return result
}

# An argument as GRANT wants it, without its default; nothing of a result.
function argument(line)
{
	if (line ~ /^\tOUT /)
		return ""
	sub(/^\t/, "", line)
	sub(/ DEFAULT .*/, "", line)
	sub(/[,)]+$/, "", line)
	return line
}

function finish()
{
	if (personas != "")
		printf "{\"%s(%s)\", %s},\n", name, arguments, personas
	in_arguments = 0
}

in_arguments {
	found = argument($0)
	arguments = arguments (arguments != "" && found != "" ? ", " : "") found
	if (/\)$/)
		finish()
}

/^CREATE (OR REPLACE )?FUNCTION fitclub\./ {
	name = $0
	sub(/.* fitclub\./, "", name)
	sub(/\(.*/, "", name)
	if (above !~ /^-- personas: [a-z]/)
		complain(name "() needs a line \"-- personas: ...\" above it")
	personas = mask(substr(above, length("-- personas: ") + 1))
	arguments = ""
	in_arguments = /\($/
	if (/\(\)$/)
		finish()
	else if (!in_arguments)
		complain(name "() needs a line for each argument")
}

{ above = $0 }

END { exit failed }
