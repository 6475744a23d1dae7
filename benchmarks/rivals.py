"""Draws the plan that our documents hold with another library, in an environment of its own, and prints its times.

    python benchmarks/rivals.py fpdf2|weasyprint|libreoffice PLAN.json [TIMES]

PLAN.json: {"font": file, "bold": file, "documents": [[title, head, foot, [[kind, words or rows], ...]], ...]}, where kind is
H1, H2, H3, P, LI or Table. Prints one line of JSON: the milliseconds of one core of each time, and the bytes of the files. The product
neither needs nor imports any of these.
"""

import html
import json
import resource
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

Plan = dict[str, Any]


def fpdf2(plan: Plan) -> list[bytes]:
    from fpdf import FPDF
    from fpdf.enums import XPos, YPos

    sizes = {"H1": 17, "H2": 14, "H3": 12, "P": 12, "LI": 12}
    made = []
    for title, head, foot, blocks in plan["documents"]:

        class Sheet(FPDF):
            def header(self, head: str = head) -> None:
                self.set_font("Body", "B", 10)
                self.cell(0, 5, head, new_x=XPos.LMARGIN, new_y=YPos.NEXT)
                self.ln(2)

            def footer(self, foot: str = foot) -> None:
                self.set_y(-14)
                self.set_font("Body", "", 10)
                self.cell(0, 5, f"{foot}   Page {self.page_no()} of {{nb}}")

        pdf = Sheet(format="A4")
        pdf.set_margins(15, 11, 15)
        pdf.add_font("Body", "", plan["font"])
        pdf.add_font("Body", "B", plan["bold"])
        pdf.set_title(title)
        pdf.set_lang("en-GB")
        pdf.add_page()
        for kind, said in blocks:
            if kind == "Table":
                pdf.set_font("Body", "", 12)
                with pdf.table(
                    first_row_as_headings=False, borders_layout="HORIZONTAL_LINES", line_height=5.5
                ) as table:
                    for cells in said:
                        row = table.row()
                        for cell in cells:
                            row.cell(cell)
                continue
            pdf.set_font("Body", "B" if kind.startswith("H") else "", sizes[kind])
            if kind.startswith("H"):
                pdf.start_section(said, level=int(kind[1]) - 1)
            pdf.multi_cell(0, 5.5, said, new_x=XPos.LMARGIN, new_y=YPos.NEXT)
        made.append(bytes(pdf.output()))
    return made


def weasyprint(plan: Plan) -> list[bytes]:
    from weasyprint import HTML

    return [HTML(string=page).write_pdf(pdf_tags=True) for page in _pages_of(plan)]


def _pages_of(plan: Plan) -> list[str]:
    tags = {"H1": "h1", "H2": "h2", "H3": "h3", "P": "p", "LI": "li"}
    pages = []
    for title, head, foot, blocks in plan["documents"]:
        body = []
        for kind, said in blocks:
            if kind != "Table":
                body.append(f"<{tags[kind]}>{html.escape(said)}</{tags[kind]}>")
                continue
            rows = (
                "<tr>" + "".join(f"<td>{html.escape(cell)}</td>" for cell in cells) + "</tr>"
                for cells in said
            )
            body.append(f"<table>{''.join(rows)}</table>")
        look = f"""
            @font-face {{ font-family: Body; src: url(file://{plan["font"]}); }}
            @font-face {{ font-family: Body; font-weight: bold; src: url(file://{plan["bold"]}); }}
            @page {{ size: A4; margin: 16mm 15mm; @top-left {{ content: {json.dumps(head)}; font: 10pt Body; }}
                @bottom-left {{ content: {json.dumps(foot)}; font: 10pt Body; }}
                @bottom-right {{ content: "Page " counter(page) " of " counter(pages); font: 10pt Body; }} }}
            body {{ font: 12pt Body; }} table {{ width: 100%; }} td {{ vertical-align: top; }}
        """
        pages.append(
            f"<html lang=en-GB><title>{html.escape(title)}</title><style>{look}</style>{''.join(body)}</html>"
        )
    return pages


def libreoffice(plan: Plan) -> list[bytes]:
    """One start of the program for a batch, whose time is shared among its plans."""
    pages = _pages_of(plan)
    with tempfile.TemporaryDirectory() as folder:
        files = []
        for number in range(plan["batch"] * len(pages)):
            file = Path(folder) / f"{number}.html"
            file.write_text(pages[number % len(pages)], encoding="utf-8")
            files.append(str(file))
        subprocess.run(
            ["soffice", f"-env:UserInstallation=file://{folder}/profile", "--headless", "--convert-to",
             'pdf:writer_web_pdf_Export:{"UseTaggedPDF":{"type":"boolean","value":"true"}}', "--outdir", folder, *files],
            check=True, capture_output=True,
        )  # fmt: skip
        return [Path(file).with_suffix(".pdf").read_bytes() for file in files]


RIVALS: dict[str, Callable[[Plan], list[bytes]]] = {
    "fpdf2": fpdf2,
    "weasyprint": weasyprint,
    "libreoffice": libreoffice,
}


def main() -> None:
    """Time one rival; LibreOffice twice, so that what its start costs can be taken off."""
    name, plan = sys.argv[1], json.loads(Path(sys.argv[2]).read_text(encoding="utf-8"))
    times = int(sys.argv[3]) if len(sys.argv) > 3 else 10
    if name == "libreoffice":
        if not shutil.which("soffice"):
            raise SystemExit("not installed")
        few, many = (_timed(libreoffice, plan | {"batch": batch}) for batch in (1, 1 + times))
        print(json.dumps({"milliseconds": [(many[0] - few[0]) / times], "bytes": few[1]}))
        return
    _timed(RIVALS[name], plan)  # the first loads what is loaded once
    runs = [_timed(RIVALS[name], plan) for _ in range(times)]
    print(json.dumps({"milliseconds": [took for took, _ in runs], "bytes": runs[0][1]}))


def _timed(draw: Callable[[Plan], list[bytes]], plan: Plan) -> tuple[float, list[int]]:
    start = _used()
    made = draw(plan)
    return (_used() - start) * 1_000, [len(each) for each in made]


def _used() -> float:
    """Return the seconds of one core that this process and those it waited for have used: others on the machine don't count."""
    own, begun = resource.getrusage(resource.RUSAGE_SELF), resource.getrusage(resource.RUSAGE_CHILDREN)
    return own.ru_utime + own.ru_stime + begun.ru_utime + begun.ru_stime


if __name__ == "__main__":
    main()
