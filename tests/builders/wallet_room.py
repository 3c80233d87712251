"""A traveller who adds a method without buying anything, with bank, vault and workers on one clock."""

import json
from itertools import count
from types import SimpleNamespace
from typing import Any, cast

from bot.domain.payment.capture import CaptureMode
from bot.domain.payment.consent import consent_words, digest
from bot.domain.payment.mandate import mandate_words
from bot.domain.payment.method import Method, in_order
from bot.domain.payment.setup import Setup
from bot.ports.gateway import CardSecret
from bot.ports.runtime import Runtime
from bot.ports.vault import Sealed
from bot.ports.wallet_records import Traveller
from bot.services import checkout_steps, checkouts, setup_runs, setups
from bot.services.setups import SetupView, Submitter
from tests.builders.house import CountingMeter
from tests.builders.world import NOW
from tests.fakes.clock import CountingIds, StandingClock
from tests.fakes.gateway import FakeGateway
from tests.fakes.jobs import MemoryJobs
from tests.fakes.memory_vault import MemoryVault
from tests.fakes.records import MemoryRecords
from tests.fakes.vault import MemoryCardOpener, MemorySealedCards, seal_in_clear
from tests.journeys.crash_points.fuse import Fuse, Fused, FusedRecords, KilledError
from tests.journeys.crash_points.town import Owing

ADA, THREAD, BRAND = "trv_ada", "messenger:page:ada", "Threadfare Air"
VISA = "4242424242424242"
BACK = "https://pay.example/wallet/back"
_GATEWAY = ("tokenize", "tokenize_account", "redeem", "open_page", "read_page", "verify", "find", "detach")
CREDITOR = "FR72ZZZ123456"
_VAULT = ("store", "reveal", "destroy")


class Room:
    """Everything around one traveller's wallet; the fuse may kill our side of it at any point."""

    def __init__(self, fuse: Fuse | None = None, *, mode: CaptureMode = "vault") -> None:
        self.fuse, self.mode = fuse or Fuse(), mode
        self.clock, self.ids, self.meter, self.jobs = StandingClock(), CountingIds(), CountingMeter(), MemoryJobs()
        self.talk = Owing()
        self.records = MemoryRecords(talk=self.talk)
        self.gateway, self.sealed = FakeGateway(self.clock), MemorySealedCards(self.clock)
        self.vault = MemoryVault(self.clock)
        self.vault.rotate()
        self.by = Submitter(ADA, "203.0.113.7", "Firefox")
        self.brand = SimpleNamespace(name=BRAND, creditor=CREDITOR)
        self._jtis = count(1)
        with self.records.begin() as work:
            work.wallet.enroll(THREAD, Traveller(ADA, NOW))
        self.runtime, self.web = self._runtime(worker=True), self._runtime(worker=False)

    # What the traveller does.

    def begin(self) -> str:
        """Open the form; gives the setup's id."""
        return setups.begin(self.web, ADA, THREAD, kind="card", language="en", back=BACK)

    def submit(self, setup: str, number: str = VISA, *, given: Sealed | str | None = None) -> SetupView:
        """Send the form, with the card as the browser encrypts it unless something else is given."""
        shown = digest(consent_words("en", BRAND, self.mode))
        what = given if given is not None or self.mode != "vault" else self.sealed_card(setup, number)
        return setups.submit(self.web, setup, what, consent=shown, by=self.by)

    def add_account(self, iban: str = "FR7630006000011234567890189", **changes: object) -> SetupView:
        """Add a bank account from the form to its end."""
        setup = self.begin_account(iban, **changes)
        self.rest(setup)
        return self.view(setup)

    def begin_account(self, iban: str, **changes: object) -> str:
        """Send the form of a bank account; gives its setup's id."""
        setup = setups.begin(self.web, ADA, THREAD, kind="bank_account", language="en", back=BACK)
        now = int(self.clock.now().timestamp())
        account = {"v": 1, "iban": iban, "name": "Ada", "chk": setup, "iat": now, "jti": f"jti-{next(self._jtis):016d}"}
        shown = digest(mandate_words("en", BRAND, CREDITOR))
        sealed = Sealed(json.dumps({**account, **changes}))
        setups.submit(self.web, setup, sealed, consent=shown, by=self.by)
        return setup

    def sealed_card(self, setup: str, number: str = VISA, **changes: object) -> Sealed:
        """A card as the browser encrypts it for a setup."""
        bound: dict[str, object] = {"chk": setup, "iat": int(self.clock.now().timestamp())}
        bound["jti"] = f"jti-of-one-page-{next(self._jtis):04d}"
        card = {"pan": number, "exp_month": 12, "exp_year": 2029, "name": "Ada", "amt": 0, "cur": "XXX"}
        return seal_in_clear({**card, **bound, **changes}, {"cvc": "123", **bound})

    def add(self, number: str = VISA) -> SetupView:
        """Add a card from the form to its end."""
        setup = self.begin()
        self.give(setup, number)
        self.rest(setup)
        return self.view(setup)

    def give(self, setup: str, number: str = VISA) -> None:
        """Give a card in the way of the mode."""
        card = CardSecret(number, 12, 2029, "123", "Ada")
        self.submit(setup, number, given=self.gateway.type_in_fields(card) if self.mode == "fields" else None)
        while self.mode == "page" and not self.setup(setup).url:
            if not self.work():
                self._wait()
        if self.mode == "page":
            self.gateway.type_on_page(self.setup(setup).url, card)

    # What is seen.

    def view(self, setup: str) -> SetupView:
        """How a setup stands."""
        seen = setups.state(self.web, setup, traveller=ADA)
        assert seen is not None
        return seen

    def setup(self, setup: str) -> Setup:
        """A setup as it is stored."""
        return self.records.setups.setups[setup]

    @property
    def methods(self) -> tuple[Method, ...]:
        """What may pay."""
        return in_order(self.records.wallet.methods.values())

    # What workers do.

    def work(self) -> bool:
        """All that is due now, each once; a death ends one of them. Whether there was anything."""
        due = [(setup_runs.run, name) for name in self.records.setups.due(self.clock.now(), most=9)]
        due += [(checkout_steps.run_step, name) for name in self.records.money.due_steps(self.clock.now(), most=9)]
        for run, name in due:
            try:
                run(self.runtime, name)
            except KilledError:
                continue
        return bool(due)

    def rest(self, setup: str = "", *, challenge: bool | None = True) -> None:
        """Let workers go on, the traveller answer her bank and time pass until nothing is left to do."""
        for _ in range(600):
            busy = self.work()
            url = self.setup(setup).url if setup and self.setup(setup).state == "action" else ""
            if url and challenge is not None:
                self.gateway.answer_challenge(url, passed=challenge)
            self.deliver()
            if not busy and not self._wait():
                return

    def deliver(self) -> None:
        """Hand over the webhooks that the gateway owes."""
        owed, self.gateway.webhooks[:] = list(self.gateway.webhooks), []
        for headers, body in owed:
            event = self.gateway.webhook(headers, body, now=self.clock.now())
            assert event is not None
            setup_runs.gateway_event(self.web, event)
            checkouts.gateway_event(self.web, event)

    def _wait(self) -> bool:
        """Move the clock to the next thing to do; False when nothing is to be done at all."""
        part = self.records.setups
        times = [max(one.due_at, part.leases.get(one.id, one.due_at)) for one in part.setups.values() if one.due_at]
        steps = self.records.money.next_step_at()
        times += [steps] if steps is not None else []
        if times:
            self.clock.moment = max(min(times), self.clock.now())
            self.clock.move(milliseconds=1)
        return bool(times)

    def _runtime(self, *, worker: bool) -> Runtime:
        parts: dict[str, Any] = {
            "records": FusedRecords(self.records, self.fuse) if worker else self.records,
            "sealed_cards": Fused(self.sealed, self.fuse, ("take",), lambda _: None),
        }
        if worker:
            parts["gateway"] = Fused(self.gateway, self.fuse, _GATEWAY, lambda _: None)
            parts["vault"] = Fused(self.vault, self.fuse, _VAULT, lambda _: None)
            parts["card_opener"] = MemoryCardOpener(self.sealed.first_use)
        return Runtime(
            clock=self.clock,
            ids=self.ids,
            jobs=self.jobs,
            meter=self.meter,
            capture=self.mode,
            public_url="https://pay.example",
            secret=b"a secret of thirty-two bytes, no less",
            world=cast("Any", lambda: SimpleNamespace(brand=self.brand)),
            **dict.fromkeys(
                ("channels", "conversations", "journal", "live", "supplier", "capture_keys"), cast("Any", None)
            ),
            **parts,
        )


def faults(room: Room) -> list[str]:
    """Every promise that a room at rest has broken: gateway, vault and wallet agree, and nobody's number is in SQL."""
    found = []
    money, wallet = room.records.money, room.records.wallet
    kept = [money.instruments[one.instrument] for one in room.methods]
    theirs = sorted(token["token"] for token in room.gateway.records().tokens if token["state"] == "saved")
    if sorted(one.token for one in kept) != theirs:
        found.append(f"we keep {[one.token for one in kept]}, the gateway keeps {theirs}")
    if room.vault.live != {one.vault for one in kept if one.vault is not None}:
        found.append(f"the vault keeps {sorted(one.id for one in room.vault.live)}")
    gone = [money.instruments[one.instrument] for one in wallet.methods.values() if one.state == "removed"]
    if any(one.token or one.vault for one in gone):
        found.append("something of a removed method is kept")
    if any(not one.is_over or one.sealed or one.due_at for one in room.records.setups.setups.values()):
        found.append("a setup has come to no end")
    if money.next_step_at() is not None:
        found.append("work is left")
    stored = repr(vars(money)) + repr(vars(wallet)) + repr(vars(room.records.setups)) + repr(vars(room.talk))
    if VISA in stored:
        found.append("a card number was stored")
    return found
