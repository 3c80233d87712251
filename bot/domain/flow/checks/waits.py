"""Rule 5: every wait has a way for each answer, for none that is understood, for silence, and to a person."""

from collections.abc import Iterator
from functools import lru_cache

from bot.domain.flow.checks.report import Checked, Issue
from bot.domain.flow.definition import AskAction, Choice, ListTripsAction, Node, ShowTripAction, Wait
from bot.domain.flow.waits import ALWAYS, subject_of

LONGEST = 366 * 24 * 3600
"""Seconds of the longest wait: no clock counts without end, and nobody means one that outlives all tickets."""
KEPT = 1024
"""Waits whose answer is kept: most of a flow are alike."""
_OPTIONAL = {
    "offer": frozenset[str](),
    "choice": frozenset({"changed"}),
    "yes_no": frozenset({"changed", "change"}),
    "passenger.name": frozenset({"change", "filled", "known"}),
}
"""Exits that a wait may leave out, `change` where nothing is listed: the answer then counts as not understood."""
_ANY = frozenset({"choice"})
"""Subjects whose exits are the values of the options."""


def waits(checked: Checked) -> Iterator[Issue]:
    """Exits that are missing, or that nothing takes."""
    for name, node in checked.flow.nodes.items():
        if node.wait:
            told = _wait(node.wait.subject, tuple(node.wait.exits), node.wait.timeout)
            yield from (Issue(sentence=sentence, step=name, fix=fix) for sentence, fix in told)
            yield from (Issue(sentence=sentence, step=name) for sentence in _options(node, node.wait))


@lru_cache(maxsize=KEPT)
def _wait(named: str, exits: tuple[str, ...], timeout: int) -> tuple[tuple[str, str], ...]:
    return tuple(_faults(named, frozenset(exits), timeout))


def _faults(named: str, exits: frozenset[str], timeout: int) -> Iterator[tuple[str, str]]:
    subject = subject_of(named)
    if subject is None:
        yield f"Nobody can wait for {named!r}.", ""
        return
    needed = {*subject.exits, *ALWAYS} - _OPTIONAL.get(named, frozenset({"change"}))
    if missing := sorted(needed - exits):
        yield f"The wait lacks the exits {', '.join(missing)}.", "Lead each of them to a step."
    if named not in _ANY and (extra := sorted(exits - {*subject.exits, *ALWAYS})):
        yield f"The wait never takes the exits {', '.join(extra)}.", "Take them out."
    if timeout <= 0:
        yield "The wait is over before it begins.", "Give it some seconds."
    if timeout > LONGEST:
        yield "The wait lasts longer than a year.", "Give it 366 days at most."


def _options(node: Node, wait: Wait) -> Iterator[str]:
    """Options that lead nowhere: what is tapped has to be an exit of the wait."""
    if wait.subject not in _ANY:
        return
    for option in choices_of(node):
        if option.value not in wait.exits:
            yield f"The option {option.text!r} stands for {option.value!r}, which is no exit."


def choices_of(node: Node) -> tuple[Choice, ...]:
    """Everything that the step itself offers to tap."""
    asking = (action for action in node.do if isinstance(action, AskAction | ListTripsAction | ShowTripAction))
    return tuple(option for action in asking for option in action.options)
