"""Every date of the record that a person types: one before birth, in the future or of a wrong year is refused in words."""

from datetime import date, timedelta

import pytest

from lac_tracker.domain.completeness import HistoryState
from lac_tracker.domain.consent import Giver, Means, Purpose, Response
from lac_tracker.domain.errors import UserError
from lac_tracker.services import (
    appointments,
    assessments,
    children,
    chronology,
    consent_gate,
    consents,
    contacts,
    declined,
    family,
    flags,
    hand_over,
    information,
    leaving_care,
    out_of_area,
    pathways,
    pauses,
    protection,
)
from lac_tracker.services.contacts import ContactDetails
from tests.builders import a_child, an_assessment, ask, write
from tests.conftest import NADIA, SAM, TODAY, TOM

BORN = date(2010, 5, 1)
BEFORE_BIRTH, TOMORROW, FAR = date(1926, 3, 4), TODAY + timedelta(days=1), date(2262, 3, 4)
IN_PAST, BORN_FIRST, YEAR = "in the past", "born", "years away"


def consent(database, child, day):
    given = consents.NewConsent(
        Response.GIVEN, Giver.COUNCIL, "Dan Price", day, Means.EMAIL, frozenset({Purpose.HEALTH_ASSESSMENT})
    )
    write(database, consents.record, child, given, today=TODAY)


def gate(database, child, day):
    an_assessment(
        database, child,
        gate=consent_gate.GateAnswers("not_asked", "no", pr_giver=Giver.PARENT, pr_giver_name="Joy", pr_given_on=day),
    )  # fmt: skip


def asked_for_consent(database, child, day):
    write(
        database, consents.ask, child, frozenset({Purpose.SHARE_GP}), "Joy", day, Means.LETTER, today=TODAY
    )  # fmt: skip


def competence(database, child, day):
    given = consents.NewCompetence(
        "to be seen", {key: True for key, _ in consents.GILLICK_QUESTIONS}, assessed_on=day
    )
    write(database, consents.record_competence, child, given, today=TODAY)


def decline(database, child, day):
    write(
        database, declined.decline, child, by=SAM, today=TODAY, kind="IHA", declined_by="young_person",
        what_was_said="No", ask_again_on=day,
    )  # fmt: skip


def pause(database, child, day):
    made = an_assessment(database, child)
    write(database, pauses.pause, made, by=SAM, today=TODAY, reason="had_enough", pick_up_on=day)


def book(database, child, day):
    return write(
        database, appointments.book, child, by=TOM, today=TODAY, kind="IHA", takes_place_on=day
    ).made_id


def next_step(database, child, day):
    write(
        database, appointments.record_outcome, book(database, child, TODAY), by=TOM, today=TODAY,
        outcome="was_not_brought", next_step="Ring", next_step_by="Nadia", next_step_on=day,
    )  # fmt: skip


def handed(database, child, day):
    made = an_assessment(database, child, by=NADIA)
    write(database, hand_over.hand_over, made, by=NADIA, today=TODAY, to_id=SAM.person_id, completed_on=day)


def answer(database, child, day):
    made = an_assessment(database, child)
    write(
        database, assessments.record_answer, made, "imm_last_on", day.isoformat(), by=SAM
    )  # fmt: skip


def history_asked(database, child, day):
    given = family.ItemGiven(HistoryState.ASKED, asked_of="Joy", asked_on=day)
    write(database, family.save_item, child, "birth.weight", given)


def history_chase(database, child, day):
    given = family.ItemGiven(HistoryState.ASKED, asked_of="Joy", asked_on=TODAY, chase_on=day)
    write(database, family.save_item, child, "birth.weight", given)


def flag_review(database, child, day):
    write(database, flags.set_flag, child, by=SAM, kind="needs", detail="Makaton", review_on=day)


def reply_by(database, child, day):
    asked = (information.Asked("gp", "Northgate Surgery", ("A summary",)),)
    write(database, information.ask, child, asked, today=TODAY, due_on=day)


def came_on(database, child, day):
    reply_by(database, child, TODAY)
    request = ask(database, information.listed, child, today=TODAY)[0].request
    write(
        database, information.record_answer, request.id, today=TODAY, answer="received", answered_on=day, content="Well"
    )  # fmt: skip


def host_step(database, child, day):
    made = write(
        database, out_of_area.ask_host_team, child, today=TODAY, kind="IHA", host_team="Bristol"
    ).made_id
    write(database, out_of_area.record_step, made, today=TODAY, step="seen", done_on=day, done_by="Dr Elm")


def health_history(database, child, day):
    write(
        database, leaving_care.save_leaving_care, child, health_history="given", health_history_on=day, seen_version=0
    )  # fmt: skip


def pregnancy_end(database, child, day):
    write(database, flags.set_flag, child, by=SAM, kind="pregnant")
    held = ask(database, pathways.of_child, child, today=TODAY).pregnancy
    write(database, pathways.end_pregnancy, held.id, on=day, words="Ended")


def plan_from(database, child, day):
    write(
        database, protection.add_protection, child, today=TODAY, kind="child_protection_plan", category="Neglect",
        began=day,
    )  # fmt: skip


def plan_review(database, child, day):
    write(
        database, protection.add_protection, child, today=TODAY, kind="child_protection_plan", category="Neglect",
        began=TODAY, next_review_on=day,
    )  # fmt: skip


def missing(database, child, day):
    write(database, protection.add_missing, child, today=TODAY, began=day)


def contact(database, child, day):
    details = ContactDetails(kind="social_worker", full_name="Dan Price", since=day)
    write(database, contacts.add_contact, child, details, today=TODAY)


def past_assessment(database, child, day):
    write(
        database, children.enter_past_assessment, child, kind="IHA", completed_on=day, completed_by="Dr Elm"
    )  # fmt: skip


def event(database, child, day):
    write(
        database, chronology.add_event, child, when=day.isoformat(), event="Fell", kind="health", source="carer"
    )  # fmt: skip


def care_began(database, _child, day):
    a_child(database, "200002", became_looked_after=day)


def born(database, _child, day):
    a_child(database, "200002", born=day, became_looked_after=date(2026, 1, 5))


CASES = [
    (consent, BEFORE_BIRTH, BORN_FIRST), (consent, TOMORROW, IN_PAST), (gate, BEFORE_BIRTH, BORN_FIRST), (gate, TOMORROW, IN_PAST),
    (asked_for_consent, BEFORE_BIRTH, BORN_FIRST), (asked_for_consent, TOMORROW, IN_PAST),
    (competence, BEFORE_BIRTH, BORN_FIRST), (competence, TOMORROW, IN_PAST),
    (decline, TODAY - timedelta(days=1), "in the future"), (decline, FAR, YEAR),
    (pause, TODAY - timedelta(days=1), "in the future"), (pause, FAR, YEAR),
    (book, BEFORE_BIRTH, BORN_FIRST), (book, FAR, YEAR), (next_step, BEFORE_BIRTH, "in the future"), (next_step, FAR, YEAR),
    (handed, BEFORE_BIRTH, BORN_FIRST), (handed, TOMORROW, IN_PAST), (answer, BEFORE_BIRTH, BORN_FIRST), (answer, TOMORROW, IN_PAST),
    (history_asked, BEFORE_BIRTH, BORN_FIRST), (history_asked, TOMORROW, IN_PAST), (history_chase, FAR, YEAR),
    (flag_review, BEFORE_BIRTH, "in the future"), (flag_review, FAR, YEAR), (reply_by, BEFORE_BIRTH, "in the future"), (reply_by, FAR, YEAR),
    (came_on, BEFORE_BIRTH, "on or after the day it was asked"), (came_on, TOMORROW, IN_PAST),
    (host_step, BEFORE_BIRTH, BORN_FIRST), (host_step, TOMORROW, IN_PAST),
    (health_history, BEFORE_BIRTH, BORN_FIRST), (health_history, TOMORROW, IN_PAST),
    (pregnancy_end, BEFORE_BIRTH, "Check the year"), (pregnancy_end, TOMORROW, IN_PAST),
    (plan_from, BEFORE_BIRTH, BORN_FIRST), (plan_from, TOMORROW, IN_PAST), (plan_review, FAR, YEAR),
    (missing, BEFORE_BIRTH, BORN_FIRST), (missing, TOMORROW, IN_PAST), (contact, BEFORE_BIRTH, BORN_FIRST), (contact, TOMORROW, IN_PAST),
    (past_assessment, BEFORE_BIRTH, BORN_FIRST), (past_assessment, TOMORROW, IN_PAST), (event, TOMORROW, IN_PAST),
    (care_began, BEFORE_BIRTH, BORN_FIRST), (care_began, TOMORROW, IN_PAST), (born, date(2026, 1, 6), BORN_FIRST), (born, TOMORROW, IN_PAST),
]  # fmt: skip


@pytest.mark.parametrize(
    ("enter", "day", "words"), CASES, ids=[f"{enter.__name__} {day}" for enter, day, _ in CASES]
)
def test_an_impossible_day_is_refused_in_words(database, enter, day, words):
    child = a_child(database, born=BORN)
    with pytest.raises(UserError) as refused:
        enter(database, child, day)
    assert words in str(refused.value)
    assert refused.value.args[0][0].isupper()
