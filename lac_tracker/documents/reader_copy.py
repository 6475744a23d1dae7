"""The copy of the health plan for carer, council or school: what is asked of the reader first, and whom it must not reach."""

from lac_tracker.documents import full_plan, layout, page, tags, wording
from lac_tracker.documents.page import APART, DATE_WIDTH, Strong, frame_width, heading, sentence, style, text
from lac_tracker.domain.dates import show_date
from lac_tracker.domain.disclosure import Reader
from lac_tracker.domain.reader_copies import ReaderCopy
from lac_tracker.domain.reports import OtherAction

SIZE, EDGE, TITLE, HEADING, GAP = 12.0, 10.0, 17.0, 14.0, 8.0
TITLES = {
    Reader.CARER: "Health plan: carer’s copy",
    Reader.COUNCIL: "Health plan: council’s copy",
    Reader.SCHOOL: "Health: what school is asked to do",
}
_OWN = {
    Reader.CARER: "What we ask of you",
    Reader.COUNCIL: "What we ask of the council",
    Reader.SCHOOL: "What we ask of school",
}
_NEED_TO_KNOW = "NEED TO KNOW"
_NOT_TO = "NOT to be shared with"
_BODY = style(SIZE)
_LABEL = style(EDGE, bold=True)
_DATE = style(SIZE, bold=True, right=True, whole_words=True)
_NUMBER_WIDTH = 20.0


def render(held: ReaderCopy) -> bytes:
    """Return a PDF of as many pages as it takes."""
    return page.render(story(held), _sheet(held))


def story(held: ReaderCopy) -> layout.Story:
    """Return the blocks between head and foot."""
    return [
        *_opening(held),
        *_asked(held),
        *_voice(held),
        *_plan(held),
        *_feelings(held),
        *_closing(held),
    ]


def _sheet(held: ReaderCopy) -> page.Sheet:
    issue, title = held.issue, TITLES[held.reader]
    made = (
        f"{APART}Made {show_date(issue.made_on)} by {issue.made_by}"
        if issue.made_by and issue.made_on
        else ""
    )
    foot = f"{title}, {issue.reference} v{issue.version}, {show_date(issue.signed_on)}{made}"

    def head(number: int, of: int) -> layout.Story:
        return [page.ends(_identity(held), f"Page {number} of {of}", EDGE, bold=True), layout.Rule(0.8)]

    return page.Sheet(
        title=wording.file_title(title.replace(":", ","), held.assessment, issue),
        author=held.service.name,
        subject="Copy of a health plan for one reader",
        head=head,
        foot=lambda number, of: [layout.Rule(0.5), page.ends(foot, "Confidential", EDGE)],
    )


def _identity(held: ReaderCopy) -> str:
    number = f"{APART}{wording.nhs(held.child)}" if held.has_health else ""
    return f"{held.child.shown_name}{APART}{wording.born(held.child)}{number}"


def _opening(held: ReaderCopy) -> layout.Story:
    blocks: layout.Story = [
        text(TITLES[held.reader], style(TITLE, bold=True), role="H1"),
        text(held.child.shown_name, style(HEADING, bold=True), before=2),
        *(text(line, _BODY, before=1) for line in _who(held)),
        text((Strong("For"), f"{APART}{held.whom or wording.NOT_KNOWN}"), _BODY, before=1),
        text(f"From {held.service.name}, {wording.reach(held.service)}", _BODY, before=1),
    ]
    if held.sharing and held.sharing.not_with:
        words = f"{_NOT_TO} {sentence(wording.listed(held.sharing.not_with))}"
        blocks.append(text(Strong(words), _BODY, before=4))
    if held.circumstances is not None:
        told = (wording.allergies(held.circumstances), *held.circumstances.alerts)
        blocks += full_plan.alerts(f"{APART}|{APART}".join(told))
    if held.need_to_know:
        known = f"{_NEED_TO_KNOW}{APART}"
        words = f"{APART}|{APART}".join(held.need_to_know)
        blocks.append(
            text((Strong(known), words, ". Only for those who need it to keep people safe."), _BODY, before=4)
        )
    return blocks


def _who(held: ReaderCopy) -> tuple[str, ...]:
    child, facts = held.child, held.circumstances
    likes = wording.likes_to_be_called(child)
    if facts is None:
        return (wording.born(child), likes)
    lines = (
        f"{wording.born(child)} ({child.age}){APART}{child.gender}{APART}{wording.nhs(child)}",
        likes,
        wording.assessed(held.assessment),
        wording.lives(facts, held.service) if held.reader is Reader.COUNCIL else "",
        wording.in_care(facts),
        wording.council_and_social_worker(facts),
        wording.consent(facts),
        wording.surgery(held.practice),
    )
    return tuple(line for line in lines if line)


def _asked(held: ReaderCopy) -> layout.Story:
    blocks = heading(f"{_OWN[held.reader]} ({len(held.own_actions)})", HEADING)
    if not held.own_actions:
        return [*blocks, text("Nothing for you to do. For information only.", _BODY, before=2)]
    wide = frame_width() - _NUMBER_WIDTH - DATE_WIDTH - 2 * GAP
    labels: list[page.Placed] = [
        (_NUMBER_WIDTH, "No.", _LABEL),
        (wide, "What, and who", _LABEL),
        (DATE_WIDTH, "By when", style(EDGE, bold=True, right=True)),
    ]
    blocks.append(page.row(labels, gap=GAP, before=2, keeps_with_next=True, role=tags.LABELS))
    return [*blocks, *(_action(number, one, wide) for number, one in enumerate(held.own_actions, 1))]


def _action(number: int, action: OtherAction, wide: float) -> layout.Block:
    who = ", ".join(part for part in (action.person, action.role) if part.strip()) or "No person named"
    carried = f" {sentence(action.carried)}" if action.carried else ""
    cells: list[page.Placed] = [
        (_NUMBER_WIDTH, str(number), style(SIZE, bold=True)),
        (wide, (Strong(sentence(action.action)), f" {sentence(who)}{carried}"), _BODY),
        (DATE_WIDTH, show_date(action.by) if action.by else "No date", _DATE),
    ]
    return page.row(cells, gap=GAP, before=3, role=tags.CELLS)


def _voice(held: ReaderCopy) -> layout.Story:
    if held.quote is None:
        return []
    return [
        *heading(wording.says(held.quote, held.child), HEADING),
        text(wording.quoted(held.quote, held.quote.words), _BODY, indent=10, bar=True, before=4),
    ]


def _plan(held: ReaderCopy) -> layout.Story:
    if not held.has_health:
        return []
    blocks = heading("The plan", HEADING)
    if not held.needs:
        blocks.append(text("No item of the plan is for you.", _BODY, before=2))
    blocks += full_plan.plan_items(held.needs)
    if held.is_kept_back:
        words = f"This is not the whole plan: some of it is for other readers. Questions: {wording.reach(held.service)}."
        blocks.append(text(words, _BODY, before=6))
    return blocks


def _feelings(held: ReaderCopy) -> layout.Story:
    if not held.sdq:
        return []
    title = "Strengths and difficulties questionnaire (SDQ)"
    return [*heading(title, HEADING), *(text(sentence(line), _BODY, before=2) for line in held.sdq)]


def _closing(held: ReaderCopy) -> layout.Story:
    review = wording.next_review(held.next_review, held.child, asks="you")
    asked = held.next_review.questions_to or held.issue.signed_by
    return [
        *heading("Next review and who to call" if held.has_health else "Who to call", HEADING),
        *([text(Strong(review), _BODY, before=2)] if held.has_health else []),
        text(
            f"Questions, or something you can’t do: {asked}, {wording.reach(held.service)}.", _BODY, before=2
        ),
        *heading("Sharing and signature", HEADING),
        text(wording.sharing(held.sharing, document="this copy", not_to=_NOT_TO), _BODY, before=2),
        text(wording.signed(held.issue, names_copies=False), _BODY, before=2),
    ]
