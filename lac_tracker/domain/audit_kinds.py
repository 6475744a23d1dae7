"""What the audit log is filtered by: kinds of things done, each with the actions that are one of it."""

from dataclasses import dataclass

from lac_tracker.domain.authorisation import Action

SIGNED_IN, SIGNED_OUT = "signed in", "signed out"
LOCKED, UNLOCKED = "locked the window", "unlocked the window"
FAILED_SIGN_IN = "failed to sign in"
MADE, UPGRADED = "made the caseload", "brought the schema"
WENT_ON = "went on with an older file"
FOUND_TAMPERING = "found the file's protection changed"
REFUSED = "refused: "  # what stands before an action that was refused

LOOKS = (Action.OPEN_RECORD, Action.SEE_CLINICAL)
_LEFT_THE_SCREEN = (
    Action.MAKE_DOCUMENT, Action.SEND_DOCUMENT, Action.EXPORT, Action.EXPORT_AUDIT, Action.RETURN_HEALTH,
)  # fmt: skip
_RESTRICTED = (Action.CLAIM_ACCESS, Action.SEE_CLAIMS, Action.KEEP_APART)
_LISTS = (Action.IMPORT, Action.UNDO_IMPORT, Action.RECONCILE, Action.LOAD_PRACTICES)
_RULES = (Action.MANAGE_PEOPLE, Action.CHANGE_SETTINGS, Action.CHANGE_OWN_PASSPHRASE, Action.CHANGE_KEY)
_FILE = (
    Action.MAKE_BACKUP, Action.RESTORE, Action.CHECK_CASELOAD, Action.SEE_RETENTION, Action.SET_RETENTION,
    Action.PROPOSE_DISPOSAL, Action.DECIDE_DISPOSAL,
)  # fmt: skip
_LOG = (Action.SEE_AUDIT, Action.REVIEW_LOOKS)


@dataclass(frozen=True)
class Kind:
    """One kind. actions: as they stand in the log; begins: what others of it begin with."""

    key: str
    words: str
    actions: tuple[str, ...] = ()
    begins: tuple[str, ...] = ()


def _values(*groups: tuple[Action, ...]) -> tuple[str, ...]:
    return tuple(action.value for group in groups for action in group)


_NAMED = frozenset(_values(LOOKS, _LEFT_THE_SCREEN, _RESTRICTED, _LISTS, _RULES, _FILE, _LOG)) | {
    Action.SEARCH.value, Action.SEE_TEAM.value, Action.SEE_LISTS.value, Action.SEE_FIGURES.value,
    Action.SAVE_VIEW.value, Action.KEEP_DRAFT.value,
}  # fmt: skip

KINDS = (
    Kind("looks", "Opened or read a record", _values(LOOKS)),
    Kind("searches", "Searched", (Action.SEARCH.value,)),
    Kind("records", "Changed a record", tuple(one.value for one in Action if one.value not in _NAMED)),
    Kind("left", "Made, sent or exported", _values(_LEFT_THE_SCREEN)),
    Kind("restricted", "Restricted records", _values(_RESTRICTED)),
    Kind("refused", "Refused", begins=(REFUSED,)),
    Kind("sessions", "Signed in or out, locked", (SIGNED_IN, SIGNED_OUT, LOCKED, UNLOCKED, FAILED_SIGN_IN)),
    Kind("rules", "People, settings, passphrases", _values(_RULES)),
    Kind("lists", "Imports", _values(_LISTS)),
    Kind("file", "Backups, keeping, the file", (*_values(_FILE), MADE, WENT_ON, FOUND_TAMPERING), (UPGRADED,)),
    Kind("log", "The log itself", _values(_LOG)),
)  # fmt: skip
_BY_KEY = {kind.key: kind for kind in KINDS}


def kind(key: str) -> Kind:
    """Return a kind by its key. Raises KeyError for one there is not."""
    return _BY_KEY[key]


def did(action: str) -> str:
    """Return what was done as it is shown: 'Opened the record', 'Refused: opened the record'."""
    return action[:1].upper() + action[1:]
