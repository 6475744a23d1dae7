"""Children, their care and the people around them: written, read back, refused in words."""

# ruff: noqa: PT012 - what is refused is the whole block
from datetime import date
from itertools import pairwise

import pytest
from small_caseload import a_child, an_entry
from sqlalchemy import func, select
from sqlalchemy.exc import IntegrityError

from lac_tracker.domain.care import CareHistory, LegalStatus, PeriodOfCare, Placement
from lac_tracker.domain.errors import NotFound, UserError
from lac_tracker.storage import care, children, flags
from lac_tracker.storage.tables.audit import ChangeRow
from lac_tracker.storage.tables.children import ChildRow

BORN = date(2016, 5, 1)


@pytest.fixture
def written(database):
    """A session in a transaction that is saved at the end of the test."""
    with database.writing(an_entry()) as session:
        yield session


def test_a_child_comes_back_as_it_was_written(written):
    fields = {"family_name": "O’Quill", "given_name": "Zoë", "sex": "female", "nhs_number": "9990000018"}
    child = children.load(written, a_child(written, "0042", BORN, **fields))
    assert (child.council_code, child.council_id, child.team_id, child.born) == ("123", "0042", 1, BORN)
    assert (child.family_name, child.given_name, child.sex, child.nhs_number) == (
        "O’Quill",
        "Zoë",
        "female",
        "9990000018",
    )
    assert (child.ethnicity_state, child.allergies_state, child.interpreter_needed) == (
        "not_asked",
        "not_recorded",
        "not_known",
    )


def test_ids_are_random_and_exact_in_every_reader_of_json(written):
    ids = [a_child(written, str(number)) for number in range(20)]
    assert len(set(ids)) == 20
    assert all(0 < child_id < 2**53 for child_id in ids)
    assert ids != sorted(ids)


@pytest.mark.parametrize("typed", ["0042", " 0042 ", "999 000 0018", "9990000018"])
def test_a_child_is_found_by_council_id_or_nhs_number(written, typed):
    child_id = a_child(written, "0042", nhs_number="9990000018")
    a_child(written, "42", nhs_number="9990000026")
    assert children.find(written, 1, typed) == child_id


@pytest.mark.parametrize("typed", ["", "00420", "NaN", "'; --", "%", "999 000 0019"])
def test_who_is_not_there_is_named_in_the_refusal(written, typed):
    a_child(written, "0042", nhs_number="9990000018")
    with pytest.raises(NotFound, match="No child in this caseload"):
        children.find(written, 1, typed)
    with pytest.raises(NotFound):
        children.find(written, 2, "0042")


def test_one_number_from_two_councils_needs_the_council(written):
    first = a_child(written, "7")
    second = children.add(written, 1, children.council(written, 1, "999"), "7", BORN, {})
    with pytest.raises(UserError, match=r"More than one child has '7' \(123, 999\)"):
        children.find(written, 1, "7")
    assert [children.find(written, 1, "7", code) for code in ("123", "999")] == [first, second]
    assert children.councils(written, 1) == ("123", "999")


def test_a_council_is_made_once(written):
    assert children.council(written, 1, "123") == children.council(written, 1, "123")


def test_the_nhs_number_of_another_child_is_refused_with_whose_it_is(written):
    a_child(written, "1", BORN, family_name="Quill", given_name="Amara", nhs_number="9990000018")
    other = a_child(written, "2")
    words = "NHS number belongs to QUILL, Amara, born 01-May-2016"
    with pytest.raises(UserError, match=words):
        children.change(written, other, {"nhs_number": "9990000018"})
    with pytest.raises(UserError, match=words):
        a_child(written, "3", nhs_number="9990000018")


def test_saying_the_same_again_changes_nothing(written):
    child_id = a_child(written, family_name="Quill")
    before = written.scalar(select(func.count()).select_from(ChangeRow))
    assert children.change(written, child_id, {"family_name": "Quill"}) is False
    assert written.scalar(select(func.count()).select_from(ChangeRow)) == before
    assert children.change(written, child_id, {"family_name": "Quills"}) is True


def test_a_changed_name_is_found_under_the_new_one(written):
    child_id = a_child(written, family_name="Östergård", given_name="Ann")
    children.change(written, child_id, {"family_name": "Nuñez", "preferred_name": "Annie"})
    assert written.scalar(select(ChildRow.search_key).where(ChildRow.id == child_id)) == "nunez ann annie"


@pytest.mark.parametrize("number", ["", "123", "99900000181", "999000001x"])
def test_the_table_itself_refuses_a_number_that_is_none(database, number):
    with pytest.raises(IntegrityError), database.writing(an_entry()) as session:
        a_child(session, nhs_number=number)
        session.flush()


def test_a_flag_is_in_force_from_its_day_until_it_ends(written):
    child_id = a_child(written)
    flags.add(
        written, child_id, "needs", {"detail": "Makaton", "set_on": date(2026, 3, 1), "set_by": "Tom Leigh"}
    )
    held = flags.of_child(written, child_id)
    assert flags.in_force(held, date(2026, 2, 28)) == ()
    assert [(one.kind, one.detail) for one in flags.in_force(held, date(2026, 3, 1))] == [
        ("needs", "Makaton")
    ]


HISTORY = CareHistory(
    (PeriodOfCare(date(2024, 1, 1), date(2024, 6, 1), "E8"), PeriodOfCare(date(2025, 1, 1), None, None)),
    (Placement(date(2024, 1, 1), date(2024, 6, 1), "U4", "PR1", "AA1 1AA", "1", "X"), Placement(date(2025, 1, 1), None, "U6", "PR4", None)),
    (LegalStatus(date(2024, 1, 1), date(2024, 6, 1), "V2"), LegalStatus(date(2025, 1, 1), None, "C2")),
)  # fmt: skip


def test_a_history_comes_back_as_it_was_written(written):
    child_id, other = a_child(written, "1"), a_child(written, "2")
    care.replace_history(written, child_id, HISTORY, import_id=None)
    assert care.histories(written, [child_id, other]) == {child_id: HISTORY, other: care.NOTHING}


@pytest.mark.parametrize(
    "to", [care.NOTHING, HISTORY, CareHistory(HISTORY.periods[1:], HISTORY.placements, ())]
)
@pytest.mark.parametrize(
    "of", [care.NOTHING, HISTORY, CareHistory(HISTORY.periods[:1], (), HISTORY.legal_statuses)]
)
def test_one_history_becomes_another(written, of, to):
    child_id = a_child(written)
    care.replace_history(written, child_id, of, import_id=None)
    care.replace_history(written, child_id, to, import_id=None)
    assert care.histories(written, [child_id])[child_id] == to


def test_an_equal_history_touches_no_row(written):
    child_id = a_child(written)
    care.replace_history(written, child_id, HISTORY, import_id=None)
    written.flush()
    before = written.scalar(select(func.count()).select_from(ChangeRow))
    care.replace_history(written, child_id, HISTORY, import_id=None)
    written.flush()
    assert written.scalar(select(func.count()).select_from(ChangeRow)) == before


def test_many_children_are_read_in_portions(written):
    parts = [list(part) for part in care.chunks(range(1_234))]
    assert [len(part) for part in parts] == [500, 500, 234]
    assert all(first[-1] < second[0] for first, second in pairwise(parts))


def test_a_new_practice_ends_the_one_before_and_the_same_one_is_confirmed(written):
    child_id = a_child(written)
    first = {"organisation": "Elm Surgery", "ods_code": "A81001", "last_confirmed_on": date(2026, 1, 1)}
    care.set_contact(written, child_id, "gp_practice", first, date(2026, 1, 1))
    again = care.set_contact(
        written, child_id, "gp_practice", first | {"last_confirmed_on": date(2026, 2, 1)}, date(2026, 2, 1)
    )
    held = care.contact(written, child_id, "gp_practice")
    assert (held.id, held.last_confirmed_on) == (again, date(2026, 2, 1))
    care.set_contact(
        written,
        child_id,
        "gp_practice",
        {"organisation": "Oak Surgery", "ods_code": "A81002"},
        date(2026, 3, 1),
    )
    assert [one.organisation for one in care.contacts(written, child_id)] == ["Oak Surgery"]
    assert care.contact(written, child_id, "school") is None
