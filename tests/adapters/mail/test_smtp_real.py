"""News of an account over a real mail server (`aiosmtpd`): what arrives is what a mailbox can read, once."""

from collections.abc import Iterator
from email import message_from_bytes, policy
from email.message import EmailMessage

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session

from bot.adapters.mail.smtp import SmtpMailer, relay_of
from bot.domain.money import Money
from bot.processes import free_port
from bot.services import activity_notices
from tests.builders.activity import happened, marie, noted
from tests.builders.house import House, house
from tests.fakes.clock import StandingClock

SENDER = "Threadfare Air <tickets@airline.example>"


class Mailbox:
    """Takes what comes, after a few refusals if it is told to."""

    def __init__(self) -> None:
        self.envelopes: list[Envelope] = []
        self.refusals: list[str] = []

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:  # noqa: ARG002, N802  aiosmtpd calls it so
        """A mail has come whole."""
        answer = self.refusals.pop(0) if self.refusals else "250 taken"
        if answer[0] == "2" or answer.startswith("451 taken"):
            self.envelopes.append(envelope)
        return answer

    @property
    def mails(self) -> list[EmailMessage]:
        """What lies in the mailbox, as a mail program reads it."""
        read = (message_from_bytes(one.content or b"", policy=policy.default) for one in self.envelopes)
        return [one for one in read if isinstance(one, EmailMessage)]


@pytest.fixture
def mailbox() -> Iterator[tuple[Mailbox, House]]:
    """A server on loopback, and a house that sends through it, in which Marie is known."""
    box = Mailbox()
    port = free_port()
    server = Controller(box, hostname="127.0.0.1", port=port)
    server.start()
    try:
        relay = relay_of(f"smtp://127.0.0.1:{port}?tls=none")
        home = house(mailer=SmtpMailer(relay, sender=SENDER, clock=StandingClock()))
        marie(home)
        yield box, home
    finally:
        server.stop()


def deliver(home: House, *, seconds: float = 2) -> None:
    """Time passes, and the mails that are due are sent."""
    home.clock.move(seconds=seconds)
    activity_notices.hand_over(home.runtime)
    for mail in activity_notices.open_mails(home.runtime):
        activity_notices.send_mail(home.runtime, mail)


def words(mail: EmailMessage, kind: str) -> str:
    """A part of a mail as it is read."""
    part = mail.get_body((kind,))
    assert part is not None
    return str(part.get_content())


def test_a_refund_arrives_as_text_and_as_html(mailbox: tuple[Mailbox, House]) -> None:
    """To her alone, from the airline, with the amount in her language and no sign of a card number."""
    box, home = mailbox
    noted(home, happened("refunded", money=Money(31200, "EUR"), checkout="chk_1"))
    deliver(home)
    (mail,), (envelope,) = box.mails, box.envelopes
    assert envelope.rcpt_tos == ["marie@example.com"]
    assert (mail["From"], mail["Subject"]) == (SENDER, "A refund was made")
    assert mail["Auto-Submitted"] == "auto-generated"
    for kind in ("plain", "html"):
        assert "A refund was made (€312.00, Visa •4242)." in words(mail, kind)
        assert "Was this not you?" in words(mail, kind)
        assert "https://m.me/page" in words(mail, kind)


@pytest.mark.parametrize("refusal", ["451 busy", "451 taken, but we forgot to say so"])
def test_a_mail_that_is_sent_again_is_the_same_mail(mailbox: tuple[Mailbox, House], refusal: str) -> None:
    """Whether or not the server had taken it: a mailbox shows one Message-ID once."""
    box, home = mailbox
    box.refusals = [refusal]
    noted(home, happened())
    deliver(home)
    deliver(home, seconds=61)
    deliver(home, seconds=61)
    assert 1 <= len(box.mails) <= 2
    assert len({mail["Message-ID"] for mail in box.mails}) == 1
    assert home.meter.counts["notice_mails", "told"] == 1


def test_an_address_that_is_refused_is_not_tried_again(mailbox: tuple[Mailbox, House]) -> None:
    """A definite no ends it."""
    box, home = mailbox
    box.refusals = ["554 not here"] * 9
    noted(home, happened())
    deliver(home)
    deliver(home, seconds=61)
    assert len(box.refusals) == 8
    assert home.meter.counts["notice_mails", "failed"] == 1
