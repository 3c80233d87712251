"""What a webhook tells of a template: approved, refused, paused, switched off; every other change is set aside.

Meta, WhatsApp Business Platform, "message_template_status_update"; Messenger's field is called that on one of Meta's
pages and messenger_template_status_update on another.
"""

from typing import Any

from bot.adapters.channels.meta import name, part, words
from bot.domain.conversation.statuses import Ignored, TemplateChanged
from bot.ports.channel import Aside

_FIELD = "template_status_update"
_ALIVE_AGAIN = frozenset({"REINSTATED", "UNPAUSED"})
"""What is said when a template may be sent again; everywhere else that is called approved."""
_NO_REASON = frozenset({"", "NONE"})


def template_told(kind: str, value: Any, at: int = 0) -> Aside:
    """What a change of that kind tells: of a template by its name, of all else that we do not act on it."""
    template, event = name(value, "message_template_name"), words(value, "event").upper()
    if not kind.endswith(_FIELD) or not template or not event:
        return Aside(Ignored("", at, kind))
    language = words(value, "message_template_language").replace("-", "_")
    state = "APPROVED" if event in _ALIVE_AGAIN else event
    return Aside(TemplateChanged("", at, kind, template, language, state, _reason(value)))


def _reason(value: Any) -> str:
    told = (
        words(value, "reason"),
        words(part(value, "other_info"), "title"),
        words(part(value, "rejection_info"), "reason"),
    )
    return " ".join(dict.fromkeys(one for one in told if one not in _NO_REASON))[:200]
