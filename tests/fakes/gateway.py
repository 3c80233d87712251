"""The gateway in memory: the sandbox's own card table and rules, without HTTP, files or waiting.

For tests that try every crash point; the contract suite proves that it answers as the service does.
"""

from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from hashlib import sha256
from typing import Any

import msgspec

from bot.adapters.gateways.sandbox_webhooks import SandboxWebhooks
from bot.domain.errors import IllegalError, UnavailableError
from bot.domain.money import Money
from bot.domain.payment.mandate import Mandate
from bot.ports.clock import Clock
from bot.ports.gateway import (
    AccountSecret,
    Answer,
    CardSecret,
    Charge,
    GatewayEvent,
    GatewayPayment,
    Instrument,
    Tokenized,
)
from bot.sandbox import debiting, disputes, judge, mistakes, tokens
from bot.sandbox.accounts import by_iban, by_name
from bot.sandbox.cards import Card, Fault, Operation, by_number
from bot.sandbox.issuing import refusal
from bot.sandbox.judge import Later, Payment, RefusedError, Verdict
from bot.sandbox.replies import token_view, view
from bot.sandbox.requests import TokenRequest
from bot.sandbox.signing import HEADER, sign
from bot.sandbox.tokens import Token
from tests.fakes.gateway_answers import CHALLENGE, ORIGIN, answer, gateway_payment
from tests.fakes.gateway_desk import FakeDesk
from tests.fakes.sandbox_server import Records

SECRET = "whsec_fake"
NOTHING = Money(0, "XXX")
SETTLE = 2.0
"""Seconds until what was answered with "pending" is done."""
DEBIT = 24 * 3600.0
"""Seconds until a bank has debited an account; a slow one takes ten times as long, which is longer than a hold."""
DISPUTE_LASTS = 7 * 86400.0
"""Seconds after which a dispute that nobody decided is lost, as in the service."""

_Reply = Tokenized | Answer
_UNKNOWN_ANSWER = Answer("unknown")
_UNKNOWN_TOKEN = Tokenized("unknown")
_DETACHED = Answer("approved", code="detached")


class FakeGateway(FakeDesk):
    """An honest gateway in memory.

    `down` refuses every connection; `declines` is how many refunds the bank refuses before it makes one. `fail` orders
    a fault for the next call of an operation, whatever the card. `settle` does at once what the bank put off and what
    arrives late, `arrive` the latter alone. `webhooks` lists every signed delivery owed so far. `calls` is what was
    asked, in order: operation and key.
    """

    name = "sandbox"

    def __init__(self, clock: Clock) -> None:
        self.clock = clock
        self.down = False
        self.declines = 0
        self.calls: list[tuple[str, str]] = []
        self.webhooks: list[tuple[dict[str, str], bytes]] = []
        self._tokens: dict[str, Token] = {}
        self._forgotten = 0
        self._payments: dict[str, Payment] = {}
        self._effects: list[dict[str, object]] = []
        self._answers: dict[str, tuple[object, _Reply]] = {}
        self._struck: set[tuple[str, str]] = set()
        self._ordered: dict[str, list[Fault]] = {}
        self._later: list[tuple[float, str, Later]] = []
        self._arriving: dict[str, Callable[[], object]] = {}
        self._replayed: set[str] = set()
        FakeDesk.__init__(self)

    def tokenize(self, card: CardSecret, *, key: str) -> Tokenized:
        """Exchange a card for a token."""
        known = by_number(card.number)
        shown = sha256(card.number.encode()).hexdigest()[:26]
        asked = (shown, card.exp_month, card.exp_year, card.name)
        reply = self._run(
            "tokenize", known, key=key, scope=key, asked=asked, work=lambda: self._issue(card, known, shown=shown)
        )
        return reply if isinstance(reply, Tokenized) else _UNKNOWN_TOKEN

    def tokenize_account(self, account: AccountSecret, *, key: str, mandate: Mandate) -> Tokenized:
        """Exchange a bank account and its mandate for a token."""
        known = by_iban(account.iban)
        shown = sha256(account.iban.encode()).hexdigest()[:26]

        def work() -> Tokenized:
            if known.refused:
                return Tokenized("declined", code=known.refused)
            token = f"tok_{len(self._tokens) + 1}"
            told = {"brand": "", "last4": account.iban[-4:], "exp_month": 0, "exp_year": 0, "fingerprint": shown}
            made = Instrument(token, **told, country=account.iban[:2], kind="bank_account")
            signed = {"state": "saved", "mandate": mandate.reference}
            self._tokens[token] = Token(token, known.name, **told, country=made.country, funding="", **signed)
            return Tokenized("approved", made)

        asked = (shown, account.holder, mandate.reference)
        reply = self._run("tokenize", known.card, key=key, scope=key, asked=asked, work=work)
        return reply if isinstance(reply, Tokenized) else _UNKNOWN_TOKEN

    def detach(self, token: str, *, key: str) -> None:
        """Forget a token."""
        known = self._tokens.get(token)
        if known is None:
            self._reached("detach", key)
            return
        reply = self._run(
            "detach", by_name(known.card), key=key, scope=key, asked=token, work=lambda: self._detach(token)
        )
        if not (isinstance(reply, Answer) and reply.code == _DETACHED.code):
            raise UnavailableError("The fake gateway does not say that it has forgotten a token.")

    def authorize(
        self, charge: Charge, amount: Money, *, key: str, payment: str, metadata: Mapping[str, str], return_url: str
    ) -> Answer:
        """Reserve money."""
        asked = (charge, amount, payment, tuple(sorted(metadata.items())), return_url)
        words = {"metadata": dict(metadata), "return_url": return_url}
        return self._ask(charge, amount, key=key, payment=payment, asked=asked, words=words)

    def verify(self, charge: Charge, *, key: str, setup: str, return_url: str) -> Answer:
        """Have a fresh token confirmed for later use."""
        asked, words = (charge, setup, return_url), {"return_url": return_url}
        return self._ask(charge, NOTHING, key=key, payment=setup, asked=asked, words=words)

    def forget(self, token: str) -> None:
        """Lose a token, as a gateway does that was replaced or made anew."""
        self._forgotten += self._tokens.pop(token, None) is not None

    def _ask(
        self, charge: Charge, amount: Money, *, key: str, payment: str, asked: object, words: dict[str, Any]
    ) -> Answer:
        token = self._tokens.get(charge.token)
        if token is None:
            self._reached("authorize", key)
            return Answer("declined", code="unknown_token")
        number = len(self._payments) + len(self._arriving) + 1
        fresh = Payment(
            reference=f"sbx_{number}",
            payment=payment,
            card=token.card,
            amount=amount.minor,
            currency=amount.currency,
            created=self._now(),
            challenge=f"challenge_{number}" if _is_asked(charge, by_name(token.card)) else "",
            challenge_until=self._now() + CHALLENGE,
            token=charge.token,
            usage=charge.usage,
            **words,
        )
        return self._operate("authorize", fresh, key=key, asked=asked, decide=self._authorized, expected=amount)

    def charge(
        self, charge: Charge, amount: Money, *, key: str, payment: str, metadata: Mapping[str, str], return_url: str
    ) -> Answer:
        """Take money from a bank account."""
        token = self._tokens.get(charge.token)
        if token is None or not token.mandate:
            self._reached("charge", key)
            return Answer("declined", code="mandate_unknown" if token else "unknown_token")
        fresh = Payment(
            reference=f"sbx_{len(self._payments) + len(self._arriving) + 1}",
            payment=payment,
            card=token.card,
            amount=amount.minor,
            currency=amount.currency,
            created=self._now(),
            return_url=return_url,
            token=charge.token,
            usage="saved",
            metadata=dict(metadata),
        )

        def decide(debited: Payment) -> Verdict:
            problem = tokens.misdebit(self._tokens[debited.token], charge.mandate)
            if problem:
                raise RefusedError(problem)
            return debiting.charge(debited, signed=self._tokens[debited.token].signed)

        asked = (charge, amount, payment, tuple(sorted(metadata.items())), return_url)
        return self._operate("charge", fresh, key=key, asked=asked, decide=decide, expected=amount)

    def capture(self, reference: str, amount: Money, *, key: str) -> Answer:
        """Take reserved money."""

        def decide(payment: Payment) -> Verdict:
            return judge.capture(payment, amount=amount.minor, currency=amount.currency)

        return self._on("capture", reference, key=key, asked=(reference, amount), decide=decide, expected=amount)

    def void(self, reference: str, *, key: str) -> Answer:
        """Let reserved money go."""
        return self._on("void", reference, key=key, asked=(reference,), decide=judge.void)

    def refund(self, reference: str, amount: Money, *, key: str) -> Answer:
        """Give taken money back."""
        if self.declines and key not in self._answers:
            self.declines -= 1
            self._answers[key] = ((reference, amount), Answer("declined", reference=reference, code="refund_declined"))
        if key in self._answers and self._answers[key][0] == (reference, amount):
            self._reached("refund", key)
            return self._answers[key][1]  # type: ignore[return-value]  # an answer to a refund

        def decide(payment: Payment) -> Verdict:
            disputes.refuse_refund(payment)
            return judge.refund(payment, amount=amount.minor, currency=amount.currency, key=key)

        return self._on("refund", reference, key=key, asked=(reference, amount), decide=decide, expected=amount)

    def find(self, payment: str, *, reference: str = "") -> tuple[GatewayPayment, ...]:  # noqa: ARG002 (all are told)
        """Every record under our payment id."""
        self._reached("find", payment)
        self._tick(self._now())
        return tuple(gateway_payment(record) for record in self._payments.values() if record.payment == payment)

    def webhook(self, headers: Mapping[str, str], body: bytes, *, now: datetime) -> GatewayEvent | None:
        """A webhook's event if its signature is good and fresh, else None."""
        return SandboxWebhooks((SECRET,)).webhook(headers, body, now=now)

    # What a test does.

    def replays(self, key: str) -> bool:
        """Whether a key was answered more than once, or its answer is broken for ever."""
        return key in self._replayed

    def fail(self, operation: Operation, fault: Fault) -> None:
        """Order a fault for the next call of an operation; orders queue up."""
        self._ordered.setdefault(operation, []).append(fault)

    def forget_faults(self) -> None:
        """Order no fault any more."""
        self._ordered.clear()

    def settle(self) -> None:
        """Do now what was put off but the end of disputes, and let requests arrive that were lost on the way."""
        self.arrive()
        open_disputes = [entry for entry in self._later if entry[2].what == "dispute_lost"]
        self._later = [entry for entry in self._later if entry not in open_disputes]
        self._tick(float("inf"))
        self._later += open_disputes

    def arrive(self) -> None:
        """Let requests arrive that were lost on the way; what banks put off takes its time."""
        arriving, self._arriving = self._arriving, {}
        for work in arriving.values():
            work()

    @property
    def next_at(self) -> datetime | None:
        """When the bank does next what it put off, None when it put nothing off."""
        due = min((entry[0] for entry in self._later), default=None)
        return None if due is None else datetime.fromtimestamp(due, UTC)

    def end_mandate(self, reference: str) -> None:
        """Be the holder of an account who ends a mandate at the bank."""
        for name, token in self._tokens.items():
            if token.mandate == reference:
                self._tokens[name] = msgspec.structs.replace(token, signed=False)

    def answer_challenge(self, action_url: str, *, passed: bool = True) -> None:
        """Be the traveller on the challenge page; a closed challenge changes nothing."""
        self._tick(self._now())
        wanted = action_url.rpartition("/")[2]
        for payment in list(self._payments.values()):
            if payment.challenge == wanted and payment.state == "requires_action":
                self._settle(judge.answer_challenge(payment, passed=passed))

    def decide_dispute(self, dispute: str, outcome: disputes.Outcome) -> None:
        """Be the bank that decides an open dispute."""
        self._settle(disputes.closed(self._payments[dispute.removeprefix("dp_")], outcome))

    def records(self, payment: str = "") -> Records:
        """Everything that was done, in the form of the service."""
        self._tick(self._now())
        payments = [p for p in self._payments.values() if payment in {"", p.payment}]
        effects = [effect for effect in self._effects if payment in {"", effect["payment"]}]
        used = {p.token for p in payments}
        kept = [token for token in self._tokens.values() if not payment or token.token in used]
        return Records(tuple(view(p, ORIGIN) for p in payments), tuple(effects), tuple(map(token_view, kept)))

    def _authorized(self, payment: Payment) -> Verdict:
        token = self._tokens[payment.token]
        problem = tokens.misuse(token, payment.usage)
        if problem:
            raise RefusedError(problem)
        self._tokens[token.token] = tokens.used(token, payment.usage)
        return judge.authorize(payment)

    def _detach(self, token: str) -> Answer:
        self._tokens[token] = tokens.detached(self._tokens[token])
        return _DETACHED

    def _on(
        self,
        operation: Operation,
        reference: str,
        *,
        key: str,
        asked: object,
        decide: Callable[[Payment], Verdict],
        expected: Money | None = None,
    ) -> Answer:
        self._tick(self._now())
        payment = self._payments.get(reference)
        if payment is None:
            self._reached(operation, key)
            return Answer("declined", code="unknown_payment")
        return self._operate(operation, payment, key=key, asked=asked, decide=decide, expected=expected)

    def _operate(
        self,
        operation: Operation,
        payment: Payment,
        *,
        key: str,
        asked: object,
        decide: Callable[[Payment], Verdict],
        expected: Money | None = None,
    ) -> Answer:
        card = by_name(payment.card)

        def work() -> Answer:
            verdict = decide(self._payments.get(payment.reference, payment))
            self._settle(verdict)
            return answer(verdict, expected)

        try:
            reply = self._run(operation, card, key=key, scope=payment.payment, asked=(operation, asked), work=work)
        except RefusedError as refused:
            surprised = refused.code == "payment_unexpected_state"
            return Answer("unknown" if surprised else "declined", reference=payment.reference, code=refused.code)
        return reply if isinstance(reply, Answer) else _UNKNOWN_ANSWER

    def _run(
        self, operation: Operation, card: Card, *, key: str, scope: str, asked: object, work: Callable[[], _Reply]
    ) -> _Reply | None:
        """The answer, or None for silence: idempotency first, then the fault, then the work, as in the service."""
        self._reached(operation, key)
        if key in self._answers:
            return self._replay(key, asked)
        if key in self._arriving:
            return None
        fault = self._fault(operation, card, scope=scope)
        if fault in {"timeout_before", "error_before", "conflict"}:
            return None
        if fault == "timeout_late":
            self._arriving[key] = lambda: self._late(key, asked, work=work)
            return None
        broken = _UNKNOWN_TOKEN if operation == "tokenize" else _UNKNOWN_ANSWER
        reply = broken if fault == "error_stored" else work()
        self._answers[key] = (asked, broken if fault == "error_after" else reply)
        return reply if fault is None else None

    def _late(self, key: str, asked: object, *, work: Callable[[], _Reply]) -> None:
        try:
            self._answers[key] = (asked, work())
        except RefusedError:
            return

    def _replay(self, key: str, asked: object) -> _Reply:
        first, reply = self._answers[key]
        self._replayed.add(key)
        if first != asked:
            raise IllegalError("The gateway has seen this idempotency key with another request.")
        known = isinstance(reply, Answer) and reply != _UNKNOWN_ANSWER
        return msgspec.structs.replace(reply, replayed=True) if known else reply

    def _fault(self, operation: Operation, card: Card, *, scope: str) -> Fault | None:
        ordered = self._ordered.get(operation)
        if ordered:
            return ordered.pop(0)
        fault = card.faults(operation)
        if fault is None or (operation, scope) in self._struck:
            return None
        self._struck.add((operation, scope))
        return fault

    def _reached(self, operation: str, key: str) -> None:
        if self.down:
            raise UnavailableError("The fake gateway is down.")
        self.calls.append((operation, key))

    def _issue(self, card: CardSecret, known: Card, *, shown: str) -> Tokenized:
        asked = TokenRequest(card.number, card.exp_month, card.exp_year, card.code, card.name)
        code = refusal(asked, known, now=self.clock.now())
        if code:
            return Tokenized("declined", code=code)
        told = {
            "token": f"tok_{len(self._tokens) + self._forgotten + 1}",
            "brand": known.brand,
            "last4": card.number[-4:],
            "exp_month": card.exp_month,
            "exp_year": card.exp_year,
            "fingerprint": shown,
            "country": known.country,
            "funding": known.funding,
        }
        token = Token(card=known.name, **told)
        self._tokens[token.token] = token
        return Tokenized("approved", Instrument(**told))

    def _issue_card(self, card: CardSecret) -> Tokenized:
        shown = sha256(card.number.encode()).hexdigest()[:26]
        return self._issue(card, by_number(card.number), shown=shown)

    def _settle(self, verdict: Verdict) -> None:
        payment = verdict.payment
        self._payments[payment.reference] = payment
        self._tokens[payment.token] = tokens.settled(self._tokens[payment.token], verdict)
        if verdict.effect:
            self._log(verdict)
        later = verdict.later or disputes.coming(verdict)
        if later:
            self._later.append((self._now() + _wait(later), payment.reference, later))
        if second := mistakes.twin(verdict):
            self._settle(second)

    def log_besides(self, kind: str, amount: int, currency: str, *, code: str = "") -> None:
        """Log what is about no payment: a payout, an adjustment."""
        about = Payment(f"{kind}_{len(self._effects) + 1}", "", "", 0, currency, self._now())
        self._log(Verdict("approved", about, kind, amount, code))

    def _log(self, verdict: Verdict) -> None:
        payment = verdict.payment
        seq = len(self._effects) + 1
        effect = {
            "seq": seq,
            "payment": payment.payment,
            "reference": payment.reference,
            "kind": verdict.effect,
            "amount": verdict.amount,
            "currency": payment.currency,
            "code": verdict.code,
            "at": self._now(),
        }
        self._effects.append(effect)
        kind = disputes.EVENT_NAMES.get(verdict.effect, f"payment.{verdict.effect}")
        event = {"id": f"evt_{seq}", "type": kind, "created": self._now(), "payment": view(payment, "")}
        body = msgspec.json.encode(event)
        self.webhooks.append(({HEADER: sign(body, secrets=(SECRET,), at=self._now())}, body))

    def _tick(self, now: float) -> None:
        for payment in [p for p in self._payments.values() if judge.lapses(p, self._now())]:
            self._settle(judge.lapse(payment))
        for payment in [p for p in self._payments.values() if judge.is_overdue(p, self._now())]:
            self._settle(judge.give_up_waiting(payment))
        due = [entry for entry in self._later if entry[0] <= now]
        self._later = [entry for entry in self._later if entry[0] > now]
        for _, reference, later in due:
            known = self._payments[reference]
            self._settle(disputes.carry_out(known, later) or debiting.carry_out(known, later))

    def _now(self) -> int:
        return int(self.clock.now().timestamp())


def _wait(later: Later) -> float:
    if later.is_of_debit:
        return DEBIT * later.slow
    return DISPUTE_LASTS if later.what == "dispute_lost" else SETTLE


def _is_asked(charge: Charge, card: Card) -> bool:
    return charge.challenge or card.challenges(charge.usage)
