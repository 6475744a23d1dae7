"""What papers for professionals say of questionnaires: the scores of the record, and what the assessment made of them."""

from datetime import date

from lac_tracker.domain import sdq_words as words
from lac_tracker.domain.sdq_bands import NOT_VERIFIED
from lac_tracker.domain.sdq_words import Scored
from lac_tracker.services import report_answers as say
from lac_tracker.services.report_facts import Source
from lac_tracker.services.sdq_known import SdqKnown

_HEADING = "Emotional health and SDQ"


def lines(source: Source) -> tuple[str, ...]:
    """Return the scores, what they mean, or why there are none: for one row of the GP summary and for copies."""
    if source.sdq is None:
        return ()
    meaning = _meaning(source, source.sdq)
    told = [*_scores(source, source.sdq), *((meaning,) if meaning else ())]
    if why := _why_none(source, source.sdq):
        told.append(f"Not used: {why}")
    if words.is_unverified(source.sdq.scores, with_scales=False):
        told.append(NOT_VERIFIED)
    return tuple(told)


def rows(source: Source) -> tuple[tuple[str, str], ...]:
    """Return the headings of the full plan: how the child is, each informant's scores over time, what they mean."""
    feelings, known = source.told.words("feelings_now"), source.sdq
    if known is None:
        return ((_HEADING, say.joined(("", feelings))),)
    typed = _typed_and_newer(source, known)
    first = say.joined(("", feelings), ("SDQ", typed), ("SDQ not used", _why_none(source, known)))
    found = [(_HEADING, first)]
    found += [
        (f"SDQ, {_small(words.who(one.now, source.called))}", _scores_in_full(one)) for one in known.scores
    ]
    if said := say.joined(
        ("", _meaning(source, known)),
        (f"{source.called} thinks", _childs_view(source, known)),
        ("What happens next", _next_step(source, known)),
    ):
        found.append(("What the SDQ means", said))
    return tuple(found)


def _scores(source: Source, known: SdqKnown) -> tuple[str, ...]:
    typed = _typed_and_newer(source, known)
    return (*((typed,) if typed else ()), *words.paper_lines(known.scores, source.called, known.on))


def _scores_in_full(scored: Scored) -> str:
    now = scored.now
    trend = words.trend_words(scored.latest)
    return say.joined(
        ("", f"{words.day_words(now)}: total {words.total_words(scored)}"),
        ("", words.change_words(scored.latest)),
        ("", words.scales_words(scored)),
        ("Totals over time", trend if len(scored.latest.earlier) > 1 else ""),
        ("", NOT_VERIFIED if words.is_unverified((scored,), with_scales=True) else ""),
    )


def _typed_and_newer(source: Source, known: SdqKnown) -> str:
    """Return the total typed as an answer, where the record has no questionnaire as new: older evidence."""
    typed = say.typed_sdq(source.told)
    if not typed:
        return ""
    day = source.told.key("sdq_on")
    on = date.fromisoformat(day) if day else source.on
    return "" if any(one.now.completed_on >= on for one in known.scores) else typed


def _meaning(source: Source, known: SdqKnown) -> str:
    return source.told.words("sdq_means") or (known.used.means if known.used else "")


def _childs_view(source: Source, known: SdqKnown) -> str:
    return source.told.words("sdq_child_thinks") or (known.used.child_thinks if known.used else "")


def _next_step(source: Source, known: SdqKnown) -> str:
    if step := source.told.key("sdq_next"):
        return words.next_step_words(step, source.told.words("sdq_next_words"), source.called)
    if known.used is None or known.used.next_step is None:
        return ""
    return words.next_step_words(known.used.next_step, known.used.next_step_words, source.called)


def _why_none(source: Source, known: SdqKnown) -> str:
    if known.used is not None or _typed_and_newer(source, known):
        return ""
    return source.told.words("sdq_not_used_why") or known.not_done_words


def _small(who: str) -> str:
    return who.lower() if who in ("Carer", "Teacher") else who
