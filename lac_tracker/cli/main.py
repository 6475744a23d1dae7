"""The command line: words in, words and exit codes out. The same services as the screens."""

import io
import os
import sys
from collections.abc import Sequence

import click

from lac_tracker import __version__
from lac_tracker.cli import (
    access,
    audit,
    backups,
    caseloads,
    clinics,
    dates,
    demonstration,
    exports,
    forms,
    imports,
    indicators,
    lists,
    people,
    plans,
    reconciliation,
    reports,
    retention,
    sdq,
    sending,
)
from lac_tracker.domain.errors import UserError

REFUSED = 2  # exit code: refused in words
FINDINGS = 1  # exit code: done, and something was found


def run(words: Sequence[str]) -> int:
    """Run one command and return its exit code. A refusal is words on standard error, never a traceback."""
    _print_what_the_terminal_cannot()
    try:
        result = program.main(args=list(words), standalone_mode=False, prog_name="lac-tracker")
        sys.stdout.flush()
    except click.ClickException as error:
        error.show()
        return REFUSED
    except click.Abort:
        click.echo("Stopped. Nothing was changed.", err=True)
        return REFUSED
    except UserError as error:
        click.echo(str(error), err=True)
        return REFUSED
    except BrokenPipeError:  # whoever read the list has seen enough
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except OSError as error:
        click.echo(f"{error.filename or 'A file'} cannot be used: {error.strerror}", err=True)
        return REFUSED
    return result if isinstance(result, int) else 0


def _print_what_the_terminal_cannot() -> None:
    # A name in letters the terminal does not know is shown by its numbers, instead of ending the command.
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="lac-tracker")
@access.options
@click.pass_context
def program(context: click.Context, /, **given: object) -> None:
    """Health assessments and health plans for looked-after children. Without a command, opens the window."""
    access.remember(context, given)


program.add_command(dates.dates)
program.add_command(caseloads.new)
program.add_command(caseloads.person)
program.add_command(people.recovery)
program.add_command(people.rekey)
program.add_command(caseloads.check)
program.add_command(backups.backup)
program.add_command(forms.forms)
program.add_command(imports.import_)
program.add_command(reconciliation.reconcile)
program.add_command(lists.due)
program.add_command(lists.child)
program.add_command(indicators.indicators)
program.add_command(exports.export)
program.add_command(plans.plan)
program.add_command(sending.plans)
program.add_command(sdq.sdq)
program.add_command(reports.report)
program.add_command(clinics.clinics)
program.add_command(audit.audit)
program.add_command(retention.retention)
program.add_command(demonstration.demo)


if __name__ == "__main__":
    sys.exit(run(sys.argv[1:]))
