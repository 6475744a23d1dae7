"""Knows every table: what migrations, triggers and tests go by."""

from lac_tracker.storage.tables import (
    assessment_notes,
    assessments,
    audit,
    care,
    children,
    chronology,
    clinics,
    consents,
    due,
    family,
    figure_parts,
    health_checks,
    imports,
    information,
    monitoring,
    papers,
    pathways,
    people,
    plans,
    quality,
    sdq,
)
from lac_tracker.storage.tables.base import Base

__all__ = [
    "Base", "assessment_notes", "assessments", "audit", "care", "children", "chronology", "clinics", "consents", "due",
    "family", "figure_parts", "health_checks", "imports", "information", "monitoring", "papers", "pathways", "people", "plans", "quality", "sdq",
]  # fmt: skip
