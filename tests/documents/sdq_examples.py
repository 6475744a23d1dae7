"""Papers of questionnaires over time: of a typical child, of many questionnaires, of one, and of their own page."""

from dataclasses import replace
from datetime import date, timedelta

from lac_tracker.domain.chart_track import Happening
from lac_tracker.domain.feelings_page import FeelingsPage
from lac_tracker.domain.own_plan import TIER
from lac_tracker.domain.reports import Identity, Service
from lac_tracker.domain.sdq import Questionnaire, Scores
from lac_tracker.domain.sdq_trend import Facts, SdqTrendPaper, Shown
from lac_tracker.services.own_plan_facts import printed_helplines
from lac_tracker.storage import sdq_bands

TODAY = date(2026, 3, 10)
SERVICE = Service("Northgate looked-after children’s health team", "01632 960 100", "lac.health@example.org")
ELLIE = Identity("Ellie", "Brown", "123456", date(2009, 8, 8), "16y 7m", "Female", "9990563411", "Ellie")
PLACEMENTS = (
    Happening(date(2019, 3, 3), date(2023, 9, 1), "Foster carer, not relative"),
    Happening(date(2023, 9, 1), date(2025, 9, 1), "Foster carer, relative"),
    Happening(date(2025, 9, 1), None, "Semi-independent"),
)
EVENTS = (
    Happening(date(2023, 6, 1), date(2024, 2, 1), "CAMHS"),
    Happening(date(2025, 1, 10), date(2025, 1, 10), "Changed school"),
)


def a_questionnaire(number, on, total, version="parent_4_17", **more):
    """Return one whose four scales come to its total."""
    each, rest = divmod(total, 4)
    scales = [each + (place < rest) for place in range(4)]
    scores = Scores(*scales, 8, total, scales[0] + scales[3], scales[1] + scales[2], 2, 3)
    return Questionnaire(number, 1, version, on, "", scores, **more)


def typical():
    """Return a carer's four and two self-reports."""
    carers = ((date(2023, 3, 8), 19), (date(2024, 3, 1), 18), (date(2025, 3, 9), 17), (date(2026, 3, 4), 14))
    own = ((date(2025, 3, 9), 16), (date(2026, 3, 4), 12))
    return (
        *(a_questionnaire(number, on, total) for number, (on, total) in enumerate(carers, 1)),
        *(a_questionnaire(number, on, total, "self_11_17") for number, (on, total) in enumerate(own, 11)),
    )


def many(count=40):
    """Return as many as nobody has, of three informants."""
    versions = ("parent_4_17", "self_11_17", "teacher_4_17", "parent_4_17")
    return tuple(
        a_questionnaire(number, date(2019, 1, 7) + timedelta(days=66 * number), 4 + number * 7 % 30, versions[number % 4])
        for number in range(count)
    )  # fmt: skip


def facts(held=None, **changes):
    """Return the facts of a trend."""
    tables = tuple(sdq_bands.tables().values())
    usual = Facts(typical() if held is None else held, tables, PLACEMENTS, EVENTS, TODAY)
    return replace(usual, **changes)


def a_trend_paper(held=None, shown=None, **changes):
    """Return the paper for the team and the practice."""
    paper = SdqTrendPaper(
        SERVICE, ELLIE, facts(held), shown or Shown(informants=frozenset({"carer"})),
        "Settled since the move. Still worried about exams.", "That’s about right. I’m sleeping better.",
        "Nadia Rahman", TODAY,
    )  # fmt: skip
    return replace(paper, **changes)


def a_feelings_page(**changes):
    """Return her own page."""
    page = FeelingsPage(
        SERVICE, ELLIE, "16_plus", ((date(2025, 3, 9), 16), (date(2026, 3, 4), 12)),
        ((date(2025, 3, 9), "School is loud. I like my room."), (date(2026, 3, 4), "I’m sleeping better.")), "Nadia",
        printed_helplines(TIER["16_plus"]), TODAY, "A7K2Q", 1,
    )  # fmt: skip
    return replace(page, **changes)


def sdq_papers():
    """Return example name → (name of the document, what it holds)."""
    years = tuple((date(2020 + year, 5, 2), 30 - 3 * year) for year in range(6))
    return {
        "sdq trend": ("sdq-trend", a_trend_paper()),
        "sdq trend, many": ("sdq-trend", a_trend_paper(many(), Shown())),
        "sdq trend, one": ("sdq-trend", a_trend_paper(typical()[:1], means="", childs_words="")),
        "feelings page": ("feelings-page", a_feelings_page()),
        "feelings page, one number": (
            "feelings-page", a_feelings_page(stage="10_to_13", points=((TODAY, 12),), said=()),
        ),
        "feelings page, six numbers": ("feelings-page", a_feelings_page(points=years)),
    }  # fmt: skip
