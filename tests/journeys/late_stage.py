"""The fake stage on each of Meta's products, with a platform that closes its window, and mails in memory."""

from collections.abc import Callable, Mapping
from typing import Any, cast

import msgspec

from bot.adapters.channels.instagram import Instagram, Speaker
from bot.adapters.channels.messenger import Messenger, Page
from bot.adapters.channels.meta_graph import Token
from bot.adapters.channels.meta_signature import MetaApp
from bot.adapters.channels.template_account import TemplateAccount
from bot.adapters.channels.templates import to_approve
from bot.adapters.channels.whatsapp import Number, WhatsApp
from bot.adapters.data.catalogue import notices
from bot.adapters.mail.letters import FileLetters
from bot.domain.conversation.messages import Message, Typing
from bot.domain.ids import ThreadKey
from bot.ports.mailer import Mail
from bot.ports.talk_records import Line
from bot.services import inbox
from bot.simulators.accounts import DAY, INSTAGRAM, NUMBER, PAGE, Account
from bot.simulators.instagram import SimulatedInstagram
from bot.simulators.messenger import SimulatedMessenger
from bot.simulators.product import Product
from bot.simulators.whatsapp import SimulatedWhatsApp
from bot.simulators.wire import signed
from tests.fakes.graph_engine import client
from tests.fakes.mailer import MemoryMailer
from tests.journeys.fake_stage import FakeStage
from tests.journeys.whatsapp_stage import PromptSenders
from workers.archivist import Archivist
from workers.courier import Courier

GRAPH = "https://graph.example/v25.0"
USER = "24001"
HOURS = 3600

_PRODUCTS: Mapping[str, tuple[type[Any], Account]] = {
    "messenger": (SimulatedMessenger, PAGE),
    "instagram": (SimulatedInstagram, INSTAGRAM),
    "whatsapp": (SimulatedWhatsApp, NUMBER),
}


class LateStage(FakeStage):
    """One traveller's talk on a channel of Meta's."""

    def __init__(self, name: str, token: Token | str = "") -> None:
        super().__init__()
        make, account = _PRODUCTS[name]
        self.name = name
        self.platform: Product = make(lambda: self.clock.ms, account)
        self.platform.habits.scoped = False
        self.mailer = MemoryMailer()
        self.courier_is_away = False
        self.thread = self.home = ThreadKey(name, account.id, USER)
        channel = Overheard(_CHANNELS[name](self.platform, account, token or account.token), self.said)
        parts: dict[str, Any] = {
            "channels": {name: channel},
            "notices": notices(),
            "letters": FileLetters(airline="Threadfare Air"),
            "mailer": self.mailer,
            "mails": True,
            "doors": {name: f"https://{name}.example/back"},
        }
        self.web = msgspec.structs.replace(self.web, **{**parts, "mailer": None, "letters": None})
        self.worker = msgspec.structs.replace(self.worker, **parts)
        self._courier = Courier(self.worker, owner="courier", senders=PromptSenders(self.worker))
        self._archivist = Archivist(self.worker, owner="archivist")

    @property
    def words(self) -> list[str]:
        """What the traveller reads in the app."""
        return self.platform.said_to(USER)

    @property
    def mails(self) -> list[Mail]:
        """What came by mail."""
        return list(self.mailer.sent.values())

    @property
    def lines(self) -> tuple[Line, ...]:
        """The transcript as the desk reads it."""
        with self.records.begin() as work:
            return work.talk.lines(str(self.thread), most=99)

    def approve_templates(self) -> None:
        """Staff have every template approved, and Meta's webhook says so."""
        node = self.platform.account.parent if self.name == "whatsapp" else self.platform.account.id
        account = TemplateAccount(
            client(self.platform),
            channel=self.name,
            node=node,
            token=self.platform.account.token,
            graph=GRAPH,
            secret=self.platform.account.secret,
        )
        for form in notices().values():
            for language in form.texts:
                asked = to_approve(form, language=language, channel=self.name, public_url=self.web.public_url)
                account.create(asked, at=self.clock.ms)
        self.pass_time(120)
        self.rest()

    def judge(self, name: str, status: str) -> None:
        """Meta changes its mind about a template."""
        templates: Any = self.platform
        assert templates.templates.judge(notices()[name].template, status)
        self.pass_time(1)
        self.rest()

    def book(self) -> None:
        """Go as far as the pay link."""
        self.say("Paris to New York on 4 December, one way, 1 adult")
        self.tap("Choose")
        for words in ("Marie Durand", "24 July 1987", "marie@example.com"):
            self.say(words)
        self.tap("Yes, hold them")

    def pay_and_wait(self, hours: float = 25) -> None:
        """Pay; the airline's answer about the tickets is lost, and it is away for so many hours."""
        self.flights.fail("ticket", after=True)
        self.pay("4242424242424242")
        self.flights.down = True
        self.pass_time(hours * HOURS)
        self.rest()
        self.flights.down = False
        self.pass_time(400)
        self.rest()

    def receive(self, *, times: int = 1, **posted: str) -> None:
        """Take what the traveller writes or taps."""
        person = cast("Any", self.platform)
        if "payload" in posted:
            person.taps(USER, posted["payload"])
        else:
            person.says(USER, posted["text"])
        self._deliver(times)

    def _work(self) -> bool:
        here, self._courier = self._courier, cast("Any", Nobody()) if self.courier_is_away else self._courier
        try:
            busy = super()._work()
            self._courier.step()
        finally:
            self._courier = here
        return bool(self._deliver(2)) or busy

    def _deliver(self, times: int) -> int:
        bodies = self.platform.bodies()
        for body in bodies:
            for _ in range(times):
                received = inbox.receive(self.web, self.name, signed(body, self.platform.account.secret), body)
                assert (received.result, received.failed) == ("taken", 0)
        return len(bodies)


class Nobody:
    """A courier that is not there."""

    def pull(self, *, wait_ms: int) -> None:
        """Read nothing."""

    def step(self) -> None:
        """Send nothing."""


class Overheard:
    """A channel that lets hear what it was asked to say freely."""

    def __init__(self, inner: Any, said: list[Message]) -> None:
        self._inner = inner
        self._said = said

    def __getattr__(self, name: str) -> Any:
        return getattr(self._inner, name)

    def render(self, message: Message) -> tuple[dict[str, Any], ...]:
        """The requests for a message."""
        if not isinstance(message, Typing) and message not in self._said[-3:]:
            self._said.append(message)
        requests: tuple[dict[str, Any], ...] = self._inner.render(message)
        return requests


def _messenger(platform: Product, account: Account, token: Token | str) -> Messenger:
    page = Page(account.id, token, GRAPH)
    return Messenger(MetaApp((account.secret,)), app_id=account.app, page=page, client=client(platform))


def _instagram(platform: Product, account: Account, token: Token | str) -> Instagram:
    speaker = Speaker(token, GRAPH, account.id)
    app = MetaApp((account.secret,))
    return Instagram(app, account=account.id, app_id=account.app, speaker=speaker, client=client(platform))


def _whatsapp(platform: Product, account: Account, token: Token | str) -> WhatsApp:
    number = Number(id=account.id, token=token, graph=GRAPH)
    return WhatsApp(MetaApp((account.secret,)), number=number, client=client(platform))


_CHANNELS: Mapping[str, Callable[[Product, Account, Token | str], Any]] = {
    "messenger": _messenger,
    "instagram": _instagram,
    "whatsapp": _whatsapp,
}

__all__ = ["DAY", "HOURS", "USER", "LateStage"]
