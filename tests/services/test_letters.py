"""Letters that ask for consent and for history, and the printed list: from a real record to the words on paper."""

from datetime import timedelta

import pytest
from reading import pages_of, text_of

from lac_tracker.documents import catalogue
from lac_tracker.domain.consent import Means, Purpose
from lac_tracker.domain.errors import UserError
from lac_tracker.services import consents, dispatch, family_request, flags, list_papers
from tests.builders import a_child, ask, write
from tests.conftest import GRACE, NADIA, NOW, SAM, TODAY, TOM

PURPOSES = frozenset({Purpose.HEALTH_ASSESSMENT, Purpose.SHARE_SCHOOL_AND_SERVICES})


@pytest.fixture
def beginning(made_once):
    return made_once(
        "letters",
        lambda database: a_child(
            database, family_name="Baptiste", given_name="Amara", nhs_number="9990563411"
        ),
    )


@pytest.fixture
def child(beginning):
    return beginning[1]


def paper(database, child, document, **more) -> str:
    made = write(database, dispatch.make_document, child, document, catalogue.render, by=SAM, **more)
    kept = ask(database, dispatch.kept_document, child, made.made_id, by=SAM)
    assert len(pages_of(kept.content)) == kept.pages
    return text_of(kept.content)


def asked(database, child, whom="Ms C Baptiste, mother", on=TODAY):
    write(database, consents.ask, child, PURPOSES, whom, on, Means.LETTER, by=SAM, today=TODAY)


def test_a_consent_request_asks_each_purpose_in_plain_words_and_by_when(database, child):
    asked(database, child, on=TODAY - timedelta(days=20))
    words = paper(database, child, "consent-request")
    assert "To Ms C Baptiste, mother" in words
    assert "The health assessment. A doctor or nurse sees Amara" in words
    assert "Sharing with school and services" in words
    assert "Sharing with the GP" not in words
    assert "Please reply by 18-Mar-2026" in words
    assert "We first asked on 12-Feb-2026" in words
    assert "999 056 3411" not in words  # who is asked for consent does not need the number
    assert "parent, council, court order" in words


def test_a_young_person_who_is_asked_is_addressed_as_you(database, child):
    asked(database, child, "Amara")
    words = paper(database, child, "consent-request")
    assert "does not change your right to health care" in words
    assert "court order" not in words


def test_several_who_were_asked_each_have_a_letter_of_their_own(database, child):
    asked(database, child)
    asked(database, child, "Dana Price, social worker")
    with pytest.raises(UserError, match="'Ms C Baptiste, mother' or 'Dana Price, social worker'"):
        paper(database, child, "consent-request")
    assert "To Dana Price" in paper(database, child, "consent-request", made_for="Dana Price, social worker")


def test_without_anybody_asked_there_is_no_consent_letter(database, child):
    with pytest.raises(UserError, match="nobody to make"):
        paper(database, child, "consent-request")


def test_a_history_request_is_a_form_of_what_is_missing(database, child):
    write(
        database, family_request.request, child, by=SAM, today=TODAY, source="midwife", asked_of="Northgate Maternity",
        what="Birth history", groups=("birth",), due_on=TODAY + timedelta(days=10),
    )  # fmt: skip
    words = paper(database, child, "family-history-request")
    assert "To Northgate Maternity" in words
    assert "Pregnancy and birth" in words
    assert "Health in the family" not in words
    assert "Birth weight" in words
    assert words.count("Not known") >= 5
    assert "Please reply by 14-Mar-2026" in words


def test_a_withheld_address_is_said_on_both_letters(database, child):
    asked(database, child)
    write(
        database,
        flags.set_flag,
        child,
        by=SAM,
        kind="do_not_share_address",
        detail="Risk",
        review_on=TODAY + timedelta(days=90),
    )
    assert "do not ask anybody where the child lives" in paper(database, child, "consent-request")


def the_list(database, keys=None, by=NADIA, **more):
    given = {"filtered": "Overdue", "order": "Due, earliest first"} | more
    return ask(database, list_papers.overdue_list, keys, by=by, today=TODAY, **given)


def test_the_printed_list_states_its_filter_and_order_and_names_each_child(database, child):
    held = the_list(database)
    words = text_of(catalogue.render("overdue-list", held))
    assert "Filtered: Overdue. Sorted: Due, earliest first." in words
    assert "BAPTISTE, Amara" in words
    assert "NHS No. 999 056 3411" in words
    assert f"Showing {len(held.rows)} of {held.of}" in words
    assert NOW.astimezone().strftime("%H:%M") in words


def test_the_printed_list_shows_the_rows_it_was_given_in_their_order(database, child):
    other = a_child(database, "100002", family_name="Zuri", given_name="Bo")
    keys = [(other, "IHA"), (child, "IHA"), (1, "RHA")]
    assert [row.name for row in the_list(database, keys).rows] == ["ZURI, Bo", "BAPTISTE, Amara"]


def test_a_restricted_record_is_named_to_managers_alone(database, child):
    write(
        database,
        flags.set_flag,
        child,
        by=GRACE,
        kind="restricted",
        detail="A relative works here",
        review_on=TODAY + timedelta(days=90),
    )
    printed = text_of(catalogue.render("overdue-list", the_list(database, by=TOM)))
    assert "restricted record" in printed.casefold()
    assert "BAPTISTE" not in printed
    assert "056 3411" not in printed
