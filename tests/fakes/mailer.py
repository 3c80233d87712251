"""E-mail in memory: what was written to whom, and a relay that fails when told to."""

from unicodedata import category

from bot.domain.errors import InvalidError, SendFailedError
from bot.domain.understanding.identity import parse_email
from bot.ports.mailer import Mail


class MemoryMailer:
    """The port `Mailer`; `failures` are raised one after another before anything is taken."""

    def __init__(self) -> None:
        self.sent: dict[str, Mail] = {}
        self.failures: list[SendFailedError] = []

    def send(self, mail: Mail, *, key: str) -> None:
        """Take a mail, once a key."""
        lines = (mail.subject, *(attachment.name for attachment in mail.attachments))
        steering = {"Cc", "Cs", "Zl", "Zp"} & {category(sign) for line in lines for sign in line}
        if parse_email(mail.to) != mail.to or steering:
            raise InvalidError("The address of a mail is no e-mail address.")
        if self.failures:
            raise self.failures.pop(0)
        self.sent.setdefault(key, mail)
