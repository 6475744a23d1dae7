"""The chronology on a real file: what the record tells, what people add, mark and correct, and what reaches paper."""

from datetime import date

import pytest

from lac_tracker.domain.chronology import GAP
from lac_tracker.domain.errors import NotAllowed, NotFound, RecordChanged, UserError
from lac_tracker.services import chronology, flags, pathways
from lac_tracker.services.chronology import Filter
from lac_tracker.storage import children as stored
from lac_tracker.storage import consents as stored_consents
from tests import builders
from tests.builders import a_child, ask, write
from tests.conftest import GRACE, NADIA, SAM, TODAY, TOM

EVENT = {"when": "2018, about", "event": "Penicillin rash", "kind": "health", "source": "carer"}


def events_of(database, child, **more):
    return ask(database, chronology.of_child, child, today=TODAY, **more).events


def told(database, child, **more) -> list[str]:
    return [event.what for event in events_of(database, child, **more) if event.kind != GAP]


def hand_made(database, child):
    return next(event for event in events_of(database, child) if not event.is_automatic)


def test_care_and_assessments_tell_themselves(signed):
    said = told(signed.database, signed.child)
    assert {"Became looked after", "Legal status: Full care order", "IHA completed, Sam Iqbal"} <= set(said)
    assert any(words.startswith("Consent given") for words in said)


def test_an_event_is_added_changed_and_taken_out_with_a_reason(database):
    child = a_child(database)
    made = write(database, chronology.add_event, child, by=NADIA, **EVENT, is_key=True).made_id
    event = hand_made(database, child)
    assert (event.when.words, event.on, event.is_key) == ("2018, about", date(2018, 7, 2), True)
    write(
        database,
        chronology.change_event,
        made,
        by=NADIA,
        **EVENT | {"when": "Mar 2019"},
        seen_version=event.version,
    )
    assert hand_made(database, child).when.words == "Mar 2019"
    with pytest.raises(RecordChanged):
        write(database, chronology.change_event, made, by=NADIA, **EVENT, seen_version=event.version)
    with pytest.raises(UserError, match="Enter the reason"):
        write(database, chronology.enter_in_error, made, by=NADIA, because=" ", seen_version=2)
    write(database, chronology.enter_in_error, made, by=NADIA, because="Another child", seen_version=2)
    assert "Penicillin rash" not in told(database, child)


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"when": ""}, "Enter the date"),
        ({"when": "2031"}, "Date must be today or in the past"),
        ({"event": "  "}, "What happened is missing"),
        ({"kind": ""}, "Type is missing"),
        ({"source": ""}, "Source is missing"),
    ],
)
def test_what_is_wrong_is_said_at_its_field(database, wrong, words):
    child = a_child(database)
    with pytest.raises(UserError, match=words):
        write(database, chronology.add_event, child, **EVENT | wrong)


def test_an_automatic_event_is_marked_and_not_changed(database):
    child = a_child(database)
    legal = next(event for event in events_of(database, child) if event.what.startswith("Legal status"))
    write(database, chronology.mark_event, child, legal.key, is_key=True)
    write(database, chronology.mark_event, child, legal.key, left_out_of_print=True)
    after = next(event for event in events_of(database, child) if event.key == legal.key)
    assert (after.is_key, after.left_out_of_print) == (True, True)
    assert "Full care order" not in str(ask(database, chronology.for_paper, child, Filter()).events)
    with pytest.raises(NotFound):
        write(database, chronology.mark_event, child, "legal_status:1999-01-01:began", is_key=True)
    write(database, chronology.add_event, child, **EVENT)
    with pytest.raises(UserError, match="Only an event of the record is marked"):
        write(database, chronology.mark_event, child, hand_made(database, child).key, is_key=True)


def test_an_administrator_sees_no_health_events_and_adds_none(database):
    child = a_child(database)
    write(database, chronology.add_event, child, **EVENT)
    assert "Penicillin rash" not in told(database, child, by=TOM)
    assert "Became looked after" in told(database, child, by=TOM)
    assert "Penicillin" not in str(ask(database, chronology.for_paper, child, Filter(), by=TOM))
    with pytest.raises(NotAllowed):
        write(database, chronology.add_event, child, by=TOM, **EVENT)


def test_paper_holds_what_the_filter_shows_and_says_which(database):
    child = a_child(database)
    write(database, chronology.add_event, child, **EVENT, is_key=True)
    write(
        database,
        chronology.add_event,
        child,
        **EVENT | {"event": "Moved school", "kind": "contact"},
        hide_from_child=True,
    )
    paper = ask(database, chronology.for_paper, child, Filter(frozenset({"health"})))
    assert [event.what for event in paper.events] == ["Penicillin rash"]
    assert paper.filter_words == "Health"
    everything = ask(database, chronology.for_paper, child, Filter())
    childs = ask(database, chronology.for_paper, child, Filter(for_child=True))
    assert "Moved school" in [event.what for event in everything.events]
    assert "Moved school" not in [event.what for event in childs.events]


def test_a_withheld_address_and_a_private_word_reach_no_paper(database):
    child = a_child(database)
    with database.writing(builders.Entry(GRACE, builders.NOW, "tested")) as session:
        stored.change(session, child, {"address_withheld": True})
        from lac_tracker.storage import care

        care.set_contact(
            session, child, "carer", {"full_name": "Jo Moss", "address": "4 Elm Road, AA1 1AA"}, TODAY
        )
        stored_consents.add_topic(session, child, "own", "Marlon", "council", TODAY, None, SAM)
    write(database, chronology.add_event, child, **EVENT | {"event": "Moved to 4 Elm Road"})
    write(database, chronology.add_event, child, **EVENT | {"event": "Met Marlon again"})
    paper = ask(database, chronology.for_paper, child, Filter())
    assert "Elm Road" not in str(paper)
    assert "Marlon" not in str(paper)
    assert paper.is_kept_back


def test_a_pregnancy_stays_off_paper_until_somebody_puts_it_there(database):
    child = a_child(database)
    write(database, flags.set_flag, child, by=SAM, kind="pregnant")
    assert "Pregnancy known to the team" in told(database, child)
    assert "regnan" not in str(ask(database, chronology.for_paper, child, Filter()).events)
    held = ask(database, pathways.of_child, child, today=TODAY).pregnancy
    write(database, chronology.mark_event, child, f"pregnancy:{held.id}:known", left_out_of_print=False)
    assert "Pregnancy known" in str(ask(database, chronology.for_paper, child, Filter()).events)


def test_the_paper_is_kept_with_the_record(database):
    child = a_child(database)
    made = write(
        database,
        chronology.keep_paper,
        child,
        Filter(),
        lambda name, held: f"{name} {held.child.born}".encode(),
    )
    assert made.made_id
    assert builders.audit_of(database)[-1][0] == "made a document"
