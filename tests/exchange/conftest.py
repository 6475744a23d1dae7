"""The tests over real samples are collected only where the samples are, and the run says which it was."""

import os

_SAMPLES = os.environ.get("LAC_TRACKER_SSDA903_SAMPLES", "")

collect_ignore = [] if _SAMPLES else ["test_samples.py"]


def pytest_report_header() -> str:
    return f"SSDA903 samples: {_SAMPLES or 'not given'}"
