# Two commands: `make serve` publishes the data on this machine, `make test` passes the tests.
# Each sets up all that it needs in .venv the first time, and starts within seconds after that.

PYTHON ?= python3
PORT ?= 8000
HOST ?= 127.0.0.1
RELEASES ?= releases
BIN := .venv/bin
# Only what a lock names is installed, and only if its bytes are those of the checksum there.
INSTALL := $(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes
# npm is the machine's own, or else the one that is set up in .venv.
export PATH := $(PATH):$(CURDIR)/$(BIN)
# The benchmarks draw on what the tests do.
MEASURE := PYTHONPATH=tests:tests/support $(BIN)/python -m
# Hundreds of processes would compile all modules anew where writing what was compiled is forbidden.
unexport PYTHONDONTWRITEBYTECODE

.PHONY: serve build test editor clients sssom lock conformance soak benchmark growth foreign matching clean

serve: .venv/ready
	@test -e $(RELEASES)/latest || $(BIN)/diplomatica build --draft --output $(RELEASES)
	@exec $(BIN)/diplomatica serve --release $(RELEASES)/latest --host $(HOST) --port $(PORT)

build: .venv/ready
	$(BIN)/diplomatica build --output $(RELEASES)

# Types are read while the tests wait for limits and servers, and what was found is told after them.
TYPES := .venv/types.txt
test: .venv/ready-to-test
	$(BIN)/ruff format --check
	$(BIN)/ruff check
	$(BIN)/lint-imports
	$(BIN)/mypy >$(TYPES) 2>&1 & types=$$!; \
	$(BIN)/pytest --numprocesses auto --dist worksteal; tests=$$?; \
	wait $$types; typed=$$?; echo "$(BIN)/mypy"; cat $(TYPES); exit $$((tests + typed))

# What was checked against the standards, written to dataset/conformance.csv, from where a release carries it.
conformance: .venv/ready-to-test
	CONFORMANCE=write $(BIN)/pytest --numprocesses auto --dist worksteal tests/conformance

# About a quarter of an hour of anything that a client could send; it prints what a good client saw meanwhile.
soak: .venv/ready-to-test
	FUZZ_SECONDS=300 $(BIN)/pytest -s tests/serving/test_fuzz.py tests/serving/test_connection.py tests/serving/test_sharing.py tests/serving/test_processes.py
	$(MEASURE) benchmarks.soak
	$(MEASURE) benchmarks.mixed

# Ours against others on the same work; needs wrk (Debian's package), and takes some minutes.
# First from a file to a page that answers: make benchmark FILES="some.ttl other.nq".
benchmark: .venv/ready-to-test
	$(BIN)/python -m pip install --quiet oxigraph rdflib-endpoint uvicorn
	-npm install --silent --ignore-scripts --prefix .venv/peers trifid trifid-handler-fetch @zazuko/trifid-entity-renderer
	$(MEASURE) benchmarks.start $(FILES)
	$(MEASURE) benchmarks $(BENCHMARK)

# What a build of made-up articles costs, step by step, as they become more: make growth ARTICLES="10 100 1000".
ARTICLES ?= 10 20 40
growth: .venv/ready-to-test
	$(MEASURE) benchmarks.growth $(ARTICLES)

# What others' data costs beside Oxigraph's own program: make foreign TRIPLES="100000 1000000".
TRIPLES ?= 100000
foreign: .venv/ready-to-test
	$(MEASURE) benchmarks.foreign $(TRIPLES)

# What /match takes for awkward names beside letters compared alone: make matching NAMES=5000.
NAMES ?= 1000
matching: .venv/ready-to-test
	$(MEASURE) benchmarks.matching releases/latest $(NAMES)

# The editor of the query page, and what the tests of accessibility need, at the versions of package-lock.json.
editor:
	command -v npm >/dev/null || $(INSTALL) --requirement server/editor/requirements.txt
	npm ci --silent --ignore-scripts
	npm run --silent build

# Clients that are not ours, for the tests that read what is served.
clients:
	npm ci --silent --prefix tests/clients

# The reader of SSSOM's own makers, which checks the published links: 100 packages, 400 MB, in an environment of its own;
# of their modules few are imported, so they are compiled then.
sssom: tests/clients/requirements.txt
	$(PYTHON) -m venv tests/clients/.venv
	tests/clients/.venv/bin/python -m pip install --quiet --no-compile --disable-pip-version-check --require-hashes --requirement $<

clean:
	rm -rf .venv node_modules tests/clients/node_modules tests/clients/.venv server/diplomatica/web/static/vendor $(RELEASES)

# The locks, made anew from pyproject.toml: versions stay as they are where they still fit; LOCKED=--upgrade raises them.
LOCK = $(BIN)/uv pip compile --quiet --universal --generate-hashes --no-annotate --python-version 3.11 \
	--custom-compile-command 'make lock' $(LOCKED)
lock: .venv/ready
	$(BIN)/python -m pip install --quiet uv
	$(LOCK) pyproject.toml --group build --output-file requirements.txt
	$(LOCK) pyproject.toml --group build --group dev --extra dask --constraint requirements.txt --output-file tests/requirements.txt
	$(LOCK) --group npm --output-file server/editor/requirements.txt
	$(LOCK) --group sssom --output-file tests/clients/requirements.txt

# requirements.txt pins the versions that this release was made with: same files, same versions, same bytes.
.venv/ready: pyproject.toml requirements.txt package-lock.json server/editor/editor.js server/editor/build.js
	$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Python 3.11 or newer is needed, this is " + sys.version.split()[0] + "; say which with PYTHON=…")'
	$(PYTHON) -m venv .venv
	$(INSTALL) --requirement requirements.txt
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --editable .
	@$(MAKE) editor >/dev/null 2>&1 || echo "The query page has a plain text box: npm brought no editor; make editor tells why"
	@touch $@

# The environment apart is filled meanwhile: its packages take half as long as all others.
.venv/ready-to-test: .venv/ready tests/requirements.txt tests/clients/package-lock.json
	@(test "$$CI" != true || $(MAKE) sssom) & apart=$$!; \
	$(INSTALL) --requirement tests/requirements.txt || exit; \
	$(MAKE) clients >/dev/null 2>&1 || echo "Tests with clients of npm are left out: make clients tells why"; \
	wait $$apart
	@touch $@
