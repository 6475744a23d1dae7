"""How the last plan went, and how often an item was carried, as the papers of a real review print it."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from lac_tracker.documents import catalogue
from lac_tracker.domain.plans import Action
from lac_tracker.services import children, last_plan, plans, reports
from tests.builders import a_child, ask, write
from tests.conftest import GRACE, NOW, SAM, TODAY
from tests.documents.reading import pages_of, text_of
from tests.reviews import LAST, a_review, an_assessment, sign, six_items

NEW = TODAY + timedelta(days=57)
PRACTICE = "Mill Road Surgery"


@pytest.fixture
def beginning(request, made_once):
    """A child who came long ago, and where a test wants it, a signed review with every mark."""

    def make(database):
        child = a_child(database, became_looked_after=date(2019, 3, 3))
        write(database, children.set_gp_practice, child, name=PRACTICE, ods_code="Y99001", confirmed_on=TODAY)
        return child, a_marked_review(database, child) if has_review else None

    has_review = "review" in request.fixturenames
    return made_once(f"report plan, {has_review}", make)


@pytest.fixture
def child(beginning):
    return beginning[1][0]


@pytest.fixture
def review(beginning):
    return beginning[1][1]


def mark(database, review, number, mark_of_it, **more):
    item = ask(database, last_plan.last_plan, review, by=SAM).items[number - 1]
    write(database, last_plan.mark, review, item.outcome.id, mark_of_it, by=SAM, **more)


def for_practice(need):
    done = Action("Give the booster", "Dr K Osei", "GP", PRACTICE, date(2025, 6, 30), why="Missed at school")
    return replace(need, outcomes=(replace(need.outcomes[0], actions=(done,)),))


def gathered(database, review, document):
    with database.reading() as session:
        return reports.gather(session, review, document, reference="H7K2Q", version=1, by=GRACE, now=NOW)


def printed(database, review, document):
    return catalogue.render(document, gathered(database, review, document))


def a_marked_review(database, child):
    six = six_items()
    made = a_review(database, child, (*six[:3], for_practice(six[3]), *six[4:]))
    mark(database, made, 1, "met")
    mark(database, made, 2, "partly", note="One <b>filling</b> & more", childs_words="I want a <i>different</i> dentist.", new_review_on=NEW)  # fmt: skip
    mark(database, made, 3, "declined", note="Amara, she does not like it")
    mark(database, made, 4, "not_met", note="No slot in April", new_review_on=NEW)
    mark(database, made, 5, "no_longer_needed", note="Settled")
    mark(database, made, 6, "transferred", note="Southgate team")
    sign(database, made, TODAY)
    return made


def test_the_full_plan_says_how_the_last_plan_went(database, review):
    text = text_of(printed(database, review, "full-plan"))
    for words in (
        "How the last plan went",
        "From last time (11-Mar-2025): 6 items. 1 met, 1 partly met and carried forward, 1 not met and carried",
        "Sleep is better. By the measure agreed: Sleep measured. Met.",
        "One <b>filling</b> & more.",
        "“I want a <i>different</i> dentist.”",
        "Amara, she does not like it.",
        "Transferred.",
        "Carried forward once, first agreed 11-Mar-2025. At this review: partly met.",
    ):
        assert words in text, (words, text)


def test_the_gp_page_says_how_often_an_action_was_carried_and_stays_one_page(database, review):
    held = gathered(database, review, "gp-summary")
    assert [(one.text, one.carried) for one in held.practice_actions] == [
        ("Give the booster", "Carried forward once, first agreed 11-Mar-2025")
    ]
    assert [one.carried for one in held.other_actions] == ["Carried forward once, first agreed 11-Mar-2025"]
    pages = pages_of(printed(database, review, "gp-summary"))
    assert len(pages) == 1
    assert "Why: Missed at school. Carried forward once, first agreed 11-Mar-2025." in pages[0]


def test_the_next_review_prints_what_was_carried_twice(database, child, review):
    after = an_assessment(database, child)
    mark(database, after, 1, "not_met", note="Moved again", new_review_on=NEW)
    mark(database, after, 2, "met", note="Given 02-Mar-2026")
    sign(database, after, TODAY)
    text = text_of(printed(database, after, "full-plan"))
    assert "Before this review: carried forward once, first agreed 11-Mar-2025." in text
    assert "Carried forward twice, first agreed 11-Mar-2025. At this review: not met." in text
    (need,) = ask(database, plans.plan, after, by=SAM)
    assert need.outcomes[0].first_agreed_on == LAST


def test_a_need_that_is_kept_private_is_left_out_of_what_went_before(database, child):
    private = replace(six_items()[0], title="Vaping", category="substances")
    made = a_review(database, child, (private, six_items()[1]))
    mark(database, made, 1, "met", note="SECRETNOTE")
    mark(database, made, 2, "met", note="Seen")
    sign(database, made, TODAY)
    text = text_of(printed(database, made, "full-plan"))
    assert "SECRETNOTE" not in text
    assert "Vaping" not in text
    assert "1 item. 1 met." in text


def test_a_first_review_without_a_plan_before_it_says_so(database, child):
    made = an_assessment(database, child, plan=six_items()[:1])
    sign(database, made, TODAY)
    assert "No plan before this one is recorded." in text_of(printed(database, made, "full-plan"))
