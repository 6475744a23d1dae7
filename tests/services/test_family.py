"""People of the family and items of history: what is kept, refused, counted, learned and handed on."""

from dataclasses import replace
from datetime import date

import pytest
from sqlalchemy import select

from lac_tracker.domain.completeness import HistoryState
from lac_tracker.domain.errors import NotAllowed, NotFound, RecordChanged, UserError
from lac_tracker.domain.family import own_children
from lac_tracker.services import child_summary, family, family_history, family_request, forms, information
from lac_tracker.services.family import ItemGiven
from lac_tracker.storage import children as stored_children
from lac_tracker.storage import family as stored
from lac_tracker.storage.tables.family import FamilyMemberRow
from tests.builders import a_complete_assessment, ask, sign, write
from tests.conftest import SAM, TODAY, TOM

KNOWN = ItemGiven("answered", 2.1, source="Red book")


@pytest.fixture
def beginning(with_a_child):
    return with_a_child


@pytest.fixture
def child(beginning):
    return beginning[1]


def page_of(database, child):
    return ask(database, family.page, child, by=SAM, today=TODAY)


def put(database, child, item, given, **more):
    return write(database, family.save_item, child, item, given, by=SAM, **more)


def add(database, child, relation, **given):
    return write(database, family.save_person, child, None, {"relation": relation, **given}, by=SAM).made_id


def held(database, child, item):
    with database.reading() as session:
        return stored.history(session, child).get(item)


def states(database, child):
    with database.reading() as session:
        one = stored_children.load(session, child)
    return one.birth_history_state, one.parental_history_state


# Items of history


def test_an_item_is_kept_with_source_day_and_person(database, child):
    put(database, child, "birth.weight", KNOWN)
    one = held(database, child, "birth.weight")
    assert (one.state, one.value, one.source, one.recorded_on, one.recorded_by) == (
        "answered", 2.1, "Red book", TODAY, "Sam Iqbal",
    )  # fmt: skip
    shown = dict(
        (item.held.item, item.held.words) for _, _, items in page_of(database, child).groups for item in items
    )
    assert shown["birth.weight"] == "2.1 kg"
    assert shown["birth.place"] == ""


@pytest.mark.parametrize(
    ("item", "given", "words"),
    [
        ("birth.weight", ItemGiven("answered", 40), "Birth weight must be between 0.3 and 7 kg"),
        ("birth.weight", ItemGiven("answered"), "Birth weight: enter what is known, or choose 'Not known'"),
        ("birth.weight", ItemGiven("asked"), "Birth weight: enter who was asked"),
        ("birth.weight", ItemGiven("not_known_after_asking"), "Birth weight: enter who was asked"),
        ("birth.weight", ItemGiven("asked", asked_of="GP", asked_on=date(2026, 3, 5)), "Birth weight: asked on must be"),
        ("birth.weight", replace(KNOWN, received_on=date(2027, 1, 1)), "Birth weight: received on must be"),
        ("birth.weight", ItemGiven("asked", asked_of="GP", chase_on=date(2026, 3, 1)), "Birth weight: chase on must not"),
        ("birth.weight", ItemGiven("perhaps"), "Birth weight: choose what is known"),
    ],
)  # fmt: skip
def test_what_cannot_be_is_refused_in_words(database, child, item, given, words):
    with pytest.raises(UserError, match=words.split("(")[0]):
        put(database, child, item, given)
    assert held(database, child, item) is None


def test_an_unknown_item_is_not_found(database, child):
    with pytest.raises(NotFound):
        put(database, child, "birth.star_sign", KNOWN)


def test_not_known_and_not_known_after_asking_differ_in_the_count(database, child):
    put(database, child, "birth.weight", ItemGiven("not_asked"))
    put(database, child, "birth.apgar", ItemGiven("not_known_after_asking", asked_of="Maternity unit"))
    put(database, child, "birth.place", ItemGiven("asked", asked_of="Council"))
    put(database, child, "mother.learning", ItemGiven("declined", asked_of="Ms Baptiste"))
    assert page_of(database, child).meter == "Birth 1 of 11 · Mother 1 of 8 · Father 0 of 8"
    assert held(database, child, "birth.apgar").asked_on == TODAY


def test_the_childs_states_follow_from_the_items(database, child):
    assert states(database, child) == ("not_asked", "not_asked")
    items = [one.item for one in forms.history_items()]
    put(database, child, "birth.weight", KNOWN)
    assert states(database, child) == ("asked", "not_asked")
    for item in items:
        if item.startswith("birth.") and item != "birth.weight":
            put(database, child, item, ItemGiven("not_known_after_asking", asked_of="Council"))
    assert states(database, child) == ("answered", "not_asked")
    for item in items:
        if item.startswith(("mother.", "father.")):
            put(database, child, item, ItemGiven("not_known_after_asking", asked_of="Council"))
    assert states(database, child) == ("answered", "not_known_after_asking")
    put(database, child, "mother.learning", ItemGiven("not_asked"))
    assert states(database, child) == ("answered", "asked")


def test_a_second_writer_does_not_overwrite_unseen(database, child):
    put(database, child, "birth.weight", KNOWN, seen_version=0)
    with pytest.raises(RecordChanged):
        put(database, child, "birth.weight", replace(KNOWN, value=3.0), seen_version=0)
    put(database, child, "birth.weight", replace(KNOWN, value=3.0), seen_version=1)
    assert held(database, child, "birth.weight").value == 3


def test_the_office_reads_no_family_health(database, child):
    for service in (family.page,):
        with pytest.raises(NotAllowed):
            ask(database, service, child, by=TOM, today=TODAY)
    with pytest.raises(NotAllowed):
        ask(database, family_history.gather, child, by=TOM)


# People


def test_people_are_kept_listed_and_drawn(database, child):
    mother = add(database, child, "mother", full_name=" C  Baptiste ", sex="female", born_year=1988)
    add(database, child, "sibling", full_name="Jay", born_year=2017, mother_id=mother)
    page = page_of(database, child)
    assert [one.full_name for one in page.people] == ["C Baptiste", "Jay"]
    assert [one.person for one in page.drawing.symbols] == [0, mother, mother + 1]
    assert page.days_in_care == 20


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ({"relation": "cousin-twice-removed"}, "Relation: choose"),
        ({"sex": "robot"}, "Sex: choose"),
        ({"contact": "often"}, "Contact: choose"),
        ({"born_year": 2027}, "Born in must be a year from 1880 to 2026"),
        ({"born_year": 2000, "died_year": 1999}, "Died in must not be before"),
        ({"has_died": True, "lives_with_child": True}, "Lives with the child"),
        ({"mother_id": 999}, "Mother: choose somebody of this family"),
    ],
)  # fmt: skip
def test_a_person_who_cannot_be_is_refused_in_words(database, child, given, words):
    with pytest.raises(UserError, match=words):
        add(database, child, **{"relation": "sibling", **given})
    assert page_of(database, child).people == ()


def test_nobody_is_their_own_ancestor(database, child):
    grandmother = add(database, child, "mothers_mother", full_name="Pearl")
    mother = add(database, child, "mother", full_name="Corinne", mother_id=grandmother)
    with pytest.raises(UserError, match="Mother: Corinne descends from Pearl"):
        write(
            database, family.save_person, child, grandmother,
            {"relation": "mothers_mother", "full_name": "Pearl", "mother_id": mother}, by=SAM,
        )  # fmt: skip
    with pytest.raises(UserError, match="can't be their own partner"):
        write(
            database, family.save_person, child, mother, {"relation": "mother", "partner_id": mother}, by=SAM
        )


def test_a_mother_younger_than_the_child_is_a_doubt_not_refused(database, child):
    add(database, child, "mother", full_name="Corinne", born_year=2011)
    assert page_of(database, child).doubts == (
        "Corinne would have been not yet born at this birth. Check the years",
    )


def test_a_person_recorded_by_mistake_is_struck_out_with_the_reason_and_never_deleted(database, child):
    partner = add(database, child, "mothers_partner", full_name="Steve")
    add(database, child, "half_sibling_mother", full_name="Ruby", father_id=partner)
    with pytest.raises(UserError, match="Reason"):
        write(database, family.enter_person_in_error, child, partner, by=SAM, because=" ")
    write(database, family.enter_person_in_error, child, partner, by=SAM, because="Another family's")
    assert [(one.full_name, one.father_id) for one in page_of(database, child).people] == [("Ruby", None)]
    with database.reading() as session:
        rows = session.execute(
            select(FamilyMemberRow.full_name, FamilyMemberRow.entered_in_error_because)
        ).all()
    assert rows[0] == ("Steve", "Another family's (Sam Iqbal)")
    with pytest.raises(NotFound):
        write(database, family.save_person, child, partner, {"relation": "other"}, by=SAM)


def test_a_young_parents_own_children_are_listed_oldest_first(database, child):
    add(database, child, "child", full_name="Leo", born_year=2026)
    add(database, child, "child", full_name="Poppy", born_year=2025)
    assert [one.full_name for one in own_children(page_of(database, child).people)] == ["Poppy", "Leo"]


# Asking, learning, handing on


def test_a_request_makes_the_contribution_and_marks_what_is_missing(database, child):
    put(database, child, "birth.weight", KNOWN)
    drawn = []
    write(
        database, family_request.request, child, by=SAM, today=TODAY, source="council", asked_of="Dana Price",
        what="Birth history", groups=("birth",), due_on=date(2026, 3, 18),
        render=lambda name, held: drawn.append(name) or b"%PDF-1.4",
    )  # fmt: skip
    assert drawn == ["family-history-request"]
    asked = held(database, child, "birth.place")
    assert (asked.state, asked.asked_of, asked.asked_on, asked.chase_on) == (
        HistoryState.ASKED, "Dana Price", TODAY, date(2026, 3, 18),
    )  # fmt: skip
    assert held(database, child, "birth.weight").value == 2.1
    assert held(database, child, "mother.learning") is None
    (row,) = ask(database, information.listed, child, by=SAM, today=TODAY)
    assert (row.request.source, row.request.due_on) == ("council", date(2026, 3, 18))
    with pytest.raises(UserError, match="Ask for"):
        write(
            database, family_request.request, child, by=SAM, today=TODAY, source="council", asked_of="Dana Price",
            what="Birth history", groups=(), due_on=TODAY,
        )  # fmt: skip


def test_signing_writes_the_items_and_a_blank_never_erases(database, child):
    put(database, child, "birth.apgar", ItemGiven("answered", "7, 9, 10", source="Red book"))
    made = a_complete_assessment(
        database, child, birth_pregnancy_state="known", birth_place="Northgate General", birth_weight_kg=2.1,
        birth_apgar=None, birth_items_not_known=["weeks"], birth_gestation_weeks=None, birth_gestation_days=None,
        birth_type="not_known", mother_health_state="asked_for", father_health_state="not_known_after_asking",
        family_asked="Ms Baptiste by letter", family_asked_on="2026-03-02", family_chase_on="2026-03-16",
    )  # fmt: skip
    sign(database, made)
    weight, weeks, apgar = (held(database, child, f"birth.{item}") for item in ("weight", "weeks", "apgar"))
    assert (weight.value, weight.source, weight.received_on) == (2.1, "IHA 04-Mar-2026", TODAY)
    assert (weeks.state, weeks.asked_of) == ("not_known_after_asking", "Ms Baptiste by letter")
    assert (apgar.value, apgar.source) == ("7, 9, 10", "Red book")
    assert held(database, child, "birth.type") is None
    mother = held(database, child, "mother.mental_health")
    assert (mother.state, mother.asked_on, mother.chase_on) == ("asked", date(2026, 3, 2), date(2026, 3, 16))
    assert held(database, child, "father.learning").state == "not_known_after_asking"
    with database.reading() as session:
        known = family.prefill(session, child)
    lines = {item.item: (item.words, item.state) for _, items in known.groups for item in items}
    assert lines["birth.weight"] == ("2.1 kg", "Known, from IHA 04-Mar-2026, 04-Mar-2026")
    assert lines["mother.mental_health"][1] == "Asked 02-Mar-2026 (Ms Baptiste by letter), chase 16-Mar-2026"
    assert known.meter.startswith("Birth ")


def test_the_printed_page_holds_people_items_and_states(database, child):
    add(database, child, "mother", full_name="C Baptiste", health_notes="Epilepsy")
    put(database, child, "birth.weight", KNOWN)
    page = ask(database, family_history.gather, child, by=SAM)
    assert page.people_health == (("C Baptiste, mother", "Epilepsy"),)
    birth = dict((item.ask, (item.words, item.state)) for item in page.groups[0][1])
    assert birth["Birth weight"] == ("2.1 kg", "Known, from Red book, 04-Mar-2026")
    assert birth["Apgar scores"] == ("", "Not known, not asked yet")


def test_copies_say_only_what_is_about_the_childs_own_birth(database, child):
    put(database, child, "birth.weight", KNOWN)
    put(database, child, "birth.alcohol", ItemGiven("answered", "Daily until week 20", source="Ms Baptiste"))
    put(database, child, "birth.type", ItemGiven("asked", asked_of="Maternity unit"))
    with database.reading() as session:
        assert family.own_birth_in_words(session, child) == "Birth weight: 2.1 kg."


def test_the_essentials_say_when_it_was_last_asked(database, child):
    put(
        database,
        child,
        "birth.type",
        ItemGiven("asked", asked_of="Maternity unit", asked_on=date(2026, 3, 2)),
    )
    shown = ask(database, child_summary.summary, child, by=SAM, today=TODAY)
    by_name = {one.name: one for one in shown.essentials.items}
    assert (by_name["birth_history"].state, by_name["birth_history"].asked_on) == ("asked", date(2026, 3, 2))
    assert by_name["parental_health"].state == "missing"
