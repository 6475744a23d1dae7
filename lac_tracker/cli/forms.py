"""`forms check` and `forms preview`: whether the form files are in order, and a form on paper."""

from pathlib import Path
from typing import Any

import click

from lac_tracker import paths
from lac_tracker.cli import access


@click.group()
@access.options
@click.pass_context
def forms(context: click.Context, /, **given: Any) -> None:
    """The form files."""
    access.remember(context, given)


@forms.command("check")
@access.options
@click.argument("folder", required=False)
def check(folder: str | None, **_: Any) -> int:
    """Check every form file and every shared part, and print every problem."""
    from lac_tracker.storage import form_files

    where = Path(folder) if folder else paths.FORMS
    problems = form_files.check_forms(where)
    for problem in problems:
        click.echo(problem)
    if not problems:
        click.echo(f"All forms in {where.name}/ are in order.")
    return 1 if problems else 0


@forms.command("preview")
@click.argument("form_id", metavar="FORM")
@click.option("--out", required=True, metavar="FILE.pdf")
@access.options
def preview(form_id: str, out: str, **_: Any) -> None:
    """Write a form, or one part of the forms, with nothing filled in to FILE.pdf, to print and write on."""
    from lac_tracker.documents import catalogue
    from lac_tracker.services import forms as form_service
    from lac_tracker.services.files import check_new_file, write_new_file

    form = form_service.to_print(form_id)
    target = Path(out)
    check_new_file(target)
    write_new_file(target, catalogue.render("blank-form", form))
    click.echo(f"Wrote {target} ({form_id}, version {form.version}).", err=True)
