"""Health checks of the record as the health history tells them: to the young person, in plain dates.

Called by services that asked for leave already.
"""

from collections.abc import Iterator
from datetime import date

from sqlalchemy.orm import Session

from lac_tracker.domain.dates import in_plain_dates, show_plain_date
from lac_tracker.domain.growth import measurement_words
from lac_tracker.domain.health_history import Suggestion
from lac_tracker.domain.treatments import condition_words, medicine_words
from lac_tracker.services import report_checks
from lac_tracker.services.health_history_sources import Signed, plain_when
from lac_tracker.storage import growth, routine_checks

_LABELS = {
    "dental": ("Teeth", "Checked by a dentist"),
    "vision": ("Eyes", "Eyes tested"),
    "hearing": ("Ears", "Hearing tested"),
}


def newer(session: Session, child_id: int, signed: tuple[Signed, ...], today: date) -> report_checks.Checks:
    """Return what the record knows that is newer than the newest signed assessment, or that it did not say."""
    held = report_checks.held(session, child_id, today)
    if not signed:
        return report_checks.newer(held, date.min, lambda _question: "")
    last = signed[-1]
    return report_checks.newer(held, last.assessment.completed_on or date.min, last.words)


def suggestions(session: Session, child_id: int, signed: tuple[Signed, ...]) -> Iterator[Suggestion]:
    """Return measurements and checks that no signed assessment told of, oldest first."""
    told = {one.assessment.completed_on for one in signed}
    for measured in reversed(growth.measurements(session, child_id)):
        if measured.measured_on not in told and not measured.not_measured_because:
            when = show_plain_date(measured.measured_on)
            yield Suggestion(f"measured:{measured.id}", "growth", when, measurement_words(measured))
    since = signed[-1].assessment.completed_on if signed else None
    for check in reversed(routine_checks.of_child(session, child_id)):
        if check.kind in _LABELS and check.state == "done" and (since is None or check.on > since):
            label, words = _LABELS[check.kind]
            found = f": {check.result}" if check.result else ""
            yield Suggestion(f"check:{check.id}", "checks", label, f"{words} {plain_when(check.when)}{found}")


def conditions(known: report_checks.Checks) -> tuple[str, ...]:
    """Return the conditions that go on, one line each."""
    return tuple(in_plain_dates(condition_words(one)) for one in known.conditions)


def medicines(known: report_checks.Checks) -> str:
    """Return the medicines that are taken, one on each line; 'None' where none is."""
    return "\n".join(in_plain_dates(medicine_words(one)) for one in known.medicines) or "None"


def jabs_missing(known: report_checks.Checks, signed: tuple[Signed, ...]) -> tuple[str, ...]:
    """Return what was stated to be outstanding, one immunisation each; never worked out."""
    if known.statement is not None:
        told = known.statement.outstanding
    elif not signed or signed[-1].answers.get("imm_up_to_date") == "yes":
        told = ""
    else:
        told = signed[-1].words("imm_outstanding")
    return tuple(line.strip(" -•") for line in told.splitlines() if line.strip(" -•"))
