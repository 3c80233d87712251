"""The house's budgets: how long functions and files are, how much they branch, and that public things are explained."""

import ast
from collections.abc import Iterator
from pathlib import Path

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


def _functions() -> Iterator[tuple[str, ast.FunctionDef | ast.AsyncFunctionDef]]:
    for path in SOURCES:
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, _FUNCTIONS):
                yield f"{_name(path)}:{node.lineno} {node.name}", node


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
    assert [where for where, node in _functions() if _body_lines(node) > LONGEST_FUNCTION] == []


def test_nine_functions_in_ten_have_fewer_than_thirty_lines() -> None:
    """The house is made of small functions, not of a few small ones among giants."""
    lines = sorted(_body_lines(node) for _, node in _functions())
    assert lines[int(len(lines) * 0.9)] < 30


def test_no_function_has_more_than_ten_branches() -> None:
    """A function decides few things."""
    assert [where for where, node in _functions() if _branches(node) > MOST_BRANCHES] == []


def test_nine_functions_in_ten_have_fewer_than_six_branches() -> None:
    """Most functions go straight on."""
    branches = sorted(_branches(node) for _, node in _functions())
    assert branches[int(len(branches) * 0.9)] < 6


def test_no_function_takes_more_than_six_parameters() -> None:
    """A caller can name what it hands over; constructors take keywords where there are many."""
    crowded = []
    for where, node in _functions():
        named = [
            argument.arg
            for argument in (*node.args.posonlyargs, *node.args.args)
            if argument.arg not in ("self", "cls")
        ]
        most = MOST_PARAMETERS if node.name != "__init__" else MOST_PARAMETERS + 4
        if len(named) + len(node.args.kwonlyargs) > most or len(named) > MOST_POSITIONAL:
            crowded.append(where)
    assert crowded == []


def test_no_file_is_longer_than_three_hundred_lines() -> None:
    """A file has one duty; tables of data apart."""
    long = [
        _name(path)
        for path in SOURCES
        if not _is_table(path) and len(path.read_text(encoding="utf-8").splitlines()) > LONGEST_FILE
    ]
    assert long == []


@pytest.mark.parametrize("path", SOURCES, ids=_name)
def test_every_file_says_its_duty_in_its_first_line(path: Path) -> None:
    """A newcomer reads one line and knows whether this is the file."""
    first = (ast.get_docstring(ast.parse(path.read_text(encoding="utf-8"))) or "").splitlines()
    assert first, "The file has no docstring."
    assert first[0].endswith("."), first[0]


def test_everything_public_is_explained_in_domain_ports_and_services() -> None:
    """Public names of the inner layers open with a full sentence."""
    silent = []
    for path in SOURCES:
        if _name(path).startswith(EXPLAINED):
            silent += [f"{_name(path)} {name}" for name in _unexplained(ast.parse(path.read_text(encoding="utf-8")))]
    assert silent == []


def _unexplained(tree: ast.AST) -> Iterator[str]:
    for node in ast.iter_child_nodes(tree):
        if not isinstance(node, (*_FUNCTIONS, ast.ClassDef)) or node.name.startswith("_"):
            continue
        lines = (ast.get_docstring(node) or "").splitlines()
        if not lines or not lines[0].rstrip().endswith((".", ":", ";", ",")):
            yield node.name
        if isinstance(node, ast.ClassDef):
            yield from _unexplained(node)
