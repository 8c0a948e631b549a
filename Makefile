# Salient: everything a clean clone needs is Python 3.11 or newer and make.
#
#   make demo            try the bot in a browser page: no token, no internet   (ARGS="--headless --seconds 90")
#   make run             connect to Discord with DISCORD_TOKEN
#   make test            every test, on SQLite and PostgreSQL                   (ARGS="tests/query -k phrase")
#   make check           lint, format, types, and the rooms' import rules
#   make measure         the figures of this machine                            (SIZE=1000000)
#   make lock            pin what pyproject.toml asks for, by hash              (ARGS=--upgrade: the newest)
#   make reference       rewrite config/example.env and README's tables from the code

# The first interpreter that is new enough; `make PYTHON=/path/to/python demo` overrides it.
PYTHON ?= $(shell for p in python3 python3.13 python3.12 python3.11; do \
	$$p -c 'import sys; sys.exit(sys.version_info < (3, 11))' >/dev/null 2>&1 && echo $$p && break; done)
ARGS ?=
SIZE ?=
BIN := .venv/bin
BUILT := .venv/.built

.DEFAULT_GOAL := help
.PHONY: help .venv demo run test check measure lock reference clean

help:
	@sed -n 's/^#   //p' Makefile

.venv: $(BUILT)

# Everything is pinned by hash, the build back end too, so nothing unpinned is ever fetched. The lock is whole,
# so pip resolves nothing (--no-deps; pip before 23.3 fails where two packages spell one extra in two ways). The
# mark is written last: an interrupted build is started afresh.
$(BUILT): requirements.lock
	@test -n "$(PYTHON)" || { echo "Salient needs Python 3.11 or newer (python3 is too old or missing)." >&2; exit 2; }
	@$(PYTHON) -c 'import ensurepip' 2>/dev/null || { echo "$(PYTHON) has no venv module (Debian and Ubuntu: apt install python3-venv)." >&2; exit 2; }
	@echo "Building .venv from requirements.lock ..."
	@$(PYTHON) -m venv --clear .venv
	@$(BIN)/python -m pip install -qq --disable-pip-version-check --no-deps --require-hashes --requirement requirements.lock
	@$(BIN)/python -m pip install -qq --disable-pip-version-check --no-index --no-deps --no-build-isolation --editable .
	@touch $@

demo: $(BUILT)
	@$(BIN)/python -m bot demo $(ARGS)

run: $(BUILT)
	@$(BIN)/python -m bot run $(ARGS)

# Half of a test's time is waiting, so three run side by side on two cores (ARGS="-n0 ...": one by one, for a debugger).
test: $(BUILT)
	$(BIN)/python -m pytest --numprocesses 3 --dist worksteal $(ARGS)

check: $(BUILT)
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

measure: $(BUILT)
	@SIZE=$(SIZE) $(BIN)/python -m measure $(ARGS)

# Resolved for every platform and Python from 3.11 on. No configuration of this machine is read, so that no
# index host and no path gets into the files (tests/config/test_lock.py looks).
LOCK = $(BIN)/uv pip compile --quiet --no-config --universal --python-version 3.11 --generate-hashes \
	--custom-compile-command "make lock" $(ARGS)

lock: $(BUILT)
	$(LOCK) --all-extras --output-file requirements.lock pyproject.toml
	$(LOCK) --extra build --constraint requirements.lock --output-file requirements-run.lock pyproject.toml

reference: $(BUILT)
	$(BIN)/python -m config

clean:
	rm -rf .venv build *.egg-info .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache .grimp_cache
