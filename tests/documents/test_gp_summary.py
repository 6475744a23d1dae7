"""The GP page: one page always, actions first, in the agreed words and order."""

from dataclasses import replace
from datetime import date

import examples
import pytest
import reading

from lac_tracker.documents import gp_summary, layout, page
from lac_tracker.domain.reports import PracticeAction, Quote, Records, Sharing


def printed(**changes) -> str:
    (text,) = reading.pages_of(gp_summary.render(examples.a_gp_summary(**changes)))
    return text


def test_the_parts_stand_in_their_order():
    text = printed()
    parts = [
        "GP SUMMARY: LOOKED-AFTER CHILD",
        "Page 1 of 1",
        "To Mill Road Surgery, K83001 (practice last confirmed 27-Feb-2026)",
        "3 actions for the practice. Medicines changed: yes. Urgent: no.",
        "Ellie BROWN",
        "Born 08-Aug-2009 (16y 7m) Female NHS No. 999 056 3411",
        "Likes to be called Ellie",
        "Review health assessment (RHA), 10-Mar-2026, in person, alone",
        "Lives at 4 Mill Road",
        "In care since 03-Mar-2019, s.20",
        "Consent: Ellie, 16, decides for herself.",
        "Council: Northgate. Social worker: D Price 01632 960 150",
        "ALERTS No known allergies | PREGNANT, due 06-Oct-2026",
        "1 ACTIONS FOR THE PRACTICE (3)",
        "Refer to enhanced midwifery if no booking letter has reached you.",
        "Why: looked-after young people",
        "2 FOR YOUR RECORDS",
        "Please code",
        "New",
        "Ongoing",
        "Medicines",
        "Measurements",
        "SDQ",
        "Immunisations",
        "Ethnicity White British. Main language English. Religion asked, prefers not to say.",
        "3 WHO ELSE IS DOING WHAT",
        "A Cole, enhanced midwife, Northgate Hospital",
        "4 WHAT ELLIE SAYS",
        "“I'm nervous but happy.",
        "5 NEXT REVIEW AND WHO TO CALL",
        "Next health review due 10-Mar-2027, or sooner if Ellie or you ask. The full plan is sent with this.",
        "Questions, or an action you can't do: Nadia Rahman, 01632 960 100, lac.health@example.org.",
    ]
    place = 0
    for part in parts:
        assert part in text[place:], part
        place = text.index(part, place) + len(part)


def test_the_foot_says_who_agreed_who_signed_and_what_it_replaces():
    text = printed()
    assert "Sharing: Ellie agreed on 10-Mar-2026 to this going to her GP. NOT to her parents." in text
    assert "Third-party information: none on this page." in text
    assert "Signed Nadia Rahman, RN, 12-Mar-2026. HP-2026-0312 v2." in text
    assert "Copy: Ellie (her version), D Price. Replaces version 1 of 12-Mar-2025." in text


@pytest.mark.parametrize("number", range(11))
def test_up_to_ten_actions_are_all_printed_on_one_page(number):
    text = printed(practice_actions=examples.two_line_actions(number))
    assert f"ACTIONS FOR THE PRACTICE ({number})" in text
    for action in examples.two_line_actions(number):
        assert action.text in text
        assert action.by.strftime("%d-%b-%Y") in text


def test_more_than_ten_actions_point_to_the_full_plan():
    text = printed(practice_actions=examples.two_line_actions(30))
    assert "ACTIONS FOR THE PRACTICE (30)" in text
    assert "20 more actions for the practice. See the full plan, sent with this." in text
    assert "Number 10:" in text
    assert "Number 11:" not in text


def test_no_action_is_said_in_words():
    text = printed(practice_actions=())
    assert "No action needed from the practice. For information only." in text
    assert "No action for the practice. Medicines changed" in text


ENDLESS = ("Wheezing words & so on " * 900, "W" * 20_000, "W " * 9_000, "a" * 300, "", "One line")


@pytest.mark.parametrize(
    ("words", "actions"),
    [*((words, actions) for words in ENDLESS for actions in (0, 30)), (ENDLESS[0], 10), (ENDLESS[1], 1)],
)
def test_one_page_whatever_was_typed(words, actions):
    (text,) = reading.pages_of(gp_summary.render(examples.the_longest_gp_summary(words, actions)))
    assert text.count("10-Mar-2026") >= min(actions, 10)
    assert "NHS No. 999 056 3411" in text
    assert "5 NEXT REVIEW AND WHO TO CALL" in text


def test_what_gives_way_says_where_it_is():
    text = printed(other_actions=examples.OTHERS * 3)
    assert "more actions of others. See the full plan, sent with this." in text


def test_a_row_with_nothing_says_none():
    assert printed(records=Records()).count(" None") == 7


def test_allergies_nobody_recorded_are_not_read_as_none():
    text = printed(circumstances=examples.replace(examples.AT_HOME, allergies=None))
    assert "ALERTS Allergies not recorded" in text


def test_an_allergy_is_labelled():
    text = printed(circumstances=examples.replace(examples.AT_HOME, allergies="Penicillin: rash"))
    assert "ALERTS Allergies: Penicillin: rash" in text


def test_a_withheld_address_is_nowhere():
    text = printed(circumstances=examples.replace(examples.AT_HOME, address_withheld=True))
    assert "Address withheld: ring 01632 960 100" in text
    assert "Mill Road, Northgate" not in text


def test_a_quote_is_at_most_forty_words():
    words = " ".join(f"w{number}" for number in range(60))
    text = printed(quote=Quote(words, "child"))
    assert "w39…” See the full plan, sent with this." in text
    assert "w40" not in text


def test_a_child_too_young_to_say_was_seen():
    (text,) = reading.pages_of(gp_summary.render(examples.a_toddlers_gp_summary()))
    assert "4 WHAT WE SAW Settled quickly" in text
    assert "Initial health assessment (IHA)" in text
    assert "Medicines changed: not recorded." in text
    assert "Third-party information: none found by a search for words about the family. Check before" in text


def test_unknown_values_say_not_known():
    text = printed(
        practice=None, child=examples.replace(examples.ELLIE, nhs_number=None, likes_to_be_called=None)
    )
    assert "To the GP practice: Not known" in text
    assert "NHS No. Not known" in text
    assert "Likes to be called not known" in text


def test_an_action_without_reason_or_date_says_so():
    text = printed(practice_actions=(PracticeAction("Review the inhaler", None, None),))
    assert "Why: no reason recorded." in text
    assert "No date" in text


@pytest.mark.parametrize(
    ("changes", "where"),
    [
        ({}, "in section 4: check"),
        ({"quote": None}, "none found by a search"),
        ({"quote": None, "circumstances": replace(examples.AT_HOME, consent="Ann Brown (parental responsibility)")}, "none found"),
        ({"circumstances": replace(examples.AT_HOME, consent="Their mother, 05-Mar-2026")}, "in the lines at the top and section 4: check"),
        ({"records": replace(examples.RECORDS, new=("Family history of asthma",))}, "in sections 2 and 4: check"),
    ],
)  # fmt: skip
def test_where_nobody_looked_for_other_people_words_about_the_family_are_pointed_at(changes, where):
    text = printed(third_party_sections=None, **changes)
    assert f"Third-party information{':' if where.startswith('none') else ''} {where}" in text


@pytest.mark.parametrize(
    ("practice", "words"),
    [
        (None, "To the GP practice: Not known. Register the child with a practice before this is sent."),
        (
            replace(examples.PRACTICE, closed_on=date(2026, 2, 28)),
            "To Mill Road Surgery, K83001: closed on 28-Feb-2026. Find the child’s practice before this is sent.",
        ),
    ],
)
def test_a_practice_that_is_not_known_or_closed_has_its_sentence(practice, words):
    assert words in printed(practice=practice)


def test_thirty_actions_are_counted_and_all_stand_in_the_full_plan():
    (text,) = reading.pages_of(
        gp_summary.render(examples.a_gp_summary(practice_actions=examples.two_line_actions(30)))
    )
    assert "ACTIONS FOR THE PRACTICE (30)" in text
    assert "20 more actions for the practice. See the full plan, sent with this." in text
    assert "See page 2" not in text


def test_what_goes_out_in_spite_of_a_no_says_on_what_ground():
    held = Sharing(
        "",
        None,
        (),
        ("the school",),
        ("the GP practice, on the ground of safeguarding, decided by Jo Ray on 11-Mar-2026",),
    )
    text = printed(sharing=held)
    assert (
        "Sharing: no agreement to share is recorded. Shared without agreement with the GP practice, on the ground of safeguarding"
        in text
    )
    assert "NOT to the school." in text


def test_third_party_information_is_pointed_at():
    text = printed(third_party_sections=(2,))
    assert "Third-party information in section 2: check before giving online record access." in text


def test_the_story_fits_between_head_and_foot_and_its_text_is_not_under_ten_and_a_half():
    for held in (examples.a_gp_summary(), examples.the_longest_gp_summary("Wheezing words " * 900)):
        blocks = gp_summary.story(held)
        assert layout.height_of(blocks, page.WIDTH) < page.PAGE_HEIGHT - 2 * page.BOTTOM
        sizes = {made.style.fontSize for made in _paragraphs(blocks)}
        assert min(sizes) >= 10.5


def test_a_short_page_is_printed_in_twelve_points():
    blocks = gp_summary.story(examples.a_gp_summary(practice_actions=(), other_actions=()))
    assert min(made.style.fontSize for made in _paragraphs(blocks)) == 12


def _paragraphs(blocks):
    for block in blocks:
        yield from getattr(block, "paragraphs", ())
        for cell in getattr(block, "cells", ()):
            yield from cell.paragraphs
        yield from _paragraphs(getattr(block, "blocks", ()))
