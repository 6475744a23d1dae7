"""The structure of a PDF: what is a heading, a table or a list, in reading order, and what is mere decoration.

Blocks of `layout` say their roles; `Tags` turns them into the tree that screen readers and document systems read.
`add_structure` writes that tree into the file. Everything drawn stands in exactly one marked part: a leaf of the tree,
or an artifact (head and foot, rules, boxes, a row of labels repeated on a later page).
"""

import io
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from reportlab.lib.colors import black
from reportlab.lib.rl_accel import fp_str
from reportlab.pdfgen.canvas import Canvas
from reportlab.pdfgen.textobject import PDFTextObject

LABELS = "labels"  # a row of column labels: begins a table, and stands again where the table goes on overleaf
CELLS = "cells"  # a row of a table
LABELLED = "labelled"  # a row of a table whose first cell is the label of the others
ITEM = "item"  # an item of a list; a number in front of it is its label
IN_ITEM = "in item"  # more text of the item or row before it
PARAGRAPH = "P"
FIGURE = "Figure"
DECORATION = "Artifact"
TABLE_ROWS = (CELLS, LABELLED)
HEADINGS = ("H1", "H2", "H3", "H4")


class Node:
    """An element of the structure. Its kids are nodes and (page, number of the marked part on it) pairs."""

    __slots__ = ("alt", "box", "kids", "kind", "scope")

    def __init__(self, kind: str, scope: str = "", alt: str = "") -> None:
        self.kind, self.scope, self.alt = kind, scope, alt
        self.kids: list[Node | tuple[int, int]] = []
        self.box: tuple[float, float, float, float] | None = None

    def add(self, kind: str, scope: str = "", alt: str = "") -> "Node":
        """Return a new node at the end of this one."""
        node = Node(kind, scope, alt)
        self.kids.append(node)
        return node


class Tags:
    """The structure of one file while it is drawn, from the first page to the last."""

    def __init__(self) -> None:
        self.root = Node("Document")
        self._numbers: dict[int, int] = {}  # page → marked parts on it
        # What was drawn in part on an earlier page, by what its parts share, which is kept so that no other is taken for it.
        self._known: dict[int, tuple[object, tuple[Node | None, ...]]] = {}
        self._open: Node | None = None  # the table or list that the next row or item goes into
        self._item: Node | None = None
        self._columns = 0
        self._labels: list[Node] = []  # of columns, printed at the end of a heading's line
        self._is_edge = False
        self._leaf: Node | None = None  # what is being drawn

    @contextmanager
    def leaf(self, canvas: Any, node: Node | None) -> Iterator[None]:
        """Draw what a node says; None: what was said before, so an artifact."""
        if self._is_edge:
            yield
            return
        if node is None:
            canvas.mark("/Artifact <</Type /Pagination>> BDC")
        else:
            self._begin_part(canvas, node, node.kind)
        self._leaf = node
        yield
        self._leaf = None
        canvas.mark("EMC")

    def _begin_part(self, canvas: Any, node: Node, tag: str, properties: str = "") -> None:
        page = canvas.getPageNumber() - 1
        number = self._numbers[page] = self._numbers.get(page, -1) + 1
        node.kids.append((page, number))
        canvas.mark(f"/{tag} <</MCID {number}{properties}>> BDC")

    @contextmanager
    def part(self, canvas: Any, tag: str, properties: str = "") -> Iterator[None]:
        """Draw words of a leaf that are read in a way of their own: parts stand beside each other, never in each other."""
        node = self._leaf
        if node is None:  # what is not read
            yield
            return
        canvas.mark("EMC")
        self._begin_part(canvas, node, tag, properties)
        yield
        canvas.mark("EMC")
        self._begin_part(canvas, node, node.kind)

    @contextmanager
    def decoration(self, canvas: Any) -> Iterator[None]:
        """Draw a rule or a box."""
        if self._is_edge:
            yield
            return
        canvas.mark("/Artifact <</Type /Layout>> BDC")
        yield
        canvas.mark("EMC")

    @contextmanager
    def edge(self, canvas: Any, *, is_read: bool) -> Iterator[None]:
        """Draw the head or the foot of a page. is_read: it holds what stands nowhere else, and is no artifact."""
        if is_read:
            yield
            return
        canvas.mark("/Artifact <</Type /Pagination>> BDC")
        self._is_edge = True
        yield
        self._is_edge = False
        canvas.mark("EMC")

    def of_text(self, tie: object, role: str) -> Node | None:
        """Return the node of a text; the rest of a cut text goes into the node of its beginning."""
        if self._is_edge:
            return None
        if id(tie) not in self._known:
            self._known[id(tie)] = (tie, (self._new_text(role),))
        return self._known[id(tie)][1][0]

    def _new_text(self, role: str) -> Node:
        if role == IN_ITEM and self._item:
            return self._item.add(PARAGRAPH)
        if role == ITEM:
            self._item = self._new_item().add("LBody")
            return self._item
        self._close()
        return self.root.add(PARAGRAPH if role == IN_ITEM else role)

    def of_figure(self, alt: str, box: tuple[float, float, float, float]) -> Node:
        """Return the node of a picture. alt: what it shows, in words. box: left, bottom, right and top on the page."""
        self._close()
        node = self.root.add(FIGURE, alt=alt)
        node.box = box
        return node

    def of_row(self, tie: object, role: str, cells: Sequence[Any]) -> tuple[Node | None, ...]:
        """Return the node of each cell: None where a cell has no words or its row stands here again.

        cells: of `layout.Cell`.
        """
        if self._is_edge:
            return (None,) * len(cells)
        if id(tie) in self._known:
            return self._known[id(tie)][1] if role != LABELS else (None,) * len(cells)
        made = self._new_row(role, cells)
        self._known[id(tie)] = (tie, made)
        return made

    def _new_row(self, role: str, cells: Sequence[Any]) -> tuple[Node | None, ...]:
        if role == ITEM:
            return tuple(self._items(cells))
        if role in (LABELS, *TABLE_ROWS):
            return self._table_row(role, cells)
        self._close()
        made: list[Node | None] = []
        for cell in cells:
            if not cell.paragraphs:
                made.append(None)
            elif role in HEADINGS and any(made):
                self._labels.append(Node("TH", "Column"))
                made.append(self._labels[-1])
            else:
                made.append(self.root.add(role))
        return tuple(made)

    def _items(self, cells: Sequence[Any]) -> Iterator[Node | None]:
        """Yield nodes of list items: each box to tick begins an item; so does the row."""
        if any(cell.tick for cell in cells):
            for cell in cells:
                if cell.paragraphs:
                    self._item = self._new_item().add("LBody")
                yield self._item if cell.paragraphs else None
            return
        item, is_first = self._new_item(), sum(bool(cell.paragraphs) for cell in cells) > 1
        body = None
        for cell in cells:
            if cell.paragraphs and is_first:
                yield item.add("Lbl")
                is_first = False
            elif cell.paragraphs:
                body = body or item.add("LBody")
                yield body
            else:
                yield None
        self._item = body or item

    def _new_item(self) -> Node:
        if self._open is None or self._open.kind != "L":
            self._close()
            self._open = self.root.add("L")
        self._item = self._open.add("LI")
        return self._item

    def _table_row(self, role: str, cells: Sequence[Any]) -> tuple[Node | None, ...]:
        columns = sum(not cell.tick for cell in cells)
        goes_on = self._open and self._open.kind == "Table" and self._columns == columns and not self._labels
        if role == LABELS or not goes_on:
            self._begin_table(columns)
        assert self._open is not None
        row = self._open.add("TR")
        made: list[Node | None] = []
        for cell in cells:
            if cell.tick:
                made.append(None)
            elif role == LABELS:
                made.append(row.add("TH", "Column"))
            else:
                is_label = role == LABELLED and not any(made)
                made.append(row.add("TH", "Row") if is_label else row.add("TD"))
        self._item = made[-1]
        return tuple(made)

    def _begin_table(self, columns: int) -> None:
        """Begin a table, under the labels that stood at the end of its heading's line, if any did."""
        labels, self._labels = self._labels, []
        self._close()
        self._open, self._columns = self.root.add("Table"), columns
        if labels:
            row = self._open.add("TR")
            for _ in range(columns - len(labels)):
                row.add("TH", "Column")
            row.kids += labels

    def _close(self) -> None:
        for label in self._labels:  # no table follows the heading after all
            label.kind, label.scope = PARAGRAPH, ""
            self.root.kids.append(label)
        self._labels = []
        self._open = self._item = None

    def finish(self) -> Node:
        """Return the whole tree."""
        self._close()
        return self.root


class TaggedCanvas(Canvas):  # type: ignore[misc]  # ReportLab has no types
    """A canvas that knows the structure of what is drawn on it."""

    _currentMatrix: tuple[float, float, float, float, float, float]  # ReportLab's own, which has no types

    def __init__(self, *arguments: Any, **options: Any) -> None:
        super().__init__(*arguments, **options)
        self.tags = Tags()

    def mark(self, operator: str) -> None:
        """Write the beginning or the end of a marked part."""
        self._code.append(operator)

    def translate(self, dx: float, dy: float) -> None:
        """Move the origin: as ReportLab does, without the sums of a turn that nothing here makes."""
        a, b, c, d, e, f = self._currentMatrix
        self._currentMatrix = (a, b, c, d, a * dx + c * dy + e, b * dx + d * dy + f)
        self._code.append(f"1 0 0 1 {fp_str(dx, dy)} cm")

    def setFillColor(self, aColor: Any, alpha: float | None = None) -> None:
        if not _paint_black(self, aColor):
            super().setFillColor(aColor, alpha)

    def beginText(self, x: float = 0, y: float = 0, direction: str | None = None) -> Any:
        return _SpacedText(self, x, y, direction=direction)


class _SpacedText(PDFTextObject):  # type: ignore[misc]
    """Text whose lines end in a blank, or a reader would join the last word of a line to the first of the next."""

    def setFillColor(self, aColor: Any, alpha: float | None = None) -> None:
        if not _paint_black(self, aColor):
            super().setFillColor(aColor, alpha)

    def _textOut(self, text: str, TStar: Any = 0) -> None:
        if not TStar or not text or text.endswith(" "):
            super()._textOut(text, TStar)
        elif type(text) is str:
            super()._textOut(text + " ", TStar)
        else:  # letters that were shaped must stay as they are
            super()._textOut(text)
            super()._textOut(" ", TStar)


def _paint_black(drawn: Any, color: Any) -> bool:
    """Say black as a shade of grey, which is what it is on paper; return whether the colour was black."""
    if color is not black:
        return False
    drawn._fillColorObj = color  # noqa: SLF001
    drawn._code.append("0 g")  # noqa: SLF001
    return True


def add_structure(pdf: bytes, root: Node) -> bytes:
    """Return a PDF with its structure tree. Each page's marked parts are numbered 0, 1, 2 … without a gap."""
    import pikepdf  # only where a document is made: it takes a tenth of a second

    with pikepdf.open(io.BytesIO(pdf)) as opened:
        _write_tree(opened, root)
        written = io.BytesIO()
        opened.save(
            written,
            deterministic_id=True,
            object_stream_mode=pikepdf.ObjectStreamMode.generate,
            compress_streams=False,  # what is drawn is compressed already; the tree costs a tenth of the time for 10 KB
        )
    return written.getvalue()


def _write_tree(pdf: Any, root: Node) -> None:
    from pikepdf import Array, Dictionary, Name

    pages = [page.obj for page in pdf.pages]
    parents: list[dict[int, Any]] = [{} for _ in pages]
    names: dict[str, Any] = {}

    def name(word: str) -> Any:
        if word not in names:
            names[word] = Name("/" + word)
        return names[word]

    def element(node: Node, parent: Any) -> Any:
        made = pdf.make_indirect(Dictionary(S=name(node.kind), P=parent))
        if node.scope:
            made.A = Dictionary(O=Name.Table, Scope=name(node.scope))
        if node.box:
            made.A = Dictionary(O=Name.Layout, BBox=Array([round(side, 2) for side in node.box]))
        if node.alt:
            made.Alt = node.alt
        home = next((kid[0] for kid in node.kids if isinstance(kid, tuple)), None)
        if home is not None:
            made.Pg = pages[home]
        kids: list[Any] = []
        for kid in node.kids:
            if isinstance(kid, Node):
                kids.append(element(kid, made))
                continue
            page, number = kid
            parents[page][number] = made
            kids.append(number if page == home else Dictionary(Type=Name.MCR, Pg=pages[page], MCID=number))
        if kids:
            made.K = kids[0] if len(kids) == 1 else Array(kids)
        return made

    tree = pdf.make_indirect(Dictionary(Type=Name.StructTreeRoot))
    tree.K = Array([element(root, tree)])
    numbers: list[Any] = []
    for place, (page, found) in enumerate(zip(pages, parents, strict=True)):
        page.StructParents, page.Tabs = place, Name.S
        numbers += [place, pdf.make_indirect(Array([found[number] for number in range(len(found))]))]
    tree.ParentTree = pdf.make_indirect(Dictionary(Nums=Array(numbers)))
    tree.ParentTreeNextKey = len(pages)
    pdf.Root.StructTreeRoot = tree
    pdf.Root.MarkInfo = Dictionary(Marked=True)
