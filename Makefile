PYTHON ?= python3

.venv/bin/python:
	$(PYTHON) -m venv .venv

demo: .venv/bin/python  ## Load the sample articles and open the graph
	.venv/bin/pip install -c constraints.txt . && .venv/bin/kg demo

test: .venv/bin/python  ## Everything that CI runs
	.venv/bin/pip install -c constraints.txt '.[test]' && .venv/bin/pytest

check:  ## Format, types and layers only
	.venv/bin/pytest tests/test_house.py

quality:  ## Score the coder on all gold
	.venv/bin/pytest tests/quality -s

bench:  ## Measure speed, printed as ratios
	.venv/bin/python -m tests.bench

lock:  ## Resolve the dependencies anew
	uv pip compile --universal --python-version 3.11 --generate-hashes --no-emit-index-url --all-extras --upgrade pyproject.toml -o requirements.lock
	$(PYTHON) .ci/constraints.py

screens:  ## Take the pictures of the README anew
	.venv/bin/python tests/browser/screenshots.py

help:
	@grep -hE '^[a-z.]+:.*##' $(MAKEFILE_LIST) | sed 's/:.*## /\t/' | expand -t 12

.PHONY: demo test check quality bench lock screens help
