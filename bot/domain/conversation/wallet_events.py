"""What can happen to the wallet beside its profile: the page on which it is looked after is ready."""

from bot.domain.conversation.happened import Happened


class WalletLinkMade(Happened, frozen=True, tag=True):
    """The wallet's page waits at `url` to be opened, in one browser, before `until` (UTC, seconds since 1970).

    `url` is "" when no link could be made: nobody comes back to the chat, or a store stayed away.
    """

    url: str = ""
    until: int = 0
