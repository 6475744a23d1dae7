"""Every document there is: what screens, the command line and tests list."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from lac_tracker.documents import (
    blank_form,
    chronology,
    family_history,
    full_plan,
    gp_summary,
    information_request,
    layout,
    out_of_area_request,
    page,
    recovery_sheet,
)
from lac_tracker.domain.chronology import ChronologyPaper
from lac_tracker.domain.family_history import FamilyHistory
from lac_tracker.domain.forms import Form
from lac_tracker.domain.letters import InformationLetter, OutOfAreaLetter
from lac_tracker.domain.reports import FullPlan, GpSummary, RecoverySheet


@dataclass(frozen=True)
class Document:
    """One kind of document."""

    name: str  # on the command line
    title: str  # on screens
    holds: type[Any]  # the dataclass it prints
    render: Callable[[Any], bytes]  # → PDF
    story: Callable[[Any], layout.Story]


DOCUMENTS = {
    document.name: document
    for document in (
        Document("gp-summary", "GP summary", GpSummary, gp_summary.render, gp_summary.story),
        Document("full-plan", "Full plan", FullPlan, full_plan.render, full_plan.story),
        Document(
            "recovery-sheet", "Recovery sheet", RecoverySheet, recovery_sheet.render, recovery_sheet.story
        ),
        Document(
            "family-history",
            "Family and birth history",
            FamilyHistory,
            family_history.render,
            family_history.story,
        ),
        Document("blank-form", "Blank form", Form, blank_form.render, blank_form.story),
        Document("chronology", "Chronology", ChronologyPaper, chronology.render, chronology.story),
        Document(
            "information-request",
            information_request.TITLE,
            InformationLetter,
            information_request.render,
            information_request.story,
        ),
        Document(
            "out-of-area-request",
            out_of_area_request.TITLE,
            OutOfAreaLetter,
            out_of_area_request.render,
            out_of_area_request.story,
        ),
    )
}


def missing_glyphs(held: object) -> tuple[str, ...]:
    """Return the characters of a document that its fonts lack, which print as words in brackets."""
    return page.missing_glyphs(page.texts_in(held))


def render(name: str, held: object) -> bytes:
    """Return the PDF of a document: its name and what it holds."""
    return DOCUMENTS[name].render(held)
