"""Views of one's own: kept, read again as they were, and never a crash for what cannot be read."""

from datetime import date

import pytest
from sqlalchemy import select

from lac_tracker.domain.audit import Entry
from lac_tracker.domain.errors import NotFound, UserError
from lac_tracker.domain.worklist import Wanted
from lac_tracker.services import saved_views
from lac_tracker.storage.tables.monitoring import SavedViewRow
from tests.builders import ask, write
from tests.conftest import GRACE, NADIA, NOW


def listed(database, by=NADIA):
    return {one.name: one.wanted for one in ask(database, saved_views.listed, by=by)}


def keep(database, name, wanted, by=NADIA):
    return write(database, saved_views.keep, by=by, name=name, wanted=wanted)


def test_a_view_is_read_as_it_was_kept_and_is_the_persons_own(database):
    everything = Wanted(
        "open", "o'brien %", "RHA", "council", 0, "only missing", "5_to_9", "101", "Corby", "restricted", "Clinic B",
        date(2026, 3, 1), date(2026, 4, 1), None, "child", True,
    )  # fmt: skip
    keep(database, "Fenland  this month", everything)
    keep(database, "Usual", Wanted(child_ids=(1, 2)))
    assert listed(database) == {"Fenland this month": everything, "Usual": Wanted()}
    assert listed(database, GRACE) == {}
    keep(database, "Usual", Wanted("mine"))
    assert listed(database)["Usual"] == Wanted("mine")
    write(database, saved_views.forget, by=NADIA, name="Usual")
    assert list(listed(database)) == ["Fenland this month"]
    with pytest.raises(NotFound, match="You keep no view called 'Usual'"):
        write(database, saved_views.forget, by=NADIA, name="Usual")


@pytest.mark.parametrize(
    ("name", "wanted", "words"),
    [
        (" \u200e\n", Wanted(), "Name is missing"),
        ("x" * 61, Wanted(), "Name has 61 characters; 60 fit"),
        ("x", Wanted("nothing"), "is not a view of the list"),
    ],
)
def test_what_cannot_be_kept_is_refused(database, name, wanted, words):
    with pytest.raises(UserError, match=words):
        keep(database, name, wanted)
    assert listed(database) == {}


def test_there_is_an_end_to_names(database):
    with database.writing(Entry(NADIA, NOW, "tested")) as session:
        session.add_all(
            SavedViewRow(person_id=NADIA.person_id, what="list", name=f"{at:02}", content="{}")
            for at in range(50)
        )
    with pytest.raises(UserError, match="You keep 50 views already"):
        keep(database, "one more", Wanted())
    keep(database, "07", Wanted("mine"))
    assert listed(database)["07"] == Wanted("mine")


BROKEN = (
    "", "{", "[]", "null", '{"view": "gone"}', '{"view": 7}', '{"colour": "red"}', '{"due_from": "soon"}',
    '{"due_from": 20260301}', '{"assessor_id": "3"}', '{"assessor_id": null}', '{"descending": "yes"}',
    '{"child_ids": [1]}', '{"sort": ["due"]}', '{"is_filtered": true}', '{"text": null}',
)  # fmt: skip


def test_what_cannot_be_read_is_left_out_with_a_word(database):
    with database.writing(Entry(NADIA, NOW, "tested")) as session:
        for number, content in enumerate((*BROKEN, '{"view": "mine"}')):
            session.add(SavedViewRow(person_id=3, what="list", name=f"{number:02}", content=content))
    assert listed(database) == {f"{len(BROKEN):02}": Wanted("mine")}
    words = ask(database, saved_views.left_out, by=NADIA)
    assert words.startswith("Can't read '00', '01', ")
    assert f"'{len(BROKEN) - 1:02}'. Save it again" in words
    assert ask(database, saved_views.left_out, by=GRACE) == ""
    keep(database, "00", Wanted("overdue"))
    with database.reading() as session:
        assert (
            session.scalar(select(SavedViewRow.content).where(SavedViewRow.name == "00"))
            == '{"view": "overdue"}'
        )
