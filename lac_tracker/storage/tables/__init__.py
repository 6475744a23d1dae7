"""Every table, one module per subject family. Importing this package knows them all."""

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
    information,
    pathways,
    people,
    plans,
)
from lac_tracker.storage.tables.base import Base

__all__ = [
    "Base", "assessment_notes", "assessments", "audit", "care", "children", "chronology", "consents", "due", "family",
    "information", "pathways", "people", "plans",
]  # fmt: skip
