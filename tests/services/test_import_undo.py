"""An import taken back: everything is as before, or, once anything was built on it, nothing is changed at all."""

import random
from collections import Counter, defaultdict
from dataclasses import replace
from datetime import date, timedelta

import pytest
from sqlalchemy import select

from lac_tracker.domain.errors import NotAllowed, NotFound, UserError
from lac_tracker.domain.list_fields import guess
from lac_tracker.domain.list_import import Decisions
from lac_tracker.exchange.list_reading import read_list
from lac_tracker.exchange.past_assessments import read_past_assessments
from lac_tracker.services import checks, children, import_history, imports, list_imports, placements
from lac_tracker.storage.tables.every import Base
from lac_tracker.storage.triggers import AUDITED
from tests import builders
from tests.builders import ask, bring_in, write
from tests.conftest import GRACE, NADIA, TODAY, TOM
from tests.exchange.returns import AMARA, an_episode, files

# That an import was made stays, and so do its council and how its columns were understood; and what was written about it.
STAYS = {"imports", "councils", "import_mappings", "audit", "changes", "current_entry"}
OPEN_CARE = {"header": [AMARA], "episodes": [an_episode()]}


def everything(database):
    """Return the rows of every table that an undo may touch, without versions and the ids of what is derived."""
    found = defaultdict(set)
    with database.reading() as session:
        for name, table in Base.metadata.tables.items():
            if name in STAYS:
                continue
            left_out = {"version"} | (set() if name in AUDITED else {"id", "due_id", "created_at"})
            columns = [column for column in table.columns if column.name not in left_out]
            for row in session.execute(select(*columns)):
                child = row.id if name == "children" else getattr(row, "child_id", None)
                found[child].add((name, *map(repr, row)))
    return dict(found)


def undo(database, import_id, by=GRACE, because=""):
    return write(database, import_history.undo, import_id, by=by, because=because).report


def history(database):
    return ask(database, import_history.imports)


class World:
    """A council with a dozen children whose care goes on, and a team that works on their records."""

    def __init__(self, database, seed):
        self.database, self.random = database, random.Random(seed)
        self.episodes = {str(100 + number): [] for number in range(10)}

    def ids(self):
        with self.database.reading() as session:
            rows = session.execute(
                select(
                    Base.metadata.tables["children"].c.council_child_id, Base.metadata.tables["children"].c.id
                )
            )
            return dict(rows.all())

    def bring_in(self):
        """Import what the council says now, of some of its children."""
        named = self.random.sample(sorted(self.episodes), self.random.randint(1, 5))
        for child in named:
            self._go_on(child)
        header = [
            f"{child},{self.random.choice('MFU')},12/05/2012,{self.random.choice(('WBRI', 'ABAN', ''))},UN1,,"
            for child in named
        ]
        lines = [
            an_episode(CHILD=child, DECOM=f"{began:%d/%m/%Y}", RNE=rne, LS=self.random.choice(("C2", "V2")), PLACE=place,
                       DEC=f"{ended:%d/%m/%Y}" if ended else "", REC=reason)
            for child in named for began, rne, place, ended, reason in self.episodes[child]
        ]  # fmt: skip
        reviews = [f"{child},12/05/2012,01/0{self.random.randint(1, 9)}/2024,PN1" for child in named]
        answers = [f"{child},12/05/2012,{self.random.randint(0, 40)},,0,1,1,1,1,0,," for child in named]
        said = files(header=header, episodes=lines, reviews=reviews, oc2=answers)
        return bring_in(self.database, said).import_id

    def _go_on(self, child):
        held = self.episodes[child]
        if held and held[-1][3] is None and self.random.random() < 0.8:
            began, rne, place, _, _ = held[-1]
            ended = began + timedelta(days=self.random.randint(5, 90))
            held[-1] = (began, rne, place, ended, self.random.choice(("X1", "E4A")))
        if not held or held[-1][3] is not None:
            before = held[-1] if held else None
            began = before[3] if before else date(2023, 1, 1) + timedelta(days=self.random.randint(0, 200))
            comes_back = not before or before[4] != "X1"
            held.append((began, "S" if comes_back else "P", self.random.choice(("U4", "K2", "P2")), None, ""))

    def bring_in_assessments(self):
        ids = sorted(self.ids())
        lines = [
            f"{child},,RHA,2025-0{self.random.randint(1, 9)}-01,Dr Shah"
            for child in self.random.sample(ids, min(2, len(ids)))
        ]
        text = "\n".join(["council_id,nhs_number,assessment,completed_on,completed_by", *lines])
        staged, _, _ = read_past_assessments("past.csv", text.encode())
        return write(self.database, imports.import_assessments, staged, council=None).report.import_id

    def bring_in_list(self):
        """Import a list of some who are known and some who are not, as well as it can be matched."""
        known = [child for child in sorted(self.episodes) if self.random.random() < 0.3]
        lines = [
            "Council ID,Family name,Given name,Date of birth,Date became looked after,Date left care,Legal status"
        ]
        for child in [*known, str(self.random.randint(200, 260))]:
            left = self.random.choice(("", "", "01/02/2026"))
            status = self.random.choice(("C2", "V2"))
            lines.append(
                f"{child},{self.random.choice(('Lee', 'Okoro'))},Ada{child},12/05/2012,01/06/2025,{left},{status}"
            )
        received = read_list("week.csv", "\n".join(lines).encode())
        matching = guess(received.columns, received.rows)
        more = {"council": "123", "today": TODAY}
        return write(self.database, list_imports.import_list, received, matching, Decisions(), **more).made_id

    def edit(self):
        """Do something on one record, as a person would, and return the child; None when it can't be."""
        child = self.random.choice(sorted(self.ids().items()))[1]
        try:
            self.random.choice((self._rename, self._move, self._practice, self._leave))(child)
        except UserError:
            return None
        return child

    def _rename(self, child):
        name = self.random.choice(("Baptiste", "Okoro", "Lee"))
        write(
            self.database,
            children.change_details,
            child,
            family_name=name,
            given_name=str(self.random.random()),
        )

    def _move(self, child):
        on = TODAY - timedelta(days=self.random.randint(1, 300))
        write(self.database, placements.add_placement, child, today=TODAY, began=on, placement_type="U4")

    def _practice(self, child):
        write(self.database, children.set_gp_practice, child, name=f"Surgery {self.random.random()}")

    def _leave(self, child):
        write(self.database, placements.leave_care, child, today=TODAY, left_on=TODAY, reason="E4A")


@pytest.mark.parametrize("seed", [1, 2])
def test_random_imports_and_edits(database, seed):
    """After an undo each record is what it was before the import; an undo that is refused changes nothing at all."""
    world, outcomes = World(database, seed), Counter()
    while outcomes.total() < 9:
        before = everything(database)
        ways = (world.bring_in, world.bring_in_list, world.bring_in_list, world.bring_in_assessments)
        import_id = world.random.choice(ways if world.ids() else ways[:1])()
        if import_id is None:
            continue
        imported = everything(database)
        wrote = {
            child for child in before.keys() | imported.keys() if before.get(child) != imported.get(child)
        }
        edited = {world.edit() for _ in range(world.random.choice((0, 0, 1, 2)))} - {None}
        now = everything(database)
        if why_not := history(database)[0].why_not:
            with pytest.raises(UserError, match="can't be undone"):
                undo(database, import_id)
            assert (everything(database), bool(wrote & edited)) == (now, True)
            outcomes[why_not.split(":")[0]] += 1
            continue
        undo(database, import_id)
        after = everything(database)
        assert not edited & (imported.keys() - before.keys())  # a child it made, that somebody wrote about
        for child in after.keys() | now.keys() | before.keys():
            if child not in edited:
                assert after.get(child) == before.get(child)
            elif child not in wrote:
                assert after[child] == now[child]
        outcomes["edited meanwhile" if edited else "nothing since"] += 1
        if world.random.random() < 0.5:
            world.bring_in()  # the next one builds on more
    assert len(outcomes) == 3, outcomes
    assert [part for part in ask(database, checks.check_caseload, database.audit_key) if part.problems] == []


def test_two_undone_one_after_the_other_lead_back_to_the_empty_caseload(database, monkeypatch):
    empty = everything(database)
    first = bring_in(database, files("return-2024", **OPEN_CARE)).import_id
    one = everything(database)
    later = files(
        "return-2025",
        header=[AMARA.replace("WBRI", "ABAN"), "102,M,01/02/2011,WBRI,UN1,,"],
        episodes=[an_episode(DEC="01/09/2024", REC="E4A"), an_episode(CHILD="102")],
        oc2=["101,12/05/2012,12,,0,1,1,1,1,0,,"],
    )
    second = bring_in(database, later).import_id
    newest, oldest = history(database)
    assert (newest.may_undo, newest.counts, newest.council) == (True, "1 new, 1 changed", "123")
    assert not oldest.may_undo
    monkeypatch.setattr(import_history, "_LOOKED_AT", 1)
    unsaid = history(database)[1]
    assert (unsaid.may_undo, unsaid.is_looked_up) == (True, False)  # of an old one it is asked for by itself
    assert ask(database, import_history.look_up, first) == oldest
    monkeypatch.undo()
    assert "the record of child 101 was changed on 04-Mar-2026 by Grace Mensah" in oldest.why_not
    with pytest.raises(UserError, match="This import can't be undone"):
        undo(database, first)
    with pytest.raises(NotAllowed):
        undo(database, second, by=NADIA)
    assert undo(database, second, by=TOM, because=" the file of another  council ").children_removed == 1
    assert everything(database) == one
    newest, oldest = history(database)
    assert newest.undone == "Undone on 04-Mar-2026 by Tom Leigh: the file of another council"
    assert (newest.may_undo, newest.why_not, oldest.may_undo) == (
        False,
        "This import was undone already",
        True,
    )
    with pytest.raises(UserError, match="undone already"):
        undo(database, second)
    assert undo(database, first).children_removed == 1
    assert everything(database) == empty
    assert [part for part in ask(database, checks.check_caseload, database.audit_key) if part.problems] == []
    assert (
        builders.audit_of(database)[-1][0] == "checked the caseload"
        or builders.audit_of(database)[-1][0] == "undid an import"
    )
    again = bring_in(database, later)
    assert (again.import_id, again.children_created) == (3, 2)
    assert ask(database, import_history.report, 3)["children_created"] == 2
    with pytest.raises(NotFound, match="There is no import 9"):
        undo(database, 9)


def _with_a_practice(database, child):
    write(database, children.set_gp_practice, child, name="Hill Surgery")


def _renamed(database, child):
    write(database, children.change_details, child, family_name="Baptiste", given_name="Amara")


def _moved(database, child):
    write(database, placements.add_placement, child, today=TODAY, began=TODAY, placement_type="K2")


def _assessed(database, child):
    builders.an_assessment(database, child)


@pytest.mark.parametrize(
    "build", [_with_a_practice, _renamed, _moved, _assessed], ids=lambda one: one.__name__
)
def test_what_was_built_on_a_new_child_stands_in_the_way(database, build):
    made = bring_in(database, files(**OPEN_CARE)).import_id
    with database.reading() as session:
        child = session.scalar(select(Base.metadata.tables["children"].c.id))
    build(database, child)
    now = everything(database)
    with pytest.raises(UserError, match="the record of child 101 was changed on 04-Mar-2026 by"):
        undo(database, made)
    assert everything(database) == now


def test_work_on_another_record_or_another_table_of_a_child_that_was_there_does_not(database):
    bring_in(database, files("return-2024", **OPEN_CARE))
    with database.reading() as session:
        child = session.scalar(select(Base.metadata.tables["children"].c.id))
    later = files("return-2025", header=[AMARA], episodes=[an_episode(DEC="01/09/2024", REC="E4A")])
    made = bring_in(database, later).import_id
    write(database, children.set_gp_practice, child, name="Hill Surgery")
    other = builders.a_child(database, "999")
    assert undo(database, made).children_restored == 1
    care = {row for row in everything(database)[child] if row[0] == "periods_of_care"}
    assert len(care) == 1
    assert "2024, 9, 1" not in str(care)
    assert any(row[0] == "contacts" for row in everything(database)[child])
    assert other in everything(database)


def test_what_cannot_be_undone_says_so(database):
    made = bring_in(database, files(**OPEN_CARE)).import_id
    stranger = replace(GRACE, team_id=builders.another_team(database))
    assert ask(database, import_history.imports, by=stranger) == ()
    for look in (import_history.report, import_history.set_aside):
        with pytest.raises(NotFound):
            ask(database, look, made, by=stranger)
    with pytest.raises(NotFound):
        undo(database, made, by=stranger)
    with database.writing(builders.Entry(GRACE, builders.NOW, "tested")) as session:
        session.connection().exec_driver_sql("UPDATE imports SET entry_id = NULL")
    with pytest.raises(UserError, match="made before imports could be undone"):
        undo(database, made)
    assert not history(database)[0].may_undo
