"""The young person's own plan: its form by age, whose words stand in it, and what stops it."""

import re
from datetime import date

import pytest

from lac_tracker.domain import helplines, own_plan
from lac_tracker.domain.errors import UserError
from lac_tracker.domain.own_plan import COLOURS, PICTURE_OF, PICTURES, TIER, tier_of
from lac_tracker.domain.plans import CATEGORY_WORDS, Action, Need, Outcome
from lac_tracker.services.health_history_paper import information_pages
from lac_tracker.services.own_plan_facts import helplines as shipped
from lac_tracker.services.own_plan_facts import plain_words
from lac_tracker.storage.tables.papers import STAGES

WORDS = plain_words()
BORN = date(2016, 3, 10)
LEAP = date(2016, 2, 29)


@pytest.mark.parametrize(
    ("born", "on", "chosen", "stage"),
    [
        (BORN, date(2016, 3, 9), None, "under_5"),  # known of before birth
        (BORN, date(2021, 3, 9), None, "under_5"),
        (BORN, date(2021, 3, 10), None, "5_to_9"),
        (BORN, date(2026, 3, 9), None, "5_to_9"),
        (BORN, date(2026, 3, 10), None, "10_to_13"),
        (BORN, date(2030, 3, 9), None, "10_to_13"),
        (BORN, date(2030, 3, 10), None, "14_to_15"),
        (BORN, date(2032, 3, 9), None, "14_to_15"),
        (BORN, date(2032, 3, 10), None, "16_plus"),
        (BORN, date(2036, 3, 10), None, "16_plus"),
        (LEAP, date(2021, 2, 28), None, "under_5"),  # no 29 February in 2021: five on 1 March
        (LEAP, date(2021, 3, 1), None, "5_to_9"),
        (LEAP, date(2032, 2, 28), None, "14_to_15"),
        (LEAP, date(2032, 2, 29), None, "16_plus"),
        (BORN, date(2032, 3, 10), "5_to_9", "5_to_9"),  # the stage matters more than the age
        (BORN, date(2021, 3, 10), "easy_read", "easy_read"),
    ],
)
def test_the_tier_follows_the_birthday_unless_a_stage_was_chosen(born, on, chosen, stage):
    assert tier_of(born, on, chosen).stage == stage


def test_the_tiers_are_what_is_stored_and_hold_what_they_promise():
    assert tuple(TIER) == STAGES
    assert (TIER["5_to_9"].most_items, TIER["5_to_9"].points) == (3, 18.0)
    assert all(tier.most_items <= 6 and tier.points >= 14 for tier in TIER.values())
    assert all(tier.large_points >= 18 and tier.large_points > tier.points for tier in TIER.values())


@pytest.mark.parametrize("shade", [rgb for _, _, rgb in COLOURS])
def test_every_colour_stays_white_in_a_scan_and_black_type_reads_on_it(shade):
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in shade]
    light = 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]
    assert (light + 0.05) / 0.05 > 13
    assert min(shade) > 0.6


def test_every_kind_of_need_has_a_picture_with_words():
    assert set(PICTURE_OF) <= set(CATEGORY_WORDS)
    assert set(PICTURE_OF.values()) <= set(PICTURES)
    assert all(PICTURES.values())


def need(category="sleep", **outcome):
    return Need(1, "Sleep", category), Outcome(**({"text": "You sleep 8 hours", "id": 1} | outcome))


@pytest.mark.parametrize(
    ("category", "outcome", "told"),
    [
        ("sleep", {}, True),
        ("safety", {}, False),  # safeguarding detail, unless somebody wrote it for the child
        ("safety", {"plain_words": "You know whom to ring"}, True),
        ("history", {}, False),
        ("sleep", {"entered_in_error": True}, False),
        ("sleep", {"seen_by": ("gp",)}, False),
        ("sleep", {"seen_by": ("child", "gp")}, True),
        ("safety", {"seen_by": ("child",)}, True),
        ("safety", {"seen_by": ("gp",), "plain_words": "You know whom to ring"}, False),
    ],
)
def test_which_items_stand_in_the_childs_copy(category, outcome, told):
    assert own_plan.is_told(*need(category, **outcome)) is told


@pytest.mark.parametrize(
    ("text", "plain", "stops"),
    [
        ("You sleep 8 hours", "", ()),
        ("Seen by CAMHS after the RHA", "", ("CAMHS", "RHA")),
        ("Seen by CAMHS", "You meet someone to talk to", ()),
        ("Well", "You meet CAMHS", ("CAMHS",)),
        ("Mum stops smoking", "", ("mum",)),
        ("Mother’s drinking is known", "", ("mother",)),
        ("Sees his brother, as agreed under section 20.", "", ("section 20", "brother")),
        ("Sees his brother", "You see your brother", ()),
        ("GP and NHS 111 are known", "", ()),
        ("Child Protection plan ended", "", ("child protection",)),
    ],
)
def test_what_must_be_put_in_plain_words_first(text, plain, stops):
    assert own_plan.must_be_written(Outcome(text, plain_words=plain), WORDS) == stops


def test_dates_of_the_plan_are_told_as_people_say_them():
    assert own_plan.words_of(Outcome("Done by 06-Aug-2026")) == "Done by 6 August 2026"
    assert own_plan.show_day(date(2026, 3, 13), date(2026, 3, 10)) == "13 March"
    assert own_plan.show_day(date(2027, 3, 13), date(2026, 3, 10)) == "13 March 2027"


@pytest.mark.parametrize(
    ("person", "role", "said"),
    [
        ("Amy Cole", "Midwife", "Amy, midwife"),
        ("Dr Kofi Osei", "GP", "Kofi, GP"),
        ("Dr K Osei", "GP", "Your GP"),
        ("Ms Dean", "dentist", "Your dentist"),
        ("N. Rahman", "assessor", "Your health assessor"),
        ("Nadia", "CAMHS nurse", "Nadia, mental health team nurse"),
        ("Nadia", "", "Nadia"),
        ("", "", ""),
        ("Mara", "herself", "You"),
        ("Mara Baptiste", "", "You"),
        ("أمير الحسيني", "nurse", "أمير, nurse"),
        ("Łukasz Nowak", "IRO", "Łukasz, reviewing officer"),
    ],
)
def test_who_helps_is_a_first_name_and_a_job(person, role, said):
    assert own_plan.helper_words(person, role, ("Mara", "Mara Baptiste"), WORDS) == said


def test_an_item_is_done_when_its_last_step_is():
    steps = (Action("a", by=date(2026, 3, 13)), Action("b", by=date(2026, 4, 1)), Action("c"))
    assert own_plan.day_by(Outcome("x", review_on=date(2026, 9, 1), actions=steps)) == date(2026, 4, 1)
    assert own_plan.day_by(Outcome("x", review_on=date(2026, 9, 1))) == date(2026, 9, 1)


def test_what_is_written_one_a_line():
    assert own_plan.lines_of(" - You run\n\n• You sleep \n") == ("You run", "You sleep")
    assert own_plan.joined(("a", "b", "c")) == "a, b and c"
    assert own_plan.joined(()) == ""


def test_every_helpline_says_where_it_was_read_and_when():
    assert all(one.source.startswith("https://") and one.checked_on >= date(2026, 1, 1) for one in shipped())
    assert {stage for one in shipped() for stage in one.stages} <= set(TIER)
    for stage in TIER:
        said = " ".join(one.say for one in helplines.for_stage(shipped(), stage, "now"))
        assert "999" in said
        assert "NHS 111" in said


def test_old_and_doubtful_numbers_are_to_be_tried_first():
    sure = helplines.Helpline("a", "", "Line", "0800", "now", (), "https://x", date(2026, 1, 31))
    assert helplines.to_check((sure,), date(2026, 7, 31)) == ()
    assert helplines.to_check((sure,), date(2026, 8, 1)) == (
        "Line: last checked 31-Jan-2026, more than 6 months ago",
    )
    doubtful = helplines.Helpline(
        "a", "", "Line", "0800", "now", (), "https://x", date(2026, 1, 31), "Read in 2020"
    )
    assert helplines.to_check((doubtful,), date(2026, 2, 1)) == ("Line: Read in 2020",)


@pytest.mark.parametrize(
    ("table", "says"),
    [
        ({}, "no \\[\\[helpline\\]\\]"),
        ({"helpline": ["x"]}, "entry 1 is no table"),
        ({"helpline": [{"id": "a"}]}, "entry 1 lacks need, name, say, source, doubt"),
    ],
)
def test_a_helpline_file_that_lacks_something(table, says):
    with pytest.raises(UserError, match=says):
        helplines.helplines_from(table)


def test_two_papers_give_the_same_number_for_the_same_help():
    """Own plan and health history keep their numbers in two files, each with its own words."""
    own = {one.name: one.say for one in shipped() if one.name}
    pages = [one for page in information_pages() for one in page.help]
    shared = [(name, say, one.how) for name, say in own.items() for one in pages if one.name.startswith(name)]
    assert {name for name, _, _ in shared} >= {"Childline", "Shout", "Always Heard"}
    for name, say, how in shared:
        assert (name, re.sub(r"\D", "", say)) == (name, re.sub(r"\D", "", how))
