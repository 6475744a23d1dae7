"""Clinics as a person may see them: a slot of a record they may not open is taken, and nothing says by whom."""

from collections.abc import Iterable
from datetime import datetime

from sqlalchemy.orm import Session

from lac_tracker.domain.clinics import ClinicSession, unnamed
from lac_tracker.domain.people import Actor
from lac_tracker.services.access import hidden_from


def as_seen(
    session: Session, sessions: Iterable[ClinicSession], by: Actor, now: datetime
) -> tuple[ClinicSession, ...]:
    """Return sessions without the names of restricted records. Called by services that asked for leave already."""
    hidden = hidden_from(session, by=by, now=now)
    return tuple(unnamed(one, hidden) for one in sessions) if hidden else tuple(sessions)
