"""The checklist of the yearly return on a real file: read from every part of the record, answered, taken back."""

from datetime import date

import pytest

from lac_tracker.domain.audit import Entry
from lac_tracker.domain.errors import NotAllowed, RecordChanged, UserError
from lac_tracker.services import yearly_return
from lac_tracker.storage.tables.children import YearlyAnswersRow
from lac_tracker.storage.tables.health_checks import (
    ImmunisationStatementRow,
    RoutineCheckRow,
    SubstanceUseRow,
)
from lac_tracker.storage.tables.sdq import QuestionnaireRow
from tests.builders import a_child, ask, write
from tests.conftest import GRACE, NOW, TODAY, TOM

YEAR = 2026
BEGAN = date(2025, 4, 1)
CONVICTED = {"year": YEAR, "column": "CONVICTED", "says": "0", "source": "Social worker", "seen_version": 0}
TAKEN = {"recorded_by": "Sam Iqbal", "source": "IHA"}


@pytest.fixture
def beginning(made_once):
    return made_once(
        "yearly_return",
        lambda database: a_child(database, born=date(2012, 5, 1), became_looked_after=date(2020, 1, 6)),
    )


@pytest.fixture
def child(beginning):
    return beginning[1]


def page(database, child, **more):
    return ask(database, yearly_return.on_record, child, today=TODAY, **more)


def values(held) -> dict[str, str]:
    return {line.name: line.value for line in held.lines if line.state == "known"}


def test_everything_is_missing_until_the_record_says_it(database, child):
    assert page(database, child).counted == "6 of 6 missing"
    with database.writing(Entry(GRACE, NOW, "tested")) as session:
        session.add_all([
            RoutineCheckRow(child_id=child, kind="dental", state="done", happened_on=BEGAN, date_precision="day", **TAKEN),
            ImmunisationStatementRow(
                child_id=child, as_at=BEGAN, status="not_up_to_date", outstanding="MMR 2", stated_by="Dr Lee", **TAKEN
            ),
            SubstanceUseRow(child_id=child, asked_on=BEGAN, problem="no", **TAKEN),
            QuestionnaireRow(
                child_id=child, form="parent_4_17", entry="total", state="scored", completed_on=BEGAN, total=14,
                completed_by="Carer", source="Paper form", recorded_by="Sam Iqbal", recorded_at=NOW,
            ),
            YearlyAnswersRow(child_id=child, return_year=YEAR - 1, answers='[["CONVICTED", "0"], ["SDQ_SCORE", "11"]]'),
        ])  # fmt: skip
    held = page(database, child)
    assert values(held) == {
        "SDQ_SCORE": "14", "IMMUNISATIONS": "0", "TEETH_CHECK": "1", "SUBSTANCE_MISUSE": "0",
    }  # fmt: skip
    assert held.counted == "2 of 6 missing"
    assert (held.council_year, held.lines[0].council) == (YEAR - 1, "11")
    # What the council returned counts for its own year alone.
    before = page(database, child, year=YEAR - 1)
    assert before.counted == "4 of 6 missing"
    assert [(line.name, line.value, line.source) for line in before.lines if line.is_councils] == [
        ("SDQ_SCORE", "11", "as the council returned it in its return for 2025"),
        ("CONVICTED", "0", "as the council returned it in its return for 2025"),
    ]
    write(database, yearly_return.answer, child, today=TODAY, **CONVICTED | {"year": YEAR - 1, "says": "1"})
    convicted = page(database, child, year=YEAR - 1).lines[1]
    assert (convicted.value, convicted.is_councils, convicted.council_says) == ("1", False, "No")
    assert YEAR - 1 in [one.year for one in held.years]
    in_may = ask(database, yearly_return.on_record, child, today=date(2026, 5, 1))
    assert (in_may.year.year, in_may.years[0].year) == (YEAR, YEAR + 1)
    assert in_may.cohort.startswith("This year has ended and its return is being made. Looked after")


def test_what_only_a_person_can_say_is_asked_kept_and_taken_back(database, child):
    for wrong, words in (
        ({"says": ""}, "Yes or no"),
        ({"source": " "}, "Who told you"),
        ({"column": "IMMUNISATIONS"}, "record"),
        ({"column": "HEALTH_CHECK"}, "does not apply: 5 or over"),
        ({"year": YEAR + 1}, "not begun"),
    ):
        with pytest.raises(UserError, match=words):
            write(database, yearly_return.answer, child, today=TODAY, **CONVICTED | wrong)
    write(database, yearly_return.answer, child, today=TODAY, **CONVICTED)
    assert values(page(database, child)) == {"CONVICTED": "0"}
    with pytest.raises(RecordChanged):
        write(database, yearly_return.answer, child, today=TODAY, **CONVICTED)
    write(database, yearly_return.answer, child, today=TODAY, **CONVICTED | {"says": "1", "seen_version": 1})
    line = next(one for one in page(database, child).lines if one.name == "CONVICTED")
    assert (line.value, line.answer.version) == ("1", 2)
    assert line.source.startswith("Social worker, kept by")
    write(database, yearly_return.take_back, child, year=YEAR, column="CONVICTED", seen_version=2)
    assert values(page(database, child)) == {}


def test_an_administrator_neither_reads_nor_answers(database, child):
    with pytest.raises(NotAllowed):
        page(database, child, by=TOM)
    with pytest.raises(NotAllowed):
        write(database, yearly_return.answer, child, by=TOM, today=TODAY, **CONVICTED)
