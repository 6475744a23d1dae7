"""The rules of the house that no type checker knows: layers, clocks, SQL, colours, rules of services."""

import ast
import gc
import importlib
import inspect
import os
import pkgutil
import re
import subprocess
import sys
from contextlib import contextmanager
from functools import cache
from pathlib import Path

import lac_tracker
from lac_tracker import services
from lac_tracker.domain.authorisation import Action

PACKAGE = Path(lac_tracker.__file__).parent
ROOT = PACKAGE.parent
MODULES = {path.relative_to(PACKAGE).as_posix(): path for path in sorted(PACKAGE.rglob("*.py"))}
KEPT_FOLDERS = ("lac_tracker", "tests", "migrations", "forms", "resources", "docs", "benchmarks", ".ci")
FOREIGN_ADDRESSES = [
    re.compile(r"(?<![\w.:/])/(?:work|home|root|Users|mnt|srv)/\w"),
    re.compile(r"\b[A-Z]:\\Users"),
    re.compile(r"index-url[\s=\"']*https?:"),
    re.compile(r"https?://[^\s\"')]*(?:py" + "pi|/simp" + "le\\b|artifactory|nexus|devpi)"),
]


@cache
def all_trees():
    """Return every module of the program, read: once, by the worker whose test first asks."""
    with garbage_left_alone():
        return {name: ast.parse(path.read_text(encoding="utf-8")) for name, path in MODULES.items()}


# What the rules ask about: a third of a million nodes, of more than a million.
KINDS = (ast.Call, ast.Import, ast.ImportFrom, ast.Attribute, ast.Constant, ast.ExceptHandler)


@cache
def all_nodes():
    with garbage_left_alone():
        return {
            name: tuple(node for node in ast.walk(tree) if isinstance(node, KINDS))
            for name, tree in all_trees().items()
        }


@contextmanager
def garbage_left_alone():
    """A million nodes stay to the end: looked through again and again while they are made, they take five times as long."""
    gc.collect()
    gc.disable()
    try:
        yield
        gc.freeze()
    finally:
        gc.enable()


def calls(name):
    for node in all_nodes()[name]:
        if isinstance(node, ast.Call):
            yield node, getattr(node.func, "attr", getattr(node.func, "id", ""))


def is_put_together(argument):
    return isinstance(argument, (ast.JoinedStr, ast.BinOp)) or (
        isinstance(argument, ast.Call) and getattr(argument.func, "attr", "") == "format"
    )


def places(found):
    return [f"lac_tracker/{name}:{node.lineno}" for name, node in found]


def test_the_import_contracts_hold():
    linter = Path(sys.executable).with_name("lint-imports")
    ran = subprocess.run(
        [str(linter), "--no-cache", "--config", str(ROOT / "pyproject.toml")],
        cwd=ROOT, capture_output=True, text=True, check=False,
        env=os.environ | {"PYTHONPATH": str(ROOT), "PYTHONIOENCODING": "utf-8", "NO_COLOR": "1"},
    )  # fmt: skip
    assert ran.returncode == 0, ran.stdout + ran.stderr
    assert "0 broken" in ran.stdout


def names_sqlalchemy_text(name):
    return any(
        isinstance(node, ast.ImportFrom)
        and node.module == "sqlalchemy"
        and "text" in {one.name for one in node.names}
        for node in all_nodes()[name]
    )


def test_sql_is_never_put_together_from_text():
    found = [
        (name, node)
        for name in all_nodes()
        for node, called in calls(name)
        if called == "text"
        and (
            names_sqlalchemy_text(name)
            or getattr(getattr(node.func, "value", None), "id", "") in ("sa", "sqlalchemy")
        )
        and any(map(is_put_together, node.args))
    ]
    assert not places(found)


def test_only_the_modules_of_the_dialect_and_the_triggers_name_things_inside_sql():
    """Pragmas and trigger names cannot be bound: they come from our own tables, never from a person."""
    found = {
        name
        for name in all_nodes()
        for node, called in calls(name)
        if called in ("exec_driver_sql", "execute") and any(map(is_put_together, node.args))
    }
    assert found <= {"storage/dialects.py", "storage/triggers.py"}


def test_paragraphs_are_made_in_one_place_where_text_is_never_markup():
    found = {name for name in all_nodes() for _, called in calls(name) if called == "Paragraph"}
    assert found == {"documents/page.py"}


RUNS_WHAT_IT_READS = {"eval", "exec", "compile", "pickle", "marshal", "shelve", "subprocess", "yaml", "dill"}
TALKS = {
    "socket",
    "ssl",
    "http",
    "urllib",
    "ftplib",
    "smtplib",
    "requests",
    "httpx",
    "webbrowser",
    "xmlrpc",
    "QtNetwork",
}
READS_MARKUP = {"QMessageBox", "QTextEdit", "QTextBrowser", "QTextDocument", "QErrorMessage"}


def test_nothing_runs_what_a_file_says_or_talks_to_a_network():
    found = []
    for name, nodes in all_nodes().items():
        for node in nodes:
            names = set()
            if isinstance(node, ast.Import):
                names = {part for one in node.names for part in one.name.split(".")}
            elif isinstance(node, ast.ImportFrom):
                names = {*(node.module or "").split("."), *(one.name for one in node.names)}
            elif isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
                names = {node.func.id} & {"eval", "exec", "compile"}
            elif isinstance(node, ast.Attribute):
                names = {f"{getattr(node.value, 'id', '')}.{node.attr}"} & {
                    "os.system",
                    "os.popen",
                    "QDesktopServices.openUrl",
                }
            if names & (RUNS_WHAT_IT_READS | TALKS) or any("." in one for one in names):
                found.append((name, node))
    assert not places(found)


def test_no_widget_that_takes_text_for_markup_is_made():
    """Labels, buttons and texts are those of ui/plain.py; a bare label holds a picture and never words."""
    found = []
    for name in all_nodes():
        for node, called in calls(name):
            is_label = called == "QLabel" and (node.args or node.keywords) and name != "ui/plain.py"
            is_told = called in ("setToolTip", "setWhatsThis") and name != "ui/plain.py"
            bare = (
                is_told
                and not isinstance(node.args[0], ast.Constant | ast.Call)
                and not _is_fixed(node.args[0])
            )
            if called in READS_MARKUP or is_label or bare:
                found.append((name, node))
    assert not places(found)


def _is_fixed(argument):
    """Whether words are put together of parts of the program alone: keys and captions in capitals or calls of `words`."""
    if not isinstance(argument, ast.JoinedStr):
        return False
    parts = [one.value for one in argument.values if isinstance(one, ast.FormattedValue)]
    return all(isinstance(one, ast.Call) or getattr(one, "id", "") in ("words", "keys") for one in parts)


def test_only_the_application_and_the_command_line_read_a_clock():
    found = [
        (name, node)
        for name, nodes in all_nodes().items()
        if name != "app.py" and not name.startswith("cli/")
        for node in nodes
        if isinstance(node, ast.Attribute)
        and (node.attr, getattr(node.value, "id", getattr(node.value, "attr", "")))
        in {
            ("today", "date"), ("today", "datetime"), ("now", "datetime"), ("utcnow", "datetime"), ("time", "time"),
            ("localtime", "time"), ("currentDate", "QDate"), ("currentDateTime", "QDateTime"),
        }
    ]  # fmt: skip
    assert not places(found)


def test_nothing_swallows_every_error():
    """Only what cleans up and raises again may catch everything."""
    found = []
    for name, nodes in all_nodes().items():
        for node in nodes:
            if isinstance(node, ast.ExceptHandler):
                caught = (
                    {getattr(one, "id", "") for one in ast.walk(node.type)}
                    if node.type
                    else {"BaseException"}
                )
                raises_again = isinstance(node.body[-1], ast.Raise) and node.body[-1].exc is None
                if "Exception" in caught or ("BaseException" in caught and not raises_again):
                    found.append((name, node))
    assert not places(found)


def test_colours_stand_in_the_theme_and_nowhere_else():
    found = [
        (name, node)
        for name, nodes in all_nodes().items()
        if name != "ui/theme.py"
        for node in nodes
        if isinstance(node, ast.Constant)
        and isinstance(node.value, str)
        and re.search(r"#(?:[0-9a-fA-F]{8}|[0-9a-fA-F]{6}|[0-9a-fA-F]{3})\b", node.value)
    ]
    assert not places(found)


def test_every_module_says_in_its_first_line_what_it_is():
    assert [name for name, tree in all_trees().items() if not ast.get_docstring(tree)] == []


def service_functions():
    for module in pkgutil.iter_modules(services.__path__):
        held = importlib.import_module(f"{services.__name__}.{module.name}")
        for name, function in inspect.getmembers(held, inspect.isfunction):
            if function.__module__ == held.__name__ and not name.startswith("_") and module.name != "access":
                first = next(iter(inspect.signature(function).parameters), "")
                if first == "session":
                    yield module.name, name, function


SERVICES = {f"{module}.{name}": function for module, name, function in service_functions()}


def test_there_are_services_to_look_at_and_their_callers_are_seen():
    assert len(SERVICES) > 10
    assert used_from_outside()["worklist.page"]


@cache
def used_from_outside():
    """Return what screens and command line reach of the services, as `module.name` or imported by name → where."""
    used = {}
    for path, nodes in all_nodes().items():
        if path != "app.py" and not path.startswith(("ui/", "cli/")):
            continue
        modules = {}
        for node in nodes:
            if isinstance(node, ast.ImportFrom) and node.module == services.__name__:
                modules |= {alias.asname or alias.name: alias.name for alias in node.names}
        for node in nodes:
            if isinstance(node, ast.ImportFrom) and (node.module or "").startswith(f"{services.__name__}."):
                module = node.module.removeprefix(f"{services.__name__}.")
                for alias in node.names:
                    used.setdefault(f"{module}.{alias.name}", []).append(path)
            held = getattr(getattr(node, "value", None), "id", "")
            if isinstance(node, ast.Attribute) and held in modules:
                used.setdefault(f"{modules[held]}.{node.attr}", []).append(path)
    return used


def test_every_service_that_screens_or_commands_call_carries_its_rule():
    """One without a rule is a step of others: it may be called by services only."""
    for service, function in SERVICES.items():
        action = getattr(function, "needed_action", None)
        if action is None:
            assert service not in used_from_outside(), service
        else:
            assert isinstance(action, Action), service
            assert {"by", "now"} <= set(inspect.signature(function).parameters), service


def kept_files():
    yield from (path for path in ROOT.iterdir() if path.is_file())
    for folder in KEPT_FOLDERS:
        yield from (
            path for path in (ROOT / folder).rglob("*") if path.is_file() and "__pycache__" not in path.parts
        )


def test_no_file_names_a_machine_or_an_index():
    found = []
    for path in kept_files():
        try:
            text = path.read_text(encoding="utf-8")
        except UnicodeDecodeError:
            continue  # a font or a picture
        if not any(pattern.search(text) for pattern in FOREIGN_ADDRESSES):
            continue
        for number, line in enumerate(text.splitlines(), 1):
            if any(pattern.search(line) for pattern in FOREIGN_ADDRESSES):
                found.append(f"{path.relative_to(ROOT)}:{number}: {line.strip()[:80]}")
    assert found == []
