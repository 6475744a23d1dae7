"""Documents made from a signed assessment: kept as they were, numbered, and given only to who may have them."""

import ast
import re
from pathlib import Path

import pytest

from lac_tracker.documents import catalogue
from lac_tracker.domain.disclosure import PAPERS
from lac_tracker.domain.errors import NotAllowed, NotFound, UserError
from lac_tracker.domain.people import Actor, Registration, Role
from lac_tracker.services import dispatch, information, papers
from tests import builders
from tests.builders import a_child, ask, sign, write
from tests.conftest import GRACE, TODAY, TOM

READER = Actor(1, 1, "rita", "Rita Read", Role.READ_ONLY, Registration.NONE)
STRANGER = Actor(1, 2, "ola", "Ola Berg", Role.MANAGER, Registration.GMC)


def draw(name, held):
    return f"{name} {held!r}".encode()


def make(database, child, document="gp-summary", by=GRACE, render=draw):
    return write(database, dispatch.make_document, child, document, render, by=by).made_id


def test_a_document_is_kept_with_its_bytes(signed):
    database, child, _ = signed
    made = make(database, child)
    kept = ask(database, dispatch.kept_document, child, made)
    assert kept.content.startswith(b"gp-summary")
    assert (kept.document, kept.version_number, kept.assessed_on, kept.kind) == (
        "gp-summary",
        1,
        TODAY,
        "IHA",
    )
    assert re.fullmatch(r"[A-Z][A-Z2-9]{6}[2-9]", kept.reference)
    assert builders.audit_of(database)[-1][:2] == ("made a document", child)


def test_each_document_counts_its_own_versions_and_old_ones_stay(signed):
    database, child, _ = signed
    made = [make(database, child, document) for document in ("gp-summary", "full-plan", "gp-summary")]
    kept = [ask(database, dispatch.kept_document, child, one) for one in made]
    assert [(one.document, one.version_number) for one in kept] == [
        ("gp-summary", 1),
        ("full-plan", 1),
        ("gp-summary", 2),
    ]
    assert len({one.reference for one in kept}) == 3


def test_a_preview_keeps_nothing(signed):
    database, child, _ = signed
    before = builders.row_counts(database)
    assert ask(database, dispatch.preview_document, child, "full-plan") is not None
    assert builders.row_counts(database) == before


def test_without_a_signed_assessment_there_is_nothing_to_print(ready):
    database, child, _ = ready
    for function, args in (
        (dispatch.make_document, (child, "gp-summary", draw)),
        (dispatch.preview_document, (child, "gp-summary")),
    ):
        with pytest.raises(NotFound, match="no signed assessment for BAPTISTE, Amara"):
            write(database, function, *args)
    assert builders.row_counts(database)["documents_made"] == 0


def test_a_drawing_that_fails_keeps_nothing(signed):
    database, child, _ = signed

    def fails(*_):
        raise UserError("It does not fit on one page")

    with pytest.raises(UserError, match="does not fit"):
        make(database, child, render=fails)
    assert builders.row_counts(database)["documents_made"] == 0


def test_a_document_of_another_child_is_not_given(signed):
    database, child, _ = signed
    made = make(database, child)
    with pytest.raises(NotFound, match="not in this record"):
        ask(database, dispatch.kept_document, a_child(database, "2"), made)


@pytest.mark.parametrize("name", ["", "gp", "GP-SUMMARY", "../gp-summary"])
def test_a_document_nobody_knows_is_answered_with_those_there_are(name):
    with pytest.raises(UserError, match="It can be: gp-summary, full-plan, .*carer-copy.* or "):
        dispatch.check_document_name(name)


@pytest.mark.parametrize(
    ("name", "where"),
    [
        ("recovery-sheet", "lac-tracker new"),
        ("disposal-certificate", "Keeping and disposal"),
        ("blank-form", "forms preview"),
        ("overdue-list", "Overdue and due"),
        ("performance-report", "Dashboard"),
        ("evidence-pack", "Reports"),
        ("table-report", "Reports"),
    ],
)
def test_a_paper_about_no_child_says_where_it_is_made(name, where):
    with pytest.raises(UserError, match=f"not about one child.*{where}"):
        dispatch.check_document_name(name)


def test_every_paper_of_a_child_can_be_gathered():
    of_a_child = {name for name, paper in PAPERS.items() if paper.of_a_child}
    assert set(papers.names()) == of_a_child == set(papers.GATHER)
    assert set(papers.MADE_BY) == set(PAPERS) - of_a_child
    assert {name for name, paper in PAPERS.items() if paper.for_each} <= set(papers.RECIPIENTS)


def test_a_paper_for_one_of_several_asks_for_whom_and_counts_each_apart(signed):
    database, child, _ = signed
    asked = (
        information.Asked("gp", "Dr K Osei", ("The record",)),
        information.Asked("camhs", "CAMHS", ("A report",)),
    )
    write(database, information.ask, child, asked, today=TODAY)
    for words in ("", "Dr Nobody"):
        with pytest.raises(UserError, match="It can be: 'Dr K Osei' or 'CAMHS'"):
            write(database, dispatch.make_document, child, "information-request", draw, made_for=words)
    made = [
        write(database, dispatch.make_document, child, "information-request", draw, made_for=whom).made_id
        for whom in ("CAMHS", "camhs", "Dr K Osei")
    ]
    kept = [ask(database, dispatch.kept_document, child, one) for one in made]
    assert [(one.made_for, one.version_number) for one in kept] == [
        ("CAMHS", 1),
        ("CAMHS", 2),
        ("Dr K Osei", 1),
    ]
    with pytest.raises(UserError, match="made once, not for somebody"):
        write(database, dispatch.make_document, child, "gp-summary", draw, made_for="CAMHS")


def test_what_is_kept_says_how_many_pages_and_what_was_left_out(signed):
    database, child, _ = signed
    kept = ask(
        database, dispatch.kept_document, child, make(database, child, "carer-copy", render=catalogue.render)
    )
    assert kept.pages
    assert "Parents' health" in kept.left_out
    assert ask(database, dispatch.left_out, child, "carer-copy") == kept.left_out
    make(database, child)
    assert ask(database, dispatch.kept_document, child, 2).pages is None  # no PDF at all


def test_papers_there_are_now(ready):
    database, child, _ = ready
    with database.reading() as session:
        before = {paper.name for paper in papers.available(session, child, TODAY)}
    sign(database, ready.assessment)
    with database.reading() as session:
        after = {paper.name for paper in papers.available(session, child, TODAY)}
    assert {"gp-summary", "carer-copy", "information-request", "sdq-trend", "feelings-page"} & before == set()
    assert {"chronology", "family-history"} <= before
    assert {"gp-summary", "full-plan", "carer-copy", "council-copy"} <= after - before


def test_nothing_but_the_door_keeps_or_draws_a_paper():
    """Whatever becomes a file passes the gateway: no service calls the store or the renderer by itself."""
    keepers = set()
    for path in sorted(Path(dispatch.__file__).parent.glob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if not isinstance(node, ast.Call):
                continue
            called = ast.unparse(node.func)
            if called in ("documents.keep", "render", "stored_documents.keep"):
                keepers.add((path.name, called))
    assert keepers == {("dispatch.py", "documents.keep"), ("dispatch.py", "render")}


def test_who_may_make_documents(signed):
    database, child, _ = signed
    make(database, child, by=TOM)
    for by in (READER, STRANGER):
        with pytest.raises(NotAllowed):
            make(database, child, by=by)
