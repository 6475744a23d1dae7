"""The demonstration: a caseload of invented children that is alive on any day, and the papers made from it."""

import json
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from pathlib import Path
from random import Random

from sqlalchemy import insert, select
from sqlalchemy.orm import Session

from lac_tracker.domain.audit import Entry
from lac_tracker.domain.consent import Consent, Giver, Means, Purpose, Response
from lac_tracker.domain.dates import age_in_years
from lac_tracker.domain.forms import Form, form_for
from lac_tracker.domain.people import Actor
from lac_tracker.domain.plans import Mark, Need
from lac_tracker.domain.questions import Value
from lac_tracker.services import assessments as assessing
from lac_tracker.services import (
    clock_holds,
    demo_histories,
    demo_looks,
    demo_management,
    demo_papers,
    demo_sdq,
    demo_surroundings,
    demo_texts,
    forms,
    last_plan,
    sign_in,
)
from lac_tracker.services.demo_histories import Asked, Life
from lac_tracker.services.demo_management import PEOPLE
from lac_tracker.services.demo_people import Inventor, Person
from lac_tracker.storage import assessments, care, children, consents, flags, people, plans, sdq, vault
from lac_tracker.storage.tables.assessments import AnswerRow
from lac_tracker.storage.tables.care import ContactRow, PlacementRow

PASSPHRASE = "demonstration only otters"
COUNCIL = "Northgate"
TEAM = sign_in.ServiceDetails(
    demo_texts.TEAM,
    "Y99000",
    "01632 960 100",
    "lac.health@example.invalid",
    "1 Example Street, Northgate QV1 1AA",
)
_KEPT_FOR_YEARS = 20
_NEVER_SENT = 4
_DRAWS = 400  # births tried for one child before another age is taken
# (mark, what belongs to it, what the child says) of an item of the last plan.
_MARKS: tuple[tuple[Mark, str, str], ...] = (
    ("met", "Letter seen; done in time", "It's better now."),
    ("met", "Seen in the diary of six weeks", ""),
    ("partly", "The second appointment was missed after a move of placement", "I want a different dentist."),
    ("no_longer_needed", "Grown out of it; checked by the GP", ""),
)
_SHARED = frozenset({Purpose.HEALTH_ASSESSMENT, Purpose.SHARE_GP, Purpose.SHARE_COUNCIL, Purpose.SHARE_CARER})


@dataclass(frozen=True)
class DemoAccess:
    """How to get into a demonstration. people: (user name, full name) of everyone; all have the one passphrase."""

    user_name: str
    passphrase: str
    recovery_key: str
    people: tuple[tuple[str, str], ...]


def make_demonstration(
    path: Path, *, children: int = 300, seed: int = 1, today: date, now: datetime
) -> DemoAccess:
    """Make a caseload of invented children: the same for the same children, seed and today.

    Raises UserError when something is at `path` already.
    """
    user_name, full_name, role, registration = PEOPLE[0]
    first = sign_in.FirstPerson(user_name, full_name, PASSPHRASE, role, registration)
    kept_since = date(today.year - _KEPT_FOR_YEARS, 1, 1)
    opened, recovery_key = sign_in.create_caseload(
        path, first, TEAM, now=now, is_demonstration=True, kept_since=kept_since
    )
    database = opened.database
    try:
        for user_name, full_name, role, registration in PEOPLE[1:]:
            with database.writing(Entry(opened.actor, now)) as session:
                sign_in.add_person(
                    session, _giver(path, opened.keys), user_name=user_name, full_name=full_name, role=role,
                    registration=registration, by=opened.actor, now=now,
                )  # fmt: skip
        with database.writing(Entry(opened.actor, now, "made the demonstration")) as session:
            _Writer(session, opened.actor, today, now, Random(seed)).write(children)
        # What the team does about it goes by what is due, which is known once the children are written.
        with database.writing(Entry(opened.actor, now, "made the demonstration")) as session:
            demo_management.work(session, opened.actor, today, now, seed)
        demo_looks.look(database, opened.actor, today, now)
    finally:
        database.close()
    names = tuple((user_name, full_name) for user_name, full_name, _, _ in PEOPLE)
    return DemoAccess(PEOPLE[0][0], PASSPHRASE, recovery_key, names)


def _giver(path: Path, keys: vault.Keys) -> Callable[[str, str], None]:
    def give_slot(user_name: str, full_name: str) -> None:
        vault.add_person(path, keys, user_name=user_name, full_name=full_name, passphrase=PASSPHRASE)

    return give_slot


class _Writer:
    """Writes one invented child after the other, in the one transaction of the demonstration."""

    def __init__(self, session: Session, maker: Actor, today: date, now: datetime, rng: Random) -> None:
        self._session, self._maker, self._today, self._now, self._rng = session, maker, today, now, rng
        self._council = children.council(session, maker.team_id, COUNCIL)
        self._has_rich = False  # a child whose questionnaires tell a long story
        self._team = {actor.user_name: actor for actor in people.everyone(session, maker.team_id)}

    def write(self, count: int) -> None:
        inventor = Inventor(self._rng)
        ages = [number % 18 for number in range(count)]
        self._rng.shuffle(ages)
        for situation in demo_histories.situations(count, self._rng):
            person, life = self._invent(inventor, situation, ages)
            self._child(person)
            self._questionnaires(person, life)
            self._life(person, life)
            began = life.history.periods[-1].began if life.history.periods else None
            nadia = self._team["nadia"]
            demo_surroundings.surround(
                self._session, person, began, nadia, self._today, self._now, Random(person.id)
            )
            demo_papers.file_papers(
                self._session, person, nadia, self._today, self._now, Random(person.id + 1)
            )

    def _questionnaires(self, person: Person, life: Life) -> None:
        """Before the assessments: they ask what the scores mean."""
        periods = life.history.periods
        began = periods[-1].began if periods and periods[-1].ended is None else None
        self._has_rich |= demo_sdq.fill_in(
            self._session, person, began, len(life.history.placements), self._team["nadia"].full_name, self._today,
            self._now, Random(person.id + 2), may_be_rich=not self._has_rich,
        )  # fmt: skip

    def _invent(self, inventor: Inventor, situation: str, ages: list[int]) -> tuple[Person, Life]:
        """Return a child whose birth allows the situation, of the first age left that does."""
        left = [age for age in ages if demo_histories.may_be(situation, age)] or list(range(17, 0, -1))
        for age in dict.fromkeys(left):
            alone = (
                age >= 14 and situation in ("signed", "settled", "initial_new") and self._rng.random() < 0.3
            )
            drawn = inventor.person(
                inventor.born(age, self._today), age, self._today,
                unaccompanied=alone, complete=situation in ("signed", "reviewed", "in_review"),
            )  # fmt: skip
            for _ in range(_DRAWS):
                life = demo_histories.life(situation, drawn, age, self._today, self._rng)
                if life is not None:
                    if age in ages:
                        ages.remove(age)
                    return drawn, life
                drawn = inventor.reborn(drawn, age, self._today)
        raise ValueError(f"No birth allows the situation '{situation}'")

    def _child(self, person: Person) -> None:
        around, today, rng = person.around, self._today, self._rng
        fields = person.fields | {"nhs_number": person.nhs_number}
        team_id = self._maker.team_id
        children.add(
            self._session, team_id, self._council, person.council_id, person.born, fields, id=person.id
        )
        worker = ContactRow(
            child_id=person.id, kind="social_worker", full_name=around.social_worker, role="social worker",
            organisation="Northgate Council", phone=f"01632 960 {rng.randrange(300, 400)}",
        )  # fmt: skip
        carer = ContactRow(
            child_id=person.id, kind="carer", full_name=around.carer, role=around.carer_role,
            organisation=around.carer_organisation, address=around.address, phone=f"01632 960 {rng.randrange(400, 500)}",
        )  # fmt: skip
        self._session.add_all((worker, carer))
        if age_in_years(person.born, today) >= 4:
            school = ContactRow(
                child_id=person.id, kind="school", full_name=around.teacher, role="designated teacher",
                organisation=around.school, email="office@school.example.invalid",
            )  # fmt: skip
            self._session.add(school)
        if person.nhs_number or rng.random() < 0.5:
            confirmed = today - timedelta(days=rng.randrange(3, 200)) if rng.random() < 0.9 else None
            practice = ContactRow(
                child_id=person.id, kind="gp_practice", organisation=around.practice.name, role="GP practice",
                ods_code=around.practice.ods_code, phone=f"01632 960 {rng.randrange(200, 300)}", last_confirmed_on=confirmed,
                email=f"{around.practice.ods_code.lower()}@practice.example.invalid",
                closed_on=today - timedelta(days=30) if person.id % 60 == 7 else None,
            )  # fmt: skip
            self._session.add(practice)
        self._flags(person)

    def _flags(self, person: Person) -> None:
        rng, age = self._rng, age_in_years(person.born, self._today)
        told = [
            (
                "exploitation_risk",
                "Criminal: county lines, police informed",
                age >= 13 and rng.random() < 0.06,
            ),
            ("visit_in_pairs", None, rng.random() < 0.02),
            ("needs", "hearing aids: face them when you speak", rng.random() < 0.03),
        ]
        for kind, detail, is_so in told:
            if is_so:
                on = self._today - timedelta(days=rng.randrange(3, 120))
                fields = {
                    "detail": detail,
                    "set_on": on,
                    "set_by": self._maker.full_name,
                    "review_on": on + timedelta(days=90),
                }
                flags.add(self._session, person.id, kind, fields)
        if person.is_unaccompanied and rng.random() < 0.15:
            stated = f"about {person.born.year}"
            children.change(self._session, person.id, {"age_disputed": True, "born_as_stated": stated})

    def _life(self, person: Person, life: Life) -> None:
        care.replace_history(self._session, person.id, life.history, import_id=None)
        if person.around.out_of_area:
            here = select(PlacementRow).where(
                PlacementRow.child_id == person.id, PlacementRow.ended.is_(None)
            )
            for placement in self._session.scalars(here):
                placement.host_area = person.around.town
        for kind, done, whom in life.past:
            fields = {"completed_on": done, "completed_by": whom}
            assessments.add(self._session, person.id, kind, "history", fields)
        if life.asked is None:
            return
        assessment_id = self._asked(person, life, life.asked)
        if life.signed_for:
            self._sign(person, life.asked, assessment_id, life.signed_for)
        elif life.asked.state in ("in_progress", "part_done"):
            self._begin(person, life.asked.kind, assessment_id)
        if life.review is None:
            return
        review_id = self._asked(person, life, life.review)
        if life.reviewed_for:
            self._sign(person, life.review, review_id, life.reviewed_for)
        else:
            self._begin(person, "RHA", review_id)
            self._mark_last_plan(review_id, self._team["nadia"], self._now, share=0.5)

    def _asked(self, person: Person, life: Life, asked: Asked) -> int:
        """Write an assessment that is asked for, with its consent and appointment."""
        fields = {
            "notified_on": asked.notified_on,
            "request_complete_on": asked.consent_on,
            "consent_received_on": asked.consent_on,
            "first_offered_on": asked.offered_on,
            "assessor_id": self._team[_user(asked.assessor)].person_id if asked.assessor else None,
        }
        made = assessments.add(self._session, person.id, asked.kind, asked.state, fields | asked.fields)
        if asked.on_hold:
            until, why = asked.on_hold
            clock_holds.put_on_hold(
                self._session, person.id, by=self._team["nadia"], now=self._now, today=self._today, kind=asked.kind,
                until=until, reason=why,
            )  # fmt: skip
        if asked.consent_on:
            consent = Consent(
                Response.GIVEN, Giver.COUNCIL, person.around.social_worker, asked.consent_on, Means.EMAIL,
                "Tom Leigh", agreed=_SHARED, assessment_id=made, period_began=life.history.periods[-1].began,
                legal_status=life.history.legal_statuses[-1].code,
            )  # fmt: skip
            consents.add_consent(self._session, person.id, consent)
        if asked.offered_on and asked.takes_place_on:
            place = self._rng.choice(("Home visit", "Northgate clinic", "At school"))
            assessments.add_appointment(
                self._session, person.id, asked.kind, asked.offered_on, asked.takes_place_on, place
            )
        return made

    def _begin(self, person: Person, kind: str, assessment_id: int) -> None:
        form = self._form(person, kind, self._today)
        held = sdq.of_child(self._session, person.id)
        told = demo_texts.told(
            form,
            person,
            self._today,
            self._today,
            self._rng,
            self._rng.randrange(18, 60),
            questionnaires=held,
        )
        assessments.change(
            self._session, assessment_id,
            {"form_id": form.id, "started_at": self._now, "last_question_id": list(told.answers)[-1]},
        )  # fmt: skip
        self._answers(assessment_id, told.answers, self._team["sam"], self._now)

    def _sign(self, person: Person, asked: Asked, assessment_id: int, done: date) -> None:
        """Answer, plan and sign an assessment through the services, on the days it happened."""
        by = self._team[_user(asked.assessor or "sam")]
        signed = min(done + timedelta(days=self._rng.choice((0, 1, 2, 3, 5))), self._today)
        at = datetime.combine(signed, time(15, self._rng.randrange(60)), self._now.tzinfo)
        at = min(at, self._now)
        form = self._form(person, asked.kind, done)
        held = sdq.of_child(self._session, person.id)
        told = demo_texts.told(form, person, done, signed, self._rng, questionnaires=held)
        begun = {"form_id": form.id, "started_at": at, "first_seen_on": done}
        sent = signed + timedelta(days=1 + person.id % 3)
        # Papers of long ago went the old way; some never did, and nobody has noticed yet.
        if sent + timedelta(days=10) < self._today and person.id % 9 != _NEVER_SENT:
            begun |= {"sent_to_gp_on": sent, "sent_to_social_worker_on": sent}
        assessments.change(self._session, assessment_id, begun)
        self._answers(assessment_id, told.answers, by, at)
        plan = told.plan
        if asked.kind == "RHA":
            carried = self._mark_last_plan(assessment_id, by, at, share=1.0)
            plan = tuple(need for need in plan if need.category not in carried)[:2]
        for need in plan:
            plans.save_need(self._session, person.id, assessment_id, need)
        found = assessing.check(self._session, assessment_id, by=by, now=at, today=signed, completed_on=done)
        if found.fix:
            raise ValueError(f"The demonstration can't sign: {[finding.words for finding in found.fix]}")
        reasons = {one.id: _reason(one.id) for one in found.explain}
        assessing.sign(
            self._session, assessment_id, by=by, now=at, today=signed, completed_on=done, reasons=reasons
        )

    def _mark_last_plan(self, assessment_id: int, by: Actor, at: datetime, *, share: float) -> set[str]:
        """Mark this share of the last plan, and return the categories of need that were carried forward."""
        items = last_plan.items_of(self._session, assessment_id)
        carried = set()
        for item in items[: max(1, round(len(items) * share))]:
            mark, note, words = self._rng.choice(_MARKS)
            assert item.outcome.id is not None
            review_on = at.date() + timedelta(days=self._rng.randrange(60, 120)) if mark == "partly" else None
            last_plan.mark(
                self._session, assessment_id, item.outcome.id, mark, by=by, now=at, note=note, childs_words=words,
                new_review_on=review_on,
            )  # fmt: skip
            if mark == "partly":
                carried.add(item.need.category)
        for need in plans.plan_of(self._session, assessment_id):
            plans.save_need(
                self._session, self._child_of(assessment_id), assessment_id, _agreed_again(need, at.date())
            )
        return carried

    def _child_of(self, assessment_id: int) -> int:
        return assessments.child_of(self._session, assessment_id)

    def _answers(self, assessment_id: int, answers: dict[str, Value], by: Actor, at: datetime) -> None:
        rows = [
            {"assessment_id": assessment_id, "question_id": question, "value": json.dumps(value, ensure_ascii=False),
             "answered_at": at, "answered_by_id": by.person_id}
            for question, value in answers.items()
        ]  # fmt: skip
        self._session.execute(insert(AnswerRow), rows)

    def _form(self, person: Person, kind: str, on: date) -> Form:
        form = form_for(forms.all_forms(), kind, person.born, on)
        assert form is not None
        return form


def _agreed_again(need: Need, on: date) -> Need:
    """Return a need agreed anew, with new days for actions whose day has passed, as a person does when carrying on."""
    outcomes = tuple(
        replace(
            outcome,
            agreed_child=outcome.agreed_child or "yes",
            actions=tuple(
                replace(action, by=on + timedelta(days=42))
                if action.by is None or action.by <= on
                else action
                for action in outcome.actions
            ),
        )
        for outcome in need.outcomes
    )
    return replace(need, outcomes=outcomes)


def _user(assessor: str) -> str:
    return "demo" if assessor == "grace" else assessor


def _reason(finding_id: str) -> str:
    if finding_id == "iha_not_by_doctor":
        return "Seen together with Dr Sam Iqbal, who agrees with the findings"
    return "Asked again; added at the next contact"
