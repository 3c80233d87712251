"""Finding the faults of a flow: warned of while it is saved, and a publication with an error is refused."""

from collections.abc import Iterable

import msgspec

from bot.domain.errors import InvalidError
from bot.domain.flow.checks.kinds import TAPPABLE
from bot.domain.flow.checks.report import Around, Checked, Issue, Played
from bot.domain.flow.checks.rules import RULES
from bot.domain.flow.definition import Flow, parse_flow
from bot.domain.flow.graph import ways
from bot.domain.flow.text_keys import text_keys

__all__ = ["TAPPABLE", "Around", "Issue", "Played", "issues", "issues_of", "issues_of_talks", "text_keys", "ways"]

_TALKS = 20
"""The rule about golden conversations, which are played apart from the others: all of them take seconds."""


def issues(
    flow: Flow,
    *,
    languages: tuple[str, ...],
    flows: frozenset[str],
    catalogue: frozenset[str] = frozenset(),
    around: Around | None = None,
) -> tuple[Issue, ...]:
    """Every fault of a flow, for the languages that the airline speaks and the flows that exist, by rule.

    `catalogue` holds the keys of texts that are worded outside flows; `around` is what else there is to check against.
    """
    checked = Checked(flow, languages, flows | {flow.name}, catalogue, around or Around())
    return tuple(issue for number in RULES for issue in _of_rule(number, checked))


def issues_of(
    document: bytes,
    *,
    languages: tuple[str, ...],
    flows: frozenset[str],
    catalogue: frozenset[str] = frozenset(),
    around: Around | None = None,
) -> tuple[Issue, ...]:
    """The same of a document: one that cannot be read has one fault, which says why."""
    try:
        flow = parse_flow(document)
    except InvalidError as error:
        return (Issue(sentence=error.say_to_staff, rule=1),)
    return issues(flow, languages=languages, flows=flows, catalogue=catalogue, around=around)


def issues_of_talks(flow: Flow, talks: Iterable[Played]) -> tuple[Issue, ...]:
    """The faults that golden conversations show which were played on a flow, as the rule about them tells it."""
    return _of_rule(_TALKS, Checked(flow, (), frozenset(), frozenset(), Around(talks=tuple(talks))))


def _of_rule(number: int, checked: Checked) -> tuple[Issue, ...]:
    return tuple(msgspec.structs.replace(issue, rule=number) for issue in RULES[number].check(checked))
