"""What can happen to the control of a thread on its platform, where several apps may have it in turn."""

from bot.domain.conversation.happened import Happened

INBOXES = frozenset({"263902037430900", "1217981644879628"})
"""Meta's own apps in which people answer: the inboxes of pages and of Instagram (Meta, Conversation Routing)."""


class ControlMoved(Happened, frozen=True, tag=True):
    """Another app has the thread on the platform from now on, by its id; "" when it is ours again, or nobody's."""

    app: str = ""
