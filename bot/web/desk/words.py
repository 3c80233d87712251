"""What the desk says: one table; agents work in English."""

from collections.abc import Mapping

from bot.domain.conversation.handover import ELSEWHERE
from bot.ports.inbox_records import Sort, View
from bot.web.chat_words import CHAT_WORDS

DESK_WORDS: Mapping[str, str] = {
    **CHAT_WORDS["en"],
    "you": "Traveller",
    "bot": "Bot",
    "agent": "{name}",
    "notice": "Notice of the account, sent by the system",
    "said": "Queued",
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

LANGUAGES: Mapping[str, str] = {"en": "English", "fr": "French", "es": "Spanish", "de": "German"}
"""Languages that travellers write, as agents call them."""

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
    "booking": "Asked about a booking",
    "paying": "Asked while paying",
    "window_closed": "The channel's 24 hours are over",
    "answered elsewhere": "Answered in {tool}",
}
"""Why a thread is with the desk, by the reason that the flow gave; others are shown as they are."""

VIEWS: Mapping[View, str] = {
    "mine": "Mine",
    "unassigned": "Unassigned",
    "all": "All",
    "bot": "With the bot",
    "stuck": "Bot is stuck",
    "failed": "Needs action",
    "snoozed": "Snoozed",
    "done": "Done",
}
"""The views of the inbox, in the order in which they stand."""

SORTS: Mapping[Sort, str] = {
    "waiting": "Waiting longest",
    "service": "Due first",
    "newest": "Newest",
}
"""What a list may be sorted by."""

STUCK: Mapping[str, str] = {
    "misses": "Did not understand twice",
    "payment": "Trouble with a payment",
    "silent": "Has not answered",
}
"""Why the bot is of no help."""

EMPTY: Mapping[View, tuple[str, View, str]] = {
    "mine": ("You have no threads.", "unassigned", "Look at who waits"),
    "unassigned": ("Nobody is waiting.", "all", "Show all threads with people"),
    "all": ("Nobody is waiting. The bot has every conversation.", "bot", "Show them"),
    "bot": ("The bot has no conversation.", "all", "Show threads with people"),
    "stuck": ("The bot gets on well with everybody.", "bot", "Show its conversations"),
    "failed": ("Every message was delivered.", "all", "Show all threads with people"),
    "snoozed": ("Nothing is put off.", "all", "Show all threads with people"),
    "done": ("Nothing was closed yet.", "all", "Show all threads with people"),
}
"""What an empty view says, the view to which it leads, and what that link is called."""

FOUND_BY: Mapping[str, str] = {
    "booking": "Booking reference",
    "order": "Order",
    "checkout": "Checkout",
    "email": "E-mail address",
    "phone": "Phone number",
}
"""By what a thread was found."""


def reason_told(reason: str, agent: str) -> str:
    """Why a thread is with the desk; of one that is answered in another tool, in which."""
    told = REASONS.get(reason, reason)
    return told.replace("{tool}", TOOLS.get(agent.removeprefix(ELSEWHERE), TOOLS[""]))
