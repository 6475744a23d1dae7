"""Every flag says who, when and to be reviewed when: also those that follow from the record."""

from datetime import date, timedelta

import pytest
from sqlalchemy import select

from lac_tracker.domain.errors import NotFound, UserError
from lac_tracker.domain.flags import KINDS, review_said, when_words, who_words
from lac_tracker.services import flags
from lac_tracker.storage import children, pathways
from lac_tracker.storage.tables.care import (
    MissingEpisodeRow,
    PeriodOfCareRow,
    PlacementRow,
    ProtectionStatusRow,
)
from lac_tracker.storage.tables.children import CouncilRow
from lac_tracker.storage.tables.family import FamilyMemberRow
from lac_tracker.storage.tables.pathways import LeavingCareRow
from tests import builders
from tests.builders import a_child, ask, bring_in, write
from tests.conftest import GRACE, NADIA, NOW, SAM, TODAY
from tests.exchange.returns import AMARA, an_episode, files

PROTECTION = ("child_protection_plan", "section_47_enquiry", "child_in_need_plan")
SET = ("restricted", "parental_mental_ill_health", "exploitation_risk", "visit_in_pairs")


def chips(database, child):
    return {chip.kind: chip for chip in ask(database, flags.on_record, child, today=TODAY).shown}


def everything(database):
    """A young person whose record has every flag but two of the three about allergies."""
    child = a_child(database)
    write(database, flags.set_allergies, child, by=SAM, state="known", allergies="Nuts")
    for kind in SET:
        write(database, flags.set_flag, child, kind=kind)
    with database.writing(builders.Entry(NADIA, NOW, "tested")) as session:
        told = {"child_id": child, "recorded_by": "Tom Leigh"}
        for kind in PROTECTION:
            session.add(ProtectionStatusRow(kind=kind, began=TODAY, next_review_on=date(2026, 6, 1), **told))
        session.add(MissingEpisodeRow(began=date(2026, 3, 1), **told))
        session.add(FamilyMemberRow(relation="child", full_name="Lily", born_year=2025, **told))
        session.add(PlacementRow(child_id=child, began=TODAY, placement_type="U6", host_area="Leicester"))
        pathways.add_pregnancy(session, child, {"known_since": TODAY, "recorded_by": "Tom Leigh"})
        session.add(LeavingCareRow(**told))
        fields = {
            "interpreter_needed": "yes", "first_language": "tir", "language_asked_on": date(2026, 2, 2),
            "language_asked_by": "Jo Moss, by Dana Bell", "communication_state": "recorded",
            "communication_needs": "Makaton", "address_withheld": True, "is_unaccompanied": True, "age_disputed": True,
            "born": date(2009, 5, 1),
        }  # fmt: skip
        children.change(session, child, fields)
    return child


def test_every_kind_shows_who_and_when(database):
    none, nobody = a_child(database, "2"), a_child(database, "3")
    write(database, flags.set_allergies, none, by=SAM, state="none_known")
    found = chips(database, everything(database)) | chips(database, none) | chips(database, nobody)
    assert set(found) == {kind.key for kind in KINDS}
    for kind, chip in found.items():
        assert chip.set_by, kind
        assert chip.set_on, kind
        assert f"{who_words(chip)}, {when_words(chip)}" in chip.detail, kind
        assert review_said(chip, TODAY) in chip.detail, kind
    said = {kind: (chip.set_by, chip.set_on) for kind, chip in found.items()}
    assert said["interpreter"] == ("Dana Bell", date(2026, 2, 2))
    assert (
        said["needs"]
        == said["uasc"]
        == said["age_disputed"]
        == said["out_of_area"]
        == ("Nadia Rahman", TODAY)
    )
    assert said["missing_now"] == ("Tom Leigh", date(2026, 3, 1))
    assert said["no_allergies"] == ("Sam Iqbal", TODAY)
    assert said["allergies_not_recorded"] == ("Grace Mensah", TODAY)
    assert found["child_protection_plan"].review_on == date(2026, 6, 1)
    assert found["uasc"].detail.endswith("No review date")


def test_a_care_leaver_follows_from_the_date_of_birth_and_a_return_from_its_import(database):
    bring_in(database, files(header=[AMARA], episodes=[an_episode()]))
    with database.reading() as session:
        council = session.scalars(select(CouncilRow.id).where(CouncilRow.code == "123")).one()
        brought = children.ids_by_council_id(session, council)["101"]
    chip = chips(database, brought)["allergies_not_recorded"]
    assert chip.set_by == "Grace Mensah, who brought in the council's list"
    left = a_child(database, "4", born=date(2009, 5, 1))
    with database.writing(builders.Entry(NADIA, NOW, "tested")) as session:
        period = session.scalars(select(PeriodOfCareRow).where(PeriodOfCareRow.child_id == left)).one()
        period.ended = TODAY
    assert chips(database, left)["care_leaver"].detail == (
        "From the date of birth, 01-May-2025\nNo review date"
    )


def test_a_review_date_is_given_moved_and_taken_back(database):
    child = everything(database)
    soon, later = TODAY + timedelta(days=7), TODAY + timedelta(days=70)
    for day in (soon, later):
        write(database, flags.set_review_date, child, "interpreter", by=GRACE, review_on=day)
    chip = chips(database, child)["interpreter"]
    assert (chip.review_on, chip.set_by, chip.is_set_here) == (later, "Dana Bell", False)
    assert chip.detail.endswith(f"Review {later:%d-%b-%Y}")
    write(database, flags.set_review_date, child, "interpreter", by=GRACE, review_on=None)
    assert chips(database, child)["interpreter"].review_on is None
    assert ask(database, flags.on_record, child, today=TODAY).ended == ()
    write(database, flags.set_review_date, child, "allergies", by=GRACE, review_on=soon)
    write(database, flags.set_allergies, child, by=GRACE, state="none_known", because="Tested")
    assert chips(database, child)["no_allergies"].review_on == soon
    with database.writing(builders.Entry(NADIA, NOW, "tested")) as session:
        children.change(session, child, {"interpreter_needed": "no"})
    write(database, flags.set_review_date, child, "out_of_area", by=GRACE, review_on=soon)
    assert "interpreter" not in chips(database, child)  # a review date alone shows no flag


@pytest.mark.parametrize(
    ("kind", "on", "words"),
    [
        ("child_protection_plan", date(2026, 6, 1), "takes no review date here"),
        ("restricted", date(2026, 6, 1), "takes no review date here"),
        ("interpreter", TODAY, "Review must be after today"),
        ("interpreter", date(2126, 6, 1), "Check the year"),
        ("interpreter", date(2026, 6, 1), "not shown on this record"),
    ],
)
def test_what_takes_no_review_date(database, kind, on, words):
    child = a_child(database)
    with pytest.raises((UserError, NotFound), match=words):
        write(database, flags.set_review_date, child, kind, by=GRACE, review_on=on)
