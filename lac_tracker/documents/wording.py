"""Sentences that several documents share. Limits are written in words, dates as 06-Aug-2026."""

import re

from lac_tracker.documents.page import APART, Strong, sentence
from lac_tracker.domain.dates import show_date
from lac_tracker.domain.identifiers import show_nhs_number
from lac_tracker.domain.reports import (
    Assessed,
    Background,
    Circumstances,
    Identity,
    Issue,
    NextReview,
    Practice,
    Quote,
    Service,
    Sharing,
)

NOT_KNOWN = "Not known"
SEE_PLAN = "See the full plan, sent with this"


def born(child: Identity) -> str:
    return f"Born {show_date(child.born)}"


def nhs(child: Identity) -> str:
    return f"NHS No. {show_nhs_number(child.nhs_number)}"


def likes_to_be_called(child: Identity) -> str:
    return f"Likes to be called {child.likes_to_be_called or NOT_KNOWN.lower()}"


def assessed(assessment: Assessed) -> str:
    """'Review health assessment (RHA), 10-Mar-2026, in person, alone'."""
    how = f", {assessment.how}" if assessment.how else ""
    abbreviated = f" ({assessment.kind})" if assessment.kind != assessment.name else ""
    return f"{assessment.name}{abbreviated}, {show_date(assessment.on)}{how}"


def reach(service: Service) -> str:
    """How to reach the team: '01604 496 0100, lac@example.nhs.uk'."""
    phone = unbroken(service.phone or "")
    return ", ".join(part for part in (phone, service.email) if part) or "no telephone or e-mail recorded"


def unbroken(words: str) -> str:
    """Return text whose telephone numbers stay on one line."""
    return re.sub(r"(?<=\d) (?=\d)", "\u00a0", words)


def addressee(practice: Practice | None) -> str:
    """'To Northgate Surgery, K83001 (practice last confirmed 02-Mar-2026)', or what to do where there is none to send to."""
    if practice is None:
        return "To the GP practice: Not known. Register the child with a practice before this is sent."
    code = f", {practice.ods_code}" if practice.ods_code else ""
    if practice.closed_on:
        return (
            f"To {practice.name}{code}: closed on {show_date(practice.closed_on)}. "
            "Find the child’s practice before this is sent."
        )
    confirmed = (
        f"practice last confirmed {show_date(practice.confirmed_on)}"
        if practice.confirmed_on
        else "practice not confirmed yet"
    )
    return f"To {practice.name}{code} ({confirmed})"


def surgery(practice: Practice | None) -> str:
    """'GP practice: Northgate Surgery, K83001', with the day it closed."""
    if practice is None:
        return "GP practice: Not known"
    code = f", {practice.ods_code}" if practice.ods_code else ""
    closed = f", closed on {show_date(practice.closed_on)}" if practice.closed_on else ""
    return f"GP practice: {practice.name}{code}{closed}"


def lives(circumstances: Circumstances, service: Service) -> str:
    if circumstances.address_withheld:
        return f"Address withheld: ring {service.phone or service.name}"
    return f"Lives at {circumstances.lives_at or NOT_KNOWN.lower()}"


def in_care(circumstances: Circumstances) -> str:
    legal = circumstances.legal_status
    since = f"In care since {show_date(circumstances.in_care_since) if circumstances.in_care_since else 'not known'}"
    return f"{since}, {legal}" if legal else f"{since}, legal status not known"


def council_and_social_worker(circumstances: Circumstances) -> str:
    worker = circumstances.social_worker or NOT_KNOWN
    phone = f" {circumstances.social_worker_phone}" if circumstances.social_worker_phone else ""
    return f"Council: {sentence(circumstances.council or NOT_KNOWN)} Social worker: {worker}{phone}"


def consent(circumstances: Circumstances) -> str:
    return f"Consent: {sentence(circumstances.consent or NOT_KNOWN)}"


def allergies(circumstances: Circumstances) -> str:
    """The allergies as they were put; never blank, because a blank reads as none."""
    told = (circumstances.allergies or "").strip()
    if not told:
        return "Allergies not recorded"
    return told if "allerg" in told.casefold() else f"Allergies: {told}"


def background(held: Background) -> tuple[str, ...]:
    """Return one text in parts: ethnicity, main language, religion, and what this means for care."""
    parts: list[str] = []
    for label, value in (
        ("Ethnicity", held.ethnicity),
        ("Main language", held.language),
        ("Religion", held.religion),
        ("What this means for care", held.means_for_care or "not recorded"),
    ):
        parts += [Strong(label), f" {sentence(value or NOT_KNOWN.lower())}{APART}"]
    return tuple(parts)


def quoted(quote: Quote, words: str) -> str:
    """Return words between quotation marks, unless they are what we saw or are marked already."""
    trimmed = words.strip()
    if quote.said_by_kind == "seen" or trimmed[:1] in "\"“'‘":
        return trimmed
    return f"“{trimmed}”"


def says(quote: Quote, child: Identity) -> str:
    """The heading over a quote: 'What Ellie says', 'What we saw'."""
    if quote.said_by_kind == "seen":
        return "What we saw"
    return (
        f"What {child.called}’s carer says" if quote.said_by_kind == "carer" else f"What {child.called} says"
    )


def next_review(review: NextReview, child: Identity, *, asks: str) -> str:
    """asks: who else may ask for an earlier one: 'you', 'the carer'."""
    if review.due:
        return f"Next health review due {show_date(review.due)}, or sooner if {child.called} or {asks} ask."
    because = f": {sentence(review.none_because)}" if review.none_because else "."
    return (
        f"No next health review is due{because}" if review.none_because else "Next health review: Not known."
    )


def sharing(held: Sharing | None, *, document: str = "this", not_to: str = "NOT to") -> tuple[str, ...]:
    """Return one text in parts: who agreed to what, who gets it in spite of a 'no', and whom it must not reach."""
    if held is None:
        return ("Sharing: no agreement to share is recorded.",)
    when = f" on {show_date(held.agreed_on)}" if held.agreed_on else " (date not known)"
    if held.shared_with and held.agreed_by:
        to = sentence(listed(held.shared_with))
        parts = [f"Sharing: {held.agreed_by} agreed{when} to {document} going to {to}"]
    elif held.agreed_by and not held.in_spite_of_no:
        parts = [f"Sharing: {held.agreed_by} agreed{when} to {document} going to nobody named."]
    else:
        parts = ["Sharing: no agreement to share is recorded."]
    for each in held.in_spite_of_no:
        parts += [" ", Strong(f"Shared without agreement with {sentence(each)}")]
    if held.not_with:
        parts += [" ", Strong(f"{not_to} {sentence(listed(held.not_with))}")]
    return tuple(parts)


def third_party(checked: tuple[int, ...] | None, found: tuple[int, ...] = ()) -> str:
    """Return what a practice must know before it gives record access.

    checked: sections in which a person found other people's information; None when nobody looked. found: where words
    about the family stand, by search.
    """
    sections = found if checked is None else checked
    if sections:
        numbers = listed(tuple(str(number) for number in sections if number))
        named = f"section{'s' if sum(map(bool, sections)) > 1 else ''} {numbers}" if numbers else ""
        where = " and ".join(
            part for part in ("the lines at the top" if 0 in sections else "", named) if part
        )
        return f"Third-party information in {where}: check before giving online record access."
    if checked is None:
        return (
            "Third-party information: none found by a search for words about the family. "
            "Check before giving online record access."
        )
    return (
        "Third-party information: none on this page. "
        "Safe for record access unless your own check says otherwise."
    )


def signed(issue: Issue, *, names_copies: bool = True) -> str:
    """names_copies: say who else gets one; not on a copy for somebody who need not know."""
    parts = [
        f"Signed {issue.signed_by}, {issue.registration}, {show_date(issue.signed_on)}.",
        f"{issue.reference} v{issue.version}.",
    ]
    if names_copies:
        parts.append(f"Copy: {sentence(', '.join(issue.copies_to) or 'nobody else')}")
    if issue.replaces:
        parts.append(f"Replaces {sentence(issue.replaces)}")
    return " ".join(parts)


def file_title(document: str, assessment: Assessed, issue: Issue) -> str:
    """The title of the file, which names no child: 'GP summary, RHA, 12-Mar-2026, version 1'."""
    return f"{document}, {assessment.kind}, {show_date(issue.signed_on)}, version {issue.version}"


def listed(names: tuple[str, ...]) -> str:
    """'a', 'a and b', 'a, b and c'."""
    return " and ".join(part for part in (", ".join(names[:-1]), *names[-1:]) if part)
