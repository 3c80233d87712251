"""The real stage: signed Messenger webhooks in, the fake Graph API's record of what came out, a browser that pays."""

import html
import re
import time
from datetime import UTC, datetime
from itertools import count
from pathlib import Path
from threading import Thread
from typing import Any

import msgspec
import requests
from redis import Redis
from sqlalchemy import text

from bot.adapters.argon2 import Argon2Hasher
from bot.adapters.data.catalogue import sandbox_fraud_rules
from bot.domain.checkout_case import Checkout
from bot.domain.conversation.state import Conversation
from bot.domain.ids import shard_of
from bot.domain.shopping.offers import Offer
from bot.services import fraud_rules, reviews
from bot.simulators.page_sent import PageSent
from bot.simulators.wire import bodies, signed
from tests.builders.sealing import seal
from tests.fakes.sandbox_server import Records
from tests.journeys import airline, bank_page, messenger_talk, pin_page, stage, wallet_page
from tests.journeys.golden import golden_title
from tests.journeys.stage import Facts, Seats, letters, tokens_of, wallet_of
from tests.journeys.talk_file import Spoken
from tests.journeys.town import Town

CODE = "737"
_NUMBERS = count(100001)
_WAIT = 45.0
_QUIET = 0.15
_PASSES = {**stage.PASSES, stage.BANK_PAYS: 20}
"""The sandbox's bank pays twenty seconds after it was asked; what that leads to is waited for."""
_CONSENT = re.compile(r'<input id="save" type="checkbox" value="([0-9a-f]+)"')
_DATA = re.compile(r'data-([a-z-]+)="([^"]*)"')


class RealStage:
    """One traveller's talk with a running town."""

    def __init__(self, town: Town) -> None:
        self.town = town
        self.psid = str(next(_NUMBERS))
        self._before: tuple[str, ...] = ()
        self.browser = requests.Session()
        self._heard = 0
        self._death: Path | None = None
        town.postman.loses = False

    @property
    def thread(self) -> str:
        """The present thread."""
        return f"messenger:{self.town.graph.account.id}:{self.psid}"

    def say(self, words: str, *, times: int = 1) -> None:
        """The traveller writes."""
        said = [one.text for one in messenger_talk.spoken([one for one in self.town.graph.sent if self._is_mine(one)])]
        self.town.graph.says(self.psid, stage.filled(words, locator=self._locator(), said=said))
        self.deliver(times=times)

    def tap(self, title: str, *, twice: bool = False) -> None:
        """The traveller taps the newest option of that title."""
        payload = self._payload(title)
        self.town.graph.taps(self.psid, payload)
        if not twice:
            self.deliver()
            return
        self.town.graph.taps(self.psid, payload)
        both = Thread(target=self._post_one), Thread(target=self._post_one)
        for one in both:
            one.start()
        for one in both:
            one.join()

    def deliver(self, *, times: int = 1) -> None:
        """Deliver whatever the platform has to tell; what is not taken now is delivered again with the next."""
        statuses = self.town.graph.deliver(self.town.post, times=times)
        assert set(statuses) <= {200, 503}, statuses

    def pay(self, number: str, *, saves: bool = False) -> None:
        """Open the newest pay link, send a card as the page's script does, and stay until the page says how it went."""
        url = self._pay_url()
        assert self.pay_at(url, number, saves=saves), "the page takes no card"
        self._stay(url)

    def account(self, iban: str) -> None:
        """Add a bank account on the page that the newest link to the wallet leads to."""
        mark = f"{self.psid}-{time.monotonic_ns()}"
        url = wallet_page.newest(self._urls())
        wallet_page.add_on_the_page(self.town.url, url, iban, at=int(self.town.now()), mark=mark)

    def pin(self, digits: str, *, sets: bool = False) -> None:
        """Set a PIN, or enter it on the newest page that asks for one."""
        if sets:
            hashed = Argon2Hasher(self.town.secret.encode(), "pin").hash(digits, salt=pin_page.SALT)
            with self.town.records.begin() as work:
                pin_page.guard(work, self.thread, hashed, at=datetime.fromtimestamp(self.town.now(), UTC))
            self.town.wait_for(self._is_told, "the talk to hear of its PIN")
            return
        url = pin_page.newest(self._urls())
        assert self.browser.get(url, timeout=10).status_code == 200
        page = self.browser.post(url, data={"pin": digits}, headers={"Origin": self.town.url}, timeout=10)
        assert page.status_code == 200, page.text

    def challenge(self, words: str, *, comes_back: bool = True) -> None:
        """Visit the bank and answer it, leave it undecided, or ask on our page for another card."""
        url = self._pay_url()
        if words == "use another card":
            headers = {"Origin": self.town.url}
            page = self.browser.post(f"{url}/another", headers=headers, timeout=10)
            assert page.status_code == 200, page.text
        else:
            back = bank_page.decide(self.browser, bank_page.visit(self.browser, url), words)
            if comes_back:
                assert self.browser.get(back, timeout=10).status_code == 200
        if comes_back:
            self._stay(url, decided=words in {"approve", "fail"})

    def _stay(self, url: str, *, decided: bool = False) -> None:
        """Stay on the page until it says how it went; a challenge is waited for only once it was decided."""
        state = ""
        until = time.monotonic() + _WAIT
        waits = {"", "working", "switching"} | ({"challenge"} if decided else set())
        while state in waits and not self._is_dead() and time.monotonic() < until:
            accept = {"Accept": "application/json"}
            state = self.browser.get(f"{url}/state", headers=accept, timeout=10).json()["state"]
            time.sleep(0.05)

    def pay_at(self, url: str, number: str, *, saves: bool = False) -> bool:
        """Send a card if the page asks for one; gives whether it did."""
        page = self.browser.get(url, timeout=10)
        data = {name: html.unescape(value) for name, value in _DATA.findall(page.text)}
        if "checkout" not in data:
            return False
        consent = _CONSENT.search(page.text)
        assert consent is not None
        sealed = self._sealed(data, number, consent=consent[1] if saves else "")
        headers = {"Origin": self.town.url, "Content-Type": "application/json"}
        answer = self.browser.post(url, data=sealed, headers=headers, timeout=10, allow_redirects=False)
        assert answer.status_code in {303, 503}, answer.text
        return True

    def agent(self, words: str) -> None:
        """An agent takes the thread, says something in it, or hands it back, in the desk's own pages."""
        what, _, said = words.partition(" ")
        act = {"takes": "take", "says": "reply", "hands": "return"}[what]
        form = {"text": said, "client_id": letters(next(_NUMBERS))}
        url = f"{self.town.url}/desk/t/{self.thread}/{act}"
        answer = self.town.agent().post(url, data=form, timeout=10)
        assert answer.status_code == 200, answer.status_code

    def happen(self, what: str) -> None:
        """One of `tests.journeys.stage.HAPPENINGS`."""
        if what in stage.STAFF:
            self._staff(what)
        else:
            self._happen(what)

    def _staff(self, what: str) -> None:
        """Staff publish a rule, or decide by the command, after which the rules of a sandbox are in force again."""
        rules: object = stage.EVERY if what == stage.HOLDS else sandbox_fraud_rules()
        for review, _ in reviews.waiting(self.town.records) if what != stage.HOLDS else ():
            verdict = "allow" if what == stage.ALLOWS else "reject"
            self.town.command("reviews", verdict, review.attempt, "--by", "Ida")
        fraud_rules.publish(self.town.records, rules, by="Ida", note="", now=datetime.now(UTC))

    def _happen(self, what: str) -> None:
        match what:
            case time if time in _PASSES:
                self.town.pass_time(_PASSES[time])
            case "the price rises":
                airline.raise_price(self.town.engine, self._wanted())
            case "the flights are sold out":
                airline.sell_out(self.town.engine, self._wanted())
            case "the airline takes the seats back":
                self._take_seats_back()
            case "the gateway's webhooks get lost":
                self.town.postman.loses = True
            case "the worker dies before it issues tickets":
                self._death = self.town.arm_worker()
            case stage.ANOTHER_CHAT:
                self._before, self.psid, self._heard = (*self._before, self.psid), str(next(_NUMBERS)), 0
            case stage.BACK:
                first, *between = (*self._before, self.psid)
                self._before, self.psid, self._heard = tuple(between), first, 0
                self._heard = len(self._fresh())
            case "everything in Redis is lost":
                self._lose_redis()
            case _:
                raise AssertionError(what)

    def heard(self, least: int, most: int, *, cards: int = 0) -> tuple[Spoken, ...]:
        """What the fake Graph API was sent for this traveller since this was last asked."""
        self._wait_for(least, _WAIT, cards=cards)
        self._wait_for(most if least else 1, _QUIET if most != least or not least else 0)
        fresh = self._fresh()
        self._heard += len(fresh)
        return fresh

    def facts(self) -> Facts:
        """What became of the talk, once every checkout has come to an end."""
        self.town.wait_for(self._is_over, "the end of every checkout")
        checkouts = self._checkouts()
        payments = [payment.id for one in checkouts for payment in one.payments]
        found = [self.town.sandbox.records(payment) for payment in payments]
        gateway = Records(
            tuple(one for records in found for one in records.payments),
            tuple(one for records in found for one in records.effects),
            tuple({one["token"]: one for records in found for one in records.tokens}.values()),
        )
        sources = [*payments, *(one.order.id for one in checkouts)]
        sources += [attempt.key for one in checkouts for payment in one.payments for attempt in payment.attempts]
        with self.town.records.begin() as work:
            books = work.money.transactions(*sources) if sources else ()
            wallet, tokens = wallet_of(work, self.thread), tokens_of(work, checkouts)
        return Facts(gateway, self._seats(checkouts), checkouts, books, wallet, tokens)

    def _is_told(self) -> bool:
        with self.town.records.begin() as work:
            return not work.talk.owed_to(self.thread)

    def _is_dead(self) -> bool:
        return self._death is not None and not self._death.exists()

    def _wait_for(self, count: int, seconds: float, *, cards: int = 0) -> None:
        """Wait for so many sayings, and for the cards that come in messages of their own after their sentence."""
        until = time.monotonic() + seconds
        while not self._has(count, cards) and time.monotonic() < until:
            self.deliver()
            time.sleep(0.01)
        self.deliver()

    def _has(self, count: int, cards: int) -> bool:
        fresh = self._fresh()
        return len(fresh) >= count and sum(len(one.cards) for one in fresh) >= cards

    def _fresh(self) -> tuple[Spoken, ...]:
        return tuple(messenger_talk.spoken([one for one in self.town.graph.sent if one.user == self.psid]))[
            self._heard :
        ]

    def _payload(self, title: str) -> str:
        for sent in reversed([one for one in self.town.graph.sent if one.user == self.psid]):
            for payload, shown in sent.options.items():
                if golden_title(shown) == golden_title(title):
                    return payload
        raise AssertionError(f"Nothing that was said can be tapped as {title!r}.")

    def _is_mine(self, sent: PageSent) -> bool:
        return sent.user in {*self._before, self.psid}

    def _locator(self) -> str:
        """The reference on the newest receipt of this traveller's chats."""
        payloads = (
            one.request["message"].get("attachment", {}).get("payload", {})
            for one in self.town.graph.sent
            if self._is_mine(one) and "message" in one.request
        )
        numbers = [messenger_talk.number(one) for one in payloads if "order_number" in one]
        return numbers[-1] if numbers else ""

    def _post_one(self) -> None:
        graph = self.town.graph
        items = [graph.waiting.pop(0)]
        (body,) = bodies(items, at=graph.now(), batched=True)
        assert self.town.post(body, signed(body, graph.account.secret)) == 200

    def _pay_url(self) -> str:
        return [url for url in self._urls() if "/pay/" in url][-1]

    def _urls(self) -> list[str]:
        return [url for one in self.town.graph.sent if one.user == self.psid for url in messenger_talk.links(one)]

    def _sealed(self, data: dict[str, str], number: str, *, consent: str = "") -> bytes:
        keys = self.browser.get(f"{self.town.url}/pay/keys", timeout=10).json()["keys"]
        bound = {"chk": data["checkout"], "iat": int(self.town.now()), "jti": f"jti-{self.psid}-{time.monotonic_ns()}"}
        card = {"v": 1, "pan": number, "exp_month": 12, "exp_year": 2031, "name": "Marie Durand", **bound}
        card |= {"amt": int(data["minor"]), "cur": data["currency"]}
        sealed = msgspec.structs.asdict(seal(keys[0], card, {"v": 1, "cvc": CODE, **bound}))
        return msgspec.json.encode({**sealed, "consent": consent} if consent else sealed)

    def _checkouts(self) -> tuple[Checkout, ...]:
        asked = text("SELECT id FROM checkouts WHERE thread = ANY(:threads) ORDER BY began_at")
        page = self.town.graph.account.id
        threads = [f"messenger:{page}:{psid}" for psid in (*self._before, self.psid)]
        with self.town.engine.connect() as connection:
            ids = [row[0] for row in connection.execute(asked, {"threads": threads})]
        with self.town.records.begin() as work:
            found = [work.money.checkout(each) for each in ids]
        return tuple(one for one in found if one is not None)

    def _is_over(self) -> bool:
        return all(one.state in {"paid", "returned", "ended"} for one in self._checkouts())

    def _seats(self, checkouts: tuple[Checkout, ...]) -> Seats:
        orders = [one.order.id for one in checkouts]
        with self.town.engine.connect() as connection:
            tickets = connection.execute(
                text(
                    "SELECT t.number FROM timetable_tickets t JOIN timetable_holds h USING (locator)"
                    " WHERE h.reference = ANY(:orders) AND t.voided_at IS NULL ORDER BY t.number"
                ),
                {"orders": orders},
            )
            numbers = tuple(row[0] for row in tickets)
            states = connection.execute(
                text(
                    "SELECT h.state, sum(h.seats) FROM timetable_holds h JOIN timetable_hold_segments USING (locator)"
                    " WHERE h.reference = ANY(:orders) GROUP BY h.state"
                ),
                {"orders": orders},
            )
            sums = {row[0]: int(row[1]) for row in states}
        return Seats(numbers, sums.get("held", 0), sums.get("ticketed", 0))

    def _wanted(self) -> Offer:
        talk = self.live()
        assert talk is not None
        return talk.basket.offer or talk.basket.shelf[0]

    def _take_seats_back(self) -> None:
        orders = [one.order.id for one in self._checkouts()]
        for locator in airline.held_locators(self.town.engine, orders):
            self.town.supplier.cancel(locator, now=datetime.fromtimestamp(self.town.now(), UTC))

    def live(self) -> Conversation | None:
        """The live conversation as Redis holds it."""
        with Redis.from_url(self.town.valkey.url) as client:
            body: Any = client.get(f"{{{shard_of(self.thread)}}}:c:{self.thread}")
        return msgspec.json.decode(body, type=Conversation) if body else None

    def _lose_redis(self) -> None:
        self.town.wait_for(self._archived, "the archive of the talk")
        with Redis.from_url(self.town.valkey.url) as client:
            client.flushall()

    def _archived(self) -> bool:
        live = self.live()
        with self.town.records.begin() as work:
            kept = work.talk.conversation(self.thread)
        return live is not None and kept is not None and kept.version == live.version
