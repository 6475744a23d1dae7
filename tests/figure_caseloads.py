"""Invented caseloads for the figures: children who left and came back, short breaks, custody, leap days and every gap."""

import random
from datetime import UTC, date, datetime, timedelta

from sqlalchemy import insert

from lac_tracker.storage import children
from lac_tracker.storage.tables import assessments as of_assessments
from lac_tracker.storage.tables.care import ContactRow, LegalStatusRow, PeriodOfCareRow, PlacementRow
from lac_tracker.storage.tables.children import ChildRow
from lac_tracker.storage.tables.health_checks import ImmunisationStatementRow, RoutineCheckRow
from lac_tracker.storage.tables.information import InformationRequestRow
from lac_tracker.storage.tables.pathways import LeavingCareRow
from lac_tracker.storage.tables.people import TrainingRow
from lac_tracker.storage.tables.plans import LastPlanMarkRow, NeedRow, OutcomeRow
from lac_tracker.storage.tables.quality import QualityChecklistRow, QualityReviewRow, QualityScoreRow
from lac_tracker.storage.tables.sdq import QuestionnaireRow, SdqNotDoneRow

_SHA = "0" * 64
_LEAP_DAYS = (date(2008, 2, 29), date(2012, 2, 29), date(2016, 2, 29), date(2020, 2, 29), date(2024, 2, 29))
_STATES = ("recorded", "prefers_not_to_say", "asked_not_known", "not_asked")
_HISTORIES = ("answered", "asked", "not_known_after_asking", "declined", "not_asked")
_ANSWERS = {
    "matters": ('"My dog"', '""', "null"), "matters_kind": ('"own_words"', '"seen"'),
    "alone": ('"yes"', '"no"', '"not_offered"', '"too_young"'),
}  # fmt: skip


def invent(session, seed, today, count=40):
    """Add so many children with all that figures are counted from; what is due of them follows when it is saved."""
    dice = random.Random(seed)
    made = _Made(session, dice, today)
    council = children.council(session, 1, "123")
    session.add(of_assessments.FormTextRow(sha256=_SHA, form_id="iha", form_version="1", content="x"))
    session.add(
        QualityChecklistRow(
            team_id=1, version_number=1, sha256=_SHA, content="x", made_at=_at(today), made_by="x"
        )
    )
    session.flush()
    for person in (3, 4):
        began = today - timedelta(days=dice.randrange(900))
        made.add(
            TrainingRow, person_id=person, subject="unaccompanied", completed_on=began, recorded_by="x",
            expires_on=began + timedelta(days=dice.randrange(1, 700)) if dice.random() < 0.6 else None,
        )  # fmt: skip
    for number in range(count):
        made.child(100_000 * seed + number + 1, council, number)
    made.save()
    for child_id in made.children:
        children.mark_for_due(session, child_id)


def _at(day):
    return datetime(day.year, day.month, day.day, 10, tzinfo=UTC)


class _Made:
    """Rows on their way into the file, table by table."""

    def __init__(self, session, dice, today):
        self.session, self.dice, self.today = session, dice, today
        self.rows, self.children, self.numbers = {}, [], {}

    def add(self, table, **values):
        self.numbers[table] = number = self.numbers.get(table, 1_000) + 1
        self.rows.setdefault(table, []).append({"id": number} | values)
        return number

    def save(self):
        order = sorted(
            self.rows, key=lambda table: list(ChildRow.metadata.sorted_tables).index(table.__table__)
        )
        for table in order:
            names = {name for row in self.rows[table] for name in row}
            self.session.execute(insert(table), [dict.fromkeys(names) | row for row in self.rows[table]])
        self.session.flush()

    def day(self, first, last):
        return first + timedelta(days=self.dice.randrange(max((last - first).days, 0) + 1))

    def child(self, child_id, council, number):
        dice, today = self.dice, self.today
        born = (
            dice.choice(_LEAP_DAYS)
            if dice.random() < 0.2
            else self.day(date(2007, 6, 1), today - timedelta(days=20))
        )
        self.children.append(child_id)
        self.rows.setdefault(ChildRow, []).append({
            "id": child_id, "team_id": 1, "responsible_council_id": council, "council_child_id": f"9{number}", "born": born,
            "family_name": f"Example{number}" if dice.random() < 0.9 else None, "ethnicity_state": dice.choice(_STATES[:3]),
            "language_state": dice.choice(_STATES), "religion_state": dice.choice(_STATES[:2] * 2 + _STATES),
            "birth_history_state": dice.choice(_HISTORIES), "parental_history_state": dice.choice(_HISTORIES),
            "is_unaccompanied": dice.random() < 0.2, "search_key": "", "sex": "not known", "communication_state": "not_asked",
            "allergies_state": "not_recorded", "interpreter_needed": "not_known", "address_withheld": False,
            "age_disputed": False, "version": 1,
            "unaccompanied_until": self.day(today - timedelta(days=500), today) if dice.random() < 0.3 else None,
        })  # fmt: skip
        for began, ended in self._periods(child_id, born):
            self._care(child_id, born, began, ended)
        self._health(child_id, born)

    def _periods(self, child_id, born):
        """Once, twice or three times in care; with gaps, without, overlapping, or without anybody knowing since when."""
        dice, found = self.dice, []
        day = self.day(max(born, date(2018, 6, 1)), self.today)
        for place in range(dice.choice((0, 1, 1, 1, 1, 2, 2, 3))):
            ended = (
                day + timedelta(days=dice.choice((5, 20, 28, 60, 300, 700))) if dice.random() < 0.5 else None
            )
            if ended is not None and ended > self.today:
                ended = None
            began = None if place == 0 and dice.random() < 0.12 else day
            self.add(
                PeriodOfCareRow, child_id=child_id, began=began, ended=ended, version=1,
                reason_ended="E4A" if ended else None,
                council_told_us_on=day + timedelta(days=dice.randrange(12)) if dice.random() < 0.3 else None,
            )  # fmt: skip
            found.append((began or day, ended))
            if ended is None and dice.random() < 0.85:
                break
            day = (ended or day + timedelta(days=40)) + timedelta(days=dice.choice((-4, 0, 1, 10, 80, 250)))
            if day > self.today:
                break
        return found

    def _care(self, child_id, born, began, ended):
        dice = self.dice
        code = dice.choice(("C2", "V2", "V2", "E1", "V3", "V4", "J1"))
        turn = began + timedelta(days=dice.randrange(5, 60)) if dice.random() < 0.3 else None
        turn = None if turn and ended and turn >= ended else turn
        self.add(LegalStatusRow, child_id=child_id, code=code, began=began, ended=turn or ended, version=1)
        if turn:
            self.add(
                LegalStatusRow,
                child_id=child_id,
                code=dice.choice(("C2", "V2")),
                began=turn,
                ended=ended,
                version=1,
            )
        self.add(
            PlacementRow, child_id=child_id, began=began, ended=ended, version=1,
            placement_type=dice.choice(("U4", "U4", "U6", "R5", "K1")),
            host_area="Luton" if dice.random() < 0.3 else None,
        )  # fmt: skip
        self._assessments(child_id, began, ended or self.today)

    def _assessments(self, child_id, began, last):
        dice = self.dice
        day = began - timedelta(days=dice.choice((0, 0, 0, 30, 70, 200)))
        for place in range(dice.randrange(6)):
            day += timedelta(days=dice.choice((4, 20, 27, 28, 29, 33, 60, 150, 181, 183, 366)))
            if day > min(last + timedelta(days=30), self.today):
                return
            kind = "IHA" if place == 0 or dice.random() < 0.1 else "RHA"
            self._assessment(
                child_id,
                kind,
                day,
                dice.choice(("signed",) * 5 + ("history", "declined", "part_done", "cancelled", "requested")),
                began,
            )

    def _assessment(self, child_id, kind, day, state, began):
        dice = self.dice
        told = day - timedelta(days=dice.randrange(6, 40))
        done = state in ("signed", "history")
        complete = told + timedelta(days=dice.randrange(6)) if dice.random() < 0.8 else None
        signed_on = min(day + timedelta(days=dice.choice((0, 3, 20))), self.today)
        values = {
            "child_id": child_id, "kind": kind, "state": state, "version": 1, "edition": 1,
            "accepted_from_earlier_period": done and dice.random() < 0.2, "completed_by": "x" if done else None,
            "notified_on": told if state != "history" and dice.random() < 0.8 else None,
            "request_complete_on": complete if state != "history" else None,
            "consent_received_on": told + timedelta(days=3) if state != "history" and dice.random() < 0.6 else None,
            "first_seen_on": day - timedelta(days=dice.randrange(5)) if dice.random() < 0.3 else None,
            "part_done_on": day if state == "part_done" or dice.random() < 0.1 else None,
            "completed_on": day if done or (state == "part_done" and dice.random() < 0.3) else None,
            "declined_on": day if state == "declined" else None,
        }  # fmt: skip
        if state == "signed":
            values |= {
                "signed_at": _at(signed_on),
                "form_sha256": _SHA,
                "signed_by_id": dice.choice((3, 4)),
                "signed_as": "x",
            }
            signed_on = max(signed_on, complete or signed_on)
            values |= self._sent(signed_on)
        one = self.add(of_assessments.AssessmentRow, **values)
        if state == "declined" or dice.random() < 0.05:
            self.add(
                of_assessments.DeclinedRow, child_id=child_id, kind=kind, declined_on=day, declined_by="young_person",
                what_was_said="x", recorded_by="x", offers="", version=1,
            )  # fmt: skip
        if state == "signed":
            edition = one
            if dice.random() < 0.15:
                again = min(signed_on + timedelta(days=9), self.today)
                edition = self.add(
                    of_assessments.AssessmentRow,
                    **values | self._sent(again) | {"amends_id": one, "edition": 2, "signed_at": _at(again)},
                )
            elif dice.random() < 0.1:
                self.add(
                    of_assessments.AssessmentRow,
                    **values
                    | {
                        "amends_id": one,
                        "edition": 2,
                        "state": "in_progress",
                        "signed_at": None,
                        "sent_to_gp_on": None,
                    },
                )
            self._plan(child_id, edition)
            self._reviewed(child_id, edition, kind, signed_on)
        if dice.random() < 0.5:
            self.add(
                of_assessments.AppointmentRow, child_id=child_id, kind=kind, offered_on=told, takes_place_on=day, version=1,
                outcome=dice.choice(("booked", "seen", "seen", "part_done", "was_not_brought", "declined", "cancelled", "moved")),
            )  # fmt: skip
        if dice.random() < 0.3:
            response = dice.choice(("given", "given", "refused"))
            consent = self.add(
                of_assessments.ConsentRow, child_id=child_id, response=response, giver="parent",
                giver_name="x", given_on=told, means="letter", recorded_by="x", withdrawn_reason="", version=1,
                invalidated_on=told if dice.random() < 0.1 else None, invalidated_notes="x",
            )  # fmt: skip
            self.add(
                of_assessments.ConsentPurposeRow, consent_id=consent, purpose="health_assessment",
                is_agreed=response == "given" and dice.random() < 0.8,
            )  # fmt: skip

    def _sent(self, signed_on):
        dice = self.dice
        return {
            name: signed_on + timedelta(days=dice.choice((0, 5, 13, 14, 15, 30)))
            if dice.random() < 0.7
            else None
            for name in ("sent_to_gp_on", "sent_to_social_worker_on")
        }

    def _plan(self, child_id, one):
        dice = self.dice
        need = self.add(
            NeedRow,
            child_id=child_id,
            assessment_id=one,
            position=1,
            category="teeth",
            title="x",
            found="",
            childs_words="",
            version=1,
        )
        for place in range(dice.randrange(3)):
            mark = dice.choice(
                (None, "met", "partly", "not_met", "no_longer_needed", "declined", "transferred")
            )
            outcome = self.add(
                OutcomeRow, need_id=need, position=place, outcome="x", measure="x", version=1, carried_count=0,
                review_on=self.day(self.today - timedelta(days=400), self.today + timedelta(days=60)) if dice.random() < 0.9 else None,
                mark=mark, marked_on=self.day(self.today - timedelta(days=400), self.today) if mark else None, mark_note="",
                smart_letters=dice.choice((None, "SMART", "SMART", "SMaRt", "smart")), agreed_by_child_because="",
                agreed_by_carer_because="", plain_words="", entered_in_error_because="x" if dice.random() < 0.1 else None,
            )  # fmt: skip
            if dice.random() < 0.4:
                self.add(
                    LastPlanMarkRow, assessment_id=one, outcome_id=outcome, mark="partly", note="", childs_words="", version=1,
                    what_next=dice.choice(("close", "carry_forward", "change")), marked_at=_at(self.today), marked_by_id=3,
                )  # fmt: skip
        for question, values in _ANSWERS.items():
            if dice.random() < 0.8:
                self.add(
                    of_assessments.AnswerRow, assessment_id=one, question_id=question, value=dice.choice(values), version=1,
                    answered_at=_at(self.today), answered_by_id=3,
                )  # fmt: skip

    def _reviewed(self, child_id, one, kind, signed_on):
        dice = self.dice
        if dice.random() > 0.2:
            return
        state = dice.choice(("started", "finished", "with_author", "amended", "closed"))
        review = self.add(
            QualityReviewRow, team_id=1, child_id=child_id, assessment_id=one, checklist_id=1, kind=kind, signed_on=signed_on,
            author="x", provider="x", is_out_of_area=dice.random() < 0.3, why_chosen="random", reviewer_id=1, version=1,
            due_on=signed_on, state=state, overall=None if state == "started" else "needs_changes", praise="",
            finished_on=None if state == "started" else self.day(signed_on, self.today),
        )  # fmt: skip
        for criterion in ("1", "2", "3"):
            answer = dice.choice(("met", "met", "partly", "not_met", "not_applicable"))
            self.add(
                QualityScoreRow, review_id=review, criterion_id=criterion, answer=answer, note="x", version=1
            )

    def _health(self, child_id, born):
        dice, today = self.dice, self.today
        for _ in range(dice.randrange(4)):
            day = self.day(max(born, today - timedelta(days=800)), today)
            state = dice.choice(("done", "done", "booked", "not_done", "declined", "not_needed"))
            self.add(
                RoutineCheckRow, child_id=child_id, kind=dice.choice(("dental", "vision", "hearing")), state=state, version=1,
                happened_on=None if state == "not_needed" and dice.random() < 0.3 else day, what="", result="", provider="",
                date_precision=dice.choice(("day", "month", "year", "about")), date_words="", reason="x", source="x", recorded_by="x",
                entered_in_error_because="x" if dice.random() < 0.1 else None,
            )  # fmt: skip
            self.add(
                ImmunisationStatementRow, child_id=child_id, as_at=day, outstanding="x", source="x", stated_by="x", recorded_by="x",
                status=dice.choice(("up_to_date", "not_up_to_date", "history_unknown")), version=1,
                entered_in_error_because="x" if dice.random() < 0.1 else None,
            )  # fmt: skip
            if dice.random() < 0.7:
                self.add(
                    QuestionnaireRow, child_id=child_id, form=dice.choice(("parent_2_4", "parent_4_17", "parent_4_17", "self_11_17")),
                    entry="total", state=dice.choice(("part", "scored", "scored")), completed_on=day, completed_by="x", version=1,
                    total=dice.randrange(41) if dice.random() < 0.9 else None, source="x", recorded_by="x", recorded_at=_at(day),
                    entered_in_error_because="x" if dice.random() < 0.1 else None, is_follow_up=False, keyed_twice=False,
                    skipped_items="", licence_note="", means="", child_thinks="", own_words="", next_step_words="",
                )  # fmt: skip
            else:
                self.add(
                    SdqNotDoneRow,
                    child_id=child_id,
                    asked_on=day,
                    reason=f"SDQ{dice.randrange(1, 6)}",
                    words="",
                    recorded_by="x",
                    version=1,
                )
        if dice.random() < 0.5:
            self.add(ContactRow, child_id=child_id, kind="gp_practice", since=dice.choice((None, self.day(born, today))), version=1,
                     ended_on=self.day(today - timedelta(days=300), today) if dice.random() < 0.3 else None)  # fmt: skip
        if dice.random() < 0.4:
            asked = self.day(today - timedelta(days=500), today)
            answer = dice.choice((None, "received", "nothing_held", "declined"))
            self.add(
                InformationRequestRow, child_id=child_id, source=dice.choice(("camhs", "camhs", "gp")), asked_of="x", what="x", asked_on=asked,
                due_on=asked, answer=answer, answered_on=asked if answer else None, content="", sections="", recorded_by="x", version=1,
            )  # fmt: skip
        if born < date(2010, 1, 1) and dice.random() < 0.7:
            state = dice.choice(("not_started", "drafted", "given", "declined"))
            self.add(
                LeavingCareRow, child_id=child_id, health_history=state, health_history_note="", recorded_by="x", version=1,
                health_history_on=self.day(today - timedelta(days=600), today) if state in ("given", "declined") else None,
            )  # fmt: skip
