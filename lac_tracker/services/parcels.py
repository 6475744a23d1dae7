"""The parcels of a team: what each reader of each child's newest plan is to get, read in a few queries for everybody."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from sqlalchemy.orm import Session

from lac_tracker.domain.consent import Consent, Giver, Purpose, Response
from lac_tracker.domain.dates import age_in_years
from lac_tracker.domain.disclosure import Reader
from lac_tracker.domain.names import first_name, show_name
from lac_tracker.domain.people import Actor
from lac_tracker.domain.sending import (
    OLD_ENOUGH,
    Agreed,
    Parcel,
    Recipient,
    Sending,
    Standing,
    State,
    is_sent,
    papers_for,
    standing,
)
from lac_tracker.services import redaction, sharing
from lac_tracker.storage import consents as stored_consents
from lac_tracker.storage import people, reference_data
from lac_tracker.storage import sending as stored
from lac_tracker.storage.sending import ContactFacts, Signed

# Whose yes or no counts for whom. A team that takes over the care needs none; school and services are asked by name.
_ASKED = {Reader.GP: "gp", Reader.COUNCIL: "council", Reader.CARER: "carer", Reader.SCHOOL: "school"}
_ALWAYS = {
    "gp_practice": Reader.GP,
    "social_worker": Reader.COUNCIL,
}  # who gets one whether or not they are on record


@dataclass(frozen=True)
class Copy:
    """One parcel with whose it is, and how it stands today."""

    parcel: Parcel
    standing: Standing
    shown_name: str
    born: date | None
    nhs_number: str | None
    kind: str  # 'IHA' or 'RHA'
    council_id: str | None = None

    @property
    def key(self) -> tuple[int, str, str]:
        """What tells a row of the list from every other."""
        return self.parcel.child_id, self.parcel.reader.value, self.parcel.kind


def copies(
    session: Session, by: Actor, now: datetime, today: date, child_id: int | None = None
) -> tuple[Copy, ...]:
    """Return every parcel of a team's newest plans, sent ones too, or those of one child; unsorted.

    A restricted record is named only to who may open it; for anybody else it cannot be ready.
    """
    team_id = by.team_id
    signed = stored.signed_in_force(session, team_id, child_id)
    if not signed:
        return ()
    editions = [one for each in signed for one in each.editions]
    sent = stored.of_assessments(session, editions)
    made = stored.made_from(session, (each.assessment_id for each in signed))
    contacts = stored.contacts(session, team_id, child_id)
    without = stored.without_copy(session, team_id, child_id)
    moved, left = stored.moved_on(session, team_id, child_id), stored.left_care_on(session, team_id, child_id)
    holidays = reference_data.bank_holidays(people.own_bank_holidays(session, team_id))
    drafts: list[tuple[Signed, Parcel]] = []
    for one in signed:
        # What is the same for every reader of this child.
        known = {
            "made": made.get(one.assessment_id, {}), "moved_on": moved.get(one.child_id),
            "left_care_on": left.get(one.child_id),
        }  # fmt: skip
        mine = sent.get(one.child_id, ())
        drafts += [
            (one, parcel) for parcel in _parcels(one, contacts.get(one.child_id, ()), without, mine, known)
        ]
    # Only of what was not sent is it worth asking who agreed.
    unsent = {parcel.child_id for _, parcel in drafts if not is_sent(parcel)}
    agreed = stored_consents.of_children(session, unsent)
    answers = stored.withholding_answers(
        session, (one.assessment_id for one in signed if one.child_id in unsent)
    )
    closed = redaction.hidden_from(session, by=by, now=now)
    found = []
    for one, parcel in drafts:
        if one.child_id in closed:
            found.append(_closed(one, parcel, standing(parcel, today, holidays)))
            continue
        if one.child_id in unsent:
            told = answers.get(one.assessment_id, {})
            parcel = _with_sharing(parcel, agreed[one.child_id], told, today)
        found.append(
            Copy(
                parcel, standing(parcel, today, holidays),
                show_name(one.family_name, one.given_name, one.council_id), one.born, one.nhs_number, one.kind, one.council_id,
            )
        )  # fmt: skip
    return tuple(found)


def _closed(one: Signed, parcel: Parcel, stands: Standing) -> Copy:
    """Return a copy of a record that is not for this person: that something waits, and nothing about whom."""
    words = ("Restricted: open the record with a reason, or ask a manager to send it",)
    state = State.MISSING if stands.state is State.READY else stands.state
    unnamed = replace(parcel, called=redaction.RESTRICTED, to=Recipient(""), sendings=(), made={})
    return Copy(
        unnamed, replace(stands, state=state, missing=words, replaces="", rejected="", sent=None), redaction.RESTRICTED,
        None, None, one.kind,
    )  # fmt: skip


def _parcels(
    one: Signed, contacts: Iterable[ContactFacts], without: set[tuple[int, str]], sent: Iterable[Sending],
    known: Mapping[str, Any],
) -> Iterator[Parcel]:  # fmt: skip
    """Yield what each of a child's readers gets, by the contacts of today. known: the fields all of them share."""
    called = first_name(one.preferred_name, one.given_name, one.council_id)
    before = {Reader.GP: one.sent_to_gp_on, Reader.COUNCIL: one.sent_to_social_worker_on}

    def parcel(reader: Reader, papers: tuple[str, ...], to: Recipient | None, kind: str) -> Parcel:
        mine = tuple(each for each in sent if _is_theirs(each, reader, to))
        return Parcel(
            one.child_id, called, reader, papers, to, one.assessment_id, one.signed_at.date(), one.edition, kind,
            sent_before=before.get(reader), sendings=mine, **known,
        )  # fmt: skip

    by_reader: dict[tuple[Reader, str], list[ContactFacts]] = defaultdict(list)
    papers: dict[tuple[Reader, str], tuple[str, ...]] = {}
    for contact in contacts:
        gets = papers_for(contact.kind, contact.gets_plan)
        if gets is not None:
            # The council is one reader, however many of its people are named.
            key = gets[0], "social_worker" if gets[0] is Reader.COUNCIL else contact.kind
            by_reader[key].append(contact)
            papers[key] = gets[1]
    for kind, reader in _ALWAYS.items():
        if (reader, kind) not in by_reader and (one.child_id, kind) not in without:
            found = papers_for(kind, None)
            assert found is not None
            by_reader[reader, kind], papers[reader, kind] = [], found[1]
    for (reader, kind), named in by_reader.items():
        yield parcel(reader, papers[reader, kind], _recipient(named, reader), kind)
    yield parcel(Reader.CHILD, ("own-plan",), Recipient(_given_to(one, called)), "child")


def _given_to(one: Signed, called: str) -> str:
    return called if age_in_years(one.born, one.signed_at.date()) >= OLD_ENOUGH else f"{called}’s carer"


def _recipient(contacts: list[ContactFacts], reader: Reader) -> Recipient | None:
    if not contacts:
        return None
    if reader is Reader.GP:  # there is one at a time: the newest
        last = contacts[-1]
        return Recipient(
            last.organisation or last.full_name or "", last.email or "", last.address or "", last.ods_code or "",
            last.last_confirmed_on, last.closed_on,
        )  # fmt: skip
    names = [one.full_name or one.organisation or "" for one in contacts]
    emails = [one.email for one in contacts if one.email]
    addresses = [one.address for one in contacts if one.address]
    # Addresses are named only where they reach each of them.
    return Recipient(
        " and ".join(dict.fromkeys(name for name in names if name)),
        "; ".join(emails) if len(emails) == len(contacts) else "",
        "; ".join(addresses) if len(addresses) == len(contacts) else "",
    )


def _is_theirs(sending: Sending, reader: Reader, to: Recipient | None) -> bool:
    if sending.reader != reader.value:
        return False
    if reader in (Reader.HOST_TEAM, Reader.OWNER):  # several of them have the same papers
        return to is not None and sending.sent_to == to.name
    return True


def _with_sharing(
    parcel: Parcel, consents: tuple[Consent, ...], told: Mapping[str, Any], today: date
) -> Parcel:
    """Return a parcel with whether its reader may have it, and whether what is withheld is settled."""
    own = str(told.get("own_consent", ""))
    is_open = own == "not_yet" or bool(told.get("no_share") and not told.get("no_share_with"))
    agreed, refusal = _agreed(parcel, consents, own, today)
    return replace(parcel, agreed=agreed, refusal=refusal, withholding_open=is_open)


def _agreed(parcel: Parcel, consents: tuple[Consent, ...], own: str, today: date) -> tuple[Agreed, str]:
    """Return whether a reader may have it, and who said no. own: what the young person answered for themselves."""
    is_service = parcel.reader is Reader.HOST_TEAM and parcel.kind != "host_team"
    asked = "school" if is_service else _ASKED.get(parcel.reader)
    if asked is None:
        return Agreed.NOT_NEEDED, ""
    if refusal := sharing.stopped(consents, asked, today):
        return Agreed.NO, refusal
    if sharing.override(consents, asked, today) is not None:  # somebody decided so, with a ground
        return Agreed.YES, ""
    purpose = sharing.PURPOSE_OF[asked]
    if own == "said_no" and not _adult_agreed(consents, purpose):
        return Agreed.NO, f"{parcel.called} said no"
    by_themselves = own in ("agreed", "agreed_to_some") and asked in sharing.OWN_WORD_IS_ENOUGH
    by_name = any(_stands(one) and purpose in one.agreed for one in consents)
    return (Agreed.YES if by_themselves or by_name else Agreed.NOT_ASKED), ""


def _adult_agreed(consents: tuple[Consent, ...], purpose: Purpose) -> bool:
    return any(
        one.giver is not Giver.YOUNG_PERSON and _stands(one) and purpose in one.agreed for one in consents
    )


def _stands(one: Consent) -> bool:
    return one.response is Response.GIVEN and not one.withdrawn_on and not one.invalidated_on
