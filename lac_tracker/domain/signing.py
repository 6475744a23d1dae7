"""What stops an assessment from being signed, what needs a reason, what is worth a look, what is good."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date

from lac_tracker.domain import smart
from lac_tracker.domain.answers import Circumstances
from lac_tracker.domain.dates import add_months, show_date
from lac_tracker.domain.forms import (
    Answers,
    Form,
    find_question,
    gaps,
    not_today_question,
    questions_by_section,
    visible_questions,
    words,
)
from lac_tracker.domain.names import search_key
from lac_tracker.domain.people import Registration
from lac_tracker.domain.plans import Need, open_actions, open_outcomes
from lac_tracker.domain.questions import is_blank

# Questions the rules below know by id; every form has them.
OWN_CONSENT = "own_consent"
CAN_DECIDE = "can_decide"
NO_NEEDS = "plan_no_needs_because"
OWN_WORDS = ("matters", "well", "different")

_VOICE_MISSING = "one_of.voice"  # a quote kept from any section is voice, too
_MOST_ITEMS = 8
_SDQ_MONTHS = 12
_OFTEN_CARRIED = 2


@dataclass(frozen=True)
class SigningFacts:
    """Everything the check looks at."""

    kind: str  # 'IHA' or 'RHA'
    form: Form
    answers: Answers
    child: Mapping[str, str]  # forms.child_facts on the day of the assessment
    plan: tuple[Need, ...]
    words: smart.Words
    name: str  # how the child is called
    born: date
    today: date
    completed_on: date | None
    earliest_on: date | None  # no completion date before this: the day of the first entry
    eighteenth_birthday: date
    registration: Registration  # of the person who would sign
    pr_consent_on_record: bool = False
    child_consented: bool = False  # `own_consent` says it from the answers
    can_decide: str | None = None  # 'yes', 'no', 'partly'
    lawful_reason: str | None = None  # chosen under local policy
    next_due: date | None = None  # of the review this plan leads to
    copied_unconfirmed: tuple[str, ...] = ()  # ids of questions that hold copied text nobody has looked at
    jotter_notes: int = 0
    quotes: int = 0  # of the child, kept beside the answers
    answers_to_choose: int = 0  # given by two people, or no longer fitting the form: someone has to choose
    unmarked_last_items: tuple[int, ...] = ()  # numbers of items of the last plan without a mark
    lacking_last_items: tuple[tuple[int, str], ...] = ()  # (number, what a marked item still lacks)
    was_completed_on: date | None = None  # of the signed edition an amendment corrects
    our_organisation: str | None = None


@dataclass(frozen=True)
class SignFinding:
    """One line of the check, and where 'Go' leads."""

    id: str  # the key its reason is kept by
    words: str
    section_id: str | None = None
    question_id: str | None = None
    need_number: int | None = None  # from 1, in the order of the plan
    outcome_number: int | None = None  # from 1, within the need
    field: str | None = None  # of the plan item, as in smart.Finding


@dataclass(frozen=True)
class SignCheck:
    """The four lists of Check and sign."""

    fix: tuple[SignFinding, ...]
    explain: tuple[SignFinding, ...]
    look: tuple[SignFinding, ...]
    good: tuple[SignFinding, ...]


@dataclass
class _Lists:
    fix: list[SignFinding] = field(default_factory=list)
    explain: list[SignFinding] = field(default_factory=list)
    look: list[SignFinding] = field(default_factory=list)
    good: list[SignFinding] = field(default_factory=list)


def own_consent(answers: Answers) -> tuple[bool, str | None]:
    """Return whether the child agreed (to all or some of it), and whether they can decide, from the answers."""
    can_decide = answers.get(CAN_DECIDE)
    return (
        answers.get(OWN_CONSENT) in ("agreed", "agreed_to_some"),
        can_decide if isinstance(can_decide, str) else None,
    )


def may_start(
    pr_consent_on_record: bool, child_consented: bool, can_decide: str | None, lawful_reason: str | None
) -> bool:
    """Return whether there is consent to go by: someone with parental responsibility, the child who can
    decide, or a lawful reason chosen under local policy.
    """
    return (
        pr_consent_on_record
        or (child_consented and can_decide == "yes")
        or bool((lawful_reason or "").strip())
    )


def check_to_sign(facts: SigningFacts) -> SignCheck:
    """Return what stops signing, what needs a reason first, what is worth a look and what is good.

    Plan items: fields block, dates need a reason, wording is advice. An IHA by someone who is not a
    registered medical practitioner needs a reason and is never blocked (Care Planning, Placement and Case
    Review (England) Regulations 2010, reg 7, and TS-4).
    """
    lists = _Lists()
    for rule in _RULES:
        rule(facts, lists)
    return SignCheck(tuple(lists.fix), tuple(lists.explain), tuple(lists.look), tuple(lists.good))


def may_sign(check: SignCheck, reasons: Mapping[str, str]) -> tuple[str, ...]:
    """Return the words of what still stands in the way: nothing means it may be signed.

    reasons: id of a finding to be explained → the reason given. A blank one is none.
    """
    unexplained = [finding for finding in check.explain if not reasons.get(finding.id, "").strip()]
    return (
        *(finding.words for finding in check.fix),
        *(f"Give a reason: {finding.words}" for finding in unexplained),
    )


def _date_completed(facts: SigningFacts, lists: _Lists) -> None:
    day, says = facts.completed_on, None
    if day is None:
        says = "Enter the date assessment completed"
    elif day > facts.today:
        says = "Date assessment completed must be today or in the past"
    elif day < facts.born:
        says = f"Date assessment completed must be after {facts.name} was born, {show_date(facts.born)}"
    elif facts.earliest_on and day < facts.earliest_on:
        says = (
            f"Date assessment completed is before the assessment was started, {show_date(facts.earliest_on)}"
        )
    if says:
        lists.fix.append(SignFinding("completed_on", says))
    elif facts.was_completed_on and day != facts.was_completed_on:
        was = show_date(facts.was_completed_on)
        says = f"Date assessment completed changes from {was} to {show_date(day)}. Say why"
        lists.explain.append(SignFinding("completed_on_changed", says))


def _partial(facts: SigningFacts, lists: _Lists) -> None:
    """A partial assessment counts as completed only when the assessor confirms that it is enough (TS-3)."""
    missing = [
        section
        for section, shown in questions_by_section(facts.form, facts.answers, facts.child)
        if shown
        and facts.answers.get(not_today_question(section).id) not in (None, "", "not_needed_at_this_age")
    ]
    if missing:
        named = ", ".join(f"{section.label} {words(section.title, facts.name)}" for section in missing)
        says = (
            f"Part of it was left for another day: {named}. "
            "Confirm that what was gathered is enough for a health plan, and say why"
        )
        lists.explain.append(SignFinding("partial_enough", says, missing[0].id))


def _signer(facts: SigningFacts, lists: _Lists) -> None:
    if facts.registration is Registration.NONE:
        lists.fix.append(
            SignFinding(
                "registration", "Only a registered doctor, nurse or midwife can sign. Hand it to one to sign"
            )
        )
    elif facts.kind == "IHA" and facts.registration is not Registration.GMC:
        lists.explain.append(
            SignFinding(
                "iha_not_by_doctor",
                "An IHA is for a registered medical practitioner to do. Say who supervised it, and why",
            )
        )


def _consent(facts: SigningFacts, lists: _Lists) -> None:
    own = (_section_of(facts, OWN_CONSENT), OWN_CONSENT)
    if facts.answers.get(OWN_CONSENT) == "said_no" and facts.can_decide == "yes":
        says = f"{facts.name} can decide and said no. Record it as declined for now"
        lists.fix.append(SignFinding("own_consent_refused", says, *own))
        return
    if facts.answers.get(OWN_CONSENT) == "said_no":
        says = f"{facts.name} said no, and was not found able to decide. Say why the assessment went ahead"
        lists.explain.append(SignFinding("own_consent_overruled", says, *own))
    if facts.pr_consent_on_record:
        lists.good.append(
            SignFinding("consent", "Consent from someone with parental responsibility is on record")
        )
    elif not may_start(False, facts.child_consented, facts.can_decide, facts.lawful_reason):
        says = (
            "Record consent from someone with parental responsibility, "
            f"or record that {facts.name} can decide and agrees"
        )
        lists.fix.append(SignFinding("consent", says, *own))
    elif facts.child_consented and facts.can_decide == "yes":
        lists.explain.append(
            SignFinding("consent_pr", "No consent from someone with parental responsibility", *own)
        )
    else:
        lists.look.append(
            SignFinding(
                "consent_lawful", f"Goes by a lawful reason, not consent: {facts.lawful_reason}", *own
            )
        )


def _last_plan(facts: SigningFacts, lists: _Lists) -> None:
    for number in facts.unmarked_last_items:
        says = f"Mark item {number}: {_MARKS_IN_WORDS}"
        lists.fix.append(SignFinding(f"last_plan.{number}", says, "last_plan"))
    for number, says in facts.lacking_last_items:
        lists.fix.append(SignFinding(f"last_plan.{number}", says, "last_plan"))


_MARKS_IN_WORDS = "met, partly met, not met, no longer needed, declined or transferred"


def _jotter(facts: SigningFacts, lists: _Lists) -> None:
    if facts.jotter_notes:
        notes = "1 jotter note" if facts.jotter_notes == 1 else f"{facts.jotter_notes} jotter notes"
        lists.fix.append(SignFinding("jotter", f"File or remove {notes} first"))
    if facts.answers_to_choose:
        count = facts.answers_to_choose
        answers = "1 answer" if count == 1 else f"{count} answers"
        lists.fix.append(SignFinding("answers_to_choose", f"Choose which version of {answers} to keep first"))


def _copied(facts: SigningFacts, lists: _Lists) -> None:
    for question_id in facts.copied_unconfirmed:
        question = find_question(facts.form, question_id)
        ask = words(question.ask, facts.name) if question else question_id
        says = f"Change or confirm the text copied from last time: {ask}"
        lists.fix.append(
            SignFinding(f"copied.{question_id}", says, _section_of(facts, question_id), question_id)
        )


def _answers(facts: SigningFacts, lists: _Lists) -> None:
    circumstances = Circumstances(facts.today, facts.name, facts.born)
    found = [
        gap
        for gap in gaps(facts.form, facts.answers, facts.child, circumstances)
        if not (facts.quotes and gap.id == _VOICE_MISSING)
    ]
    for gap in found:
        line = SignFinding(gap.id, gap.words, gap.section_id, gap.question_id)
        (lists.fix if gap.kind == "fix" else lists.explain).append(line)
    open_sections = {gap.section_id for gap in found}
    for section, shown in questions_by_section(facts.form, facts.answers, facts.child):
        if shown and section.id not in open_sections and not section.holds_plan:
            title = words(section.title, facts.name)
            lists.good.append(SignFinding(f"section.{section.id}", f"{section.label} {title}", section.id))
    for question in visible_questions(facts.form, facts.answers, facts.child):
        value = facts.answers.get(question.id)
        count = len(value.split()) if isinstance(value, str) else 0
        if question.words_at_most and count > question.words_at_most:
            says = f"{words(question.ask, facts.name)}: {count} words. GPs read page 1 only"
            lists.look.append(
                SignFinding(f"long.{question.id}", says, _section_of(facts, question.id), question.id)
            )
        _abbreviations(facts, lists, question.id, value if question.words_at_most else None)


def _abbreviations(facts: SigningFacts, lists: _Lists, question_id: str, value: object) -> None:
    text = f" {value} " if isinstance(value, str) else ""
    for sign in ".,;:()/\n":
        text = text.replace(sign, " ")
    unknown = [short for short in facts.words.abbreviations if f" {short} " in text]
    if unknown:
        says = f"A GP may not know: {', '.join(unknown)}"
        lists.look.append(
            SignFinding(f"abbreviations.{question_id}", says, _section_of(facts, question_id), question_id)
        )


def _sdq(facts: SigningFacts, lists: _Lists) -> None:
    """An SDQ counts for a year (statutory guidance on promoting health, 2015); an older one has to be explained."""
    filled_in, on = facts.answers.get("sdq_on"), facts.completed_on or facts.today
    if facts.answers.get("sdq_used") != "yes" or not isinstance(filled_in, str):
        return
    day = date.fromisoformat(filled_in)
    if add_months(day, _SDQ_MONTHS) < on:
        says = f"No SDQ in the last 12 months: this one is of {show_date(day)}"
        lists.explain.append(SignFinding("sdq_old", says, _section_of(facts, "sdq_on"), "sdq_on"))


def _voice(facts: SigningFacts, lists: _Lists) -> None:
    seen = facts.answers.get("matters_kind") == "seen"  # then 'matters' is what the assessor saw
    said = sum(not is_blank(facts.answers.get(question_id)) for question_id in OWN_WORDS[1 if seen else 0 :])
    said += facts.quotes
    if said:
        things = "1 thing" if said == 1 else f"{said} things"
        lists.good.append(SignFinding("voice", f"{things} in {facts.name}'s words", "voice"))


def _plan(facts: SigningFacts, lists: _Lists) -> None:
    section = next((section.id for section in facts.form.sections if section.holds_plan), None)
    items = open_outcomes(facts.plan)
    for number, need in enumerate(facts.plan, 1):
        if not need.outcomes:
            says = f"Need {number}, {need.title}: enter what will be different for {facts.name}"
            lists.fix.append(SignFinding(f"plan.need_{number}", says, section, None, number))
    if not facts.plan and is_blank(facts.answers.get(NO_NEEDS)):
        says = "Add a plan item, or say why no needs were found"
        lists.fix.append(SignFinding("plan.empty", says, section, NO_NEEDS))
    smart_items = sum([_plan_item(facts, lists, section, *numbers) for numbers in _numbered(facts.plan)])
    if items:
        lists.good.append(
            SignFinding("plan.smart", f"SMART: {smart_items} of {len(items)} items complete", section)
        )
    if len(items) > _MOST_ITEMS:
        lists.look.append(
            SignFinding("plan.many", f"{len(items)} plan items. More than 8 are seldom done", section)
        )
    organisations = {search_key(action.organisation) for action in open_actions(facts.plan)}
    if facts.our_organisation and organisations == {search_key(facts.our_organisation)}:
        lists.look.append(
            SignFinding("plan.only_us", "Nobody but the health team answers for any item", section)
        )


def _numbered(plan: tuple[Need, ...]) -> list[tuple[int, int]]:
    """Return (number of the need, number of the outcome within it) of every open outcome."""
    return [
        (need_number, outcome_number)
        for need_number, need in enumerate(plan, 1)
        for outcome_number, outcome in enumerate(need.outcomes, 1)
        if outcome.mark is None and not outcome.entered_in_error
    ]


def _plan_item(
    facts: SigningFacts, lists: _Lists, section: str | None, need_number: int, outcome_number: int
) -> bool:
    """Add what is found in one outcome; return whether all five letters are there."""
    need = facts.plan[need_number - 1]
    outcome = need.outcomes[outcome_number - 1]
    found = smart.check_outcome(
        need,
        outcome,
        name=facts.name,
        today=facts.today,
        next_due=facts.next_due,
        eighteenth_birthday=facts.eighteenth_birthday,
        words=facts.words,
    )
    target = {"blocks": lists.fix, "reason": lists.explain, "advice": lists.look}
    where = (section, None, need_number, outcome_number)
    # Reasons are kept by this key, so a stored item keeps its own whatever its place in the plan.
    key = f"plan.{need_number}.{outcome_number}" if outcome.id is None else f"plan.outcome_{outcome.id}"
    item = f"{need.title or f'Plan item {need_number}'}"
    for finding in found:
        target[finding.severity].append(
            SignFinding(
                f"{key}.{finding.id}.{finding.field}", f"{item}: {finding.says}", *where, finding.field
            )
        )
    if outcome.carried_count >= _OFTEN_CARRIED:
        times = "twice" if outcome.carried_count == 2 else f"{outcome.carried_count} times"
        lists.look.append(SignFinding(f"{key}.carried", f"{item}: carried forward {times}", *where))
    return all(letter.passed for letter in smart.letters(found))


def _section_of(facts: SigningFacts, question_id: str) -> str | None:
    return next(
        (
            section.id
            for section in facts.form.sections
            for question in section.questions
            if question.id == question_id
        ),
        None,
    )


_RULES: tuple[Callable[[SigningFacts, _Lists], None], ...] = (
    _date_completed, _partial, _signer, _consent, _last_plan, _jotter, _copied, _answers, _sdq, _voice, _plan,
)  # fmt: skip
