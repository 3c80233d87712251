"""The fake stage on WhatsApp: what is said goes through the limits of its wire, what is tapped must have been shown."""

import msgspec

from bot.adapters.channels.meta_signature import MetaApp
from bot.adapters.channels.whatsapp import Number, WhatsApp
from bot.adapters.http_client import HttpClient
from bot.domain.conversation.messages import Message, Typing
from bot.domain.ids import ThreadKey
from bot.services import inbox
from bot.simulators.accounts import NUMBER
from bot.simulators.whatsapp import SimulatedWhatsApp
from bot.simulators.wire import signed
from tests.fakes.graph_engine import GraphEngine
from tests.journeys.fake_stage import FakeStage
from workers.archivist import Archivist
from workers.courier import Courier
from workers.job import Job
from workers.pacing import Pace, People
from workers.senders import Senders, speak

UNHURRIED = People(Pace(6.0, 10_000))
"""A talk of half an hour is told here in an instant: as many messages as that allows may be sent at once."""
SCOPED = "FR.13491208655302741918"


class WhatsAppStage(FakeStage):
    """One traveller's talk, who hides their telephone number, with everything in memory."""

    def __init__(self, user: str = SCOPED) -> None:
        super().__init__()
        account = NUMBER
        self.platform = SimulatedWhatsApp(lambda: self.clock.ms, account)
        number = Number(id=account.id, token=account.token, graph="https://graph.example/v25.0")
        channel = Overheard(MetaApp((account.secret,)), number=number, client=HttpClient(GraphEngine(self.platform)))
        channel.rendered = self.said
        self.thread = self.home = ThreadKey("whatsapp", account.id, user)
        channels = {"whatsapp": channel}
        self.web = msgspec.structs.replace(self.web, channels=channels)
        self.worker = msgspec.structs.replace(self.worker, channels=channels)
        self._courier = Courier(self.worker, owner="courier", senders=PromptSenders(self.worker))
        self._courier._dispatch._lanes._people = UNHURRIED
        self._archivist = Archivist(self.worker, owner="archivist")

    def receive(self, *, times: int = 1, **posted: str) -> None:
        """Take what the traveller writes or taps."""
        if "payload" in posted:
            self.platform.taps(self.thread.user, posted["payload"])
        else:
            self.platform.says(self.thread.user, posted["text"])
        self._deliver(times)

    def _work(self) -> bool:
        busy = super()._work()
        self._courier.step()
        return bool(self._deliver(2)) or busy

    def _deliver(self, times: int) -> int:
        bodies = self.platform.bodies()
        for body in bodies:
            for _ in range(times):
                received = inbox.receive(self.web, "whatsapp", signed(body, self.platform.account.secret), body)
                assert (received.result, received.failed) == ("taken", 0)
        return len(bodies)


class Overheard(WhatsApp):
    """The channel, which lets hear what it was asked to say."""

    rendered: list[Message]

    def render(self, message: Message) -> tuple[dict[str, object], ...]:
        """The requests for a message."""
        if not isinstance(message, Typing):
            self.rendered.append(message)
        return super().render(message)


class PromptSenders(Senders):
    """Sends at once, in the thread that asks."""

    def give(self, job: Job) -> None:
        """Send a marked job."""
        self.report(speak(self._runtime, job))
