"""The sandbox bank's back office: writes down what was decided, tells of it, and does what time brings."""

import secrets
from collections.abc import Callable

import msgspec

from bot.ports.clock import Clock
from bot.sandbox import debiting, disputes, judge, mistakes, replies, tokens
from bot.sandbox.judge import Later, Payment, Verdict
from bot.sandbox.outbox import Outbox
from bot.sandbox.payouts import Payouts
from bot.sandbox.pipeline import Pipeline
from bot.sandbox.settings import SandboxSettings
from bot.sandbox.store import Store


class BackOffice:
    """Holds the store; a bank is one that also takes orders."""

    def __init__(self, store: Store, outbox: Outbox, *, settings: SandboxSettings, clock: Clock) -> None:
        self.store = store
        self._outbox = outbox
        self._settings = settings
        self._clock = clock
        self._secret = settings.key.encode()
        self._payouts = Payouts(store, clock, every=settings.payout_every)
        self.pipeline = Pipeline(store, hang=settings.hang)
        self.wake: Callable[[], None] = lambda: None

    def answer_challenge(self, challenge: str, *, passed: bool) -> Payment | None:
        """Take the traveller's answer; the payment after it, or None when no such challenge ever was.

        An answer to a challenge that is closed changes nothing.
        """
        self.tick()
        with self.store.database.transaction():
            payment = self.store.challenged(challenge)
            if payment is None or payment.state != "requires_action":
                return payment
            verdict = judge.answer_challenge(payment, passed=passed)
            self._settle(verdict)
        self.wake()
        return verdict.payment

    def tick(self) -> None:
        """Do what is due by now: holds that lapse, challenges that nobody answers, and what was put off."""
        now = self.now()
        with self.store.database.transaction():
            lapsing = self.store.lapsing(int(now))
            for payment in lapsing:
                self._settle(judge.lapse(payment))
            overdue = [each for each in self.store.asking() if judge.is_overdue(each, int(now))]
            for payment in overdue:
                self._settle(judge.give_up_waiting(payment))
            due = self.store.take_due(now)
            for reference, later in due:
                self._put_right(reference, later)
            paid_out = self._payouts.due()
            for payout in paid_out:
                self._tell(payout)
        if lapsing or overdue or due or paid_out:
            self.wake()

    def decide_dispute(self, dispute: str, outcome: disputes.Outcome) -> Payment | None:
        """Decide an open dispute as its bank does; None when there is none of that id; raises `RefusedError`."""
        self.tick()
        with self.store.database.transaction():
            payment = self.store.payment(dispute.removeprefix("dp_"))
            if payment is None or payment.dispute_id != dispute:
                return None
            verdict = disputes.closed(payment, outcome)
            self._settle(verdict)
        self.wake()
        return verdict.payment

    def adjust(self, amount: int, currency: str, reason: str) -> None:
        """Move the merchant's balance for a reason that only we know, as acquirers do."""
        now = int(self.now())
        with self.store.database.transaction():
            nothing = Payment(f"adj_{secrets.token_hex(6)}", "", "", 0, currency, now)
            self._tell(Verdict("approved", nothing, "adjustment", amount, reason))
        self.wake()

    def now(self) -> float:
        """The bank's time in Unix seconds."""
        return self._clock.now().timestamp()

    def _put_right(self, reference: str, later: Later) -> None:
        payment = self.store.payment(reference)
        if payment is not None:
            self._settle(disputes.carry_out(payment, later) or debiting.carry_out(payment, later))

    def _settle(self, verdict: Verdict) -> None:
        """Write down what was decided: the payment, the effect, the event, what is to come."""
        payment = verdict.payment
        self.store.save_payment(payment)
        token = self.store.token(payment.token)
        if token is not None:
            self.store.save_token(tokens.settled(token, verdict))
        self._tell(verdict)
        later = verdict.later or disputes.coming(verdict)
        if later:
            self.store.put_off(payment.reference, later, due=self.now() + self._wait(later))
        if second := mistakes.twin(verdict):
            self._settle(second)

    def _wait(self, later: Later) -> float:
        if later.is_of_debit:
            return self._settings.debit * later.slow
        return self._settings.dispute_lasts if later.what == "dispute_lost" else self._settings.settle

    def _tell(self, verdict: Verdict) -> None:
        if verdict.effect:
            now = self.now()
            self.store.log(verdict.payment, verdict.effect, amount=verdict.amount, code=verdict.code, at=int(now))
            name = f"evt_{secrets.token_hex(12)}"
            self._outbox.add(name, _event(name, verdict, at=int(now)), now=now)


def _event(name: str, verdict: Verdict, *, at: int) -> bytes:
    kind = disputes.EVENT_NAMES.get(verdict.effect, f"payment.{verdict.effect}")
    shown = replies.view(verdict.payment, "")
    body = {"id": name, "type": kind, "created": at, "amount": verdict.amount, "code": verdict.code, "payment": shown}
    return msgspec.json.encode(body)
