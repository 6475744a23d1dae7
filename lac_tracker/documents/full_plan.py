"""The full health plan: the child's view first, then health, then every need with its outcomes and actions."""

from lac_tracker.documents import layout, page, tags, wording
from lac_tracker.documents.page import APART, DATE_WIDTH, Strong, frame_width, heading, sentence, style, text
from lac_tracker.domain.dates import show_date
from lac_tracker.domain.plans import show_carried
from lac_tracker.domain.reports import (
    HEALTH_PLAN_HEADINGS,
    MARK_WORDS,
    Contribution,
    FullPlan,
    Identity,
    LastItem,
    PlanAction,
    PlanNeed,
    PlanOutcome,
    Quote,
    count_marks,
    is_smart,
    unmet_in_action,
    unmet_in_outcome,
)

SIZE = 12.0  # points of the body
EDGE = 10.0  # points of head, foot and column labels
TITLE = 17.0
HEADING = 14.0
GAP = 8.0
WHO_WIDTH = 160.0
NOT_RECORDED = "Not recorded."

_BODY = style(SIZE)
_BOLD = style(SIZE, bold=True)
_LABEL = style(EDGE, bold=True)
_DATE = style(SIZE, bold=True, right=True, whole_words=True)


def render(held: FullPlan) -> bytes:
    """Return a PDF of as many pages as it takes."""
    return page.render(story(held), _sheet(held))


def story(held: FullPlan) -> layout.Story:
    """Return the blocks between head and foot."""
    return [
        *_opening(held),
        *_voice(held),
        *_listing("What has gone well", held.gone_well),
        *_last_plan(held),
        *_health(held),
        *_background(held),
        *_plan(held),
        *_contributions(held),
        *_closing(held),
    ]


def _sheet(held: FullPlan) -> page.Sheet:
    child, issue = held.child, held.issue
    identity = f"{child.shown_name}{APART}{wording.born(child)}{APART}{wording.nhs(child)}"
    made = (
        f"{APART}Made {show_date(issue.made_on)} by {issue.made_by}"
        if issue.made_by and issue.made_on
        else ""
    )
    foot = f"Health plan, {issue.reference} v{issue.version}, {show_date(issue.signed_on)}{made}"

    def head(number: int, of: int) -> layout.Story:
        return [page.ends(identity, f"Page {number} of {of}", EDGE, bold=True), layout.Rule(0.8)]

    return page.Sheet(
        title=wording.file_title("Health plan", held.assessment, issue),
        author=held.service.name,
        subject="Health plan of a looked-after child",
        head=head,
        foot=lambda number, of: [layout.Rule(0.5), page.ends(foot, "Confidential", EDGE)],
    )


def _opening(held: FullPlan) -> layout.Story:
    child, facts = held.child, held.circumstances
    told = f"{APART}|{APART}".join((wording.allergies(facts), *facts.alerts))
    lines = (
        f"{wording.born(child)} ({child.age}){APART}{child.gender}{APART}{wording.nhs(child)}",
        wording.likes_to_be_called(child),
        wording.assessed(held.assessment),
        wording.lives(facts, held.service),
        wording.in_care(facts),
        wording.council_and_social_worker(facts),
        wording.consent(facts),
    )
    return [
        text("Health plan", style(TITLE, bold=True), role="H1"),
        text(child.shown_name, style(HEADING, bold=True), before=2),
        *(text(line, _BODY, before=1) for line in lines),
        text(wording.surgery(held.practice), _BODY, before=1),
        text(f"From {held.service.name}, {wording.reach(held.service)}", _BODY, before=1),
        *alerts(told),
    ]


def alerts(words: str) -> layout.Story:
    """Return what must be read first, framed."""
    block = text((Strong(f"ALERTS{APART}"), Strong(words)), _BODY, before=6)
    # A framed group cannot be cut between pages: a very long text goes without its frame.
    return [layout.Group((block,), before=6, box=1.0)] if len(words) < page.LONGEST_PARAGRAPH else [block]


def _voice(held: FullPlan) -> layout.Story:
    if not held.quotes:
        return [
            *heading(f"What {held.child.called} says", HEADING),
            text("Nothing recorded.", _BODY, before=2),
        ]
    blocks: layout.Story = []
    title = ""
    for quote in held.quotes:
        if (said := wording.says(quote, held.child)) != title:
            title = said
            blocks += heading(title, HEADING)
        blocks.append(text(wording.quoted(quote, quote.words), _BODY, indent=10, bar=True, before=4))
        if quote.heard_on:
            verb = "Seen" if quote.said_by_kind == "seen" else "Heard"
            blocks.append(text(f"{verb} {show_date(quote.heard_on)}", style(EDGE), indent=10))
    return blocks


def _listing(title: str, statements: tuple[str, ...]) -> layout.Story:
    if not statements:
        return [*heading(title, HEADING), text(NOT_RECORDED, _BODY, before=2)]
    return [
        *heading(title, HEADING),
        *(text(sentence(each), _BODY, before=2, role=tags.ITEM) for each in statements),
    ]


def _last_plan(held: FullPlan) -> layout.Story:
    if held.last_plan_on is None and not held.last_items:
        return [
            *heading("How the last plan went", HEADING),
            text("No plan before this one is recorded.", _BODY, before=2),
        ]
    day = f" ({show_date(held.last_plan_on)})"
    counted = f"From last time{day}: {count_marks(held.last_items)}"
    blocks = [*heading("How the last plan went", HEADING), text(counted, _BODY, before=2)]
    for number, item in enumerate(held.last_items, 1):
        blocks += _last_item(number, item, held.child)
    return blocks


def _last_item(number: int, item: LastItem, child: Identity) -> layout.Story:
    mark = MARK_WORDS[item.mark] if item.mark else "Not marked"
    follows = " Carried forward." if item.goes_on else ""
    carried = show_carried(item.times_carried, item.first_set_on)
    before = f" Before this review: {carried[:1].lower()}{carried[1:]}." if carried else ""
    note = f" {sentence(item.note)}" if item.note else ""
    words = (Strong(sentence(item.need)), f" {sentence(item.outcome)}{note}{before}")
    cells: list[page.Placed] = [
        (20, str(number), _BOLD),
        (frame_width() - 20 - 112 - 2 * GAP, words, _BODY),
        (112, (Strong(sentence(mark)), follows), _BODY),
    ]
    said = wording.quoted(Quote(item.childs_words or "", "child"), item.childs_words or "")
    row = page.row(cells, gap=GAP, before=3, keeps_with_next=bool(item.childs_words), role=tags.ITEM)
    if not item.childs_words:
        return [row]
    return [
        row,
        text(f"{child.called}: {said}", _BODY, indent=20 + GAP, bar=True, before=1, role=tags.IN_ITEM),
    ]


def _health(held: FullPlan) -> layout.Story:
    told = dict(held.health)
    sections = [(title, told.pop(title, "")) for title in HEALTH_PLAN_HEADINGS]
    sections += [*told.items(), *held.checks]
    blocks = heading("Health", HEADING)
    for place, (title, words) in enumerate(sections):
        blocks.append(text(title, _BOLD, before=5 if place else 2, keeps_with_next=True, role="H3"))
        blocks.append(text(words if words.strip() else NOT_RECORDED, _BODY, before=1))
    return blocks


def _background(held: FullPlan) -> layout.Story:
    return [
        *heading("Ethnicity, language and religion", HEADING),
        text(wording.background(held.background), _BODY, before=2),
    ]


def _plan(held: FullPlan) -> layout.Story:
    blocks = heading("The plan", HEADING)
    if not held.needs:
        return [*blocks, text("No need for action was found.", _BODY, before=2)]
    blocks.append(text(_smart_line(held.needs), _BODY, before=2, keeps_with_next=True))
    return [*blocks, *plan_items(held.needs)]


def plan_items(needs: tuple[PlanNeed, ...]) -> layout.Story:
    """Return every need with its outcomes and actions, each kept on one page where it fits."""
    return [layout.Group(tuple(_need(number, need)), before=7) for number, need in enumerate(needs, 1)]


def _smart_line(needs: tuple[PlanNeed, ...]) -> str:
    number, smart = len(needs), sum(is_smart(need) for need in needs)
    complete = "an outcome, a measure, a named person and a date"
    if smart == number:
        return f"SMART: {'the one need has' if number == 1 else f'all {number} needs have'} {complete}."
    return f"SMART: {smart} of {number} {'need' if number == 1 else 'needs'} {_have(smart)} {complete}."


def _have(number: int) -> str:
    return "has" if number == 1 else "have"


def _need(number: int, need: PlanNeed) -> layout.Story:
    title = Strong(f"{number}{APART}{need.text}")
    blocks: layout.Story = [
        layout.Rule(1.2, keeps_with_next=True),
        text(title, style(SIZE), keeps_with_next=True, role="H3"),
    ]
    if need.evidence:
        blocks.append(text(f"Because: {sentence(need.evidence)}", _BODY, before=1, keeps_with_next=True))
    if not need.outcomes:
        blocks.append(text("No outcome recorded", _BOLD, before=2))
    for place, outcome in enumerate(need.outcomes):
        if place:
            blocks.append(layout.Rule(0.5, before=4, keeps_with_next=True))
        blocks += _outcome(outcome)
    return blocks


def _outcome(outcome: PlanOutcome) -> layout.Story:
    lacks = unmet_in_outcome(outcome)
    different = outcome.text if outcome.text.strip() else Strong("No outcome recorded")
    measure = outcome.measure if (outcome.measure or "").strip() else Strong("No measure recorded")
    wide = (frame_width() - DATE_WIDTH - 2 * GAP) / 2
    review = show_date(outcome.review_on) if outcome.review_on else "No date recorded"
    labels: list[page.Placed] = [
        (wide, "What will be different", _LABEL),
        (wide, "How we’ll know", _LABEL),
        (DATE_WIDTH, "Look again", style(EDGE, bold=True, right=True)),
    ]
    values: list[page.Placed] = [
        (wide, different, _BODY),
        (wide, measure or "", _BODY),
        (DATE_WIDTH, review, style(SIZE, right=True, whole_words=True)),
    ]
    carried = (
        [text(Strong(sentence(outcome.carried)), _BODY, before=2, keeps_with_next=True)]
        if outcome.carried
        else []
    )
    blocks: layout.Story = [
        *carried,
        page.row(labels, gap=GAP, before=3, keeps_with_next=True, role=tags.LABELS),
        page.row(values, gap=GAP, before=0, keeps_with_next=bool(outcome.actions), role=tags.CELLS),
    ]
    if not outcome.actions:
        return [*blocks, text(Strong(lacks[-1]), _BOLD, before=2)]
    wide = frame_width() - WHO_WIDTH - DATE_WIDTH - 2 * GAP
    steps: list[page.Placed] = [
        (wide, "What we will do", _LABEL),
        (WHO_WIDTH, "Who (named person)", _LABEL),
        (DATE_WIDTH, "By when", style(EDGE, bold=True, right=True)),
    ]
    blocks.append(page.row(steps, gap=GAP, before=4, keeps_with_next=True, role=tags.LABELS))
    return [
        *blocks,
        *(_action(action, wide, first=not place) for place, action in enumerate(outcome.actions)),
    ]


def _action(action: PlanAction, wide: float, *, first: bool) -> layout.Block:
    lacks = unmet_in_action(action)
    known = [part for part in (action.person, action.role, action.organisation) if (part or "").strip()]
    named = ", ".join(part for part in known if part)
    missing = "; ".join(lack for lack in lacks if lack != "No date recorded")
    who: tuple[str, ...] = (named, f"{'. ' if named else ''}", Strong(missing)) if missing else (named,)
    practice = " For the GP practice." if action.for_practice else ""
    cells: list[page.Placed] = [
        (wide, f"{sentence(action.text)}{practice}", _BODY),
        (WHO_WIDTH, who, _BODY),
        (DATE_WIDTH, show_date(action.by) if action.by else "No date recorded", _DATE),
    ]
    return page.row(cells, gap=GAP, before=0 if first else 4, role=tags.CELLS)


def _contributions(held: FullPlan) -> layout.Story:
    blocks = heading("Who contributed", HEADING)
    if not held.contributions:
        return [*blocks, text("Nobody was asked.", _BODY, before=2)]
    return [
        *blocks,
        *(text(_contribution(each), _BODY, before=2, role=tags.ITEM) for each in held.contributions),
    ]


def _contribution(held: Contribution) -> tuple[str, ...]:
    asked = f"asked on {show_date(held.asked_on)}" if held.asked_on else "asked, date not known"
    if held.nothing_held:
        answer = "answered that they hold nothing"
    else:
        answer = f"received {show_date(held.received_on)}" if held.received_on else "no reply"
    return (Strong(held.who), f": {asked}, {answer}.")


def _closing(held: FullPlan) -> layout.Story:
    review = wording.next_review(held.next_review, held.child, asks="the carer")
    asked = held.next_review.questions_to or held.issue.signed_by
    return [
        *heading("Next review and who to call", HEADING),
        text(Strong(review), _BODY, before=2),
        text(f"Questions: {asked}, {wording.reach(held.service)}.", _BODY, before=2),
        *heading("Sharing and signature", HEADING),
        text(wording.sharing(held.sharing), _BODY, before=2),
        text(wording.signed(held.issue), _BODY, before=2),
    ]
