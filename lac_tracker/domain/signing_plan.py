"""Before signing: the plan. What one item is looked at for is smart.CHECKS; here is what concerns the whole of it."""

from lac_tracker.domain import smart
from lac_tracker.domain.names import search_key
from lac_tracker.domain.plans import Need, is_open, open_actions, open_outcomes
from lac_tracker.domain.questions import is_blank
from lac_tracker.domain.reading_ease import WANTED_AGE, read_ease
from lac_tracker.domain.signing_facts import NO_NEEDS, Lists, SignFinding, SigningFacts

_MOST_ITEMS = 8
_OFTEN_CARRIED = 2
_HARDEST_AGE = 10  # a copy for a young person that needs more years of reading is worth a look


def plan(facts: SigningFacts, lists: Lists) -> None:
    section = next((section.id for section in facts.form.sections if section.holds_plan), None)
    items = open_outcomes(facts.plan)
    for number, need in enumerate(facts.plan, 1):
        if not need.outcomes:
            says = f"Need {number}, {need.title}: enter what will be different for {facts.name}"
            lists.add("plan.need", SignFinding(f"plan.need_{number}", says, section, None, number))
    is_written = any(
        not need.outcomes or not all(one.entered_in_error for one in need.outcomes) for need in facts.plan
    )
    if not is_written and is_blank(facts.answers.get(NO_NEEDS)):
        says = "Add a plan item, or say why no needs were found"
        lists.add("plan.empty", SignFinding("plan.empty", says, section, NO_NEEDS))
    smart_items = sum([_plan_item(facts, lists, section, *numbers) for numbers in _numbered(facts.plan)])
    if items:
        lists.add(
            "plan.smart",
            SignFinding("plan.smart", f"SMART: {smart_items} of {len(items)} items complete", section),
        )
    if len(items) > _MOST_ITEMS:
        lists.add(
            "plan.many",
            SignFinding("plan.many", f"{len(items)} plan items. More than 8 are seldom done", section),
        )
    _plain_words(facts, lists, section)
    organisations = {search_key(action.organisation) for action in open_actions(facts.plan)}
    if facts.our_organisation and organisations == {search_key(facts.our_organisation)}:
        lists.add(
            "plan.only_us",
            SignFinding("plan.only_us", "Nobody but the health team answers for any item", section),
        )


def _plain_words(facts: SigningFacts, lists: Lists, section: str | None) -> None:
    """All the words for the young person's copy together: of a few alone no reading age can be told."""
    said = "\n".join(outcome.plain_words for _, outcome in open_outcomes(facts.plan) if outcome.plain_words)
    age = read_ease(said, facts.plain).age if said and facts.plain else None
    if age is not None and age > _HARDEST_AGE:
        says = f"The words for {facts.name}'s own copy read like age {age}. Aim for {WANTED_AGE}"
        lists.add("plan.plain_words", SignFinding("plan.plain_words", says, section))


def _numbered(plan: tuple[Need, ...]) -> list[tuple[int, int]]:
    """Return (number of the need, number of the outcome within it) of every open outcome."""
    return [
        (need_number, outcome_number)
        for need_number, need in enumerate(plan, 1)
        for outcome_number, outcome in enumerate(need.outcomes, 1)
        if is_open(outcome)
    ]


def _plan_item(
    facts: SigningFacts, lists: Lists, section: str | None, need_number: int, outcome_number: int
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
    where = (section, None, need_number, outcome_number)
    # Reasons are kept by this key, so a stored item keeps its own whatever its place in the plan.
    key = f"plan.{need_number}.{outcome_number}" if outcome.id is None else f"plan.outcome_{outcome.id}"
    item = f"{need.title or f'Plan item {need_number}'}"
    for finding in found:
        lists.add(
            f"item.{finding.severity}",
            SignFinding(
                f"{key}.{finding.id}.{finding.field}", f"{item}: {finding.says}", *where, finding.field
            ),
        )
    if outcome.carried_count >= _OFTEN_CARRIED:
        times = "twice" if outcome.carried_count == 2 else f"{outcome.carried_count} times"
        lists.add("plan.carried", SignFinding(f"{key}.carried", f"{item}: carried forward {times}", *where))
    return all(letter.passed for letter in smart.letters(found))
