"""Every document there is: what screens, the command line and tests list."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from lac_tracker.documents import (
    blank_form,
    chronology,
    consent_request,
    disposal_certificate,
    evidence,
    family_history,
    feelings_page,
    full_plan,
    gp_summary,
    health_history,
    history_request,
    information_request,
    layout,
    out_of_area_request,
    overdue_list,
    own_plan,
    owner_letter,
    page,
    performance,
    reader_copy,
    recovery_sheet,
    sdq_trend,
    table_report,
)
from lac_tracker.domain.chronology import ChronologyPaper
from lac_tracker.domain.disposal import DisposalCertificate
from lac_tracker.domain.family_history import FamilyHistory
from lac_tracker.domain.feelings_page import FeelingsPage
from lac_tracker.domain.forms import Form
from lac_tracker.domain.health_history import HealthHistory
from lac_tracker.domain.letters import ConsentLetter, HistoryLetter, InformationLetter, OutOfAreaLetter
from lac_tracker.domain.list_papers import OverdueList
from lac_tracker.domain.own_plan import OwnPlan
from lac_tracker.domain.performance import EvidencePack, PerformanceReport
from lac_tracker.domain.plan_owners import OwnerLetter
from lac_tracker.domain.reader_copies import ReaderCopy
from lac_tracker.domain.reports import FullPlan, GpSummary, RecoverySheet
from lac_tracker.domain.sdq_trend import SdqTrendPaper
from lac_tracker.domain.table_report import TableReport


@dataclass(frozen=True)
class Document:
    """One kind of document."""

    name: str  # on the command line
    title: str  # on screens
    holds: type[Any]  # the dataclass it prints
    render: Callable[[Any], bytes]  # → PDF
    story: Callable[[Any], layout.Story]
    has_larger: bool = True  # it can be had in larger print; others have sizes of their own


DOCUMENTS = {
    document.name: document
    for document in (
        Document("gp-summary", "GP summary", GpSummary, gp_summary.render, gp_summary.story),
        Document("full-plan", "Full plan", FullPlan, full_plan.render, full_plan.story),
        Document(
            "recovery-sheet", "Recovery sheet", RecoverySheet, recovery_sheet.render, recovery_sheet.story
        ),
        Document(
            "disposal-certificate",
            disposal_certificate.TITLE,
            DisposalCertificate,
            disposal_certificate.render,
            disposal_certificate.story,
        ),
        Document(
            "family-history",
            "Family and birth history",
            FamilyHistory,
            family_history.render,
            family_history.story,
        ),
        Document("sdq-trend", sdq_trend.TITLE, SdqTrendPaper, sdq_trend.render, sdq_trend.story),
        Document(
            "feelings-page",
            "How I’ve been feeling",
            FeelingsPage,
            feelings_page.render,
            feelings_page.story,
            has_larger=False,
        ),
        Document("own-plan", "Own plan", OwnPlan, own_plan.render, own_plan.story, has_larger=False),
        Document(
            "health-history",
            "Health history",
            HealthHistory,
            health_history.render,
            health_history.story,
            has_larger=False,
        ),
        Document(
            "health-history-booklet",
            "Health history, A5 booklet",
            HealthHistory,
            health_history.render_booklet,
            health_history.booklet_story,
            has_larger=False,
        ),
        Document("blank-form", "Blank form", Form, blank_form.render, blank_form.story),
        Document("carer-copy", "Carer’s copy", ReaderCopy, reader_copy.render, reader_copy.story),
        Document("council-copy", "Council’s copy", ReaderCopy, reader_copy.render, reader_copy.story),
        Document("school-copy", "School’s copy", ReaderCopy, reader_copy.render, reader_copy.story),
        Document("chronology", "Chronology", ChronologyPaper, chronology.render, chronology.story),
        Document(
            "information-request",
            information_request.TITLE,
            InformationLetter,
            information_request.render,
            information_request.story,
        ),
        Document(
            "consent-request",
            consent_request.TITLE,
            ConsentLetter,
            consent_request.render,
            consent_request.story,
        ),
        Document("overdue-list", overdue_list.TITLE, OverdueList, overdue_list.render, overdue_list.story),
        Document(
            "family-history-request",
            history_request.TITLE,
            HistoryLetter,
            history_request.render,
            history_request.story,
        ),
        Document("owner-letter", owner_letter.TITLE, OwnerLetter, owner_letter.render, owner_letter.story),
        Document(
            "out-of-area-request",
            out_of_area_request.TITLE,
            OutOfAreaLetter,
            out_of_area_request.render,
            out_of_area_request.story,
        ),
        Document(
            "performance-report", performance.TITLE, PerformanceReport, performance.render, performance.story
        ),
        Document("evidence-pack", evidence.TITLE, EvidencePack, evidence.render, evidence.story),
        Document("table-report", "Report", TableReport, table_report.render, table_report.story),
    )
}


def missing_glyphs(held: object) -> tuple[str, ...]:
    """Return what of a document its fonts cannot print, and where it stands: 'Chinese text in child (given): 伟'.

    It prints as words in brackets: the person who prints is told before.
    """
    found: dict[str, None] = {}
    for where, words in page.placed_texts_in(held):
        for missing in page.missing_glyphs([words]):
            what, _, characters = missing.partition(": ")
            found[f"{what} in {where}: {characters}"] = None
    return tuple(found)


def render(name: str, held: object, *, larger: bool = False) -> bytes:
    """Return the PDF of a document: its name and what it holds. larger: in larger print, of a document that has it."""
    document = DOCUMENTS[name]
    with page.enlarged(page.LARGER_PRINT if larger and document.has_larger else 1.0):
        return document.render(held)
