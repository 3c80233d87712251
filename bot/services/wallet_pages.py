"""What the page of a wallet shows beside the wallet itself: when methods paid last, and which chats share them."""

from collections.abc import Mapping
from datetime import datetime

import msgspec

from bot.domain.ids import channel_of
from bot.ports.runtime import Runtime
from bot.services import wallet_view
from bot.services.wallet_links import WalletSession
from bot.services.wallet_view import MethodView, WalletView


class ChatSeen(msgspec.Struct, frozen=True):
    """A chat that shares the wallet: its channel, since when (UTC), and whether the page was opened from it."""

    channel: str
    since: datetime
    here: bool


class WalletSeen(msgspec.Struct, frozen=True):
    """A wallet as its page shows it.

    `used` is when methods paid last as saved ones, by their ids (UTC); `quiet` says that notices tell no sums.
    """

    wallet: WalletView
    used: Mapping[str, datetime]
    chats: tuple[ChatSeen, ...]
    quiet: bool

    def method(self, method: str) -> MethodView | None:
        """One of its methods by its id; None when it is not in use, or not theirs."""
        return next((one for one in self.wallet.methods if one.id == method), None)


def look(runtime: Runtime, session: WalletSession) -> WalletSeen | None:
    """The wallet of a session; None when its chat has left the traveller at this moment. Raises `UnavailableError`."""
    wallet = wallet_view.look(runtime, session.thread, session.traveller)
    if wallet is None:
        return None
    with runtime.records.begin() as work:
        used = {one.id: one.last_used for one in work.wallet.methods_of(session.traveller) if one.last_used}
        chats = work.links.linked(session.traveller)
        owner = work.wallet.traveller(session.traveller)
    seen = (ChatSeen(channel_of(thread), since, thread == session.thread) for thread, since in chats)
    return WalletSeen(wallet, used, tuple(seen), owner is not None and owner.profile.quiet_amounts)
