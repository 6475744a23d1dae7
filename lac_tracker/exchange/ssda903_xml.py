"""The XML form of an SSDA903 return: one CHILD with its HEADER and EPISODEs after another, read as a stream.

A document type, an entity or anything that would be fetched from elsewhere is refused before it is looked at.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from lac_tracker.domain.errors import ImportRefused
from lac_tracker.domain.imports import Problem
from lac_tracker.exchange.reading import LONGEST_CELL, MOST_BYTES, MOST_ROWS, clean_cell, refusal
from lac_tracker.exchange.ssda903_columns import COLUMNS, ImportedTable, column_name
from lac_tracker.exchange.ssda903_rows import Findings, SourceRow

MOST_DEEP = 12  # elements within one another; a return has five
_PIECE = 64 * 1024  # bytes given to the parser at once
# How the elements are called where they are not called as the columns of the CSV tables.
_OTHER_NAMES = {"CHILDID": "CHILD", "PL": "PLACE"}
_GROUPS = frozenset({"HEADER", "EPISODE", "AREVIEW", "OC2"})
_NOT_IMPORTED = {
    "AMISSING": "missing", "PERMANENCE": "previous permanence", "OC3": "oc3", "AD_PLACED": "placed for adoption",
    "AD1": "ad1", "ADOPTION": "ad1",
}  # fmt: skip
_YES = ("1", "Y", "YES", "TRUE")


@dataclass(frozen=True)
class XmlRow(SourceRow):
    """A row that stood in an XML file. Such a file may be one line long: what is said of a row names the child too."""

    child: str = ""

    @property
    def place(self) -> str:
        return f"{super().place}, child {self.child}"

    def refuse(self, column: str, reason: str) -> None:
        super().refuse(column, self._named(column, reason))

    def warn(self, column: str, reason: str) -> None:
        super().warn(column, self._named(column, reason))

    def _named(self, column: str, reason: str) -> str:
        return reason if column == "CHILD" or not self.child else f"{reason} (child {self.child})"


@dataclass
class _Group:
    """One HEADER, EPISODE, AREVIEW or OC2 while it is read. line: where it begins."""

    name: str
    line: int
    values: dict[str, str] = field(default_factory=dict)


def read_xml(file: str, data: bytes, findings: Findings) -> dict[ImportedTable, list[SourceRow]]:
    """Return the rows of every table in an XML return; nothing for XML that is no return.

    Raises ImportRefused, with the line, for what is not XML or not whole, has a document type or entities, is nested too
    deeply, names an element twice, or is too large.
    """
    from defusedxml.ElementTree import DefusedXMLParser, ParseError  # type: ignore[import-untyped]  # heavy: rarely needed

    if len(data) > MOST_BYTES:
        size = f"{len(data) / 1024 / 1024:.1f} MiB"
        raise refusal(file, 0, "", size, "is larger than 20 MiB. Send it in parts, one year at a time")
    reader = _Reader(file)
    parser = DefusedXMLParser(target=reader, forbid_dtd=True)
    reader.parser = parser.parser
    try:
        for at in range(0, len(data), _PIECE):
            parser.feed(data[at : at + _PIECE])
        parser.close()
    except ParseError as error:
        line = error.position[0]
        reason = "is not whole, or is no XML: the file may have been cut off. Export it again"
        raise refusal(file, line, "", "", reason) from None
    except ImportRefused:
        raise
    except (ValueError, LookupError) as error:  # what defusedxml forbids, and encodings nobody knows
        reason = _forbidden_words(error)
        raise refusal(file, reader.line, "", "", reason) from None
    if reader.others:
        names = ", ".join(sorted(reader.others))
        findings.warnings.append(Problem(file, 0, "", names, "tables of the return that are not imported"))
    return _tables(file, reader, findings)


def _forbidden_words(error: Exception) -> str:
    from defusedxml.common import DefusedXmlException  # type: ignore[import-untyped]  # heavy: rarely needed

    if isinstance(error, DefusedXmlException):
        return "has a document type or entities, which no return has. Ask who sent it what made it"
    return "says that it is in an encoding that is not known. Save it as UTF-8"


class _Reader:
    """What the parser tells as it goes. children: the groups of each CHILD element, in the order of the file."""

    def __init__(self, file: str) -> None:
        self.file = file
        self.parser: Any = None
        self.path: list[str] = []
        self.children: list[list[_Group]] = []
        self.others: set[str] = set()
        self._groups: list[_Group] = []  # those being read, the outermost first
        self._text: list[str] = []
        self._length = 0
        self._counts: dict[str, int] = defaultdict(int)

    @property
    def line(self) -> int:
        """Return where the parser is."""
        return int(self.parser.CurrentLineNumber) if self.parser is not None else 0

    def start(self, tag: str, _attributes: Mapping[str, str]) -> None:
        name = tag.rpartition("}")[2].upper()
        if len(self.path) == MOST_DEEP:
            raise refusal(
                self.file, self.line, name, "", f"more than {MOST_DEEP} elements within one another"
            )
        if name == "CHILD" and not self._in_child:
            self.children.append([])
        elif self._in_child and name in _GROUPS:
            self._begin(name)
        elif self._in_child and name in _NOT_IMPORTED:
            self.others.add(_NOT_IMPORTED[name])
        self.path.append(name)
        self._text, self._length = [], 0

    def data(self, text: str) -> None:
        self._length += len(text)
        if self._length > LONGEST_CELL:
            reason = f"more than {LONGEST_CELL:,} characters in one element"
            raise refusal(self.file, self.line, self.path[-1] if self.path else "", "", reason)
        self._text.append(text)

    def end(self, _tag: str) -> None:
        name = self.path.pop()
        if self._groups and self._groups[-1].name == name:
            self._groups.pop()
        elif self._groups and self.path[-1] == self._groups[-1].name:
            self._keep(self._groups[-1], name, clean_cell("".join(self._text)))
        self._text, self._length = [], 0

    @property
    def _in_child(self) -> bool:
        return "CHILD" in self.path

    def _begin(self, name: str) -> None:
        self._counts[name] += 1
        if self._counts[name] > MOST_ROWS:
            raise refusal(
                self.file, self.line, name, "", f"more than {MOST_ROWS:,} of them. Send the file in parts"
            )
        group = _Group(name, self.line)
        self.children[-1].append(group)
        self._groups.append(group)

    def _keep(self, group: _Group, name: str, text: str) -> None:
        column = _OTHER_NAMES.get(name) or column_name(name)
        if column in group.values:
            raise refusal(self.file, self.line, column, text, f"the element stands twice in one {group.name}")
        group.values[column] = text


def _tables(file: str, reader: _Reader, findings: Findings) -> dict[ImportedTable, list[SourceRow]]:
    tables: dict[ImportedTable, list[SourceRow]] = defaultdict(list)
    for groups in reader.children:
        header = next((group.values for group in groups if group.name == "HEADER"), {})
        child = {name: header.get(name, "") for name in ("CHILD", "DOB")}
        for table, line, values in _rows(groups, child):
            whole = dict.fromkeys(COLUMNS[table], "") | values
            tables[table].append(XmlRow(file, line, whole, findings, child=child["CHILD"][:60]))
    return tables


def _rows(groups: list[_Group], child: dict[str, str]) -> Iterator[tuple[ImportedTable, int, dict[str, str]]]:
    for group in groups:
        match group.name:
            case "HEADER":
                yield "header", group.line, group.values
                ceased, said = group.values.get("DUC", ""), group.values.get("UASC", "")
                if ceased or said.upper() in _YES:
                    asylum = child | {"SEX": group.values.get("SEX", ""), "DUC": ceased}
                    yield "uasc", group.line, asylum
            case "EPISODE":
                yield "episodes", group.line, group.values | {"CHILD": child["CHILD"]}
            case "OC2":
                yield "oc2", group.line, group.values | child
            case _:
                yield "reviews", group.line, group.values | child
