"""What a passphrase must be: the one definition, for every place where one is chosen.

Length and being hard to guess, and nothing else: no rule about signs, no expiry (guidance of the National Cyber
Security Centre; NIST SP 800-63B, 5.1.1). How hard it is to guess is estimated by zxcvbn, which knows the passwords that
leaked most often; the words of the trade and the person's own name are added here.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from lac_tracker.domain.errors import UserError

SHORTEST, LONGEST = 12, 1_024  # characters
STRENGTHS = ("Too short", "Weak", "Good", "Strong")
_LOOKED_AT = 100  # zxcvbn takes seconds for a long text, and what follows can only make it harder to guess
_HARD_ENOUGH = 3  # of 0 to 4: 10 to the power of 8 guesses and more
_LEAST_BESIDE = 6  # letters that must be left beside words which would be tried first
_LEAST_DIFFERENT = 5
_LEAST_OF_A_NAME = 3  # letters of a part of a name that is looked for
_TRIED_FIRST = (
    "passphrase", "password", "letmein", "welcome", "qwertyuiop", "qwerty", "abcdefghijkl", "changeme", "secret",
    "healthtracker", "lookedafter", "safeguarding", "paediatrician", "paediatrics", "paediatric", "assessments",
    "assessment", "adolescent", "childhood", "children", "immunisation", "vaccination", "community",
    "clinician", "statutory", "caseload", "computer", "designated", "fostering", "adoption", "tracker", "council",
    "hospital", "service", "manager", "doctor", "nurses", "health", "looked", "foster", "school", "social", "worker",
    "clinic", "review", "initial", "london", "england", "carers", "carer", "child", "nurse", "after", "trust", "named",
    "admin", "team", "care", "user", "plan", "camhs", "uasc", "rha", "iha", "sdq", "lac", "cla", "nhs",
)  # fmt: skip
_TRIED = (
    "That passphrase is one of the first that would be tried: a common word, a word of the work or your own name, with "
    "little beside it. Choose several unrelated words"
)
_WHY = {
    "repeat": "It repeats the same part",
    "sequence": "It has a run such as abc or 123",
    "spatial": "It is a row of keys",
    "date": "Most of it is a date",
    "dictionary": "It is close to words that are tried first",
}


@dataclass(frozen=True)
class Judged:
    """strength: one of STRENGTHS; 'Good' is what `check` lets pass. problem: what is wrong and how to mend it, or ''."""

    strength: str
    problem: str


def check(passphrase: str, own_words: Iterable[str] = ()) -> None:
    """Raise UserError with what to change when a passphrase is too short or too easily guessed.

    own_words: the person's user name and full name.
    """
    if words := judge(passphrase, own_words).problem:
        raise UserError(words)


def judge(passphrase: str, own_words: Iterable[str] = ()) -> Judged:
    """Return how strong a passphrase is, and what is wrong with it. own_words: see `check`."""
    too_short, weak, good, strong = STRENGTHS
    if len(passphrase) < SHORTEST:
        count = f"{len(passphrase)} character{'' if len(passphrase) == 1 else 's'}"
        return Judged(too_short, f"The passphrase has {count}; it needs at least {SHORTEST}")
    if len(passphrase) > LONGEST:
        return Judged(weak, f"The passphrase is longer than {LONGEST:,} characters. Choose a shorter one")
    names = _parts(own_words)
    plain = "".join(passphrase.casefold().split())
    if len(set(plain)) < _LEAST_DIFFERENT:
        return Judged(weak, "The passphrase repeats the same few characters. Choose several unrelated words")
    for word in (*names, *_TRIED_FIRST):
        plain = plain.replace(word, " ")
    if sum(sign.isalpha() or ord(sign) > 127 for sign in plain) < _LEAST_BESIDE and not _is_random(plain):
        return Judged(weak, _TRIED)
    score, why = _estimate(passphrase, names)
    if score < _HARD_ENOUGH:
        return Judged(weak, f"That passphrase is too easily guessed. {why}. Add one or two unrelated words")
    return Judged(strong if score > _HARD_ENOUGH else good, "")


def _estimate(passphrase: str, names: tuple[str, ...]) -> tuple[int, str]:
    """Return how hard it is to guess, 0 to 4, and what makes it easy."""
    from zxcvbn import zxcvbn  # a tenth of a second, and only where somebody chooses a passphrase

    found = zxcvbn(passphrase[:_LOOKED_AT], user_inputs=list(names), max_length=_LOOKED_AT)
    longest = max(found["sequence"], key=lambda part: len(part["token"]), default={"pattern": ""})
    return int(found["score"]), _WHY.get(longest["pattern"], "It is too simple")


def _parts(own_words: Iterable[str]) -> tuple[str, ...]:
    """Return the parts of names, the longest first, so that a short one does not break up a long one."""
    whole = [word.casefold() for word in own_words]
    parts = {part for word in whole for part in "".join(s if s.isalnum() else " " for s in word).split()}
    parts |= {"".join(word.split()) for word in whole}
    return tuple(
        sorted((one for one in parts if len(one) >= _LEAST_OF_A_NAME), key=lambda one: (-len(one), one))
    )


def _is_random(left: str) -> bool:
    """Return whether signs and figures without letters are no mere row: a passphrase may be made by dice."""
    figures = [sign for sign in left if sign.isdigit()]
    steps = {ord(after) - ord(before) for before, after in zip(figures, figures[1:], strict=False)}
    return len(set(figures)) >= _LEAST_BESIDE and len(steps) > _LEAST_DIFFERENT
