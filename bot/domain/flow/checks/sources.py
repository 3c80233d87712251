"""Rule 21: an answer names where it comes from; what nobody vouches for leads to a person.

Source: Moffatt v. Air Canada, 2024 BCCRT 149: an airline is bound by what its bot says.
"""

from collections.abc import Iterator

from bot.domain.flow.checks.report import Checked, Issue
from bot.domain.flow.definition import AnswerAction

_FIX = "Name the source, or offer a person below it."


def sources(checked: Checked) -> Iterator[Issue]:
    """Answers with neither a source nor a person."""
    for step, node in checked.flow.nodes.items():
        for action in node.do:
            if isinstance(action, AnswerAction) and not action.source and "person" not in action.wishes:
                yield Issue(
                    sentence=f"The answer {action.text!r} names no source.", step=step, text=action.text, fix=_FIX
                )
