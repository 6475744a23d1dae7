"""The flat extracts: which columns each has, of which type, and what they hold. The command line prints it, docs repeat it.

One row for each child, action, questionnaire, assessment that is due, or figure. Columns may be added, never renamed.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from lac_tracker.domain.exports import Column, Kind


@dataclass(frozen=True)
class Field:
    """One column. names: it says who a child is, or may name somebody. width: in characters of a sheet.

    typed: somebody typed it, so it leaves without what may not be said to everybody (`services.redaction.extracted`).
    """

    key: str
    kind: Kind
    words: str
    names: bool = False
    width: int = 0
    typed: bool = False


@dataclass(frozen=True)
class Extract:
    """One extract. key: as the command line has it. row: what one row is."""

    key: str
    title: str
    row: str
    order: str
    fields: tuple[Field, ...]

    @property
    def names_anybody(self) -> bool:
        return any(one.names for one in self.fields)

    def columns(self) -> tuple[Column, ...]:
        """Return the columns as lists that leave the screen have them, under their keys."""
        return tuple(Column(one.key, one.kind, one.names, one.width) for one in self.fields)


def _text(key: str, words: str, width: int = 16) -> Field:
    return Field(key, "text", words, width=width)


def _day(key: str, words: str) -> Field:
    return Field(key, "date", words)


def _number(key: str, words: str) -> Field:
    return Field(key, "number", words)


def _typed(key: str, words: str, width: int = 40) -> Field:
    return Field(key, "text", words, names=True, width=width, typed=True)


_CHILD = (
    _text("child_id", "The child's number in this caseload: the same in every extract, and nowhere else. Digits as text", 20),
    _text("council", "Code of the responsible council", 12),
    Field("council_id", "text", "The council's own identifier of the child", names=True, width=14),
    Field("family_name", "text", "Family name. 'Restricted record' where the person may not have it", names=True, width=20),
    Field("given_name", "text", "Given name", names=True, width=18),
    Field("nhs_number", "text", "NHS number, ten digits", names=True, width=13),
    Field("born", "date", "Date of birth", names=True),
)  # fmt: skip

CHILDREN = Extract(
    "children", "Children", "One row for each child, in care or not", "Family name, given name, council_id",
    (
        *_CHILD,
        Field("preferred_name", "text", "What they like to be called", names=True, width=18),
        _number("age", "Completed years on the day of the extract"),
        _text("sex", "male, female or not known", 10),
        _text("gender", "How the child describes it, where that was asked"),
        _text("ethnicity_state", "recorded, prefers_not_to_say, asked_not_known or not_asked", 20),
        _text("ethnicity", "Code of the ethnic category", 12),
        _text("language_state", "As ethnicity_state", 20),
        _text("first_language", "ISO 639-3", 14),
        _text("preferred_language", "ISO 639-3", 18),
        _text("interpreter_needed", "yes, no or not_known", 18),
        _text("religion_state", "As ethnicity_state", 20),
        _text("religion", "Code of the religion group", 12),
        _text("unaccompanied", "yes where the child is an unaccompanied asylum-seeking child on the day, else no", 14),
        _text("looked_after", "yes where a period of care is open on the day, else no", 13),
        _day("became_looked_after", "First day of the last period of care; empty while nobody told us"),
        _day("left_care", "Day the last period of care ended"),
        _text("left_care_reason", "Reason the period ended, as the yearly return has it: E4A and so on", 16),
        _text("legal_status", "Legal status on the day, as the yearly return has it: C2, V2 and so on", 12),
        _day("legal_status_since", "First day of it"),
        _text("placement_type", "Placement on the day, as the yearly return has it: U4, K2 and so on", 14),
        _day("placement_since", "First day of it"),
        _text("lives_in", "Area the child lives in, where it lies outside the team's own; empty where the address is withheld", 24),
        _text("gp_practice", "Name of the GP practice; empty where the address is withheld", 30),
        _text("gp_practice_code", "ODS code of the GP practice; empty where the address is withheld", 18),
        Field("social_worker", "text", "Name of the social worker", names=True, width=24),
        _text("flags", "Keys of the flags on the day, separated by blanks", 40),
        _text("iha_status", "Status of the initial health assessment, as in the extract due", 20),
        _day("iha_due", "When the initial health assessment is due"),
        _text("rha_status", "Status of the review health assessment, as in the extract due", 20),
        _day("rha_due", "When the review health assessment is due"),
    ),
)  # fmt: skip

PLAN_ITEMS = Extract(
    "plan-items", "Plan items", "One row for each action of every signed plan, as it stands in the edition in force. What was "
    "entered in error is left out, and so are private needs and what the young person keeps", "child_id, plan_on, need, outcome, action",
    (
        *_CHILD,
        _text("assessment_id", "Number of the assessment the plan belongs to, digits as text", 20),
        _text("assessment", "IHA or RHA", 12),
        _day("plan_on", "When the assessment was completed with the child"),
        _text("is_current_plan", "yes where no later plan of the child is signed, else no", 16),
        _number("need", "Place of the need among those shown of the plan, from 1"),
        _text("category", "Kind of need", 22),
        _typed("need_title", "The need"),
        _number("outcome", "Place of the outcome under its need, from 1"),
        _typed("outcome_words", "What will be different for the child"),
        _typed("measure", "How we will know"),
        _day("review_on", "When the outcome is looked at again"),
        _text("smart", "The five letters of the SMART check when it was last saved: a capital passed, as in SMaRT", 10),
        _text("mark", "met, partly, not_met, no_longer_needed, declined, transferred; empty while it is open", 18),
        _day("marked_on", "When it was marked"),
        _number("carried_count", "How often it was carried forward"),
        _day("first_agreed_on", "When it was first agreed, of one that was carried forward"),
        _number("action", "Place of the action under its outcome, from 1"),
        _typed("action_words", "What will be done"),
        _typed("person", "Who will do it", 24),
        _typed("role", "Their role", 22),
        _typed("organisation", "Their organisation", 26),
        _day("by_date", "By when"),
        _text("is_overdue", "yes where the day has passed and the outcome is open, else no", 12),
    ),
)  # fmt: skip

SDQ = Extract(
    "sdq", "SDQ", "One row for each scored questionnaire (SDQ). Raw answers and the wording of items are not in it",
    "child_id, completed_on",
    (
        *_CHILD,
        _text("questionnaire_id", "Number of the questionnaire, digits as text", 18),
        _text("form", "parent_2_4, parent_4_17, teacher_4_17, self_11_17 and so on", 16),
        _text("informant", "carer, teacher or self. The yearly return takes the carer's", 12),
        _text("is_follow_up", "yes for a follow-up form, else no", 12),
        _text("entry", "items, scales or total: what was typed", 10),
        _day("completed_on", "When it was completed"),
        _number("age", "Completed years then"),
        _typed("completed_by", "Who completed it, and what they are to the child", 28),
        _number("emotional", "Emotional symptoms, 0 to 10"),
        _number("conduct", "Conduct problems, 0 to 10"),
        _number("hyperactivity", "Hyperactivity, 0 to 10"),
        _number("peer", "Peer problems, 0 to 10"),
        _number("prosocial", "Prosocial behaviour, 0 to 10; not part of the total"),
        _number("total", "Total difficulties, 0 to 40; empty where a scale is missing"),
        _number("externalising", "Conduct and hyperactivity, 0 to 20"),
        _number("internalising", "Emotional and peer, 0 to 20"),
        _number("impact", "Impact, 0 to 10; of a teacher's form 0 to 6"),
        _number("impact_answered", "Of how many answered items the impact is made"),
        _text("keyed_twice", "yes where the answers were typed twice and agreed, else no", 12),
        _typed("source", "Paper form, or which licensed report", 24),
    ),
)  # fmt: skip

DUE = Extract(
    "due", "Due", "One row for each child and assessment of the current period of care", "due, empty last, then council_id",
    (
        _text("child_id", "The child's number in this caseload. Digits as text", 20),
        Field("council_id", "text", "The council's own identifier of the child", names=True, width=14),
        Field("name", "text", "Family name, given name. 'Restricted record' where the person may not have it", names=True, width=28),
        Field("nhs_number", "text", "NHS number, ten digits", names=True, width=13),
        Field("born", "date", "Date of birth", names=True),
        _text("assessment", "IHA or RHA", 12),
        _day("clock_start", "Became looked after; of a review the completion of the last assessment"),
        _day("due_28_days", "Of an IHA: 28 days after it"),
        _day("due_20_working_days", "Of an IHA: 20 working days after it"),
        _day("due", "The day that counts"),
        _text("status", "completed_in_time, completed_late, excluded, cannot_be_computed, needs_review, overdue, due_today, at_risk, due_soon, booked or on_track", 20),
        _text("overlays", "declined, part_done, on_hold, seen_not_signed, separated by blanks", 20),
        _number("days_overdue", "0 unless it is overdue"),
        _text("rule", "Which rule gave the day: TS-1, 'TS-2 age_at_last_assessment' and so on", 26),
        _text("waiting_on", "council, our_team, host_team, carer, young_person, gp, camhs, history_not_entered or nobody", 18),
        _text("reason", "Why it is excluded, at risk or cannot be computed", 30),
        _text("assessor", "To whom it is assigned", 22),
        _text("why", "Why it is late, in words", 30),
        _text("delay_code", "The same as a code", 16),
        Field("next_step", "text", "The next step", names=True, width=30),
        _day("next_step_on", "When it is to be done"),
        _text("next_step_by", "By whom", 22),
        _day("escalated_on", "When the delay was taken further"),
        _text("out_of_area", "yes where the child lives out of area, else no", 12),
    ),
)  # fmt: skip

INDICATORS = Extract(
    "indicators", "Indicators", "One row for each figure of a period. Counts only: nobody is named", "As on the dashboard",
    (
        _text("id", "Key of the figure", 28),
        _text("title", "Its name", 40),
        _number("numerator", "How many"),
        _number("denominator", "Of how many; empty for a figure that is no share"),
        _number("value", "The figure; empty where there is nothing to count"),
        _text("unit", "percent, count or days", 12),
        _number("target", "The team's target"),
        _text("meets_target", "yes, no, or empty where there is no target or no figure", 14),
        _text("left_out", "Who was left out, why and how many, separated by semicolons", 50),
        _day("from", "First day of the period"),
        _day("to", "Last day of the period"),
        _text("note", "What to know of it", 40),
        _text("definition", "How it is counted", 60),
        _text("source", "Where the rule comes from", 40),
        _text("confidence", "How well its source was verified: V, C or K", 12),
    ),
)  # fmt: skip

EXTRACTS = (CHILDREN, PLAN_ITEMS, SDQ, DUE, INDICATORS)
EXTRACT = {one.key: one for one in EXTRACTS}
_KINDS = {"text": "text", "date": "date", "number": "number"}


def described(extracts: Sequence[Extract] = EXTRACTS) -> str:
    """Return what extracts hold, column by column, as a page in Markdown."""
    parts = [_HEAD] if len(extracts) > 1 else []
    for one in extracts:
        rows = [
            f"| `{field.key}` | {_KINDS[field.kind]} | {'yes' if field.names else ''} | {field.words} |"
            for field in one.fields
        ]
        parts.append(
            f"## {one.title}: `export {one.key}`\n\n{one.row}. Sorted: {one.order}.\n\n"
            "| Column | Type | Names somebody | What it holds |\n|---|---|---|---|\n" + "\n".join(rows)
        )
    return "\n\n".join(parts) + "\n"


_HEAD = """# Flat extracts

    lac-tracker export children|plan-items|sdq|due|indicators --format csv|xlsx --out FILE [--why KEY]

Each extract is one table: a header with the names of the columns below, and a row for each child, action, questionnaire,
assessment or figure. Columns may be added at the end, never renamed. `lac-tracker export sdq --describe` prints its part of
this page.

- CSV is UTF-8 with a byte-order mark, CRLF, every cell in quotation marks; dates are YYYY-MM-DD. In Excel dates are dates,
  the header stays in view, and the sheet "About" says when it was made, how it is sorted, and what each column holds.
- An empty cell is not known, or does not apply. Yes and no are `yes` and `no`.
- A text that a spreadsheet would run as a formula has an apostrophe before it. Taking one apostrophe away from a text that
  begins with an apostrophe and such a sign gives what was typed.
- Why columns that name somebody are needed is kept in the audit log: `--why KEY`, asked for at a terminal when it is left
  out; of a script that does not say why, just that is kept. `--why none` leaves these columns out.
- Of a restricted record the family name is 'Restricted record', and name, NHS number and what was typed stay empty, save for
  a manager.
- What people typed leaves as a paper for everybody would have it: without a withheld address and who cares for the child
  there, with the family said as who they are to the child, and without words the young person keeps from anybody. Needs
  about sexual health, substances and pregnancy, and topics the young person keeps from anybody, are not in it.
- `child_id` joins the extracts of one caseload to each other. It is no identifier outside it."""
