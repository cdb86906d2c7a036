# Everything stands in .venv beside the code; nothing is installed anywhere else.
PYTHON ?= python3
BIN := .venv/bin

.PHONY: demo run test check words lock clean

demo: .venv/run
	@$(BIN)/python -m bot demo

run: .venv/run
	@$(BIN)/python -m bot run

test: .venv/test
	@PATH="$(CURDIR)/$(BIN):$$PATH" $(BIN)/python -m tests.checks

# After a sentence was added or changed: bring the catalogues up to date, then translate what is empty.
words: .venv/test
	@$(BIN)/python -m locales.words

# After a dependency was added to pyproject.toml.
lock: .venv/test
	@$(BIN)/python -m pip install -q uv
	@$(BIN)/uv pip compile -q --universal --python-version 3.11 --generate-hashes --no-emit-index-url \
	    --no-header -o requirements.lock pyproject.toml
	@$(BIN)/uv pip compile -q --universal --python-version 3.11 --generate-hashes --no-emit-index-url \
	    --no-header --extra test -c requirements.lock -o requirements-test.lock pyproject.toml

.venv/bin/python:
	@echo "Setting up .venv (once; about half a minute)"
	@$(PYTHON) -c 'import sys; sys.exit("Python 3.11 or newer is needed: make PYTHON=python3.12 …" if sys.version_info < (3, 11) else 0)'
	@$(PYTHON) -m venv .venv

.venv/run: requirements.lock | .venv/bin/python
	@$(BIN)/python -m pip install -q --disable-pip-version-check --require-hashes -r requirements.lock
	@touch $@

.venv/test: requirements-test.lock | .venv/bin/python
	@$(BIN)/python -m pip install -q --disable-pip-version-check --require-hashes -r requirements-test.lock
	@touch $@ .venv/run

clean:
	@rm -rf .venv .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache
