"""What a command altered: screens decide by it what to load again."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Changes:
    """Which kinds of record a command changed, and which new id it gave."""

    children: bool = False
    assessments: bool = False
    plans: bool = False
    documents: bool = False
    people: bool = False
    quality: bool = False  # reviews, the checklist, improvement actions
    child_id: int | None = None
    made_id: int | None = None  # the id of what was newly made
    report: object | None = None  # what an import did, or what was kept, for its screen
