"""Knows every table: what migrations, triggers and tests go by."""

from lac_tracker.storage.tables import (
    access,
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
    retention,
    sdq,
)
from lac_tracker.storage.tables.base import Base

__all__ = [
    "Base", "access", "assessment_notes", "assessments", "audit", "care", "children", "chronology", "clinics", "consents", "due",
    "family", "figure_parts", "health_checks", "imports", "information", "monitoring", "papers", "pathways", "people", "plans", "quality", "retention", "sdq",
]  # fmt: skip
