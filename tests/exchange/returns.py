"""Small SSDA903 returns for tests that are about one row."""

from collections.abc import Mapping, Sequence

from lac_tracker.domain.imports import Problem, StagedChild, StagedReturn
from lac_tracker.exchange.ssda903 import read_ssda903

HEADER = "CHILD,SEX,DOB,ETHNIC,UPN,MOTHER,MC_DOB"
EPISODES = "CHILD,DECOM,RNE,LS,CIN,PLACE,PLACE_PROVIDER,DEC,REC,REASON_PLACE_CHANGE,HOME_POST,PL_POST,URN"
UASC = "CHILD,SEX,DOB,DUC"
OC2 = (
    "CHILD,DOB,SDQ_SCORE,SDQ_REASON,CONVICTED,HEALTH_CHECK,IMMUNISATIONS,TEETH_CHECK,"
    "HEALTH_ASSESSMENT,SUBSTANCE_MISUSE,INTERVENTION_RECEIVED,INTERVENTION_OFFERED"
)
REVIEWS = "CHILD,DOB,REVIEW,REVIEW_CODE"

AMARA = "101,F,12/05/2012,WBRI,UN1,,"


def an_episode(**changes: str) -> str:
    """Return a clean open episode of child 101 as a line, with some cells changed."""
    cells = dict.fromkeys(EPISODES.split(","), "")
    cells |= {"CHILD": "101", "DECOM": "01/05/2024", "RNE": "S", "LS": "C2", "CIN": "N1", "PLACE": "U4"}
    return ",".join((cells | {"PLACE_PROVIDER": "PR1"} | changes).values())


def table(columns: str, rows: Sequence[str]) -> bytes:
    return "\r\n".join([columns, *rows, ""]).encode()


def files(folder: str = "return-2025", **rows: Sequence[str]) -> dict[str, bytes]:
    """Return the files of one return: header=[lines], episodes=[lines] and so on."""
    columns = {"header": HEADER, "episodes": EPISODES, "uasc": UASC, "oc2": OC2, "reviews": REVIEWS}
    return {f"{folder}/{name}.csv": table(columns[name], lines) for name, lines in rows.items()}


def read(**rows: Sequence[str]) -> StagedReturn:
    """Read one return; child 101 is in its header unless told otherwise."""
    return read_ssda903(files(**({"header": [AMARA]} | rows)))


def the_child(found: StagedReturn, council_id: str = "101") -> StagedChild:
    return next(child for child in found.children if child.council_id == council_id)


def places(problems: Sequence[Problem]) -> list[tuple[str, int, str]]:
    return [(problem.file.rpartition("/")[2], problem.line, problem.column) for problem in problems]


def two_years(earlier: Mapping[str, Sequence[str]], later: Mapping[str, Sequence[str]]) -> StagedReturn:
    return read_ssda903(files("return-2024", **earlier) | files("return-2025", **later))
