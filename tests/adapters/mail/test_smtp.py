"""The talk with a mail server: encrypted, signed in, and judged by its answers."""

from base64 import b64encode
from pathlib import Path

import pytest

from bot.adapters.mail.smtp import Relay, SmtpMailer, relay_of
from bot.domain.errors import SendFailedError
from bot.ports.mailer import Mail
from tests.builders.certificates import server_side
from tests.fakes.clock import StandingClock
from tests.fakes.smtp_server import MailServer, mail_server

MAIL = Mail("ada@example.org", "Hello", "Words.\n")


def _mailer(server: MailServer) -> SmtpMailer:
    relay = relay_of(f"smtp://127.0.0.1:{server.port}?tls=none")
    return SmtpMailer(relay, sender="tickets@airline.example", clock=StandingClock())


@pytest.mark.parametrize(
    ("url", "relay"),
    [
        ("smtp://mail.example", Relay("mail.example", 587, "starttls")),
        ("smtps://u:p%40ss@mail.example", Relay("mail.example", 465, "tls", "u", "p@ss")),
        ("smtp://mail.example:2525?tls=tls", Relay("mail.example", 2525, "tls")),
        ("smtp://localhost?tls=none", Relay("localhost", 25, "none")),
    ],
)
def test_an_address_names_server_port_and_encryption(url: str, relay: Relay) -> None:
    """What a provider's page says fits into one setting."""
    assert relay_of(url) == relay


@pytest.mark.parametrize("at_once", [True, False])
def test_password_and_mail_go_encrypted(tmp_path: Path, *, at_once: bool) -> None:
    """Nobody between us and the relay reads who flies where."""
    shown, trusted = server_side(tmp_path)
    with mail_server(tls=shown, at_once=at_once) as server:
        relay = Relay("localhost", server.port, "tls" if at_once else "starttls", "ada", "open")
        SmtpMailer(relay, sender="tickets@airline.example", clock=StandingClock(), trust=trusted).send(MAIL, key="k")
        (taken,) = server.taken
    assert taken.secure
    assert taken.user == b64encode(b"\0ada\0open").decode()
    assert (taken.sender, taken.to) == ("tickets@airline.example", "ada@example.org")


def test_a_server_that_is_somebody_else_gets_neither_password_nor_mail(tmp_path: Path) -> None:
    """Its certificate is looked at, and staff is told what to put right."""
    shown, _ = server_side(tmp_path)
    with mail_server(tls=shown) as server:
        relay = Relay("localhost", server.port, "starttls", "ada", "open")
        with pytest.raises(SendFailedError, match="certificate") as caught:
            SmtpMailer(relay, sender="tickets@airline.example", clock=StandingClock()).send(MAIL, key="k")
        assert server.taken == []
    assert (caught.value.reason, caught.value.retryable) == ("permission", False)


def test_a_server_that_offers_no_encryption_gets_nothing() -> None:
    """STARTTLS that somebody strips off does not make us talk in clear words."""
    with mail_server() as server:
        relay = Relay("localhost", server.port, "starttls")
        with pytest.raises(SendFailedError, match="does not offer") as caught:
            SmtpMailer(relay, sender="tickets@airline.example", clock=StandingClock()).send(MAIL, key="k")
        assert server.taken == []
    assert not caught.value.retryable


@pytest.mark.parametrize(
    ("verb", "answer", "reason", "retryable"),
    [
        ("hello", "554 go away", "permission", False),
        ("hello", "421 later", "transient", True),
        ("MAIL", "550 not you", "permission", False),
        ("RCPT", "550 ada@example.org is unknown here", "unavailable", False),
        ("RCPT", "450 ada@example.org is busy", "transient", True),
        ("RCPT", "", "transient", True),
        ("DATA", "554 no", "content", False),
        (".", "552 too much", "content", False),
        (".", "451 greylisted", "transient", True),
        (".", "", "unknown_outcome", True),
    ],
)
def test_an_answer_decides_whether_it_is_tried_again(verb: str, answer: str, reason: str, *, retryable: bool) -> None:
    """A full mailbox is tried later, an unknown one never; errors hold no address."""
    with mail_server() as server:
        server.answers[verb] = answer
        with pytest.raises(SendFailedError) as caught:
            _mailer(server).send(MAIL, key="k")
    assert (caught.value.reason, caught.value.retryable) == (reason, retryable)
    assert "ada" not in caught.value.say_to_staff
    assert caught.value.__cause__ is None


def test_a_refused_password_is_told_as_such(tmp_path: Path) -> None:
    """Staff reads that the password is wrong, without reading it."""
    shown, trusted = server_side(tmp_path)
    with mail_server(tls=shown) as server:
        server.answers["AUTH"] = "535 no"
        relay = Relay("localhost", server.port, "starttls", "ada", "open")
        mailer = SmtpMailer(relay, sender="tickets@airline.example", clock=StandingClock(), trust=trusted)
        with pytest.raises(SendFailedError) as caught:
            mailer.send(MAIL, key="k")
    assert (caught.value.reason, caught.value.retryable) == ("token", False)
    assert "open" not in str(caught.value)


def test_a_server_that_is_away_is_tried_again() -> None:
    """A relay that restarts costs no mail."""
    with mail_server() as server:
        mailer = _mailer(server)
    with pytest.raises(SendFailedError) as caught:
        mailer.send(MAIL, key="k")
    assert (caught.value.reason, caught.value.retryable) == ("transient", True)
