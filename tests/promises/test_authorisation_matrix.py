"""P7: every function of the services has a rule, and every rule decides as roles, teams and records say. Made by introspection.

The rule of a function is decided by one wrapper. So that all of it is tried and nothing is done, the function inside each
wrapper is put aside: what is left finds the child behind the id it is given, on real rows, and lets in or refuses.
"""

import importlib
import inspect
import pkgutil
import re
from collections import Counter, defaultdict
from datetime import timedelta
from functools import cache
from pathlib import Path

import pytest
from small_caseload import NOW, an_entry
from sqlalchemy import Boolean, Date, DateTime, Float, Integer, LargeBinary, insert, text
from sqlalchemy.orm import Session

import lac_tracker.services
from lac_tracker.domain.authorisation import Action
from lac_tracker.domain.errors import NotAllowed, NotFound, RestrictedRecord
from lac_tracker.domain.people import Actor, Registration, Role
from lac_tracker.services import allocations, child_summary, follow_ups
from lac_tracker.storage import audit
from lac_tracker.storage.tables.access import AccessClaimRow, ConflictOfInterestRow
from lac_tracker.storage.tables.assessments import AssessmentRow
from lac_tracker.storage.tables.base import Base
from lac_tracker.storage.tables.children import ChildFlagRow, ChildRow
from tests.conftest import TODAY
from tests.promises import results
from tests.who_may import MAY

# Functions that take who asks and when, and ask for no leave of their own: name → why. The rest of what has no rule is
# given neither, and so can only be part of a function that has one.
_PART = "a part of functions that asked: it is called by services alone"
NO_LEAVE_OF_THEIR_OWN = {
    "access": ({"check_child", "hidden_from", "standing"}, "they are the rule"),
    "redaction": ({"as_text", "may_see", "refuse_restricted"}, "they are the rule of what leaves"),
    "quality_access": ({"refuse_unless_reviewer", "refuse_unless_seen"}, "they are the rule of reviews"),
    "report_figures": (
        {"completeness", "criteria", "forecast", "initial", "reasons", "review", "smart", "trained", "voice"},
        "team_reports.answer asks for each of them, by the rule of the report",
    ),
    "report_lists": (
        {"flags", "looked_after", "out_of_area", "overdue", "plans", "sdq", "sent", "yearly_return"},
        "team_reports.answer asks for each of them, by the rule of the report",
    ),
    "today_notices": ({"of"}, "today.day and today.notices ask"),
    "restricted": ({"unseen"}, "a part of today_notices.of; empty for who may not look through claims"),
    "answer_conflicts": ({"refuse"}, _PART), "audit_log": ({"lines", "whose"}, _PART),
    "clinic_cancelling": ({"cancel"}, _PART), "clinic_names": ({"as_seen"}, _PART),
    "delay_reasons": ({"keep"}, _PART), "health_history_release": ({"built", "refuse_unreleased"}, _PART),
    "information_letters": ({"keep"}, _PART), "out_of_area_letter": ({"keep"}, _PART),
    "parcels": ({"copies"}, _PART), "reconciliation_changes": ({"apply"}, _PART),
    "restricted_children": ({"page"}, _PART), "retention": ({"row_of"}, _PART), "sdq_known": ({"settle"}, _PART),
    "sending": ({"late_for_practices"}, _PART), "set_aside_rows": ({"take_in"}, _PART),
}  # fmt: skip
# Of a restricted record they say less, open it, or keep it by its number alone; a conflict of interest closes them all
# the same.
DO_RIGHT_THEMSELVES = {
    "restricted.claim", "due_details.details", "audit_log.who_looked", "retention.of_record", "retention.set_class",
    "retention.set_hold", "retention.lift_hold", "disposal.propose", "disposal.decide", "disposal.carry_out",
}  # fmt: skip

ROOT = Path(lac_tracker.services.__path__[0]).parent
REACHED = object()
FIRST = 9_000  # ids of what is made here
ROLES = {
    role: Actor(FIRST + place, 1, role.value, role.value, role, Registration.NMC)
    for place, role in enumerate(Role)
}


@cache
def functions():
    """Every public function of the services that takes a session: 'module.name' → function."""
    found = {}
    for module in pkgutil.iter_modules(lac_tracker.services.__path__):
        held = importlib.import_module(f"lac_tracker.services.{module.name}")
        for name, function in inspect.getmembers(held, inspect.isfunction):
            named = list(inspect.signature(function).parameters)
            if not name.startswith("_") and function.__module__ == held.__name__ and named[:1] == ["session"]:
                found[f"{module.name}.{name}"] = function
    assert len(found) > 600
    return found


def ruled():
    return {name: one for name, one in functions().items() if hasattr(one, "needed_action")}


def test_every_function_that_is_told_who_asks_has_a_rule_or_says_why_not():
    told = {"by", "now"}
    without = {
        name for name, one in functions().items()
        if not hasattr(one, "needed_action") and told <= set(inspect.signature(one).parameters)
        and not name.startswith("demo_")  # they fill a demonstration, before anybody can sign in
    }  # fmt: skip
    assert without == {
        f"{module}.{one}" for module, (held, _) in NO_LEAVE_OF_THEIR_OWN.items() for one in held
    }


def test_screens_and_commands_call_nothing_without_a_rule():
    called = {
        name
        for file in (*ROOT.glob("ui/**/*.py"), *ROOT.glob("cli/*.py"), ROOT / "app.py")
        for name in _called(file)
    }
    assert len(called & set(ruled())) > 200  # the look finds what is called
    assert sorted(called & (set(functions()) - set(ruled()))) == []


_IMPORTED = re.compile(r"from lac_tracker\.services(\.\w+)? import (?:\(([^)]*)\)|(.*))")


def _called(file):
    """Yield which functions of the services a file names: 'module.name'. Read by pattern: it is a fifth of a parser's work."""
    words, modules = file.read_text(encoding="utf-8"), {}
    for module, many, one in _IMPORTED.findall(words):
        names = [
            part.split("#")[0].split() for part in (many or one.split("#")[0]).replace("\n", " ").split(",")
        ]
        if module:
            yield from (f"{module[1:]}.{name[0]}" for name in names if name)
        else:
            modules |= {name[-1]: name[0] for name in names if name}
    if modules:
        found = re.findall(rf"\b({'|'.join(modules)})\.(\w+)", words)
        yield from (f"{modules[module]}.{name}" for module, name in found)


# The records the rules are tried on: one child of each kind, with a row in every table that belongs to a child.
KINDS = (
    "own", "team", "restricted", "restricted own", "restricted claimed", "restricted, access ended", "apart",
    "apart and restricted and claimed", "apart no more", "other team",
)  # fmt: skip
IDS = {kind: FIRST + 10 * place for place, kind in enumerate(KINDS)}
UNKNOWN = (0, -1, 10**15)


@pytest.fixture
def session(database):
    """A session with all of it, which is never saved: half of what the rows refer to is not there."""
    with Session(database.engine) as session:
        audit.open_entry(session, an_entry("tried every rule"))
        session.execute(text("PRAGMA defer_foreign_keys = ON"))
        session.execute(text("PRAGMA ignore_check_constraints = ON"))
        for kind, child_id in IDS.items():
            _fill(session, child_id, team_id=2 if kind == "other team" else 1)
            _set_up(session, kind, child_id)
        session.flush()
        yield session
        session.rollback()


def _fill(session, child_id, *, team_id):
    """Put one row with this id into every table that belongs to a child, each pointing to the rows beside it."""
    for table in _of_a_child():
        given = {one.name: _value(one, child_id, team_id) for one in table.c if not _may_be_left(one)}
        session.execute(insert(table).values(given))


@cache
def _of_a_child():
    found = [ChildRow.__table__]
    for table in Base.metadata.sorted_tables:
        refers_to = {key.column.table for key in table.foreign_keys}
        is_one = refers_to & set(found) or ("child_id" in table.c and table.name != "audit")
        if is_one and "id" in table.c and isinstance(table.c.id.type, Integer):
            found.append(table)
    return found


def _may_be_left(column):
    return (
        not column.foreign_keys
        and column.name != "id"
        and (column.nullable or column.server_default is not None)
    )


def _value(column, child_id, team_id):
    if column.name == "team_id":
        return team_id
    if column.name in ("id", "child_id") or any(key.column.name == "id" for key in column.foreign_keys):
        outside = {key.column.table.name for key in column.foreign_keys} & {"people", "teams", "councils"}
        return 1 if outside else child_id
    return _of_type(column, child_id)


def _of_type(column, child_id):
    kinds = (
        (LargeBinary, b"x"), (Boolean, False), (DateTime, NOW), (Date, TODAY), ((Integer, Float), child_id),
    )  # fmt: skip
    stored = getattr(column.type, "impl", column.type)
    return next((value for kind, value in kinds if isinstance(stored, kind)), f"{column.name} {child_id}")


def _set_up(session, kind, child_id):
    session.query(ChildFlagRow).filter_by(id=child_id).one().kind = "pregnant"
    conflict = session.query(ConflictOfInterestRow).filter_by(id=child_id).one()
    claim = session.query(AccessClaimRow).filter_by(id=child_id).one()
    conflict.person_id = claim.person_id = 1
    if "restricted" in kind:
        session.add(ChildFlagRow(child_id=child_id, kind="restricted", set_on=TODAY, set_by="Grace Mensah"))
    for place, actor in enumerate(ROLES.values()):
        mine = {"child_id": child_id, "person_id": actor.person_id}
        if "own" in kind:
            fields = {"kind": "RHA", "state": "signed", "signed_by_id": actor.person_id}
            session.add(AssessmentRow(id=FIRST * child_id + place, child_id=child_id, **fields))
        if "claimed" in kind or "access ended" in kind:
            began = NOW - timedelta(hours=24 if "ended" in kind else 1)
            session.add(
                AccessClaimRow(
                    team_id=1,
                    reason="safeguarding",
                    made_at=began,
                    ends_at=began + timedelta(hours=12),
                    **mine,
                )
            )
        if "apart" in kind:
            ended = {"ended_on": TODAY, "ended_because": "Moved"} if "no more" in kind else {}
            session.add(
                ConflictOfInterestRow(
                    because="Aunt", recorded_by="Grace Mensah", recorded_at=NOW, **mine, **ended
                )
            )


def expected(role, action, kind, does_right):
    """What a decision has to be, from the table of who may do what."""
    if kind == "other team" or role not in MAY[action]:
        return NotAllowed
    if kind in ("apart", "apart and restricted and claimed"):
        return NotAllowed
    if kind in ("restricted", "restricted, access ended") and role is not Role.MANAGER and not does_right:
        return RestrictedRecord if role in MAY[Action.CLAIM_ACCESS] else NotAllowed
    return REACHED


def _cell(function, name):
    return dict(zip(function.__code__.co_freevars, function.__closure__, strict=True))[name]


def _answer(function, session, given, actor):
    held = _cell(function, "function")
    inside, held.cell_contents = held.cell_contents, lambda *_, **__: REACHED
    try:
        return function(session, given, by=actor, now=NOW)
    except (NotAllowed, NotFound) as error:
        return type(error)
    finally:
        held.cell_contents = inside


def test_every_rule_about_a_child_decides_as_role_team_and_record_say(session):
    """Each rule once: functions with the same action and the same way to the child differ in nothing that decides."""
    wrapper, rules = child_summary.heading.__code__, defaultdict(list)
    for name, function in ruled().items():
        assert function.__code__ is wrapper, f"{name} decides in a way of its own"
        if function.finds_child is not None:
            rules[function.needed_action, function.finds_child, function.of_restricted].append(
                (name, function)
            )
    assert {name for (*_, right), held in rules.items() if right for name, _ in held} == DO_RIGHT_THEMSELVES
    wrong, tried = [], Counter()
    for (action, _finder, _right), held in rules.items():
        name, function = held[0]
        for role, actor in ROLES.items():
            for kind, child_id in IDS.items():
                found = _answer(function, session, child_id, actor)
                if found is not expected(role, action, kind, name in DO_RIGHT_THEMSELVES):
                    wrong.append((name, role.value, kind, found))
                tried[name] += len(held)
        wrong += [
            (name, one)
            for one in UNKNOWN
            if _answer(function, session, one, ROLES[Role.MANAGER]) is not NotFound
        ]
    assert wrong == []
    results.note("P7", "decisions compared with the table", f"{sum(tried.values()):,}, 0 mismatches")


def test_every_rule_about_no_child_decides_as_the_role_says(session):
    for name, function in ruled().items():
        if function.finds_child is None:
            for role, actor in ROLES.items():
                may = role in MAY[function.needed_action]
                assert (_answer(function, session, 1, actor) is REACHED) is may, (name, role)


def test_a_row_of_a_list_is_refused_like_its_record(session):
    """What is done to many at once finds each record itself, and refuses all of it for one."""
    nadia, day = ROLES[Role.ASSESSOR], {"by": ROLES[Role.ASSESSOR], "now": NOW, "today": TODAY}
    typed = follow_ups.Typed("council", "phone", "no_answer")
    given = {kind: (allocations.Given(child_id, "IHA", None, 1),) for kind, child_id in IDS.items()}
    for kind, error in (("restricted", RestrictedRecord), ("apart", NotAllowed), ("other team", NotAllowed)):
        rows = ((IDS["team"], "IHA"), (IDS[kind], "IHA"))
        for act in (
            lambda: allocations.assign(session, rows, person_id=nadia.person_id, **day),  # noqa: B023 - called at once
            lambda: allocations.warnings(session, rows, person_id=None, **day),  # noqa: B023
            lambda: allocations.give_back(session, given[kind], by=nadia, now=NOW),  # noqa: B023
            lambda: follow_ups.log_many(session, rows, typed, **day),  # noqa: B023
        ):
            with pytest.raises(NotAllowed) as refused:
                act()
            assert type(refused.value) is error, kind
