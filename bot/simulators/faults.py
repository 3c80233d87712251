"""What calls can be made to meet, and errors as the Graph API tells them.

Meta: "Messenger Platform, Error codes", "Graph API, Error handling", "WhatsApp Cloud API, Error codes".
"""

from typing import Any

import msgspec

Fault = tuple[int, int | None, str, int]
"""Code, subcode, words, status."""

_COMMON: dict[str, Fault] = {
    "unknown_error": (1, None, "An unknown error occurred", 500),
    "app_limited": (4, None, "Application request limit reached", 400),
    "token_expired": (190, 463, "Error validating access token: Session has expired", 401),
    "token_invalid": (190, 467, "Error validating access token: The session is invalid", 401),
    "password_changed": (190, 460, "Error validating access token: The user changed the password", 401),
    "no_permission": (200, None, "Requires a permission that the app does not have", 403),
    "policy": (368, None, "The action attempted has been deemed abusive or is otherwise disallowed", 400),
}
PAGE_FAULTS: dict[str, Fault] = {
    **_COMMON,
    "rate_limited": (613, None, "Calls to this api have exceeded the rate limit", 400),
    "user_limited": (17, None, "User request limit reached", 400),
    "page_limited": (32, None, "Page request limit reached", 400),
    "business_limited": (80006, None, "There have been too many calls to this Messenger account", 400),
    "annoying": (613, 2018338, "Message may be annoying to the recipient", 400),
    "restricted": (10, 1893063, "This page is restricted from sending messages", 400),
    "other_owner": (100, 2018300, "Another app is controlling this thread now", 400),
    "automated": (100, 2018321, "Automated questions and answers are running in this thread", 400),
    "window": (10, 2018278, "This message is sent outside of allowed window", 400),
    "blocked": (551, 1545041, "This person isn't available right now", 400),
    "not_live": (200, 2018028, "The app is not live, and the person has no role in it", 403),
    "fetch_failed": (100, 2018008, "Failed to fetch the file from the url", 400),
    "batch_sent": (1, 1357046, "An unknown error occurred after the message was sent", 500),
    "transient": (2, None, "An unexpected error has occurred. Please retry your request later", 500),
}
INSTAGRAM_FAULTS: dict[str, Fault] = {
    **{name: fault for name, fault in PAGE_FAULTS.items() if name not in {"annoying", "automated", "not_live"}},
    "business_limited": (80002, None, "There have been too many calls to this Instagram account", 400),
    "rate_limited": (613, 2534040, "Calls to this api have exceeded the rate limit", 400),
    "restricted": (100, 2534029, "This business is blocked from sending messages", 400),
    "other_owner": (100, 2534037, "The app is not the owner of this thread", 400),
    "window": (10, 2534022, "This message is sent outside of allowed window", 400),
    "access_off": (200, 2534041, "The account does not allow access to its messages", 403),
    "needs_login": (10, 2534077, "The account has to be linked or confirmed again", 400),
}
WHATSAPP_FAULTS: dict[str, Fault] = {
    **_COMMON,
    "rate_limited": (130429, None, "Rate limit hit", 429),
    "pair_limited": (131056, None, "Too many messages to this person in a short time", 400),
    "business_limited": (80007, None, "Rate limit issues", 429),
    "spam": (131048, None, "Spam rate limit hit", 429),
    "restricted": (131031, None, "Business account has been locked", 403),
    "unpaid": (131042, None, "Business eligibility payment issue", 400),
    "window": (131047, None, "Re-engagement message", 400),
    "blocked": (131026, None, "Message undeliverable", 400),
    "ecosystem": (131049, None, "Not delivered to maintain healthy ecosystem engagement", 400),
    "experiment": (130472, None, "User's number is part of an experiment", 400),
    "not_registered": (133010, None, "Phone number not registered", 400),
    "media_failed": (131053, None, "Media upload error", 400),
    "transient": (131000, None, "Something went wrong", 500),
    "unavailable": (131016, None, "Service unavailable", 500),
    "maintenance": (131057, None, "Business account is in maintenance mode", 500),
    "generic": (135000, None, "Generic user error", 400),
}
RATE_CODES = frozenset({4, 17, 32, 613, 80002, 80006, 80007, 130429, 131048})
_TRANSIENT = frozenset({1, 2, 131000, 131016, 131057})


class Answer(msgspec.Struct, frozen=True):
    """One HTTP answer, header names in lower case."""

    status: int
    headers: dict[str, str]
    body: bytes


_BROKEN: dict[str, Answer] = {
    "html": Answer(502, {"content-type": "text/html"}, b"<html><h1>502 Bad Gateway</h1>"),
    "empty": Answer(503, {"content-type": "text/plain"}, b""),
    "truncated": Answer(500, {}, b'{"error":{"message":"An unexpected er'),
}
SILENT = frozenset({"hang", "lost"})
"""No answer comes: to what was accepted, or to what never arrived."""
BROKEN = frozenset(_BROKEN)


def broken(fault: str) -> Answer | None:
    """What a gateway before the Graph API answers, if that is the fault."""
    return _BROKEN.get(fault)


class Refusal(Exception):  # noqa: N818  a refusal is what Meta sends, not a fault of ours
    """An error as the Graph API tells it."""

    def __init__(self, code: int, subcode: int | None, message: str, status: int = 400) -> None:
        super().__init__(message)
        self.code = code
        self.subcode = subcode
        self.status = status

    def document(self, trace: str = "AfakeTrace1", *, product: str = "") -> dict[str, Any]:
        """The error's JSON; WhatsApp adds details."""
        told: dict[str, Any] = {"message": f"(#{self.code}) {self}", "type": "OAuthException", "code": self.code}
        if self.subcode is not None:
            told["error_subcode"] = self.subcode
        if self.code in _TRANSIENT:
            told["is_transient"] = True
        if product == "whatsapp":
            told["error_data"] = {"messaging_product": "whatsapp", "details": str(self)}
        return {"error": {**told, "fbtrace_id": trace}}

    def answer(self, headers: dict[str, str] | None = None, *, trace: str = "A", product: str = "") -> Answer:
        """The answer that tells it."""
        return Answer(self.status, headers or {}, msgspec.json.encode(self.document(trace, product=product)))
