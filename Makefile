# Two commands matter: `make run` starts the app, `make test` checks it. `make help` lists the rest.
PYTHON ?= python3
PORT ?= 8501
BIN := .venv/bin
TEST_PATHS ?= tests

.PHONY: help run test lint types layers unit browser e2e setup data browser-files screenshots bench lock clean

help: ## Say what each command does
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/^([a-z-]+):.*## (.*)/  make \1|\2/' | column -t -s '|'

run: setup browser-files data ## Set up what is missing, then start the app
	@echo "Common Ground is at http://localhost:$(PORT)  (stop it with Ctrl+C)"
	@exec $(BIN)/streamlit run asgi.py --server.port $(PORT)

setup: .venv/installed ## Install the Python packages the app needs

.venv/installed: requirements.txt tools/make_venv.sh
	@sh tools/make_venv.sh $(PYTHON)
	@$(BIN)/python -m pip install --disable-pip-version-check --require-hashes -r requirements.txt
	@touch $@

.venv/installed-dev: .venv/installed requirements-dev.txt
	@$(BIN)/python -m pip install --disable-pip-version-check --require-hashes -r requirements-dev.txt
	@touch $@

browser-files: .venv/installed ## Lay the browser's files under static/
	@$(BIN)/python -m ui.browser_files

data: .venv/installed ## Install data: your bundle, else a download, else the practice quarter
	@$(BIN)/python -m geo data install || [ $$? = 1 ] # 1: a source failed, its last good data stay

test: .venv/installed-dev browser-files ## Run every check
	@sh tools/install_test_programs.sh
	@$(MAKE) --no-print-directory lint types layers unit browser e2e

lint: .venv/installed-dev ## Style (ruff)
	@$(BIN)/ruff check . && $(BIN)/ruff format --check .

types: .venv/installed-dev ## Types (mypy, strict on geo/)
	@$(BIN)/mypy

layers: .venv/installed-dev ## Each room looks only downwards (import-linter)
	@$(BIN)/lint-imports

unit: .venv/installed-dev ## Unit, property, store and screen tests
	@$(BIN)/python -m pytest $(TEST_PATHS) --ignore=tests/e2e -n 2 --dist loadfile

browser: browser-files ## Tests of the browser's own code (node)
	@$(BIN)/python -m ui.browser_files --test

e2e: browser-files ## The real app in Chromium
	@$(BIN)/python -m pytest tests/e2e

screenshots: .venv/installed-dev browser-files ## Take the pictures under docs/img again
	@$(BIN)/python -m tests.e2e.screenshots

.venv/installed-bench: .venv/installed-dev requirements-bench.txt
	@$(BIN)/python -m pip install --disable-pip-version-check --require-hashes -r requirements-bench.txt
	@touch $@

bench: .venv/installed-bench browser-files ## Measure: time to first map, click to saved, bytes a pin, walks in a city
	@$(BIN)/python -m benchmarks

lock: .venv/installed-dev ## Pin the packages again, with hashes
	@$(BIN)/uv pip compile --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-annotate \
		--custom-compile-command "make lock" -q requirements.in -o requirements.txt
	@$(BIN)/uv pip compile --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-annotate \
		--custom-compile-command "make lock" -q requirements-dev.in -o requirements-dev.txt
	@$(BIN)/uv pip compile --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-annotate \
		--custom-compile-command "make lock" -q requirements-bench.in -o requirements-bench.txt

clean: ## Remove what set-up made (not your data in var/)
	@rm -rf .venv static node_modules frontend/node_modules
