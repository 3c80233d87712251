"""What an error of the Graph API means: one table of codes and subcodes, for answers and for WhatsApp's statuses.

Meta, Graph API "Handling errors"; Messenger Platform "Error codes"; WhatsApp Business Platform "Error codes" (codes of
six digits). A code is judged, never the words beside it; HTTP's status counts only where there is no code.
"""

from collections.abc import Iterable, Mapping
from typing import Any

import msgspec

from bot.adapters.channels.meta import name, words
from bot.adapters.channels.meta_usage import Usage, usage_of, wait_of
from bot.domain.conversation.refusals import RETRYABLE
from bot.domain.errors import Again, SendFailedError
from bot.ports.http import Reply

SUCCESS = range(200, 300)
"""Statuses of a call that was taken: Meta answers 200, some stand-ins for it 201."""
_SERVER_ERROR = 500
_TOO_MANY = 429
_TOO_SLOW = 408
_TOKEN, _INVALID = 190, 100
_DAY = 86_400.0


class Meaning(msgspec.Struct, frozen=True):
    """What a code stands for: a reason, and how often and how soon to try again.

    `most` is how many tries follow the first, 0 as many as time allows; `then` is the reason when they are used up.
    The n-th wait is `wait` times `growth` to the power of n - 1, in seconds.
    """

    reason: str
    most: int = 0
    wait: float = 0
    growth: float = 1
    then: str = ""


_Key = tuple[int, int | None]


def _all(meaning: Meaning, codes: Iterable[int | _Key]) -> dict[_Key, Meaning]:
    return dict.fromkeys(((code, None) if isinstance(code, int) else code for code in codes), meaning)


_LIMITS = (4, 17, 32, 341, 613, 80001, 80002, 80006, 80007, 80008)
MEANINGS: Mapping[_Key, Meaning] = {
    # Passing trouble. Code 2 may also mean that somebody blocked us: it is not tried for ever.
    **_all(Meaning("transient"), [1, 131000, 131016]),
    **_all(Meaning("transient", most=3, wait=2, growth=4), [2, (2, 2018344)]),
    **_all(Meaning("transient", wait=30), [131057]),
    **_all(Meaning("transient", most=1, then="content"), [135000]),
    **_all(Meaning("was_sent"), [(1, 1357046)]),
    # Too fast: for the account, or for one person.
    **_all(Meaning("rate_limited"), [*_LIMITS, (613, 2534040), (9, 2018352), 9, 130429, 133016]),
    **_all(Meaning("rate_limited", wait=300), [131048, 131064]),
    **_all(Meaning("too_fast", wait=1, growth=4), [131056]),
    **_all(Meaning("too_fast", wait=30, growth=4), [(4, 2018354), (613, 2018338)]),
    # The window is closed.
    **_all(Meaning("window_closed"), [(10, 2018278), (10, 2018065), (10, 2534022), 131047]),
    # Nobody there: blocked, deleted, opted out. WhatsApp cannot tell a passing trouble apart and is asked once more.
    **_all(Meaning("unavailable"), [551, (551, 1545041), (200, 1545041), (10, 2018108), (10, 1893015), 230]),
    **_all(Meaning("transient", most=1, wait=5, then="unavailable"), [131026]),
    **_all(Meaning("unavailable"), [130497]),
    **_all(Meaning("dead_address"), [(100, 2018001), (100, 2534014), 9000001, 131021, 131030]),
    **_all(Meaning("not_now", wait=_DAY), [131049, 130472, 131050, 131063]),
    # Another app has the thread.
    **_all(Meaning("another_app"), [(100, 2534037), 2018300, 2018321, (100, 2018300), (100, 2018321)]),
    **_all(Meaning("another_app"), [(10, 2018300), (10, 2018321), (100, 2018336)]),
    # The account: held back by Meta, without a permission, without a good token.
    **_all(Meaning("restricted"), [(10, 1893063), 2022, 368, (100, 2534029), 131031]),
    **_all(Meaning("permission"), [3, 10, 200, (200, 2018028), (200, 2018027), (200, 2018021), (200, 2534041)]),
    **_all(Meaning("permission"), [(10, 2534077), 2018247, (100, 2018247), (100, 2534013), 36103, 134011]),
    **_all(Meaning("permission"), [131005, 131037, 131042, 131044, 131045, 133010]),
    **_all(Meaning("token"), [190, 102, 0]),
    # Templates that cannot be used as they are.
    **_all(Meaning("template"), [132000, 132001, 132005, 132007, 132008, 132012, 132015, 132016, 132068, 132069]),
    # Our own bugs: said so, so that nobody has to guess whether they were forgotten.
    **_all(Meaning("content"), [33, 100, 2500, 10303, 2046, 2047, 131008, 131009, 131051, 131052, 131053]),
    **_all(Meaning("content"), [131062, 137000, 2018154, 2071010, 2071011, 24001, 24002, 24005]),
    **_all(Meaning("content"), [(100, 33), (100, 2018008), (100, 2018047), (100, 2018109), (100, 2018294)]),
    **_all(Meaning("content"), [(100, 2018074), (100, 2018320), (100, 2534015), (100, 2534025), (100, 2018014)]),
}
"""By code and subcode; a code alone stands for all its other subcodes. Anything that is not here is our own bug.

130497 (WhatsApp may not be used for business in that country) is about that person: others are not kept waiting.
"""

_PERMISSIONS = range(200, 300)
_OTHERWISE = Meaning("content")
_PERMISSION, _TRANSIENT, _LIMITED = Meaning("permission"), Meaning("transient"), Meaning("rate_limited")
_BAD_PROOF = Meaning("token")

TOKEN_TROUBLES: Mapping[int, str] = {
    458: "the app was removed",
    459: "the user must log in again (checkpoint)",
    460: "the password was changed",
    463: "it has expired",
    464: "the user is not confirmed",
    467: "it is invalid",
    492: "the user lost the role on the page",
}
"""Why a token does not hold any more, by the subcode of error 190."""


def meaning_of(code: int | None, subcode: int | None = None, *, status: int = 0) -> Meaning:
    """What a code means; without one, what the status of the answer does (0 where there is no answer)."""
    if code is None:
        return _without_code(status)
    known = MEANINGS.get((code, subcode)) or MEANINGS.get((code, None))
    if known:
        return known
    if code in _PERMISSIONS:
        return _PERMISSION
    return _TRANSIENT if status >= _SERVER_ERROR else _OTHERWISE


def _without_code(status: int) -> Meaning:
    if status == _TOO_MANY:
        return _LIMITED
    if status in SUCCESS:
        return Meaning("unknown_outcome")
    return _TRANSIENT if status >= _SERVER_ERROR or status == _TOO_SLOW else _OTHERWISE


def meaning(code: int | None) -> str:
    """The reason that a code stands for where it comes without an answer of its own, as in a status."""
    found = meaning_of(code)
    return found.then or found.reason


def failure(reply: Reply, error: Mapping[str, Any]) -> SendFailedError:
    """The error of a refused call: by code and subcode where there are any, else by the status."""
    code, subcode = number(error, "code"), number(error, "error_subcode")
    found = _BAD_PROOF if _is_of_proof(code, error) else meaning_of(code, subcode, status=reply.status)
    if error.get("is_transient") is True and found.reason == "content":
        found = _TRANSIENT
    retryable = found.reason in RETRYABLE
    usage = usage_of(reply.headers) or Usage()
    asked = wait_of(reply.headers) or usage.rest if retryable and found.reason != "token" else 0
    return SendFailedError(
        _told(reply.status, code, subcode, error),
        reason=found.reason,
        retryable=retryable,
        retry_after=asked or found.wait,
        again=Again(found.most, 1 if asked else found.growth, found.then),
    )


def _is_of_proof(code: int | None, error: Mapping[str, Any]) -> bool:
    """Whether the app's secret does not fit the token any more: Meta has no code of its own for it, only words."""
    return code == _INVALID and "appsecret_proof" in words(error, "message")


def number(error: Mapping[str, Any], key: str) -> int | None:
    """A code in an error, None when there is none."""
    found = error.get(key)
    return found if isinstance(found, int) and not isinstance(found, bool) else None


def _told(status: int, code: int | None, subcode: int | None, error: Mapping[str, Any]) -> str:
    """One sentence for staff, without the platform's words, which may name people."""
    why = TOKEN_TROUBLES.get(subcode or 0, "") if code == _TOKEN else ""
    shown = f"The Graph API answered {status}, code {code}, subcode {subcode}, trace {name(error, 'fbtrace_id')}."
    return f"{shown} The token does not hold: {why}." if why else shown
