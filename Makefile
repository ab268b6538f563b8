# Needs Python 3.11 or later and nothing else: packages go into .venv, from lock files with hashes.
# Written for GNU make 3.81, which macOS has.

VENV := .venv
RUN := $(VENV)/bin/python
# feedgen comes as source: pip builds it as standards have it, not in the way that it warns of.
INSTALL := $(RUN) -m pip install --quiet --disable-pip-version-check --no-input \
	--no-build-isolation --use-pep517 --require-hashes

.PHONY: help site serve test check proofs bench catalogues wheel lock clean

help:
	@echo "make site    build the example site into dist/"
	@echo "make serve   show what every reader will see, while it is written"
	@echo "make test    run the tests"
	@echo "make check   style, types and layers"
	@echo "make proofs  run the long proofs"
	@echo "make bench   measure builds of 100, 1,000 and 10,000 incidents"
	@echo "make catalogues  bring the catalogues of the interface up to its English words"
	@echo "make wheel   build the wheel into build/wheel/"
	@echo "make lock    renew the lock files"
	@echo "make clean   remove what was built here"

# The example's sources hold a link, and each clone has a secret of its own. It is made without
# `tocsin secret new`, which would write into site.yml what belongs to this clone alone.
EXAMPLE_LINK := account:harbour-coffee --again 3f6d09c4

site: $(VENV)/runtime.stamp .tocsin-secret
	@$(RUN) -m builder build
	@echo "Open $(CURDIR)/dist/public/index.html"
	@echo "A private page: run \`$(RUN) -m http.server --bind localhost --directory dist/private 8000\`, and open"
	@$(RUN) -m builder link add $(EXAMPLE_LINK) --print

serve: $(VENV)/runtime.stamp
	@$(RUN) -m builder serve

.tocsin-secret: | $(VENV)/runtime.stamp
	@umask 077 && $(RUN) -c "import secrets; print(secrets.token_hex(32))" >$@.new && mv $@.new $@

# A process for each processor. Neighbours share a module's fixtures, so a process is given a run of
# them; who has nothing left to do takes over some of another's.
TESTS := $(RUN) -m pytest --numprocesses auto --dist worksteal

test: $(VENV)/development.stamp
	@$(TESTS)

check: $(VENV)/development.stamp
	@$(RUN) -m ruff check .
	@$(RUN) -m ruff format --check .
	@$(RUN) -m mypy
	@$(VENV)/bin/lint-imports

proofs: $(VENV)/development.stamp
	@$(TESTS) -m proof

bench: $(VENV)/development.stamp
	@$(RUN) -m tests.bench

catalogues: $(VENV)/development.stamp
	@$(RUN) -m tests.catalogues

wheel: $(VENV)/development.stamp
	@$(RUN) -m build --wheel --no-isolation --outdir build/wheel

# A wheel for each system and Python that is supported has its hash in the lock.
COMPILE := $(VENV)/bin/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes \
	--custom-compile-command "make lock"

lock: $(VENV)/development.stamp
	@$(COMPILE) pyproject.toml --output-file requirements.lock
	@$(COMPILE) pyproject.toml --group dev --constraints requirements.lock \
		--output-file requirements-dev.lock
	@$(COMPILE) --group build --output-file requirements-build.lock

clean:
	@rm -rf $(VENV) dist build .tocsin .mypy_cache .pytest_cache .ruff_cache .hypothesis \
		.import_linter_cache

$(VENV)/runtime.stamp: requirements.lock $(VENV)/python.stamp
	@echo "Installing packages into $(VENV)"
	@$(INSTALL) -r requirements.lock
	@touch $@

$(VENV)/development.stamp: requirements-dev.lock $(VENV)/python.stamp
	@echo "Installing packages and tools into $(VENV)"
	@$(INSTALL) -r requirements-dev.lock
	@touch $@

$(VENV)/python.stamp: requirements-build.lock
	@for candidate in $(PYTHON) python3.13 python3.12 python3.11 python3.14 python3 python; do \
		if "$$candidate" -c 'import sys, venv, ensurepip; sys.exit(sys.version_info < (3, 11))' \
			>/dev/null 2>&1; then found=$$candidate; break; fi; \
	done; \
	if [ -z "$$found" ]; then \
		echo "No Python 3.11 or later with venv was found." >&2; \
		echo "Install one (Debian, Ubuntu: apt install python3 python3-venv; macOS: brew install python)," >&2; \
		echo "or name it: make PYTHON=/path/to/python3" >&2; \
		exit 1; \
	fi; \
	echo "Making $(VENV) with $$("$$found" --version)"; \
	"$$found" -m venv --clear $(VENV)
	@$(INSTALL) -r requirements-build.lock
	@touch $@
