"""The bank's records: tokens, payments, an append-only log of effects, first answers, what was put off.

No card number and no security code is ever written, only the last four digits and a keyed fingerprint.
"""

import msgspec

from bot.sandbox.database import Database
from bot.sandbox.judge import Later, Payment
from bot.sandbox.tokens import Token


class Effect(msgspec.Struct, frozen=True):
    """One line of the log of what the bank did."""

    seq: int
    payment: str
    reference: str
    kind: str
    amount: int
    currency: str
    code: str
    at: int


class Stored(msgspec.Struct, frozen=True):
    """The first answer to an idempotency key."""

    digest: str
    status: int
    body: bytes


class Store:
    """The bank's records; writes that belong together go inside one `database.transaction()`."""

    def __init__(self, database: Database) -> None:
        self.database = database
        self._rows = database.rows
        self._bodies = database.bodies

    def _payments(self, sql: str, *values: object) -> tuple[Payment, ...]:
        return tuple(msgspec.json.decode(body, type=Payment) for body in self._bodies(sql, *values))

    def save_token(self, token: Token) -> None:
        """Keep a token as it is now."""
        sql = "INSERT INTO tokens VALUES (?, ?) ON CONFLICT (token) DO UPDATE SET body = excluded.body"
        self._rows(sql, token.token, msgspec.json.encode(token))

    def token(self, token: str) -> Token | None:
        """The token of that name, if any."""
        bodies = self._bodies("SELECT body FROM tokens WHERE token = ?", token)
        return msgspec.json.decode(bodies[0], type=Token) if bodies else None

    def tokens(self) -> tuple[Token, ...]:
        """Every token, oldest first."""
        bodies = self._bodies("SELECT body FROM tokens ORDER BY rowid")
        return tuple(msgspec.json.decode(body, type=Token) for body in bodies)

    def signed(self, mandate: str) -> Token | None:
        """The token of the account for which a mandate was signed, if any."""
        return next((token for token in self.tokens() if token.mandate == mandate and mandate), None)

    def save_payment(self, payment: Payment) -> None:
        """Keep a payment as it is now."""
        self._rows(
            "INSERT INTO payments VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT (reference) DO UPDATE SET"
            " state = excluded.state, capture_before = excluded.capture_before, body = excluded.body",
            payment.reference,
            payment.payment,
            payment.challenge,
            payment.state,
            payment.capture_before,
            msgspec.json.encode(payment),
        )

    def payment(self, reference: str) -> Payment | None:
        """The payment under our reference, if any."""
        found = self._payments("SELECT body FROM payments WHERE reference = ?", reference)
        return found[0] if found else None

    def payments(self, ours: str = "") -> tuple[Payment, ...]:
        """Every payment, or those under one id of the merchant, oldest first."""
        if ours:
            return self._payments("SELECT body FROM payments WHERE payment = ? ORDER BY rowid", ours)
        return self._payments("SELECT body FROM payments ORDER BY rowid")

    def challenged(self, challenge: str) -> Payment | None:
        """The payment of a challenge page, if any."""
        found = self._payments("SELECT body FROM payments WHERE challenge = ? AND challenge <> ''", challenge)
        return found[0] if found else None

    def lapsing(self, now: int) -> tuple[Payment, ...]:
        """Held payments whose time is over."""
        sql = "SELECT body FROM payments WHERE state = 'authorized' AND capture_before <= ?"
        return self._payments(sql, now)

    def asking(self) -> tuple[Payment, ...]:
        """Payments whose traveller is being asked by the bank."""
        return self._payments("SELECT body FROM payments WHERE state = 'requires_action'")

    def log(self, payment: Payment, kind: str, *, amount: int, code: str, at: int) -> None:
        """Append one line to the log of effects."""
        sql = "INSERT INTO effects (payment, reference, kind, amount, currency, code, at) VALUES (?, ?, ?, ?, ?, ?, ?)"
        self._rows(sql, payment.payment, payment.reference, kind, amount, payment.currency, code, at)

    def effects(self, ours: str = "", after: int = 0) -> tuple[Effect, ...]:
        """The log of effects in order, after a line, of all payments or of one id of the merchant."""
        if ours:
            rows = self._rows("SELECT * FROM effects WHERE seq > ? AND payment = ? ORDER BY seq", after, ours)
        else:
            rows = self._rows("SELECT * FROM effects WHERE seq > ? ORDER BY seq", after)
        return tuple(Effect(*row) for row in rows)

    def effects_between(self, start: int, end: int, *, after: int = 0, most: int = -1) -> tuple[Effect, ...]:
        """The log of effects from a time to another (Unix seconds, the second one left out), after a line."""
        sql = "SELECT * FROM effects WHERE at >= ? AND at < ? AND seq > ? ORDER BY seq LIMIT ?"
        return tuple(Effect(*row) for row in self._rows(sql, start, end, after, most))

    def moved_between(self, start: int, end: int, *, after: str, most: int) -> tuple[Payment, ...]:
        """Payments to which something happened from a time to another, by reference, after one."""
        sql = (
            "SELECT body FROM payments WHERE reference > ? AND reference IN"
            " (SELECT reference FROM effects WHERE at >= ? AND at < ?) ORDER BY reference LIMIT ?"
        )
        return self._payments(sql, after, start, end, most)

    def last_effect(self, kind: str) -> int:
        """When the last effect of a kind was logged, 0 when none was."""
        rows = self._rows("SELECT coalesce(max(at), 0) FROM effects WHERE kind = ?", kind)
        return int(rows[0][0])

    def request(self, key: str) -> Stored | None:
        """The first answer to an idempotency key, if any."""
        rows = self._rows("SELECT digest, status, body FROM requests WHERE key = ?", key)
        return Stored(*rows[0]) if rows else None

    def save_request(self, key: str, stored: Stored) -> None:
        """Keep the first answer to an idempotency key."""
        self._rows("INSERT INTO requests VALUES (?, ?, ?, ?)", key, stored.digest, stored.status, stored.body)

    def strike(self, fault: str) -> bool:
        """True the first time that a fault is named; it is remembered."""
        return bool(self._rows("INSERT INTO struck VALUES (?) ON CONFLICT DO NOTHING RETURNING fault", fault))

    def put_off(self, reference: str, later: Later, *, due: float) -> None:
        """Remember what is to be done to a payment later."""
        sql = "INSERT INTO later (due, reference, body) VALUES (?, ?, ?)"
        self._rows(sql, due, reference, msgspec.json.encode(later))

    def take_due(self, now: float) -> tuple[tuple[str, Later], ...]:
        """What is due now, oldest first; it is forgotten here, so call inside a transaction."""
        rows = self._rows("SELECT reference, body FROM later WHERE due <= ? ORDER BY due, id", now)
        if rows:
            self._rows("DELETE FROM later WHERE due <= ?", now)
        return tuple((reference, msgspec.json.decode(body, type=Later)) for reference, body in rows)
