"""What a platform delivers and we do not act on: set aside by the platform's own name for it, fit for a counter."""

import re

from bot.domain.conversation.statuses import Ignored
from bot.ports.channel import Aside

_NAME = re.compile(r"[A-Za-z_]{1,40}")


def called(where: str, kind: str) -> str:
    """A platform's name for a thing, with where it stood; only where it stood when it is no name."""
    good = kind.replace("-", "_").replace(".", "_")
    return "_".join(filter(None, (where, good if _NAME.fullmatch(good) else "")))


def aside(kind: str, at: int) -> Aside:
    """Something ignored by name, with its time in milliseconds UTC, 0 when it has none."""
    return Aside(Ignored("", at, kind))
