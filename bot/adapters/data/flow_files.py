"""Flows as files: one with everything, or one with the logic and one more for the texts of each language.

Beside `book.yaml` lie `book.en.yaml` and `book.fr.yaml`; whoever translates touches no logic, and a difference shows
what it is about. JSON and YAML say the same and are told apart by the file's ending.
"""

from pathlib import Path
from typing import Any

import msgspec

from bot.adapters.data.catalogue import to_yaml
from bot.adapters.data.plain import plain_yaml
from bot.domain.errors import InvalidError
from bot.domain.flow.transfer import apart, bounded, taken_in, together

ENDINGS = (".yaml", ".yml", ".json")


def read_flow(path: Path) -> bytes:
    """The JSON document of a flow's file, with the texts that lie beside it where it has none of its own.

    Raises `InvalidError` that names the file, and says what is wrong and where.
    """
    logic = _plain(path)
    if isinstance(logic, dict) and "texts" not in logic:
        logic = together(logic, {_language(beside): _plain(beside) for beside in _beside(path)})
    try:
        return taken_in(logic)
    except InvalidError as error:
        raise InvalidError(f"{path.name}: {error.say_to_staff}") from error


def write_flow(document: bytes, folder: Path, *, ending: str = ".yaml") -> tuple[Path, ...]:
    """Write a flow with its texts apart into a folder that exists; gives the files, in order of their names.

    Raises `InvalidError` for a flow whose name cannot be that of a file.
    """
    written = []
    for name, data in apart(document).items():
        path = folder / f"{name}{ending}"
        path.write_text(as_text(data, ending=ending), encoding="utf-8")
        written.append(path)
    return tuple(sorted(written))


def as_text(data: Any, *, ending: str = ".yaml") -> str:
    """Plain data as JSON or YAML that people edit; it ends with a line break."""
    raw = msgspec.json.encode(data)
    return f"{msgspec.json.format(raw, indent=2).decode()}\n" if ending == ".json" else to_yaml(raw)


def _plain(path: Path) -> Any:
    """Plain data of a file; one that is too large is not even read."""
    try:
        bounded(path.stat().st_size)
        return plain_yaml(path.read_bytes())
    except InvalidError as error:
        raise InvalidError(f"{path.name}: {error.say_to_staff}") from error


def _beside(path: Path) -> list[Path]:
    """The files of texts of a flow's file, in order of their languages."""
    found = (path.with_name(one.name) for one in path.parent.iterdir() if one.name.startswith(f"{path.stem}."))
    return sorted(one for one in found if one.suffix == path.suffix and one.name.count(".") == path.name.count(".") + 1)


def _language(path: Path) -> str:
    return path.stem.rpartition(".")[2]
