"""Documents made from a signed assessment: kept as they were, numbered, and given only to who may have them."""

import re

import pytest

from lac_tracker.domain.errors import NotAllowed, NotFound, UserError
from lac_tracker.domain.people import Actor, Registration, Role
from lac_tracker.services import dispatch
from tests import builders
from tests.builders import a_child, ask, sign, write
from tests.conftest import GRACE, TODAY, TOM

READER = Actor(1, 1, "rita", "Rita Read", Role.READ_ONLY, Registration.NONE)
STRANGER = Actor(1, 2, "ola", "Ola Berg", Role.MANAGER, Registration.GMC)


@pytest.fixture
def signed(ready):
    sign(ready.database, ready.assessment)
    return ready


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


@pytest.mark.parametrize("name", ["", "gp", "GP-SUMMARY", "../gp-summary", "recovery-sheet"])
def test_a_document_nobody_knows(name):
    with pytest.raises(UserError, match="It can be: gp-summary or full-plan"):
        dispatch.check_document_name(name)


def test_who_may_make_documents(signed):
    database, child, _ = signed
    make(database, child, by=TOM)
    for by in (READER, STRANGER):
        with pytest.raises(NotAllowed):
            make(database, child, by=by)
