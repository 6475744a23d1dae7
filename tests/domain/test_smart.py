"""The SMART check: fields first, wording second. The tables are the teaching examples; people are invented."""

import tomllib
from dataclasses import replace
from datetime import date

import pytest

from lac_tracker.domain.errors import UserError
from lac_tracker.domain.plans import Action, Need, Outcome
from lac_tracker.domain.smart import CHECKS, check_outcome, letters, shorthand, words_from
from lac_tracker.domain.smart_words import gaps_in, is_measurable, is_named_person, is_no_date, vague_places
from lac_tracker.paths import RESOURCES

TABLE = tomllib.loads((RESOURCES / "smart_words.toml").read_text(encoding="utf-8"))
WORDS = words_from(TABLE)
TODAY = date(2026, 3, 4)  # a Wednesday
NEXT_DUE = date(2027, 3, 4)
EIGHTEEN = date(2027, 8, 8)

GOOD_ACTION = Action(
    "Show Ellie the sleep diary", "Nadia Rahman", "nurse", "Example Trust", date(2026, 4, 15)
)
GOOD = Outcome(
    "Ellie sleeps 7 hours on at least 5 nights a week",
    "Ellie's sleep diary, checked at 6 weeks",
    date(2026, 4, 15),
    (GOOD_ACTION,),
    agreed_child="yes",
)
NEED = Need(1, "Sleep", "sleep", found="Wakes 3 or 4 times a night since the move")


def found_in(outcome, need=NEED, *, next_due=NEXT_DUE):
    return check_outcome(
        need, outcome, name="Ellie", today=TODAY, next_due=next_due, eighteenth_birthday=EIGHTEEN, words=WORDS
    )


def ids(outcome, need=NEED, *, severity=None, next_due=NEXT_DUE):
    found = found_in(outcome, need, next_due=next_due)
    return {finding.id for finding in found if severity in (None, finding.severity)}


def acting(**changes):
    return replace(GOOD, actions=(replace(GOOD_ACTION, **changes),))


def line(outcome="", measure="", action="", person="", role="", organisation="", by=None):
    """A plan item as it would be typed, with nothing else filled in."""
    actions = (Action(action, person, role, organisation, by),) if action or person else ()
    return Outcome(outcome, measure, by, actions)


def test_a_complete_item_has_no_finding_and_five_letters():
    assert found_in(GOOD) == ()
    assert [(result.letter, result.word, result.passed) for result in letters(())] == [
        ("S", "Specific", True), ("M", "Measurable", True), ("A", "Agreed", True), ("R", "Relevant", True),
        ("T", "Timed", True),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("item", "trips"),
    [
        (line("See dentist"), {"task_verb", "no_measure", "no_action", "no_date"}),
        (line(action="See dentist", person="All"), {"no_outcome", "no_person", "no_date"}),
        (line("Ongoing"), {"vague", "noun_only", "no_date"}),
        (line("Monitor"), {"vague", "task_verb", "no_date"}),
        (line("Continue"), {"vague", "task_verb", "no_date"}),
        (line("Imms up to date?"), {"question"}),
        (line("CAMHS"), {"noun_only"}),
        (line("Encourage healthy eating", "eats well"), {"task_verb", "not_measurable", "vague"}),
        (line("Carers to be aware"), {"passive", "vague"}),
        (line("Refer to CAMHS"), {"task_verb"}),
        (line("Improve sleep"), {"vague", "too_short", "no_measure", "no_date"}),
        (line("Support emotional wellbeing"), {"task_verb", "vague", "no_measure"}),
        (line("Dental check asap"), {"vague", "too_short"}),
        (line("Monitor weight", person="All"), {"task_verb", "no_measure", "no_person", "no_role", "no_organisation", "no_date"}),
        (line("Ensure dental check asap", person="Carer", by=date(2027, 6, 1)), {"task_verb", "vague", "no_person", "date_after_review"}),
        (line("Child A sleeps better", "sleeps well", person="Foster carer and school nurse"), {"vague", "no_person", "two_owners"}),
    ],
)  # fmt: skip
def test_faulty_lines_trip_their_rule(item, trips):
    assert trips <= ids(item)


@pytest.mark.parametrize(
    ("outcome", "measure", "action"),
    [
        ("Dental pain treated and Ellie eats without pain", "Seen, and treatment plan known by 14-Aug-2026", Action("Book an urgent NHS dentist visit", "Example Carer-01", "foster carer", "Example Fostering", date(2026, 8, 14))),
        ("Ellie's weight stays above the 0.4th centile line", "Re-measured; refer if it falls 2 centile spaces", Action("Re-measure weight", "Example Worker-02", "health visitor", "Example Trust", date(2026, 9, 30))),
        ("Ellie is protected by MenACWY and Td/IPV", "Recorded on the GP system", Action("Confirm transport to Example Surgery", "Example Worker-03", "social worker", "Example Council", date(2026, 7, 30))),
        ("Ellie sleeps 6 nights a week or more without nightmares", "First appointment date known; diary", Action("Refer to LAC-CAMHS", "Example Worker-04", "LAC nurse", "Example Trust", date(2026, 7, 3))),
        ("Ellie drinks water not fizzy at school 4 days of 5", "Checked weekly by Example Carer-05", Action("Write a drinks chart", "Example Carer-05", "foster carer", "Example Fostering", date(2026, 10, 1))),
        ("Ellie's BMI centile does not rise", "BMI centile; 98.4 on 12-Mar, then 98.4 or lower", Action("Weigh and measure at school", "J Example", "school nurse", "Example Trust", date(2026, 9, 30))),
        ("Ellie is seen by a dentist", "Last seen January 2024; seen by April", Action("Book a check-up", "S Example", "foster carer", "Example Fostering", date(2026, 4, 30))),
        ("Ellie's mood: carer SDQ total falls from 22 to 16 or less", "SDQ total 16 or less", Action("Give a first CAMHS appointment", "Dr C Example", "psychiatrist", "Example Trust", date(2026, 5, 29))),
        ("Ellie breathes well: asthma score from 14 to 20", "ACT score 20", Action("Book annual asthma review", "Dr B", "GP", "Example Surgery", date(2026, 4, 30))),
        ("Two fillings done, no tooth pain at meals", "Dentist letter; Ellie says no pain", Action("Arrange both fillings", "Ms T Dean", "dentist", "Example Dental Access", date(2026, 4, 30))),
    ],
)  # fmt: skip
def test_well_formed_items_have_nothing_to_mend(outcome, measure, action):
    item = Outcome(outcome, measure, action.by, (action,), agreed_child="yes")
    assert ids(item) == set()


FIELDS = [
    (replace(GOOD, text=" "), "no_outcome", "text", "Enter what will be different for Ellie"),
    (replace(GOOD, measure=""), "no_measure", "measure", "Enter how you'll know"),
    (replace(GOOD, actions=()), "no_action", "actions", "Add an action with one named person"),
    (replace(GOOD, review_on=None), "no_review_date", "review_on", "Enter when this outcome will be reviewed"),
    (acting(text=""), "no_action_text", "action_1_text", "Enter what Nadia Rahman will do"),
    (acting(person=""), "no_person", "action_1_person", "Name one person at Example Trust"),
    (acting(person="", organisation=""), "no_person", "action_1_person", "Name one person"),
    (acting(person="Dental Access", organisation="Dental Access"), "no_person", "action_1_person", "Name one person at Dental Access"),
    (acting(role=""), "no_role", "action_1_role", "Enter the role of Nadia Rahman"),
    (acting(organisation=" "), "no_organisation", "action_1_organisation", "Enter the organisation of Nadia Rahman"),
    (acting(by=None), "no_date", "action_1_by", "By when must be a date. 'Ongoing' can be the review date"),
]  # fmt: skip


@pytest.mark.parametrize(("item", "check_id", "field", "says"), FIELDS)
def test_a_missing_field_blocks(item, check_id, field, says):
    blocking = [
        (finding.id, finding.field, finding.says)
        for finding in found_in(item)
        if finding.severity == "blocks"
    ]
    assert (check_id, field, says) in blocking


@pytest.mark.parametrize(
    ("item", "check_id", "says"),
    [
        (acting(by=date(2026, 3, 3)), "date_past", "By when 03-Mar-2026 is in the past. Correct it, or say why it stays"),
        (replace(GOOD, review_on=date(2026, 3, 3)), "date_past", "The review date 03-Mar-2026 is in the past. Correct it, or say why it stays"),
        (acting(by=EIGHTEEN), "date_after_18", "By when 08-Aug-2027 is after Ellie turns 18. Correct it, or say why it stays"),
        (acting(by=date(2027, 3, 5)), "date_after_review", "By when 05-Mar-2027 is after the next review. Correct it, or say why it stays"),
    ],
)  # fmt: skip
def test_a_doubtful_date_needs_a_reason(item, check_id, says):
    assert (check_id, says) in [
        (finding.id, finding.says) for finding in found_in(item) if finding.severity == "reason"
    ]


@pytest.mark.parametrize(
    "item",
    [
        acting(by=TODAY),
        acting(by=NEXT_DUE),
        replace(GOOD, review_on=NEXT_DUE),
        replace(GOOD, review_on=TODAY),
    ],
)
def test_a_date_from_today_to_the_next_review_is_good(item):
    assert ids(item, severity="reason") == set()


def test_without_a_next_review_only_the_birthday_limits_a_date():
    assert ids(acting(by=date(2027, 8, 6)), next_due=None) == set()
    assert ids(acting(by=date(2027, 8, 6))) == {"date_after_review"}


@pytest.mark.parametrize(
    ("item", "check_id"),
    [
        (replace(GOOD, text="Show Ellie the sleep diary"), "action_repeated"),
        (replace(GOOD, text="Ellie sleeps and eats and goes to school 5 days"), "several_in_one"),
        (replace(GOOD, text="Everything at Northgate goes to plan 5 times"), "not_about_the_child"),
        (replace(GOOD, measure="We will see"), "not_measurable"),
        (replace(GOOD, agreed_child=None), "not_agreed"),
        (replace(GOOD, agreed_child="no"), "not_agreed"),
        (acting(text="Sleep diary for Ellie"), "not_doing"),
        (acting(text="Give the diary; Ellie needs to be seen"), "passive"),
        (acting(text="Give the diary asap"), "vague_time"),
        (acting(person="Nadia Rahman and Lee Hunt"), "two_owners"),
        (acting(person="Lee Hunt", role="foster carer", text="Prescribe melatonin"), "carer_clinical"),
        (acting(by=date(2026, 4, 18)), "weekend"),
        (acting(by=date(2026, 3, 10), organisation="Example Surgery"), "practice_soon"),
    ],
)
def test_wording_is_advice(item, check_id):
    assert ids(item) == {check_id}
    assert ids(item, severity="advice") == {check_id}


def test_an_item_without_a_need_is_not_relevant():
    assert ids(GOOD, Need(1, "Sleep", "sleep")) == {"no_need"}
    assert ids(GOOD, Need(1, "Sleep", "sleep", section_id="feelings")) == set()


def test_not_agreed_with_a_reason_is_agreed_enough():
    assert ids(replace(GOOD, agreed_child="no", agreed_child_because="Wants to keep the phone")) == set()


def test_vague_words_are_fine_with_a_figure():
    assert "vague" not in ids(replace(GOOD, text="Ellie's sleep is better: 7 hours a night"))
    assert "vague" in ids(replace(GOOD, text="Ellie has better and ongoing sleep at night"))


@pytest.mark.parametrize(
    ("person", "named"),
    [
        ("Nadia Rahman", True), ("Dr B", True), ("Dr Foster", True), ("Mrs. Young", True), ("A Young", True),
        ("Example Worker-02", True), ("Ms A Cole, midwife", True), ("O’Brien", True),
        ("all", False), ("All", False), ("SW", False), ("carers", False), ("", False), ("  ", False), ("GP", False),
        ("LAC team", False), ("foster carer", False), ("the school nurse", False), ("CAMHS", False),
        ("Northgate Dental Clinic", False), ("Rose Surgery", False), ("Dr", False), ("TBC", False), ("?", False),
    ],
)  # fmt: skip
def test_who_counts_as_a_named_person(person, named):
    assert is_named_person(person, WORDS) is named


@pytest.mark.parametrize(
    ("measure", "counts"),
    [
        ("Booking letter", True), ("Ellie says no pain", True), ("5 nights", True), ("once", True), ("weekly", True),
        ("First appointment attended", True), ("He is happier", False), ("Ongoing", False), ("Oneness", False),
    ],
)  # fmt: skip
def test_what_counts_as_a_measure(measure, counts):
    assert is_measurable(measure, WORDS) is counts


def test_a_letter_says_what_to_do_first_and_a_tip_leaves_it_passed():
    by_letter = {result.letter: result for result in letters(found_in(replace(GOOD, text="CAMHS")))}
    assert not by_letter["S"].passed
    assert by_letter["S"].says == "'CAMHS' is a name, not a change. What will be different for Ellie?"
    assert all(result.passed for result in letters(found_in(acting(by=date(2026, 4, 18)))))


def test_what_is_typed_is_no_template():
    found = found_in(acting(text="{name} {what}"))
    assert "Start the action '{name} {what}' with a doing word: give, book, refer" in [
        one.says for one in found
    ]


def test_every_check_has_its_own_id_and_words_and_is_tripped_here():
    assert len({check.id for check in CHECKS}) == len(CHECKS)
    assert all(check.message and check.better and check.source for check in CHECKS)


def test_the_same_check_never_stands_twice_at_one_field():
    found = found_in(line("Ongoing", person="All"))
    assert len({(finding.id, finding.field) for finding in found}) == len(found)


@pytest.mark.parametrize("held", [None, [], "monitor", ["monitor", 3]])
def test_a_damaged_word_list_is_refused_by_name(held):
    with pytest.raises(UserError, match=r"smart_words.toml: 'stop_words' must be a list of words"):
        words_from({**TABLE, "stop_words": held})


def test_the_file_holds_no_list_that_nobody_reads():
    assert set(TABLE) == {"version", *WORDS.__dataclass_fields__}


# The teaching table: what is written, the rules it trips, and how the same need reads well formed.
TEACHING = [
    (line("See dentist"), {"task_verb", "no_action", "no_date"}, "Ellie's dental pain is treated by 14-Aug-2026", "Seen, and treatment plan known"),
    (line("Ongoing"), {"vague", "noun_only", "no_date"}, "Ellie's weight stays above the 0.4th centile line", "Re-measured by 30-Sep-2026"),
    (line("Imms up to date?"), {"question"}, "Ellie is protected by MenACWY and Td/IPV", "Recorded on the GP system"),
    (line("CAMHS"), {"noun_only"}, "Ellie sleeps 6 nights a week or more without nightmares", "First appointment known by 31-Jul-2026"),
    (line("Encourage healthy eating", "eats well"), {"task_verb", "not_measurable", "vague"}, "Ellie drinks water not fizzy at school 4 days of 5", "Checked weekly by Example Carer-05"),
    (line("Carers to be aware"), {"passive"}, "Ellie's asthma plan is known at home by 30-Sep-2026", "Copy seen in the kitchen"),
]  # fmt: skip


@pytest.mark.parametrize(("faulty", "trips", "better", "measure"), TEACHING)
def test_a_faulty_line_trips_its_rule_and_its_better_form_does_not(faulty, trips, better, measure):
    assert trips <= ids(faulty)
    assert ids(replace(GOOD, text=better, measure=measure)) == set()


@pytest.mark.parametrize(
    ("item", "check_id", "field"),
    [
        (replace(GOOD, text="Ellie sleeps _ hours on 5 nights a week"), "gap_left", "text"),
        (replace(GOOD, measure="Sleep diary for _ weeks"), "gap_in_measure", "measure"),
        (acting(text="Give the diary on _"), "gap_left", "action_1_text"),
    ],
)
def test_a_gap_of_a_starter_is_still_to_be_filled(item, check_id, field):
    assert [(one.id, one.field, one.severity) for one in found_in(item)] == [(check_id, field, "advice")]


def test_gaps_are_blanks_and_not_letters_of_words():
    assert gaps_in("Sleeps _ hours, _. snake_case __") == (7, 16)


@pytest.mark.parametrize(
    ("text", "measure", "underlined"),
    [
        ("Ellie sleeps asap and as needed", "", ["asap", "as needed"]),
        ("Improve sleep", "", ["Improve"]),
        ("Improve sleep", "7 hours", []),
        ("Monitor, monitors and monitored", "", ["Monitor", "monitors", "monitored"]),
        ("supportive", "", []),
    ],
)
def test_vague_words_are_found_where_they_stand(text, measure, underlined):
    assert [
        text[start : start + length] for start, length in vague_places(text, measure, WORDS)
    ] == underlined


@pytest.mark.parametrize(
    ("typed", "no_date"), [("ongoing", True), ("ASAP", True), ("3 apr", False), ("", False)]
)
def test_words_that_put_off_are_no_date(typed, no_date):
    assert is_no_date(typed, WORDS) is no_date


def test_the_letters_are_kept_as_five():
    assert shorthand(letters(())) == "SMART"
    assert shorthand(letters(found_in(replace(GOOD, agreed_child=None, text="CAMHS")))) == "sMaRT"
