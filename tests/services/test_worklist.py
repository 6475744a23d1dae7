"""The working list in SQL shows what a plain look at every row shows: every view, filter, order and page, on many days."""

import random
import re
from datetime import timedelta

import pytest
from sqlalchemy import select

from lac_tracker.domain.audit import Entry
from lac_tracker.domain.dates import age_in_years
from lac_tracker.domain.errors import NotAllowed, UserError
from lac_tracker.domain.names import search_key
from lac_tracker.domain.people import Actor, Registration, Role
from lac_tracker.domain.standing import OPEN_STATUSES, Status, waiting_words
from lac_tracker.domain.worklist import AGE_BANDS, SORTS, VIEWS, Wanted
from lac_tracker.services import caseload, sending, worklist
from lac_tracker.storage import record_access, reference_data
from lac_tracker.storage.tables.care import PlacementRow
from lac_tracker.storage.tables.children import CouncilRow
from lac_tracker.storage.worklist import URGENCY
from tests.conftest import GRACE, NADIA, NOW, TODAY, TOM
from tests.many_children import Children
from tests.plain_worklist import every, shown, the_facts

CHILDREN = 70
DAYS = [TODAY + timedelta(days=days) for days in (-40, 0, 1, 28, 200)]


def make(database):
    with database.writing(Entry(GRACE, NOW, "tested")) as session:
        made = Children(session, random.Random(6))
        for number in range(CHILDREN):
            made.add(number)


@pytest.fixture(scope="module")
def beginning(made_once):
    return made_once("many children", make)


@pytest.fixture(scope="module")
def look(beginning, template):
    """A reading session over many children, for the whole module: nothing is written."""
    from tests.services.conftest import an_open_copy

    path = beginning[0]
    opened = an_open_copy(path, path.with_name("looked at.lac"), template[1])
    with opened.reading() as session:
        yield session
    opened.close()


def page(session, wanted, today=TODAY, by=GRACE, **more):
    return worklist.page(session, wanted, by=by, now=NOW, today=today, **{"limit": 1_000} | more)


def keys(rows):
    return [(row.child_id, row.assessment) for row in rows]


@pytest.mark.parametrize("today", DAYS, ids=str)
def test_every_view_shows_what_a_plain_look_at_every_row_shows(look, today):
    rows, facts = every(look, today), the_facts(look, today)
    last_clock = {row.child_id: row.assessment for row in sorted(rows, key=lambda row: row.assessment)}
    counts = worklist.counts(look, by=NADIA, now=NOW, today=today)
    for view in VIEWS:
        found = page(look, Wanted(view.key), today, by=NADIA)
        plain = {
            (row.child_id, row.assessment) for row in rows if shown(row, view.key, today, facts, last_clock)
        }
        assert set(keys(found.rows)) == plain, view.key
        assert found.total == len(found.rows) == len(plain) == counts[view.key]
        for row in found.rows:  # a row of the list stands as it does anywhere else
            assert (row.status in OPEN_STATUSES) or view.of_children or view.key == "closed"
    assert today != TODAY or all(counts.values()), [key for key, many in counts.items() if not many]


def test_what_a_view_says_of_each_child_is_its_reason(look):
    patterns = {
        "child_protection": r"CP plan: (Neglect, )?since \d\d-\w{3}-\d{4}$",
        "care_leavers": r"Health history not started, give by ", "plan_items_overdue": r"\d actions? overdue, since ",
        "sdq_due": r"SDQ due(: no carer's SDQ yet| since | today)", "gp_plan_not_sent": r"Signed .*, not sent to the GP by ",
        "declined_ask_again": r"Ask again ",
    }  # fmt: skip
    for view, pattern in patterns.items():
        for row in page(look, Wanted(view)).rows:
            assert re.match(pattern, row.why_words), (view, row.why_words)
    late = dict((child, due) for child, _, due in sending.late_for_practices(look, GRACE, NOW, TODAY))
    for row in page(look, Wanted("gp_plan_not_sent")).rows:
        assert row.why_words.endswith(f"{late[row.child_id]:%d-%b-%Y}")
    chosen = [row for row in page(look, Wanted("open")).rows if row.delay_code]
    assert chosen
    assert all(row.why_words == reference_data.delay_reason(row.delay_code).label for row in chosen)


def sort_value(row, key, staff):
    """Return what a column sorts by, None for nothing."""
    reason = reference_data.delay_reason(row.delay_code).label if row.delay_code else row.reason
    return {
        "status": URGENCY.index(row.status), "child": search_key(f"{row.family_name or ''} {row.given_name or ''}"),
        "type": row.assessment, "clock": row.clock_start, "due": row.due, "why": reason.lower() or None,
        "waiting_on": waiting_words(row.status, row.waiting_on), "assessor": staff.get(row.assessor_id),
        "next_step": row.next_step_on,
    }[key]  # fmt: skip


@pytest.mark.parametrize("descending", [False, True])
@pytest.mark.parametrize("sort", [sort.key for sort in SORTS])
def test_every_column_sorts_and_nothing_stands_last(look, sort, descending):
    staff = {1: "Grace Mensah", 3: "Nadia Rahman", 4: "Sam Iqbal"}

    def place(row):
        value = sort_value(row, sort, staff)
        second = (
            row.due is None,
            row.due or TODAY,
            row.name is None,  # who has no name yet stands last
            search_key(f"{row.family_name or ''} {row.given_name or ''}"),
        )
        return value, second

    rows = [place(row) for row in page(look, Wanted("open", sort=sort, descending=descending)).rows]
    values = [value for value, _ in rows if value not in (None, "")]
    assert values == sorted(values, reverse=descending)
    assert len(set(values)) > 1
    assert all(value in (None, "") for value, _ in rows[len(values) :])
    if sort != "due":  # equals stand by due date, then by name
        for value in set(values):
            same = [second for one, second in rows if one == value]
            assert same == sorted(same)
    for view in ("closed", "care_leavers"):
        found = page(look, Wanted(view, sort=sort, descending=descending))
        assert sorted(keys(found.rows)) == sorted(keys(page(look, Wanted(view)).rows))


@pytest.mark.parametrize(
    "wanted", [Wanted("open"), Wanted("closed", sort="why", descending=True), Wanted("sdq_due")]
)
def test_pages_give_every_row_once_in_the_order_of_the_whole(look, wanted):
    whole = keys(page(look, wanted).rows)
    found, offset = [], 0
    while rows := page(look, wanted, offset=offset, limit=7).rows:
        found += keys(rows)
        offset += 7
    assert found == whole
    assert page(look, wanted, offset=7, limit=7).total == len(whole)
    assert page(look, wanted, offset=10_000).rows == ()
    assert list(worklist.keys(look, wanted, by=GRACE, now=NOW, today=TODAY)) == whole
    assert keys(worklist.everything(look, wanted, by=GRACE, now=NOW, today=TODAY)) == whole
    assert worklist.count(look, wanted, by=GRACE, now=NOW, today=TODAY) == len(whole)


def said_of(row):
    reason = reference_data.delay_reason(row.delay_code).label if row.delay_code else ""
    return [
        search_key(text) for text in (
            f"{row.family_name or ''} {row.given_name or ''}", row.assessor or "", row.reason, reason,
        )
    ]  # fmt: skip


def matches(row, text):
    """The plain filter: each word stands in name, assessor, reason or label, or in council id or number."""
    terms = [text] if text.replace(" ", "").isdigit() else text.split()
    for term in terms:
        key, compact = search_key(term), term.replace(" ", "").replace("-", "")
        folded = "".join(one.lower() if one.isascii() else one for one in term)
        in_words = key and any(key in said for said in said_of(row))
        in_reason = key and key in row.reason.lower()
        in_number = compact.isascii() and compact.isdigit() and compact in (row.nhs_number or "")
        if not (in_words or in_reason or in_number or folded in row.council_id.lower()):
            return False
    return True


TEXTS = [
    "smith", "SMITH amara", "amara smith", "o'brien", "obrien", "lukasik", "ångström kai", "zoe", "C-1", "c-12", "-1",
    "999 0000 012", "9990000012", "999-000", "nadia", "rahman smith", "no date", "consent", "clinic slot", "council",
    "%", "_", "100%", "100%_x", "\\", "'", '"', "🙂", "' OR 1=1 --", "nobody at all", "\u202esmith", "in custody",
]  # fmt: skip


@pytest.mark.parametrize("text", TEXTS)
def test_the_filter_finds_all_its_words_and_takes_every_sign_as_it_is(look, text):
    rows = page(look, Wanted("open")).rows
    plain = text.replace("\u202e", "")
    assert keys(page(look, Wanted("open", text=text)).rows) == [
        key for row, key in zip(rows, keys(rows), strict=True) if matches(row, plain)
    ]


@pytest.mark.parametrize("text", ["", "   ", "\n\t", "\u200b"])
def test_an_empty_filter_shows_all(look, text):
    assert page(look, Wanted("open", text=text)).total == page(look, Wanted("open")).total


def test_an_endless_filter_is_cut_short_and_finds_nothing(look):
    assert page(look, Wanted("open", text="x" * 100_000)).total == 0
    assert page(look, Wanted("closed", text="%" * 100_000 + "smith " * 5_000)).total == 0


def test_every_filter_shows_what_a_plain_filter_shows(look):
    facts, rows = the_facts(look, TODAY), page(look, Wanted("open")).rows
    codes = dict(look.execute(select(CouncilRow.id, CouncilRow.code)).all())
    areas = {
        child: area
        for child, area, ended in look.execute(
            select(PlacementRow.child_id, PlacementRow.host_area, PlacementRow.ended)
        )
        if ended is None or ended > TODAY
    }
    choices = worklist.choices(look, by=GRACE, now=NOW, today=TODAY)
    assert [name for _, name in choices.assessors] == ["Grace Mensah", "Nadia Rahman", "Sam Iqbal"]
    assert (choices.councils[0][0], choices.host_areas, choices.places) == (
        "101",
        ("Corby", "Luton"),
        ("Clinic B", "School"),
    )
    chips = {child: facts.chips(child) for child in facts.children}
    filters = [
        ({"kind": "RHA"}, lambda row: row.assessment == "RHA"),
        ({"waiting_on": "council"}, lambda row: row.waiting_on.value == "council"),
        ({"assessor_id": 3}, lambda row: row.assessor_id == 3),
        ({"assessor_id": 0}, lambda row: row.assessor_id is None),
        ({"history": "only missing"}, lambda row: row.history_missing),
        ({"history": "without missing"}, lambda row: not row.history_missing),
        ({"council": "101"}, lambda row: codes[facts.children[row.child_id].responsible_council_id] == "101"),
        ({"host_area": "Corby"}, lambda row: areas.get(row.child_id) == "Corby"),
        ({"place": "Clinic B"}, None),
        ({"due_from": TODAY}, lambda row: row.due is not None and row.due >= TODAY),
        ({"due_to": TODAY}, lambda row: row.due is not None and row.due <= TODAY),
        ({"child_ids": tuple(list(facts.children)[:9])}, lambda row: row.child_id in list(facts.children)[:9]),
        ({"child_ids": ()}, lambda row: False),
        *(
            ({"age_band": band.key}, lambda row, band=band: band.first <= age_in_years(row.born, TODAY) <= (band.last or 99))
            for band in AGE_BANDS
        ),
        *(({"flag": kind}, lambda row, kind=kind: kind in chips[row.child_id]) for kind, _ in choices.flags),
    ]  # fmt: skip
    for wanted, plain in filters:
        found = page(look, Wanted("open", **wanted))
        if plain is None:
            assert found.rows
            assert all(row.standing.booked_on for row in found.rows)
        else:
            assert keys(found.rows) == [
                key for row, key in zip(rows, keys(rows), strict=True) if plain(row)
            ], wanted
    assert page(look, Wanted("closed", flag="restricted")).total == sum(
        "restricted" in chips[row.child_id] for row in page(look, Wanted("closed")).rows
    )


@pytest.mark.parametrize("view", [view.key for view in VIEWS])
def test_every_view_takes_every_filter_and_order(look, view):
    rows = page(look, Wanted(view)).rows
    whole = set(keys(rows))
    filters = {
        "text": "smith", "kind": "IHA", "waiting_on": "our_team", "assessor_id": 3, "history": "without missing",
        "age_band": "16_to_17", "council": "101", "host_area": "Corby", "flag": "care_leaver", "place": "School",
        "due_to": TODAY,
    }  # fmt: skip
    for number, (name, value) in enumerate(filters.items()):
        wanted = Wanted(view, **{name: value}, sort=SORTS[number % len(SORTS)].key)
        found = page(look, wanted)
        assert set(keys(found.rows)) <= whole
        assert worklist.count(look, wanted, by=GRACE, now=NOW, today=TODAY) == found.total == len(found.rows)
    smiths = {
        key for row, key in zip(rows, keys(rows), strict=True) if "smith" in search_key(row.family_name or "")
    }
    assert smiths <= set(keys(page(look, Wanted(view, text="smith")).rows))


def test_nobody_falls_off_the_list_however_long_ago_it_was_due(look):
    old = [row for row in every(look, TODAY) if row.status is Status.OVERDUE]
    worst = min(row.due for row in old)
    assert (TODAY - worst).days > 365
    assert page(look, Wanted("overdue"), limit=1).rows[0].due == worst
    later = TODAY + timedelta(days=3_000)
    adults = {row.child_id for row in every(look, later) if age_in_years(row.born, later) >= 18}
    still = {row.child_id for row in page(look, Wanted("overdue"), later).rows}
    assert still
    assert not still & adults


def test_the_heading_counts_the_whole_caseload(look):
    found = worklist.heading(look, by=GRACE, now=NOW, today=TODAY)
    rows = every(look, TODAY)
    overdue = [row for row in rows if row.status is Status.OVERDUE]
    assert (found.children, found.overdue) == (CHILDREN, len(overdue))
    assert found.overdue_without_history == sum(row.history_missing for row in overdue)
    assert found.heading == caseload.due_list(look, by=GRACE, now=NOW, today=TODAY).heading


def test_what_leaves_the_screen_names_no_restricted_record_save_to_a_manager(look):
    closed = record_access.restricted(look, 1, TODAY)
    given = list(worklist.everything_to_give(look, Wanted("open"), by=TOM, now=NOW, today=TODAY))
    hidden = [row for row in given if row.child_id in closed]
    assert hidden
    assert {(row.shown_name, row.nhs_number) for row in hidden} == {("Restricted record", None)}
    whole = page(look, Wanted("open")).rows
    assert tuple(worklist.everything_to_give(look, Wanted("open"), by=GRACE, now=NOW, today=TODAY)) == whole
    assert [row for row in given if row.child_id not in closed] == [
        row for row in whole if row.child_id not in closed
    ]


@pytest.mark.parametrize("by", [Actor(9, 2, "eve", "Eve", Role.MANAGER, Registration.NONE)])
def test_another_team_sees_nothing(look, by):
    for view in VIEWS:
        assert page(look, Wanted(view.key), by=by).total == 0


def test_it_takes_leave_to_look_and_a_view_that_there_is(look):
    it = Actor(9, 1, "ian", "Ian", Role.IT, Registration.NONE)
    with pytest.raises(NotAllowed):
        page(look, Wanted(), by=it)
    with pytest.raises(UserError, match="is not a view"):
        page(look, Wanted("nothing"))


FOUND = "due_stretches USING PRIMARY KEY (team_id=? AND status=? AND first_day<?)"
INDEXED = {
    "overdue": FOUND,
    "mine": FOUND,
    "no_consent": FOUND,
    "closed": FOUND,
    "care_leavers": "due_stretches USING COVERING INDEX ix_due_stretches_of_children (team_id=? AND first_day<?)",
    "sdq_due": "due_stretches USING COVERING INDEX ix_due_stretches_of_children (team_id=? AND first_day<?)",
}


@pytest.mark.parametrize(("view", "step"), INDEXED.items())
def test_rows_are_found_by_an_index(look, view, step):
    from lac_tracker.storage import worklist as stored
    from lac_tracker.storage.worklist_look import look as seen

    wanted = Wanted(view)
    query = stored.ids(wanted, seen(look, wanted, GRACE, TODAY))
    sql = query.compile(look.connection(), compile_kwargs={"literal_binds": True})
    plan = [row[3] for row in look.connection().exec_driver_sql(f"EXPLAIN QUERY PLAN {sql}")]
    assert any(step in one for one in plan), plan
