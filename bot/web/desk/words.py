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
MUTED: Mapping[str, str] = {
    "unavailable": "The channel takes nothing more for this traveller, who may have blocked us",
    "dead_address": "The channel knows nobody by this id any more",
    "another_app": "Another app has this conversation on the channel",
}
"""Why nothing is sent to a traveller before they write again."""

TROUBLES: Mapping[str, str] = {
    "token": "The access token does not hold",
    "permission": "The app lacks a permission",
    "restricted": "The channel holds the account back",
    "rate_limited": "Too many messages; it goes on by itself",
}
"""Why an account cannot send."""

WHY: Mapping[str, str] = {
    **MUTED,
    **TROUBLES,
    "window_closed": "The channel's 24 hours are over",
    "not_now": "The channel holds such messages back for a day",
    "template": "The template cannot be used",
    "content": "The channel refused the message",
    "transient": "The channel was in trouble for too long",
    "unknown_outcome": "Nobody knows whether it arrived",
    "fault": "A fault of ours",
}
"""Why a message was not delivered."""

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
