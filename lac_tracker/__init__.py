"""Health assessments and health plans for looked-after children in England."""

__version__ = "0.1.0"
