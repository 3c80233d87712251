"""Instagram: a professional account by either login, with fewer kinds of messages and of news than Messenger.

Instagram Platform: "Send a message", "Webhooks for Instagram Messaging".
"""

from typing import Any

from bot.simulators.instagram_rules import check_instagram
from bot.simulators.page_sent import PageSent
from bot.simulators.pages import Pages


class SimulatedInstagram(Pages):
    """Readers are told by the message, and nothing tells of deliveries."""

    name = "instagram"
    kind = "instagram"
    closed = 2534022
    unknown = 2534014

    def owns(self, node: str) -> bool:
        """Whether the node is the account, or the page by which Facebook Login reaches it."""
        return super().owns(node) or node == self.account.parent

    def reads(self, user: str) -> str:
        """The traveller sees the newest message."""
        return self._done(user, {"read": {"mid": self.to(user)[-1].mid}})

    def replies_to_story(self, user: str, text: str) -> str:
        """The traveller answers a story of the airline."""
        story = {"story": {"id": "178001", "url": "https://cdn.example/story"}}
        return self._heard(user, {"message": {"mid": self.new_id(), "text": text, "reply_to": story}})

    def check(self, request: dict[str, Any]) -> None:
        """Refuse what Instagram refuses."""
        check_instagram(request)

    def _delivered(self, sent: PageSent) -> None:
        """Not told."""
