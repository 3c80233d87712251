"""Rule 13: nothing is said by a timer after a platform's window has closed: only approved templates may go then."""

from collections.abc import Iterator

from bot.domain.conversation.window import SLACK_MS, UNLIMITED, WINDOW_MS
from bot.domain.flow.checks.report import Checked, Issue

_OPEN_SECONDS = (WINDOW_MS - SLACK_MS) // 1000
_FIX = "Ring within 24 hours, or do not ring: the exit is then taken at the traveller's next word."


def windows(checked: Checked) -> Iterator[Issue]:
    """Waits that ring when the bot may not speak any more."""
    closed = [channel for channel in checked.around.channels if channel not in UNLIMITED]
    for name, node in checked.flow.nodes.items():
        if node.wait and node.wait.ring and node.wait.timeout >= _OPEN_SECONDS:
            for channel in closed:
                sentence = "It rings when the window for free words has closed, and the flow has no template to send."
                yield Issue(sentence=sentence, step=name, channel=channel, fix=_FIX)
