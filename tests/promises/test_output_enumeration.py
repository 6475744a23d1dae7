"""P15: everything a list, a page of the team or a search says on the screen, of a restricted record with a withheld address.

Every function of the services that only looks and is about no one child stands in one of the tables below; a new one fails
the first test until it does. What leaves the screen (papers, extracts, reports, commands, clipboard, titles, logs) is
enumerated in test_canary_outputs.py, what imports and comparisons say in test_canary_imports.py.
"""

import logging
from collections.abc import Iterator
from datetime import timedelta

import pytest

from lac_tracker.domain.authorisation import Action
from lac_tracker.domain.errors import NotAllowed
from lac_tracker.domain.periods import Period
from lac_tracker.domain.team_reports import REPORTS, Params
from lac_tracker.domain.worklist import VIEWS, Wanted
from lac_tracker.services import (
    clinic_bookings,
    clinics,
    conflicts_of_interest,
    dispatch,
    flags,
    follow_ups,
    information,
    redaction,
    restricted,
)
from lac_tracker.services.clinics import NewSession
from lac_tracker.services.dashboard import FigureWanted
from lac_tracker.storage import deadlines
from tests.builders import ask, write
from tests.child_of_secrets import (
    ADDRESS,
    CARER,
    FAMILY,
    FAMILY_NAME,
    KEPT,
    MOTHER,
    NHS,
    NOTES,
    STREET,
    WORD,
    a_child_with_secrets,
)
from tests.conftest import GRACE, NADIA, NOW, SAM, TODAY, TOM
from tests.promises import results
from tests.promises.test_authorisation_matrix import ruled
from tests.promises.test_canary_outputs import leaks

GIVEN, COUNCIL_ID = "Perrin", "100001"
LOOKS = {
    Action.SEE_TEAM, Action.SEE_LISTS, Action.SEE_CLINICAL, Action.SEE_FIGURES, Action.SEE_QUALITY, Action.OPEN_RECORD,
    Action.SEE_AUDIT, Action.SEE_CLAIMS, Action.SEE_RETENTION, Action.KEEP_APART, Action.KEEP_DRAFT, Action.EXPORT,
    Action.DRAW_SAMPLE, Action.RETURN_HEALTH, Action.EXPORT_AUDIT,
}  # fmt: skip

DAY, HELD = {"today": TODAY}, Period(TODAY - timedelta(days=365), TODAY)
PERIOD = {"since": HELD.since, "until": HELD.until} | DAY
FIGURES = ("iha_28_days", "overdue_now", "gp_registered")
SEARCHES = (
    FAMILY_NAME,
    FAMILY_NAME[:3],
    GIVEN,
    NHS,
    NHS[:6],
    COUNCIL_ID,
    f"{GIVEN} {FAMILY_NAME}",
    "100001 perrin",
)
# What says something of children: name → (arguments, keywords) of each way in which it is asked.
SAYS = {
    "also_waiting.also_waiting": [((), DAY)], "also_waiting.plans_to_send": [((), DAY)],
    "caseload.children": [((), DAY | {"search": one}) for one in ("", *SEARCHES)],
    "caseload.children_page": [((), DAY | {"search": one, "descending": True}) for one in ("", *SEARCHES)],
    "clinic_bookings.waiting": [((), DAY)], "clinics.week": [((), DAY)],
    "clinics.consequences_of_leave": [((NewSession(SAM.person_id, "leave", on=TODAY),), DAY)],
    "clinics.session_of": [(("session",), {})], "clinics.consequences_of_cancelling": [(("session",), DAY)],
    "escalations.unanswered": [((), DAY)], "follow_ups.for_manager": [((), DAY)], "hand_over.handed_to": [((), {})],
    "figure_lists.behind": [((FigureWanted(one, one, HELD, None), "all"), DAY) for one in FIGURES],
    "indicators.behind": [((one, "all"), PERIOD) for one in FIGURES],
    "indicators.behind_to_give": [((one, "all"), PERIOD) for one in FIGURES],
    "milestones.chains": [((), {"since": HELD.since, "until": HELD.until, "kind": one}) for one in ("IHA", "RHA")],
    "quality.lists": [((), DAY)], "quality.notices": [((), DAY)], "quality.of_author": [((), DAY)],
    "quality_samples.proposal": [((), PERIOD | {"lot": 1})],
    "report_opened.opened": [((Params(HELD),), DAY)],
    "restricted.claims": [((), {})], "conflicts_of_interest.listed": [((), {})],
    "sending.every_copy": [((), DAY)], "sending.late": [((), DAY)], "sending.queue": [((), DAY)],
    "team_reports.answer": [((one.key, Params(HELD)), DAY) for one in REPORTS if one.shape in ("list", "counts")],
    "today.day": [((), DAY | {"shown": TODAY, "whole_week": one}) for one in (True, False)], "today.notices": [((), DAY)],
    "worklist.page": [((Wanted(view.key, sort=sort),), DAY) for view in VIEWS for sort in ("due", "child")]
    + [((Wanted("open", text=one),), DAY) for one in SEARCHES],
    "worklist.everything": [((Wanted("open"),), DAY)],
    "worklist.choices": [((), DAY)],
}  # fmt: skip
# What leaves the screen: asked in test_canary_outputs.
LEAVES = {
    "caseload.due_list", "caseload.due_list_to_give", "due_export.rows", "evidence.pack", "figure_lists.on_paper",
    "flat_extracts.children", "flat_extracts.due", "flat_extracts.figures", "flat_extracts.plan_items", "flat_extracts.sdq",
    "list_exports.done", "list_exports.note", "list_exports.write", "list_papers.overdue_list", "performance.report",
    "return_export.choices", "return_export.note", "return_export.whole", "return_export.write", "team_reports.on_paper",
    "worklist.everything_to_give", "capacity.forecast", "mark_sent.to_mark",
    "audit_export.done", "audit_export.entries", "audit_export.note", "audit_export.write",
}  # fmt: skip
# Only numbers, and ids that open nothing.
COUNTS = {
    "caseload.overdue_count", "dashboard.late", "dashboard.lines", "dashboard.trend", "indicators.delay_reasons",
    "indicators.figures", "indicators.months", "indicators.targets", "list_watch.newest_entry", "quality.results",
    "quality_waiting.count", "sending.ready_count", "worklist.count", "worklist.counts", "worklist.heading", "worklist.keys",
}  # fmt: skip
# Nothing of a child: the team, its people, its choices, texts and rules, what a person keeps for themselves.
NO_CHILD = {
    "allocations.assessors", "caseload.councils", "clinics.clinicians", "conflicts_of_interest.people_of_team",
    "consent_policy.read", "escalations.rule", "improvement.actions", "improvement.history", "improvement.not_added",
    "practices.find", "practices.held", "quality_checklist.shown", "quality_samples.rule_of", "saved_reports.listed",
    "saved_views.left_out", "saved_views.listed", "sdq_wording.wording", "sign_in.team_name", "team_choices.value",
    "team_details.team", "team_reports.councils", "training.listed", "training.members", "retention.classes",
    "audit_log.everybody", "log_check.last", "known_head.remember", "sessions.found_changed", "sessions.left",
    "sessions.protection", "drafts.at", "drafts.waiting",
}  # fmt: skip
# They write: the matrix of rules is their test.
WRITES = {
    "conflicts_of_interest.end", "conflicts_of_interest.keep_apart", "drafts.drop", "drafts.keep", "restricted.mark_seen",
    "today.mark_seen", "quality_samples.draw_sample",
}  # fmt: skip
# For who looks after records and the log; what they say of restricted ones is tested beside them.
KEEPERS = {
    "audit_changes.detail", "audit_log.count", "audit_log.filter_of", "audit_log.page", "odd_looks.week", "disposal.certificate",
    "disposal.settled", "disposal.waiting", "retention.find", "retention.on_hold", "retention.review",
}  # fmt: skip


def looks():
    return {name for name, one in ruled().items() if one.finds_child is None and one.needed_action in LOOKS}


def test_every_function_that_looks_at_more_than_one_child_is_known_here():
    known = (set(SAYS), LEAVES, COUNTS, NO_CHILD, WRITES, KEEPERS)
    assert sum(map(len, known)) == len(set().union(*known)), "one stands in two tables"
    assert looks() == set().union(*known)


def with_work_to_do(database):
    """A restricted child with something in every list: booked with Sam, a follow-up the manager is told of."""
    child = a_child_with_secrets(database)
    with database.reading() as session:
        (kind, *_) = [
            one.due.kind.value for one in deadlines.compute(session, {child})[child] if one.due.met_on is None
        ]
    new = NewSession(SAM.person_id, "clinic", place="Tidy Lane", on=TODAY, slots=2, starts_at="9")
    session_id = write(database, clinics.add_sessions, new, today=TODAY).made_id
    (slot, _) = [one.id for one in ask(database, clinics.session_of, session_id).slots]
    write(database, clinic_bookings.book_slot, child, kind=kind, slot_id=slot, today=TODAY)
    told = {"contacted": "council", "means": "phone", "result": "will_act", "note": f"About {FAMILY_NAME}"}
    step = {"next_step": f"Ring about {FAMILY_NAME}", "next_step_on": TODAY, "next_step_by_id": TOM.person_id}
    write(
        database, follow_ups.log, child, kind=kind, today=TODAY, tells_manager=True, by=NADIA, **told, **step
    )
    write(database, flags.set_flag, child, kind="restricted", detail="Ask the manager")
    return child, session_id


@pytest.fixture
def beginning(made_once):
    return made_once("with work to do", with_work_to_do)


def test_a_letter_to_a_relative_says_in_the_preview_that_where_she_lives_is_left_out_and_leaves_it_out(
    database, beginning
):
    """Whether the address is withheld or not: who it goes to is looked at when the letter is made."""
    child, _ = beginning[1]
    write(database, flags.end_flag, child, kind="do_not_share_address", because="Moved")
    asked = information.Asked("family", MOTHER, (f"What was {STREET} like for you, and {CARER}?",))
    school = information.Asked("school", "Ms B Lund", (f"Does she come from {STREET}?",))
    write(database, information.ask, child, (asked, school), today=TODAY)
    for whom, is_told in ((MOTHER, False), ("Ms B Lund", True)):
        made = {"made_for": whom, "by": SAM}
        said = repr(ask(database, dispatch.preview_document, child, "information-request", **made))
        left_out = ask(database, dispatch.left_out, child, "information-request", **made)
        assert bool(leaks(said, STREET)) is is_told
        assert (redaction.TO_FAMILY in left_out) is not is_told
        assert bool(leaks(said, CARER)) is False


def everything_said(database, session_id, by):
    """Yield (which, what it says) of every way to ask in SAYS that the role may ask."""
    for name, asked in SAYS.items():
        for args, given in asked:
            real = tuple(session_id if one == "session" else one for one in args)
            with database.reading() as session:
                try:
                    found = ruled()[name](session, *real, by=by, now=NOW, **given)
                except NotAllowed:
                    break
                yield f"{name} {args} {given}", repr(list(found) if isinstance(found, Iterator) else found)


def test_nothing_on_the_screen_names_a_restricted_record_to_who_may_not_open_it(database, beginning, caplog):
    caplog.set_level(logging.DEBUG, "lac_tracker")
    child, session_id = beginning[1]
    for by in (GRACE, SAM, TOM, NADIA):
        said = list(everything_said(database, session_id, by))
        named = {which.split()[0] for which, words in said if leaks(words, FAMILY_NAME, NHS)}
        if by in (TOM, NADIA):
            assert [
                (which, found) for which, words in said if (found := leaks(words, FAMILY_NAME, GIVEN, NHS))
            ] == []
            assert any(str(child) in words for _, words in said)  # and it is on the lists all the same
        else:  # the control: of who may open it, it is named in each of these
            lists = {
                "caseload.children",
                "clinics.week",
                "sending.queue",
                "worklist.page",
                "worklist.everything",
            }
            assert lists <= named, by
        for which, words in said:
            # Who may open it and sends the carer's copy has to know where to.
            posts = by in (GRACE, SAM) and which.startswith("sending.")
            hidden = (*(() if posts else ADDRESS[:2]), *FAMILY, *NOTES, KEPT, WORD)
            assert (which, leaks(words, *hidden)) == (which, [])
    write(database, restricted.claim, child, reason="safeguarding", by=TOM)
    opened = {
        which.split()[0] for which, words in everything_said(database, session_id, TOM) if leaks(words, NHS)
    }
    assert {"worklist.page", "caseload.children"} <= opened  # access taken names it, to him
    for person in (TOM, GRACE):
        write(
            database,
            conflicts_of_interest.keep_apart,
            NHS,
            person_id=person.person_id,
            because="Aunt",
            by=GRACE,
        )
    for by in (TOM, GRACE):
        told = everything_said(database, session_id, by)
        assert [(which, found) for which, words in told if (found := leaks(words, FAMILY_NAME, NHS))] == []
    for record in caplog.records:
        assert leaks(record.getMessage(), FAMILY_NAME, GIVEN, NHS, *ADDRESS, *FAMILY, *NOTES, KEPT) == []
    results.note(
        "P15",
        "ways to ask that name no restricted record to who may not open it",
        f"{sum(map(len, SAYS.values()))}",
    )
