"""Pages to a printer: drawn one by one off the screen's thread, laid on paper of their own size, never turned."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QMarginsF, QRectF, QSizeF
from PySide6.QtGui import QImage, QPageLayout, QPageSize, QPainter
from PySide6.QtPrintSupport import QPrinter, QPrinterInfo

from lac_tracker.domain.errors import UserError
from lac_tracker.ui.screens.page_pictures import draw_page

_COLOUR_DOTS, _GREY_DOTS = (
    300,
    600,
)  # per inch: text is sharp to the eye and to a scanner, and a page stays under 35 MB
_POINTS_PER_INCH = 72


@dataclass(frozen=True)
class Printing:
    """What is printed. name: of the job: the document's number, which says nothing about the child.

    sizes: width and height of each page in points.
    """

    content: bytes
    sizes: tuple[tuple[float, float], ...]
    name: str
    printer: str
    copies: int = 1
    two_sided: bool = False


def printers() -> tuple[str, ...]:
    """Return the names of the printers of this computer, the usual one first."""
    names = list(QPrinterInfo.availablePrinterNames())
    usual = QPrinterInfo.defaultPrinterName()
    if usual in names:
        names.remove(usual)
        names.insert(0, usual)
    return tuple(names)


def open_printer(name: str) -> QPrinter:
    """Return a printer of this computer by name."""
    return QPrinter(QPrinterInfo.printerInfo(name), QPrinter.PrinterMode.HighResolution)


def prepare(printer: QPrinter, wanted: Printing) -> None:
    """Give a printer the paper of the document, upright and to its edges, and the number of copies and sides."""
    width, height = wanted.sizes[0]
    size = QPageSize(QSizeF(width, height), QPageSize.Unit.Point, "", QPageSize.SizeMatchPolicy.FuzzyMatch)
    printer.setPageLayout(QPageLayout(size, QPageLayout.Orientation.Portrait, QMarginsF(0, 0, 0, 0)))
    printer.setFullPage(True)
    printer.setDocName(wanted.name)
    printer.setCopyCount(wanted.copies)
    printer.setDuplex(
        QPrinter.DuplexMode.DuplexLongSide if wanted.two_sided else QPrinter.DuplexMode.DuplexNone
    )


class PrintJob:
    """Prints page after page; it outlives the screen that began it.

    run: the workplace's, for the drawing. Nothing is written to a file by us. What the print system of the computer
    spools carries the number of the document alone.
    """

    def __init__(
        self,
        wanted: Printing,
        run: Callable[..., Any],
        on_done: Callable[[], None],
        on_error: Callable[[UserError], None],
    ) -> None:
        self._wanted, self._run = wanted, run
        self._on_done, self._on_error = on_done, on_error
        self._printer: QPrinter | None = None
        self._painter = QPainter()

    def start(self) -> None:
        """Begin; `on_done` or `on_error` follows."""
        self._printer = open_printer(self._wanted.printer)
        prepare(self._printer, self._wanted)
        if not self._painter.begin(self._printer):
            self._on_error(self._out_of_reach())
            return
        self._draw(0)

    def _draw(self, number: int) -> None:
        assert self._printer is not None
        grey = self._printer.colorMode() == QPrinter.ColorMode.GrayScale
        dots = min(self._printer.resolution(), _GREY_DOTS if grey else _COLOUR_DOTS)
        content = self._wanted.content
        self._run(
            lambda: draw_page(content, number, dots, grey=grey),
            lambda image: self._lay(number, image),
            self._stop,
        )

    def _lay(self, number: int, image: QImage) -> None:
        assert self._printer is not None
        if number and not self._printer.newPage():
            self._stop(self._out_of_reach())
            return
        scale = self._printer.resolution() / _POINTS_PER_INCH
        width, height = self._wanted.sizes[number]
        self._painter.drawImage(QRectF(0, 0, width * scale, height * scale), image)
        if number + 1 < len(self._wanted.sizes):
            self._draw(number + 1)
        elif self._painter.end():
            self._on_done()
        else:
            self._on_error(self._out_of_reach())

    def _stop(self, error: UserError) -> None:
        if self._printer is not None:
            self._printer.abort()
        self._painter.end()
        self._on_error(error)

    def _out_of_reach(self) -> UserError:
        return UserError(
            f"Can't reach {self._wanted.printer or 'the printer'}. The document is kept in Documents. "
            "Choose another printer"
        )
