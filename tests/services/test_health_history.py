"""The health history on a real file: its lines, what the record suggests, what was not found, the check and the release."""

from datetime import date, timedelta

import pytest

from lac_tracker.domain.errors import NotAllowed, NotFound, RecordChanged, UserError
from lac_tracker.domain.health_history import PARTS
from lac_tracker.services import (
    chronology,
    dispatch,
    family,
    health_history,
    health_history_release,
    information,
    mark_sent,
    pathways,
    report_checks,
)
from lac_tracker.services import health_history_paper as paper
from lac_tracker.services import health_history_sources as sources
from lac_tracker.services.family import ItemGiven
from lac_tracker.services.papers import Wanted
from lac_tracker.storage import care
from lac_tracker.storage.tables.papers import HISTORY_PARTS
from tests import builders
from tests.builders import a_child, ask, write
from tests.conftest import GRACE, NADIA, NOW, SAM, TODAY, TOM

ALL_SAID = {
    "offered_on": TODAY, "offer_answer": "accepted", "made_with_them_on": None, "jabs_checked_on": None,
    "gp_copy": "", "colour": "leaf", "blood_group": "",
}  # fmt: skip


def page_of(database, child):
    return ask(database, health_history.page, child, by=NADIA, today=TODAY)


def add(database, child, words="Broke an arm", part="story", when="2018", **more):
    return write(
        database, health_history.add_line, child, by=NADIA, part=part, when=when, words=words, **more
    ).made_id


def line_of(database, child, words):
    return next(one.line for one in page_of(database, child).lines if one.line.words == words)


def preview(database, child, by=NADIA):
    return ask(database, dispatch.preview_document, child, health_history_release.DOCUMENT, by=by)


def check(database, child, **more):
    seen = page_of(database, child).choices.version
    more = {"read_all": True, "names_are_others": False} | more
    write(database, health_history_release.check_third_party, child, by=NADIA, seen_version=seen, **more)


def make(database, child, document=health_history_release.DOCUMENT):
    return write(database, dispatch.make_document, child, document, lambda name, held: f"{name}".encode())


def a_mother(database, child, name="Kelly Baptiste"):
    given = {"relation": "mother", "full_name": name, "sex": "female"}
    write(database, family.save_person, child, None, given, by=NADIA)


def test_the_database_knows_the_same_parts():
    assert tuple(PARTS) == HISTORY_PARTS


def test_lines_are_added_changed_moved_and_left_out(database):
    child = a_child(database)
    add(database, child, "Broke an arm")
    add(database, child, "Chickenpox")
    second = line_of(database, child, "Chickenpox")
    write(database, health_history.move_line, second.id, by=NADIA, step=-1)
    assert [one.line.words for one in page_of(database, child).lines] == ["Chickenpox", "Broke an arm"]
    seen = line_of(database, child, "Broke an arm")
    given = {"when": "May 2018", "words": "Broke the left arm", "seen_version": seen.version}
    write(database, health_history.change_line, seen.id, by=NADIA, **given)
    with pytest.raises(RecordChanged):
        write(database, health_history.change_line, seen.id, by=NADIA, **given)
    changed = line_of(database, child, "Broke the left arm")
    write(database, health_history.leave_out, changed.id, by=NADIA, on=True, seen_version=changed.version)
    held = preview(database, child)
    assert held.part("story").lines == (("2018", "Chickenpox"),)
    assert held.is_draft
    left = ask(database, dispatch.left_out, child, health_history_release.DOCUMENT, by=NADIA)
    assert any("1 line left out" in words for words in left)


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"part": "nowhere"}, "Part is missing"),
        ({"words": "  "}, "Words are missing"),
        ({"words": "x" * 1_001}, "Words has 1,001 characters"),
        ({"could_not_find": True}, "Asked of is missing"),
        ({"could_not_find": True, "asked_of": "The council"}, "Asked on is missing"),
        ({"could_not_find": True, "asked_of": "X", "asked_on": TODAY + timedelta(days=1)}, "in the past"),
    ],
)
def test_what_is_wrong_with_a_line_is_said_at_its_field(database, wrong, words):
    with pytest.raises(UserError, match=words):
        add(database, a_child(database), **wrong)


def test_the_record_suggests_and_what_was_taken_is_not_suggested_again(database):
    child = a_child(database)
    given = ItemGiven("answered", 2.1, source="red book")
    write(database, family.save_item, child, "birth.weight", given, by=NADIA)
    event = {"when": "2018, about", "event": "Penicillin rash", "kind": "health", "source": "carer"}
    write(database, chronology.add_event, child, by=NADIA, **event)
    hidden = event | {"event": "A worry of ours", "hide_from_child": True}
    write(database, chronology.add_event, child, by=NADIA, **hidden)
    offered = {one.words: one for one in page_of(database, child).suggestions}
    assert offered["2.1 kg"].when == "Weight"
    assert offered["Penicillin rash"].when == "2018, about"
    assert "A worry of ours" not in offered
    keys = tuple(one.key for one in offered.values())
    write(database, health_history.take, child, keys, by=NADIA)
    assert page_of(database, child).suggestions == ()
    assert preview(database, child).part("birth").lines == (("Weight", "2.1 kg"),)
    with pytest.raises(NotFound):
        write(database, health_history.take, child, keys, by=NADIA)


def test_a_line_says_when_the_record_changed_after_it_was_taken(database):
    child = a_child(database)
    write(database, family.save_item, child, "birth.weight", ItemGiven("answered", 2.1), by=NADIA)
    write(database, health_history.take, child, ("birth.weight",), by=NADIA)
    write(database, family.save_item, child, "birth.weight", ItemGiven("answered", 2.4), by=NADIA)
    shown = page_of(database, child).lines[0]
    assert (shown.line.words, shown.now_said) == ("2.1 kg", "2.4 kg")
    given = {"words": shown.now_said, "seen_version": shown.line.version}
    write(database, health_history.take_new_words, shown.line.id, by=NADIA, **given)
    shown = page_of(database, child).lines[0]
    assert (shown.line.words, shown.now_said) == ("2.4 kg", "")


def test_the_familys_health_is_offered_for_own_words_only(database):
    child = a_child(database)
    told = ItemGiven("answered", "Kelly has epilepsy since school")
    write(database, family.save_item, child, "family.conditions", told, by=NADIA)
    offered = page_of(database, child).suggestions
    assert [(one.part, one.is_third_party) for one in offered] == [("family", True)]
    with pytest.raises(UserError, match="about other people"):
        write(database, health_history.take, child, ("family.conditions",), by=NADIA)
    assert "epilepsy" not in str(preview(database, child))


def test_what_is_left_out_is_not_suggested_again_and_keeps_no_words_about_others(database):
    child = a_child(database)
    told = ItemGiven("answered", "Kelly has epilepsy since school")
    write(database, family.save_item, child, "family.conditions", told, by=NADIA)
    write(database, health_history.skip, child, "family.conditions", by=NADIA)
    page = page_of(database, child)
    assert page.suggestions == ()
    assert (page.lines[0].line.left_out, "epilepsy" in str(page.lines)) == (True, False)
    with pytest.raises(NotFound):
        write(database, health_history.skip, child, "family.conditions", by=NADIA)


def test_what_was_asked_for_and_not_found_says_whom_and_when(database):
    child = a_child(database)
    asked = {"asked_of": "Northgate Hospital", "asked_on": date(2026, 3, 2)}
    gone = ItemGiven("not_known_after_asking", **asked)
    write(database, family.save_item, child, "birth.weight", gone, by=NADIA)
    waiting = ItemGiven("asked", **asked, chase_on=date(2026, 3, 20))
    write(database, family.save_item, child, "mother.conditions", waiting, by=NADIA)
    add(database, child, "Your red book", part="growth", could_not_find=True, asked_of="The clinic", asked_on=date(2026, 2, 1))  # fmt: skip
    held = preview(database, child)
    assert [one.words for one in held.part("birth").not_found] == [
        "Your weight at birth: We asked for this and could not find it. Asked: Northgate Hospital, 2 March 2026."
    ]
    assert held.part("family").not_found[0].words == (
        "Your mother’s health: We have asked for this and are waiting. Asked: Northgate Hospital, 2 March 2026."
    )
    assert held.part("growth").not_found[0].asked_of == "The clinic"
    assert "where you were born" in held.part("birth").not_known
    assert "your weight at birth" not in held.part("birth").not_known


def test_a_request_that_was_not_answered_is_said_until_an_answer_comes(database):
    child = a_child(database)
    asked = (information.Asked("hospital", "Northgate General", ("Letters",)),)
    write(database, information.ask, child, asked, by=NADIA, today=TODAY, due_on=TODAY + timedelta(days=14))
    gap = preview(database, child).part("hospital").not_found[0]
    assert (gap.asked_of, gap.asked_on, gap.is_waiting) == ("Northgate General", TODAY, True)


def test_it_is_refused_in_words_until_it_was_checked_and_again_when_it_changed(database):
    child = a_child(database)
    add(database, child)
    for document in (health_history_release.DOCUMENT, health_history_release.BOOKLET):
        with pytest.raises(UserError, match="has not been checked for third-party information"):
            make(database, child, document)
    check(database, child)
    assert not preview(database, child).is_draft
    assert make(database, child).made_id
    again = preview(database, child)
    assert (again.version, again.replaces) == (2, "version 1 of 4 March 2026")
    assert make(database, child, health_history_release.BOOKLET).made_id
    add(database, child, "Another thing")
    with pytest.raises(UserError, match="changed after Nadia Rahman checked it on 04-Mar-2026"):
        make(database, child)
    with pytest.raises(UserError, match="changed after"):
        write(database, health_history_release.give, child, by=NADIA, given_on=TODAY, explained_on=None)


def test_a_named_family_member_stops_the_check(database):
    child = a_child(database)
    a_mother(database, child)
    add(database, child, "Kelly Baptiste has asthma", part="family", when="")
    assert page_of(database, child).named.full == ("Kelly Baptiste",)
    with pytest.raises(UserError, match="It names Kelly Baptiste"):
        check(database, child, names_are_others=True)
    assert "Kelly" not in str(preview(database, child).parts)


def test_a_first_name_alone_has_to_be_looked_at(database):
    child = a_child(database)
    a_mother(database, child)
    add(database, child, "Seen by nurse Kelly at school")
    with pytest.raises(UserError, match="Names found: Kelly"):
        check(database, child)
    check(database, child, names_are_others=True)
    assert not preview(database, child).is_draft


def test_the_card_of_leaving_care_says_the_same(database):
    child = a_child(database)

    def state():
        held = ask(database, pathways.of_child, child, by=NADIA, today=TODAY).leaving_care
        return (held.health_history, held.health_history_on) if held else None

    add(database, child)
    assert state() == ("drafted", TODAY)
    said = ALL_SAID | {"made_with_them_on": TODAY, "gp_copy": "no"}
    write(database, health_history_release.save_choices, child, by=NADIA, seen_version=0, **said)
    assert state() == ("checked", TODAY)
    no = said | {"offer_answer": "declined"}
    write(database, health_history_release.save_choices, child, by=NADIA, seen_version=1, **no)
    assert state()[0] == "declined"
    write(database, health_history_release.save_choices, child, by=NADIA, seen_version=2, **said)
    check(database, child)
    write(database, health_history_release.give, child, by=NADIA, given_on=TODAY, explained_on=TODAY)
    assert state() == ("given", TODAY)
    assert page_of(database, child).summary == "Given 04-Mar-2026. A lost one is made again, for free"


def test_the_practice_gets_a_copy_only_with_the_young_persons_yes(database):
    child = a_child(database)
    check(database, child)
    made = make(database, child).made_id

    def send(reader, to="Mill Road Surgery"):
        sent = (mark_sent.ToMark((made,), reader, to),)
        how = mark_sent.HowSent("post", TODAY)
        return write(database, mark_sent.mark_as_sent, sent, how, by=TOM, today=TODAY)

    with pytest.raises(UserError, match="was not asked about a copy for the GP"):
        send("gp")
    seen = page_of(database, child).choices.version
    said = ALL_SAID | {"gp_copy": "no"}
    write(database, health_history_release.save_choices, child, by=NADIA, seen_version=seen, **said)
    with pytest.raises(UserError, match="said no to a copy"):
        send("gp")
    said = ALL_SAID | {"gp_copy": "yes"}
    write(database, health_history_release.save_choices, child, by=NADIA, seen_version=seen + 1, **said)
    assert send("gp").made_id
    with pytest.raises(UserError, match="the young person's own"):
        send("council", "Northgate Council")
    assert send("health_history", "Amara").made_id
    assert page_of(database, child).state == "given"


def test_an_administrator_makes_what_is_checked_and_sees_no_draft(database):
    child = a_child(database)
    add(database, child)
    with pytest.raises(NotAllowed):
        preview(database, child, by=TOM)
    with pytest.raises(NotAllowed):
        write(database, health_history.add_line, child, by=TOM, part="story", when="", words="x")
    check(database, child)
    assert write(
        database, dispatch.make_document, child, health_history_release.DOCUMENT, lambda n, h: b"x", by=TOM
    ).made_id


def test_what_a_signed_assessment_tells_stands_in_it(signed):
    with signed.database.writing(builders.Entry(GRACE, NOW, "tested")) as session:
        fields = {"organisation": "Mill Road Surgery", "phone": "01632 960 200"}
        care.set_contact(session, signed.child, "gp_practice", fields, TODAY)
    with signed.database.reading() as session:
        wanted = Wanted(signed.child, "health-history", "PREVIEW", 1, SAM, NOW)
        held = paper.gather(session, wanted).held
    assert dict(held.details)["My GP"] == "Mill Road Surgery, 01632 960 200"
    assert dict(held.details)["Blood group"] == "Not known"
    assert held.plan
    assert held.plan[0].by is not None
    topics = {one.id for one in held.information}
    assert {"gp", "prescriptions", "records", "complaints"} <= topics
    assert "asylum" not in topics
    assert "SDQ" not in str(held.parts)


@pytest.mark.parametrize(
    ("answers", "told"),
    [
        (("Asthma", "None found today."), "Asthma"),
        (("None known", "None found today"), "None that we know of"),
        (("", ""), "None that we know of"),
        (("Nonepileptic attacks", "No new one"), "Nonepileptic attacks\nNo new one"),
    ],
)
def test_a_condition_never_stands_beside_the_words_that_there_is_none(signed, monkeypatch, answers, told):
    said = dict(zip(("conditions_ongoing", "conditions_new"), answers, strict=True))
    known = sources.Signed.words
    monkeypatch.setattr(sources.Signed, "words", lambda one, name: said.get(name, known(one, name)))
    monkeypatch.setattr(report_checks, "held", lambda *_: report_checks.Checks())  # as if nothing was learned
    with signed.database.reading() as session:
        wanted = Wanted(signed.child, "health-history", "PREVIEW", 1, SAM, NOW)
        assert dict(paper.gather(session, wanted).held.important)["Conditions"] == told
