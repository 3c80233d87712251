"""What can happen to the control of a thread on its platform, where several apps may have it in turn."""

from bot.domain.conversation.happened import Happened


class ControlMoved(Happened, frozen=True, tag=True):
    """Another app has the thread on the platform from now on, by its id; "" when it is ours again, or nobody's."""

    app: str = ""
