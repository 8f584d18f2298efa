"""The rules of the house that a machine can check."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
import tokenize
from collections.abc import Iterator, Sequence
from functools import lru_cache
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
FILES = sorted(
    file for folder in ("desk", "packaging", "tests") for file in ROOT.glob(f"{folder}/**/*.py")
)
OURS = [file for file in FILES if file.is_relative_to(ROOT / "desk")]
TESTS = [file for file in FILES if file.name.startswith("test_")]
TEXTS = ("*.py", "*.toml", "*.md", "*.txt", "*.in", "*.ini", "*.yaml", "*.json", "run")

LONGEST_FILE, LONGEST_FUNCTION, MOST_METHODS = 400, 40, 20
# Names that say where something lies, but not what it is.
VAGUE = {
    "utils",
    "util",
    "helpers",
    "helper",
    "common",
    "base",
    "manager",
    "managers",
    "core",
    "misc",
}
# Put together here so that this file does not hold what it looks for.
LATER = re.compile("|".join(("TO" + "DO", "FIX" + "ME", "XX" + "X", "HA" + "CK")))
MACHINES = re.compile("/" + "work/|/" + "root/")
AMERICAN = re.compile(
    r"\b(behaviors?|colors?|colored|favorites?|honor(s|ed)?|neighbors?|gray|centered|centers"
    r"|organiz\w+|recogniz\w+|initializ\w+|summariz\w+|canceled|canceling|labeled|traveled|catalogs?"
    r"|licenses?d?|fulfill|judgment|analyz\w+)\b",
    re.IGNORECASE,
)
EXCLAMATION = re.compile(r"[a-z]!+(\s|$)", re.IGNORECASE)
SENTENCE = re.compile(r"[A-Z]\w*,? \w+,? \w+")
QUOTED = re.compile(r"`[^`]*`|\"[^\"]*\"|\w+://\S+|\S*[._/=]\S+")


def name_of(path: Path) -> str:
    return str(path.relative_to(ROOT))


@lru_cache(maxsize=1)
def nodes(path: Path) -> Sequence[ast.AST]:
    """Everything in a file, itself first; it is looked through for several reasons in turn."""
    return tuple(ast.walk(ast.parse(path.read_text(encoding="utf-8"))))


def functions(path: Path) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
    for node in nodes(path):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield node


def prose(path: Path) -> Iterator[str]:
    """Comments, docstrings and sentences, without the names that are quoted in them."""
    with path.open("rb") as source:
        for token in tokenize.tokenize(source.readline):
            if token.type == tokenize.COMMENT:
                yield QUOTED.sub("", token.string)
    for node in nodes(path):
        if isinstance(node, ast.Constant) and SENTENCE.match(str(node.value)):
            yield QUOTED.sub("", str(node.value))


def is_silent(statement: ast.stmt) -> bool:
    """Whether nobody will ever know that it was reached."""
    if isinstance(statement, ast.Return):
        return statement.value is None or isinstance(statement.value, ast.Constant)
    return isinstance(statement, ast.Pass | ast.Continue)


def is_function(node: ast.AST) -> bool:
    return isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)


def too_long(path: Path) -> Iterator[str]:
    lines = path.read_text(encoding="utf-8").count("\n")
    if lines > LONGEST_FILE:
        yield f"{lines} lines"
    for function in functions(path):
        length = (function.end_lineno or 0) - function.lineno + 1
        if length > LONGEST_FUNCTION:
            yield f"{function.name} has {length} lines"
    for node in nodes(path):
        if isinstance(node, ast.ClassDef):
            methods = sum(is_function(part) for part in node.body)
            if methods > MOST_METHODS:
                yield f"{node.name} has {methods} methods"


def unsaid(path: Path) -> Iterator[str]:
    module = nodes(path)[0]
    assert isinstance(module, ast.Module)
    head = ast.get_docstring(module) or ""
    if not re.match(r"[A-Z`].*[.:](\n\n|$)", head, re.DOTALL):
        yield "it does not begin with a sentence"


def unlike_the_house(path: Path) -> Iterator[str]:
    if VAGUE & {path.stem, path.parent.name}:
        yield "name it after what it holds"
    if LATER.search(path.read_text(encoding="utf-8")):
        yield "do it now, or write it down where work is planned"
    for words in prose(path):
        if found := AMERICAN.search(words):
            yield f"British spelling: {found[0]}"
        if EXCLAMATION.search(words):
            yield words


def swallowing(path: Path) -> Iterator[str]:
    for node in nodes(path):
        if isinstance(node, ast.ExceptHandler):
            caught = ast.unparse(node.type) if node.type else "everything"
            wide = caught in {"everything", "Exception", "BaseException"}
            if wide and all(is_silent(part) for part in node.body):
                yield f"line {node.lineno} says nothing of {caught}"
            if not node.type:
                yield f"line {node.lineno} catches everything"


def no_sentences(path: Path) -> Iterator[str]:
    for function in functions(path):
        if function.name.startswith("test_"):
            if function.name.count("_") <= 2:
                yield f"{function.name} is no sentence"
            if ast.get_docstring(function):
                yield f"{function.name} says it twice"


def not_always_run(path: Path) -> Iterator[str]:
    for node in nodes(path):
        if isinstance(node, ast.ClassDef) and node.name.startswith("Test"):
            yield f"line {node.lineno}: {node.name} is a class"
        if isinstance(node, ast.Attribute):
            if node.attr in {"skip", "skipif", "xfail", "importorskip"}:
                yield f"line {node.lineno} may leave it out"
            if ast.unparse(node) == "time.sleep":
                yield f"line {node.lineno}: wait for what is true"


def faults(path: Path) -> Iterator[str]:
    """What there is to say against a file."""
    own = (no_sentences, not_always_run) if path in TESTS else (unsaid,)
    for look in (too_long, unlike_the_house, swallowing, *own):
        yield from look(path)


def test_every_file_keeps_the_rules_of_the_house() -> None:
    found = [f"{name_of(path)}: {fault}" for path in FILES for fault in faults(path)]

    assert len(FILES) > 1000
    assert found == []


def test_the_clock_is_read_in_one_place() -> None:
    readings = {
        name_of(path)
        for path in OURS
        for node in nodes(path)
        if isinstance(node, ast.Attribute)
        and ast.unparse(node)
        in {"datetime.now", "dt.datetime.now", "datetime.utcnow", "date.today", "dt.date.today"}
    }

    assert readings == {"desk/store/clock.py"}


def test_no_file_knows_the_machine_it_was_written_on() -> None:
    folders = [ROOT / folder for folder in ("desk", "packaging", "tests", "resources", ".ci")]
    files = [file for folder in folders for kind in TEXTS for file in folder.rglob(kind)]
    files += [file for kind in TEXTS for file in ROOT.glob(kind)]

    assert len(files) > 100
    for file in files:
        found = MACHINES.search(file.read_text(encoding="utf-8", errors="replace"))
        assert not found, f"{name_of(file)}: {found}"


def test_each_layer_imports_only_those_below() -> None:
    # In a process of its own: it switches off every logger that is there already.
    command = "from importlinter.cli import lint_imports_command; lint_imports_command()"
    run = subprocess.run(
        [sys.executable, "-c", command, "--no-cache"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )

    assert run.returncode == 0, run.stdout + run.stderr
    assert "0 broken" in run.stdout


@pytest.mark.parametrize(
    "command",
    [
        ["mypy"],
        ["ruff", "check", "desk", "packaging", "tests"],
        ["ruff", "format", "--check", "desk", "packaging", "tests"],
    ],
    ids=" ".join,
)
def test_the_tools_have_nothing_to_say(command: list[str]) -> None:
    run = subprocess.run(
        [sys.executable, "-m", *command], cwd=ROOT, capture_output=True, text=True, check=False
    )

    assert run.returncode == 0, run.stdout + run.stderr
