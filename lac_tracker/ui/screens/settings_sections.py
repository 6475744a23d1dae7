"""The sections of the settings: what each is called, who may see it, and where it is made."""

from dataclasses import dataclass
from importlib import import_module
from typing import Any

from lac_tracker.domain.authorisation import Action, decide
from lac_tracker.domain.people import Actor
from lac_tracker.ui.workplace import Workplace


@dataclass(frozen=True)
class Section:
    """One section: its screen is made when it is first shown."""

    key: str
    words: str
    needs: Action
    module: str
    screen: str


SECTIONS = (
    Section("lock", "Lock and passphrase", Action.CHANGE_OWN_PASSPHRASE, "settings_lock", "LockSettings"),
    Section("people", "People and roles", Action.MANAGE_PEOPLE, "settings_people", "People"),
    Section("restricted", "Restricted records", Action.SEE_CLAIMS, "settings_restricted", "Restricted"),
    Section("retention", "Keeping and disposal", Action.SEE_RETENTION, "settings_retention", "Retention"),
    Section("backups", "Backups", Action.MAKE_BACKUP, "settings_backups", "Backups"),
    Section("audit", "Audit log", Action.SEE_AUDIT, "settings_audit", "AuditLog"),
)


def offered(actor: Actor) -> tuple[Section, ...]:
    """Return the sections a person may see, in their order."""
    return tuple(one for one in SECTIONS if decide(actor, one.needs).allowed)


def make(section: Section, workplace: Workplace) -> Any:
    """Return the screen of a section. It has what the frame asks of every screen, and may tell `said` and `offered`."""
    return getattr(import_module(f"lac_tracker.ui.screens.{section.module}"), section.screen)(workplace)
