"""The working list the plain way: every row looked at by itself, by standing and by the rules of one child."""

from datetime import timedelta

from sqlalchemy import select

from lac_tracker.domain import flags as flag_rules
from lac_tracker.domain.dates import age_in_years
from lac_tracker.domain.pathways import shows_leaving_care
from lac_tracker.domain.plans import is_overdue
from lac_tracker.domain.sdq_rules import next_due
from lac_tracker.domain.standing import OPEN_STATUSES, Status
from lac_tracker.services import caseload, sending
from lac_tracker.storage import assessments, children, flags, plans, sdq
from lac_tracker.storage.tables.children import ChildRow
from tests.conftest import GRACE, NOW

PRESSING = {Status.OVERDUE, Status.DUE_TODAY, Status.AT_RISK, Status.DUE_SOON, Status.ON_TRACK}


def every(session, today):
    return caseload.due_items(session, 1, today, statuses=caseload.EVERY_STATUS)


class Facts:
    """What the rules of one child say, asked child by child: the plain way."""

    def __init__(self, session, today):
        self.session, self.today = session, today
        self.children = {row.id: row for row in session.scalars(select(ChildRow))}
        self.late = {
            one[0]: one[2] for one in sending.late_for_practices(session, GRACE, NOW, today)
        }  # GRACE sees every record

    def chips(self, child):
        held = flags.facts(self.session, children.load(self.session, child), self.today)
        return {chip.kind for chip in flag_rules.chips(held, self.today)}

    def plan_overdue(self, child):
        signed = assessments.in_force(assessments.of_child(self.session, child))
        if not signed:
            return False
        plan = plans.plan_of(self.session, signed[-1].id)
        return any(is_overdue(outcome, self.today) for need in plan for outcome in need.outcomes)

    def sdq_due(self, child):
        return next_due(sdq.of_child(self.session, child), self.children[child].born, self.today).is_due


def shown(row, view, today, facts, last_clock, me=3):
    """Say whether a view shows a row: by standing, and by the rules of one child."""
    is_open, child = row.status in OPEN_STATUSES, facts.children[row.child_id]
    soon = row.due is not None and row.due <= today + timedelta(days=28)
    pressing = row.status in PRESSING and soon and row.seen_not_signed_on is None
    in_care = facts.closed.get(row.child_id) is None or facts.closed[row.child_id] > today
    is_last = last_clock[row.child_id] == row.assessment
    match view:
        case "overdue" | "at_risk" | "cannot_be_computed" | "needs_review":
            return row.status.value == view
        case "due_soon":
            return is_open and row.due is not None and today <= row.due <= today + timedelta(days=28)
        case "no_appointment":
            return pressing and row.standing.booked_on is None
        case "no_consent":
            return pressing and not row.consent_on_record
        case "mine":
            return is_open and row.assessor_id == me
        case "out_of_area":
            return is_open and row.is_out_of_area
        case "unaccompanied":
            until = child.unaccompanied_until
            return is_open and child.is_unaccompanied and (until is None or until > today)
        case "under_five":
            return is_open and age_in_years(row.born, today) < 5
        case "child_protection":
            return is_last and in_care and "child_protection_plan" in facts.chips(row.child_id)
        case "care_leavers":
            closed = child.record_closed_on
            return is_last and shows_leaving_care(row.born, today) and (closed is None or closed > today)
        case "plan_items_overdue":
            return is_last and in_care and facts.plan_overdue(row.child_id)
        case "sdq_due":
            return is_last and in_care and facts.sdq_due(row.child_id)
        case "gp_plan_not_sent":
            return is_last and row.child_id in facts.late
        case "declined_ask_again":
            return is_open and row.declined_ask_again is not None
        case "open":
            return is_open
        case "closed":
            return not is_open
    raise AssertionError(view)


def the_facts(session, today):
    from lac_tracker.storage.tables.due import DueRow

    facts = Facts(session, today)
    facts.closed = dict(session.execute(select(DueRow.child_id, DueRow.closed_on)).all())
    return facts
