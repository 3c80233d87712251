"""Instagram: a professional account by either login, with fewer kinds of messages and of news than Messenger.

Instagram Platform: "Send a message", "Webhooks for Instagram Messaging".
"""

from collections.abc import Callable
from typing import Any

from bot.simulators.accounts import Account
from bot.simulators.checks import part
from bot.simulators.faults import INSTAGRAM_FAULTS, Refusal
from bot.simulators.instagram_rules import check_instagram
from bot.simulators.page_sent import PageSent
from bot.simulators.pages import Pages
from bot.simulators.requests import Request

INSTAGRAM_INBOX = "1217981644879628"
"""The app id of Instagram's own inbox."""
_STORY = {"id": "178001", "url": "https://cdn.example/story"}


class SimulatedInstagram(Pages):
    """Readers are told by the message, and nothing tells of deliveries."""

    name = "instagram"
    kind = "instagram"
    inbox = INSTAGRAM_INBOX
    faults = INSTAGRAM_FAULTS
    closed = 2534022
    unknown = 2534014
    other_owner = 2534037
    too_many = 80002
    on_instagram = True

    def owns(self, node: str) -> bool:
        """Whether the node is the account, or the page by which Facebook Login reaches it."""
        return super().owns(node) or node == self.account.parent

    def __init__(self, now: Callable[[], int], account: Account | None = None, *, receipts: bool = True) -> None:
        super().__init__(now, account, receipts=receipts)
        self.nodes.append(self._refresh)

    def opens(self, user: str, ref: str = "") -> str:
        """The traveller opens the thread by a link; without a `ref` nobody is told, as there is no Get Started."""
        return self.refers(user, ref, source="IGME-SOURCE-LINK") if ref else ""

    def reads(self, user: str) -> str:
        """The traveller sees the newest message."""
        return self._done(user, {"read": {"mid": self.to(user)[-1].mid}})

    def replies_to_story(self, user: str, text: str) -> str:
        """The traveller answers a story of the airline."""
        return self.hears(user, {"message": {"mid": self.new_id(), "text": text, "reply_to": {"story": _STORY}}})

    def mentions(self, user: str) -> str:
        """The traveller names the airline in a story of their own."""
        return self.attaches(user, "story_mention", url="https://cdn.example/mention")

    def check(self, request: dict[str, Any]) -> None:
        """Refuse what Instagram refuses."""
        check_instagram(request)
        if "attachment_id" in part(part(part(request, "message"), "attachment"), "payload"):
            raise Refusal(100, 2018074, "Invalid attachment id")

    def _refresh(self, request: Request) -> Any:
        """A new token for another 60 days, as Instagram Login has them; the old one stays good until it ends."""
        if request.node != "refresh_access_token" or request.method != "GET":
            return None
        token = self.new_token()
        if request.query.get("grant_type") != "ig_refresh_token":
            raise Refusal(100, None, "Param grant_type must be ig_refresh_token")
        return {"access_token": token, "token_type": "bearer", "expires_in": 60 * 24 * 3600}

    def _delivered(self, sent: PageSent) -> None:
        """Not told."""
