"""The caseload beside a return and a list; each way to resolve a difference, and what follows from it."""

from datetime import date, timedelta

import pytest

from lac_tracker.domain.errors import NotAllowed, RecordChanged, UserError
from lac_tracker.domain.identifiers import placeholder_council_id
from lac_tracker.domain.list_fields import guess
from lac_tracker.exchange.list_reading import read_list
from lac_tracker.exchange.ssda903 import read_ssda903
from lac_tracker.services import flags, reconciliation
from lac_tracker.storage import assessments, care, care_records, children
from lac_tracker.storage.tables.due import DueRow
from tests import builders
from tests.builders import ask, bring_in, write
from tests.conftest import NADIA, TODAY, TOM
from tests.exchange.returns import AMARA, an_episode, files

COUNCIL = {"council": "123"}
DAY = "%d/%m/%Y"


def a_return(*episodes, header=(AMARA,), folder="return-2026"):
    return read_ssda903(files(folder, header=header, episodes=episodes))


def differences(database, staged, **more):
    return ask(database, reconciliation.compare, staged, today=TODAY, **COUNCIL, **more)


def kept(database, staged):
    """Compare, keep, and return the differences with their ids."""
    found = differences(database, staged)
    return write(database, reconciliation.keep, found, files=staged.files, today=TODAY, **COUNCIL).report


def resolve(database, one, resolution, reason="Dan Price, by phone", **more):
    said = {"resolution": resolution, "reason": reason, "today": TODAY, "seen_version": one.version} | more
    return write(database, reconciliation.resolve, one.id, **said)


def periods(database, child):
    with database.reading() as session:
        return [(one.began, one.ended, one.reason_ended) for one in care_records.periods(session, child)]


def clocks(database, child):
    with database.reading() as session:
        rows = session.query(DueRow).filter_by(child_id=child)
        return {row.kind: (row.clock_start, row.closed_on) for row in rows}


def test_a_return_that_was_taken_in_has_no_difference(database):
    said = files("return-2026", header=[AMARA, "102,M,01/02/2011,WBRI,UN1,,"], episodes=[an_episode()])
    bring_in(database, said)
    assert differences(database, read_ssda903(said)) == ()
    with pytest.raises(NotAllowed):
        differences(database, read_ssda903(said), by=NADIA)
    nobody = read_ssda903(said)
    other = ask(database, reconciliation.compare, nobody, council="789", today=TODAY)
    assert [one.kind for one in other] == ["theirs_only"]  # who has no episode is not in care


def test_left_care_closes_the_clocks_and_coming_back_starts_new_ones(database):
    child = builders.a_child(database, "101", born=date(2012, 5, 12), became_looked_after=date(2025, 5, 1))
    left = an_episode(DECOM="01/05/2025", DEC="01/09/2025", REC="E4A")
    (one,) = kept(database, a_return(left))
    assert (one.kind, one.theirs, one.child_id) == ("left_care", "2025-09-01 E4A", child)
    resolve(database, one, "theirs_is_right")
    assert periods(database, child) == [(date(2025, 5, 1), date(2025, 9, 1), "E4A")]
    assert {closed for _, closed in clocks(database, child).values()} == {date(2025, 9, 1)}
    assert differences(database, a_return(left)) == ()
    back = an_episode(DECOM="02/02/2026")
    (one,) = kept(database, a_return(left, back))
    assert "Came back into care on 02-Feb-2026" in one.words
    resolve(database, one, "theirs_is_right")
    assert periods(database, child)[1] == (date(2026, 2, 2), None, None)
    assert clocks(database, child)["IHA"] == (date(2026, 2, 2), None)
    assert differences(database, a_return(left, back)) == ()
    everything = ask(database, reconciliation.open_differences, resolved_too=True, **COUNCIL)
    assert [one.resolution for one in everything] == ["theirs_is_right", "theirs_is_right"]
    assert ask(database, reconciliation.open_differences, **COUNCIL) == ()
    audit = builders.audit_of(database)
    assert ("compared the caseload with a council's list", child) in {(action, of) for action, of, _ in audit}


def test_left_care_and_coming_back_by_imports_do_the_same(database):
    began = an_episode(DECOM="01/05/2025")
    bring_in(database, files("return-2026", header=[AMARA], episodes=[began]))
    with database.reading() as session:
        child = children.find(session, 1, "101")
    assert clocks(database, child)["IHA"] == (date(2025, 5, 1), None)
    with database.writing(builders.Entry(TOM, builders.NOW, "tested")) as session:
        asked_for = assessments.add(session, child, "IHA", "requested", {})
    left = an_episode(DECOM="01/05/2025", DEC="01/09/2025", REC="E4A")
    bring_in(database, files("return-2026", header=[AMARA], episodes=[left]))
    assert {closed for _, closed in clocks(database, child).values()} == {date(2025, 9, 1)}
    with database.reading() as session:
        (one,) = assessments.of_child(session, child)
        assert (one.id, one.state, one.cancelled_because) == (
            asked_for,
            "cancelled",
            "Left care on 01-Sep-2025",
        )
    back = an_episode(DECOM="02/02/2026")
    bring_in(database, files("return-2026", header=[AMARA], episodes=[left, back]))
    assert periods(database, child) == [
        (date(2025, 5, 1), date(2025, 9, 1), "E4A"), (date(2026, 2, 2), None, None),
    ]  # fmt: skip
    assert clocks(database, child)["IHA"] == (date(2026, 2, 2), None)


def test_each_way_to_resolve_writes_what_follows_from_it(database):
    born = {"born": date(2012, 5, 12), "became_looked_after": date(2025, 5, 1)}
    here_only = builders.a_child(database, "100", **born, family_name="Only")
    other_day = builders.a_child(database, "101", **born)
    other_birth = builders.a_child(database, "102", **born)
    unnamed = builders.a_child(
        database, placeholder_council_id("AB12CD"), **born | {"born": date(2011, 2, 1)}
    )
    header = [AMARA, AMARA.replace("101", "102").replace("12/05", "11/05"), AMARA.replace("101", "103").replace("2012", "2013"),
              "104,F,01/02/2011,WBRI,UN1,,"]  # fmt: skip
    episodes = [an_episode(CHILD=child, DECOM=began) for child, began in
                (("101", "03/05/2025"), ("102", "01/05/2025"), ("103", "04/06/2025"), ("104", "01/05/2025"))]  # fmt: skip
    staged = a_return(*episodes, header=header)
    found = {one.kind: one for one in kept(database, staged)}
    assert sorted(found) == [
        "became_looked_after", "council_id", "date_of_birth", "ours_only", "theirs_only",
    ]  # fmt: skip
    for words, one, resolution, more in (
        ("Choose one of: Left care", found["ours_only"], "added", {}),
        ("Enter the reason", found["ours_only"], "still_looked_after", {"reason": " "}),
        ("Enter the day the child left care", found["ours_only"], "left_care", {}),
        ("Enter why care ended", found["ours_only"], "left_care", {"left_on": TODAY}),
        ("must be today or in the past", found["ours_only"], "left_care",
         {"left_on": TODAY + timedelta(days=1), "left_because": "E4A"}),
    ):  # fmt: skip
        with pytest.raises(UserError, match=words):
            resolve(database, one, resolution, **more)
    resolve(database, found["ours_only"], "left_care", left_on=date(2026, 2, 1), left_because="E4A")
    assert periods(database, here_only)[0][1:] == (date(2026, 2, 1), "E4A")
    resolve(database, found["became_looked_after"], "theirs_is_right")
    assert periods(database, other_day)[0][0] == date(2025, 5, 3)
    resolve(database, found["date_of_birth"], "theirs_is_right")
    resolve(database, found["council_id"], "theirs_is_right")
    added = resolve(database, found["theirs_only"], "added", family_name="New", given_name="Child").child_id
    with database.reading() as session:
        assert children.load(session, other_birth).born == date(2012, 5, 11)
        assert children.load(session, unnamed).council_id == "104"
        new = children.load(session, added)
        assert (new.council_id, new.family_name, new.born) == ("103", "New", date(2013, 5, 12))
        assert care.histories(session, [added])[added].periods[0].began == date(2025, 6, 4)
    still = differences(database, staged)
    assert [(one.kind, one.resolution) for one in still] == [("ours_only", "left_care")]
    assert not still[0].is_open  # in care in the year of the return: theirs has to be mended there


def test_what_is_right_here_is_found_again_as_resolved_and_two_people_do_not_both_decide(database):
    builders.a_child(database, "101", born=date(2012, 5, 12), became_looked_after=date(2025, 5, 1))
    staged = a_return(an_episode(DECOM="03/05/2025"))
    (one,) = kept(database, staged)
    resolve(database, one, "ask_council")
    (asked,) = ask(database, reconciliation.open_differences, **COUNCIL)
    assert asked.is_open
    with pytest.raises(RecordChanged):
        resolve(database, one, "ours_is_right")
    write(database, reconciliation.resolve, asked.id, resolution="ours_is_right", reason="Court order", today=TODAY,
          seen_version=asked.version, by=TOM)  # fmt: skip
    (again,) = kept(database, staged)
    assert (again.id, again.is_open) == (one.id, False)
    assert again.resolved_words.endswith("04-Mar-2026, Tom Leigh: Court order")
    # An open difference that is none any more is gone; one that was decided stays.
    kept(database, a_return(an_episode(DECOM="05/05/2025")))
    bring_in(database, files("return-2026", header=[AMARA], episodes=[an_episode(DECOM="01/05/2025")]))
    assert kept(database, a_return(an_episode(DECOM="01/05/2025"))) == ()
    assert len(ask(database, reconciliation.open_differences, resolved_too=True, **COUNCIL)) == 1


def test_a_list_is_compared_by_what_names_a_child(database):
    builders.a_child(database, "101", born=date(2012, 5, 12), nhs_number="9990000018")
    builders.a_child(database, "102", born=date(2011, 2, 1), family_name="Lee", given_name="Kim")
    builders.a_child(database, "103", born=date(2011, 2, 1), family_name="Okoro", given_name="Ada")
    builders.a_child(database, "105", born=date(2010, 1, 1), family_name="Unread", given_name="Row")
    since = (TODAY - timedelta(days=20)).strftime(DAY)
    rows = [
        "Council ID,NHS number,Family name,Given name,Date of birth,Date became looked after,Date left care",
        f"101,9990000018,Baptiste,Amara,12/06/2012,{since},",  # another birth date under the same numbers
        f"102,,Lee,Kim,01/02/2011,{since},{TODAY.strftime(DAY)}",
        f"104,,Novak,Iva,03/04/2014,{since},",
        f"105,,Unread,Row,32/13/2010,{since},",
    ]
    received = read_list("week 10.csv", "\n".join(rows).encode())
    matching = ask(database, reconciliation.matching_of, received, today=TODAY, **COUNCIL)
    assert matching == guess(received.columns, received.rows)
    found = ask(database, reconciliation.compare_list, received, matching, today=TODAY, **COUNCIL)
    assert [(one.kind, one.council_id) for one in found] == [
        ("theirs_only", "104"), ("ours_only", "103"), ("date_of_birth", "101"), ("left_care", "102"),
    ]  # fmt: skip
    assert found[0].name == "NOVAK, Iva"


def test_nothing_of_a_restricted_record_leaves_the_screen(database):
    child = builders.a_child(database, "101", born=date(2012, 5, 12), nhs_number="9990000018")
    write(database, flags.set_flag, child, kind="restricted", detail="Safety")
    received = read_list("w.csv", (
        "Council ID,NHS number,Family name,Given name,Date of birth,Date became looked after\n"
        f"101,9990000026,Baptiste,Amara,12/05/2012,{(TODAY - timedelta(days=20)).strftime(DAY)}\n"
    ).encode())  # fmt: skip
    matching = guess(received.columns, received.rows)
    found = ask(database, reconciliation.compare_list, received, matching, today=TODAY, **COUNCIL)
    assert [one.kind for one in found] == ["nhs_number"]
    for by, is_hidden in ((TOM, True), (builders.GRACE, False)):
        said = repr(ask(database, reconciliation.leaving_the_screen, found, today=TODAY, by=by))
        assert ("Amara" not in said and "9990000018" not in said and "9990000026" not in said) == is_hidden


def test_twins_without_a_council_id_are_two_differences_and_what_was_decided_about_one_stays(database):
    builders.a_child(database)
    lines = "Surname,Forename,DOB,LAC start\nTwin,Ann,01/02/2015,03/03/2025\nTwin,Ben,01/02/2015,03/03/2025\n"
    received = read_list("list.csv", lines.encode())
    for decided in (None, "never_ours"):
        found = ask(
            database,
            reconciliation.compare_list,
            received,
            guess(received.columns, received.rows),
            today=TODAY,
            **COUNCIL,
        )
        report = write(
            database, reconciliation.keep, found, files=("list.csv",), today=TODAY, **COUNCIL
        ).report
        ann, ben = (one for one in report if one.kind == "theirs_only")
        assert (ann.name, ann.council_id, ann.resolution) == ("TWIN, Ann", "", decided)
        assert (ben.name, ben.resolution) == ("TWIN, Ben", None)
        if decided is None:
            resolve(database, ann, "never_ours")


def test_a_close_match_is_one_question_and_not_two_children(database):
    builders.a_child(database, "101", born=date(2012, 5, 12), became_looked_after=date(2025, 5, 1))
    for day, how, then in (
        ("01", "never_ours", ["theirs_only", "ours_only"]),
        ("02", "theirs_is_right", ["became_looked_after"]),
    ):
        row = f"Child ID,Surname,Forename,DOB,LAC start\n909,Baptiste,Amara,05/12/2012,{day}/05/2025\n"
        received = read_list("list.csv", row.encode())
        given = (received, guess(received.columns, received.rows))
        found = ask(database, reconciliation.compare_list, *given, today=TODAY, **COUNCIL)
        kept_ones = write(
            database, reconciliation.keep, found, files=("list.csv",), today=TODAY, **COUNCIL
        ).report
        assert [(one.kind, one.words) for one in kept_ones] == [(
            "may_be_same",
            f"May be the same child: BAPTISTE, Amara, born 05-Dec-2012, looked after from {day}-May-2025 by their list; "
            "born 12-May-2012 here. Day and month look swapped",
        )]  # fmt: skip
        resolve(database, kept_ones[0], how)
        found = ask(database, reconciliation.compare_list, *given, today=TODAY, **COUNCIL)
        assert [one.kind for one in found] == then
