"""Invented SSDA903 returns with every kind of dirt that real ones have, and what a correct reader finds in them.

All children are invented. What is not planted as a doubt or a contradiction is clean, so that the expected
refusals and warnings are complete: a reader that finds one more or one fewer is wrong.
"""

import csv
import io
import random
import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from pathlib import Path

Found = tuple[str, int, str]  # file with its folder, line, column

FEWEST_CHILDREN = 25
_SPECIAL = 6  # children whose episodes are made by hand, in the newest return only
_WITHOUT_EPISODE = 3  # care leavers: in the header and in no episode

_HEADER = ("CHILD", "SEX", "DOB", "ETHNIC", "UPN", "MOTHER", "MC_DOB")
_EPISODES = (
    "CHILD", "DECOM", "RNE", "LS", "CIN", "PLACE", "PLACE_PROVIDER", "DEC", "REC",
    "REASON_PLACE_CHANGE", "HOME_POST", "PL_POST", "URN",
)  # fmt: skip
_UASC = ("CHILD", "SEX", "DOB", "DUC")
_OC2 = (
    "CHILD", "DOB", "SDQ_SCORE", "SDQ_REASON", "CONVICTED", "HEALTH_CHECK", "IMMUNISATIONS", "TEETH_CHECK",
    "HEALTH_ASSESSMENT", "SUBSTANCE_MISUSE", "INTERVENTION_RECEIVED", "INTERVENTION_OFFERED",
)  # fmt: skip
_REVIEWS = ("CHILD", "DOB", "REVIEW", "REVIEW_CODE")
_ETHNICITIES = ("WBRI", "WIRI", "WROM", "MWBC", "AIND", "APKN", "BAFR", "CHNE", "OOTH", "REFU", "NOBT")
_UPN_LETTERS = "ABCDEFGHJKLMNPQRTUVWXYZ"


@dataclass(frozen=True)
class ExpectedReturn:
    """What reading the files of these folders must give."""

    folders: tuple[Path, ...]
    year: int  # of the newest return
    born: dict[str, date]  # every child, with the birth date that holds
    episodes: frozenset[tuple[str, date, str]]  # child, began, placement type
    open_episodes: frozenset[tuple[str, date, str]]
    answers: frozenset[tuple[str, int]]  # child, year
    reviews: frozenset[tuple[str, date, str]]  # child, day, participation
    unaccompanied: frozenset[str]
    refused: tuple[Found, ...]
    warnings: tuple[Found, ...]

    @property
    def files(self) -> dict[str, bytes]:
        """The files as they are given to the reader: 'folder/name' → contents."""
        return {
            f"{folder.name}/{path.name}": path.read_bytes()
            for folder in self.folders
            for path in folder.glob("*.csv")
        }

    @property
    def without_episode(self) -> frozenset[str]:
        return frozenset(self.born) - {child for child, _, _ in self.episodes}


@dataclass
class _Episode:
    began: date
    ended: date | None
    rne: str
    legal_status: str
    placement: str
    ended_because: str
    home: str = "NN1 1ED"
    away: str = "MK40 3AB"
    urn: str = "1234567"


@dataclass
class _Child:
    identifier: str
    born: date
    sex: str  # '1' or '2'
    ethnicity: str
    upn: str
    episodes: list[_Episode]


@dataclass
class _Sheet:
    """A table being written; knows on which line of its file each row will stand."""

    file: str
    columns: Sequence[str]
    rows: list[Sequence[str]] = field(default_factory=list)
    refused: list[Found] = field(default_factory=list)
    warnings: list[Found] = field(default_factory=list)

    def add(self, *cells: str, refused: str = "", doubt: Sequence[str] = ()) -> None:
        self.rows.append(cells)
        line = len(self.rows) + 1
        if refused:
            self.refused.append((self.file, line, refused))
        self.warnings += [(self.file, line, column) for column in doubt]

    def data(self, *, mark: bool = False, newline: str = "\n", last_newline: bool = True) -> bytes:
        text = io.StringIO()
        csv.writer(text, lineterminator=newline).writerows([self.columns, *self.rows])
        written = text.getvalue() if last_newline else text.getvalue().removesuffix(newline)
        return written.encode("utf-8-sig" if mark else "utf-8")


def make_return(folder: Path, *, children: int = 60, seed: int = 1, year: int = 2025) -> ExpectedReturn:
    """Write header, episodes, uasc, oc2 and reviews of the year ended 31 March `year`, and return what is in them.

    children: how many there are, FEWEST_CHILDREN or more. The folder is made; its name tells `year` or no
    year: the year of the OC2 answers is in no column.
    """
    rng = random.Random(seed)
    invented = _invent(rng, children, since=date(year - 1, 4, 1), until=date(year, 3, 31))
    return _write(folder, invented, year, rng)


def make_two_years(folder: Path, *, children: int = 60, seed: int = 1, year: int = 2025) -> ExpectedReturn:
    """Write folder/return-2024 and folder/return-2025 (for `year` 2025), which overlap, and return their sum.

    The later return closes episodes that were open, corrects sex, ethnicity and a legal status, gives one
    child another birth date (refused), and leaves one child out who was open.
    """
    rng = random.Random(seed)
    before = year - 1
    invented = _invent(rng, children, since=date(before - 1, 4, 1), until=date(year, 3, 31))
    first = _write(folder / f"return-{before}", invented, before, rng, newest=False)
    later = list(invented)
    later[8] = replace(later[8], sex="1" if later[8].sex == "2" else "2")
    later[10] = replace(later[10], ethnicity="ABAN")
    corrected = _shared(later[12], before)
    later[12] = replace(
        later[12],
        episodes=[
            replace(each, legal_status="J3") if each is corrected else each for each in later[12].episodes
        ],
    )
    left_out = later.pop(11)
    second = _write(folder / f"return-{year}", later, year, rng, other_birth=later[9].identifier)
    lines = {name: _lines(second.folders[0] / f"{name}.csv") for name in ("header", "episodes")}
    changed = [
        (f"return-{year}/header.csv", _line_of(lines["header"], later[8].identifier), "SEX"),
        (f"return-{year}/header.csv", _line_of(lines["header"], later[10].identifier), "ETHNIC"),
        (
            f"return-{year}/episodes.csv",
            _line_of(lines["episodes"], f"{later[11].identifier},{_day(corrected.began)}"),
            "LS",
        ),
    ]
    last_open = [each for each in left_out.episodes if each.began <= date(before, 3, 31)][-1]
    known = _lines(first.folders[0] / "episodes.csv")
    changed.append(
        (
            f"return-{before}/episodes.csv",
            _line_of(known, f"{left_out.identifier},{_day(last_open.began)}"),
            "DEC",
        )
    )
    still_open = {
        (child, began, place)
        for child, began, place in first.open_episodes
        if (child, began, place) not in second.episodes
    }
    return ExpectedReturn(
        folders=first.folders + second.folders,
        year=year,
        born=second.born | first.born,
        episodes=first.episodes | second.episodes,
        open_episodes=second.open_episodes | still_open,
        answers=first.answers | second.answers,
        reviews=first.reviews | second.reviews,
        unaccompanied=first.unaccompanied | second.unaccompanied,
        refused=tuple(sorted(first.refused + second.refused)),
        warnings=tuple(sorted(first.warnings + second.warnings + tuple(changed))),
    )


def _shared(child: _Child, before: int) -> _Episode:
    """Return the episode that was open when the earlier year ended."""
    end = date(before, 3, 31)
    return next(
        each for each in child.episodes if each.began <= end and (each.ended is None or each.ended > end)
    )


def _lines(path: Path) -> list[str]:
    return path.read_text(encoding="utf-8-sig").splitlines()


def _line_of(lines: list[str], beginning: str) -> int:
    return next(
        number for number, line in enumerate(lines, 1) if line.startswith((f"{beginning},", f"{beginning} "))
    )


def _invent(rng: random.Random, count: int, *, since: date, until: date) -> list[_Child]:
    if count < FEWEST_CHILDREN:
        raise ValueError(f"the dirt needs at least {FEWEST_CHILDREN} children")
    identifiers = rng.sample(range(100_000, 999_999), count)
    return [
        _invent_child(rng, number, str(identifiers[number]), count, since, until) for number in range(count)
    ]


def _invent_child(
    rng: random.Random, number: int, identifier: str, count: int, since: date, until: date
) -> _Child:
    if number == 5:
        identifier = f"00{identifier}"  # leading noughts belong to an identifier
    began = until - timedelta(days=rng.randint(20, 1400))
    if number < 13:  # these stay until the end; the first dozen came within the (first) year
        began = since + timedelta(days=rng.randint(5, 300) if number < 12 else -700)
    elif number >= count - _WITHOUT_EPISODE - _SPECIAL:
        began = since  # born before any of the returns that name them
    digits = "".join(rng.choice("0123456789") for _ in range(12))
    child = _Child(
        identifier=identifier,
        born=began - timedelta(days=rng.randint(60, 13 * 365)),
        sex=rng.choice("12"),
        ethnicity=rng.choice(_ETHNICITIES[:-1]),
        upn="UN3" if number == 6 else _upn(digits),
        episodes=[],
    )
    if number < count - _WITHOUT_EPISODE - _SPECIAL:
        child.episodes = _invent_episodes(rng, began, since, until, stays=number < 13)
    return child


def _invent_episodes(
    rng: random.Random, began: date, since: date, until: date, *, stays: bool
) -> list[_Episode]:
    episodes: list[_Episode] = []
    rne, legal_status, placement = "S", "V2", "U4"
    while began <= until:
        ended = began + timedelta(days=rng.randint(30, 300))
        leaves = not stays and since <= ended <= until and rng.random() < 0.3
        reason = rng.choice(("E4A", "E3", "E8")) if leaves else "X1"
        episodes.append(
            _Episode(began, ended if ended <= until else None, rne, legal_status, placement, reason)
        )
        if leaves and rng.random() < 0.7:
            break
        began = ended + timedelta(days=rng.randint(40, 200)) if leaves else ended
        rne = "S" if leaves else rng.choice("LPB")
        if rne in "LB":
            legal_status = {"V2": "C1", "C1": "C2", "C2": "E1"}.get(legal_status, "V2")
        if rne in "PB":
            placement = rng.choice(("U1", "U5", "K2", "T4", "P1"))
    return episodes


def _upn(digits: str) -> str:
    return _UPN_LETTERS[sum(int(digit) * weight for weight, digit in enumerate(digits, 2)) % 23] + digits


def _day(day: date | None, *, two_digits: bool = False) -> str:
    return "" if day is None else day.strftime("%d/%m/%y" if two_digits else "%d/%m/%Y")


def _write(
    folder: Path,
    children: list[_Child],
    year: int,
    rng: random.Random,
    *,
    newest: bool = True,
    other_birth: str = "",
) -> ExpectedReturn:
    folder.mkdir(parents=True)
    start, end = date(year - 1, 4, 1), date(year, 3, 31)
    base = len(children) - _WITHOUT_EPISODE - _SPECIAL
    in_year = [
        child
        for number, child in enumerate(children)
        if number >= base
        or any(e.began <= end and (e.ended is None or e.ended >= start) for e in child.episodes)
    ]
    header = _header(folder.name, in_year, year, other_birth)
    episodes, accepted, still_open = _episodes(folder.name, in_year, start, end, newest=newest)
    if newest:
        _special(episodes, children[base : base + _SPECIAL], end, accepted, still_open)
    cared_for = [child for child in in_year if any(key[0] == child.identifier for key in accepted)]
    uasc, unaccompanied = _uasc(folder.name, cared_for)
    oc2, answered = _oc2(folder.name, cared_for, rng)
    reviews, reviewed = _reviews(folder.name, cared_for, year, rng)
    (folder / "header.csv").write_bytes(header.data(mark=True, newline="\r\n"))
    (folder / "episodes.csv").write_bytes(episodes.data(last_newline=False))
    (folder / "uasc.csv").write_bytes(uasc.data(newline="\r\n"))
    (folder / "oc2.csv").write_bytes(oc2.data(mark=True))
    (folder / "reviews.csv").write_bytes(reviews.data())
    if not re.search(r"20\d\d", folder.name):
        oc2.warnings.append((oc2.file, 0, ""))  # where the year of the answers was taken from
    sheets = (header, episodes, uasc, oc2, reviews)
    return ExpectedReturn(
        folders=(folder,),
        year=year,
        born={child.identifier: child.born for child in in_year},
        episodes=frozenset(accepted),
        open_episodes=frozenset(still_open),
        answers=frozenset((child, year) for child in answered),
        reviews=frozenset(reviewed),
        unaccompanied=frozenset(unaccompanied),
        refused=tuple(sorted(found for sheet in sheets for found in sheet.refused)),
        warnings=tuple(sorted(found for sheet in sheets for found in sheet.warnings)),
    )


def _header(folder: str, children: list[_Child], year: int, other_birth: str) -> _Sheet:
    sheet = _Sheet(f"{folder}/header.csv", (" child ", *_HEADER[1:]))  # capitals and blanks vary
    for number, child in enumerate(children):
        sex = {"1": "M", "2": "F"}[child.sex] if year >= 2025 else child.sex
        cells = [child.identifier, sex, _day(child.born), child.ethnicity, child.upn, "", ""]
        doubt: list[str] = []
        refused = ""
        match number:
            case 0:
                cells[5:], doubt = ["1.0", _day(child.born + timedelta(days=5000))], ["MOTHER"]
            case 1:
                cells[4], doubt = f"S{child.upn[1:]}", ["UPN"]  # S is no check letter of any number
            case 2:
                cells[3], doubt = "XXXX", ["ETHNIC"]
            case 3:
                cells[1], doubt = "U", ["SEX"]
            case 4:
                cells[0], doubt = f"{child.identifier}.0", ["CHILD"]
        if child.identifier == other_birth:
            cells[2], refused = _day(child.born + timedelta(days=1)), "DOB"
        sheet.add(*cells, refused=refused, doubt=doubt)
    clean = children[7]
    again = list(sheet.rows[7])
    sheet.add(*again)  # the same row once more is no contradiction
    sheet.add(*again[:2], _day(clean.born + timedelta(days=31)), *again[3:], refused="DOB")
    sheet.add(*again[:3], "BOTH", *again[4:], refused="ETHNIC")
    sheet.add("UNREADABLE-1", "1", "31/02/2015", "WBRI", "UN1", "", "", refused="DOB")
    sheet.add("UNREADABLE-2", "1", "", "WBRI", "UN1", "", "", refused="DOB")
    sheet.add("", "2", "01/02/2015", "WBRI", "UN1", "", "", refused="CHILD")
    return sheet


def _episode_cells(
    child: str, episode: _Episode, ended: date | None, reason: str, *, two_digits: bool
) -> list[str]:
    return [
        child, _day(episode.began), episode.rne, episode.legal_status, "N1", episode.placement, "PR1",
        _day(ended, two_digits=two_digits), reason, "", episode.home, episode.away, episode.urn,
    ]  # fmt: skip


def _episodes(
    folder: str, children: list[_Child], start: date, end: date, *, newest: bool
) -> tuple[_Sheet, set[tuple[str, date, str]], set[tuple[str, date, str]]]:
    sheet = _Sheet(f"{folder}/episodes.csv", _EPISODES)
    accepted: set[tuple[str, date, str]] = set()
    still_open: set[tuple[str, date, str]] = set()
    for child in children:
        for episode in child.episodes:
            if episode.began > end or (episode.ended is not None and episode.ended < start):
                continue
            ended = episode.ended if episode.ended is not None and episode.ended <= end else None
            line = len(sheet.rows) + 2
            doubt = []
            reason = episode.ended_because if ended else ""
            if ended is None and line % 2:
                reason, doubt = "X1", ["REC"]  # a reason although the episode is open
            cells = _episode_cells(child.identifier, episode, ended, reason, two_digits=line % 4 != 0)
            if line % 5 == 0:
                cells[10:12], doubt = ["QX1 1AA", "L99 9ZI"], [*doubt, "HOME_POST"]
            if line % 7 == 0:
                cells[1] += " 00:00"  # as spreadsheets write a date
            sheet.add(*cells, doubt=doubt)
            key = (child.identifier, episode.began, episode.placement)
            accepted.add(key)
            if ended is None:
                still_open.add(key)
    _refused_episodes(sheet, children)
    return sheet, accepted, still_open


def _refused_episodes(sheet: _Sheet, children: list[_Child]) -> None:
    first = list(sheet.rows[0])
    sheet.add(*first, doubt=["REC"] if first[8] and not first[7] else [])  # the same row once more
    other = children[7].identifier
    made = _Episode(date(2023, 5, 1), None, "S", "C2", "U6", "")
    sheet.add(
        *_episode_cells(other, made, None, "", two_digits=False)[:1],
        "31/06/2023",
        *first[2:],
        refused="DECOM",
    )
    sheet.add(other, "", *first[2:], refused="DECOM")
    sheet.add("", *first[1:], refused="CHILD")
    sheet.add("NOT-IN-HEADER", *first[1:], refused="CHILD")
    sheet.add("UNREADABLE-1", *first[1:], refused="CHILD")
    clean = next(row for row in sheet.rows if row[0] == other)
    contradicting = [*clean[:5], "R3", "PR1", "", "", "", "NN1 1ED", "NN1 1ED", ""]
    sheet.add(*contradicting, refused="DECOM")  # the same day, another placement


def _special(
    sheet: _Sheet,
    children: list[_Child],
    end: date,
    accepted: set[tuple[str, date, str]],
    still_open: set[tuple[str, date, str]],
) -> None:
    """Episodes that do not follow on from one another, and other doubts that need a child of their own."""
    day = end - timedelta(days=300)
    later, latest = day + timedelta(days=100), day + timedelta(days=200)
    unreadable, overlapping, one_day, two_open, gap, unnamed = (child.identifier for child in children)
    rows: tuple[tuple[str, _Episode, str, tuple[str, ...]], ...] = (
        (unreadable, _Episode(day, None, "S", "C2", "U1", "X1"), "31/02/24", ("DEC",)),
        (overlapping, _Episode(day, latest, "S", "C2", "U1", "X1"), "", ()),
        (overlapping, _Episode(later, None, "P", "C2", "K2", ""), "", ("DECOM",)),
        (one_day, _Episode(day, day, "S", "C2", "U1", "X1"), "", ()),
        (one_day, _Episode(day, None, "P", "C2", "K2", ""), "", ()),
        (two_open, _Episode(day, None, "S", "C2", "U1", ""), "", ("DEC",)),
        (two_open, _Episode(later, None, "P", "C2", "K2", ""), "", ()),
        (gap, _Episode(day, later, "S", "C2", "U1", "X1"), "", ("REC",)),
        (gap, _Episode(latest, None, "P", "C9", "X9", ""), "", ("LS", "PLACE")),
        (unnamed, _Episode(day, later, "S", "C2", "u1", ""), "", ("REC",)),
    )
    for child, episode, dec, doubt in rows:
        cells = _episode_cells(child, episode, episode.ended, episode.ended_because, two_digits=True)
        cells[7] = dec or cells[7]
        sheet.add(*cells, doubt=doubt)
        key = (child, episode.began, episode.placement.upper())
        accepted.add(key)
        if episode.ended is None:
            still_open.add(key)


def _uasc(folder: str, children: list[_Child]) -> tuple[_Sheet, list[str]]:
    sheet = _Sheet(f"{folder}/uasc.csv", _UASC)
    for number, child in enumerate(children[6:9]):
        days = 18 * 365 + (900 if number == 0 else 0)  # the first one after the 18th birthday
        ceased = _day(child.born + timedelta(days=days))
        sheet.add(child.identifier, child.sex, _day(child.born), ceased, doubt=["DUC"] if number == 0 else [])
    wrong = children[10]
    sheet.add(wrong.identifier, wrong.sex, _day(wrong.born + timedelta(days=1)), "", refused="DOB")
    return sheet, [child.identifier for child in children[6:9]]


def _oc2(folder: str, children: list[_Child], rng: random.Random) -> tuple[_Sheet, list[str]]:
    sheet = _Sheet(f"{folder}/oc2.csv", _OC2)
    for number, child in enumerate(children[::2]):
        score = "41" if number == 1 else str(rng.randint(0, 40))
        row = [child.identifier, _day(child.born), score, "", *(rng.choice("01") for _ in range(8))]
        sheet.add(*row, doubt=["SDQ_SCORE"] if number == 1 else [])
    first = list(sheet.rows[0])
    sheet.add(*first)  # the same row once more
    sheet.add(*first[:2], "", "SDQ2", *first[4:], refused="CHILD")
    sheet.add(children[1].identifier, "", *first[2:], refused="DOB")
    return sheet, [child.identifier for child in children[::2]]


def _reviews(
    folder: str, children: list[_Child], year: int, rng: random.Random
) -> tuple[_Sheet, set[tuple[str, date, str]]]:
    sheet = _Sheet(f"{folder}/reviews.csv", ("Child", *_REVIEWS[1:]))
    accepted: set[tuple[str, date, str]] = set()

    def add(child: _Child, day: date, code: str, *doubt: str) -> None:
        sheet.add(child.identifier, _day(child.born), _day(day), code, doubt=doubt)
        accepted.add((child.identifier, day, code))

    for child in children:
        for days in sorted(rng.sample(range(1, 360), 2)):
            add(child, date(year - 1, 4, 1) + timedelta(days=days), rng.choice(("PN1", "PN4")))
    one, other = children[0], children[1]
    # Three years on: no day of the following year's return, which would have something to say about it.
    add(one, date(year + 3, 6, 1), "PN1", "REVIEW")
    add(one, date(year - 1, 4, 1), "PN9", "REVIEW_CODE")
    add(other, date(year - 1, 4, 1), "PN1")
    add(other, date(year - 1, 4, 1), "PN7", "REVIEW_CODE")  # two on one day
    sheet.add(other.identifier, _day(other.born), "soon", "PN1", doubt=["REVIEW"])
    sheet.add("NOT-IN-HEADER", _day(other.born), _day(date(year - 1, 5, 1)), "PN1", refused="CHILD")
    return sheet, accepted
