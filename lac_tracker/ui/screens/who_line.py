"""Whose dialog it is: name, Born and NHS No. on one line, or on two without breaking a date or a number."""

from lac_tracker.domain.children import BannerFacts
from lac_tracker.ui.plain import PlainLabel

_APART = "   "
_UNBROKEN_SPACE = "\N{NO-BREAK SPACE}"


def who_line(facts: BannerFacts) -> PlainLabel:
    """Return the label that every dialog about a child has beneath its heading."""
    kept = (f"Born {facts.born_words}", f"NHS No. {facts.nhs_words}")
    parts = (facts.name_words, *(part.replace(" ", _UNBROKEN_SPACE) for part in kept))
    label = PlainLabel(_APART.join(parts), type="strong", wraps=True)
    label.setObjectName("dialog.who")
    return label
