"""Before signing: what the form still asks for, what was copied or jotted, the last plan, and the child's voice."""

from datetime import date

from lac_tracker.domain.answers import Circumstances
from lac_tracker.domain.dates import add_months, show_date
from lac_tracker.domain.forms import (
    find_question,
    gaps,
    questions_by_section,
    visible_questions,
    words,
)
from lac_tracker.domain.last_plan import MARK_ITEM
from lac_tracker.domain.missing_parts import sections_left
from lac_tracker.domain.questions import is_blank
from lac_tracker.domain.signing_facts import OWN_WORDS, Lists, SignFinding, SigningFacts, section_of
from lac_tracker.domain.treatments import says_none

_VOICE_MISSING = "one_of.voice"  # a quote kept from any section is voice, too
_SDQ_MONTHS = 12
_ALLERGIES = "allergies"


def last_plan(facts: SigningFacts, lists: Lists) -> None:
    for number in facts.unmarked_last_items:
        says = MARK_ITEM.format(number=number)
        lists.add("last_plan", SignFinding(f"last_plan.{number}", says, "last_plan"))
    for number, says in facts.lacking_last_items:
        lists.add("last_plan", SignFinding(f"last_plan.{number}", says, "last_plan"))


def partial(facts: SigningFacts, lists: Lists) -> None:
    """A partial assessment counts as completed only when the assessor confirms that it is enough (TS-3).

    Each part that is missing has its item on the plan. Source: missing_parts.
    """
    missing = [section for section, _ in sections_left(facts.form, facts.answers, facts.child)]
    for section in missing:
        if section.id not in facts.parts_with_item:
            title = words(section.title, facts.name)
            says = f"{title} was left for another day: make a plan item for it, or choose the item that covers it"
            lists.add("partial_item", SignFinding(f"partial_item.{section.id}", says, section.id))
    if missing:
        named = ", ".join(f"{section.label} {words(section.title, facts.name)}" for section in missing)
        says = (
            f"Part of it was left for another day: {named}. "
            "Confirm that what was gathered is enough for a health plan, and say why"
        )
        lists.add("partial_enough", SignFinding("partial_enough", says, missing[0].id))


def jotter(facts: SigningFacts, lists: Lists) -> None:
    if facts.jotter_notes:
        notes = "1 jotter note" if facts.jotter_notes == 1 else f"{facts.jotter_notes} jotter notes"
        lists.add("jotter", SignFinding("jotter", f"File or remove {notes} first"))
    if facts.answers_to_choose:
        count = facts.answers_to_choose
        answers = "1 answer" if count == 1 else f"{count} answers"
        lists.add(
            "answers_to_choose",
            SignFinding("answers_to_choose", f"Choose which version of {answers} to keep first"),
        )


def copied(facts: SigningFacts, lists: Lists) -> None:
    for question_id in facts.copied_unconfirmed:
        question = find_question(facts.form, question_id)
        ask = words(question.ask, facts.name) if question else question_id
        says = f"Change or confirm the text copied from last time: {ask}"
        lists.add(
            "copied", SignFinding(f"copied.{question_id}", says, section_of(facts, question_id), question_id)
        )


def answers(facts: SigningFacts, lists: Lists) -> None:
    circumstances = Circumstances(facts.today, facts.name, facts.born)
    found = [
        gap
        for gap in gaps(facts.form, facts.answers, facts.child, circumstances)
        if not (facts.quotes and gap.id == _VOICE_MISSING)
    ]
    for gap in found:
        line = SignFinding(gap.id, gap.words, gap.section_id, gap.question_id)
        lists.add(f"form.{gap.kind}", line)
    open_sections = {gap.section_id for gap in found}
    for section, shown in questions_by_section(facts.form, facts.answers, facts.child):
        if shown and section.id not in open_sections and not section.holds_plan:
            title = words(section.title, facts.name)
            lists.add("section", SignFinding(f"section.{section.id}", f"{section.label} {title}", section.id))
    for question in visible_questions(facts.form, facts.answers, facts.child):
        value = facts.answers.get(question.id)
        count = len(value.split()) if isinstance(value, str) else 0
        if question.words_at_most and count > question.words_at_most:
            says = f"{words(question.ask, facts.name)}: {count} words. GPs read page 1 only"
            lists.add(
                "long", SignFinding(f"long.{question.id}", says, section_of(facts, question.id), question.id)
            )
        _abbreviations(facts, lists, question.id, value if question.words_at_most else None)


def _abbreviations(facts: SigningFacts, lists: Lists, question_id: str, value: object) -> None:
    text = f" {value} " if isinstance(value, str) else ""
    for sign in ".,;:()/\n":
        text = text.replace(sign, " ")
    unknown = [short for short in facts.words.abbreviations if f" {short} " in text]
    if unknown:
        says = f"A GP may not know: {', '.join(unknown)}"
        lists.add(
            "abbreviations",
            SignFinding(f"abbreviations.{question_id}", says, section_of(facts, question_id), question_id),
        )


def allergies(facts: SigningFacts, lists: Lists) -> None:
    """No allergy leaves the record by what an answer does not say: each that would end needs a reason."""
    section = section_of(facts, _ALLERGIES)
    said = facts.answers.get(_ALLERGIES)
    is_known = facts.answers.get("allergies_state") == "known"
    if is_known and isinstance(said, str) and (none := says_none(said)):
        says = f"Allergies are 'known', and '{none}' names none: take it out, or choose 'No known allergies'"
        lists.add("allergies_named", SignFinding("allergies_named", says, section, _ALLERGIES))
    if facts.allergies_ended:
        names = ", ".join(facts.allergies_ended)
        is_one = len(facts.allergies_ended) == 1
        ends = (
            "an allergy that this does not name, and signing ends it"
            if is_one
            else "allergies that this does not name, and signing ends them"
        )
        says = f"The record has {ends}: {names}. Name {'it' if is_one else 'them'}, or say why {'it no longer stands' if is_one else 'they no longer stand'}"
        lists.add("allergies_ended", SignFinding("allergies_ended", says, section, _ALLERGIES))


def sdq(facts: SigningFacts, lists: Lists) -> None:
    """An SDQ counts for a year (statutory guidance on promoting health, 2015); an older one has to be explained."""
    filled_in, on = facts.answers.get("sdq_on"), facts.completed_on or facts.today
    is_asked = (
        find_question(facts.form, "sdq_on") is not None
    )  # by a form from before scores had a page of their own
    if not is_asked or facts.answers.get("sdq_used") != "yes" or not isinstance(filled_in, str):
        return
    day = date.fromisoformat(filled_in)
    if add_months(day, _SDQ_MONTHS) < on:
        says = f"No SDQ in the last 12 months: this one is of {show_date(day)}"
        lists.add("sdq_old", SignFinding("sdq_old", says, section_of(facts, "sdq_on"), "sdq_on"))


def voice(facts: SigningFacts, lists: Lists) -> None:
    seen = facts.answers.get("matters_kind") == "seen"  # then 'matters' is what the assessor saw
    said = sum(not is_blank(facts.answers.get(question_id)) for question_id in OWN_WORDS[1 if seen else 0 :])
    said += facts.quotes
    if said:
        things = "1 thing" if said == 1 else f"{said} things"
        lists.add("voice", SignFinding("voice", f"{things} in {facts.name}'s words", "voice"))
