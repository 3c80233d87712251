"""The template side of the Graph API in memory: what is asked for is kept, listed page by page, and judged as told."""

import json
from typing import Any
from urllib.parse import parse_qs, urlsplit

from bot.adapters.http_client import Call, Policy, Reply

TOKEN = "EAAtesttoken"


class TemplateRegistry:
    """One account: an engine for `HttpClient`. `judge` gives status, category and rejection of a new template."""

    def __init__(self, node: str) -> None:
        self.node = node
        self.kept: list[dict[str, Any]] = []
        self.status = "APPROVED"
        self.category = "UTILITY"
        self.reason = "NONE"
        self.refuse: dict[str, Any] = {}
        self.refuse_new: dict[str, Any] = {}
        self.asked: list[str] = []

    def send(self, call: Call, policy: Policy) -> Reply:  # noqa: ARG002  an engine's signature
        """Answer as Meta does."""
        url = urlsplit(call.url)
        self.asked.append(call.url)
        if call.headers["Authorization"] != f"Bearer {TOKEN}":
            return _error(401, {"message": "Invalid OAuth access token.", "code": 190})
        if url.path != f"/v25.0/{self.node}/message_templates":
            return _error(400, {"message": "Unsupported request", "code": 100, "error_subcode": 33})
        if self.refuse:
            return _error(400, self.refuse)
        if call.method == "POST":
            return self._create(json.loads(call.body or b"{}"))
        return self._list({key: values[0] for key, values in parse_qs(url.query).items()})

    def _create(self, told: dict[str, Any]) -> Reply:
        if self.refuse_new:
            return _error(400, self.refuse_new)
        if any((one["name"], one["language"]) == (told["name"], told["language"]) for one in self.kept):
            return _error(400, {"message": "exists", "code": 100, "error_subcode": 2388024})
        self.kept.append({**told, "status": self.status, "category": self.category, "rejected_reason": self.reason})
        return _ok({"id": str(len(self.kept)), "status": self.status, "category": self.category})

    def _list(self, query: dict[str, str]) -> Reply:
        first, limit = int(query.get("after", "0")), int(query.get("limit", "25"))
        page = self.kept[first : first + limit]
        shown = [{key: one[key] for key in query["fields"].split(",")} for one in page]
        return _ok({"data": shown, "paging": {"cursors": {"after": str(first + len(page))}}})


def _ok(document: dict[str, Any]) -> Reply:
    return Reply(200, {}, json.dumps(document).encode())


def _error(status: int, error: dict[str, Any]) -> Reply:
    return Reply(status, {}, json.dumps({"error": error}).encode())
