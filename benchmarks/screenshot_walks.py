"""The screens of the assessments themselves: a child's pages, the form with all beside it, and the dialogs."""

from collections.abc import Callable, Iterator
from datetime import datetime, timedelta

import screenshot_papers as papers_walk
from PySide6.QtWidgets import QAbstractButton, QWidget
from sqlalchemy.orm import Session

from lac_tracker.documents import catalogue
from lac_tracker.domain.errors import UserError
from lac_tracker.domain.standing import Status
from lac_tracker.services import (
    caseload,
    child_summary,
    dispatch,
    forms,
    jotter,
    list_papers,
    quotes,
    sdq,
)
from lac_tracker.services.answer_conflicts import Conflict
from lac_tracker.services.child_summary import ChildSummary
from lac_tracker.services.papers import RECIPIENTS, names
from lac_tracker.ui.main_window import MainWindow
from lac_tracker.ui.screens.answer_conflict import ConflictDialog
from lac_tracker.ui.screens.record_page import Place
from lac_tracker.ui.screens.starting import resume
from lac_tracker.ui.widgets.row_table import RowTable

Take = Callable[[QWidget, str], None]

PAGES = (
    "summary",
    "assessments",
    "plan",
    "plan_history",
    "consent",
    "family",
    "placements",
    "contacts",
    "chronology",
    "health_history",
    "sdq",
    "sdq_entry",
    "flags",
    "own_plan",
    "documents",
    "make_document",
)
# (page, the button that opens the dialog, name of the picture)
DIALOGS = (
    ("assessments", "asm.declined", "declined"),
    ("assessments", "asm.book", "book"),
    ("assessments", "asm.hold", "put-on-hold"),
    ("consent", "con.new", "record-consent"),
    ("consent", "con.ask.open", "ask-for-consent"),
    ("consent", "con.competence.open", "can-decide"),
    ("consent", "con.avoid", "keep-private"),
    ("consent", "con.policy", "local-policy"),
    ("family", "fam.people.add", "family-member"),
    ("family", "fam.request", "ask-for-history"),
    ("family", "fam.genogram.large", "genogram"),
    ("placements", "plc.add", "add-change"),
    ("placements", "plc.left", "left-care"),
    ("placements", "plc.missing", "missing-episode"),
    ("contacts", "ppl.ask", "ask-for-information"),
    ("contacts", "ppl.add", "add-contact"),
    ("chronology", "chr.add", "add-event"),
    ("flags", "flg.add", "set-flag"),
    ("sdq_entry", "sdq.notDone", "sdq-not-done"),
)
# (tab of the health checks, the button that opens the dialog, name of the picture)
CHECK_DIALOGS = (
    ("imm", "chk.imm.add", "add-immunisation"),
    ("imm", "chk.imm.state", "immunisation-statement"),
    ("imm", "chk.imm.unknown", "immunisations-unknown"),
    ("dental", "chk.dental.add", "add-dental-check"),
    ("hospital", "chk.hospital.add", "add-hospital-visit"),
    ("growth", "chk.growth.add", "add-measurement"),
    ("meds", "chk.meds.add", "add-medicine"),
    ("meds", "chk.allergies.add", "add-allergy"),
    ("meds", "chk.allergies.none", "no-known-allergies"),
    ("meds", "chk.conditions.add", "add-condition"),
    ("substances", "chk.substances.add", "substances-found"),
)
_NOTES = (
    "wants to talk in the car, not going in",
    "tooth hurts left side when eating, 2 weeks",
    "sleeps at 1am, on phone",
)


class Cast:
    """The children of the demonstration, found by what the pictures need of them."""

    def __init__(self, window: MainWindow) -> None:
        self._workplace = window.workplace
        rows = self.ask(caseload.due_list, today=window.workplace.today(), statuses=frozenset(Status)).rows
        ids = dict.fromkeys(row.child_id for row in rows)
        self.all = tuple(self.ask(child_summary.summary, one, today=window.workplace.today()) for one in ids)

    def ask(self, *args: object, **kwargs: object) -> object:
        return self._workplace.operations.ask(*args, **kwargs)

    def first(self, *fits: Callable[[ChildSummary], bool]) -> ChildSummary | None:
        """Return the first child that fits; the later conditions are wishes, given up from the last."""
        for wishes in range(len(fits), 0, -1):
            found = next((one for one in self.all if all(fit(one) for fit in fits[:wishes])), None)
            if found is not None:
                return found
        return None


def has(kind: str, state: str) -> Callable[[ChildSummary], bool]:
    return lambda one: any(held.kind == kind and held.state == state for held in one.assessments)


def flagged(words: str) -> Callable[[ChildSummary], bool]:
    return lambda one: any(words in flag.words for flag in one.banner.flags)


def walk(window: MainWindow, take: Take) -> None:
    """Take the pages of a reviewed child, of one with every flag and of a new one; the form; and the dialogs."""
    cast = Cast(window)
    reviewed = cast.first(has("RHA", "signed"), flagged("Out of area"))
    flags = cast.first(flagged("Age disputed"), flagged("UASC"))
    busy = cast.first(flagged("UASC"), flagged("Out of area"))
    pregnant = cast.first(flagged("Pregnant"))
    for one, called in ((reviewed, "reviewed"), (flags, "flags"), (busy, "busy"), (pregnant, "pregnant")):
        if one is None:
            continue
        window.shell.open_child(one.child.id)
        for page in PAGES if called in ("reviewed", "busy") else ("summary", "flags"):
            window.shell.shown.go(Place(one.child.id, page))
            take(window, f"{called}-{page}")
    if busy is not None:
        window.shell.open_child(busy.child.id)
        window.shell.shown.go(Place(busy.child.id, "out_of_area"))
        take(window, "busy-out-of-area")
        papers_walk.shown("ask-host-team", take)  # the page opens it where nobody was asked yet
    if flags is not None:
        window.shell.open_child(flags.child.id)
        window.run("view.banner")
        take(window, "flags-banner-more")
        window.run("view.banner")
    if reviewed is not None:
        dialogs(window, reviewed, take)
        health_checks(window, reviewed, take)
        questionnaires(window, cast, take)
        signed(window, reviewed, take)
        written = cast.first(has("RHA", "in_progress"))
        new = cast.first(lambda held: not held.assessments, lambda held: bool(held.next_kind))
        papers_walk.walk(window, cast.all, reviewed, written, new, take)
    review = cast.first(has("RHA", "in_progress"))
    initial = cast.first(has("IHA", "in_progress"))
    for one, called in ((review, "rha"), (initial, "iha")):
        if one is not None:
            form(window, one, called, take)
    part_done = cast.first(has("IHA", "part_done"))
    if part_done is not None:
        window.shell.open_child(part_done.child.id)
        window.shell.shown.go(Place(part_done.child.id, "assessments"))
        take(window, "part-done-assessments")
        papers_walk.press(window, "asm.outcome", "outcome", take)


def dialogs(window: MainWindow, one: ChildSummary, take: Take) -> None:
    window.shell.open_child(one.child.id)
    for page, button, called in DIALOGS:
        window.shell.shown.go(Place(one.child.id, page))
        papers_walk.press(window, button, called, take)
    window.shell.shown.go(Place(one.child.id, "assessments"))
    window.shell.shown.page.findChild(RowTable, "asm.table").choose(1)
    take(window, "reviewed-assessments-signed")
    papers_walk.press(window, "asm.amend", "amend", take)


def health_checks(window: MainWindow, one: ChildSummary, take: Take) -> None:
    """Every tab of the health checks, and their dialogs."""
    window.shell.shown.go(Place(one.child.id, "health_checks"))
    for key in tuple(window.shell.shown.page._kinds):  # noqa: SLF001 - the tabs this child has
        window.shell.shown.go(Place(one.child.id, "health_checks", about=key))
        take(window, f"checks-{key}")
    for key, button, called in CHECK_DIALOGS:
        window.shell.shown.go(Place(one.child.id, "health_checks", about=key))
        papers_walk.press(window, button, called, take)


def questionnaires(window: MainWindow, cast: Cast, take: Take) -> None:
    """Questionnaires over time of a child with a self-report: of the carer alone, as scales, as a table; and sharing."""
    today = window.workplace.today()
    one = next(
        (each for each in cast.all if _has_own(cast.ask(sdq.on_record, each.child.id, today=today))), None
    )
    if one is None:
        return
    window.shell.open_child(one.child.id)
    window.shell.shown.go(Place(one.child.id, "sdq"))
    take(window, "sdq-chart")
    page = window.shell.shown.page
    for button, called in (("sdqv.self", "carer"), ("sdqv.mode.scales", "scales"), ("sdqv.table", "table")):
        page.findChild(QAbstractButton, button).click()
        take(window, f"sdq-{called}")
    papers_walk.press(window, "sdqv.share", "sdq-share", take)


def _has_own(held: object) -> bool:
    informants = {one.informant for one in held.scored}  # type: ignore[attr-defined]
    return {"self", "carer"} <= informants


def signed(window: MainWindow, one: ChildSummary, take: Take) -> None:
    """A signed assessment read, compared and followed through everybody's hands."""
    newest = next(held for held in one.assessments if held.kind == "RHA" and held.state == "signed")
    before = next(held for held in one.assessments if held.id != newest.id and held.state == "signed")
    window.shell.shown.go(Place(one.child.id, "assessment", newest.id))
    take(window, "signed-form")
    window.shell.shown.go(Place(one.child.id, "compare", newest.id, about=str(before.id)))
    take(window, "compare")
    window.shell.shown.go(Place(one.child.id, "chain", newest.id))
    take(window, "chain")


def form(window: MainWindow, one: ChildSummary, called: str, take: Take) -> None:
    """An assessment in progress: sections, the tabs beside it, gaps, pause, focus mode, check and sign."""
    made = one.open_assessment_id
    operations = window.workplace.operations
    window.shell.open_child(one.child.id)
    window.shell.shown.go(Place(one.child.id, "assessments"))
    take(window, f"{called}-assessments")
    resume(window.shell.shown._desk, made)  # noqa: SLF001 - as Enter on its row does
    if not operations.ask(jotter.shown, made).notes:
        for words in _NOTES:
            operations.do(jotter.add, made, words)
        operations.do(
            quotes.add, made, "everyday_life", "I sleep fine now. It's school that is loud.", "own_words"
        )
    window.shell.shown.go(Place(one.child.id, "assessment", made))
    take(window, f"{called}-form")
    page = window.shell.shown.page
    for key, section in places(page):
        page.editor.show_section(section)
        page.editor.go_to(section) if key == "question" else None
        take(window, f"{called}-section-{section}")
    page.editor.go_to("sdq_means")
    take(window, f"{called}-section-feelings-sdq")
    page.editor.show_section("health_checks")
    for tab in ("last", "voice", "jotter", "info"):
        show_tab(page.editor, tab)
        take(window, f"{called}-tab-{tab}")
    page.editor.show_side(False)
    page.editor.show_all_gaps()
    papers_walk.shown(f"{called}-gaps", take)
    page.pause()
    papers_walk.shown(f"{called}-pause", take)
    page.set_focus_mode(True)
    take(window, f"{called}-focus-mode")
    page.set_focus_mode(False)
    conflict(window, one, called, take)
    window.shell.shown.go(Place(one.child.id, "sign", made))
    take(window, f"{called}-check-and-sign")


def places(page: QWidget) -> Iterator[tuple[str, str]]:
    for section in page.entry.form.sections:
        if section.id in (
            "voice",
            "last_plan",
            "who_and_consent",
            "health_checks",
            "birth_and_family",
            "plan",
        ):
            yield "section", section.id


def show_tab(editor: QWidget, key: str) -> None:
    side = editor.side
    editor.show_side(True)
    for number, held in enumerate(side._keys):  # noqa: SLF001 - no other way asks for a tab by its key
        if held.startswith(key):
            side.tabs.setCurrentIndex(number)


def conflict(window: MainWindow, one: ChildSummary, called: str, take: Take) -> None:
    """Two people wrote the same answers: as the form shows it, without anybody having to."""
    now = window.workplace.operations.now()
    earlier = now - timedelta(minutes=2)
    conflicts = tuple(
        Conflict(key, words, "7 Health checks", mine, "Nadia Rahman", now, theirs, "Dr Sam Iqbal", earlier, both)
        for key, words, mine, theirs, both in (
            ("dental_doing", "What is being done about the dental check?", "Asked the carer to book",
             "Referred to Dental Access 04-Mar-2026", True),
            ("dental_on", "Date of the last dental check", "14-May-2024", "", False),
        )
    )  # fmt: skip
    held = next(each for each in one.assessments if each.id == one.open_assessment_id)
    ConflictDialog(
        window.shell.shown.page, window.workplace.operations, held.id, held.kind, one.banner, conflicts
    ).open()
    papers_walk.shown(f"{called}-conflict", take)


def papers(window: MainWindow) -> Iterator[tuple[str, bytes]]:
    """Yield the name and PDF of each paper there is: of the first child it can be made for."""
    cast, today = Cast(window), window.workplace.today()
    one = cast.first(has("RHA", "signed"), flagged("Out of area"))
    if one is not None:
        yield "review-plan", _printed(cast, one.child.id, "full-plan") or b""
    for name in names():
        if name in ("gp-summary", "full-plan"):  # of the child whose record is shown
            continue
        found = (_printed(cast, each.child.id, name) for each in cast.all)
        if (content := next((pdf for pdf in found if pdf), None)) is not None:
            yield name, content
    listed = cast.ask(
        list_papers.overdue_list, None, filtered="All open", order="Due, earliest first", today=today
    )
    yield "overdue-list", catalogue.render("overdue-list", listed)
    for form in forms.all_forms():
        if form.id in ("rha_10_plus", "iha_0_9"):
            yield f"blank-{form.id.replace('_', '-')}", catalogue.render("blank-form", form)


def _printed(cast: Cast, child_id: int, name: str) -> bytes | None:
    """Return a paper as it would be made now, for the first of those it can be made for; None where it cannot be."""
    whom = cast.ask(_first_of, child_id, name)
    if whom is None:
        return None
    try:
        held = cast.ask(dispatch.preview_document, child_id, name, made_for=whom)
    except UserError:
        return None
    return catalogue.render(dispatch.drawn_as(name), held)


def _first_of(session: Session, child_id: int, name: str, *, now: datetime, **_: object) -> str | None:
    if name not in RECIPIENTS:
        return ""
    return next(iter(RECIPIENTS[name](session, child_id, now.date())), None)
