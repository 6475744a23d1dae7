"""The pages of a PDF as pictures. One thread draws them: the library that does must not be used by two at once."""

from dataclasses import dataclass
from io import BytesIO

from PySide6.QtGui import QImage

from lac_tracker.domain.errors import UserError

_POINTS_PER_INCH = 72
_SCREEN_DOTS_PER_INCH = 96
_MOST_DOTS = 25_000_000  # of one drawn page: an A4 page at 550 dpi, and no page is drawn larger
_A4 = (595, 842)  # points
_A5 = (420, 595)


@dataclass(frozen=True)
class PagePictures:
    """images: one per page, at `zoom` times its size on paper and `ratio` dots per pixel of the screen."""

    images: tuple[QImage, ...]
    sizes: tuple[tuple[float, float], ...]  # width and height of each page in points, as it is looked at

    @property
    def is_portrait_a4(self) -> bool:
        return all(is_paper(size, _A4) for size in self.sizes)


def is_paper(size: tuple[float, float], paper: tuple[float, float]) -> bool:
    """Return whether a page has the size of a paper, upright, to within a millimetre."""
    return abs(size[0] - paper[0]) < 3 and abs(size[1] - paper[1]) < 3


def paper_name(size: tuple[float, float]) -> str:
    """Return 'Portrait A4', 'Portrait A5', 'Landscape' or 'Portrait' for a page as it is looked at."""
    for name, paper in (("A4", _A4), ("A5", _A5)):
        if is_paper(size, paper):
            return f"Portrait {name}"
    return "Landscape" if size[0] > size[1] else "Portrait"


def page_width(zoom: float, points: float = _A4[0]) -> float:
    """Return how wide a page is on the screen at this zoom, in pixels."""
    return points / _POINTS_PER_INCH * _SCREEN_DOTS_PER_INCH * zoom


def draw_pages(content: bytes, zoom: float, ratio: float) -> PagePictures:
    """Return the pages of a PDF as pictures. Slow: run it off the screen's thread.

    zoom: 1 is the size on paper; ratio: dots of the screen per pixel. Raises UserError for a file that cannot be drawn.
    """
    import pypdfium2  # loads a large library: only when a preview is opened

    try:
        document = pypdfium2.PdfDocument(content)
    except pypdfium2.PdfiumError as error:
        raise UserError("This document is damaged and its pages cannot be drawn") from error
    try:
        images, sizes = [], []
        for number in range(len(document)):
            page = document[number]
            sizes.append(page.get_size())
            image = _drawn(page, zoom * ratio * _SCREEN_DOTS_PER_INCH / _POINTS_PER_INCH)
            image.setDevicePixelRatio(ratio)
            images.append(image)
            page.close()
        return PagePictures(tuple(images), tuple(sizes))
    finally:
        document.close()


def draw_page(content: bytes, number: int, dots_per_inch: float, *, grey: bool = False) -> QImage:
    """Return one page, from 0, as a picture for paper or for a closer look. Slow: run it off the screen's thread."""
    import pypdfium2

    try:
        document = pypdfium2.PdfDocument(content)
        try:
            return _drawn(document[number], dots_per_inch / _POINTS_PER_INCH, grey=grey)
        finally:
            document.close()
    except (pypdfium2.PdfiumError, IndexError) as error:
        raise UserError("This page is damaged and cannot be drawn") from error


def page_sizes(content: bytes) -> tuple[tuple[float, float], ...]:
    """Return width and height in points of each page as it is looked at, without drawing any."""
    import pypdfium2

    try:
        document = pypdfium2.PdfDocument(content)
    except pypdfium2.PdfiumError as error:
        raise UserError("This document is damaged and its pages cannot be drawn") from error
    try:
        return tuple(document.get_page_size(number) for number in range(len(document)))
    except pypdfium2.PdfiumError as error:
        raise UserError("This document is damaged and its pages cannot be drawn") from error
    finally:
        document.close()


def draw_scan(content: bytes, media_type: str, number: int, longest: int) -> QImage:
    """Return one page of a picture file, no side longer than `longest` dots. Slow: run it off the screen's thread."""
    from lac_tracker.exchange.received_content import open_picture

    with open_picture(content, media_type, number) as picture:
        picture.thumbnail((longest, longest))
        shown = picture.convert("RGB")
        held = BytesIO()
        shown.save(held, "BMP")
    return QImage.fromData(held.getvalue())


def _drawn(page: object, scale: float, *, grey: bool = False) -> QImage:
    width, height = page.get_size()  # type: ignore[attr-defined]  # the library has no types
    most = (_MOST_DOTS / max(width * height, 1)) ** 0.5
    bitmap = page.render(  # type: ignore[attr-defined]
        scale=min(scale, most),
        rev_byteorder=not grey,
        prefer_bgrx=not grey,
        grayscale=grey,
        may_draw_forms=False,
    )
    kind = QImage.Format.Format_Grayscale8 if grey else QImage.Format.Format_RGBX8888
    image = QImage(
        bytes(bitmap.buffer), bitmap.width, bitmap.height, bitmap.stride, kind
    ).copy()  # a picture of its own: the bytes go when this function ends
    bitmap.close()
    return image


def page_words(content: bytes) -> tuple[str, ...]:
    """Return the words of each page of a PDF in small letters, '' for a page without any. Slow: off the screen's thread."""
    import pypdfium2

    try:
        document = pypdfium2.PdfDocument(content)
    except pypdfium2.PdfiumError as error:
        raise UserError("This document is damaged and its pages cannot be drawn") from error
    try:
        found = []
        for number in range(len(document)):
            held = document[number].get_textpage()
            found.append(" ".join(held.get_text_bounded().split()).casefold())
            held.close()
        return tuple(found)
    finally:
        document.close()
