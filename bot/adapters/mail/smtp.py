"""Mails over SMTP (RFC 5321), with TLS from the first byte or by STARTTLS."""

import smtplib
import ssl
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from email.headerregistry import Address
from email.message import EmailMessage
from urllib.parse import parse_qs, unquote, urlsplit

import msgspec

from bot.adapters.mail.composing import compose, sender_of
from bot.domain.errors import SendFailedError
from bot.ports.clock import Clock
from bot.ports.mailer import Mail

SECONDS = 10.0
"""How long one step of the talk with the server may take."""
_PORTS = {"starttls": 587, "tls": 465, "none": 25}
_TRANSIENT = range(400, 500)
_DONE = frozenset({250, 251})
"""RFC 5321, 4.2.3: completed; completed for somebody who is elsewhere."""


class Relay(msgspec.Struct, frozen=True):
    """The server that takes our mails; `tls` is starttls, tls or none."""

    host: str
    port: int
    tls: str
    user: str = ""
    password: str = ""


def relay_of(url: str) -> Relay:
    """The server that an address such as `smtp://user:pass@host:587?tls=starttls` names."""
    parts = urlsplit(url)
    usual = "tls" if parts.scheme == "smtps" else "starttls"
    tls = parse_qs(parts.query).get("tls", [usual])[0]
    return Relay(
        parts.hostname or "",
        parts.port or _PORTS[tls],
        tls,
        unquote(parts.username or ""),
        unquote(parts.password or ""),
    )


class SmtpMailer:
    """The port `Mailer` over one relay; a connection a mail."""

    def __init__(self, relay: Relay, *, sender: str, clock: Clock, trust: ssl.SSLContext | None = None) -> None:
        self._relay = relay
        self._sender = sender_of(sender)
        self._clock = clock
        self._trust = trust or ssl.create_default_context()

    def send(self, mail: Mail, *, key: str) -> None:
        """Hand the mail to the relay; see the port for what it raises. No error holds an address."""
        message = compose(mail, sender=self._sender, key=key, now=self._clock.now())
        with _translated(), self._connection() as server:
            _say(server, message, sender=self._sender, to=mail.to)

    @contextmanager
    def _connection(self) -> Iterator[smtplib.SMTP]:
        relay, name = self._relay, self._sender.domain
        if relay.tls == "tls":
            server: smtplib.SMTP = smtplib.SMTP_SSL(
                relay.host, relay.port, local_hostname=name, timeout=SECONDS, context=self._trust
            )
        else:
            server = smtplib.SMTP(relay.host, relay.port, local_hostname=name, timeout=SECONDS)
        try:
            if relay.tls == "starttls":
                server.starttls(context=self._trust)
            if relay.user:
                server.login(relay.user, relay.password)
            yield server
        finally:
            server.close()


def _say(server: smtplib.SMTP, message: EmailMessage, *, sender: Address, to: str) -> None:
    """Envelope and content; once the content is on its way, silence means that it may have been taken."""
    server.ehlo_or_helo_if_needed()
    _want_done(server.mail(sender.addr_spec), "permission")
    _want_done(server.rcpt(to), "unavailable")
    try:
        _want_done(server.data(message.as_bytes()), "content")
    except smtplib.SMTPDataError as error:
        raise _failed(error.smtp_code, "content") from None
    except (OSError, smtplib.SMTPServerDisconnected):
        words = "The mail server did not say whether it took the mail."
        raise SendFailedError(words, reason="unknown_outcome", retryable=True) from None
    with suppress(OSError, smtplib.SMTPException):
        server.quit()


def _want_done(answer: tuple[int, bytes], otherwise: str) -> None:
    if answer[0] not in _DONE:
        raise _failed(answer[0], otherwise)


@contextmanager
def _translated() -> Iterator[None]:
    try:
        yield
    except smtplib.SMTPAuthenticationError as error:
        raise _failed(error.smtp_code, "token") from None
    except smtplib.SMTPResponseException as error:
        raise _failed(error.smtp_code, "permission") from None
    except smtplib.SMTPNotSupportedError:
        words = "The mail server does not offer what SMTP_URL asks for: TLS or signing in."
        raise SendFailedError(words, reason="permission", retryable=False) from None
    except ssl.SSLCertVerificationError:
        words = "The mail server's certificate is not that of the host in SMTP_URL."
        raise SendFailedError(words, reason="permission", retryable=False) from None
    except (OSError, smtplib.SMTPException) as error:
        words = f"The mail server cannot be reached ({type(error).__name__})."
        raise SendFailedError(words, reason="transient", retryable=True) from None


def _failed(code: int, reason: str) -> SendFailedError:
    again = code in _TRANSIENT or code < 0
    words = f"The mail server answered {code}."
    return SendFailedError(words, reason="transient" if again else reason, retryable=again)
