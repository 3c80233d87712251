"""Compiles the builder of each address once: every test of the web has an application of its own, all alike."""

from collections.abc import Callable
from typing import Any

from werkzeug.routing.rules import Rule

_built: dict[tuple[object, ...], Callable[..., tuple[str, str]]] = {}


def compile_once() -> None:
    """From now on rules that say the same share their builder, which is most of what an application costs to make.

    A builder takes its rule as an argument, so nothing of one application reaches another.
    """
    real = Rule._compile_builder

    def compiled(rule: Rule, append_unknown: bool = True) -> Any:  # noqa: FBT001, FBT002  Werkzeug's signature
        key = (rule.rule, append_unknown, *rule._trace, *sorted((rule.defaults or {}).items()))
        if key not in _built:
            _built[key] = real(rule, append_unknown)
        return _built[key]

    Rule._compile_builder = compiled  # type: ignore[method-assign, assignment]
