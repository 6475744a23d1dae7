"""Requests for consent and for history, and the printed list, of invented children: typical ones and long ones."""

from dataclasses import replace
from datetime import date

from letter_examples import FOOT, LONG, MARA_BAPTISTE, SERVICE

from lac_tracker.domain.letters import (
    Addressee,
    ConsentAsked,
    ConsentLetter,
    HistoryAsked,
    HistoryLetter,
    Subject,
)
from lac_tracker.domain.list_papers import ListedChild, OverdueList

MANY_NAMES = Subject("Amara-Josephine Oluwaseun BAPTISTE-FEATHERSTONEHAUGH", date(2011, 6, 12), "9990567808")
WHY = "Mara is looked after by the council. We are preparing the initial health assessment, due 12-Mar-2026."


def a_consent_letter(**changes: object) -> ConsentLetter:
    """A request to a parent for three purposes."""
    typical = ConsentLetter(
        service=SERVICE,
        to=Addressee("Ms C Baptiste, mother"),
        child=MARA_BAPTISTE,
        called="Mara",
        why=WHY,
        asked=(
            ConsentAsked("The health assessment", "A doctor or nurse sees Mara and writes a health plan."),
            ConsentAsked("Sharing with the GP practice", "The practice gets the summary and the plan."),
            ConsentAsked("Vaccines", "The vaccines that are due are given."),
        ),
        reply_by=date(2026, 3, 18),
        foot=FOOT,
    )
    return replace(typical, **changes)  # type: ignore[arg-type]


def a_history_letter(**changes: object) -> HistoryLetter:
    """A request to a maternity unit."""
    typical = HistoryLetter(
        service=SERVICE,
        to=Addressee("Northgate Maternity", "Midwife"),
        child=MARA_BAPTISTE,
        called="Mara",
        why=WHY,
        basis="Consent to ask for records was given on 02-Feb-2026 by Dana Price (for the council).",
        parts=(
            HistoryAsked(
                "Pregnancy and birth",
                ("Place of birth", "Weeks of pregnancy", "Birth weight", "Type of birth"),
            ),
            HistoryAsked("The mother’s health", ("Long-term conditions", "Mental health")),
        ),
        reply_by=date(2026, 3, 18),
        foot=FOOT,
    )
    return replace(typical, **changes)  # type: ignore[arg-type]


def an_overdue_list(rows: int = 40) -> OverdueList:
    """A list over several pages."""
    listed = tuple(
        ListedChild(
            f"Overdue by {90 - n} days", True,
            "BAPTISTE-FEATHERSTONEHAUGH, Amara-Josephine" if n % 5 == 0 else "D’SOUZA, Jayden",
            "7y 5m, NHS\u00a0No.\u00a0999\u00a0573\u00a08007", "RHA", date(2026, 1, 1), "No consent", "Council", "Nadia Rahman",
        )
        for n in range(rows)
    )  # fmt: skip
    return OverdueList(
        SERVICE, "Overdue 40", "Overdue", "Due, earliest first", listed, 533, "K7F3QZ2", "Grace Mensah",
        date(2026, 3, 4), "09:30",
    )  # fmt: skip


def every_request() -> dict[str, tuple[str, object]]:
    """Return example name → (name of the document, what it holds)."""
    many = tuple(ConsentAsked(f"Purpose {n}", LONG) for n in range(14))
    items = tuple(f"Item {n} of a long history" for n in range(40))
    return {
        "consent request": ("consent-request", a_consent_letter()),
        "long consent request": (
            "consent-request", a_consent_letter(child=MANY_NAMES, asked=many, address_withheld=True),
        ),
        "history request": ("family-history-request", a_history_letter()),
        "long history request": (
            "family-history-request",
            a_history_letter(child=MANY_NAMES, parts=(HistoryAsked("Everything", items),), address_withheld=True),
        ),
        "overdue list": ("overdue-list", an_overdue_list()),
        "empty overdue list": ("overdue-list", an_overdue_list(0)),
    }  # fmt: skip
