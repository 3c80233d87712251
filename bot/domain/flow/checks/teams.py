"""Rule 19: teams to which travellers are handed over exist, and have hours in which somebody answers."""

from collections.abc import Iterator

from bot.domain.flow.checks.report import Checked, Issue
from bot.domain.flow.definition import HandOverAction


def teams(checked: Checked) -> Iterator[Issue]:
    """Teams that nobody made, and teams that are never there."""
    known = checked.around.teams
    for name, node in checked.flow.nodes.items():
        for action in node.do:
            if not isinstance(action, HandOverAction) or not action.team or known is None:
                continue
            if action.team not in known:
                yield Issue(sentence=f"There is no team {action.team!r}.", step=name, fix="Pick one, or leave it open.")
            elif not known[action.team]:
                yield Issue(sentence=f"The team {action.team!r} has no hours: nobody would answer.", step=name)
