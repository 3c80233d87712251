"""What the desk says: one table; agents work in English."""

from collections.abc import Mapping

from bot.web.chat_words import CHAT_WORDS

DESK_WORDS: Mapping[str, str] = {
    **CHAT_WORDS["en"],
    "you": "Traveller",
    "bot": "Bot",
    "agent": "{name}",
    "said": "On its way",
    "sending": "Being sent",
    "sent": "Sent",
    "delivered": "Delivered",
    "read": "Read",
    "failed": "Not delivered",
    "undelivered": "Not delivered: the channel gave up",
    "late_human_agent": "Sent after the channel's 24 hours, as a person's words",
    "late_template": "Sent as a template: the channel's 24 hours were over",
    "late_email": "Sent by e-mail: the channel's 24 hours were over",
    "late_instead": "Not sent: the channel's 24 hours were over, and the news went another way",
    "failed_window_closed": "Not delivered: the channel's 24 hours were over",
    "dropped": "Held back: a person had the thread",
}
"""The chat's words as an agent reads them, and what became of messages."""

REASONS: Mapping[str, str] = {
    "": "Waits for a person",
    "asked": "Asked for a person",
    "person": "Asked for a person",
    "lost": "The bot did not understand",
    "payment": "Trouble with a payment",
    "window_closed": "The channel's 24 hours are over",
    "answered elsewhere": "Answered in another tool",
}
"""Why a thread is with the desk, by the reason that the flow gave; others are shown as they are."""
