# What a developer and an operator type. `make help` prints the targets and their comments.
# Nothing here needs a compiler, Node or a database: the packages are locked wheels, PostgreSQL is one of them.

VENV := .venv
BIN := $(VENV)/bin
T ?=
WORKERS ?= auto
ICI ?= scenarios/ici-demo
export PIP_ROOT_USER_ACTION := ignore
export PIP_DISABLE_PIP_VERSION_CHECK := 1
.DEFAULT_GOAL := help
.PHONY: help demo dev test check lock bench shell seed messages release clean
.SILENT:

help: ## Print the targets.
	grep -hE '^[a-z]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | while IFS='	' read -r name text; do printf '  %-10s %s\n' "$$name" "$$text"; done

demo: $(VENV)/run.stamp ## Start a centre with demonstration data; PORT= moves it, DATABASE_URL= takes another PostgreSQL.
	exec $(BIN)/taawun up --demo --tied

dev: $(VENV)/dev.stamp ## The same for development: pages reload when the code changes.
	TAAWUN_DEBUG=1 exec $(BIN)/taawun up --demo --tied --reload

test: $(VENV)/dev.stamp ## Run the tests; T= chooses some (T="-k seats"), WORKERS= their processes.
	$(BIN)/python -m pytest -n $(WORKERS) --dist worksteal -p tests.left_out $(T)

check: $(VENV)/dev.stamp ## All that must hold before a merge: format, lint, types, templates, house, messages, migrations.
	echo "· format"; $(BIN)/ruff format --check .
	echo "· lint"; $(BIN)/ruff check .
	echo "· types"; $(BIN)/mypy
	echo "· templates"; $(BIN)/djlint src --lint --quiet
	echo "· house"; $(BIN)/lint-imports
	echo "· messages"; $(BIN)/python tools/check_messages.py
	echo "· migrations"; DJANGO_SETTINGS_MODULE=taawun.config.settings $(BIN)/python -W ignore -m django makemigrations --check --dry-run

lock: ## Lock the packages anew, with hashes and without addresses (needs uv).
	uv pip compile pyproject.toml --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header --no-annotate --upgrade --extra embedded -o requirements/run.txt -q
	uv pip compile pyproject.toml --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header --no-annotate --upgrade --extra embedded --group dev -c requirements/run.txt -o requirements/dev.txt -q

bench: $(VENV)/run.stamp ## Measure; every figure is a ratio of two measures of one run.
	set -e; for file in benchmarks/[a-z]*.py; do echo "· $$file"; $(BIN)/python "$$file"; done

shell: $(VENV)/run.stamp ## A console as somebody: AS=their e-mail address.
	test -n "$(AS)" || { echo 'Say as whom: make shell AS=somebody@example.test'; exit 2; }
	exec $(BIN)/taawun console --as '$(AS)'

seed: $(VENV)/run.stamp ## Load a scenario (ICI= another folder than scenarios/ici-demo) into the database.
	$(BIN)/taawun scenario load $(ICI)

messages: $(VENV)/dev.stamp ## Collect the strings of every app into its Arabic catalogue (needs gettext).
	$(BIN)/python tools/check_messages.py --collect

release: $(VENV)/dev.stamp ## Build the package into dist/, translations compiled, from a clean tree.
	test -z "$$(git status --porcelain)" || { echo 'The tree has changes; commit them first.'; exit 1; }
	$(BIN)/python -c 'from taawun.config.catalogues import compile_stale; compile_stale()'
	rm -rf dist build
	$(BIN)/python -m pip wheel --quiet --no-deps --no-build-isolation -w dist .
	ls -l dist

clean: ## Remove what was built, except the data in var/.
	rm -rf $(VENV) build dist .mypy_cache .ruff_cache .pytest_cache .import_linter_cache .hypothesis src/*.egg-info

$(BIN)/python:
	set -e; for name in $(PYTHON) python3.11 python3; do \
	  if "$$name" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then found=$$name; break; fi; done; \
	test -n "$$found" || { echo 'Python 3.11 or newer is needed (or say where one is: PYTHON=).'; exit 1; }; \
	echo "· virtual environment ($$("$$found" --version))"; \
	"$$found" -m venv $(VENV) || { rm -rf $(VENV); echo 'Python has no venv module here (Debian: apt-get install python3-venv).'; exit 1; }

$(VENV)/run.stamp: requirements/run.txt pyproject.toml | $(BIN)/python
	echo "· packages (locked, with hashes)"
	$(BIN)/python -m pip install --quiet --require-hashes -r requirements/run.txt
	$(BIN)/python -m pip install --quiet --no-deps --no-build-isolation -e .
	touch $@

$(VENV)/dev.stamp: requirements/dev.txt $(VENV)/run.stamp
	echo "· packages for development (locked, with hashes)"
	$(BIN)/python -m pip install --quiet --require-hashes -r requirements/dev.txt
	touch $@
