# fitclub: a fitness club's bookings, classes and bills inside PostgreSQL
#
#   make                build the extension (needs a server's development files)
#   make install        install it into the server of $(PG_CONFIG)
#   make installcheck   run the SQL and isolation tests on a running server
#   make demo           show what it does, on a throw-away server
#   make desk           show a club on a page, doc/examples/desk, until Ctrl-C
#   make test           run every test, on a throw-away server
#   make test-matrix    the same on every PostgreSQL that Debian has
#   make test-clients   the same for drivers and a web API in test/clients
#   make bench          measure what a booking costs, on a throw-away server
#   make lint, format   check, or fix, the layout of the sources
#   make dist           the release as a zip file for PGXN, of what is committed
#   make package        make the packages and try them, away from the system
#   make help           print this list
#
# demo, desk and test need nothing but make and bash: they install what is missing
# (Debian, Ubuntu), and neither install fitclub into the system nor touch a
# server that is already there.

EXTENSION = fitclub
PGFILEDESC = "fitclub - fitness club management"

# The version being made, the one before it, and what is released: scripts of
# released versions are never edited.
EXTVERSION = 1.2
LAST_VERSION = 1.1

# Each version has a library of its own, and its scripts name it: installing
# another one does not touch the clubs of this version.
MODULE_big = fitclub-$(EXTVERSION)

SCRIPT = sql/fitclub--$(EXTVERSION).sql
UPGRADE = sql/fitclub--$(LAST_VERSION)--$(EXTVERSION).sql
UPGRADES_FROM_OLDER = $(patsubst sql/released/%--$(LAST_VERSION).sql,sql/%--$(EXTVERSION).sql, \
	$(wildcard sql/released/fitclub--*--$(LAST_VERSION).sql))
DATA_built = $(SCRIPT) $(UPGRADE) $(UPGRADES_FROM_OLDER)
DATA = $(filter-out $(patsubst sql/%,sql/released/%,$(DATA_built)),$(sort $(wildcard sql/released/*.sql)))

# The install script is made of the files of all subjects, kind by kind: what
# constraints, policies and triggers call comes before the tables, and what reads
# the tables after them. A subject may have several files of a kind, such as
# functions.sql and import_functions.sql, in this order. The kinds of REPLACED
# hold functions and views only, which an update makes again, and every_table.sql gives tables what
# they do not have yet. What an update does to tables, or to anything else that is
# made once, is in UPDATES, in a file named after the subject.
SUBJECTS := $(shell sed 's/\#.*//' sql/FLOORS)
KINDS = schema rules guards tables triggers every_table rows functions readers verify promises demo protection privileges
REPLACED = rules guards every_table functions readers verify promises demo protection privileges
UPDATES = sql/updates/$(LAST_VERSION)--$(EXTVERSION)

# Files of the other kinds that an update needs whole, such as a new table's.
NEW_PARTS = sql/people/contact_tables.sql sql/people/payer_tables.sql sql/people/verifier_tables.sql sql/hours/closure_tables.sql sql/service/tables.sql sql/pack/tables.sql sql/plan/tables.sql sql/membership/tables.sql sql/session/cover_tables.sql sql/class/cover_tables.sql sql/dunning/tables.sql sql/visit/tables.sql sql/money/credit_tables.sql sql/money/request_tables.sql sql/money/sale_tables.sql sql/money/till_tables.sql sql/ledger/tables.sql sql/ledger/triggers.sql

# What all subjects promise, joined.
VIOLATIONS = sql/generated/violations.sql

written_as = $(foreach subject,$(SUBJECTS),$(wildcard sql/$(subject)/$(1).sql) $(sort $(wildcard sql/$(subject)/*_$(1).sql)))
files_of = $(if $(filter promises,$(1)),$(VIOLATIONS),$(call written_as,$(1)))
PROMISES := $(call written_as,promises)
steps_for = $(if $(filter tables,$(1)),$(foreach subject,$(SUBJECTS),$(wildcard $(UPDATES)/$(subject).sql)))
SQL_PARTS := $(foreach kind,$(KINDS),$(call files_of,$(kind)))
UPGRADE_STEPS := $(foreach kind,$(KINDS),$(call steps_for,$(kind)) $(filter \
	$(if $(filter $(kind),$(REPLACED)),%,$(NEW_PARTS)),$(call files_of,$(kind)))) $(wildcard $(UPDATES)/regrant.sql $(UPDATES)/books.sql)

UNUSED_SQL := $(filter-out $(SQL_PARTS) $(PROMISES) $(UPGRADE_STEPS) sql/released/%,$(wildcard sql/*/*.sql $(UPDATES)/*.sql))
ifneq ($(UNUSED_SQL),)
$(error no script has $(UNUSED_SQL): see sql/FLOORS, and KINDS in the Makefile)
endif
C_SOURCES = $(sort $(wildcard src/*/*.c)) src/fitclub.c
C_HEADERS = $(sort $(wildcard src/*/*.h))
OBJS = $(C_SOURCES:.c=.o)
PERSONAS = src/caller/personas.def

# The server's own headers do not pass -Wextra; as system headers they need
# not. Unused parameters are the rule, not a mistake, in functions that the
# server calls through a pointer, and a field without an initializer is zero.
PG_CPPFLAGS = -Isrc -isystem $(includedir_server)

# The server loads every library into one space of names: what others need not
# call must not take the place of something of theirs.
PG_CFLAGS = -fvisibility=hidden -Wall -Wextra -Wno-unused-parameter -Wno-missing-field-initializers

# A test is a file: test/sql/NAME.sql or test/specs/NAME.spec, with its output
# in expected/NAME.out. They run one after the other, in the order of names,
# after the one that loads what the others share.
SQL_TESTS = $(sort $(notdir $(basename $(wildcard test/sql/*.sql))))
REGRESS = schema_install $(filter-out schema_install,$(SQL_TESTS))
REGRESS_OPTS = --inputdir=test
SPECS = $(sort $(notdir $(basename $(wildcard test/specs/*.spec))))
ISOLATION = club_open $(filter-out club_open,$(SPECS))
ISOLATION_OPTS = --inputdir=test --outputdir=. --load-extension=fitclub

EXTRA_CLEAN = $(PERSONAS) $(VIOLATIONS) test/specs/club_open.spec $(foreach kind,o bc gcda gcno,$(wildcard src/*.$(kind) src/*/*.$(kind)))

PG_CONFIG ?= pg_config
PGXS := $(shell $(PG_CONFIG) --pgxs 2>/dev/null)

.PHONY: all help demo desk test test-matrix test-clients bench format lint dist package
all:

# test/setup can be asked for a server's development files, so the targets
# below have to work before there is a pg_config.
ifneq ($(wildcard $(PGXS)),)
include $(PGXS)

$(OBJS) $(OBJS:.o=.bc): $(C_HEADERS) src/schema/tables.def
src/caller/grant.o src/caller/grant.bc: $(PERSONAS)

# Specs cannot read files, so one is made of those that all the others need.
installcheck: test/specs/club_open.spec
else
.PHONY: install uninstall installcheck clean
all install uninstall installcheck:
	@echo "$(PG_CONFIG) does not lead to a PostgreSQL server's development files." >&2
	@echo "test/setup demo installs or names them; or say which PG_CONFIG=... is meant." >&2
	@exit 1

clean:
	rm -rf $(DATA_built) $(EXTRA_CLEAN) $(MODULE_big).so results regression.diffs regression.out
endif

# $(call script,STATEMENT THAT LOADS IT,FILES IN ORDER)
define script
	{ printf '%s\n' '\echo Use "$(1)" to load this file. \quit'; \
	  for part in $(2); do echo; sed -e '/^\\echo /d' \
		-e 's,MODULE_PATHNAME,$$libdir/$(MODULE_big),g' \
		-e 's,$$libdir/fitclub-$(LAST_VERSION),$$libdir/$(MODULE_big),g' $$part || exit 1; done; } > $@.tmp
	mv $@.tmp $@
endef

$(SCRIPT): $(SQL_PARTS) Makefile
	$(call script,CREATE EXTENSION fitclub,$(SQL_PARTS))

$(UPGRADE): $(UPGRADE_STEPS) Makefile
	$(call script,ALTER EXTENSION fitclub UPDATE TO '$(EXTVERSION)',$(UPGRADE_STEPS))

# A club of a version before the last takes one step as well, as the first of two
# would need the last version's library: it is the released update, with this
# library in the place of that one, and what follows it.
$(UPGRADES_FROM_OLDER): sql/%--$(EXTVERSION).sql: sql/released/%--$(LAST_VERSION).sql $(UPGRADE_STEPS) Makefile
	$(call script,ALTER EXTENSION fitclub UPDATE TO '$(EXTVERSION)',$< $(UPGRADE_STEPS))

test/specs/club_open.spec: test/club/club.sql test/club/truth.sql test/club/open.spec Makefile
	{ for part in $(filter %.sql,$^); do echo 'setup {'; cat $$part || exit 1; echo '}'; done; \
	  cat test/club/open.spec; } >$@.tmp
	mv $@.tmp $@

$(VIOLATIONS): sql/promises.awk $(PROMISES)
	mkdir -p $(@D)
	awk -f sql/promises.awk $(PROMISES) > $@.tmp
	mv $@.tmp $@

# Which persona may call which function, from the lines above their declarations.
$(PERSONAS): sql/personas.awk $(SQL_PARTS)
	awk -f sql/personas.awk $(SQL_PARTS) > $@.tmp
	mv $@.tmp $@

help:
	@sed -n 's/^#   //p' Makefile

demo desk test $(if $(wildcard test/bench/run),bench):
	@PG_CONFIG='$(PG_CONFIG)' test/run $@

test-matrix:
	@test/matrix

test-clients:
	@PG_CONFIG='$(PG_CONFIG)' test/run clients

format:
	clang-format -i $(C_SOURCES) $(C_HEADERS)

lint:
	@test/lint

DISTRIBUTION = fitclub-$(shell sed -n 's/^\t"version": "\(.*\)",$$/\1/p' META.json)

# PGXN wants the install script to be there.
dist: $(SCRIPT)
	@git diff --quiet HEAD -- sql Makefile || { echo "sql/ or Makefile is not as committed." >&2; exit 1; }
	git archive --format=zip -o $(DISTRIBUTION).zip \
		--prefix=$(DISTRIBUTION)/sql/ --add-file=$(SCRIPT) --prefix=$(DISTRIBUTION)/ HEAD

package:
	@test/package
