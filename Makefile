# fitclub: a fitness club's bookings, classes and bills inside PostgreSQL
#
#   make                build the extension (needs a server's development files)
#   make install        install it into the server of $(PG_CONFIG)
#   make installcheck   run the SQL and isolation tests on a running server
#   make demo           show what it does, on a throw-away server
#   make test           run every test, on a throw-away server
#   make bench          measure what a booking costs, on a throw-away server
#   make lint, format   check, or fix, the layout of the sources
#
# demo and test need nothing but make and bash: they install what is missing
# (Debian, Ubuntu), and neither install fitclub into the system nor touch a
# server that is already there.

EXTENSION = fitclub
MODULE_big = fitclub
PGFILEDESC = "fitclub - fitness club management"

# The default version, and the upgrade scripts from the ones before it.
EXTVERSION = 1.0
DATA = $(sort $(wildcard sql/fitclub--*--*.sql))
DATA_built = sql/fitclub--$(EXTVERSION).sql

SQL_PARTS = $(sort $(wildcard sql/parts/*.sql))
C_SOURCES = $(sort $(wildcard src/*.c))
C_HEADERS = $(sort $(wildcard src/*.h))
OBJS = $(C_SOURCES:.c=.o)

# The server's own headers do not pass -Wextra; as system headers they need
# not. Unused parameters are the rule, not a mistake, in functions that the
# server calls through a pointer, and a field without an initializer is zero.
PG_CPPFLAGS = -isystem $(includedir_server)
PG_CFLAGS = -Wall -Wextra -Wno-unused-parameter -Wno-missing-field-initializers

# A test is a file: test/sql/NAME.sql or test/specs/NAME.spec, with its output
# in expected/NAME.out. They run one after the other, in the order of names.
REGRESS = $(sort $(notdir $(basename $(wildcard test/sql/*.sql))))
REGRESS_OPTS = --inputdir=test
ISOLATION = $(sort $(notdir $(basename $(wildcard test/specs/*.spec))))
ISOLATION_OPTS = --inputdir=test --outputdir=. --load-extension=fitclub

EXTRA_CLEAN = $(wildcard src/*.o src/*.bc src/*.gcda src/*.gcno)

PG_CONFIG ?= pg_config
PGXS := $(shell $(PG_CONFIG) --pgxs 2>/dev/null)

.PHONY: all demo test bench format lint
all:

# test/setup can be asked for a server's development files, so the targets
# below have to work before there is a pg_config.
ifneq ($(wildcard $(PGXS)),)
include $(PGXS)

$(OBJS) $(OBJS:.o=.bc): $(C_HEADERS)
else
.PHONY: install uninstall installcheck clean
all install uninstall installcheck:
	@echo "$(PG_CONFIG) does not lead to a PostgreSQL server's development files." >&2
	@echo "Install them (Debian, Ubuntu: test/setup demo), or name another PG_CONFIG=..." >&2
	@exit 1

clean:
	rm -rf $(DATA_built) $(EXTRA_CLEAN) fitclub.so results regression.diffs regression.out
endif

$(DATA_built): $(SQL_PARTS) Makefile
	{ printf '%s\n' '\echo Use "CREATE EXTENSION fitclub" to load this file. \quit'; \
	  for part in $(SQL_PARTS); do echo; cat $$part || exit 1; done; } > $@.tmp
	mv $@.tmp $@

demo test $(if $(wildcard test/bench/run),bench):
	@PG_CONFIG='$(PG_CONFIG)' test/run $@

format:
	clang-format -i $(C_SOURCES) $(C_HEADERS)

lint:
	@test/lint
