"""The port of e-mail: one mail to one address, at least once, with an id that its key decides."""

from typing import Protocol

import msgspec


class Attachment(msgspec.Struct, frozen=True):
    """A file that comes with a mail; `media_type` is as `text/calendar`."""

    name: str
    media_type: str
    content: bytes


class Mail(msgspec.Struct, frozen=True):
    """What to write to whom; `html` says the same as `text`, for programs that show it."""

    to: str
    subject: str
    text: str
    html: str = ""
    attachments: tuple[Attachment, ...] = ()


class Mailer(Protocol):
    """Hands mails over to whoever delivers them."""

    def send(self, mail: Mail, *, key: str) -> None:
        """Hand a mail over; the same key always gives the same Message-ID, so a repeated mail is known as one.

        Raises `InvalidError` when address, subject or a file's name cannot stand in a header, and `SendFailedError`
        with its reason: unavailable (nobody has this address), permission, token, content, transient, and
        unknown_outcome when the mail may have been taken; that one, too, may be sent again under its key.
        """
        ...
