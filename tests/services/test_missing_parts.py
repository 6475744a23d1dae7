"""A partly done assessment signed as enough: its missing parts, their items, and what the next one is told (TS-3)."""

from dataclasses import replace

import pytest

from lac_tracker.domain.audit import Entry
from lac_tracker.domain.errors import UserError
from lac_tracker.domain.missing_parts import left_words, parts_left, starter_outcome
from lac_tracker.services import (
    amending,
    assessments,
    consent_gate,
    missing_parts,
    plan_marks,
    plans,
    reports,
    visits,
)
from lac_tracker.storage import missing_parts as stored
from lac_tracker.storage import plans as stored_plans
from tests.builders import ask, sign, write
from tests.complete_answers import complete_plan
from tests.conftest import NOW, SAM, TODAY

PART = "8 Growth and examination"


@pytest.fixture
def left(ready):
    """A complete assessment whose growth was left for another day."""
    entry = ask(ready.database, assessments.for_entry, ready.assessment, by=SAM, today=TODAY)
    section = next(one for one in entry.form.sections if "Growth" in one.title)
    write(
        ready.database, assessments.record_answer, ready.assessment, f"{section.id}_not_today",
        "no_interpreter", by=SAM,
    )  # fmt: skip
    return section.id


def to_sign(ready):
    return ask(ready.database, missing_parts.to_sign, ready.assessment, by=SAM, today=TODAY)


def blocks(ready):
    found = ask(ready.database, assessments.check, ready.assessment, by=SAM, today=TODAY, completed_on=TODAY)
    return [finding.id for finding in found.fix]


def make_item(ready, section):
    need = replace(complete_plan()[1], title="Growth")
    need = replace(
        need,
        section_id=section,
        outcomes=(replace(need.outcomes[0], text=starter_outcome("Growth", "Mara")),),
    )
    return write(ready.database, plans.save_item, ready.assessment, need, by=SAM, covers=section).made_id


def test_a_part_without_an_item_blocks_and_one_with_it_is_kept_and_told_to_the_next(ready, left):
    database, made = ready.database, ready.assessment
    (part,) = to_sign(ready).parts
    assert (part.words, part.why, part.need_id) == (PART, "No interpreter", None)
    assert blocks(ready) == [f"partial_item.{left}"]
    item = make_item(ready, left)
    (part,) = to_sign(ready).parts
    assert (part.need_id, part.item, part.item_number) == (item, "Growth", 3)
    sign(database, made)
    with database.reading() as session:
        assert stored.items(session, made) == {left: item}
    row = next(
        one for one in ask(database, visits.page, ready.child, today=TODAY).rows if one.assessment_id == made
    )
    told = f"{PART} (No interpreter), item 3 of its plan"
    assert row.note == f"Signed as enough. Left for another day: {told}"
    gate = ask(database, consent_gate.gate, ready.child, by=SAM, today=TODAY, kind="RHA")
    assert gate.left_words == f"Left from the last: {told}"
    plan = ask(database, reports.gather, made, "full-plan", reference="H7K2Q", version=1)
    assert plan.needs[2].evidence.endswith(
        "Covers what was left for another day: Growth and examination (No interpreter)"
    )


def test_an_item_that_is_there_may_cover_it_and_goes_on_into_an_amendment(ready, left):
    database, made = ready.database, ready.assessment
    first = to_sign(ready).items[0]
    assert first[1] == "Item 1: Teeth"
    write(database, missing_parts.choose_item, made, left, first[0], by=SAM)
    assert blocks(ready) == []
    write(database, missing_parts.choose_item, made, left, None, by=SAM)
    assert blocks(ready) == [f"partial_item.{left}"]
    write(database, missing_parts.choose_item, made, left, first[0], by=SAM)
    sign(database, made)
    with pytest.raises(UserError, match="signed"):
        write(database, missing_parts.choose_item, made, left, None, by=SAM)
    second = write(database, amending.amend, made, by=SAM, reason="A date was wrong").made_id
    (part,) = ask(database, missing_parts.to_sign, second, by=SAM, today=TODAY).parts
    assert part.item == "Teeth"
    assert part.need_id not in (None, first[0])


def test_an_item_entered_in_error_or_taken_out_covers_nothing(ready, left):
    database, made = ready.database, ready.assessment
    item = make_item(ready, left)
    with database.reading() as session:
        outcome = stored_plans.plan_of(session, made)[2].outcomes[0].id
    write(database, plan_marks.enter_in_error, outcome, "Twice on the plan", by=SAM)
    assert blocks(ready) == [f"partial_item.{left}"]
    with database.writing(Entry(SAM, NOW, "tested")) as session:
        stored_plans.remove_need(session, item)
        assert stored.items(session, made) == {left: None}


def test_what_cannot_be_chosen_is_refused_in_words(ready, left):
    database, made = ready.database, ready.assessment
    item = to_sign(ready).items[0][0]
    with pytest.raises(UserError, match="was not left for another day"):
        write(database, missing_parts.choose_item, made, "voice", item, by=SAM)
    with pytest.raises(UserError, match="not in this caseload"):
        write(database, missing_parts.choose_item, made, left, 4711, by=SAM)


def test_nothing_left_is_nothing_said(ready):
    assert to_sign(ready).parts == ()
    assert left_words(()) == ""
    entry = ask(ready.database, assessments.for_entry, ready.assessment, by=SAM, today=TODAY)
    answers = {**entry.answers, "voice_not_today": "not_needed_at_this_age"}
    assert parts_left(entry.form, answers, entry.facts, "Mara", (), {}) == ()
