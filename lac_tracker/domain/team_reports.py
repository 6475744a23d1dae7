"""The reports of a team: what each is, what it asks, and what one answers with: columns, rows, and gaps to fix before it leaves."""

from dataclasses import dataclass, field
from datetime import date
from typing import Literal

from lac_tracker.domain.authorisation import Action
from lac_tracker.domain.exports import Cell, Column
from lac_tracker.domain.extracts import CHILDREN, PLAN_ITEMS, SDQ
from lac_tracker.domain.periods import Period

Asks = Literal["period", "compare", "view", "council", "flag", "year", "hide_small", "day", "level"]
Shape = Literal["list", "counts", "performance", "evidence", "extract"]


@dataclass(frozen=True)
class Report:
    """One report. shape: 'list' names children, 'counts' does not; an 'extract' is a file alone (`domain.extracts`); the
    others are papers of their own.

    begins_with: the period it is mostly made for, a key of PERIODS; '' for the one that stands there.
    """

    key: str
    title: str
    group: str
    about: str
    asks: tuple[Asks, ...] = ()
    shape: Shape = "list"
    begins_with: str = ""
    needs: Action = Action.SEE_LISTS  # who may not do this does not see the report


_TEAM, _COUNCIL, _QUALITY, _GOVERNANCE = "Team", "Council and ICB", "Quality", "Governance"
_EXTRACTS = "Extracts"
REPORTS: tuple[Report, ...] = (
    Report("overdue", "Overdue and due list", _TEAM, "What the working list shows, one row for each child and assessment", ("view", "council")),
    Report("iha", "IHA timeliness", _TEAM, "Every IHA due in the period with its steps, the days between them and who held it", ("period",)),
    Report("rha", "RHA timeliness", _TEAM, "Every RHA due in the period with its steps, the days between them and who held it", ("period",)),
    Report("reasons", "Reasons for delay", _TEAM, "Why what was due in the period was late, whose delay it was, and whether it was avoidable", ("period", "hide_small"), "counts"),
    Report("capacity", "Capacity and demand", _TEAM, "The next 8 weeks: how many assessments are due or expected, and how many slots there are", (), "counts"),
    Report("return", "Yearly return: what is missing", _COUNCIL, "For children looked after 12 months or more at 31 March: each column of the health return that has no answer, child by child or counted", ("year", "council", "level", "hide_small")),
    Report("sdq", "SDQ due", _COUNCIL, "Children of 4 to 16 whose SDQ of this year is still to be done", ("council",)),
    Report("performance", "Quarterly report", _COUNCIL, "Every figure with its numbers, target, what was left out, months and reasons. Counts only", ("period", "compare", "hide_small"), "performance", "last_quarter"),
    Report("out_of_area", "Out-of-area children", _COUNCIL, "Children who live outside the team's own area, where, and since when", ("day", "council")),
    Report("evidence", "Evidence pack, 3.12 to 3.20", _COUNCIL, "What the inspection recommended, what is in place, the figures, and what is being done", ("period", "hide_small"), "evidence"),
    Report("qa", "QA results by criterion", _QUALITY, "Each criterion of the checklist over the reviews finished in the period", ("period", "hide_small"), "counts"),
    Report("smart", "SMART results", _QUALITY, "Outcomes of plans signed in the period that did not pass all five letters, and which they did not pass", ("period",)),
    Report("voice", "Voice of the child", _QUALITY, "Assessments of the period in which 'What matters most' is not answered", ("period",)),
    Report("completeness", "Record completeness", _QUALITY, "Ethnicity, language, religion, birth and parental history, GP, dental, eyes, immunisations and SDQ", ("period", "compare", "hide_small"), "counts"),
    Report("flags", "Flags list (CP, CIN)", _GOVERNANCE, "Every child with a flag, one row for each: choose one flag or all of them", ("flag", "council", "day")),
    Report("plans", "Children on plans", _GOVERNANCE, "Children with a child protection plan, a section 47 enquiry or a child in need plan in force", ("council", "day")),
    Report("looked_after", "Looked-after list for flagging", _GOVERNANCE, "Who is looked after on the last day of the period, who is new and who left: for the hospital and GPs to flag each month", ("period", "council"), "list", "last_month"),
    Report("training", "Training of staff", _GOVERNANCE, "What each person was trained in, at which level, and until when it holds", (), "counts"),
    Report("opened", "Who opened what", _GOVERNANCE, "Who opened which child's record in the period, on which day and how often, from the audit log", ("period",), "list", "last_month", Action.SEE_AUDIT),
    Report("sent", "Documents sent", _GOVERNANCE, "Every document that left the team in the period: to whom, how, and the answer", ("period",)),
    Report("extract_children", "Extract: children", _EXTRACTS, f"{CHILDREN.row}, for a spreadsheet of your own: one flat table", (), "extract", needs=Action.EXPORT),
    Report("extract_plan_items", "Extract: plan items", _EXTRACTS, PLAN_ITEMS.row, (), "extract", needs=Action.SEE_CLINICAL),
    Report("extract_sdq", "Extract: SDQ", _EXTRACTS, SDQ.row, (), "extract", needs=Action.SEE_CLINICAL),
)  # fmt: skip
REPORT = {one.key: one for one in REPORTS}
GROUPS = (_TEAM, _COUNCIL, _QUALITY, _GOVERNANCE, _EXTRACTS)
EVERY_FLAG = ""
LEVELS = (("child", "Child level, for the council"), ("counts", "Counts only"))


@dataclass(frozen=True)
class Params:
    """What a report was asked for. council: a code, '' for all. flag: a kind of flag, '' for all. year: ends on 31 March.

    level: a key of LEVELS.
    """

    period: Period
    compared: Period | None = None
    view: str = "overdue"
    council: str = ""
    flag: str = EVERY_FLAG
    year: int = 0
    day: date | None = None
    hides_small: bool = True
    level: str = "child"


@dataclass(frozen=True)
class Gap:
    """Something to fix before the report leaves. place: the screen, or the view of the list, where it is mended; '' for none."""

    words: str
    count: int
    place: str = ""


@dataclass(frozen=True)
class Found:
    """What a report answers with. gaps: to fix before it leaves. paper: columns and rows for paper where a page says it
    in fewer and longer cells than a file does.
    """

    columns: tuple[Column, ...]
    rows: tuple[tuple[Cell, ...], ...]
    stated: tuple[str, ...]
    gaps: tuple[Gap, ...] = field(default=())
    paper: tuple[tuple[Column, ...], tuple[tuple[Cell, ...], ...]] | None = None
