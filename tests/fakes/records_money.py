"""The money part of SQL in memory: the same refusals as the tables, in dictionaries of frozen values."""

from datetime import datetime

import msgspec

from bot.domain.checkout_case import Checkout
from bot.domain.errors import ConflictError, IllegalError
from bot.domain.payment import ledger
from bot.domain.payment.instrument import KeptInstrument, forgotten
from bot.domain.payment.ledger import Transaction
from bot.domain.secret import Identity
from bot.ports.money_records import Audit, KeptStep, PayLink


class MemoryMoneyRecords:
    """The port `MoneyRecords`; every attribute is a plain container, so that a transaction can be taken back."""

    def __init__(self) -> None:
        self.checkouts: dict[str, Checkout] = {}
        self.steps: dict[str, KeptStep] = {}
        self.leases: dict[str, datetime] = {}
        self.done: set[str] = set()
        self.links: dict[str, PayLink] = {}
        self.instruments: dict[str, KeptInstrument] = {}
        self.ledger: dict[tuple[str, str, str], Transaction] = {}
        self.posted_at: dict[tuple[str, str, str], datetime] = {}
        self.lines: list[Audit] = []

    def add(self, checkout: Checkout) -> None:
        """Store a new checkout."""
        if checkout.id in self.checkouts or self.checkout_of(checkout.thread, checkout.effect):
            raise ConflictError("This effect has begun a checkout already.")
        self.checkouts[checkout.id] = checkout

    def checkout(self, checkout: str, *, lock: bool = False) -> Checkout | None:  # noqa: ARG002  one writer at a time here
        """A checkout by its id."""
        return self.checkouts.get(checkout)

    def checkout_of(self, thread: str, effect: str) -> str:
        """The id of the checkout that an effect of a thread began."""
        return next((c.id for c in self.checkouts.values() if (c.thread, c.effect) == (thread, effect)), "")

    def checkout_paid_by(self, payment: str) -> str:
        """The id of the checkout that a payment belongs to."""
        return next((c.id for c in self.checkouts.values() if c.payment(payment)), "")

    def payment_under(self, reference: str) -> str:
        """The id of the payment to which the gateway gave a reference."""
        every = [payment for checkout in self.checkouts.values() for payment in checkout.payments]
        return min((one.id for one in every if reference and one.reference == reference), default="")

    def save(self, checkout: Checkout) -> None:
        """Store the next version of a checkout."""
        stored = self.checkouts.get(checkout.id)
        if stored is None or stored.version != checkout.version - 1:
            raise ConflictError("Somebody else changed this checkout first.")
        for payment in checkout.payments:
            if sum(attempt.state == "open" for attempt in payment.attempts) > 1:
                raise ConflictError("Another attempt of this payment is open.")
            if payment.captured > payment.authorized or payment.refunded > payment.captured:
                raise IllegalError("A payment moved more money than there is.")
        self.checkouts[checkout.id] = checkout

    def add_step(self, step: KeptStep) -> None:
        """Store a step."""
        self.steps.setdefault(step.id, step)

    def lease_step(self, step: str, *, now: datetime, until: datetime) -> KeptStep | None:
        """Take a step that is due and not leased."""
        found = self.steps.get(step)
        if found is None or not self._is_free(found, now):
            return None
        self.leases[step] = until
        self.steps[step] = msgspec.structs.replace(found, fence=found.fence + 1)
        return self.steps[step]

    def finish_step(self, step: KeptStep) -> None:
        """The step is done."""
        self._require_mine(step)
        self.done.add(step.id)

    def put_off_step(self, step: KeptStep, *, due_at: datetime) -> None:
        """Try the step again later."""
        self._require_mine(step)
        later = msgspec.structs.replace(step.step, due_at=due_at, tries=step.step.tries + 1)
        self.steps[step.id] = msgspec.structs.replace(step, step=later)
        self.leases.pop(step.id, None)

    def due_steps(self, now: datetime, *, most: int, kind: str = "") -> tuple[str, ...]:
        """Ids of steps that are due and not leased."""
        due = [s for s in self.steps.values() if self._is_free(s, now) and kind in {"", s.step.kind}]
        return tuple(step.id for step in sorted(due, key=lambda step: step.step.due_at)[:most])

    def next_step_at(self) -> datetime | None:
        """When the next step is due or its lease ends."""
        waiting = [step for step in self.steps.values() if step.id not in self.done]
        return min((max(s.step.due_at, self.leases.get(s.id, s.step.due_at)) for s in waiting), default=None)

    def holds_ending(self, before: datetime, *, most: int) -> tuple[tuple[str, str], ...]:
        """Payments that hold money until a moment or less."""
        held = [
            (payment.capture_before, payment.id, checkout.id)
            for checkout in self.checkouts.values()
            for payment in checkout.payments
            if payment.state in {"authorized", "capturing", "voiding"}
            and payment.capture_before is not None
            and payment.capture_before <= before
        ]
        return tuple((payment, checkout) for _, payment, checkout in sorted(held)[:most])

    def add_link(self, token_hash: str, link: PayLink) -> None:
        """Store a pay link."""
        self.links.setdefault(token_hash, link)

    def prolong_link(self, token_hash: str, expires: datetime) -> None:
        """Let a pay link that is there end later."""
        link = self.links.get(token_hash)
        if link is not None and link.expires < expires:
            self.links[token_hash] = msgspec.structs.replace(link, expires=expires)

    def link(self, token_hash: str) -> PayLink | None:
        """A pay link by the hash of its token."""
        return self.links.get(token_hash)

    def bind(self, token_hash: str, browser: str) -> str:
        """Bind a link to a browser's hash unless it is bound."""
        link = self.links.get(token_hash)
        if link is None:
            return ""
        self.links[token_hash] = link if link.browser else msgspec.structs.replace(link, browser=browser)
        return self.links[token_hash].browser

    def keep_instrument(self, instrument: KeptInstrument, *, checkout: str) -> None:
        """Store an instrument."""
        if checkout and checkout not in self.checkouts:
            raise IllegalError("The checkout of an instrument is not there.")
        self.instruments[instrument.id] = instrument

    def save_instrument(self, instrument: KeptInstrument) -> None:
        """Store an instrument that is there."""
        if instrument.id in self.instruments:
            self.instruments[instrument.id] = instrument

    def keeps_secret(self, secret: Identity, *, but: str) -> bool:
        """Whether another instrument names a record of the vault as its own."""
        return any(one.vault == secret for one in self.instruments.values() if one.id != but)

    def instrument(self, instrument: str) -> KeptInstrument | None:
        """An instrument by its id."""
        return self.instruments.get(instrument)

    def forget_instrument(self, instrument: str) -> None:
        """Keep nothing of an instrument but what history shows of it."""
        if instrument in self.instruments:
            self.instruments[instrument] = forgotten(self.instruments[instrument])

    def post(self, transaction: Transaction, *, at: datetime) -> bool:
        """Write a transaction in the books, unless that was done."""
        ledger.check(transaction)
        fresh = transaction.key not in self.ledger
        self.ledger.setdefault(transaction.key, transaction)
        self.posted_at.setdefault(transaction.key, at)
        return fresh

    def transactions(self, *sources: str) -> tuple[Transaction, ...]:
        """What is in the books about the sources."""
        return tuple(each for each in self.ledger.values() if not sources or each.source_id in sources)

    def audit(self, line: Audit) -> None:
        """Append a line to the audit."""
        self.lines.append(line)

    def audited(self, subject: str) -> tuple[Audit, ...]:
        """The audit of a subject in order."""
        return tuple(line for line in self.lines if line.subject == subject)

    def _is_free(self, step: KeptStep, now: datetime) -> bool:
        return step.id not in self.done and step.step.due_at <= now and self.leases.get(step.id, now) <= now

    def _require_mine(self, step: KeptStep) -> None:
        if step.id in self.done or self.steps[step.id].fence != step.fence:
            raise ConflictError("Somebody else has leased this step since.")
