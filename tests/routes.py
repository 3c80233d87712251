"""Compiles each address once: every test of the web has an application of its own, all alike."""

from typing import Any

from werkzeug.routing.rules import Rule

_MADE = ("_parts", "_trace", "_converters")
_BUILDERS = ("_build", "_build_unknown")
_Kept = tuple[tuple[Any, ...], frozenset[str], tuple[Any, ...]]
_kept: dict[tuple[object, ...], _Kept] = {}


def compile_once() -> None:
    """From now on rules that say the same share what is made of them, which is most of what an application costs.

    A builder takes its rule as an argument, and a converter asks nothing of the map that it was made for, so nothing of
    one application reaches another.
    """
    real = Rule.compile

    def compiled(rule: Rule) -> None:
        key = _key(rule)
        if key in _kept:
            _take(rule, *_kept[key])
            return
        real(rule)
        builders = tuple(getattr(rule, name).__func__ for name in _BUILDERS)
        _kept[key] = (tuple(getattr(rule, name) for name in _MADE), frozenset(rule.arguments), builders)

    Rule.compile = compiled  # type: ignore[method-assign]


def _key(rule: Rule) -> tuple[object, ...]:
    """All that the outcome depends on: what the rule says, and what its map makes of it."""
    assert rule.map is not None, "The rule has no map yet."
    defaults = tuple(sorted((rule.defaults or {}).items()))
    of_map = (rule.map.host_matching, *rule.map.converters.items())
    return (rule.rule, rule.subdomain, rule.host, rule.merge_slashes, defaults, of_map)


def _take(rule: Rule, made: tuple[Any, ...], arguments: frozenset[str], builders: tuple[Any, ...]) -> None:
    for name, value in zip(_MADE, made, strict=True):
        setattr(rule, name, value)
    rule.arguments = set(arguments)
    for name, build in zip(_BUILDERS, builders, strict=True):
        setattr(rule, name, build.__get__(rule, None))
