"""Promises of the one door over any history: what holds whoever says, taps and answers whatever, in any order."""

from typing import Any

import msgspec
from hypothesis import HealthCheck, event, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from bot.domain.conversation.agent_events import AgentReturned, AgentSpoke, AgentTook
from bot.domain.conversation.context import Context
from bot.domain.conversation.control_events import ControlMoved
from bot.domain.conversation.effects import BeginCheckout, Effect, Say, SearchFlights
from bot.domain.conversation.events import (
    AttachmentReceived,
    CheckoutEnded,
    ChoiceTapped,
    Event,
    MessageEchoed,
    MessageEdited,
    MessageReacted,
    MessageUnsent,
    OffersFound,
    PaymentChallenged,
    PaymentChecking,
    PaymentDeclined,
    PriceChanged,
    SearchFailed,
    SeatsHeld,
    SoldOut,
    TextReceived,
    ThreadOpened,
    WaitExpired,
)
from bot.domain.conversation.handover import after_silence
from bot.domain.conversation.messages import Message, Receipt, Typing, options_of, spoken
from bot.domain.conversation.state import Conversation, new_conversation
from bot.domain.flow.wait_checkout import News
from bot.domain.ids import effect_id
from bot.domain.money import Money
from bot.domain.turn import Turn, advance
from tests.builders import world as builders

PHRASES = (
    "hi", "bonjour", "Paris", "New York", "Paris to New York", "from Nice", "no, Lyon", "not New York", "Oslo",
    "4 December", "tomorrow", "yesterday", "in June", "the 5th", "back on the 12th", "one way", "no, Saturday",
    "a day later", "le lendemain", "for a week", "2 adults", "1 adult", "40 adults", "2 children", "1 adulte et 1 bébé",
    "no, 3", "business", "direct", "cheaper", "later", "more options", "the cheapest", "2", "the last one", "TF103",
    "Marie Durand", "no, Marion Durand", "24 July 1987", "3 May 2019", "3 mai 2026", "no, 25 July 1987",
    "marie@example.com", "yes", "no", "ok", "non merci", "d'accord", "change", "go back", "names", "the date", "email",
    "link my chats", "BCDF-GH23", "my chats", "unlink this chat",
    "cancel", "start over", "help", "?", "thanks", "bye", "bags?", "talk to a person", "back to the assistant",
    "مريم", "👩‍🦰", "x" * 300, "%%%", "qwrtz", "", " ", "4242", "je ne comprends pas", "¿dónde?", "wo?",
)  # fmt: skip


class Talking(RuleBasedStateMachine):
    """A traveller, an agent, the outside and a clock, all at random."""

    def __init__(self) -> None:
        super().__init__()
        self.world = builders.world()
        self.talk = new_conversation("terminal:tf:ada")
        self.now = builders.NOW_MS
        self.count = 0
        self.tappable: list[str] = ["go:help", "pick:1:x", "offer:o1", "go:", "§"]
        self.searches: list[tuple[str, SearchFlights]] = []
        self.checkouts: list[str] = []
        self.seen: list[Event] = []
        self.last: tuple[str, str, str] = ("", "", "")

    def happen(self, what: Event) -> Turn:
        """One event through the door, and what must hold of any."""
        before = self.talk
        turn = advance(before, what, world=self.world, now=self.now)
        after = turn.conversation
        if after.version == before.version:
            assert after is before
            assert turn.effects == ()
            return turn
        assert after.version == before.version + 1
        takeover = after.owner != before.owner and "human" in (before.owner, after.owner)
        assert after.epoch > before.epoch if takeover else after.epoch >= before.epoch
        if after_silence(before, at=what.at).owner != "bot" and after.owner != "bot":
            self._says_nothing_of_its_own(what, turn.effects, pays=before.reason == "payment")
        self.talk = msgspec.json.decode(msgspec.json.encode(after), type=Conversation)
        assert self.talk == after
        self.seen.append(what)
        if words := "\n".join(filter(None, map(spoken, _messages(turn.effects)))):
            self.last = (*self.last[1:], words)
        self._remember(what, turn.effects)
        return turn

    @staticmethod
    def _says_nothing_of_its_own(what: Event, effects: tuple[Effect, ...], *, pays: bool) -> None:
        allowed = isinstance(what, News | AgentSpoke | AgentTook) or (pays and isinstance(what, ChoiceTapped))
        assert allowed or not effects
        assert not [effect for effect in effects if isinstance(effect, SearchFlights | BeginCheckout)]

    def _remember(self, what: Event, effects: tuple[Effect, ...]) -> None:
        for index, effect in enumerate(effects):
            if isinstance(effect, Say):
                self.tappable += [option.payload for option in options_of(effect.message)]
            elif isinstance(effect, SearchFlights):
                self.searches.append((effect_id(what.id, index), effect))
            elif isinstance(effect, BeginCheckout):
                self.checkouts.append(effect_id(what.id, index))

    def _id(self) -> str:
        self.count += 1
        return f"e{self.count}"

    def _heard(self, what: Event) -> None:
        owner = self.talk.owner
        turn = self.happen(what)
        if owner == "bot":
            said = [message for message in _messages(turn.effects) if not isinstance(message, Typing)]
            assert said, what
            assert all(spoken(message).strip() for message in said)
            assert not any("{{" in spoken(message) or "None" in spoken(message) for message in said)
            assert len(set(self.last)) > 1, self.last

    @rule(text=st.sampled_from(PHRASES))
    def writes(self, text: str) -> None:
        """The traveller writes something that travellers write."""
        event(f"node {self.talk.position.node if self.talk.position else '-'}")
        self._heard(TextReceived(self._id(), self.now, text))

    @rule(text=st.text(max_size=60))
    def writes_anything(self, text: str) -> None:
        """The traveller writes anything at all."""
        self._heard(TextReceived(self._id(), self.now, text))

    @rule(data=st.data())
    def taps(self, data: st.DataObject) -> None:
        """The traveller taps a button, often a fresh one, perhaps one of long ago."""
        pool = self.tappable[-6:] if data.draw(st.integers(0, 4)) else self.tappable
        self._heard(ChoiceTapped(self._id(), self.now, data.draw(st.sampled_from(pool))))

    @rule()
    def pastes_a_card(self) -> None:
        """The traveller writes a card number, which was taken out."""
        self._heard(TextReceived(self._id(), self.now, "[card number removed]", redacted=1))

    @rule()
    def opens(self) -> None:
        """The traveller opens the thread."""
        self._heard(ThreadOpened(self._id(), self.now, locale="fr_FR"))

    @rule(
        ref=st.sampled_from(("to-NYC", "from-PAR_to-LON_on-2026-12-04_oneway", "from-PAR_to-PAR", "to-XQX", "summer")),
        text=st.sampled_from(("", "", "hi", "how much baggage?", "2 adults")),
    )
    def comes_by_a_link(self, ref: str, text: str) -> None:
        """The traveller taps a link, with words or without, in the middle of anything."""
        if text:
            self._heard(TextReceived(self._id(), self.now, text, context=Context(ref=ref, link="abcd")))
        else:
            self._heard(ThreadOpened(self._id(), self.now, ref, context=Context(link="abcd")))
        assert self.talk.link == "abcd"

    @rule(app=st.sampled_from(("263902037430900", "")))
    def control_moves(self, app: str) -> None:
        """Another app takes the thread on the platform, or gives it back."""
        at_the_desk = self.talk.owner == "human" and self.talk.agent == "ana"
        self.happen(ControlMoved(self._id(), self.now, app))
        assert self.talk.owner == "human" if app or at_the_desk else self.talk.owner in {"bot", "queue"}

    @rule()
    def sends_a_picture(self) -> None:
        """The traveller sends what the bot cannot read."""
        self._heard(AttachmentReceived(self._id(), self.now, "image"))

    @rule(kind=st.sampled_from((MessageReacted, MessageEdited, MessageUnsent)))
    def fidgets(self, kind: type[Any]) -> None:
        """The traveller reacts, edits or takes back: nothing is said."""
        fields = {MessageReacted: ("e1", "👍"), MessageEdited: ("e1", "hm"), MessageUnsent: ("e1",)}[kind]
        assert self.happen(kind(self._id(), self.now, *fields)).effects == ()

    @precondition(lambda self: self.seen)
    @rule(data=st.data())
    def delivers_again(self, data: st.DataObject) -> None:
        """A platform delivers again: nothing happens."""
        again = data.draw(st.sampled_from(self.seen[-20:]))
        turn = advance(self.talk, again, world=self.world, now=self.now)
        assert turn.conversation is self.talk
        assert turn.effects == ()

    @precondition(lambda self: self.searches)
    @rule(data=st.data(), count=st.integers(0, 9))
    def finds(self, data: st.DataObject, count: int) -> None:
        """A search comes back, perhaps an old one, perhaps empty."""
        awaited, effect = data.draw(st.sampled_from(self.searches[-2:]))
        self.happen(OffersFound(awaited, self.now, builders.offers(count, effect.search)))

    @precondition(lambda self: self.searches)
    @rule(data=st.data())
    def fails_to_find(self, data: st.DataObject) -> None:
        """A search fails."""
        awaited, _ = data.draw(st.sampled_from(self.searches[-2:]))
        self.happen(SearchFailed(awaited, self.now, data.draw(st.sampled_from(("supplier_down", "never_heard_of")))))

    @precondition(lambda self: self.checkouts)
    @rule(data=st.data())
    def has_money_news(self, data: st.DataObject) -> None:
        """A checkout tells anything, the present one or an old one: it is told unless the talk wants another trip."""
        checkout, name = data.draw(st.sampled_from(self.checkouts[-2:])), self._id()
        news = (
            SeatsHeld(name, self.now, checkout, "http://localhost/pay/x", Money(61240, "EUR"), self.now // 1000 + 900),
            PriceChanged(name, self.now, checkout, builders.offer(3), Money(61240, "EUR")),
            SoldOut(name, self.now, checkout),
            PaymentDeclined(name, self.now, checkout, "declined_funds", data.draw(st.sampled_from(("", "http://x")))),
            PaymentChallenged(name, self.now, checkout, "http://x", self.now // 1000 + 600),
            PaymentChecking(name, self.now, checkout),
            msgspec.structs.replace(builders.issued(checkout), id=name),
            CheckoutEnded(
                name,
                self.now,
                checkout,
                data.draw(st.sampled_from(("expired", "cancelled", "failed", "unticketed", "?"))),
            ),
        )
        what = data.draw(st.sampled_from(news))
        said = _messages(self.happen(what).effects)
        if type(what).__name__ == "TicketIssued":
            assert any(isinstance(message, Receipt) for message in said)

    @rule(step=st.sampled_from(("take", "speak", "return", "echo")))
    def agent_acts(self, step: str) -> None:
        """An agent takes, speaks, gives back, or answers elsewhere."""
        name = self._id()
        self.happen(
            {
                "take": AgentTook(name, self.now, "ana", "Ana"),
                "speak": AgentSpoke(name, self.now, "ana", "Ana", "Hello"),
                "return": AgentReturned(name, self.now, "ana"),
                "echo": MessageEchoed(name, self.now, "Hello", "263902037430900"),
            }[step]
        )

    @rule()
    def rings(self) -> None:
        """A timer rings for the present wait."""
        wait = self.talk.position.wait if self.talk.position else "0"
        self.happen(WaitExpired(self._id(), self.now, wait))

    @rule(minutes=st.sampled_from((0, 1, 16, 60, 25 * 60, 400 * 24 * 60)))
    def waits(self, minutes: int) -> None:
        """Time goes by."""
        self.now += minutes * 60_000

    @precondition(lambda self: self.talk.owner == "bot")
    @rule()
    def starts_over(self) -> None:
        """After any history, starting over leads to a first question."""
        self._heard(TextReceived(self._id(), self.now, "start over"))
        assert self.talk.position is not None
        assert self.talk.position.node == "ask_origin"
        assert self.talk.trip == msgspec.structs.replace(self.talk.trip, origin="", destination="", depart=None)

    @initialize(text=st.sampled_from(("hi", "Paris to New York on 4 December, one way, 1 adult")))
    def begins(self, text: str) -> None:
        """Half of the talks begin in the middle."""
        self.writes(text)
        if self.searches:
            self.happen(OffersFound(self.searches[-1][0], self.now, builders.offers(5)))

    @invariant()
    def stands_somewhere(self) -> None:
        """The talk stands at a wait of its flow, or at none because it ended; the person's exit is always there."""
        position = self.talk.position
        if position is not None:
            node = self.world.flow(position.flow, position.revision).nodes[position.node]
            assert node.wait is not None
            assert node.wait.exits["person"]

    @invariant()
    def is_small(self) -> None:
        """A conversation never outgrows what a store reads in a breath."""
        assert len(msgspec.json.encode(self.talk)) < 20_000


def _messages(effects: tuple[Effect, ...]) -> list[Message]:
    return [effect.message for effect in effects if isinstance(effect, Say)]


Talking.TestCase.settings = settings(
    max_examples=60,
    stateful_step_count=60,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)
TestTalking = Talking.TestCase
TestTalking.__doc__ = "Whatever happens, in whatever order: no turn raises, and the promises hold."
