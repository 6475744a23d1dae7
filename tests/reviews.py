"""A child with a signed plan and a review that looks back on it, made without answering a whole form."""

from datetime import date

from lac_tracker.domain.audit import Entry
from lac_tracker.domain.plans import Action, Need, Outcome
from lac_tracker.services import forms, last_plan, plans
from lac_tracker.storage import assessments as stored
from tests.builders import write
from tests.conftest import NOW, SAM, TODAY

FORM = "rha_10_plus"
LAST = date(2025, 3, 11)
TITLES = ("Sleep", "Teeth", "Asthma", "Immunisations", "Feelings", "Eyes")
_CATEGORIES = ("sleep", "teeth", "asthma", "immunisations", "feelings", "eyes")


def six_items() -> tuple[Need, ...]:
    """Return a plan of six needs with one outcome each, all dates of it past."""
    return tuple(
        Need(
            None, title, category, f"{title}: found in March", outcomes=(
                Outcome(
                    f"{title} is better", f"{title} measured", date(2025, 9, 11), agreed_child="yes",
                    actions=(Action(f"Help with {title}", "Lee Hunt", "key worker", "Northgate Homes", date(2025, 6, 30)),),
                ),
            ),
        )
        for title, category in zip(TITLES, _CATEGORIES, strict=True)
    )  # fmt: skip


def an_assessment(database, child, *, kind="RHA", on=None, plan=(), **fields):
    """Add an assessment with a plan and return its id: signed on a day, or still open."""
    with database.writing(Entry(SAM, NOW, "tested")) as session:
        given = {"first_seen_on": on or TODAY, "form_id": FORM} | fields
        made = stored.add(session, child, kind, "in_progress", given)
    for need in plan:
        write(database, plans.save_item, made, need, by=SAM)
    if on:
        sign(database, made, on)
    return made


def sign(database, made, on):
    """Sign without asking for a complete form: only what the last plan does is looked at."""
    with database.writing(Entry(SAM, NOW, "tested")) as session:
        last_plan.apply_marks(session, made, on, SAM)
        sha256 = stored.keep_form(session, FORM, "1", forms.form_source(FORM))
        signed = {"state": "signed", "completed_on": on, "signed_at": NOW, "signed_as": "Sam Iqbal, GMC registered doctor"}  # fmt: skip
        stored.change(session, made, signed | {"form_sha256": sha256})


def a_review(database, child, plan=None):
    """Return the id of a review, still open, of a child whose last plan was signed on 11-Mar-2025."""
    an_assessment(database, child, on=LAST, plan=six_items() if plan is None else plan)
    return an_assessment(database, child)
