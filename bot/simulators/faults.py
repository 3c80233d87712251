"""What calls can be made to meet, and errors as the Graph API tells them."""

from typing import Any

import msgspec

Fault = tuple[int, int | None, str, int]
"""Code, subcode, words, status."""

PAGE_FAULTS: dict[str, Fault] = {
    "rate_limited": (613, None, "Calls to this api have exceeded the rate limit", 400),
    "token_expired": (190, 463, "Error validating access token: Session has expired", 401),
    "restricted": (10, 1893063, "This page is restricted from sending messages", 400),
    "other_owner": (100, 2018300, "Another app is controlling this thread now", 400),
    "window": (10, 2018278, "This message is sent outside of allowed window", 400),
    "transient": (2, None, "An unexpected error has occurred. Please retry your request later", 500),
}
WHATSAPP_FAULTS: dict[str, Fault] = {
    "rate_limited": (130429, None, "Rate limit hit", 429),
    "pair_limited": (131056, None, "Too many messages to this person in a short time", 400),
    "token_expired": (190, 463, "Error validating access token: Session has expired", 401),
    "restricted": (131031, None, "Business account has been locked", 403),
    "unpaid": (131042, None, "Business eligibility payment issue", 400),
    "window": (131047, None, "Re-engagement message", 400),
    "transient": (131000, None, "Something went wrong", 500),
    "maintenance": (131057, None, "Business account is in maintenance mode", 500),
    "spam": (131048, None, "Spam rate limit hit", 429),
}


class Answer(msgspec.Struct, frozen=True):
    """One HTTP answer, header names in lower case."""

    status: int
    headers: dict[str, str]
    body: bytes


class Refusal(Exception):  # noqa: N818  a refusal is what Meta sends, not a fault of ours
    """An error as the Graph API tells it."""

    def __init__(self, code: int, subcode: int | None, message: str, status: int = 400) -> None:
        super().__init__(message)
        self.code = code
        self.subcode = subcode
        self.status = status

    def document(self) -> dict[str, Any]:
        """The error's JSON."""
        told = {"message": f"(#{self.code}) {self}", "type": "OAuthException", "code": self.code}
        if self.subcode is not None:
            told["error_subcode"] = self.subcode
        return {"error": {**told, "fbtrace_id": "AfakeTrace1"}}

    def answer(self, headers: dict[str, str] | None = None) -> Answer:
        """The answer that tells it."""
        return Answer(self.status, headers or {}, msgspec.json.encode(self.document()))
