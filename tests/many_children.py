"""Children with everything the working list reads, made by dice: every status, view, filter and flag among them."""

from datetime import UTC, datetime, timedelta

from lac_tracker.domain.care import CareHistory, LegalStatus, PeriodOfCare, Placement
from lac_tracker.domain.consent import Consent, Giver, Means, Purpose, Response
from lac_tracker.storage import assessments, care, children, clock_holds, consents, reference_data
from lac_tracker.storage.tables.assessments import AssessmentRow, DeclinedRow
from lac_tracker.storage.tables.care import MissingEpisodeRow, PlacementRow, ProtectionStatusRow
from lac_tracker.storage.tables.children import ChildFlagRow
from lac_tracker.storage.tables.family import FamilyMemberRow
from lac_tracker.storage.tables.monitoring import AllocationRow, DelayReasonRow, EscalationRow, FollowUpRow
from lac_tracker.storage.tables.pathways import LeavingCareRow, PregnancyRow
from lac_tracker.storage.tables.plans import ActionRow, NeedRow, OutcomeRow
from lac_tracker.storage.tables.sdq import QuestionnaireRow
from tests.conftest import NOW, TODAY

_FAMILY = ("Baptiste", "O'Brien", "Łukasik", "100%_x", "Ångström", "Smith", "smith", "Zaman", "🙂", None)
_FLAGS = ("restricted", "care_leaver", "needs", "uasc", "young_parent", "visit_in_pairs", "no_allergies")


class Children:
    """Adds children one by one. Everything follows from the dice."""

    def __init__(self, session, dice, today=TODAY):
        self.session, self.dice, self.today = session, dice, today
        self.form = assessments.keep_form(session, "form", "1", "the text of a form")
        self.codes = [one.code for one in reference_data.delay_reasons()]

    def back(self, least, most):
        """Return a day so many days ago."""
        return self.today - timedelta(days=self.dice.randrange(least, most))

    def chance(self, often):
        return self.dice.random() < often

    def put(self, row):
        self.session.add(row)
        self.session.flush()
        return row

    def add(self, number):
        dice, years = self.dice, self.dice.choice((0, 3, 4, 5, 9, 14, 15, 16, 17, 18, 19))
        born = self.today - timedelta(days=365 * years + years // 4 + dice.choice((-1, 0, 1, 90, 200, 300)))
        family = dice.choice(_FAMILY)
        fields = {
            "family_name": family, "given_name": dice.choice(("Amara", "Zoë", "Kai")) if family else None,
            "nhs_number": f"999{number:07}", "is_unaccompanied": self.chance(0.3),
            "unaccompanied_until": dice.choice((None, None, self.today, self.today + timedelta(days=9))),
            "interpreter_needed": dice.choice(("yes", "no", "not_known")), "address_withheld": self.chance(0.1),
            "allergies_state": dice.choice(("known", "none_known", "not_recorded")), "age_disputed": self.chance(0.1),
            "communication_state": dice.choice(("recorded", "not_asked")),
            "communication_needs": dice.choice((None, "", "Makaton")),
            "record_closed_on": dice.choice((None, None, None, self.today, self.today + timedelta(days=1))),
        }  # fmt: skip
        council = children.council(self.session, 1, dice.choice(("101", "202")))
        child = children.add(self.session, 1, council, f"C-{number}", min(born, self.today), fields)
        began = self._care(child, max(born, self.back(1, 1_200)))
        last = self._done(child, began)
        for kind in dice.choice((("IHA",), ("RHA",), ("IHA", "RHA"), ())):
            self._work(child, kind, last if kind == "RHA" and last else began)
        self._around(child)
        return child

    def _care(self, child, began):
        began = min(began, self.today)
        ended = dice_day if (dice_day := self.back(-30, 200)) > began and self.chance(0.25) else None
        code, place = self.dice.choice((("C2", "U4"), ("V3", "U4"), ("J1", "K1"), ("C2", "R5"), ("V4", "U4")))
        history = CareHistory(
            (PeriodOfCare(began if self.chance(0.9) else None, ended, "E8" if ended else None),),
            (Placement(began, ended, place, "PR1", None),),
            (LegalStatus(began, ended, code if self.chance(0.4) else "C2"),),
        )
        care.replace_history(self.session, child, history, import_id=None)
        row = self.session.query(PlacementRow).filter_by(child_id=child).one()
        row.host_area = self.dice.choice((None, None, "", "Corby", "Luton"))
        self.session.flush()
        children.mark_for_due(self.session, child)
        return began

    def _done(self, child, began):
        day, last, before = began, None, None
        for _ in range(self.dice.randrange(0, 4)):
            day += timedelta(days=self.dice.randrange(5, 380))
            if day > self.today:
                break
            kind = "RHA" if last else "IHA"
            if self.chance(0.3):
                fields = {"completed_on": day, "completed_by": "Dr Old"}
                assessments.add(self.session, child, kind, "history", fields)
            else:
                signed = datetime(day.year, day.month, day.day, 23, 30, tzinfo=UTC) + timedelta(
                    days=self.dice.choice((0, 1, 20))
                )
                fields = {
                    "completed_on": day, "signed_at": signed, "form_sha256": self.form,
                    "sent_to_gp_on": self.dice.choice((None, max(day, signed.date()))),
                    "amends_id": before if before and self.chance(0.3) else None,
                }  # fmt: skip
                before = assessments.add(self.session, child, kind, "signed", fields)
                self._plan(child, before, day)
            last = day
        return last

    def _plan(self, child, assessment, day):
        need = self.put(
            NeedRow(child_id=child, assessment_id=assessment, position=1, category="teeth", title="Teeth")
        )
        outcome = self.put(
            OutcomeRow(
                need_id=need.id, position=1, outcome="Sees a dentist", measure="Seen",
                mark=self.dice.choice((None, None, "partly", "met", "declined")),
                entered_in_error_because=self.dice.choice((None, None, "", "wrong child")),
            )
        )  # fmt: skip
        for place in range(self.dice.randrange(0, 3)):
            by = self.dice.choice(
                (None, self.today, self.today - timedelta(days=1), day + timedelta(days=90))
            )
            self.put(
                ActionRow(
                    outcome_id=outcome.id, position=place, action="Book", person="J Moss", role="Carer",
                    organisation="Home", by_date=by,
                )
            )  # fmt: skip

    def _work(self, child, kind, start):
        dice, to, session = self.dice, {"child_id": child, "kind": kind}, self.session
        state = dice.choice(("in_progress", "part_done", "declined", "", "", ""))
        if state:
            fields = {
                "assessor_id": dice.choice((None, 3, 4)),
                "part_done_on": self.back(0, 9) if state == "part_done" else None,
                "completed_on": self.back(0, 5) if self.chance(0.2) and state != "declined" else None,
            }  # fmt: skip
            if state == "declined":
                fields |= {
                    "declined_on": self.back(0, 9),
                    "ask_again_on": self.today + timedelta(dice.randrange(-9, 30)),
                }
            made = assessments.add(session, child, kind, state, fields)
            if state == "declined":
                row = session.get_one(AssessmentRow, made)
                self.put(
                    DeclinedRow(
                        **to, assessment_id=made, declined_on=row.declined_on, ask_again_on=row.declined_on + timedelta(1),
                        declined_by=dice.choice(("young_person", "carer", "parent")), what_was_said="Not now",
                        recorded_by="Grace Mensah",
                    )
                )  # fmt: skip
        if self.chance(0.5):
            taking_place = self.today + timedelta(days=dice.randrange(-9, 60))
            assessments.add_appointment(
                session,
                child,
                kind,
                self.today - timedelta(20),
                taking_place,
                dice.choice((None, "Clinic B", "School")),
            )
        if self.chance(0.5):
            given = Consent(
                id=None, response=Response.GIVEN, giver=Giver.COUNCIL, giver_name="Dan Price", given_on=self.back(0, 60),
                means=Means.EMAIL, agreed=frozenset({Purpose.HEALTH_ASSESSMENT}), recorded_by="Grace Mensah",
            )  # fmt: skip
            consents.add_consent(session, child, given)
        if self.chance(0.2):
            clock_holds.add(
                session, child, kind, began_on=self.back(4, 9), until=self.today + timedelta(days=dice.randrange(-3, 9)),
                reason="in hospital", recorded_by="Grace Mensah",
            )  # fmt: skip
        if self.chance(0.5):
            self.put(
                AllocationRow(
                    **to, person_id=dice.choice((None, 1, 3, 4)), allocated_at=NOW, allocated_by_id=1
                )
            )
        if self.chance(0.4):
            self.put(
                DelayReasonRow(
                    **to, clock_start=start, code=dice.choice(self.codes), recorded_at=NOW, recorded_by_id=1
                )
            )
        if self.chance(0.4):
            self.put(
                FollowUpRow(
                    **to, contacted="council", means="phone", result="will_act", next_step="Chase", logged_by_id=2,
                    next_step_on=self.today + timedelta(dice.randrange(-5, 9)), next_step_by="Tom Leigh", logged_at=NOW,
                )
            )  # fmt: skip
        if self.chance(0.2):
            self.put(
                EscalationRow(
                    **to, clock_start=start, step="Service manager", escalated_to="The service manager",
                    escalated_on=self.back(0, 9), escalated_by_id=1,
                )
            )  # fmt: skip
        children.mark_for_due(session, child)

    def _around(self, child):
        dice = self.dice
        for kind in _FLAGS:
            if self.chance(0.12):
                self.put(
                    ChildFlagRow(
                        child_id=child, kind=kind, set_on=self.back(-1, 2), set_by="Grace Mensah",
                        ended_on=dice.choice((None, self.today + timedelta(days=1))), is_review_only=self.chance(0.3),
                    )
                )  # fmt: skip
        for kind in ("child_protection_plan", "section_47_enquiry", "child_in_need_plan"):
            if self.chance(0.2):
                began = self.back(0, 50)
                self.put(
                    ProtectionStatusRow(
                        child_id=child, kind=kind, category=dice.choice((None, "Neglect")), began=began,
                        ended=dice.choice((None, began + timedelta(days=20))), recorded_by="Grace Mensah",
                    )
                )  # fmt: skip
        if self.chance(0.2):
            self.put(MissingEpisodeRow(child_id=child, began=self.back(0, 9), recorded_by="Grace Mensah"))
        if self.chance(0.2):
            self.put(
                PregnancyRow(
                    child_id=child, known_since=self.back(0, 9), ended_on=dice.choice((None, self.today)),
                    recorded_by="Grace Mensah",
                )
            )  # fmt: skip
        if self.chance(0.2):
            self.put(
                FamilyMemberRow(
                    child_id=child, relation=dice.choice(("child", "mother")), has_died=self.chance(0.2),
                    recorded_by="Grace Mensah",
                )
            )  # fmt: skip
        if self.chance(0.2):
            self.put(LeavingCareRow(child_id=child, recorded_by="Grace Mensah"))
        for _ in range(dice.randrange(0, 3)):
            self.put(
                QuestionnaireRow(
                    child_id=child, form=dice.choice(("parent_4_17", "teacher_4_17", "parent_2_4")), entry="total",
                    state=dice.choice(("scored", "scored", "part")), completed_by="J Moss", total=9, source="Paper form",
                    completed_on=dice.choice((self.back(300, 400), self.back(364, 367), self.back(0, 90))),
                    is_follow_up=self.chance(0.2), recorded_by="Grace Mensah", recorded_at=NOW,
                    entered_in_error_because=dice.choice((None, None, None, "wrong child")),
                )
            )  # fmt: skip
