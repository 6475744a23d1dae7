"""Who may do what: roles and actions as data, and the one function that decides.

Screens ask the same function which buttons to show; services refuse by it. The right to sign is a registration,
not a role.
"""

from dataclasses import dataclass
from enum import StrEnum

from lac_tracker.domain.people import Actor, Registration, Role


class Action(StrEnum):
    """What a person does. The value is what stands in the audit log."""

    SEE_TEAM = "saw the name of the team"
    SEE_LISTS = "saw a list"
    SAVE_VIEW = "saved a view of a list"
    SEARCH = "searched for a child"
    OPEN_RECORD = "opened the record"
    SEE_CLINICAL = "read clinical answers"
    ADD_CHILD = "added a child"
    EDIT_DETAILS = "changed name or numbers"
    EDIT_CONTACTS = "changed contacts"
    EDIT_ABOUT = "changed ethnicity, language, religion or history"
    ENTER_PAST_ASSESSMENT = "entered an assessment held before"
    RECORD_CONSENT = "recorded consent"
    START_ASSESSMENT = "started an assessment"
    ANSWER = "answered questions"
    EDIT_PLAN = "changed the health plan"
    NOTE = "wrote in the jotter or added the child's words"
    PAUSE = "paused or resumed an assessment"
    RECORD_DECLINED = "recorded an assessment as declined"
    BOOK = "booked or recorded an appointment"
    MARK_LAST_PLAN = "marked the last plan"
    HAND_OVER = "handed an assessment over to be signed"
    AMEND = "began to amend a signed assessment"
    EDIT_FAMILY = "changed family or birth history"
    EDIT_CARE = "changed placements, legal status or protection"
    ASK_FOR_INFORMATION = "asked for information or recorded what came"
    EDIT_CHRONOLOGY = "changed the chronology"
    SET_FLAG = "set or ended a flag"
    EDIT_PATHWAY = "changed the pregnancy or leaving care pathway"
    SIGN = "signed an assessment"
    MAKE_DOCUMENT = "made a document"
    SEND_DOCUMENT = "recorded where a document went"
    FILE_RECEIVED = "filed or opened a document that was received"
    EDIT_OWN_COPY = "wrote a young person's own copy"
    EDIT_HEALTH_HISTORY = "changed a health history"
    EDIT_HEALTH_CHECKS = "changed health checks"
    EDIT_SDQ = "entered or used a strengths and difficulties questionnaire"
    EDIT_RETURN = "said something for the yearly return"
    PUT_ON_HOLD = "put a clock on hold or let it run"
    LOG_FOLLOW_UP = "logged a follow-up"
    RECORD_DELAY = "recorded why an assessment is late"
    ALLOCATE = "assigned assessments"
    ESCALATE = "took a delay further"
    EDIT_MILESTONES = "entered the steps of an assessment"
    MANAGE_CLINICS = "changed the diary of clinics"
    SEE_FIGURES = "saw figures of the team"
    DRAW_SAMPLE = "drew a sample for quality review"
    REVIEW_QUALITY = "reviewed the quality of an assessment"
    ANSWER_REVIEW = "answered a quality review"
    SEE_QUALITY = "saw quality reviews"
    CHANGE_CHECKLIST = "changed the quality checklist"
    EDIT_IMPROVEMENT = "changed an improvement action"
    RECORD_TRAINING = "recorded training"
    IMPORT = "imported a council's list"
    UNDO_IMPORT = "undid an import"
    RECONCILE = "compared the caseload with a council's list"
    EXPORT = "exported a list"
    RETURN_HEALTH = "saw or exported the yearly return"
    LOAD_PRACTICES = "loaded the file of GP practices"
    MANAGE_PEOPLE = "changed people"
    CHANGE_SETTINGS = "changed settings"
    CHECK_CASELOAD = "checked the caseload"
    SEE_AUDIT = "saw who opened which record"
    EXPORT_AUDIT = "exported the audit log"
    REVIEW_LOOKS = "went through the odd looks at records"
    CLAIM_ACCESS = "took access to a restricted record"
    SEE_CLAIMS = "went through access taken to restricted records"
    KEEP_APART = "recorded who may not open a record"
    CHANGE_OWN_PASSPHRASE = "changed their own passphrase"
    CHANGE_KEY = "changed the key of the caseload"
    KEEP_DRAFT = "kept what was typed"
    MAKE_BACKUP = "made a backup"
    RESTORE = "restored a backup"
    SEE_RETENTION = "saw how long records are kept"
    SET_RETENTION = "said how long a record is kept"
    PROPOSE_DISPOSAL = "proposed or withdrew the disposal of a record"
    DECIDE_DISPOSAL = "decided on the disposal of a record"
    DISPOSE = "disposed of a record"  # the check of the audit chain knows it by these words


_EVERYONE = frozenset(Role)
_CLINICAL = frozenset({Role.ASSESSOR, Role.DOCTOR, Role.MANAGER})
_OFFICE = frozenset({Role.MANAGER, Role.ADMINISTRATOR})
_TEAM = _CLINICAL | _OFFICE
_QUALITY = frozenset({Role.MANAGER, Role.QUALITY_REVIEWER})
_READERS = _TEAM | {Role.READ_ONLY}
_RECORD_KEEPERS = frozenset({Role.MANAGER, Role.CALDICOTT})

RULES: dict[Action, frozenset[Role]] = {
    Action.SEE_TEAM: _EVERYONE,  # whoever signs in
    Action.SEE_LISTS: _READERS,  # a quality reviewer knows the children by initials alone
    Action.SAVE_VIEW: _TEAM,
    Action.SEARCH: _READERS,
    Action.OPEN_RECORD: _READERS,
    Action.SEE_CLINICAL: _CLINICAL | {Role.READ_ONLY},
    Action.ADD_CHILD: _TEAM,
    Action.EDIT_DETAILS: _TEAM,
    Action.EDIT_CONTACTS: _TEAM,
    Action.EDIT_ABOUT: _CLINICAL,
    Action.ENTER_PAST_ASSESSMENT: _TEAM,
    Action.RECORD_CONSENT: _CLINICAL,
    Action.START_ASSESSMENT: _CLINICAL,
    Action.ANSWER: _CLINICAL,
    Action.EDIT_PLAN: _CLINICAL,
    Action.NOTE: _CLINICAL,
    Action.PAUSE: _CLINICAL,
    Action.RECORD_DECLINED: _CLINICAL,
    Action.BOOK: _TEAM,
    Action.MARK_LAST_PLAN: _CLINICAL,
    Action.HAND_OVER: _CLINICAL,
    Action.AMEND: _CLINICAL,
    Action.EDIT_FAMILY: _CLINICAL,
    Action.EDIT_CARE: _TEAM,
    Action.ASK_FOR_INFORMATION: _TEAM,
    Action.EDIT_CHRONOLOGY: _CLINICAL,
    Action.SET_FLAG: _CLINICAL,
    Action.EDIT_PATHWAY: _CLINICAL,
    Action.SIGN: _CLINICAL,
    Action.MAKE_DOCUMENT: _TEAM,
    Action.SEND_DOCUMENT: _TEAM,
    Action.FILE_RECEIVED: _TEAM,
    Action.EDIT_OWN_COPY: _CLINICAL,
    Action.EDIT_HEALTH_HISTORY: _CLINICAL,
    Action.EDIT_HEALTH_CHECKS: _CLINICAL,
    Action.EDIT_SDQ: _CLINICAL,
    Action.EDIT_RETURN: _CLINICAL,
    Action.PUT_ON_HOLD: _CLINICAL,
    Action.LOG_FOLLOW_UP: _TEAM,
    Action.RECORD_DELAY: _TEAM,
    Action.ALLOCATE: _CLINICAL,
    Action.ESCALATE: _TEAM,
    Action.EDIT_MILESTONES: _TEAM,
    Action.MANAGE_CLINICS: _TEAM,
    Action.SEE_FIGURES: _READERS | {Role.QUALITY_REVIEWER, Role.AUDITOR},
    Action.DRAW_SAMPLE: _QUALITY,
    Action.REVIEW_QUALITY: _CLINICAL | _QUALITY,
    Action.ANSWER_REVIEW: _CLINICAL,
    Action.SEE_QUALITY: _CLINICAL | _QUALITY,
    Action.CHANGE_CHECKLIST: frozenset({Role.MANAGER}),
    Action.EDIT_IMPROVEMENT: _QUALITY,
    Action.RECORD_TRAINING: _OFFICE,
    Action.IMPORT: _OFFICE,
    Action.UNDO_IMPORT: _OFFICE,
    Action.RECONCILE: _OFFICE,
    Action.EXPORT: _TEAM,
    Action.RETURN_HEALTH: _CLINICAL,  # it holds the scores of questionnaires
    Action.LOAD_PRACTICES: _OFFICE,
    Action.MANAGE_PEOPLE: frozenset({Role.MANAGER, Role.IT}),
    Action.CHANGE_SETTINGS: frozenset({Role.MANAGER}),
    Action.CHECK_CASELOAD: frozenset({Role.MANAGER, Role.AUDITOR, Role.IT}),
    Action.SEE_AUDIT: frozenset({Role.MANAGER, Role.AUDITOR}),
    Action.EXPORT_AUDIT: frozenset({Role.MANAGER, Role.AUDITOR}),
    Action.REVIEW_LOOKS: frozenset({Role.MANAGER, Role.AUDITOR}),
    Action.CLAIM_ACCESS: _READERS,  # never a wall before a child in danger: it is written down and told
    Action.SEE_CLAIMS: _RECORD_KEEPERS,
    Action.KEEP_APART: _RECORD_KEEPERS,
    Action.CHANGE_OWN_PASSPHRASE: _EVERYONE,
    Action.CHANGE_KEY: frozenset({Role.MANAGER}),
    Action.KEEP_DRAFT: _EVERYONE,
    Action.MAKE_BACKUP: frozenset({Role.MANAGER, Role.IT}),
    Action.RESTORE: frozenset({Role.MANAGER, Role.IT}),
    Action.SEE_RETENTION: _RECORD_KEEPERS,
    Action.SET_RETENTION: _RECORD_KEEPERS,
    Action.PROPOSE_DISPOSAL: _RECORD_KEEPERS,
    Action.DECIDE_DISPOSAL: _RECORD_KEEPERS,  # and never who proposed it
    Action.DISPOSE: _RECORD_KEEPERS,  # once another person has approved it
}

_ROLE_WORDS = {role: role.value.replace("_", " ") for role in Role}


class Standing(StrEnum):
    """How a record stands to a person of its team."""

    OPEN = "open"
    RESTRICTED = "restricted"  # and neither theirs to assess nor taken access to
    APART = "apart"  # a relative, a neighbour: somebody wrote down that they may not open it


APART_WORDS = (
    "This record is closed to you: it is written down that you and the child know each other, or may. "
    "Ask the team manager"
)
RESTRICTED_WORDS = (
    "This record is restricted. Open it with a reason first: that is recorded, and the team manager is told"
)
ASK_WORDS = "This record is restricted. Ask the team manager"


@dataclass(frozen=True)
class Decision:
    """Whether it may be done, and the words to show when not. may_claim: it may, once access was taken with a reason."""

    allowed: bool
    words: str = ""
    may_claim: bool = False


def decide(
    by: Actor, action: Action, *, team_id: int | None = None, standing: Standing = Standing.OPEN
) -> Decision:
    """Return whether a person may do something, on a record of a team where it is about one.

    Deny beats allow: another team's record, and one a person is kept apart from, stay closed whatever the role. A
    restricted record is never a wall: whoever may take access to it is told so.
    """
    if team_id is not None and team_id != by.team_id:
        return Decision(False, "That record belongs to another team. Ask its manager")
    if by.role not in RULES[action]:
        who = " or ".join(sorted(_ROLE_WORDS[role] for role in RULES[action]))
        return Decision(
            False, f"The role '{_ROLE_WORDS[by.role]}' may not do this. Ask someone with the role {who}"
        )
    if standing is Standing.APART:
        return Decision(False, APART_WORDS)
    if action is Action.SIGN and by.registration is Registration.NONE:
        return Decision(
            False,
            "Signing needs a registration with the GMC or the NMC, and none is recorded for you. "
            "Hand the assessment to someone who has one",
        )
    if standing is Standing.RESTRICTED:
        may_claim = by.role in RULES[Action.CLAIM_ACCESS]
        return Decision(False, RESTRICTED_WORDS if may_claim else ASK_WORDS, may_claim)
    return Decision(True)


def sees_restricted(by: Actor) -> bool:
    """Return whether the role opens restricted records without taking access: the manager's."""
    return by.role is Role.MANAGER
