"""The columns of Send plans: what is to be sent, what waits for a reply, what was sent; and what its filter finds."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from typing import Any

from lac_tracker.domain.dates import show_date
from lac_tracker.domain.names import search_key
from lac_tracker.domain.sending import ROUTES, State, usual_route
from lac_tracker.services.parcels import Copy
from lac_tracker.services.sending import SentItem, in_words, papers_words
from lac_tracker.ui.models.row_model import Column
from lac_tracker.ui.models.ticks import tick_column

_EARLY = ("earliest first", "latest first")


def to_send(
    is_ticked: Callable[[Copy], bool], failed: Callable[[Copy], str], today: Callable[[], date]
) -> tuple[Column[Copy], ...]:
    """Return the columns of what is to be sent. failed: why its documents could not be made just now, else ''."""

    def second(row: Copy) -> str:
        return "" if failed(row) else _after(row)

    return (
        tick_column("Tick", is_ticked, can_tick),
        _child(),
        Column("Document", papers_words, sort=papers_words, width=16, wraps=True),
        Column(
            "Signed", lambda row: show_date(row.parcel.signed_on), sort=lambda row: row.parcel.signed_on, width=12,
            second=lambda row: f"version {row.parcel.edition}" if row.parcel.edition > 1 else "", sorted_words=_EARLY,
        ),
        Column(
            "Send by", lambda row: show_date(row.standing.send_by), sort=lambda row: row.standing.send_by, width=15,
            status=lambda row: "overdue" if row.standing.is_late else "",
            second=lambda row: _late(row.standing.send_by, today()) if row.standing.is_late else "",
            sorted_words=_EARLY,
        ),
        Column("To", to_words, sort=to_words, width=17, wraps=True, detail=to_words),
        Column("How", lambda row: how_words(row), sort=how_words, width=12, wraps=True),
        Column(
            "State", lambda row: state_words(row, failed(row)), status=lambda row: state_look(row, failed(row)),
            second=second, width=21, detail=lambda row: "\n".join(everything(row, failed(row))),
        ),
    )  # fmt: skip


def waiting(today: Callable[[], date]) -> tuple[Column[SentItem], ...]:
    """Return the columns of what waits for a reply."""

    def late(row: SentItem) -> bool:
        return row.sending.reply_by is not None and row.sending.reply_by < today()

    return (
        *_of_sent("Reply by", lambda row: row.sending.reply_by),
        Column(
            "State", lambda row: "Reply is late" if late(row) else "Waiting for a reply",
            status=lambda row: "at_risk" if late(row) else "asked", width=22,
            detail=lambda row: in_words(row.sending).detail,
        ),
    )  # fmt: skip


def sent() -> tuple[Column[SentItem], ...]:
    """Return the columns of what was sent."""
    return (
        *_of_sent("Reply", lambda row: row.sending.replied_on),
        Column(
            "State", lambda row: in_words(row.sending).words, status=lambda row: in_words(row.sending).look, width=22,
            detail=lambda row: f"{in_words(row.sending).words}\n{in_words(row.sending).detail}",
        ),
    )  # fmt: skip


def to_send_large(
    is_ticked: Callable[[Copy], bool], failed: Callable[[Copy], str]
) -> tuple[Column[Copy], ...]:
    """Return the columns of what is to be sent in large text: all of them show, and the line of help has the rest."""

    def state(row: Copy) -> str:
        words = state_words(row, failed(row))
        return f"{words.partition(' ')[0]}, late" if _look_large(row, failed(row)) == "overdue" else words

    return (
        tick_column("Tick", is_ticked, can_tick),
        replace(_child(), width=18),
        Column("Document", papers_words, sort=papers_words, second=to_words, width=20, detail=to_words),
        Column(
            "State", state, width=20,
            status=lambda row: _look_large(row, failed(row)),
            second=lambda row: f"by {show_date(row.standing.send_by)}" if can_tick(row) and not failed(row) else "",
            detail=lambda row: "\n".join(everything(row, failed(row))),
        ),
    )  # fmt: skip


def sent_large() -> tuple[Column[SentItem], ...]:
    """Return the columns of what was sent, and of what waits for a reply, in large text."""
    return (
        replace(_child(), width=18),
        Column("Document", lambda row: row.title, second=lambda row: row.sending.sent_to, sort=lambda row: row.title, width=20),
        Column(
            "State", lambda row: in_words(row.sending).words.partition(":")[0], width=20,
            status=lambda row: in_words(row.sending).look,
            second=lambda row: f"reply by {show_date(row.sending.reply_by)}" if row.sending.reply_by else "",
            detail=lambda row: f"{in_words(row.sending).words}\n{in_words(row.sending).detail}",
        ),
    )  # fmt: skip


def _look_large(row: Copy, failed: str) -> str:
    look = state_look(row, failed)
    return "overdue" if look == "complete" and row.standing.is_late else look


def can_tick(row: Copy) -> bool:
    return row.standing.state is State.READY


def state_words(row: Copy, failed: str) -> str:
    if failed:
        return "Could not be made"
    if row.standing.missing:
        return row.standing.missing[0]
    made = row.parcel.made.get(row.parcel.papers[0])
    return f"Made {show_date(made.made_on)}" if made else "Ready"


def state_look(row: Copy, failed: str) -> str:
    if failed:
        return "fix"
    return "at_risk" if row.standing.missing else "complete"


def to_words(row: Copy) -> str:
    if row.parcel.to is None:
        return "no GP recorded" if row.parcel.kind == "gp_practice" else "nobody recorded"
    return row.parcel.to.name


def how_words(row: Copy) -> str:
    return ROUTES[usual_route(row.parcel)] if row.parcel.to is not None else ""


def matches(row: Any, text: str) -> bool:
    """Return whether the filter finds a row: by name, recipient, document, NHS number or council ID."""
    wanted, digits = search_key(text), "".join(text.split())
    if digits.isdigit() and digits in (row.nhs_number or ""):
        return True
    if isinstance(row, Copy):
        if row.council_id and text.strip().casefold() == row.council_id.casefold():
            return True
        said = f"{row.shown_name} {to_words(row)} {papers_words(row)} {' '.join(row.standing.missing)}"
    else:
        said = f"{row.shown_name} {row.sending.sent_to} {row.title} {in_words(row.sending).words}"
    return bool(wanted) and all(part in search_key(said) for part in wanted.split())


def _child() -> Column[Any]:
    return Column(
        "Child", lambda row: row.shown_name, strong=True, width=22, detail=lambda row: row.shown_name,
        sort=lambda row: search_key(row.shown_name),
    )  # fmt: skip


def _of_sent(title: str, day: Callable[[SentItem], date | None]) -> tuple[Column[SentItem], ...]:
    """Return the columns that what waits and what was sent have in common; as many as there are before State."""
    return (
        _child(),
        Column("Document", lambda row: row.title, sort=lambda row: row.title, width=16, wraps=True),
        Column(
            "Sent", lambda row: show_date(row.sending.sent_on), sort=lambda row: row.sending.sent_on, width=15,
            second=lambda row: f"by {row.sending.sent_by}", sorted_words=_EARLY,
        ),
        Column(
            title, lambda row: show_date(found) if (found := day(row)) else "", sort=day, width=12, sorted_words=_EARLY
        ),
        Column(
            "To", lambda row: row.sending.sent_to, sort=lambda row: row.sending.sent_to, width=24, wraps=True,
            detail=lambda row: f"{row.sending.sent_to}\n{row.sending.address_used}".strip(),
        ),
        Column("How", lambda row: ROUTES[row.sending.route], sort=lambda row: row.sending.route, width=12, wraps=True),
    )  # fmt: skip


def _after(row: Copy) -> str:
    """Return the line beneath the state, short enough to stand whole; `everything` has the rest."""
    standing = row.standing
    if len(standing.missing) > 1:
        return f"and {len(standing.missing) - 1} more"
    if standing.rejected and not standing.missing:
        return standing.rejected.partition(":")[0]
    return (
        f"Replaces {standing.replaces.partition(',')[0]}"
        if standing.replaces and not standing.missing
        else ""
    )


def everything(row: Copy, failed: str) -> list[str]:
    """Return all there is to say of a row: why it could not be made, what is missing, what it replaces."""
    found = [failed, *row.standing.missing, row.standing.rejected]
    if row.standing.replaces:
        found.append(f"Replaces {row.standing.replaces}")
    return [one for one in found if one] or [state_words(row, failed)]


def _late(send_by: date, today: date) -> str:
    days = (today - send_by).days
    return f"{days} {'day' if days == 1 else 'days'} late"
