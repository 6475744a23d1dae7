"""Flags on a real file: set, reviewed and ended, each with who, when and why; and the allergies."""

from datetime import date

import pytest

from lac_tracker.domain.errors import NotAllowed, RecordChanged, UserError
from lac_tracker.services import child_summary, flags
from lac_tracker.storage import flags as stored
from lac_tracker.storage.tables.care import MissingEpisodeRow, PlacementRow, ProtectionStatusRow
from lac_tracker.storage.tables.family import FamilyMemberRow
from tests import builders
from tests.builders import a_child, ask, write
from tests.conftest import GRACE, NADIA, SAM, TODAY, TOM


def shown(database, child) -> list[str]:
    return [chip.words for chip in ask(database, flags.on_record, child, today=TODAY).shown]


def test_a_flag_is_set_reviewed_and_ended(database):
    child = a_child(database)
    write(
        database, flags.set_flag, child, by=NADIA, kind="needs", detail="Makaton", review_on=date(2026, 3, 10)
    )
    assert "Needs: Makaton" in shown(database, child)
    write(
        database,
        flags.review_flag,
        child,
        "needs",
        by=SAM,
        detail="Makaton and pictures",
        review_on=date(2026, 9, 1),
    )
    assert "Needs: Makaton and pictures" in shown(database, child)
    with pytest.raises(UserError, match="Enter the reason"):
        write(database, flags.end_flag, child, "needs", by=SAM, because=" ")
    write(database, flags.end_flag, child, "needs", by=SAM, because="Not needed now")
    held = ask(database, flags.on_record, child, today=TODAY)
    assert "Needs" not in " ".join(chip.words for chip in held.shown)
    assert [(one.ended_by, one.ended_because) for one in held.ended] == [("Sam Iqbal", "Not needed now")]


@pytest.mark.parametrize("kind", ["do_not_share_address", "uasc", "age_disputed", "pregnant"])
def test_a_flag_that_is_kept_with_the_child_is_set_and_ended_there_too(database, kind):
    child = a_child(database)
    before = shown(database, child)
    write(database, flags.set_flag, child, by=SAM, kind=kind, detail="about 2009")
    assert len(shown(database, child)) == len(before) + 1
    with pytest.raises(UserError, match="is set already"):
        write(database, flags.set_flag, child, by=SAM, kind=kind)
    write(database, flags.end_flag, child, kind, by=SAM, because="Cleared up")
    assert shown(database, child) == before


def test_a_disputed_age_stands_in_the_banner(database):
    child = a_child(database)
    write(database, flags.set_flag, child, by=SAM, kind="age_disputed", detail="about 2009")
    banner = ask(database, child_summary.summary, child, today=TODAY).banner
    assert banner.born_words == "About 2009, age disputed"


def test_what_follows_from_the_record_is_shown_and_not_set_here(database):
    child = a_child(database)
    with database.writing(builders.Entry(GRACE, builders.NOW, "tested")) as session:
        session.add(
            ProtectionStatusRow(
                child_id=child, kind="child_protection_plan", category="neglect", began=TODAY, recorded_by="G"
            )
        )
        session.add(MissingEpisodeRow(child_id=child, began=date(2026, 3, 1), recorded_by="G"))
        session.add(
            PlacementRow(child_id=child, began=date(2026, 2, 12), placement_type="U6", host_area="Leicester")
        )
        session.add(
            FamilyMemberRow(
                child_id=child, relation="child", full_name="Lily", born_year=2025, recorded_by="G"
            )
        )
    assert shown(database, child)[1:] == [
        "Child protection plan: neglect", "Missing now, since 01-Mar-2026", "Young parent", "Out of area: Leicester",
    ]  # fmt: skip
    with pytest.raises(UserError, match="follows from what is recorded under Placements"):
        write(database, flags.set_flag, child, by=SAM, kind="missing_now")


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ({"kind": "needs", "review_on": date(2026, 3, 3)}, "Review must be today or in the future"),
        ({"kind": "uasc", "until": date(2026, 3, 4)}, "Until must be after today"),
        ({"kind": "nonsense"}, "is no flag"),
    ],
)
def test_what_cannot_be_is_refused(database, given, words):
    child = a_child(database)
    with pytest.raises(UserError, match=words):
        write(database, flags.set_flag, child, by=SAM, **given)


def test_a_restricted_record_is_for_a_manager_to_set(database):
    child = a_child(database)
    with pytest.raises(UserError, match="set and ended by a manager"):
        write(database, flags.set_flag, child, by=SAM, kind="restricted")
    write(database, flags.set_flag, child, by=GRACE, kind="restricted")
    assert "Restricted record" in shown(database, child)
    with pytest.raises(NotAllowed):
        write(database, flags.set_flag, child, by=TOM, kind="needs")


def test_allergies_are_recorded_outside_an_assessment(database):
    child = a_child(database)
    with pytest.raises(UserError, match="Enter each allergy"):
        write(database, flags.set_allergies, child, by=SAM, state="known")
    write(database, flags.set_allergies, child, by=SAM, state="known", allergies="Penicillin\nNuts")
    assert shown(database, child) == ["Known allergies: Penicillin, +1"]
    given = {"state": "none_known", "allergies": "left over"}
    with pytest.raises(UserError, match="This would end what stands: Penicillin, Nuts. Say why"):
        write(database, flags.set_allergies, child, by=SAM, **given)
    with pytest.raises(RecordChanged, match="nothing was saved"):  # shown before the nuts were added
        write(database, flags.set_allergies, child, by=SAM, **given, because="Tested", seen="Penicillin")
    with pytest.raises(UserError, match="'NKDA' names no allergy"):
        write(database, flags.set_allergies, child, by=SAM, state="known", allergies="Penicillin\nNKDA")
    assert shown(database, child) == ["Known allergies: Penicillin, +1"]
    write(database, flags.set_allergies, child, by=SAM, **given, because="Tested", seen="Penicillin\nNuts")
    assert shown(database, child) == ["No known allergies"]


def test_a_flag_set_before_a_day_is_not_in_force_on_it(database):
    child = a_child(database)
    write(database, flags.set_flag, child, by=SAM, kind="needs")
    with database.reading() as session:
        held = stored.of_child(session, child)
    assert stored.in_force(held, date(2026, 3, 3)) == ()
    assert len(stored.in_force(held, TODAY)) == 1
