"""Send plans on a real file: what waits, what making and marking change, and what comes back."""

import shutil
from datetime import timedelta
from typing import NamedTuple

import pytest

from lac_tracker.domain.audit import Entry
from lac_tracker.domain.consent import Giver, Means, Purpose, Response
from lac_tracker.domain.disclosure import Reader
from lac_tracker.domain.errors import NotAllowed, NotFound, UserError
from lac_tracker.domain.filing_slip import FilingSlip
from lac_tracker.domain.people import Actor, Registration, Role
from lac_tracker.domain.sending import State
from lac_tracker.services import (
    amending,
    consents,
    contacts,
    custody,
    filing,
    flags,
    make_plans,
    mark_sent,
    sending,
    team_details,
)
from lac_tracker.services.contacts import ContactDetails
from lac_tracker.services.mark_sent import HowSent, ToMark
from lac_tracker.storage import assessments, children
from lac_tracker.storage import database as storage
from lac_tracker.storage.database import Database
from lac_tracker.storage.tables.assessments import AssessmentRow
from tests import builders
from tests.builders import a_child, ask, sign, write
from tests.conftest import GRACE, NADIA, NOW, SAM, TODAY, TOM

READER = Actor(1, 1, "rita", "Rita Read", Role.READ_ONLY, Registration.NONE)
BY_EMAIL = HowSent("secure_email", TODAY)


def draw(name, held):
    return f"{name} {held!r}".encode()


class Signed(NamedTuple):
    database: Database
    child: int
    assessment: int
    made: list[int]  # GP summary and full plan


@pytest.fixture(scope="module")
def signed_template(complete_template, template, tmp_path_factory):
    """A signed assessment, a practice that was confirmed today, and the papers for it: made once."""
    path, child, assessment = complete_template
    own = tmp_path_factory.mktemp("sending") / "signed.lac"
    shutil.copy(path, own)
    database = storage.open_caseload(own, template[1], NOW)
    sign(database, assessment)
    add_gp(database, child)
    with database.writing(Entry(GRACE, NOW, "tested")) as session:
        children.change(session, child, {"nhs_number": "9990563411"})
    made = make(database, child)
    database.close()
    return own, child, assessment, made


@pytest.fixture
def signed(signed_template, tmp_path, keys):
    path, *known = signed_template
    shutil.copy(path, tmp_path / "signed.lac")
    opened = storage.open_caseload(tmp_path / "signed.lac", keys, NOW)
    yield Signed(opened, *known)
    opened.close()


def add_gp(database, child, **given):
    details = {
        "organisation": "Northgate Surgery", "ods_code": "K83001", "email": "northgate@example.invalid",
        "last_confirmed_on": TODAY,
    }  # fmt: skip
    write(
        database, contacts.add_contact, child, ContactDetails("gp_practice", **details | given), today=TODAY
    )


def queue(database, by=GRACE, today=TODAY):
    return ask(database, sending.queue, by=by, today=today)


def to_gp(database, **more):
    return next(one for one in queue(database, **more).to_send if one.parcel.reader is Reader.GP)


def make(database, child, papers=("gp-summary", "full-plan")):
    return [paper.document_id for paper in write(database, make_plans.make, child, papers, draw).report]


def mark(database, ids, how=BY_EMAIL, by=TOM, to="Northgate Surgery", reader="gp"):
    sent = ToMark(tuple(ids), reader, to, "northgate@example.invalid")
    return write(database, mark_sent.mark_as_sent, (sent,), how, by=by, today=TODAY)


def test_a_signed_plan_waits_for_each_of_its_readers(signed):
    found = queue(signed.database)
    rows = [(one.parcel.reader.value, one.standing.state, one.standing.missing) for one in found.to_send]
    assert rows == [
        ("gp", State.READY, ()),
        ("child", State.READY, ()),
        ("council", State.MISSING, ("Add a social worker",)),
    ]
    assert sending.papers_words(found.ready[0]) == "GP summary and plan"
    assert sending.papers_words(found.ready[1]) == "Mara’s plan"
    assert ask(signed.database, sending.ready_count, today=TODAY) == 2


def test_nothing_waits_before_it_is_signed(ready):
    assert queue(ready.database).to_send == ()


def test_who_said_no_does_not_get_it(signed):
    refused = {"declined": frozenset({Purpose.SHARE_GP})}
    answer = consents.NewConsent(Response.REFUSED, Giver.COUNCIL, "Dan Price", TODAY, Means.EMAIL, **refused)
    write(signed.database, consents.record, signed.child, answer, today=TODAY)
    assert to_gp(signed.database).standing.missing == ("Dan Price said no on 04-Mar-2026",)


def test_making_keeps_the_papers_with_a_filing_slip(signed):
    database, child, _, made = signed
    slip = ask(database, filing.kept_slip, child, made[0])
    assert isinstance(slip, FilingSlip)
    assert (slip.sender_ods, slip.recipient_ods, slip.action_required) == ("RP1", "K83001", False)
    assert [code.use for code in slip.clinical_codes] == ["looked_after"]
    assert ask(database, filing.kept_slip, child, made[1]) is None  # a plan has none
    with pytest.raises(NotFound):
        ask(database, filing.kept_slip, a_child(database, "2"), made[0])
    assert set(to_gp(database).parcel.made) == {"gp-summary", "full-plan"}


def test_without_the_teams_code_the_slip_is_refused_and_says_where_to_enter_it(signed):
    database, child, _, made = signed
    write(database, team_details.change, team_details.TeamDetails("Northgate LAC health team"))
    slip = ask(database, filing.kept_slip, child, make(database, child)[0])
    assert any("Settings for GPs" in words for words in slip)
    write(database, team_details.change, team_details.TeamDetails("Northgate", "rp1a2", email="a@b.invalid"))
    assert ask(database, team_details.team).ods_code == "RP1A2"


@pytest.mark.parametrize(
    ("details", "said"),
    [
        (team_details.TeamDetails(" "), "Service name"),
        (team_details.TeamDetails("Team", "R!"), "ODS code must be"),
        (team_details.TeamDetails("Team", email="nowhere"), "Email must"),
    ],
)
def test_team_details_that_are_refused(database, details, said):
    with pytest.raises(UserError, match=said):
        write(database, team_details.change, details)
    with pytest.raises(NotAllowed):
        write(database, team_details.change, team_details.TeamDetails("Team"), by=TOM)


def test_what_was_marked_as_sent_leaves_the_queue_and_says_so_everywhere(signed):
    database, child, assessment, made = signed
    how = HowSent("secure_email", TODAY, NADIA.person_id, "REF 1", TODAY + timedelta(weeks=2))
    mark(database, made, how)
    found = queue(database)
    assert not [one for one in found.to_send if one.parcel.reader is Reader.GP]
    assert [(one.title, one.document_ids) for one in found.waiting] == [("GP summary and plan", tuple(made))]
    state = {one: words.words for one, words in _states(database, child).items()}
    assert state == dict.fromkeys(made, "Sent 04-Mar-2026")
    detail = _states(database, child)[made[0]].detail
    assert "to Northgate Surgery, secure email, northgate@example.invalid, by Nadia Rahman" in detail
    with database.reading() as session:
        assert assessments.load(session, assessment).sent_to_gp_on == TODAY
    assert builders.audit_of(database)[-1][:2] == ("recorded where a document went", child)


def _states(database, child):
    with database.reading() as session:
        return sending.state_of(session, child)


def test_the_same_is_not_written_down_twice(signed):
    database, child, _, made = signed
    mark(database, made)
    mark(database, made)
    assert builders.row_counts(database)["documents_sent"] == 2


def test_several_are_marked_all_or_none(signed):
    database, child, _, made = signed
    sent = (ToMark((made[0],), "gp", "Northgate Surgery"), ToMark((99,), "gp", "Northgate Surgery"))
    with pytest.raises(NotFound):
        write(database, mark_sent.mark_as_sent, sent, BY_EMAIL, today=TODAY)
    assert builders.row_counts(database)["documents_sent"] == 0


@pytest.mark.parametrize(
    ("how", "to", "reader", "said"),
    [
        (HowSent("", TODAY), "X", "gp", "How: choose"),
        (HowSent("fax", TODAY), "X", "gp", "How: choose"),
        (HowSent("post", None), "X", "gp", "When: enter"),
        (HowSent("post", TODAY + timedelta(days=1)), "X", "gp", "today or in the past"),
        (HowSent("post", TODAY - timedelta(days=1)), "X", "gp", "when the document was made"),
        (HowSent("post", TODAY, 99), "X", "gp", "By: choose"),
        (HowSent("post", TODAY, reply_by=TODAY - timedelta(days=1)), "X", "gp", "Expect a reply by"),
        (HowSent("post", TODAY, read_out_loud="maybe"), "X", "child", "Read out loud"),
        (BY_EMAIL, "  ", "gp", "To: enter"),
        (BY_EMAIL, "X", "the paper", "To: choose"),
    ],
)
def test_what_cannot_be_marked(signed, how, to, reader, said):
    made = signed.made
    with pytest.raises(UserError, match=said):
        mark(signed.database, made, how, to=to, reader=reader)
    assert builders.row_counts(signed.database)["documents_sent"] == 0


def test_a_rejected_one_comes_back_and_needs_the_practice_confirmed(signed):
    database, child, _, made = signed
    mark(database, made, HowSent("secure_email", TODAY, reply_by=TODAY))
    one = queue(database).waiting[0].sending
    for reply, because, said in (("rejected", " ", "Reason"), ("perhaps", "", "Reply: choose")):
        with pytest.raises(UserError, match=said):
            write(
                database,
                mark_sent.record_reply,
                one.id,
                reply,
                because=because,
                replied_on=TODAY,
                today=TODAY,
            )
    answer = {"because": "No longer registered", "replied_on": TODAY, "today": TODAY}
    write(database, mark_sent.record_reply, one.id, "rejected", **answer)
    found = to_gp(database)
    assert found.standing.rejected == "Rejected 04-Mar-2026: No longer registered"
    assert queue(database).waiting == ()
    assert {state.words for state in _states(database, child).values()} == {"Rejected: No longer registered"}
    said = [line.what for line in ask(database, custody.chain, signed.assessment, by=SAM)]
    assert "GP summary sent to Northgate Surgery on 04-Mar-2026, secure email" in said
    assert "GP summary sent to Northgate Surgery: rejected on 04-Mar-2026: No longer registered" in said


def test_what_was_rejected_can_be_sent_again_on_the_same_day(signed):
    database, child, _, made = signed
    mark(database, made)
    one = queue(database).sent[0].sending
    answer = {"because": "The document could not be read", "replied_on": TODAY, "today": TODAY}
    write(database, mark_sent.record_reply, one.id, "rejected", **answer)
    mark(database, made)
    assert [(len(each.document_ids), each.sending.reply) for each in queue(database).sent] == [
        (2, None),
        (2, "rejected"),
    ]
    assert {state.words for state in _states(database, child).values()} == {"Sent 04-Mar-2026"}


def test_an_accepted_one_no_longer_waits(signed):
    database, child, _, made = signed
    mark(database, made, HowSent("secure_email", TODAY, reply_by=TODAY))
    one = queue(database).waiting[0].sending
    with pytest.raises(UserError, match="when it was sent"):
        write(
            database, mark_sent.record_reply, one.id, "accepted", replied_on=TODAY - timedelta(days=1), today=TODAY
        )  # fmt: skip
    write(database, mark_sent.record_reply, one.id, "accepted", replied_on=TODAY, today=TODAY)
    assert (queue(database).waiting, len(queue(database).sent)) == ((), 1)
    assert {state.words for state in _states(database, child).values()} == {"Accepted 04-Mar-2026"}


def test_what_was_entered_in_error_waits_again_and_stays_to_be_read(signed):
    database, child, assessment, made = signed
    mark(database, made)
    one = queue(database).sent[0].sending
    with pytest.raises(UserError, match="Why"):
        write(database, mark_sent.undo, one.id, "  ")
    write(database, mark_sent.undo, one.id, "It was another child's")
    assert to_gp(database).standing.state is State.READY
    assert sending.in_words(queue(database).sent[0].sending).words == "Entered in error"
    assert _states(database, child) == {}
    with database.reading() as session:
        assert assessments.load(session, assessment).sent_to_gp_on is None
    with pytest.raises(UserError, match="already"):
        write(database, mark_sent.undo, one.id, "Again")
    by_hand = TODAY - timedelta(days=1)  # a day that a person entered stays: the earlier of both counts
    with database.writing(Entry(GRACE, NOW)) as session:
        session.get_one(AssessmentRow, assessment).sent_to_gp_on = by_hand
    mark(database, made)
    write(database, mark_sent.undo, queue(database).sent[0].sending.id, "Not sent")
    with database.reading() as session:
        assert assessments.load(session, assessment).sent_to_gp_on == by_hand


def test_an_amendment_brings_it_back_with_what_it_replaces(signed):
    database, child, assessment, made = signed
    mark(database, made)
    amended = write(database, amending.amend, assessment, by=SAM, reason="The allergy was missing").made_id
    assert not [one for one in queue(database).to_send if one.parcel.reader is Reader.GP]  # not yet signed
    sign(database, amended)
    found = to_gp(database)
    assert (found.parcel.edition, found.standing.replaces) == (2, "version 1, sent 04-Mar-2026")
    assert found.parcel.made == {}
    mark(database, make(database, child))
    assert not [one for one in queue(database).to_send if one.parcel.reader is Reader.GP]


def test_another_practice_than_the_last_time_starts_unticked(signed):
    database, child, assessment, made = signed
    mark(database, made)
    sign(database, write(database, amending.amend, assessment, by=SAM, reason="Moved").made_id)
    add_gp(database, child, organisation="Abbey Practice")
    rows = ask(database, mark_sent.to_mark, tuple(make(database, child)), today=TODAY).rows
    assert [(row.to.name, row.documents, row.warning) for row in rows] == [
        ("Abbey Practice", "GP summary and plan", "Went to Northgate Surgery the last time")
    ]


def test_the_young_persons_own_plan_is_given_in_person(signed):
    database, child, _, made = signed
    made = make(database, child, ("own-plan",))
    row = ask(database, mark_sent.to_mark, tuple(made), today=TODAY).rows[0]
    assert (row.to.name, row.route, row.reader) == ("Mara", "by_hand", "child")
    how = HowSent("by_hand", TODAY, read_out_loud="yes")
    write(database, mark_sent.mark_as_sent, (row.marked("by_hand"),), how, by=TOM, today=TODAY)
    assert _states(database, child)[made[0]].words == "Given in person 04-Mar-2026, read out loud"


def test_a_restricted_record_is_not_named_to_an_administrator(signed):
    database, child, _, made = signed
    write(database, flags.set_flag, child, kind="restricted", detail="A relative works here")
    rows = queue(database, by=TOM).to_send
    assert {row.shown_name for row in rows} == {"Restricted record"}
    assert {row.standing.state for row in rows} == {State.MISSING}
    assert "Amara" not in repr(rows)
    assert "Northgate Surgery" not in repr(rows)
    for act in (
        lambda: ask(database, mark_sent.to_mark, tuple(made), by=TOM, today=TODAY),
        lambda: mark(database, made),
    ):
        with pytest.raises(NotAllowed, match="restricted"):
            act()
    assert to_gp(database).standing.state is State.READY  # the manager sends it


def test_who_may_see_and_who_may_mark(signed):
    database, child, _, made = signed
    assert queue(database, by=READER).to_send
    with pytest.raises(NotAllowed):
        mark(database, made, by=READER)
    other = Actor(9, 2, "ola", "Ola Berg", Role.MANAGER, Registration.GMC)
    with pytest.raises(NotAllowed):
        mark(database, made, by=other)
    assert queue(database, by=other).to_send == ()


def test_what_should_have_gone_is_late(signed):
    later = TODAY + timedelta(days=30)
    found = ask(signed.database, sending.late, today=later)
    assert [one.parcel.reader.value for one in found if one.parcel.reader is Reader.GP] == ["gp"]
    assert ask(signed.database, sending.late, today=TODAY) == ()


def test_the_queue_asks_no_question_for_each_child(signed, monkeypatch):
    """Ten more children with plans cost no further query."""
    from sqlalchemy import event

    database = signed.database
    counted = []
    event.listen(database.engine, "before_cursor_execute", lambda *args: counted.append(args[2]))
    queue(database)
    alone = len(counted)
    for number in range(3):
        child = a_child(database, f"7{number}")
        with database.writing(Entry(GRACE, NOW, "tested")) as session:
            first = assessments.load(session, signed.assessment)
            assessments.add(session, child, "IHA", "signed", {
                "completed_on": TODAY, "signed_at": NOW, "signed_as": "Sam Iqbal, GMC",
                "form_id": first.form_id, "form_sha256": first.form_sha256,
            })  # fmt: skip
    counted.clear()
    assert len({one.parcel.child_id for one in queue(database).to_send}) == 4
    assert len(counted) == alone


@pytest.mark.parametrize(
    ("kind", "missing"),
    [("host_team", ()), ("dentist", ("Sharing with another health team is not agreed yet",))],
)
def test_a_service_gets_the_plan_once_sharing_with_services_is_agreed(signed, kind, missing):
    details = ContactDetails(
        kind, full_name="Ms T Dean", role="lead", organisation="Dental Access", gets_plan="full_plan"
    )
    write(signed.database, contacts.add_contact, signed.child, details, today=TODAY)
    found = next(one for one in queue(signed.database).to_send if one.parcel.kind == kind)
    assert found.standing.missing == missing
