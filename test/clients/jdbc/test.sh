#!/bin/sh
# Two clients at once, with JDBC. Prints TAP.

set -eu
cd "$(dirname "$0")"
classes=$(mktemp -d)
trap 'rm -rf "$classes"' EXIT
driver=${PGJDBC:-/usr/share/java/postgresql.jar}
javac -Xlint:all -Werror -cp "$driver" -d "$classes" Booking.java Test.java
java -cp "$driver:$classes" Test
