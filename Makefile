# The two commands a newcomer needs: `make play` and `make test`. Everything else is listed by `make help`.
.DEFAULT_GOAL := help
.PHONY: help play test check format story schema art screenshots bench lock wheel clean

PYTHON ?= python3
BIN := .venv/bin

help: ## List what can be made.
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "  make %-11s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

play: .venv/play ## Set up what is needed, and open the game.
	@$(BIN)/python -m game

test: .venv/dev ## Set up what is needed, and run every test.
	@$(BIN)/python -m pytest -n auto --dist worksteal

check: .venv/dev ## Format, lint, types, import contracts, and the story.
	@$(BIN)/ruff format --check game tests bench assets
	@$(BIN)/ruff check game tests bench assets
	@$(BIN)/mypy
	@$(BIN)/lint-imports
	@$(BIN)/python -m game check
	@$(BIN)/python assets/render.py --check

format: .venv/dev ## Put the code in form.
	@$(BIN)/ruff format game tests bench assets
	@$(BIN)/ruff check --fix game tests bench assets

story: .venv/dev ## For authors: check the story, prove it, count it; `make story WATCH=1` does so after each save.
ifdef WATCH
	@$(BIN)/watchfiles --target-type command "$(MAKE) --no-print-directory story WATCH=" story seeds
else
	@$(BIN)/python -m game check
	@$(BIN)/python -m game prove
	@$(BIN)/python -m game stats
endif

schema: .venv/dev ## Make the story's JSON Schemas again, after a change to the model.
	@$(BIN)/python -m game schema --write

art: .venv/dev ## Render the pictures again, after a change to a drawing in assets/art.
	@$(BIN)/python assets/render.py

screenshots: .venv/dev ## Take the pictures of the game that the README shows.
	@$(BIN)/python assets/screenshots.py

bench: .venv/dev ## Run every benchmark; each prints a ratio against its reference.
	@for script in bench/bench_*.py; do $(BIN)/python $$script || exit 1; done

lock: .venv/dev ## Choose versions again and write the locked requirements.
	@$(BIN)/pip install --quiet uv
	@for out in requirements.txt requirements-dev.txt; do \
	    group=$$(test $$out = requirements.txt || echo "--group dev"); \
	    $(BIN)/uv pip compile --quiet --universal --upgrade --generate-hashes --no-emit-index-url --no-header \
	        --python-version 3.11 pyproject.toml --extra serve $$group -o $$out || exit 1; done

wheel: .venv/dev ## Build the wheel into dist/.
	@$(BIN)/python -m build --wheel --no-isolation

clean: ## Take away everything that was made.
	@rm -rf .venv dist build .mypy_cache .pytest_cache .ruff_cache .hypothesis

.venv/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "Sokovia needs Python 3.11 or newer; this is $$($(PYTHON) --version). Try: make PYTHON=python3.12 play"; exit 1; }
	@test -x $(BIN)/python || $(PYTHON) -m venv .venv || { echo "Could not make a virtual environment. On Debian: apt install python3-venv"; exit 1; }
	@touch $@

.venv/play: .venv/python requirements.txt
	@test -e .venv/dev || { echo "Setting up (once)…"; $(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.txt; }
	@touch $@

.venv/dev: .venv/python requirements-dev.txt pyproject.toml
	@echo "Setting up (once)…"
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements-dev.txt
	@touch $@
