"""Papers of figures: a year of a service, one with small numbers hidden, one of nothing; and lists as papers."""

from dataclasses import dataclass, replace
from datetime import date

from lac_tracker.domain.figure_charts import MonthBar, ReasonBar
from lac_tracker.domain.figure_words import in_words, quarters, reasons_words, shown_reasons
from lac_tracker.domain.indicators import INDICATOR, INDICATORS
from lac_tracker.domain.performance import (
    ActionTaken,
    Answered,
    EvidencePack,
    MonthsOf,
    PerformanceReport,
    Reasons,
)
from lac_tracker.domain.reports import Service
from lac_tracker.domain.table_report import TableReport

TODAY = date(2026, 3, 4)
SERVICE = Service("Northgate looked-after children’s health team", "01632 960 100", "lac.health@example.org")
REASONS = (
    ReasonBar("Consent not received", "Council", 8),
    ReasonBar("Told us late", "Council", 5),
    ReasonBar("No clinic slot", "Our team", 4),
    ReasonBar("Young person said not now", "Young person", 2),
)


@dataclass(frozen=True)
class AFigure:
    """A figure as the service gives it."""

    id: str = "iha_28_days"
    numerator: int = 94
    denominator: int = 115
    value: float | None = 100 * 94 / 115
    excluded: tuple = ()
    split: tuple = ()
    target: float | None = None
    note: str = ""

    @property
    def title(self):
        return INDICATOR[self.id].title

    @property
    def unit(self):
        return INDICATOR[self.id].unit


def a_figure(which, low, of, **more):
    """Return a figure whose value follows from its numbers."""
    unit = INDICATOR[which].unit
    value = {"percent": 100 * low / of if of else None, "count": float(low)}.get(unit, 11.5 if of else None)
    return AFigure(which, low, of, value, **more)


def a_year():
    """Return every figure of a year, and of the one before."""
    now = [a_figure(one.id, 60 + 3 * place, 120 + 2 * place) for place, one in enumerate(INDICATORS)]
    now[0] = a_figure(
        "iha_28_days", 94, 115, target=90.0, excluded=(("short_break", 4), ("ceased_before_due", 12)),
        split=(("Under 5", 61, 69), ("5 and over", 33, 46)),
    )  # fmt: skip
    now[1] = a_figure("iha_20_working_days", 3, 4, target=90.0)
    before = [replace(one, numerator=max(one.numerator - 5, 0)) for one in now]
    return now, before


def months(
    numbers=(
        (8, 9),
        (9, 11),
        (6, 8),
        (3, 4),
        (8, 10),
        (7, 9),
        (10, 13),
        (6, 8),
        (7, 9),
        (0, 0),
        (8, 10),
        (9, 13),
    ),
):
    """Return a year of months."""
    return tuple(
        MonthBar(date(2025, 3, 1) if not place else date(2025 + (place + 2) // 12, (place + 2) % 12 + 1, 1),
                 low, of, 100 * low / of if of >= 5 else None)
        for place, (low, of) in enumerate(numbers)
    )  # fmt: skip


def a_performance_report(*, hides_small=False, **changes):
    """Return the report of a year."""
    now, before = a_year()
    bars, are_quarters = quarters(months(), hides_small=hides_small)
    usual = PerformanceReport(
        SERVICE, "Mar 2025 to Feb 2026", "Mar 2024 to Feb 2025",
        tuple(in_words(one, old, hides_small=hides_small) for one, old in zip(now, before, strict=True)),
        (MonthsOf("IHA within 28 days", bars, 90.0, are_quarters=are_quarters),),
        Reasons(reasons_words(REASONS, hides_small=hides_small), shown_reasons(REASONS, hides_small=hides_small),
                "2 late without a reason."),
        hides_small, "P7K3M2X4", "Grace Ellis", TODAY, "08:30",
    )  # fmt: skip
    return replace(usual, **changes)


def a_report_of_nothing():
    """Return the report of a period before there was anything to count."""
    lines = tuple(in_words(a_figure(one.id, 0, 0)) for one in INDICATORS)
    return a_performance_report(lines=lines, months=(), reasons=Reasons((), (), ""), compared="")


def an_evidence_pack():
    """Return a pack of two recommendations, one of them with actions."""
    now, _ = a_year()
    action = ActionTaken(
        "Ask for the consent on the day of notification <b>each</b> time", "Grace Ellis", "30-Apr-2026", "At risk",
        ("On track on 03-Nov-2025 (agreed with the council)", "At risk on 02-Feb-2026 (three waited a fortnight)"),
    )  # fmt: skip
    lines = tuple(in_words(one, hides_small=True) for one in now[:3])
    answered = (
        Answered("3.12", "Quality is checked all the time, not now and then", ("A checklist of 22 criteria",), lines, ("14 reviews finished",), (action,)),
        Answered("3.13", "Birth and parental history is asked for at the start", (), (), (), ()),
    )  # fmt: skip
    return EvidencePack(
        SERVICE, "Apr 2025 to Feb 2026", answered, True, "E4R2T6Y8", "Grace Ellis", TODAY, "08:30"
    )


def a_table_report(rows=70, **changes):
    """Return a list of many rows, with more columns than stand side by side."""
    columns = ("Child", "NHS No.", "Status", "Due", "Why", "Waiting on", "Next step")
    usual = TableReport(
        SERVICE, "Overdue and due list", ("Filtered: Overdue", "Sorted: Due, earliest first"), columns,
        (26, 20, 18, 18, 18, 16, 20),
        tuple(
            (f"BAPTISTE, Amara {n}", "999 012 3454", f"Overdue by {n} days", "23-Feb-2026", "No consent", "Council",
             "Price rings back, 06-Mar-2026" if n % 2 else "")
            for n in range(rows)
        ),
        True, "T1B2L3E4", "Grace Ellis", TODAY, "08:30",
    )  # fmt: skip
    return replace(usual, **changes)


def figure_papers() -> dict[str, tuple[str, object]]:
    """Return example name → (name of the document, what it holds)."""
    return {
        "performance": ("performance-report", a_performance_report()),
        "performance, small numbers hidden": ("performance-report", a_performance_report(hides_small=True)),
        "performance of nothing": ("performance-report", a_report_of_nothing()),
        "evidence pack": ("evidence-pack", an_evidence_pack()),
        "list report": ("table-report", a_table_report()),
        "list report of nothing": ("table-report", a_table_report(0)),
    }
