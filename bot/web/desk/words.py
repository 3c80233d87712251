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
    "in_answer_to": "In answer to:",
    "edited": "{text} (edited)",
    "reacted": "Reacted: {emoji}",
    "took_back": "Took a message back",
    "dropped": "Held back: a person had the thread",
}
"""The chat's words as an agent reads them, and what became of messages."""

TOOLS: Mapping[str, str] = {
    "263902037430900": "the Page's inbox",
    "1217981644879628": "the Instagram inbox",
    "": "another tool",
}
"""The tools in which somebody may answer, by their app ids (Meta, "Conversation routing"), and "" for all others."""

REASONS: Mapping[str, str] = {
    "": "Waits for a person",
    "asked": "Asked for a person",
    "person": "Asked for a person",
    "lost": "The bot did not understand",
    "payment": "Trouble with a payment",
    "window_closed": "The channel's 24 hours are over",
    "answered elsewhere": "Answered in {tool}",
}
"""Why a thread is with the desk, by the reason that the flow gave; others are shown as they are."""
