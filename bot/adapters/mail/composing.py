"""A mail as RFC 5322 wants it: headers that nothing can be slipped into, and a Message-ID that the key decides."""

import hashlib
from datetime import datetime
from email.errors import HeaderParseError
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime
from unicodedata import category

from bot.domain.errors import InvalidError
from bot.domain.understanding.identity import parse_email
from bot.ports.mailer import Attachment, Mail

_MARK_CHARACTERS = 40
_NO_LINE = frozenset({"Cc", "Cs", "Zl", "Zp"})
"""Control characters, halves of characters, ends of lines and paragraphs (Unicode, general categories)."""
_POLICY = SMTP.clone(cte_type="7bit")
"""Lines end as on the wire, and every relay takes seven bits."""


def mark_of(key: str) -> str:
    """What a key is in a Message-ID or a file's name: always the same, and nothing can be read back from it."""
    return hashlib.sha256(key.encode()).hexdigest()[:_MARK_CHARACTERS]


def sender_of(text: str) -> Address:
    """The sender of a setting such as `Threadfare Air <tickets@airline.example>`; raises `InvalidError`."""
    name, separator, rest = text.rpartition("<")
    plain = rest.removesuffix(">") if separator else text
    if parse_email(plain) != _lowered(plain) or not _is_line(name):
        raise InvalidError("The sender of mails is no e-mail address.")
    return Address(display_name=name.strip().strip('"'), addr_spec=plain)


def compose(mail: Mail, *, sender: Address, key: str, now: datetime) -> EmailMessage:
    """The mail with all its headers; raises `InvalidError` for what cannot stand in one."""
    message = EmailMessage(policy=_POLICY)
    message["From"] = sender
    message["To"] = _receiver(mail.to)
    message["Subject"] = _line(mail.subject, "subject")
    message["Date"] = format_datetime(now)
    message["Message-ID"] = f"<{mark_of(key)}@{sender.domain}>"
    message["Auto-Submitted"] = "auto-generated"  # RFC 3834: out-of-office programs must not answer it
    message.set_content(mail.text)
    if mail.html:
        message.add_alternative(mail.html, subtype="html")
    for attachment in mail.attachments:
        _attach(message, attachment)
    return message


def _receiver(to: str) -> Address:
    if parse_email(to) != _lowered(to):
        raise InvalidError("The address of a mail is no e-mail address.")
    try:
        return Address(addr_spec=to)
    except (ValueError, HeaderParseError):
        raise InvalidError("The address of a mail is no e-mail address.") from None


def _attach(message: EmailMessage, attachment: Attachment) -> None:
    main, _, sub = _line(attachment.media_type, "media type").partition("/")
    name = _line(attachment.name, "file's name")
    params = {"charset": "utf-8"} if main == "text" else {}
    message.add_attachment(attachment.content, maintype=main, subtype=sub, filename=name, params=params)


def _lowered(address: str) -> str:
    local, at, domain = address.rpartition("@")
    return f"{local}{at}{domain.lower()}"


def _line(text: str, what: str) -> str:
    if not _is_line(text) or not text.strip():
        raise InvalidError(f"The {what} of a mail must be one line with something in it.")
    return text


def _is_line(text: str) -> bool:
    """Signs that join others or turn their direction may stand in a header; what ends a line or steers may not."""
    return not any(category(sign) in _NO_LINE for sign in text)
