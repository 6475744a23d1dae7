"""Every table, one module per subject family. Importing this package knows them all."""

from lac_tracker.storage.tables import assessments, audit, care, children, due, people, plans
from lac_tracker.storage.tables.base import Base

__all__ = ["Base", "assessments", "audit", "care", "children", "due", "people", "plans"]
