"""A5 pages made into a folded booklet of A4 sheets.

What we keep, preview and print is the file of A5 pages in reading order, each portrait and upright, as many as fold
without a blank one left over (a multiple of four). Every office printer's own 'booklet' setting folds it right, and so
does 'two pages on one sheet' for cutting.

Some printers have no such setting. For them `sheets_to_fold` places the pages itself. Two A5 portrait pages fill an A4
sheet only beside each other, so on sheets that come out portrait, as all our paper does, each page has to lie on its
side: there is no way to keep both upright. These sheets are for the printer's tray alone. They are made from the finished
file when somebody asks for them, never kept, sent or scanned, and the rule that no text is turned holds for the file they
come from. The back of each sheet is turned the other way round than its front, so that the ordinary two-sided setting
(flip on the long edge) gives the right order; nobody has to find 'flip on the short edge'.
"""

import io

import pikepdf
from reportlab.lib.pagesizes import A4, A5

PAGES_OF_A_SHEET = 4  # two on the front, two on the back
FEWEST = 8

Place = tuple[
    int | None, int | None
]  # (number of the page above, of the page below), as the portrait sheet lies


def filled(pages: int) -> int:
    """Return how many pages a booklet of at least so many has: a multiple of four, and no fewer than eight."""
    whole = -(-max(pages, 1) // PAGES_OF_A_SHEET) * PAGES_OF_A_SHEET
    return max(whole, FEWEST)


def order(pages: int) -> tuple[tuple[int, int], ...]:
    """Return for each side of a sheet the pages (left, right) as the folded booklet is read, fronts and backs in turn.

    Eight pages: (8, 1), (2, 7), (6, 3), (4, 5). Raises ValueError unless pages is a multiple of four.
    """
    if pages < PAGES_OF_A_SHEET or pages % PAGES_OF_A_SHEET:
        raise ValueError(f"{pages} pages do not fold: a booklet has a multiple of {PAGES_OF_A_SHEET}")
    sides: list[tuple[int, int]] = []
    for sheet in range(pages // PAGES_OF_A_SHEET):
        first, last = 2 * sheet + 1, pages - 2 * sheet
        sides += [(last, first), (first + 1, last - 1)]
    return tuple(sides)


def sheets_to_fold(content: bytes) -> bytes:
    """Return portrait A4 sheets that print two-sided on the long edge and fold in the middle. content: the A5 pages.

    Raises ValueError unless the file has a multiple of four pages.
    """
    with pikepdf.open(io.BytesIO(content)) as source, pikepdf.new() as sheets:
        for number, (left, right) in enumerate(order(len(source.pages))):
            page = sheets.add_blank_page(page_size=A4)
            is_front = number % 2 == 0
            for place, each in enumerate((left, right)):
                form = sheets.copy_foreign(source.pages[each - 1].as_form_xobject())
                name = page.add_resource(form, pikepdf.Name.XObject, pikepdf.Name(f"/Page{each}"))
                page.contents_add(_placed(str(name), place, is_front=is_front).encode())
        sheets.docinfo["/Title"] = "Booklet to fold"
        sheets.Root.Lang = pikepdf.String("en-GB")
        written = io.BytesIO()
        sheets.save(written, deterministic_id=True)
    return written.getvalue()


def _placed(name: str, place: int, *, is_front: bool) -> str:
    """Return the drawing of one page on its half of a sheet. place: 0 left, 1 right, of the folded booklet.

    On the front a page is turned a quarter to the left, so that the left page lies below; on the back a quarter to the
    right, so that it lies above.
    """
    wide, high = A5[1], A5[0]  # of a page on its side
    is_low = (place == 0) == is_front
    bottom = 0.0 if is_low else A4[1] - high
    if is_front:  # x' = high side, counted from the right; y' = along the page
        matrix = f"0 1 -1 0 {wide:.2f} {bottom:.2f}"
    else:
        matrix = f"0 -1 1 0 {max(A4[0] - wide, 0):.2f} {bottom + high:.2f}"
    return f"q {matrix} cm {name} Do Q\n"
