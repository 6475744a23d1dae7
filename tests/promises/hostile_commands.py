"""Commands with hostile texts, hundreds in one transaction: what is refused is undone by itself, and says why."""

from lac_tracker.domain.errors import UserError
from tests.conftest import GRACE, NOW


def do(session, function, *args, by=GRACE, **more):
    return function(session, *args, by=by, now=NOW, **more)


def kept(session, function, *args, **more):
    """Call a command; return whether it was done, and insist on words where it was not."""
    words = ""
    try:
        with session.begin_nested():
            do(session, function, *args, **more)
    except UserError as refused:
        words = str(refused)
        assert words.strip()  # noqa: PT017 - hundreds are done, and hundreds refused
    return not words


def fits(text):
    return len(text) <= 200
