"""A caseload with assessments to review: signed by two people, one of a restricted record, and one by a host team."""

from datetime import timedelta

from lac_tracker.domain.audit import Entry
from lac_tracker.domain.people import Actor, Registration, Role
from lac_tracker.services import flags, out_of_area
from lac_tracker.storage import people as stored_people
from tests import builders
from tests.builders import write
from tests.complete_answers import complete_plan
from tests.conftest import GRACE, NADIA, NOW, TODAY

QUINN = Actor(5, 1, "quinn", "Quinn Adeyemi", Role.QUALITY_REVIEWER, Registration.NONE)


def some_to_review(database):
    """Three of Sam's, one of Nadia's of a restricted record, and one that Leicester did: (children, assessments)."""
    with database.writing(Entry(GRACE, NOW, "tested")) as session:
        stored_people.add_person(
            session, 1, user_name="quinn", full_name="Quinn Adeyemi", role=Role.QUALITY_REVIEWER,
            registration=Registration.NONE, now=NOW,
        )  # fmt: skip
    kids = [builders.a_child(database, f"10000{number}", given_name=name, family_name="Okoro")
            for number, name in enumerate(("Mary", "Jo", "Lee", "Dee", "Ola"))]  # fmt: skip
    ids = [builders.sign_at_once(database, kid, complete_plan()) for kid in kids[:3]]
    ids.append(builders.sign_at_once(database, kids[3], complete_plan(), by=NADIA))
    write(database, flags.set_flag, kids[3], kind="restricted", detail="Court order")
    ids.append(_of_leicester(database, kids[4]))
    return kids, ids


def _of_leicester(database, child):
    asked = write(database, out_of_area.ask_host_team, child, today=TODAY, kind="IHA", host_team="Leicester",
                  asked_on=TODAY - timedelta(days=15)).made_id  # fmt: skip
    for step, ago in (("accepted", 14), ("seen", 6), ("report_back", 1)):
        write(database, out_of_area.record_step, asked, today=TODAY, step=step,
              done_on=TODAY - timedelta(days=ago), done_by="Leicester")  # fmt: skip
    return write(database, out_of_area.enter_as_completed, asked, completed_by="Dr Shah").made_id
