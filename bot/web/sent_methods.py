"""What a page sends of a card or a bank account: tokens that a script sealed, a ticket, or a yes alone; bounded."""

import msgspec
from flask import request

from bot.ports.vault import Sealed

PLAIN_FORM = "application/x-www-form-urlencoded"
_MOST_BODY = 16 * 1024
"""Two tokens of at most 4 kB each and their JSON, with room to spare."""
_MOST_TOKEN, _MOST_DIGEST, _MOST_TICKET = 4096, 64, 128
_DOTS = 4
"""A compact JWE has five parts (RFC 7516, section 7.1)."""


class Sent(msgspec.Struct, frozen=True):
    """Two tokens of ours, a ticket of the gateway's fields, or the wish to go to its page.

    A bank account has one token and no code. `consent` is the digest of the words beside the box, when it was ticked.
    """

    card: str = ""
    code: str = ""
    ticket: str = ""
    consent: str = ""

    @property
    def given(self) -> Sealed | str | None:
        """What came, in the form that services take."""
        return Sealed(self.card, self.code) if self.card else self.ticket or None


def read_sent(*, codeless: bool = False) -> Sent | None:
    """What was sent, within its size; None for anything else. The way to the gateway's page is a plain form.

    `codeless` lets a token come alone, as that of a bank account does.
    """
    if request.content_length is None or request.content_length > _MOST_BODY:
        return None
    if request.mimetype == PLAIN_FORM:
        sent = Sent(consent=request.form.get("consent", ""))
        return sent if len(sent.consent) <= _MOST_DIGEST else None
    try:
        sent = msgspec.json.decode(request.get_data(), type=Sent)
    except (msgspec.DecodeError, msgspec.ValidationError):
        return None
    return sent if _is_whole(sent, codeless=codeless) else None


def _is_whole(sent: Sent, *, codeless: bool) -> bool:
    if len(sent.consent) > _MOST_DIGEST or len(sent.ticket) > _MOST_TICKET:
        return False
    if sent.ticket:
        return not (sent.card or sent.code)
    tokens = (sent.card,) if codeless and not sent.code else (sent.card, sent.code)
    return all(len(part) <= _MOST_TOKEN and part.count(".") == _DOTS for part in tokens)
