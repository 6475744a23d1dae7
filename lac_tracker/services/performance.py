"""The report of figures for paper: counted, put in words, small numbers hidden where its reader is outside the team."""

from datetime import date, datetime
from typing import Any

from sqlalchemy.orm import Session

from lac_tracker.domain.authorisation import Action
from lac_tracker.domain.figure_words import FigureLine, quarters, reasons_words, shown_reasons
from lac_tracker.domain.people import Actor
from lac_tracker.domain.performance import MonthsOf, PerformanceReport, Reasons
from lac_tracker.domain.periods import Period
from lac_tracker.domain.reports import Service
from lac_tracker.services import dashboard
from lac_tracker.services.access import needs
from lac_tracker.storage import documents, people

DOCUMENT = "performance-report"
MONTHLY = ("iha_28_days", "iha_20_working_days", "rha_in_time")


@needs(Action.SEE_FIGURES)
def report(
    session: Session,
    held: Period,
    before: Period | None,
    *,
    hides_small: bool,
    by: Actor,
    now: datetime,
    today: date,
) -> PerformanceReport:
    """Return the report of a period, compared with another where one is given. It names no child."""
    given: dict[str, Any] = {"by": by, "now": now, "today": today}
    late = dashboard.late(session, dashboard.TREND_FIRST, held, **given)
    lines = dashboard.lines(session, held, before, hides_small=hides_small, **given)
    return PerformanceReport(
        service=service(session, by),
        period=held.words,
        compared=before.words if before else "",
        lines=lines,
        months=tuple(_months(session, which, held, hides_small=hides_small, **given) for which in MONTHLY),
        reasons=Reasons(
            reasons_words(late.bars, hides_small=hides_small), shown_reasons(late.bars, hides_small=hides_small),
            _late_words(late, lines) if hides_small else late.sentence,
        ),
        hides_small=hides_small,
        reference=documents.new_reference(),
        made_by=by.full_name,
        made_on=today,
        made_at=now.astimezone().strftime("%H:%M"),
    )  # fmt: skip


def _late_words(late: dashboard.Late, lines: tuple[FigureLine, ...]) -> str:
    """Return how many were late, where the figure itself says so; never the numbers of a reason."""
    if not late.bars:
        return ""
    is_said = any(
        line.id == late.which and " of " in line.fraction and "small" not in line.fraction for line in lines
    )
    many = f"{late.count:,} late, for" if is_said else "late for"
    return f"{late.title}: {many} these reasons."


def service(session: Session, by: Actor) -> Service:
    """Return the team whose paper it is."""
    team = people.team(session, by.team_id)
    return Service(team.name, team.phone, team.email)


def _months(
    session: Session, which: str, held: Period, *, hides_small: bool, by: Actor, now: datetime, today: date
) -> MonthsOf:
    found = dashboard.trend(session, which, held, by=by, now=now, today=today)
    bars, are_quarters = quarters(found.bars, hides_small=hides_small)
    return MonthsOf(found.title, bars, found.target, found.unit, are_quarters)
