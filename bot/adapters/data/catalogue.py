"""Texts and flows that ship with the program; YAML is read here and nowhere in the domain."""

from importlib import resources
from typing import Any

import msgspec
import yaml

from bot.domain.conversation.notices import NoticeForm
from bot.domain.errors import InvalidError
from bot.domain.flow.definition import compile_texts
from bot.domain.flow.texts import Template

_HERE = "bot.adapters.data"


def texts() -> dict[str, dict[str, Template]]:
    """What is said outside flows, by language and key."""
    return compile_texts(yaml.safe_load(resources.files(_HERE).joinpath("texts.yaml").read_bytes()))


def notices() -> dict[str, NoticeForm]:
    """The templates for news that must be told after a platform's window, by the notice's name."""
    found = yaml.safe_load(resources.files(_HERE).joinpath("notices.yaml").read_bytes())
    return msgspec.convert(found, dict[str, NoticeForm])


def sample_flows() -> tuple[bytes, ...]:
    """The JSON documents of the flows that a new airline begins with."""
    folder = resources.files(_HERE).joinpath("flows")
    return tuple(to_json(entry.read_bytes()) for entry in sorted(folder.iterdir(), key=lambda entry: entry.name))


def to_json(document: bytes) -> bytes:
    """A flow's JSON from its YAML or JSON text; raises `InvalidError` when it is neither."""
    try:
        data: Any = yaml.safe_load(document)
    except yaml.YAMLError as error:
        raise InvalidError(f"The file is not YAML: {error}") from error
    if not isinstance(data, dict):
        raise InvalidError("A flow is an object with spec, flow, start, nodes and texts.")
    return msgspec.json.encode(data)


def to_yaml(document: bytes) -> str:
    """A flow's JSON as YAML that people edit."""
    return str(yaml.safe_dump(msgspec.json.decode(document), allow_unicode=True, sort_keys=False, width=120))
