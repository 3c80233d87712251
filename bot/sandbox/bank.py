"""The sandbox bank at its counter: what callers ask, by the rules of `judge`, once a key."""

import secrets
from functools import partial
from hashlib import sha256
from hmac import digest as mac

import msgspec

from bot.sandbox import debiting, disputes, judge, replies, tokens
from bot.sandbox.accounts import Account, by_iban, by_name
from bot.sandbox.back_office import BackOffice
from bot.sandbox.cards import Operation, Usage, by_number
from bot.sandbox.issuing import account_token_of, fingerprint, refusal, token_of
from bot.sandbox.judge import Payment, RefusedError, Verdict
from bot.sandbox.pipeline import Order
from bot.sandbox.replies import Reply
from bot.sandbox.requests import (
    AccountRequest,
    AmountRequest,
    AuthorizeRequest,
    ChargeRequest,
    DetachRequest,
    Request,
    TokenRequest,
    VerifyRequest,
    VoidRequest,
)
from bot.sandbox.tokens import Token

NO_CURRENCY = "XXX"
"""ISO 4217: no currency is involved."""


class Bank(BackOffice):
    """Does what callers ask, once a key, and what time brings."""

    def tokenize(self, asked: TokenRequest, *, key: str) -> Reply:
        """Exchange a card for a token, or say why not."""
        card = by_number(asked.number)
        safe = (fingerprint(asked.number, self._secret), asked.exp_month, asked.exp_year, asked.name)
        order = Order(key, self._digest("tokens", safe), card.faults("tokenize"), f"tokenize:{key}")
        return self.pipeline.run(order, partial(self._issue, asked))

    def authorize(self, asked: AuthorizeRequest, *, key: str, origin: str) -> Reply:
        """Hold money on a card."""
        token = self.store.token(asked.token)
        if token is None:
            return replies.error("unknown_token")
        fresh = self._fresh(token, asked.payment, usage=asked.usage, return_url=asked.return_url)
        if asked.challenge and not fresh.challenge:
            fresh = msgspec.structs.replace(fresh, challenge=secrets.token_urlsafe(24))
        fresh = msgspec.structs.replace(fresh, amount=asked.amount, currency=asked.currency, metadata=asked.metadata)
        return self._run("authorize", fresh, asked=asked, key=key, origin=origin)

    def verify(self, asked: VerifyRequest, *, key: str, origin: str) -> Reply:
        """Ask a card's holder, if the card wants that, whether it may be kept; no money is held."""
        token = self.store.token(asked.token)
        if token is None:
            return replies.error("unknown_token")
        fresh = self._fresh(token, asked.setup, usage="keep", return_url=asked.return_url)
        return self._run("authorize", fresh, asked=asked, key=key, origin=origin)

    def tokenize_account(self, asked: AccountRequest, *, key: str) -> Reply:
        """Exchange a bank account and its mandate for a token, or say why not."""
        account = by_iban(asked.iban)
        safe = (fingerprint(asked.iban, self._secret, kind=b"iban"), asked.holder, asked.mandate)
        order = Order(key, self._digest("accounts", safe), account.card.faults("tokenize"), f"tokenize:{key}")
        return self.pipeline.run(order, partial(self._issue_account, asked, account))

    def charge(self, asked: ChargeRequest, *, key: str, origin: str) -> Reply:
        """Debit a bank account."""
        token = self.store.token(asked.token)
        if token is None:
            return replies.error("unknown_token")
        if not token.mandate:
            return replies.error("mandate_unknown")
        fresh = self._fresh(token, asked.payment, usage="saved", return_url=asked.return_url)
        fresh = msgspec.structs.replace(fresh, amount=asked.amount, currency=asked.currency, metadata=asked.metadata)
        return self._run("charge", fresh, asked=asked, key=key, origin=origin)

    def end_mandate(self, reference: str) -> Reply:
        """Be the account's holder who ends a mandate at the bank: nothing is debited under it any more."""
        with self.store.database.transaction():
            token = self.store.signed(reference)
            if token is None:
                return replies.error("unknown_mandate")
            self.store.save_token(msgspec.structs.replace(token, signed=False))
        return replies.json_reply({"reference": reference, "state": "inactive"})

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

    def issue(self, asked: TokenRequest) -> Token | str:
        """A token for a card that was typed on a page of ours, or the code of a no; call inside a transaction."""
        card = by_number(asked.number)
        code = refusal(asked, card, now=self._clock.now())
        if code:
            return code
        token = token_of(asked, card, secret=self._secret)
        self.store.save_token(token)
        return token

    def digest_of(self, path: str, asked: object) -> str:
        """What stands for a request under its idempotency key."""
        return self._digest(path, asked)

    def _fresh(self, token: Token, ours: str, *, usage: Usage, return_url: str) -> Payment:
        """A payment of nothing on a token, before anything was decided."""
        return Payment(
            reference=f"sbx_{secrets.token_hex(12)}",
            payment=ours,
            card=token.card,
            amount=0,
            currency=NO_CURRENCY,
            created=int(self.now()),
            challenge=secrets.token_urlsafe(24) if by_name(token.card).challenges(usage) else "",
            challenge_until=int(self.now() + self._settings.challenge),
            brand=token.brand,
            last4=token.last4,
            return_url=return_url,
            token=token.token,
            usage=usage,
        )

    def _run(self, operation: Operation, payment: Payment, *, asked: Request, key: str, origin: str) -> Reply:
        path = operation if operation in {"authorize", "charge"} else f"{operation}/{payment.reference}"
        fault = by_name(payment.card).faults(operation)
        order = Order(key, self._digest(path, asked), fault, f"{operation}:{payment.payment}")
        try:
            work = partial(self._operate, order, operation, payment, asked=asked, origin=origin)
            reply = self.pipeline.run(order, work)
        except RefusedError as refused:
            now = self.store.payment(payment.reference)
            return replies.error(refused.code, payment=replies.view(now, origin) if now else None)
        self.wake()
        return reply

    def _operate(self, order: Order, operation: Operation, payment: Payment, *, asked: Request, origin: str) -> Reply:
        payment = self.store.payment(payment.reference) or payment
        if operation == "authorize":
            self._use(payment)
        if operation == "charge":
            verdict = self._debit(payment, asked)
        else:
            verdict = _decide(operation, payment, asked=asked, key=order.key)
        self._settle(verdict)
        return replies.outcome(verdict, origin)

    def _use(self, payment: Payment) -> None:
        token = self.store.token(payment.token)
        problem = tokens.misuse(token, payment.usage) if token is not None else "unknown_token"
        if token is None or problem:
            raise RefusedError(problem)
        self.store.save_token(tokens.used(token, payment.usage))

    def _debit(self, payment: Payment, asked: Request) -> Verdict:
        token = self.store.token(payment.token)
        mandate = asked.mandate if isinstance(asked, ChargeRequest) else ""
        problem = tokens.misdebit(token, mandate) if token is not None else "unknown_token"
        if token is None or problem:
            raise RefusedError(problem)
        return debiting.charge(payment, signed=token.signed)

    def _detach(self, name: str) -> Reply:
        token = self.store.token(name)
        if token is not None:
            self.store.save_token(tokens.detached(token))
        return replies.detached(name)

    def _issue(self, asked: TokenRequest) -> Reply:
        token = self.issue(asked)
        return replies.card_refused(token) if isinstance(token, str) else replies.tokenized(token)

    def _issue_account(self, asked: AccountRequest, account: Account) -> Reply:
        if account.refused:
            return replies.card_refused(account.refused)
        token = account_token_of(asked, account, secret=self._secret)
        self.store.save_token(token)
        return replies.tokenized(token)

    def _digest(self, path: str, asked: object) -> str:
        return mac(self._secret, msgspec.json.encode((path, asked), order="sorted"), sha256).hex()


def _decide(operation: Operation, payment: Payment, *, asked: Request, key: str) -> Verdict:
    match operation, asked:
        case "capture", AmountRequest():
            return judge.capture(payment, amount=asked.amount, currency=asked.currency)
        case "refund", AmountRequest():
            disputes.refuse_refund(payment)
            return judge.refund(payment, amount=asked.amount, currency=asked.currency, key=key)
        case "void", VoidRequest():
            return judge.void(payment)
        case _:
            return judge.authorize(payment)
