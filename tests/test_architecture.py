"""The rules of the house that a machine can check."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
import tokenize
from collections.abc import Iterator, Sequence
from functools import cache
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


@cache
def tree(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"))


@cache
def nodes(path: Path) -> Sequence[ast.AST]:
    """Everything in a file; it is looked through for several reasons."""
    return tuple(ast.walk(tree(path)))


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


@pytest.mark.parametrize("path", FILES, ids=name_of)
def test_a_file_can_be_read_in_one_sitting(path: Path) -> None:
    lines = path.read_text(encoding="utf-8").count("\n")

    assert lines <= LONGEST_FILE
    for function in functions(path):
        length = (function.end_lineno or 0) - function.lineno + 1
        assert length <= LONGEST_FUNCTION, f"{function.name} has {length} lines"
    for node in nodes(path):
        if isinstance(node, ast.ClassDef):
            methods = sum(
                isinstance(part, ast.FunctionDef | ast.AsyncFunctionDef) for part in node.body
            )
            assert methods <= MOST_METHODS, f"{node.name} has {methods} methods"


@pytest.mark.parametrize("path", [file for file in FILES if file not in TESTS], ids=name_of)
def test_a_module_says_in_a_sentence_what_it_is_for(path: Path) -> None:
    head = ast.get_docstring(tree(path)) or ""

    assert re.match(r"[A-Z`].*[.:](\n\n|$)", head, re.DOTALL)


@pytest.mark.parametrize("path", FILES, ids=name_of)
def test_a_file_is_written_as_the_house_writes(path: Path) -> None:
    source = path.read_text(encoding="utf-8")

    assert not VAGUE & {path.stem, path.parent.name}, "name it after what it holds"
    assert not LATER.findall(source), "do it now, or write it down where work is planned"
    for words in prose(path):
        assert not AMERICAN.search(words), f"British spelling: {AMERICAN.search(words)}"
        assert not EXCLAMATION.search(words), words


@pytest.mark.parametrize("path", FILES, ids=name_of)
def test_no_failure_is_swallowed(path: Path) -> None:
    for node in nodes(path):
        if isinstance(node, ast.ExceptHandler):
            caught = ast.unparse(node.type) if node.type else "everything"
            wide = caught in {"everything", "Exception", "BaseException"}
            silent = all(is_silent(part) for part in node.body)
            assert not (wide and silent), f"line {node.lineno} says nothing of {caught}"
            assert node.type, f"line {node.lineno} catches everything"


@pytest.mark.parametrize("path", TESTS, ids=name_of)
def test_a_test_is_a_sentence_and_always_run(path: Path) -> None:
    for function in functions(path):
        if function.name.startswith("test_"):
            assert function.name.count("_") > 2, f"{function.name} is no sentence"
            assert not ast.get_docstring(function), f"{function.name} says it twice"
    for node in nodes(path):
        assert not (isinstance(node, ast.ClassDef) and node.name.startswith("Test")), node
        if isinstance(node, ast.Attribute):
            assert node.attr not in {"skip", "skipif", "xfail", "importorskip"}, node.lineno
            assert ast.unparse(node) != "time.sleep", f"line {node.lineno}: wait for what is true"


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
