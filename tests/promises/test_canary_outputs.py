"""Every way in which something of a child leaves: none says what its reader may not have, and a new way must be listed here.

The child of these tests has a withheld address, a topic kept from everybody, a word of her own kept from everybody,
family members with names and notes, and, where it says so, a restricted record. Each secret stands in free text too.
"""

import io
import logging
import re
import shutil
import zipfile
from datetime import timedelta
from functools import partial
from pathlib import Path

import click
import pikepdf
import pytest

import lac_tracker
from lac_tracker.cli import access
from lac_tracker.cli import main as command
from lac_tracker.cli.main import program
from lac_tracker.documents import catalogue
from lac_tracker.domain.audit import Entry
from lac_tracker.domain.disclosure import PAPERS
from lac_tracker.domain.errors import NotAllowed, UserError
from lac_tracker.domain.extracts import EXTRACTS
from lac_tracker.domain.periods import Period
from lac_tracker.domain.team_reports import REPORTS, Params
from lac_tracker.domain.worklist import Wanted
from lac_tracker.exchange import extract_file, list_file
from lac_tracker.exchange.file_names import document_name
from lac_tracker.services import (
    capacity,
    caseload,
    child_summary,
    consents,
    dispatch,
    documents_page,
    due_export,
    evidence,
    figure_lists,
    flags,
    flat_extracts,
    follow_ups,
    forms,
    health_history_paper,
    information,
    list_exports,
    list_papers,
    papers,
    performance,
    redaction,
    sharing,
    team_reports,
)
from lac_tracker.services.dashboard import FigureWanted
from lac_tracker.services.list_exports import Asked
from lac_tracker.storage import database as storage
from lac_tracker.storage import deadlines
from lac_tracker.storage import family as stored_family
from tests import builders
from tests.builders import ask, write
from tests.child_of_secrets import (
    ADDRESS,
    AGENCY,
    CARER,
    FAMILY,
    FAMILY_NAME,
    HEALTH_NOTE,
    KEPT,
    MOTHER,
    NHS,
    NOTE,
    NOTES,
    PHONE,
    POSTCODE,
    PRIVATE,
    STREET,
    SUBSTANCE,
    WORD,
    a_child_with_secrets,
)  # fmt: skip
from tests.conftest import GRACE, NADIA, NOW, SAM, TODAY, TOM
from tests.documents.examples import every_document
from tests.documents.reading import text_of

# Who may have what, besides the team: the reader of a paper, or the one person a letter is written to.
MAY_NAME_THE_FAMILY = {"family-history", "chronology", "out-of-area-request"}
MAY_NAME_THE_CARER = {"carer-copy"}
MAY_TELL_THE_TOPIC = {"own-plan", "chronology", "chronology-child", "family-history", "health-history", "health-history-booklet", "owner-letter"}  # fmt: skip
ABOUT_NO_CHILD = {"blank-form", "recovery-sheet", "disposal-certificate"}
LISTS = {"overdue-list", "table-report", "performance-report", "evidence-pack"}
# Every command there is, and what proves that it tells nobody too much.
COMMANDS = {
    "due": "a list", "child show": "one record", "plan pdf": "papers", "plans send-queue": "papers of the queue",
    "demo": "invented children only", "new": "no child", "person add": "no child", "check": "no child",
    "sdq score": "no child", "sdq wording": "no child",
    "dates iha": "no child", "dates rha": "no child", "forms check": "no child", "forms preview": "no child",
    "indicators": "counts only", "report performance": "counts only", "report opened": "a list", "report evidence": "counts only",
    "clinics forecast": "counts only", "export indicators": "counts only",
    "export due": "an extract", "export children": "an extract", "export plan-items": "an extract", "export sdq": "an extract",
    "export oc2": "answers of the return: no name, no NHS number, nothing that was typed",
    "import ssda903": "what was read, nothing of ours but council ids", "import assessments": "what was read",
    "import list": "what was read, nothing of ours: test_canary_imports",
    "import practices": "no child", "import history": "counts only", "import undo": "counts only",
    "reconcile": "a list: test_canary_imports",
    "retention list": "council ids, no name and no NHS number: test_canary_commands",
    "audit check": "counts only: test_canary_commands",
    "audit go-on": "counts only",
    "audit log": "a list, names for a purpose to who may know them: test_canary_commands",
    "audit odd-looks": "council ids: test_canary_commands",
    "backup drill": "files and counts: test_canary_commands",
    "backup list": "files and counts: test_canary_commands",
    "backup make": "files and counts: test_canary_commands",
    "backup restore": "files and counts: test_canary_commands",
    "backup verify": "files and counts: test_canary_commands",
    "person left": "no child",
    "person list": "no child",
    "person passphrase": "no child",
    "person reset": "no child",
    "person role": "no child",
    "recovery new": "no child",
    "rekey": "no child",
}  # fmt: skip
# Every place where a text goes to the clipboard or into the title of a window.
CLIPBOARD = {"ui/messages.py", "ui/banner.py", "ui/window_lock.py", "ui/screens/clinics_weeks.py"}
TITLES = {
    "ui/plain.py", "ui/main_window.py", "ui/screens/record_dialog.py", "ui/screens/genogram_window.py",
    "ui/screens/conflict.py", "ui/screens/key_dialogs.py", "ui/screens/shortcuts.py", "ui/screens/old_answers.py", "ui/forms/gap_list.py",
    "ui/screens/preview_batch.py", "ui/screens/report_preview.py", "ui/screens/training.py",
    "ui/screens/settings_retention_record.py", "ui/screens/drafts_waiting.py", "ui/screens/audit_table.py",
}  # fmt: skip


@pytest.fixture(scope="module")
def secrets_template(template, tmp_path_factory):
    path = tmp_path_factory.mktemp("secrets") / "secrets.lac"
    shutil.copy(template[0], path)
    opened = storage.open_caseload(path, template[1], NOW)
    child = a_child_with_secrets(opened)
    opened.close()
    return path, child


@pytest.fixture
def held(secrets_template, tmp_path, keys):
    """An open caseload with the child of secrets."""
    path, child = secrets_template
    shutil.copy(path, tmp_path / "secrets.lac")
    opened = storage.open_caseload(tmp_path / "secrets.lac", keys, NOW)
    yield opened, child
    opened.close()


def every_paper(database, child, by=NADIA):
    """Yield (name, for whom, bytes of the PDF) of every paper of the child, made and kept as a person would."""
    for name in papers.names():
        with database.reading() as session:
            known = papers.RECIPIENTS[name](session, child, TODAY) if name in papers.RECIPIENTS else ("",)
        assert known, f"nobody to make {name} for: the child of these tests must have one of each"
        for whom in known:
            made = write(
                database, dispatch.make_document, child, name, catalogue.render, made_for=whom, by=by
            )
            kept = ask(database, dispatch.kept_document, child, made.made_id, by=by)
            yield name, whom, kept.content


def said_by(pdf):
    """Return everything a PDF says: its pages and what the file tells of itself."""
    with pikepdf.open(io.BytesIO(pdf)) as opened:
        told = repr(dict(opened.docinfo)) + opened.open_metadata().__str__()
        titles = " ".join(str(item.title) for item in _outline(opened))
    return f"{text_of(pdf)} {told} {titles}"


def _outline(opened):
    with opened.open_outline() as outline:
        return list(outline.root)


def leaks(words, *secrets):
    """Return which secrets occur, however they are spaced or written."""
    flat = re.sub(r"\W", "", words).casefold()
    return [one for one in secrets if re.sub(r"\W", "", one).casefold() in flat]


def test_the_search_for_leaks_finds_one():
    assert leaks("Lives at ZZ917QX, 17, Wrenfold\nLane", *ADDRESS) == [STREET, POSTCODE]
    assert leaks("Ring 01632960777 or OTTOLINE", PHONE, *FAMILY) == [PHONE, "Ottoline"]
    assert leaks("Nothing of it", *ADDRESS, *FAMILY, *NOTES, KEPT) == []


def test_every_paper_there_is_is_known_here():
    assert set(papers.names()) | LISTS | ABOUT_NO_CHILD == set(PAPERS)
    assert {dispatch.drawn_as(name) for name in PAPERS} == set(catalogue.DOCUMENTS)
    assert {name for name, _ in every_document().values()} <= set(catalogue.DOCUMENTS)


def test_every_command_there_is_is_known_here():
    def walk(group, before=""):
        for name, one in group.commands.items():
            path = f"{before} {name}".strip()
            if isinstance(one, click.Group):
                yield from walk(one, path)
            else:
                yield path

    assert set(walk(program)) == set(COMMANDS)


@pytest.mark.parametrize(
    ("call", "known"), [(r"clipboard\(\)\s*\.", CLIPBOARD), (r"\.setWindowTitle\(", TITLES)]
)
def test_every_clipboard_copy_and_window_title_is_known_here(call, known):
    root = Path(lac_tracker.__file__).parent
    sources = {
        path.relative_to(root).as_posix(): path.read_text("utf-8") for path in (root / "ui").rglob("*.py")
    }
    assert {name for name, source in sources.items() if re.search(call, source)} == known


def test_no_paper_says_what_its_reader_may_not_have(held, caplog, monkeypatch):
    caplog.set_level(logging.DEBUG, "lac_tracker")
    database, child = held
    with pytest.raises(UserError, match="not been checked for third-party information"):
        write(database, dispatch.make_document, child, "health-history", catalogue.render)
    # As if a person had checked it and overlooked everything: the gateway is the net beneath.
    monkeypatch.setattr(health_history_paper, "refuse_unchecked", lambda *_: None)
    made = list(every_paper(database, child))
    assert {name for name, _, _ in made} == set(papers.names())
    for name, whom, pdf in made:
        words = said_by(pdf)
        assert FAMILY_NAME.casefold() in words.casefold() or name.startswith("health-history"), (
            name
        )  # it is hers
        secrets = [*ADDRESS, WORD, SUBSTANCE, "boathouse"]  # what is used stays with the team
        if name not in MAY_TELL_THE_TOPIC:
            secrets += PRIVATE
        if name not in MAY_NAME_THE_CARER and not whom.startswith(
            CARER
        ):  # a letter to the carer names the carer
            secrets += [CARER, AGENCY]
        if name not in MAY_NAME_THE_FAMILY and whom != MOTHER:
            secrets += FAMILY
        if name not in MAY_NAME_THE_FAMILY - {"out-of-area-request", "chronology"}:
            secrets += NOTES
        if name not in MAY_TELL_THE_TOPIC:
            secrets.append(KEPT)
        assert (name, whom, leaks(words, *secrets)) == (name, whom, [])
        file_name = document_name(name, TODAY, "A7K2Q")
        assert leaks(file_name, *secrets, FAMILY_NAME, NHS, "Perrin") == []
    for record in caplog.records:
        assert leaks(record.getMessage(), *ADDRESS, *FAMILY, *NOTES, KEPT, FAMILY_NAME, NHS) == []


def test_each_secret_is_said_where_it_may_be(held):
    """The control: the secrets are in the record, and papers for who may have them say them."""
    database, child = held
    history = repr(ask(database, dispatch.preview_document, child, "family-history", by=NADIA))
    assert leaks(history, MOTHER, HEALTH_NOTE) == [MOTHER, HEALTH_NOTE]
    carer = repr(ask(database, dispatch.preview_document, child, "carer-copy", by=NADIA))
    assert leaks(carer, CARER, *ADDRESS) == [CARER]
    told = repr(ask(database, dispatch.preview_document, child, "own-plan", by=NADIA))
    assert "your mother" in told or "my mother" in told
    topics = ask(database, consents.page, child, today=TODAY, by=SAM).topics
    for topic in topics:
        write(database, sharing.end_topic, topic.id, "Does not mind any more", today=TODAY)
    write(database, flags.end_flag, child, kind="do_not_share_address", because="Moved")
    with database.writing(Entry(GRACE, NOW, "tested")) as session:
        for member in stored_family.members(session, child):
            stored_family.enter_in_error(session, child, member.id, "Of another child")
    tomorrow = replace_day(NOW, 1)
    with database.reading() as session:
        full = dispatch.preview_document(session, child, "full-plan", by=NADIA, now=tomorrow)
        council = dispatch.preview_document(session, child, "council-copy", by=NADIA, now=tomorrow)
    assert leaks(repr(full), *ADDRESS, CARER, MOTHER, NOTE, KEPT) == [*ADDRESS, CARER, MOTHER, NOTE, KEPT]
    assert leaks(repr(council), STREET, KEPT) == [STREET, KEPT]


def replace_day(moment, days):
    return moment + timedelta(days=days)


def test_without_the_gateway_they_would_be_found(held, monkeypatch):
    """The control of the test above: it is the gateway that keeps them back, not chance."""
    database, child = held
    monkeypatch.setattr(redaction, "released", lambda _session, _wanted, gathered: gathered)
    full, carer = (
        repr(ask(database, dispatch.preview_document, child, name, by=NADIA))
        for name in ("full-plan", "carer-copy")
    )
    assert leaks(full, *ADDRESS, CARER, *FAMILY, *NOTES, KEPT) == [*ADDRESS, CARER, *FAMILY, *NOTES, KEPT]
    assert leaks(carer, STREET, MOTHER, HEALTH_NOTE) == [STREET, MOTHER, HEALTH_NOTE]


def test_a_word_of_her_own_stops_every_paper_that_would_say_it(held):
    database, child = held
    write(database, information.ask, child, (information.Asked("school", "Ms B Lund", (f"Does she speak of {WORD}?",)),), today=TODAY)  # fmt: skip
    with pytest.raises(UserError, match=f"not to share '{WORD}' with the school"):
        write(
            database,
            dispatch.make_document,
            child,
            "information-request",
            catalogue.render,
            made_for="Ms B Lund",
        )


def test_lists_and_screens_do_not_say_where_she_lives(held):
    database, child = held
    for shown in (
        ask(database, caseload.due_list, today=TODAY), ask(database, caseload.children, today=TODAY),
        ask(database, child_summary.summary, child, today=TODAY).banner,
        ask(database, documents_page.listed, child),
    ):  # fmt: skip
        assert (
            leaks(repr(shown), STREET, POSTCODE) == []
        )  # the team rings the carer: the number stays on its screens


def restrict(database, child):
    write(database, flags.set_flag, child, kind="restricted", detail="Ask the manager", by=GRACE)


def test_papers_of_a_restricted_record_are_for_managers_and_her_own_assessor(held):
    database, child = held
    restrict(database, child)
    for by in (TOM, NADIA):
        for name in papers.names():
            for function, args in (
                (dispatch.make_document, (catalogue.render,)),
                (dispatch.preview_document, ()),
            ):
                with pytest.raises(NotAllowed, match="restricted"):
                    write(database, function, child, name, *args, by=by)
    for by in (GRACE, SAM):  # Sam signed her assessment
        assert write(database, dispatch.make_document, child, "gp-summary", catalogue.render, by=by).made_id
    with pytest.raises(NotAllowed, match="restricted"):
        ask(database, dispatch.kept_document, child, 1, by=TOM)


def test_a_list_that_leaves_names_no_restricted_record_save_to_a_manager(held):
    database, child = held
    other = builders.a_child(database, "2", family_name="Otherly")
    restrict(database, child)
    for by, is_named in ((TOM, False), (NADIA, False), (GRACE, True)):
        paper = ask(database, list_papers.overdue_list, None, filtered="all", order="due", today=TODAY, by=by)
        given = ask(database, caseload.due_list_to_give, today=TODAY, by=by)
        for said in (said_by(catalogue.render("overdue-list", paper)), repr(given.rows)):
            assert bool(leaks(said, FAMILY_NAME)) is is_named
            assert bool(leaks(said, NHS)) is is_named
            assert leaks(said, "Otherly")
        assert {row.child_id for row in given.rows} == {child, other}


def _every_list_that_leaves(database, folder, by):
    """Yield (which, what it says) of every list, report and file that leaves the screen, as a person has them."""
    day, held = {"today": TODAY}, Period(TODAY - timedelta(days=365), TODAY)
    paper = ask(
        database, list_papers.overdue_list, None, filtered="", order="", wanted=Wanted("open"), by=by, **day
    )
    yield "list on paper", said_by(catalogue.render("overdue-list", paper))
    shown = ("child", "type", "status", "why", "next_step")
    rows = partial(due_export.rows, today=TODAY, wanted=Wanted("open"), shown=shown)
    for shape in ("csv", "xlsx"):
        asked = Asked(due_export.NAME, due_export.columns(shown), rows, why="care")
        path = folder / f"{by.user_name}.{shape}"
        ask(database, list_exports.write, asked, path, shape, list_file.write, by=by)
        yield shape, path.read_text("utf-8-sig") if shape == "csv" else _cells_of(path)
    asked = Params(period=Period(held.since, TODAY + timedelta(days=90)), view="open")
    for one in REPORTS:
        if one.shape in ("performance", "evidence", "extract"):
            continue  # counts alone, or a file: see below
        try:
            found = ask(database, team_reports.answer, one.key, asked, by=by, **day)
        except NotAllowed:
            assert by is TOM
            continue
        table = ask(database, team_reports.on_paper, one.key, found, "care", by=by, **day)
        yield one.key, said_by(catalogue.render("table-report", table))
    yield from _every_extract(database, folder, by)
    for which in ("iha_28_days", "overdue_now", "gp_registered"):
        figure = FigureWanted(which, which, held, None)
        found = ask(database, figure_lists.behind, figure, "all", by=by, **day)
        table = ask(database, figure_lists.on_paper, found, title=which, stated=(), by=by, **day)
        yield which, said_by(catalogue.render("table-report", table))
        with database.reading() as session:
            cells = list(figure_lists.to_export(found, TODAY)(session, by=by, now=NOW))
        yield f"{which} as file", repr(cells)


def _every_extract(database, folder, by):
    """Yield (which, what it says) of every flat extract; of those with plans and scores an administrator has none."""
    for extract in EXTRACTS:
        if not extract.names_anybody:
            continue
        asked = flat_extracts.asked(extract.key, today=TODAY, why="care")
        path = folder / f"{extract.key}-{by.user_name}.csv"
        try:
            ask(database, list_exports.write, asked, path, "csv", partial(extract_file.write, extract), by=by)
        except NotAllowed:
            assert by is TOM
            assert extract.key in ("plan-items", "sdq")
            continue
        yield f"extract {extract.key}", path.read_text("utf-8-sig")


def _cells_of(path):
    with zipfile.ZipFile(path) as book:
        return " ".join(book.read(name).decode() for name in book.namelist())


def test_nothing_that_is_worked_with_names_a_restricted_record_save_to_a_manager(held, tmp_path):
    database, child = held
    restrict(database, child)
    typed = {"contacted": "council", "means": "phone", "result": "will_act", "note": f"About {FAMILY_NAME}"}
    step = {"next_step": f"Ring {CARER} about {FAMILY_NAME}", "next_step_on": TODAY, "next_step_by": CARER}
    with database.reading() as session:
        (kind, *_) = [
            one.due.kind.value for one in deadlines.compute(session, {child})[child] if one.due.met_on is None
        ]
    write(database, follow_ups.log, child, kind=kind, today=TODAY, by=SAM, **typed, **step)
    other = builders.a_child(database, "2", family_name="Otherly", nhs_number="9990563446")
    named = set()
    for by in (TOM, GRACE):
        for which, words in _every_list_that_leaves(database, tmp_path, by):
            found = leaks(words, FAMILY_NAME, NHS, CARER)
            assert by is GRACE or (which, found) == (which, [])
            named |= {which} if found else set()
            assert leaks(words, *ADDRESS, *FAMILY, *NOTES, KEPT) == []
    extracts = {f"extract {one.key}" for one in EXTRACTS if one.names_anybody}
    lists = {"list on paper", "csv", "xlsx", "overdue", "iha", "flags", "looked_after", "overdue_now"}
    assert lists | extracts <= named
    assert other


def test_an_extract_holds_nothing_of_what_is_private_or_kept_and_says_the_family_as_who_they_are(
    held, tmp_path
):
    database, _child = held
    said = dict(_every_extract(database, tmp_path, NADIA))
    assert set(said) == {"extract children", "extract plan-items", "extract sdq", "extract due"}
    for words in said.values():
        assert leaks(words, *ADDRESS, *FAMILY, *NOTES, *PRIVATE, CARER, AGENCY, KEPT, SUBSTANCE, WORD) == []
    plan = said["extract plan-items"]
    assert "Ring their mother about bedtime at" in plan
    assert leaks(plan, FAMILY_NAME, NHS) == [FAMILY_NAME, NHS]
    assert '"teeth"' not in plan  # the topic she keeps


def test_papers_of_figures_and_texts_for_others_name_nobody(held):
    database, _child = held
    day, period = {"today": TODAY}, Period(TODAY - timedelta(days=365), TODAY)
    told = (
        said_by(catalogue.render("performance-report", ask(database, performance.report, period, None, hides_small=False, **day))),
        said_by(catalogue.render("evidence-pack", ask(database, evidence.pack, period, hides_small=False, **day))),
        repr(ask(database, capacity.forecast, **day)), ask(database, capacity.forecast, **day).message,
    )  # fmt: skip
    for words in told:
        assert leaks(words, FAMILY_NAME, NHS, CARER, *ADDRESS, *FAMILY, *NOTES, KEPT) == []


def test_the_command_line_tells_no_more_than_the_screens(
    held, secrets_template, template, tmp_path, monkeypatch, capfd
):
    database, child = held
    restrict(database, child)

    def opened(_said):
        return Opened(database, by)

    monkeypatch.setattr(access, "now", lambda: NOW)
    monkeypatch.setattr(access, "today", lambda: TODAY)
    monkeypatch.setattr(access, "opened", opened)
    for by, may in ((TOM, False), (GRACE, True)):
        for words in (
            ("due", "--status", "all"), ("due", "--format", "csv"), ("due", "--format", "json"),
            ("due", "--view", "open"), ("due", "--view", "open", "--format", "csv"), ("due", "--view", "open", "--format", "json"),
        ):  # fmt: skip
            assert command.run(list(words)) == 0
            said = capfd.readouterr().out
            assert bool(leaks(said, FAMILY_NAME)) is may
            assert leaks(said, *ADDRESS, *FAMILY, *NOTES, KEPT) == []
        out = tmp_path / by.user_name
        out.mkdir()
        for number, words in enumerate(
            (("children",), ("due",), ("plan-items",), ("sdq",), ("oc2", "--year", "2026", "--incomplete"))
        ):
            clinical = number > 1
            where = ("--out", str(out if words[0] == "oc2" else out / words[0]))
            assert command.run(["export", *words, *where, "--why", "care"]) == (
                0 if may or not clinical else 2
            )
            said = capfd.readouterr()
            assert leaks(said.out + said.err, FAMILY_NAME, NHS, *ADDRESS, *FAMILY, *NOTES, KEPT) == []
        for path in out.iterdir():
            said = path.read_text("utf-8-sig")
            assert bool(leaks(said, FAMILY_NAME, NHS)) is (may and path.name != "oc2.csv")
            assert leaks(said, *ADDRESS, *FAMILY, *NOTES, KEPT) == []
        for words in (("child", "show", "100001"), ("child", "show", "100001", "--json")):
            assert command.run(list(words)) == (0 if may else 2)
            said = capfd.readouterr()
            assert bool(leaks(said.out, FAMILY_NAME)) is may
            assert leaks(said.out + said.err, *ADDRESS, *FAMILY, *NOTES) == []
        target = tmp_path / f"{by.user_name}.pdf"
        done = command.run(["plan", "pdf", "100001", "--document", "gp-summary", "--out", str(target)])
        assert (done, target.exists()) == ((0, True) if may else (2, False))
        said = capfd.readouterr()
        assert leaks(said.out + said.err, FAMILY_NAME, NHS, *ADDRESS, *FAMILY, *NOTES, KEPT) == []


class Opened:
    """A caseload as the command line opens it."""

    def __init__(self, database, actor):
        self.database, self.actor = database, actor

    def __enter__(self):
        return self

    def __exit__(self, *_):
        return None


@pytest.mark.parametrize("name", sorted(ABOUT_NO_CHILD))
def test_papers_about_no_child_hold_none(held, name):
    shown = {
        "blank-form": forms.find_form("rha_10_plus"),
        "recovery-sheet": every_document()["recovery sheet"][1],
        "disposal-certificate": every_document()["disposal certificate"][1],
    }
    assert (
        leaks(said_by(catalogue.render(name, shown[name])), *ADDRESS, *FAMILY, *NOTES, KEPT, FAMILY_NAME, NHS)
        == []
    )
