"""Said once, whatever gets lost: a send without an answer, an echo without a name, on each channel's own wire."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import msgspec
import pytest

from bot.adapters.channels.instagram import Instagram, Speaker
from bot.adapters.channels.messenger import Messenger, Page
from bot.adapters.channels.meta_graph import Token
from bot.adapters.channels.meta_signature import MetaApp
from bot.adapters.channels.whatsapp import Number, WhatsApp
from bot.adapters.secret_files import SecretFile
from bot.domain.conversation.entry import FateEntry
from bot.domain.conversation.messages import Link
from bot.domain.flow.channel_news import ECHO_MS
from bot.ports.channel import Channel
from bot.services import accounts, effects, inbox
from bot.services.outbox import ECHO_SECONDS
from bot.simulators.accounts import INSTAGRAM, NUMBER, PAGE, Account
from bot.simulators.instagram import SimulatedInstagram
from bot.simulators.messenger import SimulatedMessenger
from bot.simulators.product import Product
from bot.simulators.whatsapp import SimulatedWhatsApp
from bot.simulators.wire import signed
from tests.builders.entries import heard, turn
from tests.builders.house import House, house
from tests.builders.world import NOW_MS
from tests.fakes.graph_engine import client
from tests.workers.test_courier import Time, courier, passing
from workers.archivist import Archivist

__all__ = ["passing"]  # a fixture
ROOT = "https://graph.example/v25.0"
APP = MetaApp((PAGE.secret,))
WHO = {"messenger": "2002", "instagram": "2002", "whatsapp": "33612345678"}


class NamelessInstagram(SimulatedInstagram):
    """Instagram as it often is: its echoes tell neither our mark nor any app."""

    def echo(self, user: str, message: dict[str, Any]) -> None:
        """Tell of a message without saying whose it is."""
        super().echo(user, {name: value for name, value in message.items() if name not in {"metadata", "app_id"}})


def _messenger(product: Product, token: Token | str = PAGE.token) -> Channel:
    page = Page(PAGE.id, token, ROOT)
    return Messenger(APP, app_id=PAGE.app, page=page, client=client(product))


def _instagram(product: Product, token: Token | str = INSTAGRAM.token) -> Channel:
    speaker = Speaker(token, ROOT, INSTAGRAM.id)
    return Instagram(APP, account=INSTAGRAM.id, app_id=PAGE.app, speaker=speaker, client=client(product))


def _whatsapp(product: Product, token: Token | str = NUMBER.token) -> Channel:
    return WhatsApp(APP, number=Number(NUMBER.id, token, ROOT), client=client(product))


WAYS: dict[str, tuple[Callable[..., Product], Callable[..., Channel], Account]] = {
    "messenger": (SimulatedMessenger, _messenger, PAGE),
    "whatsapp": (SimulatedWhatsApp, _whatsapp, NUMBER),
    "instagram": (SimulatedInstagram, _instagram, INSTAGRAM),
    "nameless": (NamelessInstagram, _instagram, INSTAGRAM),
}


class Street:
    """A traveller, the platform, the bot behind its webhook, the courier and the archivist, step by step."""

    def __init__(self, way: str, passing: Time) -> None:
        make, speaker, account = WAYS[way]
        self.passing = passing
        self.moved = 0
        self.product: Any = make(lambda: NOW_MS + self.moved, account)
        self.channel = speaker(self.product)
        self.user = WHO[self.channel.name]
        self.channels = {self.channel.name: self.channel}
        self.home: House = house(channels=self.channels)
        self._speaker = speaker
        self.courier = courier(self.home)
        self.archivist = Archivist(self.home.runtime, owner="scribe")

    @property
    def thread(self) -> str:
        """The key of the thread."""
        return next(iter(self.home.memory.talks))

    @property
    def told(self) -> list[str]:
        """What the traveller reads, in order."""
        words: list[str] = self.product.said_to(self.user)
        return words

    def deliver(self) -> None:
        """The platform tells the webhook what waits."""
        for body in self.product.bodies():
            headers = signed(body, self.product.account.secret)
            assert inbox.receive(self.home.runtime, self.channel.name, headers, body).failed == 0

    def use(self, token: Token) -> None:
        """Speak with another token."""
        self.channels[self.channel.name] = self._speaker(self.product, token)

    def send(self, rounds: int = 12) -> None:
        """The courier sends what it may."""
        self.courier.pull(wait_ms=0)
        for _ in range(rounds):
            self.courier.step()

    def archive(self) -> None:
        """The archivist writes what the journal holds."""
        self.archivist.step(wait_ms=0)

    def wait(self, seconds: float) -> None:
        """So much time passes, and whatever is due then is done."""
        self.passing.now += seconds
        self.moved += int(seconds * 1000)
        self.home.clock.move(seconds=int(seconds))
        for thread, effect in list(self.home.memory.effects):
            effects.perform(self.home.runtime, thread, effect)

    def owner(self) -> str:
        """Who has the thread."""
        return self.home.memory.talks[self.thread].owner

    def fates(self) -> dict[str, str]:
        """What the archive says became of messages, by their words."""
        lines = self.home.talk.lines(self.thread)
        return {msgspec.json.decode(line.body).get("text", ""): line.fate for line in lines if line.fate}


@pytest.fixture
def street(request: pytest.FixtureRequest, passing: Time) -> Street:
    """One street a channel, on which a traveller has just written."""
    street = Street(request.param, passing)
    street.product.says(street.user, "hello")
    street.deliver()
    return street


@pytest.mark.parametrize("street", list(WAYS), indirect=True)
@pytest.mark.parametrize("archived", ["before", "after"])
def test_a_message_whose_answer_was_lost_is_one_bubble(street: Street, archived: str) -> None:
    """A time-out after the platform took the message neither repeats it nor loses what comes after."""
    street.product.fail_next("hang", "hang", "hang")
    street.send()
    if archived == "before":
        street.archive()
    street.deliver()
    street.archive()
    street.send()
    for seconds in (ECHO_MS / 1000 + 2, ECHO_SECONDS + 1, ECHO_SECONDS + 1, ECHO_SECONDS + 1):
        street.wait(seconds)
        street.deliver()
        street.send()
        street.archive()
    assert len(street.told) == len(set(street.told)) >= 1
    assert street.owner() == "bot"
    assert set(street.fates().values()) <= {"sent", "delivered"}


@pytest.mark.parametrize("street", list(WAYS), indirect=True)
@pytest.mark.parametrize("archived", ["before", "after"])
def test_a_pay_link_whose_answer_was_lost_is_one_bubble_too(street: Street, archived: str) -> None:
    """What is worth repeating is repeated only when the platform does not tell that it went out."""
    street.send()
    street.archive()
    street.deliver()
    link = Link("Please pay within 15 minutes.", "Pay securely", "https://tickets.example/pay/x")
    state = street.home.memory.talks[street.thread]
    with street.home.memory.changed:
        street.home.memory.append(turn(heard("wamid.2"), link, of=state))
    street.product.fail_next("hang")
    street.send()
    if archived == "before":
        street.archive()
    street.deliver()
    street.archive()
    for seconds in (ECHO_MS / 1000 + 2, ECHO_SECONDS + 1, ECHO_SECONDS + 1):
        street.send()
        street.wait(seconds)
        street.archive()
    assert sum("Please pay" in words for words in street.told) == 1
    assert street.fates()["Please pay within 15 minutes."] in {"sent", "delivered"}
    assert street.owner() == "bot"


@pytest.mark.parametrize("street", ["nameless"], indirect=True)
@pytest.mark.parametrize("archived", ["before", "after"])
def test_our_own_words_never_silence_us(street: Street, archived: str) -> None:
    """An echo without a name that overtakes the answer to our own call, and the archive, is not a person's."""
    street.product.before_answer = street.deliver
    if archived == "before":
        street.archive()
    street.send()
    assert street.owner() == "bot"
    street.archive()
    street.wait(11)
    street.archive()
    assert street.owner() == "bot"
    street.product.says(street.user, "Paris to Rome")
    street.deliver()
    street.send()
    street.archive()
    street.wait(11)
    assert street.owner() == "bot"
    assert len(street.told) >= 2


@pytest.mark.parametrize("street", ["nameless"], indirect=True)
def test_a_person_who_answers_in_another_tool_is_heard_even_without_a_name(street: Street) -> None:
    """It takes some seconds to be sure; then the bot is silent, and the desk reads what the person wrote."""
    street.send()
    street.archive()
    street.deliver()
    street.product.colleague_writes(street.user, "This is Sam. I have changed your booking.")
    street.deliver()
    assert street.owner() == "bot"
    street.wait(11)
    street.archive()
    assert street.owner() == "human"
    assert "This is Sam" in street.home.talk.lines(street.thread)[-1].body


@pytest.mark.parametrize("street", ["instagram", "messenger"], indirect=True)
def test_a_person_in_the_platforms_own_inbox_is_heard_at_once(street: Street) -> None:
    """Nobody waits where the platform says who wrote."""
    street.send()
    street.product.colleague_writes(street.user, "This is Sam.")
    street.deliver()
    assert street.owner() == "human"


@pytest.mark.parametrize("street", ["nameless"], indirect=True)
def test_an_echo_is_weighed_later_while_the_archive_is_away(street: Street) -> None:
    """A database that is away neither silences the bot nor loses what a person wrote."""
    street.send()
    street.archive()
    street.home.records.away = True
    street.deliver()
    street.product.colleague_writes(street.user, "This is Sam. Hello.")
    street.deliver()
    street.home.records.away = False
    street.wait(11)
    assert street.owner() == "human"
    lines = [line for line in street.home.memory.streams.values() for line in line]
    assert not any(isinstance(noted.entry, FateEntry) and noted.entry.fate == "failed" for noted in lines)


@pytest.mark.parametrize("street", ["messenger", "whatsapp", "instagram"], indirect=True)
def test_a_token_that_expires_while_we_run_loses_no_message(street: Street, tmp_path: Path) -> None:
    """The account waits, staff are told, somebody puts a new token into its file, and the traveller reads it all."""
    (tmp_path / "TOKEN").write_text(street.product.account.token)
    street.use(SecretFile(tmp_path / "TOKEN"))
    street.product.expire()
    street.send()
    assert street.told == []
    assert [one.reason for one in accounts.troubles(street.home.runtime)] == ["token"]
    street.product.says(street.user, "Paris to Rome")
    street.deliver()
    street.wait(40)
    street.send()
    assert street.told == []
    (tmp_path / "TOKEN").write_text(street.product.new_token())
    for seconds in (40, 2, 2):
        street.wait(seconds)
        street.send()
        street.archive()
    assert len(street.told) >= 2
    assert accounts.troubles(street.home.runtime) == ()
    assert set(street.fates().values()) == {"sent"}


@pytest.mark.parametrize("street", ["messenger", "whatsapp", "instagram"], indirect=True)
def test_a_token_that_was_rotated_in_time_is_noticed_by_nobody(street: Street, tmp_path: Path) -> None:
    """A call that meets the old token's end is made again at once with the new one."""
    (tmp_path / "TOKEN").write_text(street.product.account.token)
    street.use(SecretFile(tmp_path / "TOKEN", look=3600))
    street.product.expire()
    (tmp_path / "TOKEN").write_text(street.product.new_token())
    street.send()
    assert "Where are you flying from?" in street.told[-1]
    assert accounts.troubles(street.home.runtime) == ()
