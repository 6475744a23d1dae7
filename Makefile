# Two commands are the front door: `make demo` and `make test`. Both do their own set-up.

PYTHON ?= python3
VENV := .venv
RUN := $(VENV)/bin/python
PYTEST := QT_QPA_PLATFORM=offscreen $(RUN) -m pytest

.PHONY: demo test check bench torture screenshots lock clean

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

torture: $(VENV)/ready
	LAC_TRACKER_TORTURE=1000 $(PYTEST) -q -o faulthandler_timeout=0 tests/promises tests/journeys/test_killed_while_typing.py \
	    tests/journeys/test_main_job.py
	OMP_THREAD_LIMIT=1 LAC_TRACKER_TORTURE=1000 $(PYTEST) -n 2 -q -o faulthandler_timeout=0 tests/documents/test_scanned.py \
	    tests/services/test_demo_data.py tests/storage/test_due_table.py tests/exchange/test_ssda903_fuzz.py tests/domain/test_genogram.py

screenshots: $(VENV)/ready
	QT_QPA_PLATFORM=offscreen $(RUN) benchmarks/screenshots.py screenshots

# The environment is made anew when what it is made of changes.
$(VENV)/ready: pyproject.toml requirements.lock .ci/prepare
	@.ci/prepare $(VENV) $(PYTHON)

lock: $(VENV)/ready
	@.ci/lock $(VENV) requirements.lock

clean:
	rm -rf $(VENV) $(VENV)-bench demo screenshots .mypy_cache .ruff_cache .pytest_cache
