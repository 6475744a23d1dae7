"""`clinics`: slots of the next weeks against what falls due."""

from typing import Any

import click

from lac_tracker.cli import access, output

_TABLE = (
    ("week", "Week of"), ("iha_due", "IHA due"), ("iha_slots", "IHA slots"), ("iha_gap", "IHA gap"),
    ("rha_due", "RHA due"), ("rha_slots", "RHA slots"), ("rha_gap", "RHA gap"), ("means", "What this means"),
)  # fmt: skip


@click.group()
@access.options
@click.pass_context
def clinics(context: click.Context, /, **given: Any) -> None:
    """Clinics and their slots."""
    access.remember(context, given)


@clinics.command("forecast")
@click.option("--today", "on", metavar="YYYY-MM-DD", help="Look at it as on this day.")
@click.option("--weeks", type=click.IntRange(1, 26), default=8, show_default=True)
@click.option("--json", "wants_json", is_flag=True)
@access.options
@click.pass_context
def forecast(
    context: click.Context, /, on: str | None, weeks: int, *, wants_json: bool, **given: Any
) -> None:
    """Say week by week how many assessments fall due, how many slots there are, and how many are short."""
    from lac_tracker.domain.dates import show_date
    from lac_tracker.services import capacity

    said = access.remember(context, given)
    today = access.read_day(on, "--today") or access.today()
    with access.opened(said) as caseload, caseload.database.reading() as session:
        made = capacity.forecast(session, by=caseload.actor, now=access.now(), today=today, weeks=weeks)
    if wants_json:
        output.as_json(as_data(made))
        return
    rows = [
        {
            "week": show_date(week.starts_on), "iha_due": week.initial.due_words, "iha_slots": week.initial.slots,
            "iha_gap": week.initial.gap_words, "rha_due": week.review.due_words, "rha_slots": week.review.slots,
            "rha_gap": week.review.gap_words, "means": "; ".join(week.means),
        }
        for week in made.weeks
    ]  # fmt: skip
    output.as_table(_TABLE, rows)
    for words in (made.totals, made.expected_words, *made.not_counted, made.message):
        click.echo(words)


def as_data(made: Any) -> dict[str, Any]:
    """Return a forecast as plain data."""
    return {
        "today": made.facts.today,
        "expected_per_week": made.expected_per_week,
        "weeks": [
            {
                "starts_on": week.starts_on,
                **{
                    kind: {
                        "due": one.due, "overdue": one.overdue, "expected": one.expected, "needed": one.needed,
                        "slots": one.slots, "slots_for_either": one.either, "gap": one.gap, "gap_words": one.gap_words,
                    }
                    for kind, one in (("IHA", week.initial), ("RHA", week.review))
                },
                "means": week.means,
            }
            for week in made.weeks
        ],
        "totals": {
            kind: {"needed": made.needed(kind), "slots": made.slots(kind), "short": made.short(kind)}
            for kind in ("IHA", "RHA")
        },
        "not_counted": made.facts.not_counted,
        "sentence": made.totals,
        "message": made.message,
    }  # fmt: skip
