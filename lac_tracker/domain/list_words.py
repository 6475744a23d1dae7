"""What an import of a list did, in words."""

from collections.abc import Mapping

# Key of a change → words for one and for several.
_WORDS = (
    ("became_looked_after", "1 came into care", "{} came into care"),
    ("placement", "1 moved placement", "{} moved placement"),
    ("social_worker", "1 new social worker", "{} new social workers"),
    ("legal_status", "1 new legal status", "{} new legal statuses"),
    ("protection_plan", "1 child protection plan", "{} child protection plans"),
    ("nhs_number", "1 NHS number", "{} NHS numbers"),
    ("council_id", "1 council ID", "{} council IDs"),
    ("born", "1 birth date", "{} birth dates"),
)
_NAMES = ("family_name", "given_name", "preferred_name")
_SOCIAL_WORKER = ("social_worker_phone", "social_worker_email")


def changed_words(counts: Mapping[str, int]) -> str:
    """Return '3 new social workers, 2 moved placement' for how often each field was changed."""
    said = []
    for key, one, several in _WORDS:
        if count := counts.get(key, 0):
            said.append(one if count == 1 else several.format(f"{count:,}"))
    for keys, word in ((_NAMES, "name"), (_SOCIAL_WORKER, "contact detail")):
        if count := sum(counts.get(key, 0) for key in keys):
            said.append(f"{count:,} {word}{'' if count == 1 else 's'}")
    known = {key for key, _, _ in _WORDS} | set(_NAMES) | set(_SOCIAL_WORKER) | {"left_care"}
    if rest := sum(count for key, count in counts.items() if key not in known):
        said.append(f"{rest:,} other detail{'' if rest == 1 else 's'}")
    return ", ".join(said)
