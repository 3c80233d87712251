"""The house's budgets: how long functions and files are, how much they branch, and that public things are explained."""

import ast
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import NamedTuple

import pytest

ROOT = Path(__file__).parents[1]
SOURCES = sorted(path for folder in ("bot", "workers") for path in (ROOT / folder).rglob("*.py"))
TABLES = frozenset({"variables.py", "lexicon.py", "cards.py"})
"""Files that are tables of data, with the folders named below: long because the world is."""
TABLE_FOLDERS = ("migrations/versions",)

LONGEST_FUNCTION = 60
MOST_BRANCHES = 10
MOST_PARAMETERS = 6
MOST_POSITIONAL = 4
LONGEST_FILE = 300
EXPLAINED = ("bot/domain", "bot/ports", "bot/services")

_BRANCHING = (ast.If, ast.For, ast.While, ast.ExceptHandler, ast.IfExp, ast.comprehension, ast.match_case)
_FUNCTIONS = (ast.FunctionDef, ast.AsyncFunctionDef)


def _name(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


class Function(NamedTuple):
    """What the budgets count of a function: lines, branches, and parameters that need no keyword, and that do."""

    where: str
    name: str
    lines: int
    branches: int
    named: int
    by_keyword: int


class Source(NamedTuple):
    """What they look at of a file: its lines, its first docstring, its functions, and public names without a word."""

    lines: int
    docstring: str
    functions: tuple[Function, ...]
    unexplained: tuple[str, ...]


@cache
def _source(path: Path) -> Source:
    """A file, parsed once for all tests: there are more than a thousand."""
    text = path.read_text(encoding="utf-8")
    tree = ast.parse(text)
    functions = tuple(_function(path, node) for node in ast.walk(tree) if isinstance(node, _FUNCTIONS))
    return Source(len(text.splitlines()), ast.get_docstring(tree) or "", functions, tuple(_unexplained(tree)))


def _function(path: Path, node: ast.FunctionDef | ast.AsyncFunctionDef) -> Function:
    named = [one.arg for one in (*node.args.posonlyargs, *node.args.args) if one.arg not in ("self", "cls")]
    where = f"{_name(path)}:{node.lineno} {node.name}"
    return Function(where, node.name, _body_lines(node), _branches(node), len(named), len(node.args.kwonlyargs))


def _functions() -> Iterator[Function]:
    for path in SOURCES:
        yield from _source(path).functions


def _body_lines(node: ast.FunctionDef | ast.AsyncFunctionDef) -> int:
    return (node.end_lineno or node.lineno) - node.lineno + 1


def _own(node: ast.AST) -> Iterator[ast.AST]:
    for child in ast.iter_child_nodes(node):
        if not isinstance(child, (*_FUNCTIONS, ast.ClassDef, ast.Lambda)):
            yield child
            yield from _own(child)


def _branches(node: ast.FunctionDef | ast.AsyncFunctionDef) -> int:
    return sum(isinstance(child, _BRANCHING) for child in _own(node))


def _is_table(path: Path) -> bool:
    return path.name in TABLES or any(folder in path.as_posix() for folder in TABLE_FOLDERS)


def test_no_function_is_longer_than_sixty_lines() -> None:
    """Whoever opens a function sees all of it."""
    assert [one.where for one in _functions() if one.lines > LONGEST_FUNCTION] == []


def test_nine_functions_in_ten_have_fewer_than_thirty_lines() -> None:
    """The house is made of small functions, not of a few small ones among giants."""
    lines = sorted(one.lines for one in _functions())
    assert lines[int(len(lines) * 0.9)] < 30


def test_no_function_has_more_than_ten_branches() -> None:
    """A function decides few things."""
    assert [one.where for one in _functions() if one.branches > MOST_BRANCHES] == []


def test_nine_functions_in_ten_have_fewer_than_six_branches() -> None:
    """Most functions go straight on."""
    branches = sorted(one.branches for one in _functions())
    assert branches[int(len(branches) * 0.9)] < 6


def test_no_function_takes_more_than_six_parameters() -> None:
    """A caller can name what it hands over; constructors take keywords where there are many."""
    crowded = []
    for one in _functions():
        most = MOST_PARAMETERS if one.name != "__init__" else MOST_PARAMETERS + 4
        if one.named + one.by_keyword > most or one.named > MOST_POSITIONAL:
            crowded.append(one.where)
    assert crowded == []


def test_no_file_is_longer_than_three_hundred_lines() -> None:
    """A file has one duty; tables of data apart."""
    assert [_name(path) for path in SOURCES if not _is_table(path) and _source(path).lines > LONGEST_FILE] == []


@pytest.mark.parametrize("path", SOURCES, ids=_name)
def test_every_file_says_its_duty_in_its_first_line(path: Path) -> None:
    """A newcomer reads one line and knows whether this is the file."""
    first = _source(path).docstring.splitlines()
    assert first, "The file has no docstring."
    assert first[0].endswith("."), first[0]


def test_everything_public_is_explained_in_domain_ports_and_services() -> None:
    """Public names of the inner layers open with a full sentence."""
    inner = (path for path in SOURCES if _name(path).startswith(EXPLAINED))
    assert [f"{_name(path)} {name}" for path in inner for name in _source(path).unexplained] == []


def _unexplained(tree: ast.AST) -> Iterator[str]:
    for node in ast.iter_child_nodes(tree):
        if not isinstance(node, (*_FUNCTIONS, ast.ClassDef)) or node.name.startswith("_"):
            continue
        lines = (ast.get_docstring(node) or "").splitlines()
        if not lines or not lines[0].rstrip().endswith((".", ":", ";", ",")):
            yield node.name
        if isinstance(node, ast.ClassDef):
            yield from _unexplained(node)
