"""The sandbox bank at work: the rules of `judge` over the store, with the log of effects and the events they cause."""

import secrets
from collections.abc import Callable
from functools import partial
from hashlib import sha256
from hmac import digest as mac

import msgspec

from bot.ports.clock import Clock
from bot.sandbox import judge, replies, tokens
from bot.sandbox.cards import Card, Operation, by_name, by_number
from bot.sandbox.issuing import fingerprint, refusal, token_of
from bot.sandbox.judge import Later, Payment, RefusedError, Verdict
from bot.sandbox.outbox import Outbox
from bot.sandbox.pipeline import Order, Pipeline
from bot.sandbox.replies import Reply
from bot.sandbox.requests import (
    AmountRequest,
    AuthorizeRequest,
    DetachRequest,
    Request,
    TokenRequest,
    VoidRequest,
)
from bot.sandbox.settings import SandboxSettings
from bot.sandbox.store import Store


class Bank:
    """Does what callers ask, once a key, and what time brings."""

    def __init__(self, store: Store, outbox: Outbox, *, settings: SandboxSettings, clock: Clock) -> None:
        self.store = store
        self._outbox = outbox
        self._settings = settings
        self._clock = clock
        self._secret = settings.key.encode()
        self.pipeline = Pipeline(store, hang=settings.hang)
        self.wake: Callable[[], None] = lambda: None

    def tokenize(self, asked: TokenRequest, *, key: str) -> Reply:
        """Exchange a card for a token, or say why not."""
        card = by_number(asked.number)
        safe = (fingerprint(asked.number, self._secret), asked.exp_month, asked.exp_year, asked.name)
        order = Order(key, self._digest("tokens", safe), card.faults("tokenize"), f"tokenize:{key}")
        return self.pipeline.run(order, partial(self._issue, asked, card))

    def authorize(self, asked: AuthorizeRequest, *, key: str, origin: str) -> Reply:
        """Hold money on a card."""
        token = self.store.token(asked.token)
        if token is None:
            return replies.error("unknown_token")
        card = by_name(token.card)
        fresh = Payment(
            reference=f"sbx_{secrets.token_hex(12)}",
            payment=asked.payment,
            card=token.card,
            amount=asked.amount,
            currency=asked.currency,
            created=int(self.now()),
            challenge=secrets.token_urlsafe(24) if card.challenges(asked.usage) else "",
            challenge_until=int(self.now() + self._settings.challenge),
            brand=token.brand,
            last4=token.last4,
            return_url=asked.return_url,
            token=token.token,
            usage=asked.usage,
            metadata=asked.metadata,
        )
        return self._run("authorize", fresh, asked=asked, key=key, origin=origin)

    def operate(self, operation: Operation, reference: str, *, asked: Request, key: str, origin: str) -> Reply:
        """Capture, void or refund the payment under our reference."""
        self.tick()
        payment = self.store.payment(reference)
        if payment is None:
            return replies.error("unknown_payment")
        return self._run(operation, payment, asked=asked, key=key, origin=origin)

    def detach(self, asked: DetachRequest, *, key: str) -> Reply:
        """Forget a token: nobody pays with it any more; one that is forgotten already stays so."""
        token = self.store.token(asked.token)
        if token is None:
            return replies.error("unknown_token")
        order = Order(key, self._digest("detach", asked), by_name(token.card).faults("detach"), f"detach:{key}")
        return self.pipeline.run(order, partial(self._detach, asked.token))

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
        if lapsing or overdue or due:
            self.wake()

    def now(self) -> float:
        """The bank's time in Unix seconds."""
        return self._clock.now().timestamp()

    def _put_right(self, reference: str, later: Later) -> None:
        payment = self.store.payment(reference)
        if payment is not None:
            self._settle(judge.carry_out(payment, later))

    def _run(self, operation: Operation, payment: Payment, *, asked: Request, key: str, origin: str) -> Reply:
        path = operation if operation == "authorize" else f"{operation}/{payment.reference}"
        fault = by_name(payment.card).faults(operation)
        order = Order(key, self._digest(path, asked), fault, f"{operation}:{payment.payment}")
        try:
            reply = self.pipeline.run(order, partial(self._operate, operation, payment, asked=asked, origin=origin))
        except RefusedError as refused:
            now = self.store.payment(payment.reference)
            return replies.error(refused.code, payment=replies.view(now, origin) if now else None)
        self.wake()
        return reply

    def _operate(self, operation: Operation, payment: Payment, *, asked: Request, origin: str) -> Reply:
        payment = self.store.payment(payment.reference) or payment
        if operation == "authorize":
            self._use(payment)
        verdict = _decide(operation, payment, asked=asked)
        self._settle(verdict)
        return replies.outcome(verdict, origin)

    def _use(self, payment: Payment) -> None:
        token = self.store.token(payment.token)
        problem = tokens.misuse(token, payment.usage) if token is not None else "unknown_token"
        if token is None or problem:
            raise RefusedError(problem)
        self.store.save_token(tokens.used(token, payment.usage))

    def _detach(self, name: str) -> Reply:
        token = self.store.token(name)
        if token is not None:
            self.store.save_token(tokens.detached(token))
        return replies.detached(name)

    def _settle(self, verdict: Verdict) -> None:
        """Write down what was decided: the payment, the effect, the event, what is to come."""
        now = self.now()
        payment = verdict.payment
        self.store.save_payment(payment)
        token = self.store.token(payment.token)
        if token is not None:
            self.store.save_token(tokens.settled(token, verdict))
        if verdict.effect:
            self.store.log(payment, verdict.effect, amount=verdict.amount, code=verdict.code, at=int(now))
            name = f"evt_{secrets.token_hex(12)}"
            self._outbox.add(name, _event(name, verdict, at=int(now)), now=now)
        if verdict.later:
            self.store.put_off(payment.reference, verdict.later, due=now + self._settings.settle)

    def _issue(self, asked: TokenRequest, card: Card) -> Reply:
        code = refusal(asked, card, now=self._clock.now())
        if code:
            return replies.card_refused(code)
        token = token_of(asked, card, secret=self._secret)
        self.store.save_token(token)
        return replies.tokenized(token)

    def _digest(self, path: str, asked: object) -> str:
        return mac(self._secret, msgspec.json.encode((path, asked), order="sorted"), sha256).hex()


def _decide(operation: Operation, payment: Payment, *, asked: Request) -> Verdict:
    match operation, asked:
        case "capture", AmountRequest():
            return judge.capture(payment, amount=asked.amount, currency=asked.currency)
        case "refund", AmountRequest():
            return judge.refund(payment, amount=asked.amount, currency=asked.currency)
        case "void", VoidRequest():
            return judge.void(payment)
        case _:
            return judge.authorize(payment)


def _event(name: str, verdict: Verdict, *, at: int) -> bytes:
    kind = "refund.failed" if verdict.effect == "refund_failed" else f"payment.{verdict.effect}"
    shown = replies.view(verdict.payment, "")
    body = {"id": name, "type": kind, "created": at, "amount": verdict.amount, "code": verdict.code, "payment": shown}
    return msgspec.json.encode(body)
