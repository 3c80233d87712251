"""What every mailer promises: in memory, as files, and over SMTP."""

import email
import email.policy
from collections.abc import Callable, Iterator
from email.message import EmailMessage
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from bot.adapters.mail.composing import compose, sender_of
from bot.adapters.mail.folder import FolderMailer
from bot.adapters.mail.smtp import SmtpMailer, relay_of
from bot.domain.errors import InvalidError
from bot.ports.mailer import Attachment, Mail, Mailer
from tests.fakes.clock import StandingClock
from tests.fakes.mailer import MemoryMailer
from tests.fakes.smtp_server import mail_server

SENDER = "Threadfare Air <tickets@airline.example>"
MAIL = Mail(
    "ada@example.org",
    "Your tickets – réservation K7QM2X",
    "Hello Ada,\n\n.a line that begins with a dot\nYour seats: 12A – 12B.\n",
    html="<p>Hello Ada</p>",
    attachments=(Attachment("trip.ics", "text/calendar", "BEGIN:VCALENDAR\r\nSUMMARY:Zürich\r\n".encode()),),
)


class Bench(NamedTuple):
    """A mailer, and what arrived so far."""

    mailer: Mailer
    arrived: Callable[[], list[EmailMessage]]


@pytest.fixture(params=["memory", "folder", "smtp"])
def bench(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Bench]:
    """Each mailer in turn."""
    clock = StandingClock()
    if request.param == "memory":
        memory = MemoryMailer()
        sender = sender_of(SENDER)
        yield Bench(
            memory,
            lambda: [
                _read(compose(mail, sender=sender, key=key, now=clock.now()).as_bytes())
                for key, mail in memory.sent.items()
            ],
        )
    elif request.param == "folder":
        folder = tmp_path / "mail"
        mailer = FolderMailer(folder, sender=SENDER, clock=clock)
        yield Bench(mailer, lambda: [_read(file.read_bytes()) for file in sorted(folder.glob("*.eml"))])
    else:
        with mail_server() as server:
            relay = relay_of(f"smtp://127.0.0.1:{server.port}?tls=none")
            yield Bench(
                SmtpMailer(relay, sender=SENDER, clock=clock),
                lambda: [_read(taken.content) for taken in server.taken],
            )


def _read(content: bytes) -> EmailMessage:
    message = email.message_from_bytes(content, policy=email.policy.default)
    assert isinstance(message, EmailMessage)
    return message


def test_a_mail_arrives_whole(bench: Bench) -> None:
    """A traveller reads what was written, in any alphabet, with its file."""
    bench.mailer.send(MAIL, key="told_1")
    (came,) = bench.arrived()
    text, html = came.get_body(("plain",)), came.get_body(("html",))
    assert text is not None
    assert html is not None
    assert (came["To"], came["Subject"], came["From"]) == (MAIL.to, MAIL.subject, SENDER)
    assert text.get_content().replace("\r\n", "\n") == MAIL.text
    assert html.get_content().strip() == MAIL.html
    (file,) = came.iter_attachments()
    assert (file.get_filename(), file.get_content_type()) == ("trip.ics", "text/calendar")
    assert "Zürich" in file.get_content()
    assert came["Date"]
    assert came["Auto-Submitted"] == "auto-generated"


def test_a_mail_without_anything_beside_its_words_is_plain_text(bench: Bench) -> None:
    """The simplest program can read it."""
    bench.mailer.send(Mail("ada@example.org", "Hello", "Words.\n"), key="told_1")
    assert [came.get_content_type() for came in bench.arrived()] == ["text/plain"]


def test_the_same_key_is_the_same_mail(bench: Bench) -> None:
    """What is sent again after a crash is known as one mail by its Message-ID, and the key cannot be read from it."""
    bench.mailer.send(MAIL, key="told_1")
    bench.mailer.send(MAIL, key="told_1")
    bench.mailer.send(MAIL, key="told_2")
    ids = {came["Message-ID"] for came in bench.arrived()}
    assert len(ids) == 2
    assert "told" not in str(ids)


@pytest.mark.parametrize("subject", ["Sam 👩\u200d✈️ answered you", "Votre code\u00a0: vite", "\u200fاياتك", "x" * 300])
def test_a_subject_of_any_language_arrives(bench: Bench, subject: str) -> None:
    """Signs that join emoji, turn the line's direction or keep two words together are no reason to send nothing."""
    bench.mailer.send(Mail("ada@example.org", subject, "Words.\n"), key="told_1")
    assert [came["Subject"] for came in bench.arrived()] == [subject]


@pytest.mark.parametrize(
    "changes",
    [
        {"to": "ada@example.org\r\nBcc: eve@example.org"},
        {"to": "ada@example.org, eve@example.org"},
        {"to": "Ada <ada@example.org>"},
        {"to": "ada"},
        {"to": ""},
        {"subject": "Hello\r\nBcc: eve@example.org"},
        {"subject": "Hello\u2028there"},
        {"attachments": (Attachment('a.ics"\r\nX: y', "text/calendar", b""),)},
    ],
)
def test_nothing_slips_into_a_header(bench: Bench, changes: dict[str, Any]) -> None:
    """A name or address with a line end in it sends no mail, to nobody."""
    fields = {name: getattr(MAIL, name) for name in MAIL.__struct_fields__}
    with pytest.raises(InvalidError) as caught:
        bench.mailer.send(Mail(**fields | changes), key="told_1")
    assert "example.org" not in str(caught.value)
    assert bench.arrived() == []
