"""Money: checkouts, orders, payments, attempts, the ledger, steps, links, instruments and the audit.

Amounts are minor units. What is money or audit is only ever appended: triggers refuse changes and deletions.
"""

from datetime import datetime

from sqlalchemy import (
    BigInteger,
    Boolean,
    CheckConstraint,
    Column,
    Connection,
    DateTime,
    ForeignKey,
    Identity,
    Index,
    Integer,
    LargeBinary,
    Table,
    Text,
    UniqueConstraint,
    event,
    func,
    text,
)

from bot.adapters.sql.tables.metadata import metadata


def _time(name: str, *, nullable: bool = False) -> Column[datetime]:
    return Column(name, DateTime(timezone=True), nullable=nullable)


checkouts = Table(
    "checkouts",
    metadata,
    Column("id", Text, primary_key=True),
    Column("thread", Text, nullable=False),
    Column("effect", Text, nullable=False),
    Column("state", Text, nullable=False),
    Column("version", Integer, nullable=False),
    _time("began_at"),
    Column("needs_staff", Boolean, nullable=False),
    Column("body", LargeBinary, nullable=False),
    UniqueConstraint("thread", "effect"),
)
Index("ix_checkouts_thread_began_at", checkouts.c.thread, checkouts.c.began_at)
Index("ix_checkouts_needs_staff", checkouts.c.began_at, postgresql_where=checkouts.c.needs_staff)

orders = Table(
    "orders",
    metadata,
    Column("id", Text, primary_key=True),
    Column("checkout", Text, ForeignKey("checkouts.id"), nullable=False, unique=True),
    Column("state", Text, nullable=False),
    Column("locator", Text, nullable=False, index=True),
    _time("held_until", nullable=True),
    Column("total_minor", BigInteger, nullable=False),
    Column("currency", Text, nullable=False),
    Column("body", LargeBinary, nullable=False),
)

Index("ix_orders_folded", func.translate(func.upper(orders.c.locator), text("'OI'"), text("'01'")))
"""How a booking is found by the reference that its traveller types (`bot.domain.booking.references`)."""

payments = Table(
    "payments",
    metadata,
    Column("id", Text, primary_key=True),
    Column("checkout", Text, ForeignKey("checkouts.id"), nullable=False, index=True),
    Column("position", Integer, nullable=False),
    Column("state", Text, nullable=False),
    Column("reference", Text, nullable=False, index=True),
    Column("currency", Text, nullable=False),
    Column("amount_minor", BigInteger, nullable=False),
    Column("authorized_minor", BigInteger, nullable=False),
    Column("captured_minor", BigInteger, nullable=False),
    Column("refunded_minor", BigInteger, nullable=False),
    Column("method", Text, nullable=False),
    Column("code", Text, nullable=False),
    Column("action_url", Text, nullable=False),
    _time("capture_before", nullable=True),
    Column("staff", Boolean, nullable=False),
    CheckConstraint("amount_minor > 0", name="amount_is_positive"),
    CheckConstraint("captured_minor <= authorized_minor", name="captures_what_is_authorized"),
    CheckConstraint("refunded_minor <= captured_minor", name="refunds_what_is_captured"),
)

HOLDING = ("authorized", "capturing", "voiding")
"""States of a payment in which a bank holds money for us."""
Index("ix_payments_holding", payments.c.capture_before, postgresql_where=payments.c.state.in_(HOLDING))

attempts = Table(
    "attempts",
    metadata,
    Column("key", Text, primary_key=True),
    Column("payment", Text, ForeignKey("payments.id"), nullable=False, index=True),
    Column("position", Integer, nullable=False),
    Column("operation", Text, nullable=False),
    Column("number", Integer, nullable=False),
    Column("state", Text, nullable=False),
    Column("result", Text, nullable=False),
    Column("code", Text, nullable=False),
    Column("reference", Text, nullable=False),
    Column("sealed", Text, nullable=False),
    Column("instrument", Text, nullable=False),
    Column("usage", Text, nullable=False, server_default="once"),
    Column("request_hash", Text, nullable=False),
    Column("sends", Integer, nullable=False),
    Column("amount", BigInteger, nullable=False, server_default="0"),
    Column("challenge", Boolean, nullable=False, server_default=text("false")),
    _time("opened_at"),
    UniqueConstraint("payment", "operation", "number"),
    CheckConstraint("state IN ('open', 'closed')", name="open_or_closed"),
)
Index("uq_attempts_open", attempts.c.payment, unique=True, postgresql_where=attempts.c.state == "open")
"""One open attempt a payment: a second request to the bank cannot even be noted while the first is undecided."""

steps = Table(
    "steps",
    metadata,
    Column("id", Text, primary_key=True),
    Column("checkout", Text, ForeignKey("checkouts.id"), nullable=True, index=True),
    Column("kind", Text, nullable=False),
    Column("subject", Text, nullable=False),
    Column("tries", Integer, nullable=False),
    _time("due_at"),
    _time("lease_until", nullable=True),
    Column("fence", Integer, nullable=False, server_default="0"),
    Column("done", Boolean, nullable=False, server_default=text("false")),
)
Index("ix_steps_due", steps.c.due_at, postgresql_where=~steps.c.done)

pay_links = Table(
    "pay_links",
    metadata,
    Column("token_hash", Text, primary_key=True),
    Column("checkout", Text, ForeignKey("checkouts.id"), nullable=False),
    Column("browser", Text, nullable=False, server_default=""),
    _time("expires"),
)

instruments = Table(
    "instruments",
    metadata,
    Column("id", Text, primary_key=True),
    Column("checkout", Text, ForeignKey("checkouts.id"), nullable=True, index=True),
    Column("gateway", Text, nullable=False),
    Column("token", Text, nullable=False),
    Column("brand", Text, nullable=False),
    Column("last4", Text, nullable=False),
    Column("exp_month", Integer, nullable=False),
    Column("exp_year", Integer, nullable=False),
    Column("fingerprint", Text, nullable=False, index=True),
    Column("country", Text, nullable=False),
    Column("funding", Text, nullable=False),
    Column("kind", Text, nullable=False, server_default="card"),
    Column("vault_table", Text, nullable=False, server_default=""),
    Column("vault_id", Text, nullable=False, server_default=""),
    Column(
        "vault_traveller",
        Text,
        nullable=False,
        server_default="",
        comment="for whom the number was stored, for ever",
    ),
    Column("vault_kind", Text, nullable=False, server_default=""),
    Column(
        "renewed_for",
        Text,
        nullable=False,
        server_default="",
        comment="the attempt for which the token was made anew, until it paid",
    ),
    CheckConstraint("length(last4) <= 4", name="four_digits"),
    CheckConstraint("kind IN ('card', 'bank_account')", name="card_or_bank_account"),
)
Index(
    "ix_instruments_vault",
    instruments.c.vault_table,
    instruments.c.vault_id,
    postgresql_where=instruments.c.vault_id != "",
)

ledger_transactions = Table(
    "ledger_transactions",
    metadata,
    Column("id", BigInteger, Identity(), primary_key=True),
    Column("source_kind", Text, nullable=False),
    Column("source_id", Text, nullable=False),
    Column("posting_kind", Text, nullable=False),
    _time("posted_at"),
    UniqueConstraint("source_kind", "source_id", "posting_kind"),
)

ledger_entries = Table(
    "ledger_entries",
    metadata,
    Column("transaction", BigInteger, ForeignKey("ledger_transactions.id"), primary_key=True),
    Column("position", Integer, primary_key=True),
    Column("account", Text, nullable=False, index=True),
    Column("amount_minor", BigInteger, nullable=False),
    Column("currency", Text, nullable=False),
)

Index("ix_ledger_transactions_posted_at", ledger_transactions.c.posted_at)

audit = Table(
    "audit",
    metadata,
    Column("id", BigInteger, Identity(), primary_key=True),
    _time("at"),
    Column("kind", Text, nullable=False),
    Column("subject", Text, nullable=False, index=True),
    Column("before", Text, nullable=False),
    Column("after", Text, nullable=False),
    Column("cause", Text, nullable=False),
)

Index("ix_audit_at", audit.c.at)

APPEND_ONLY = (ledger_transactions, ledger_entries, audit)
"""Tables of which no row is ever changed or deleted."""

REFUSE_CHANGES = """
CREATE OR REPLACE FUNCTION refuse_changes() RETURNS trigger LANGUAGE plpgsql AS
$$ BEGIN RAISE EXCEPTION '% is append-only', TG_TABLE_NAME USING ERRCODE = 'restrict_violation'; END $$
"""
LEDGER_SUMS = """
CREATE OR REPLACE FUNCTION ledger_sums_to_nought() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
    IF EXISTS (SELECT 1 FROM ledger_entries WHERE transaction = NEW.transaction
               GROUP BY currency HAVING sum(amount_minor) <> 0) THEN
        RAISE EXCEPTION 'ledger transaction % does not sum to nought', NEW.transaction
            USING ERRCODE = 'check_violation';
    END IF;
    RETURN NULL;
END $$
"""


def guards(table: Table) -> tuple[str, ...]:
    """The statements that keep a table append-only, and the ledger at nought: functions and triggers."""
    append_only = (
        f"CREATE TRIGGER {table.name}_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON {table.name} "
        "FOR EACH STATEMENT EXECUTE FUNCTION refuse_changes()"
    )
    if table is not ledger_entries:
        return REFUSE_CHANGES, append_only
    sums = (
        "CREATE CONSTRAINT TRIGGER ledger_entries_sum AFTER INSERT ON ledger_entries DEFERRABLE INITIALLY DEFERRED "
        "FOR EACH ROW EXECUTE FUNCTION ledger_sums_to_nought()"
    )
    return REFUSE_CHANGES, append_only, LEDGER_SUMS, sums


def _guard(table: Table, connection: Connection, **_: object) -> None:
    for statement in guards(table):
        connection.execute(text(statement))


def keep_append_only(*tables: Table) -> None:
    """Guard the tables wherever they are created."""
    for table in tables:
        event.listen(table, "after_create", _guard)


keep_append_only(*APPEND_ONLY)
