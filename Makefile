# Two commands are the front door: `make demo` and `make test`. Both do their own set-up.

PYTHON ?= python3
VENV := .venv
RUN := $(VENV)/bin/python
PYTEST := QT_QPA_PLATFORM=offscreen $(RUN) -m pytest

.PHONY: demo test check bench torture screenshots supply papers lock clean

demo: $(VENV)/ready
	@.ci/demo $(VENV) demo

test: $(VENV)/ready
	$(PYTEST) -n 2 -q

check: $(VENV)/ready
	$(RUN) -m ruff format --check .
	$(RUN) -m ruff check .
	$(RUN) -m mypy
	$(VENV)/bin/lint-imports --no-cache
	$(RUN) -m lac_tracker forms check
	@.ci/lock-is-current $(VENV)

# The libraries that documents and lists are measured against live apart from the product. Without an index they are "not installed".
bench: $(VENV)/ready
	@test -d $(VENV)-bench/lib/python3*/site-packages/pandas || { $(PYTHON) -m venv $(VENV)-bench && \
	    $(VENV)-bench/bin/pip install --quiet --disable-pip-version-check fpdf2==2.8.9 weasyprint==70.0 pandas==2.2.3; } || echo "Measuring without the other libraries."
	QT_QPA_PLATFORM=offscreen $(RUN) benchmarks/run.py

# Root on Linux runs all of it; what cannot be run is named in the table that it writes.
torture: $(VENV)/ready
	$(RUN) .ci/torture --to torture-results.md

screenshots: $(VENV)/ready
	QT_QPA_PLATFORM=offscreen $(RUN) benchmarks/screenshots.py screenshots

# The environment is made anew when what it is made of changes.
$(VENV)/ready: pyproject.toml requirements.lock .ci/prepare
	@.ci/prepare $(VENV) $(PYTHON)

# What the program is made of, its licences, and what is known against it. Ends with 3, not 0, where nobody could be asked.
supply: $(VENV)/ready
	@.ci/supply $(VENV) $(VENV)-supply

# The hazard log and the table of promises, from docs/safety/*.toml.
papers: $(VENV)/ready
	@$(RUN) .ci/papers.py

lock: $(VENV)/ready
	@.ci/lock $(VENV) requirements.lock

clean:
	rm -rf $(VENV) $(VENV)-bench $(VENV)-supply demo screenshots .mypy_cache .ruff_cache .pytest_cache
