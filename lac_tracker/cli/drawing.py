"""Papers as the command line draws them: what their fonts cannot print is told, as the preview in the window tells it."""

from collections.abc import Callable

import click


def noting(missing: list[str]) -> Callable[[str, object], bytes]:
    """Return what draws a paper, and first adds to `missing` what of it its fonts cannot print."""
    from lac_tracker.documents import catalogue

    def render(name: str, held: object) -> bytes:
        missing.extend(one for one in catalogue.missing_glyphs(held) if one not in missing)
        return catalogue.render(name, held)

    return render


def tell(missing: list[str], where: str = "") -> None:
    """Say on standard error what could not be printed. where: in which file or row, when there are several."""
    for words in missing:
        click.echo(f"{where}No font for this, so its name stands in brackets instead: {words}", err=True)
