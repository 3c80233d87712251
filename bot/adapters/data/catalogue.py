"""Texts and flows that ship with the program; YAML is read here and nowhere in the domain."""

from functools import cache
from importlib import resources
from typing import Any

import msgspec
import yaml

from bot.adapters.data.plain import plain_yaml
from bot.domain.conversation.notices import NoticeForm
from bot.domain.flow.texts import Template, compile_texts
from bot.domain.flow.transfer import taken_in
from bot.domain.payment.fraud import RuleSet, rules_from

_HERE = "bot.adapters.data"


def texts() -> dict[str, dict[str, Template]]:
    """What is said outside flows, by language and key; each caller has dictionaries of its own."""
    return {language: dict(words) for language, words in _texts().items()}


@cache
def _texts() -> dict[str, dict[str, Template]]:
    return compile_texts(_shipped("texts.yaml"))


def notices() -> dict[str, NoticeForm]:
    """The templates for news that must be told after a platform's window, by the notice's name."""
    return dict(_notices())


@cache
def _notices() -> dict[str, NoticeForm]:
    return msgspec.convert(_shipped("notices.yaml"), dict[str, NoticeForm])


@cache
def fraud_rules() -> RuleSet:
    """The rules with which an airline begins to watch for fraud."""
    return rules_from(plain_yaml(first_fraud_rules()))


def first_fraud_rules() -> bytes:
    """The same as YAML with its remarks, for those who edit it."""
    return resources.files(_HERE).joinpath("fraud_rules.yaml").read_bytes()


def sandbox_fraud_rules() -> dict[str, Any]:
    """The same rules as a document for a sandbox, whose few cards everybody has: sharing one is only written down."""
    document: dict[str, Any] = plain_yaml(first_fraud_rules())
    shared = [rule for rule in document["rules"] if "velocity.card." in str(rule["when"])]
    for rule in shared:
        rule["mode"] = "shadow"
    return document


@cache
def sample_flows() -> tuple[bytes, ...]:
    """The JSON documents of the flows that a new airline begins with."""
    folder = resources.files(_HERE).joinpath("flows")
    return tuple(to_json(entry.read_bytes()) for entry in sorted(folder.iterdir(), key=lambda entry: entry.name))


def _shipped(name: str) -> Any:
    return plain_yaml(resources.files(_HERE).joinpath(name).read_bytes())


def to_json(document: bytes) -> bytes:
    """A flow's JSON from its YAML or JSON text; raises `InvalidError` that says what it cannot be, and where."""
    return taken_in(plain_yaml(document))


def to_yaml(document: bytes) -> str:
    """A flow's JSON as YAML that people edit."""
    return str(yaml.safe_dump(msgspec.json.decode(document), allow_unicode=True, sort_keys=False, width=120))
