"""The mail about an account: who, what and when, in the traveller's language, with a way back that lets nobody in."""

import msgspec
import pytest

from bot.domain.money import Money
from bot.domain.payment.activity import Activity
from bot.ports.activity_records import MAILBOX, Batch, Place
from bot.ports.mailer import Mail
from bot.services.activity_letters import letter_of
from tests.builders.activity import MARIE, happened, marie
from tests.builders.house import House, house
from tests.builders.linked import ADA, PHONE, WEB


@pytest.fixture
def home() -> House:
    """A house in which Marie talks in Messenger and on the web."""
    made = house()
    marie(made)
    return made


def mail(home: House, *activities: Activity) -> Mail:
    """The mail that tells them."""
    letter = letter_of(home.runtime, Batch("ntc_1", Place(MARIE, MAILBOX), activities))
    assert letter is not None
    assert home.runtime.letters is not None
    return home.runtime.letters.write(letter)


def speaks(home: House, thread: str, language: str) -> None:
    """A chat goes on in a language."""
    talk = home.memory.talks[thread]
    home.memory.talks[thread] = msgspec.structs.replace(talk, language=language)


def test_it_says_who_what_and_when(home: House) -> None:
    """A new device with its kind, its time on the airline's clock and the channel; what to do if it was not her."""
    written = mail(home, happened("new_device", about="Firefox, Linux", thread=WEB))
    assert (written.to, written.subject) == ("marie@example.com", "Your wallet was opened on a new device")
    assert "Your wallet was opened on a new device (Firefox, Linux, web chat).\nTue 24 Nov, 11:00 CET\n" in written.text
    assert "Was this not you?" in written.text
    assert "“Talk to a person”" in written.text
    for words in ("Firefox, Linux", "11:00 CET", "Was this not you?"):
        assert words in written.html


def test_it_leads_back_into_a_chat_and_signs_nobody_in(home: House) -> None:
    """The one link is the app's own; it holds no token."""
    written = mail(home, happened())
    assert written.text.count("https://") == 1
    assert "https://m.me/page" in written.text
    assert '<a href="https://m.me/page">' in written.html


def test_who_has_the_web_chat_alone_is_led_there() -> None:
    """Its page knows the browser, not the link."""
    home = house()
    marie(home, WEB)
    assert "https://tickets.example/chat" in mail(home, happened()).text


def test_without_any_way_back_none_is_promised() -> None:
    """A channel whose address nobody set leaves the line out."""
    home = house()
    marie(home, PHONE)
    assert "https://" not in mail(home, happened()).text


def test_it_is_in_the_language_of_the_chat_in_which_it_was_done(home: House) -> None:
    """Else in that of her first chat, else in the airline's first."""
    assert mail(home, happened()).subject == "A payment method was added"
    speaks(home, ADA, "fr")
    assert mail(home, happened()).subject == "Un moyen de paiement a été ajouté"
    speaks(home, WEB, "en")
    assert mail(home, happened(thread=WEB)).subject == "A payment method was added"
    french = mail(home, happened("refunded", money=Money(31200, "EUR")))
    assert "Un remboursement a été effectué (312,00\u00a0€, Visa •4242).\nmar. 24 nov., 11:00 CET" in french.text


def test_several_things_have_a_line_and_a_time_each(home: House) -> None:
    """In order, and no more than one can read; the rest is counted."""
    many = tuple(happened("method_removed", str(number), about=f"Visa {number}") for number in range(7))
    written = mail(home, *many)
    assert written.subject == "News of your account"
    assert written.text.count("A payment method was removed") == 5
    assert "And 2 more." in written.text


def test_what_a_traveller_called_a_card_is_words_and_no_markup(home: House) -> None:
    """Nor does it begin a line of its own."""
    written = mail(home, happened(about='<a href="https://evil.example">Mine</a>\nSubject: x'))
    assert "<a href=&#34;https://evil.example&#34;>" in written.html or "&lt;a href=" in written.html
    assert '<a href="https://evil.example">' not in written.html
    assert "\nSubject: x" not in written.text


def test_nobody_is_written_to_who_is_not_there(home: House) -> None:
    """A traveller whose data are gone gets no mail."""
    assert letter_of(home.runtime, Batch("ntc_1", Place("trv_gone", MAILBOX), (happened(),))) is None
