"""The Conversations API: what was said in a thread, newest first, for who missed its webhooks.

Meta, Messenger Platform, "Conversations API".
"""

from datetime import UTC, datetime
from typing import Any

from bot.simulators.faults import Refusal
from bot.simulators.page_people import PagePeople
from bot.simulators.rates import Rate
from bot.simulators.requests import Request

_MOST = 20


class History:
    """Answers from what the account's travellers and we have said."""

    def __init__(self, pages: PagePeople) -> None:
        self._pages = pages
        self._calls = Rate(2, 1000)

    def conversations(self, request: Request) -> dict[str, Any]:
        """The thread with one traveller, or all threads."""
        if not self._calls.take(self._pages.now()):
            raise Refusal(613, None, "Calls to this api have exceeded the rate limit")
        user = request.query.get("user_id", "")
        users = [user] if user else list(self._pages.people)
        return {"data": [self._thread(one) for one in users if self._lines(one)]}

    def _thread(self, user: str) -> dict[str, Any]:
        lines = self._lines(user)
        shown = [self._message(user, line) for line in reversed(lines[-_MOST:])]
        return {"id": f"t_{user}", "updated_time": _moment(lines[-1]["at"]), "messages": {"data": shown}}

    def _lines(self, user: str) -> list[dict[str, Any]]:
        ours = [{"mid": one.mid, "text": one.text, "at": one.at, "ours": True} for one in self._pages.to(user)]
        theirs = self._pages.said.get(user, [])
        return sorted([*ours, *theirs], key=lambda line: line["at"])

    def _message(self, user: str, line: dict[str, Any]) -> dict[str, Any]:
        ours, theirs = {"id": self._pages.account.id}, {"id": user}
        sender, recipient = (ours, theirs) if line["ours"] else (theirs, ours)
        told = {"id": line["mid"], "created_time": _moment(line["at"]), "message": line["text"]}
        return {**told, "from": sender, "to": {"data": [recipient]}}


def _moment(at: int) -> str:
    return datetime.fromtimestamp(at / 1000, UTC).strftime("%Y-%m-%dT%H:%M:%S+0000")
