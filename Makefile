# Two commands are enough:  make serve  and  make test.
# What they install stays in .venv, what they store stays in var; both say what they do and may be repeated.

PYTHON ?= python3
PORT ?= 8000
PARALLEL ?= logical

BIN = .venv/bin
# Empty where .venv works, else the target that makes it.
VENV := $(shell .venv/bin/python -c 'import pip' 2> /dev/null || echo new-venv)
MANAGE = $(BIN)/python manage.py
PIP = $(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes
PYTEST = $(BIN)/python -m pytest --numprocesses $(PARALLEL) --maxprocesses 4 --dist worksteal
ON_SQLITE = $(IN_MEMORY) $(PYTEST)
ON_POSTGRES = POSTGRES_OPTIONS='$(FOR_TESTS)' $(BIN)/python -m tests.postgres $(PYTEST)
# What the inner loop leaves out, and what only make test-all runs; tests/README.md says what is which.
QUICK = not browser and not client and not process and not grid and not slow and not long
EXAMPLES ?= 50
SIZES ?= 1000 100000 1000000
# Drawn once, where it is not given.
SEED ?= $(eval SEED := $(shell $(PYTHON) -c 'import random; print(random.randrange(2**32))'))$(SEED)
# PostgreSQL as whoever keeps a large record on solid-state disks sets it.
LARGE_RECORD = -c shared_buffers=1GB -c effective_cache_size=4GB -c random_page_cost=1.1 \
  -c default_statistics_target=200
# For databases that may be lost with the machine, and are too small for compiled queries. Statistics that are taken at any
# moment would change the plans at any moment.
FOR_TESTS = -c fsync=off -c synchronous_commit=off -c full_page_writes=off -c autovacuum=off -c jit=off
# Checks that need a database, but nobody's data.
IN_MEMORY = DATABASE_URL=sqlite://:memory:

export DJANGO_SETTINGS_MODULE = api.settings
export EXAMPLES SEED

.PHONY: help serve quick test test-all fuzz bench lint schema sdk lock clean new-venv
.NOTPARALLEL:

help: ## list these commands
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "make %-14s %s\n", $$1, $$2 }' Makefile
	@echo
	@echo 'PYTHON=python3.12 chooses the interpreter, PORT=8001 the port of make serve,'
	@echo 'EXAMPLES=200 the number of random requests of make fuzz to each operation, SEED=1 which they are,'
	@echo 'DATABASE_URL=postgres://... in the environment another database than var/record.sqlite3.'

serve: .venv/run.stamp ## install, fill the database with the record, serve it on http://127.0.0.1:8000
	@$(BIN)/python -c 'import socket; exit(socket.socket().connect_ex(("127.0.0.1", $(PORT))) == 0)' || \
	  { echo 'Port $(PORT) is taken; perhaps another make serve still runs. Stop it, or choose: make serve PORT=8001' >&2; exit 1; }
	@echo 'Preparing the database ...'
	@STATEMENT_TIMEOUT_MS=0 $(MANAGE) migrate --noinput --verbosity 0
	@echo 'Loading the record ...'
	@$(MANAGE) load_record
	@echo
	@echo '  front page     http://127.0.0.1:$(PORT)/'
	@echo '  API            http://127.0.0.1:$(PORT)/api/v1'
	@echo '  documentation  http://127.0.0.1:$(PORT)/api/v1/docs'
	@echo '  admin          http://127.0.0.1:$(PORT)/admin/'
	@echo '                 (for accounts to try it, in a second terminal: $(MANAGE) demo_desk)'
	@echo
	@echo 'This is for trying it out; what a lasting installation needs is in docs/operations.md.'
	@echo 'Serving. Ctrl-C stops.'
	@exec $(BIN)/python -m granian api.wsgi:application --interface wsgi --host 127.0.0.1 --port $(PORT) \
	  --workers 1 --blocking-threads 4 --http 1 --no-ws --workers-kill-timeout 2 --log-level warning

quick: lint ## the inner loop: style, and the tests on SQLite that need nothing else and are short
	@echo '--- Tests on SQLite that are short'
	$(ON_SQLITE) -m '$(QUICK)'

test: lint .venv/browser.stamp .venv/client.stamp ## what a change must hold, in minutes: SQLite, and PostgreSQL where it may differ
	@echo '--- Tests on SQLite'
	$(ON_SQLITE) -m 'not long'
	@echo '--- Tests on PostgreSQL that may differ from SQLite'
	$(ON_POSTGRES) -m 'dialect and not long'

test-all: lint .venv/browser.stamp .venv/client.stamp .venv/sdk.stamp .venv/bench.stamp ## everything, on both databases
	@echo '--- Everything on SQLite; the same random requests again: make $@ EXAMPLES=$(EXAMPLES) SEED=$(SEED)'
	THOROUGH=1 $(ON_SQLITE) -m ''
	@echo '--- Everything on PostgreSQL; the same random requests again: make $@ EXAMPLES=$(EXAMPLES) SEED=$(SEED)'
	THOROUGH=1 $(ON_POSTGRES) -m ''

fuzz: .venv/test.stamp ## hold the service against its document with many random requests, others each time
	@echo '--- Random requests; the same again: make $@ EXAMPLES=$(EXAMPLES) SEED=$(SEED)'
	$(ON_SQLITE) -m long tests/api/test_fuzzed_at_length.py
	$(ON_POSTGRES) -m long tests/api/test_fuzzed_at_length.py

bench: .venv/test.stamp .venv/bench.stamp ## measure how fast it is beside others, up to a million statements; SIZES="1000 100000" chooses
	@echo '--- Benchmark; with all sizes it takes half an hour and some gigabytes in build/bench'
	POSTGRES_OPTIONS='$(LARGE_RECORD)' $(BIN)/python -m tests.postgres $(BIN)/python -m tests.bench --sizes $(SIZES)

lint: .venv/test.stamp ## check style, import contracts, Django's own checks, missing migrations
	@echo '--- Style'
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	@echo '--- Import contracts'
	$(BIN)/lint-imports --no-logo
	@echo '--- Django: its own checks, which come before it looks for migrations that are missing'
	$(IN_MEMORY) $(MANAGE) makemigrations --check --dry-run
	HTTPS=True $(IN_MEMORY) $(MANAGE) check --deploy --fail-level WARNING

schema: .venv/run.stamp ## write the OpenAPI documents anew
	$(IN_MEMORY) $(MANAGE) write_openapi --examples

sdk: .venv/sdk.stamp ## write typed clients into build/sdk: Python, TypeScript, Java, Go
	@$(BIN)/python sdk/generate.py

lock: $(VENV) ## pin the dependencies of pyproject.toml anew; UPGRADE=--upgrade takes newer versions
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check uv
	$(LOCK) --output-file requirements.txt pyproject.toml
	$(LOCK) --output-file sdk/requirements.txt --group sdk --constraints requirements.txt
	$(LOCK) --output-file tests/requirements.txt --group test $(ALIKE)
	$(LOCK) --output-file tests/browser/requirements.txt --group browser $(ALIKE) --constraints tests/requirements.txt
	$(LOCK) --output-file tests/sdk/requirements.txt --group client $(ALIKE) --constraints tests/requirements.txt
	$(LOCK) --output-file tests/bench/requirements.txt --group bench $(ALIKE) --constraints tests/requirements.txt

ALIKE = --constraints requirements.txt --constraints sdk/requirements.txt
LOCK = $(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --system-certs \
  --custom-compile-command 'make lock' $(UPGRADE)

clean: ## remove .venv, build and caches; the database and the secret key in var stay
	rm -rf .venv build tests/node/node_modules .pytest_cache .ruff_cache .import_linter_cache .hypothesis
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

# Also where .venv was left half made, or its Python is gone.
new-venv:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
	  { echo 'Python 3.11 or newer is needed, and "$(PYTHON)" is not. If you have one: make PYTHON=python3.12 $(MAKECMDGOALS)' >&2; exit 1; }
	@echo 'Making .venv ...'
	@$(PYTHON) -m venv --clear .venv

# What each lane needs is installed when it is first asked for.
.venv/run.stamp: $(VENV) requirements.txt
.venv/sdk.stamp: .venv/run.stamp sdk/requirements.txt
.venv/test.stamp: .venv/run.stamp tests/requirements.txt
.venv/browser.stamp: .venv/test.stamp tests/browser/requirements.txt
.venv/client.stamp: .venv/test.stamp tests/sdk/requirements.txt
.venv/bench.stamp: .venv/test.stamp tests/bench/requirements.txt

.venv/%.stamp:
	@echo 'Installing into .venv what is named in $(filter %.txt,$^) ...'
	@$(PIP) --requirement $(filter %.txt,$^)
	@touch $@
