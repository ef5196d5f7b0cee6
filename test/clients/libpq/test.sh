#!/bin/sh
# Two clients at once, with libpq. Prints TAP.

set -eu
cd "$(dirname "$0")"
program=$(mktemp)
trap 'rm -f "$program"' EXIT
pg_config=${PG_CONFIG:-pg_config}
library=$("$pg_config" --libdir)
cc -std=gnu99 -Wall -Wextra -Wno-unused-parameter -Werror -I "$("$pg_config" --includedir)" \
	-o "$program" booking.c test.c -L "$library" -Wl,-rpath,"$library" -lpq
"$program"
