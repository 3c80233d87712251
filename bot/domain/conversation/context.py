"""What comes along with the traveller's words or tap: what they answer, how they got here, who has the thread."""

import msgspec

from bot.domain.conversation.files import FileRef

LONGEST_REF = 200
"""Characters of a reference that are kept: links of ours are shorter, and platforms allow thousands."""


class Context(msgspec.Struct, frozen=True, omit_defaults=True):
    """What stands beside the words of an event; every part is "" when the platform does not tell it.

    Attributes:
        reply_to: the platform's id of the message that is answered.
        ref: what a link carried, in the traveller's own event.
        source: how the platform calls the way in: SHORTLINK, ADS, IGME-SOURCE-LINK, ad, post.
        ad: the id of the advertisement or post that led here.
        story: the id of the story that is answered or mentions us.
        media: the kind of attachment whose words these are.
        link: the id of our own link that `ref`, `ad`, `story` or a code in the words named.
        files: what came along, where the platform has it.
        standby: another app has the thread, and nothing may be answered.
    """

    reply_to: str = ""
    ref: str = ""
    source: str = ""
    ad: str = ""
    story: str = ""
    media: str = ""
    link: str = ""
    standby: bool = False
    files: tuple[FileRef, ...] = ()


NO_CONTEXT = Context()


def context_or_none(context: Context) -> Context | None:
    """The context when it tells anything: most events come without any."""
    return None if context == NO_CONTEXT else context
