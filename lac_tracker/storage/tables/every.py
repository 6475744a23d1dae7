"""Knows every table: what migrations, triggers and tests go by."""

from lac_tracker.storage.tables import (
    assessment_notes,
    assessments,
    audit,
    care,
    children,
    chronology,
    consents,
    due,
    family,
    health_checks,
    information,
    papers,
    pathways,
    people,
    plans,
    sdq,
)
from lac_tracker.storage.tables.base import Base

__all__ = [
    "Base", "assessment_notes", "assessments", "audit", "care", "children", "chronology", "consents", "due", "family",
    "health_checks", "information", "papers", "pathways", "people", "plans", "sdq",
]  # fmt: skip
