"""Parts that several forms share: each a file of its own, and how their text is kept with a form's."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

# Stands before the text of each part in the text kept with a signed assessment. No file may hold such a line.
_MARKER = re.compile(r"^#=== part (\S+)\r?\n?", re.MULTILINE)


@dataclass(frozen=True)
class Source:
    """One file, read as TOML."""

    file_name: str
    text: str
    table: Mapping[str, Any]
    lines: Mapping[str, list[int]]  # of each [[table]] in the order they stand

    @property
    def is_part(self) -> bool:
        return "part" in self.table

    @property
    def id(self) -> str:
        return str(self.table.get("id", ""))


def line_of_marker(text: str) -> int | None:
    """Return the line where a text says that a part begins, None where it is the text of one file."""
    found = _MARKER.search(text)
    return text.count("\n", 0, found.start()) + 1 if found else None


def joined(form: Source, parts: Iterable[Source]) -> str:
    """Return the text of a form and of the parts it uses as one text to be kept."""
    texts = [_ended(form.text)]
    for part in parts:
        texts += [f"#=== part {part.file_name}\n", _ended(part.text)]
    return "".join(texts) if len(texts) > 1 else form.text


def split(text: str) -> tuple[str, tuple[tuple[str, str], ...]]:
    """Return the form's own text, and (file name, text) of each part kept with it. Undoes `joined`."""
    form, *rest = _MARKER.split(text)
    return form, tuple(zip(rest[::2], rest[1::2], strict=True))


def used_in(form: Mapping[str, Any]) -> tuple[str, ...]:
    """Return the ids of the parts a form's table uses, in their order, each once."""
    sections = form.get("section", [])
    names: list[str] = []
    for section in sections if isinstance(sections, list) else []:
        held = section.get("use", []) if isinstance(section, dict) else []
        names += [held] if isinstance(held, str) else held if isinstance(held, list) else []
    return tuple(dict.fromkeys(name for name in names if isinstance(name, str)))


def lines_of_tables(text: str) -> dict[str, list[int]]:
    """Return the line of the id of each [[table]] in the order they stand; of its heading where there is none."""
    found: dict[str, list[int]] = {}
    last: list[int] | None = None
    for number, line in enumerate(text.splitlines(), 1):
        if heading := re.match(r"\s*\[\[\s*([\w.]+)\s*\]\]", line):
            last = found.setdefault(heading[1], [])
            last.append(number)
        elif re.match(r"\s*\[", line):
            last = None
        elif last is not None and re.match(r"\s*id\s*=", line):
            last[-1] = number
    return found


def _ended(text: str) -> str:
    return text if text.endswith("\n") else text + "\n"
