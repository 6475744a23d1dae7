"""What the entry of a questionnaire starts from, what scores are called, and the plan item that came of one."""

import pytest

from lac_tracker.domain.errors import NotAllowed, NotFound
from lac_tracker.domain.sdq import ITEMS, Scores, score
from lac_tracker.services import plans, sdq, sdq_entry
from tests import builders, reviews
from tests.builders import ask, write
from tests.conftest import SAM, TODAY, TOM


def test_entry_begins_with_who_is_around_and_where_plan_items_go(database):
    child = builders.a_child(database)
    for kind, name, role in (
        ("school", "Ms Reed", "Form tutor"),
        ("parent", "Ana Baptiste", ""),
        ("carer", "Jo Moss", "Foster carer"),
    ):
        write(
            database, builders.children.set_person, child, kind=kind, full_name=name, role=role, organisation="", phone="",
        )  # fmt: skip
    facts = ask(database, sdq_entry.for_entry, child, by=SAM, today=TODAY)
    assert facts.usual_by("carer") == "Jo Moss, Foster carer"
    assert facts.usual_by("teacher") == "Ms Reed, Form tutor"
    assert facts.usual_by("self") == facts.held.called == "Amara"
    assert facts.offered("carer") == ("Jo Moss, Foster carer", "Ana Baptiste", "Ms Reed, Form tutor")
    assert facts.offered("self")[0] == "Amara"
    assert facts.open_assessment_id is None
    opened = reviews.an_assessment(database, child)
    assert ask(database, sdq_entry.for_entry, child, by=SAM, today=TODAY).open_assessment_id == opened
    with pytest.raises(NotAllowed):
        ask(database, sdq_entry.for_entry, child, by=TOM, today=TODAY)


def test_scores_are_told_with_their_bands_and_say_when_those_are_not_verified():
    told = sdq_entry.score_words(
        "parent_4_17", score(dict.fromkeys(ITEMS, 1) | {"distress": 3}, "parent_4_17")
    )
    assert told.lines[:2] == ("Total 20, very high", "Emotional 5, high")
    assert told.lines[-1] == "Impact 2, high (1 of 5 answered)"
    assert told.sentence.endswith("Bands not verified.")
    none = sdq_entry.score_words("teacher_2_4", Scores(total=20))
    assert (none.lines, none.caution) == (("Total 20",), "")  # a form nobody published bands for


def test_a_questionnaire_remembers_the_plan_item_that_came_of_it(database):
    child, other = builders.a_child(database), builders.a_child(database, council_id="100002")
    ids = []
    for one in (child, other):
        made = reviews.an_assessment(database, one, plan=reviews.six_items()[:1])
        ids.append(ask(database, plans.plan, made, by=SAM)[0].id)
    made = write(
        database, sdq.save_scores, child, by=SAM, version="parent_4_17", completed_on=TODAY, completed_by="Jo Moss",
        total=20, source="Report",
    ).made_id  # fmt: skip
    write(database, sdq.next_step, made, by=SAM, step="camhs", words="Ring on Friday", seen_version=1)
    write(database, sdq_entry.remember_plan_item, made, by=SAM, need_id=ids[0])
    (one,) = ask(database, sdq.on_record, child, by=SAM, today=TODAY).scored
    assert (one.next_step, one.next_step_words, one.next_step_need_id) == (
        "plan_item",
        "Ring on Friday",
        ids[0],
    )
    with pytest.raises(NotFound):
        write(database, sdq_entry.remember_plan_item, made, by=SAM, need_id=ids[1])
