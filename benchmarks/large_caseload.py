"""An invented caseload of any size with everything lists and figures go by: whose, why late, next steps, plans, SDQs.

    python benchmarks/large_caseload.py FOLDER [CHILDREN]

The user is 'grace', the passphrase 'seven calm otters swimming'. Changes of the load itself are not written down one
by one: the record of changes would be larger than the rest.
"""

import random
import sys
import time
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from itertools import islice
from pathlib import Path
from typing import Any

from sqlalchemy import insert

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from benchmarks import large_records  # noqa: E402
from benchmarks.caseloads import GRACE, NOW, TODAY  # noqa: E402
from lac_tracker.domain.audit import Entry  # noqa: E402
from lac_tracker.domain.names import search_key  # noqa: E402
from lac_tracker.domain.people import Registration, Role  # noqa: E402
from lac_tracker.storage import assessments, children, deadlines, people, reference_data, triggers, vault  # noqa: E402
from lac_tracker.storage import database as storage  # noqa: E402
from lac_tracker.storage.database import Database  # noqa: E402
from lac_tracker.storage.tables import assessments as of_assessments  # noqa: E402
from lac_tracker.storage.tables.care import (  # noqa: E402
    LegalStatusRow,
    PeriodOfCareRow,
    PlacementRow,
    ProtectionStatusRow,
)
from lac_tracker.storage.tables.children import ChildFlagRow, ChildRow  # noqa: E402
from lac_tracker.storage.tables.monitoring import (  # noqa: E402
    AllocationRow,
    DelayReasonRow,
    EscalationRow,
    FollowUpRow,
)
from lac_tracker.storage.tables.plans import ActionRow, NeedRow, OutcomeRow  # noqa: E402
from lac_tracker.storage.tables.sdq import QuestionnaireRow  # noqa: E402

PASSPHRASE = "seven calm otters swimming"
PORTION = 2_500  # children in one transaction
_FAMILY = [
    "Adeyemi", "Ahmed", "Baptiste", "Begum", "Brown", "Chen", "Clarke", "Cole", "Davies", "Evans", "Fox",
    "Garcia", "Green", "Haddad", "Hall", "Hossain", "Ibrahim", "Jackson", "Jones", "Kaur", "Khan",
    "Kowalski", "Lewis", "Lopez", "Mensah", "Moore", "Nair", "Nowak", "Okoro", "Patel", "Price", "Quinn",
    "Rahman", "Rossi", "Shah", "Singh", "Smith", "Taylor", "Turner", "Usman", "Vaughan", "Walker", "White",
    "Wilson", "Yilmaz", "Young", "Zaman", "O'Brien", "Łukasik", "Ångström",
]  # fmt: skip
_GIVEN = [
    "Aisha", "Alfie", "Amara", "Ava", "Ben", "Chidi", "Daisy", "Dylan", "Ella", "Ethan", "Farah", "Finn",
    "Grace", "Harry", "Isla", "Jack", "Kai", "Leo", "Lily", "Maya", "Noah", "Oliwia", "Poppy", "Reza",
    "Ruby", "Sam", "Tyler", "Uma", "Violet", "Will", "Xena", "Yusuf", "Zara", "Zoë",
]  # fmt: skip
_STAFF = ("Nadia Rahman", "Sam Iqbal", "Priya Nair", "Tom Leigh", "Joan Moss", "Lena Hart", "Omar Aziz", "Ruth Bell",
          "Dina Cole", "Ivy Kent", "Paul Ross")  # fmt: skip
_SIGNED = (
    "completed_on", "form_id", "form_sha256", "completed_by", "assessor_id", "notified_on", "request_complete_on",
    "signed_at", "signed_by_id", "sent_to_gp_on", "sent_to_social_worker_on",
)  # fmt: skip
_AREAS = ("Leicester", "Corby", "Luton", "Bedford", "Oxford", "Derby")


def make(folder: Path, count: int) -> Database:
    """Make the caseload `large.lac` in a folder and return it open."""
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / "large.lac"
    keys = vault.create(path, user_name=GRACE.user_name, full_name=GRACE.full_name, passphrase=PASSPHRASE)[0]
    database = storage.create(path, keys)
    with database.writing(Entry(GRACE, NOW, "made a caseload to measure")) as session:
        people.add_caseload(session, keys.database_id, date(2010, 1, 1), NOW, is_demonstration=True)
        people.add_team(session, "Team", ods_code=None, phone=None, email=None, address=None)
        for place, name in enumerate((GRACE.full_name, *_STAFF)):
            first = name.split()[0].casefold()
            people.add_person(
                session, 1, user_name=first, full_name=name, role=GRACE.role if not place else Role.ASSESSOR,
                registration=Registration.NMC, now=NOW,
            )  # fmt: skip
        councils = [children.council(session, 1, code) for code in ("101", "202", "303", "404")]
        form = assessments.keep_form(session, "form", "1", "the text of a form")
        triggers.remove(session.connection())
    dice, rows = random.Random(1), iter(range(count))
    codes = [one.code for one in reference_data.delay_reasons() if not one.code.startswith("EX")]
    made = _Made(dice, councils, form, codes)
    while portion := list(islice(rows, PORTION)):
        with database.writing(Entry(GRACE, NOW, "added children")) as session:
            made.begin()
            for number in portion:
                made.child(number)
            for table, found in made.rows.items():
                if found:
                    session.execute(insert(table), found)
            large_records.add(session.connection(), TODAY, 100_000 + portion[0], 100_000 + portion[-1])
            deadlines.refresh(session, [100_000 + number for number in portion])
    with database.engine.begin() as connection:
        triggers.install(connection)
    return database


class _Made:
    """The rows of some children, by table."""

    def __init__(self, dice: random.Random, councils: list[int], form: str, codes: list[str]) -> None:
        self.dice, self.councils, self.form, self.codes = dice, councils, form, codes
        self._ids: dict[str, Iterator[int]] = {}
        self.begin()

    def begin(self) -> None:
        self.rows: dict[Any, list[dict[str, Any]]] = {
            table: [] for table in (
                ChildRow, PeriodOfCareRow, PlacementRow, LegalStatusRow, of_assessments.AssessmentRow,
                of_assessments.ConsentRow, of_assessments.ConsentPurposeRow, of_assessments.AppointmentRow,
                of_assessments.DeclinedRow, AllocationRow, DelayReasonRow, FollowUpRow, EscalationRow, ChildFlagRow,
                ProtectionStatusRow, QuestionnaireRow, NeedRow, OutcomeRow, ActionRow,
            )
        }  # fmt: skip

    def next_id(self, what: str) -> int:
        return next(self._ids.setdefault(what, iter(range(1, 100_000_000))))

    def child(self, number: int) -> None:
        """Add everything about one child."""
        dice, child_id = self.dice, 100_000 + number
        born = TODAY - timedelta(days=dice.randrange(40, 6_560))
        began = max(born, TODAY - timedelta(days=dice.randrange(1, 4_800)))
        family, given = dice.choice(_FAMILY), dice.choice(_GIVEN)
        years = (TODAY - born).days // 365
        self.rows[ChildRow].append(
            {
                "id": child_id, "team_id": 1, "responsible_council_id": dice.choice(self.councils),
                "council_child_id": str(300_000 + number), "family_name": family, "given_name": given,
                "search_key": search_key(f"{family} {given}"), "born": born, "nhs_number": _nhs_number(number),
                "is_unaccompanied": years >= 14 and dice.random() < 0.2,
                "sex": dice.choice(("male", "female")),
                "ethnicity_state": dice.choice(("recorded", "not_asked", "recorded", "asked_not_known")),
                "language_state": dice.choice(("recorded", "not_asked", "recorded")),
                "religion_state": dice.choice(("recorded", "not_asked", "prefers_not_to_say")),
                "birth_history_state": dice.choice(("answered", "not_asked", "asked")),
                "parental_history_state": dice.choice(("answered", "not_asked", "declined")),
                "interpreter_needed": "yes" if dice.random() < 0.05 else "no",
            }
        )  # fmt: skip
        ended = TODAY - timedelta(days=dice.randrange(0, 700)) if dice.random() < 0.08 else None
        if ended is not None and ended <= began:
            ended = None
        self._care(child_id, began, ended)
        done = self._assessments(child_id, began, ended or TODAY)
        kind, start = ("RHA", done[-1][1]) if done else ("IHA", began)
        if ended is None:
            self._work(child_id, kind, start)
        self._around(child_id, years, began, done)

    def _care(self, child_id: int, began: date, ended: date | None) -> None:
        dice = self.dice
        self.rows[PeriodOfCareRow].append(
            {"child_id": child_id, "began": began, "ended": ended, "reason_ended": "E4" if ended else None}
        )
        self.rows[PlacementRow].append(
            {
                "child_id": child_id, "began": began, "ended": ended, "placement_type": "U4", "provider": "PR1",
                "host_area": dice.choice(_AREAS) if dice.random() < 0.12 else None,
            }
        )  # fmt: skip
        self.rows[LegalStatusRow].append(
            {"child_id": child_id, "began": began, "ended": ended, "code": dice.choice(("C2", "V2"))}
        )

    def _assessments(self, child_id: int, began: date, until: date) -> list[tuple[int, date]]:
        dice, done = self.dice, []
        if dice.random() < 0.25:
            until = min(until, TODAY - timedelta(days=dice.randrange(150, 420)))
        day = began + timedelta(days=dice.randrange(8, 50))
        while day < until:
            assessment_id = self.next_id("assessments")
            signed = day + timedelta(days=dice.randrange(0, 30))
            self.rows[of_assessments.AssessmentRow].append(
                {
                    "id": assessment_id, "child_id": child_id, "kind": "RHA" if done else "IHA", "state": "signed",
                    "completed_on": day, "form_id": "form", "form_sha256": self.form,
                    "completed_by": dice.choice(_STAFF), "assessor_id": dice.randrange(2, 13),
                    "notified_on": day - timedelta(days=dice.randrange(1, 8)),
                    "request_complete_on": day - timedelta(days=dice.randrange(0, 8)),
                    "signed_at": datetime(signed.year, signed.month, signed.day, 12, tzinfo=NOW.tzinfo),
                    "signed_by_id": dice.randrange(2, 13),
                    "sent_to_gp_on": signed + timedelta(days=dice.randrange(0, 20)) if dice.random() < 0.9 else None,
                    "sent_to_social_worker_on": signed if dice.random() < 0.9 else None, "declined_on": None,
                    "ask_again_on": None,
                }
            )  # fmt: skip
            done.append((assessment_id, day))
            day += timedelta(days=dice.randrange(60, 250))
        return done

    def _work(self, child_id: int, kind: str, start: date) -> None:
        dice, to = self.dice, {"child_id": child_id, "kind": kind}
        whose = dice.randrange(2, 13)
        if dice.random() < 0.7:
            self.rows[AllocationRow].append(
                {**to, "person_id": whose, "allocated_at": NOW, "allocated_by_id": 1}
            )
        if dice.random() < 0.25:
            self.rows[DelayReasonRow].append(
                {**to, "clock_start": start, "code": dice.choice(self.codes), "recorded_at": NOW, "recorded_by_id": 1}
            )  # fmt: skip
        if dice.random() < 0.15:
            self.rows[FollowUpRow].append(
                {
                    **to, "contacted": "council", "means": "phone", "result": "will_act", "next_step": "Chase consent",
                    "next_step_on": TODAY + timedelta(days=dice.randrange(-5, 15)), "next_step_by": _STAFF[whose - 2],
                    "next_step_by_id": whose, "logged_at": NOW, "logged_by_id": whose,
                }
            )  # fmt: skip
        if dice.random() < 0.02:
            self.rows[EscalationRow].append(
                {
                    **to, "clock_start": start, "step": "Service manager", "escalated_to": "The service manager",
                    "escalated_on": TODAY - timedelta(days=3), "escalated_by_id": 1,
                }
            )  # fmt: skip
        if dice.random() < 0.5:
            consent_id = self.next_id("consents")
            self.rows[of_assessments.ConsentRow].append(
                {
                    "id": consent_id, "child_id": child_id, "response": "given", "giver": "council",
                    "giver_name": "A Council", "given_on": TODAY - timedelta(days=dice.randrange(1, 40)),
                    "means": "email", "recorded_by": "Grace Mensah",
                }
            )  # fmt: skip
            self.rows[of_assessments.ConsentPurposeRow].append(
                {"consent_id": consent_id, "purpose": "health_assessment", "is_agreed": True}
            )
        if dice.random() < 0.2:
            self.rows[of_assessments.AppointmentRow].append(
                {
                    **to, "offered_on": TODAY - timedelta(days=9), "starts_at": "10:00", "clinician_id": whose,
                    "takes_place_on": TODAY + timedelta(days=dice.randrange(-5, 60)), "place": "Clinic B",
                }
            )  # fmt: skip
        elif dice.random() < 0.03:
            self._declined(child_id, kind)

    def _declined(self, child_id: int, kind: str) -> None:
        assessment_id = self.next_id("assessments")
        on, ask = TODAY - timedelta(days=20), TODAY + timedelta(days=self.dice.randrange(-10, 60))
        shape = dict.fromkeys(_SIGNED)
        self.rows[of_assessments.AssessmentRow].append(
            shape | {
                "id": assessment_id, "child_id": child_id, "kind": kind, "state": "declined", "declined_on": on,
                "ask_again_on": ask,
            }
        )  # fmt: skip
        self.rows[of_assessments.DeclinedRow].append(
            {
                "child_id": child_id, "kind": kind, "declined_on": on, "declined_by": "young_person",
                "what_was_said": "Not now", "ask_again_on": ask, "recorded_by": "Grace Mensah",
                "assessment_id": assessment_id,
            }
        )  # fmt: skip

    def _around(self, child_id: int, years: int, began: date, done: list[tuple[int, date]]) -> None:
        dice = self.dice
        if dice.random() < 0.01:
            self.rows[ChildFlagRow].append(
                {"child_id": child_id, "kind": "restricted", "set_on": began, "set_by": "Grace Mensah"}
            )
        if dice.random() < 0.05:
            self.rows[ProtectionStatusRow].append(
                {
                    "child_id": child_id, "kind": "child_protection_plan", "category": "Neglect", "began": began,
                    "ended": TODAY - timedelta(days=1) if dice.random() < 0.3 and began < TODAY - timedelta(days=2) else None,
                    "recorded_by": "Grace Mensah",
                }
            )  # fmt: skip
        if 4 <= years <= 16 and dice.random() < 0.6:
            self.rows[QuestionnaireRow].append(
                {
                    "child_id": child_id, "form": "parent_4_17", "entry": "total", "state": "scored",
                    "completed_on": TODAY - timedelta(days=dice.randrange(10, 600)), "completed_by": "J Moss, carer",
                    "total": dice.randrange(0, 31), "source": "Paper form", "recorded_by": "Grace Mensah",
                    "recorded_at": NOW,
                }
            )  # fmt: skip
        if done and dice.random() < 0.5:
            need_id, outcome_id = self.next_id("needs"), self.next_id("outcomes")
            self.rows[NeedRow].append(
                {
                    "id": need_id, "child_id": child_id, "assessment_id": done[-1][0], "position": 1,
                    "category": "teeth", "title": "Teeth",
                }
            )  # fmt: skip
            self.rows[OutcomeRow].append(
                {
                    "id": outcome_id,
                    "need_id": need_id,
                    "position": 1,
                    "outcome": "Sees a dentist",
                    "measure": "Seen",
                }
            )
            self.rows[ActionRow] += [
                {
                    "outcome_id": outcome_id, "position": place, "action": "Book", "person": "J Moss", "role": "Carer",
                    "organisation": "Home", "by_date": done[-1][1] + timedelta(days=dice.randrange(20, 700)),
                }
                for place in (1, 2)
            ]  # fmt: skip


def _nhs_number(number: int) -> str | None:
    """Return an invented NHS number of the 999 range; None for the one in eleven that has no check digit."""
    nine = f"999{number:06}"
    check = 11 - sum(int(digit) * (10 - place) for place, digit in enumerate(nine)) % 11
    return None if check == 10 else f"{nine}{0 if check == 11 else check}"


if __name__ == "__main__":
    start = time.perf_counter()
    make(Path(sys.argv[1]), int(sys.argv[2]) if len(sys.argv) > 2 else 100_000).close()
    print(f"{time.perf_counter() - start:.0f} s")
