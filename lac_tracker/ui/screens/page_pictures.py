"""The pages of a PDF as pictures, with what can be seen of them: how many, and whether they stand upright."""

from dataclasses import dataclass

from PySide6.QtGui import QImage

_POINTS_PER_INCH = 72
_SCREEN_DOTS_PER_INCH = 96
_A4 = (595, 842)  # points


@dataclass(frozen=True)
class PagePictures:
    """images: one per page, at `zoom` times its size on paper and `ratio` dots per pixel of the screen."""

    images: tuple[QImage, ...]
    sizes: tuple[tuple[float, float], ...]  # width and height of each page in points, as it is looked at

    @property
    def is_portrait_a4(self) -> bool:
        return all(abs(width - _A4[0]) < 2 and abs(height - _A4[1]) < 2 for width, height in self.sizes)


def page_width(zoom: float) -> float:
    """Return how wide an A4 page is on the screen at this zoom, in pixels."""
    return _A4[0] / _POINTS_PER_INCH * _SCREEN_DOTS_PER_INCH * zoom


def draw_pages(content: bytes, zoom: float, ratio: float) -> PagePictures:
    """Return the pages of a PDF as pictures. Slow: run it off the screen's thread.

    zoom: 1 is the size on paper; ratio: dots of the screen per pixel.
    """
    import pypdfium2  # loads a large library: only when a preview is opened

    scale = zoom * ratio * _SCREEN_DOTS_PER_INCH / _POINTS_PER_INCH
    document = pypdfium2.PdfDocument(content)
    try:
        images, sizes = [], []
        for page in document:
            bitmap = page.render(scale=scale, rev_byteorder=True, prefer_bgrx=True)
            image = QImage(
                bytes(bitmap.buffer),
                bitmap.width,
                bitmap.height,
                bitmap.stride,
                QImage.Format.Format_RGBX8888,
            ).copy()  # a picture of its own: the bytes go when this function ends
            image.setDevicePixelRatio(ratio)
            images.append(image)
            sizes.append(page.get_size())
            bitmap.close()
            page.close()
        return PagePictures(tuple(images), tuple(sizes))
    finally:
        document.close()
