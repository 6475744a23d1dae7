"""`indicators`: every figure of a period with what it counts, what it leaves out and why."""

from datetime import date
from typing import Any

import click

from lac_tracker.cli import access, output

_TABLE = (
    ("title", "Indicator"),
    ("words", "Figure"),
    ("target", "Target"),
    ("left", "Left out"),
    ("note", "Note"),
)


@click.command()
@click.option("--from", "since", metavar="YYYY-MM-DD", required=True, help="The first day of the period.")
@click.option("--to", "until", metavar="YYYY-MM-DD", required=True, help="The last day of the period.")
@click.option("--today", "on", metavar="YYYY-MM-DD", help="Look at it as on this day.")
@click.option("--only", metavar="ID", multiple=True, help="This indicator alone; may be said again.")
@click.option("--json", "wants_json", is_flag=True)
@access.options
@click.pass_context
def indicators(
    context: click.Context,
    /,
    since: str,
    until: str,
    on: str | None,
    only: tuple[str, ...],
    *,
    wants_json: bool,
    **given: Any,
) -> None:
    """Show every figure of a period: how many of how many, what is left out and why."""
    said = access.remember(context, given)
    first, last = _day(since, "--from"), _day(until, "--to")
    today = access.read_day(on, "--today") or access.today()
    from lac_tracker.services import indicators as figures

    figures.check_period(first, last)
    with access.opened(said) as caseload, caseload.database.reading() as session:
        found = figures.figures(
            session,
            by=caseload.actor,
            now=access.now(),
            today=today,
            since=first,
            until=last,
            only=only or None,
        )
    if wants_json:
        output.as_json([_as_json(one, first, last) for one in found])
    else:
        output.as_table(_TABLE, [_as_row(one) for one in found])


def _as_json(one: Any, since: date, until: date) -> dict[str, Any]:
    from lac_tracker.domain.indicators import EXCLUDED_WORDS, INDICATOR

    indicator = INDICATOR[one.id]
    return {
        "id": one.id,
        "title": one.title,
        "numerator": one.numerator,
        "denominator": one.denominator,
        "value": one.value,
        "unit": one.unit,
        "excluded": [
            {"reason": reason, "words": EXCLUDED_WORDS[reason], "count": count}
            for reason, count in one.excluded
        ],
        "split": [
            {"words": words, "numerator": numerator, "denominator": denominator}
            for words, numerator, denominator in one.split
        ],
        "target": one.target,
        "meets_target": one.meets_target,
        "from": since,
        "to": until,
        "note": one.note or None,
        "definition": indicator.definition,
        "source": indicator.source,
        "confidence": indicator.confidence,
    }


def _as_row(one: Any) -> dict[str, Any]:
    from lac_tracker.domain.figures import value_words
    from lac_tracker.domain.indicators import EXCLUDED_WORDS

    return {
        "title": one.title,
        "words": value_words(one),
        "target": f"{one.target:g}" if one.target is not None else "",
        "left": "; ".join(f"{EXCLUDED_WORDS[reason]}: {count}" for reason, count in one.excluded),
        "note": one.note,
    }


def _day(text: str, option: str) -> date:
    day = access.read_day(text, option)
    assert day is not None  # the option is required
    return day
