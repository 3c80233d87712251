"""The fake stage: the whole program in one thread of one process, in the terminal channel, while time stands still.

Nothing runs by itself. After each act the worker, the courier, the archivist and the clock's sweeps are let run in
turn until none of them has anything left to do. A journey takes milliseconds, and is the same each time.
"""

from functools import cache
from typing import Any, cast

import msgspec

from bot.adapters.channels.terminal import Terminal
from bot.adapters.channels.webchat import Posted
from bot.adapters.data.places import gazetteer
from bot.domain.conversation.messages import Link, Message, Option, Receipt, Typing, options_of
from bot.domain.ids import ThreadKey
from bot.domain.payment.consent import consent_words, digest
from bot.domain.shopping.offers import Offer
from bot.domain.staff.person import Person
from bot.domain.world import World
from bot.ports.runtime import Runtime
from bot.sandbox.signing import HEADER, sign
from bot.services import checkouts, desk, inbox, pin_links, pins
from bot.services.checkouts import LinkView
from tests.builders.world import world
from tests.fakes.clock import CountingIds, StandingClock
from tests.fakes.gateway import DEBIT, SECRET, FakeGateway
from tests.fakes.jobs import MemoryJobs
from tests.fakes.journal import MemoryJournal
from tests.fakes.live import MemoryLive
from tests.fakes.memory import Memory
from tests.fakes.records import MemoryRecords
from tests.fakes.records_pins import QuickPins
from tests.fakes.records_talk import MemoryTalkRecords
from tests.fakes.supplier import sample_supplier
from tests.fakes.vault import MemoryCaptureKeys, MemoryCardOpener, MemoryDigitWindows, MemorySealedCards, seal_in_clear
from tests.journeys import pin_page, stage, wallet_page
from tests.journeys.crash_points.town import Counts
from tests.journeys.golden import golden_title
from tests.journeys.stage import Facts, Seats, letters, tokens_of, wallet_of
from tests.journeys.talk_file import Spoken
from tests.journeys.terminal_talk import sayings, spoken
from tests.journeys.weak_points import DeadError, RacingConversations, Watched, die
from workers import perform, sweeps
from workers.archivist import Archivist
from workers.courier import Courier

THREAD = ThreadKey("terminal", "tf", "ada")
BROWSER = "ada's telephone"
AGENT = Person("agt_1", "Ida")
_MOST_ROUNDS = 50
_PASSES = {**stage.PASSES, stage.BANK_PAYS: DEBIT + 1}


class FakeStage:
    """One traveller's talk with everything in memory."""

    def __init__(self) -> None:
        self.clock = StandingClock()
        self.memory = Memory(self.clock)
        self.talks = RacingConversations(self.memory)
        self.jobs = MemoryJobs()
        self.records = MemoryRecords(talk=MemoryTalkRecords())
        self.gateway = FakeGateway(self.clock)
        self.flights = sample_supplier()
        self.supplier = Watched(self.flights)
        self.bank = Watched(self.worker_gateway())
        self.sealed = MemorySealedCards(self.clock)
        self.digits = MemoryDigitWindows(self.clock)
        self.ids = CountingIds()
        self.said: list[Message] = []
        self.thread = self.home = THREAD
        self._heard = self._posted = self._hooks = 0
        self.loses_webhooks = False
        self._channel = Terminal(self._show)
        self.worker = self._runtime(works=True)
        self.web = self._runtime(works=False)
        self._courier = Courier(self.worker, owner="courier")
        self._archivist = Archivist(self.worker, owner="archivist")
        self._rings = sweeps.Rings(lambda: self.clock.ms / 1000)

    def worker_gateway(self) -> Any:
        """What the worker takes for the gateway."""
        return self.gateway

    def say(self, text: str, *, times: int = 1) -> None:
        """The traveller writes."""
        receipts = [message.number for message in self.said if isinstance(message, Receipt)]
        said = [spoken(message).text for message in self.said]
        self._post(times=times, text=stage.filled(text, locator=receipts[-1] if receipts else "", said=said))

    def tap(self, title: str, *, twice: bool = False) -> None:
        """The traveller taps; of two taps at once, both turns begin with the same state."""
        option = self._option(title)
        if twice:
            self.talks.meanwhile = lambda: self.receive(payload=option.payload, title=option.title)
        self._post(payload=option.payload, title=option.title)

    def pay(self, number: str, *, saves: bool = False) -> None:
        """The traveller sends a card on the newest pay page, with a double click."""
        token, view = self.page()
        for _ in range(2):
            consent = digest(consent_words(view.language, _world().brand.name)) if saves else ""
            checkouts.submit(self.web, token, BROWSER, self.card(view, number), consent=consent)
        self.rest()

    def pin(self, digits: str, *, sets: bool = False) -> None:
        """The traveller sets a PIN, or enters it on the page that asks."""
        if sets:
            hashed = pins.hasher(self.web).hash(digits, salt=pin_page.SALT)
            with self.records.begin() as work:
                pin_page.guard(work, str(self.thread), hashed, at=self.clock.now())
        else:
            url = pin_page.newest(message.url for message in self.said if isinstance(message, Link))
            assert pin_links.confirm(self.web, url.rpartition("/")[2], digits) is not None
        self.rest()

    def account(self, iban: str) -> None:
        """The traveller adds a bank account on the page of her wallet."""
        url = wallet_page.newest([message.url for message in self.said if isinstance(message, Link)])
        wallet_page.add_in_memory(self.web, url, iban, browser=BROWSER, mark=f"{self._next():04d}")
        self.rest()

    def page(self) -> tuple[str, LinkView]:
        """The newest pay page: its token and what it shows."""
        link = next(message for message in reversed(self.said) if isinstance(message, Link) and "/pay/" in message.url)
        token = link.url.rpartition("/")[2]
        view = checkouts.link_state(self.web, token, BROWSER)
        assert view is not None
        return token, view

    def challenge(self, words: str, *, comes_back: bool = True) -> None:
        """Answer the bank, leave it undecided, or ask on our page for another card."""
        token, view = self.page()
        assert view.action_url, "no bank asks"
        newest = next(message.url for message in reversed(self.said) if isinstance(message, Link))
        assert newest.endswith(token) or newest == view.action_url, "the thread leads nowhere near the bank"
        match words:
            case "approve" | "fail":
                self.gateway.answer_challenge(view.action_url, passed=words == "approve")
            case "use another card":
                checkouts.another_card(self.web, token, BROWSER)
            case "leave":
                pass
            case _:
                raise AssertionError(words)
        if comes_back:
            self.page()
        self.rest()

    def agent(self, words: str) -> None:
        """An agent takes the thread, says something in it, or hands it back."""
        what, _, said = words.partition(" ")
        thread = str(self.thread)
        match what:
            case "takes":
                desk.take(self.web, thread, AGENT)
            case "says":
                desk.reply(self.web, thread, AGENT, said, key=letters(self._next()))
            case _:
                desk.hand_back(self.web, thread, AGENT)
        self.rest()

    def happen(self, what: str) -> None:
        """One of `tests.journeys.stage.HAPPENINGS`."""
        if what in stage.STAFF:
            stage.watch(self.web, what)
        else:
            self._happen(what)
        self.rest()

    def _happen(self, what: str) -> None:
        match what:
            case time if time in _PASSES:
                self.pass_time(_PASSES[time])
            case "the price rises":
                self.raise_price()
            case "the flights are sold out":
                self.sell_out()
            case "the airline takes the seats back":
                self.flights.take_back()
            case "the gateway's webhooks get lost":
                self.loses_webhooks = True
            case "the worker dies before it issues tickets":
                self.supplier.meanwhile["before ticket"] = die
            case stage.ANOTHER_CHAT:
                self.thread = msgspec.structs.replace(self.thread, user=f"{self.thread.user}{letters(self._next())}")
            case stage.BACK:
                self.thread = self.home
            case "everything in Redis is lost":
                self.memory.forget()
                self.jobs.rung.clear()
                self.pass_time(0)
            case _:
                raise AssertionError(what)

    def heard(self, least: int, most: int, *, cards: int = 0) -> tuple[Spoken, ...]:  # noqa: ARG002  all is said at once
        """What was said since this was last asked."""
        fresh = self.said[self._heard :]
        self._heard = len(self.said)
        return tuple(one for message in fresh for one in sayings(message))

    def facts(self) -> Facts:
        """What became of the talk."""
        holds = self.flights.holds.values()
        sizes = {state: sum(_size(hold) for hold in holds if hold.state == state) for state in ("held", "ticketed")}
        tickets = tuple(ticket for hold in holds if hold.state == "ticketed" for ticket in hold.tickets)
        money = self.records.money
        found = tuple(money.checkouts.values())
        seats = Seats(tickets, sizes["held"], sizes["ticketed"])
        with self.records.begin() as work:
            wallet, tokens = wallet_of(work, str(self.home)), tokens_of(work, found)
        return Facts(self.gateway.records(), seats, found, money.transactions(), wallet, tokens)

    def _post(self, *, times: int = 1, **posted: str) -> None:
        self.pass_time(1)
        self.receive(times=times, **posted)
        self.rest()

    def receive(self, *, times: int = 1, **posted: str) -> None:
        """Take what the traveller posts, and let nobody else do anything yet."""
        body = msgspec.json.encode(
            Posted(self.thread.account, self.thread.user, f"m{self._next()}", self.clock.ms, **posted)
        )
        for _ in range(times):
            received = inbox.receive(self.web, self._channel.name, {}, body)
            assert (received.result, received.failed) == ("taken", 0)

    def rest(self) -> None:
        """Let everybody run until nobody has anything left to do; a death ends what was being done and nothing else."""
        perform.install(self.worker)
        for _ in range(_MOST_ROUNDS):
            try:
                if not self._work():
                    return
            except DeadError:
                continue
        raise AssertionError("The stage does not come to rest.")

    def _work(self) -> bool:
        busy = self.jobs.answer(perform.perform)
        self._courier.pull(wait_ms=0)
        self._courier.step()
        busy += self._archivist.step(wait_ms=0)
        for sweep in (
            sweeps.owed,
            sweeps.notices,
            sweeps.expired,
            sweeps.late_effects,
            sweeps.late_steps,
            sweeps.late_setups,
        ):
            busy += sweep(self.worker, self._rings)
        return bool(busy + self._hook())

    def _hook(self) -> int:
        """What the gateway tells by itself."""
        fresh = self.gateway.webhooks[self._hooks :]
        self._hooks += len(fresh)
        for _, body in () if self.loses_webhooks else fresh:
            signed = {HEADER: sign(body, secrets=(SECRET,), at=self.clock.ms // 1000)}
            event = self.gateway.webhook(signed, body, now=self.clock.now())
            assert event is not None
            checkouts.gateway_event(self.web, event)
        return len(fresh)

    def _show(self, _thread: ThreadKey, request: dict[str, Any]) -> None:
        message = msgspec.convert(request, Message)
        if not isinstance(message, Typing):
            self.said.append(message)

    def _option(self, title: str) -> Option:
        options = [option for message in reversed(self.said) for option in options_of(message)]
        return next(option for option in options if golden_title(option.title) == golden_title(title))

    def card(self, view: LinkView, number: str) -> Any:
        """A card as a pay page seals it."""
        bound = {"chk": view.checkout, "iat": int(self.clock.now().timestamp()), "jti": f"jti-of-page-{self._next()}"}
        due = {"amt": view.total.minor, "cur": view.total.currency}
        card = {"pan": number, "exp_month": 12, "exp_year": 2031, "name": "Marie Durand", **due, **bound}
        return seal_in_clear(card, {"cvc": "123", **bound})

    def raise_price(self) -> None:
        """Put up the fares of the directions that the traveller looks at."""
        for piece in self.wanted().slices:
            self.flights.adjustments[f"{piece.origin}-{piece.destination}"] = 10

    def sell_out(self) -> None:
        """Sell every seat that is left on the flights that the traveller looks at."""
        for segment in self.wanted().segments:
            self.flights.sell_out(segment.key)

    def wanted(self) -> Offer:
        """The offer that the traveller has chosen, or the first of those that she sees."""
        talk = self.talks.load(str(self.thread))
        assert talk is not None
        return talk.basket.offer or talk.basket.shelf[0]

    def pass_time(self, seconds: float) -> None:
        """Leases run out meanwhile: in life they are renewed each two seconds."""
        self.clock.move(seconds=seconds)
        self._courier._shards.lose()
        self._archivist._shards.lose()

    def _next(self) -> int:
        self._posted += 1
        return self._posted

    def _runtime(self, *, works: bool) -> Runtime:
        nobody = cast("Any", None)
        return Runtime(
            clock=self.clock,
            ids=self.ids,
            world=_world,
            channels={"terminal": self._channel},
            conversations=self.talks,
            journal=MemoryJournal(self.memory),
            records=self.records,
            jobs=self.jobs,
            live=MemoryLive(),
            supplier=cast("Any", self.supplier),
            sealed_cards=self.sealed,
            digits=self.digits,
            capture_keys=MemoryCaptureKeys(),
            meter=cast("Any", Counts()),
            public_url="https://threadfare.example",
            secret=b"a secret of thirty-two bytes, no less",
            pins=QuickPins(),
            gateway=cast("Any", self.bank) if works else nobody,
            gateway_hooks=self.gateway,
            card_opener=MemoryCardOpener(self.sealed.first_use) if works else nobody,
        )


@cache
def _world() -> World:
    """The small airline of other tests, with every airport that the sample airline flies to."""
    known = msgspec.structs.replace(world(), places=gazetteer(frozenset(sample_supplier().airports)))
    return wallet_page.with_creditor(known)


def _size(hold: Any) -> int:
    return int(hold.offer.party.seats) * len(hold.offer.segments)
