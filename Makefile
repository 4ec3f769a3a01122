# Every chore has one word. `make run` and `make test` are the two that matter.
PYTHON ?= python3
VENV = .venv/bin
export PORT DEMO

.PHONY: help run test check fix lock messages migrations diagrams soak access clean

help: ## say what each word does
	@grep -E '^[a-z]+:.*##' Makefile | sed 's/:.*## /\t/' | expand -t 14

run: ## serve http://127.0.0.1:8000 (PORT=…), with the demo; DEMO=0 starts empty
	@exec $(PYTHON) scripts/run.py

test: ## everything CI runs: gates, the suite, real PostgreSQL and Redis, the browser
	@exec $(PYTHON) scripts/test.py

check: ## the gates alone, without the suite
	@exec $(PYTHON) scripts/test.py --gates

fix: ## format, and repair what the linters can repair
	@$(PYTHON) scripts/packages.py --dev
	@$(VENV)/ruff check --fix . ; $(VENV)/ruff format .

lock: ## compile requirements*.in into hashed pins (needs uv)
	uv pip compile --universal --python-version 3.11 --generate-hashes --no-emit-index-url \
	  --no-header --no-annotate -q requirements.in -o requirements.txt
	uv pip compile --universal --python-version 3.11 --generate-hashes --no-emit-index-url \
	  --no-header --no-annotate -q requirements-dev.in -o requirements-dev.txt

messages: ## collect the words of code and templates into the catalogues
	@$(VENV)/python scripts/messages.py

migrations: ## write the migrations that the models ask for
	@$(VENV)/python manage.py makemigrations

diagrams: ## draw every lifecycle anew into docs/workflows/
	@$(VENV)/python manage.py diagrams

access: ## who may open what: route, method, role, allowed
	@$(VENV)/python manage.py access_table --csv

soak: ## the long forms of the tests: kills, races, many lives
	@exec $(PYTHON) scripts/test.py --soak

clean: ## forget the virtual environment; var/ (your data) stays
	rm -rf .venv
