"""The report of figures: every one with its numbers, target and what was left out; months, reasons, and how each is counted."""

from lac_tracker.documents import figure_blocks, layout, page
from lac_tracker.documents.figure_blocks import BODY, BOLD, HEADING, TITLE_SIZE
from lac_tracker.documents.page import APART, heading, style, text
from lac_tracker.domain.dates import show_date
from lac_tracker.domain.performance import PerformanceReport

TITLE = "Performance report"
NO_PERCENTAGE = (
    "Of fewer than 5 no percentage is shown. Of nobody to count none is worked out: 'None to count', not 0%."
)
HIDES = "Numbers under 5 are not shown, nor those they could be worked out from."


def render(held: PerformanceReport) -> bytes:
    """Return a PDF of as many A4 pages as it takes, upright."""
    return page.render(story(held), _sheet(held))


def story(held: PerformanceReport) -> layout.Story:
    """Return the blocks between head and foot."""
    compared = f" Compared with {held.compared}." if held.compared else ""
    blocks: layout.Story = [
        text(TITLE, style(TITLE_SIZE, bold=True), role="H1"),
        text(f"{held.service.name}{APART}{held.period}", BOLD, before=2),
        text(f"Counts only: no child is named.{compared} {NO_PERCENTAGE}", BODY, before=3),
        *([text(HIDES, BODY, before=2)] if held.hides_small else []),
        text(f"Made {show_date(held.made_on)} at {held.made_at} by {held.made_by}.", BODY, before=2),
    ]
    for group in dict.fromkeys(line.group for line in held.lines):
        blocks += heading(group, HEADING)
        blocks += figure_blocks.figures([line for line in held.lines if line.group == group])
    if held.months:
        blocks += heading(_lengths(held), HEADING)
        for place, one in enumerate(held.months):
            blocks += figure_blocks.months(one, before=10.0 if place else 2.0)
    blocks += heading("Why assessments were late", HEADING)
    blocks += figure_blocks.reasons(held.reasons)
    blocks += heading("How each figure is counted", HEADING)
    blocks += figure_blocks.definitions(held.lines)
    return blocks


def _lengths(held: PerformanceReport) -> str:
    """Return what the section of runs is called: where numbers of a month were small, it shows quarters."""
    lengths = {one.are_quarters for one in held.months}
    if len(lengths) > 1:
        return "Month by month, or by quarter"
    return "Quarter by quarter" if True in lengths else "Month by month"


def _sheet(held: PerformanceReport) -> page.Sheet:
    made = f"{held.reference}{APART}Made {show_date(held.made_on)}"
    return figure_blocks.sheet(
        TITLE, held.period, held.service.name, made, "Figures of a looked-after children’s health team"
    )
