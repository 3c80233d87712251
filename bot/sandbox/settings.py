"""What the sandbox gateway is told at start: where it keeps its records, its secrets, and how badly it behaves."""

import msgspec


class SandboxSettings(msgspec.Struct, frozen=True, kw_only=True):
    """Settings of one sandbox gateway; times in seconds.

    `data` is the path of its SQLite file, "" for memory. `hang` is how long a fault of the kind timeout keeps a caller
    waiting; it should be longer than the caller's read timeout. `settle` is how long the bank takes for what it
    answers with "pending", and for a refund that fails later. The three `webhook_*` fields after the URL make
    deliveries late, repeated, and out of order: an event with an odd number is sent `webhook_disorder` later.
    """

    key: str
    webhook_secrets: tuple[str, ...]
    """Every webhook is signed with each, so that a receiver may change its secret without losing one."""
    data: str = ""
    host: str = "127.0.0.1"
    port: int = 0
    public_url: str = ""
    """The origin of challenge pages, "" for the one by which the caller reached us."""
    webhook_url: str = ""
    """Where events are sent; "" sends none."""
    chat_url: str = ""
    """The origin of the web chat that the page of an airline's site embeds; "" serves no such page."""
    shop_url: str = ""
    """The origin of the shop whose pages may hold our fields; "" lets none."""
    merchant: str = "Sandbox Shop"
    """Whose name travellers read on challenge pages."""
    challenge: float = 600.0
    """How long a challenge waits for an answer before it counts as declined."""
    hang: float = 40.0
    settle: float = 2.0
    debit: float = 20.0
    """How long a bank takes to debit an account; a slow one takes ten times as long."""
    payout_every: float = 86400.0
    """Seconds between payouts of what was earned before; 0 pays nothing out."""
    dispute_lasts: float = 7 * 86400.0
    """How long a dispute stays open before the merchant has lost it, unless its bank decides earlier."""
    webhook_delay: float = 0.0
    webhook_copies: int = 1
    webhook_disorder: float = 0.0
    webhook_backoff: float = 1.0
    """The first wait after a failed delivery; it doubles up to an hour, for three days."""
