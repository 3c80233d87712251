"""What is typed on the page of a wallet and while paying lies in the vault, sealed, or nowhere; removed, it is gone."""

import io
import zipfile

import msgspec
import pytest
from sqlalchemy import text

from bot.embedded.postgres import PostgresServer
from bot.sandbox.accounts import ACCOUNTS
from tests.journeys import canaries, talk_file
from tests.journeys.real_stage import CODE, RealStage
from tests.journeys.runner import act
from tests.journeys.town import Town
from tests.journeys.wallet_browser import WalletBrowser

pytestmark = pytest.mark.real

IBAN = next(one.iban for one in ACCOUNTS if one.name == "debit_at")
_FILES = ("home", "history", "history/payments.csv", "history/payments.pdf", "privacy", "privacy/my-data.zip")


class Typed(msgspec.Struct, frozen=True):
    """What a traveller has typed, and where."""

    stage: RealStage
    browser: WalletBrowser
    paid_with: str
    added: str

    @property
    def shapes(self) -> tuple[bytes, ...]:
        """How any of it may look where it was written."""
        return tuple(shape for one in (self.paid_with, self.added, IBAN) for shape in canaries.shapes(one))


@pytest.fixture(name="typed")
def _typed(town_of_each_way: Town) -> Typed:
    """A traveller who booked and saved her card, and added another and a bank account in her wallet."""
    stage, paid_with, added = RealStage(town_of_each_way), canaries.card_number(), canaries.card_number()
    browser = WalletBrowser(stage)
    for step in talk_file.read("books_again").steps:
        if step.actor == "pay":
            break
        act(step, stage)
        certain = [one for one in step.expected if not one.perhaps]
        stage.heard(len(certain), len(step.expected), cards=sum(len(one.cards) for one in certain))
    assert browser.pay(stage._pay_url(), paid_with, saves=True) == "paid"
    browser.open()
    assert browser.add_card(added) == "kept"
    assert browser.add_account(IBAN) == "kept"
    return Typed(stage, browser, paid_with, added)


def test_what_is_typed_is_found_nowhere_and_what_is_removed_is_shredded(
    typed: Typed, postgres_server: PostgresServer
) -> None:
    """Numbers, codes and accounts are in no store, file, log, job, page, export or message: only sealed in a vault."""
    town, browser = typed.stage.town, typed.browser
    _require_nowhere(typed, postgres_server)
    kept = {"vault": {"card": 2, "iban": 1}}.get(town.capture, {"iban": 1})
    assert _live(town, typed.stage.thread) == kept
    for name in _FILES:
        browser.file(name)
    shown = [*browser.bodies, *_unzipped(browser.file("privacy/my-data.zip").content)]
    assert any(f"•{typed.added[-4:]}".encode() in body for body in shown), "nothing of what was shown is searched"
    assert not [body for body in shown if any(shape in body for shape in typed.shapes)]

    browser.remove()
    town.wait_for(lambda: _live(town, typed.stage.thread) == {}, "the vault to forget what was removed")
    town.wait_for(lambda: _tokens(town, typed.stage.thread) == 0, "the tokens to be forgotten")
    _require_nowhere(typed, postgres_server)


def _require_nowhere(typed: Typed, postgres_server: PostgresServer) -> None:
    town, codes = typed.stage.town, canaries.code_shapes(CODE)
    secret = (*typed.shapes, *codes)
    assert canaries.in_redis(town.valkey.url, secret) == canaries.in_redis(town.volatile.url, secret) == []
    assert canaries.in_sql(town.engine, secret) == []
    assert canaries.in_files(town.folder, secret) == []
    assert canaries.in_files(postgres_server.folder, typed.shapes) == []
    rung = [name for name in canaries.in_files(town.folder, [b"setup|stp_"]) if name.endswith(".aof")]
    assert rung, "no ring was found"
    told = [str(one.request) for one in town.graph.sent]
    assert not [one for one in told if any(shape.decode() in one for shape in typed.shapes)]


def _live(town: Town, thread: str) -> dict[str, int]:
    """How many records of each kind the vault has for the traveller of a thread; a destroyed one holds nothing."""
    asked = text(
        "SELECT vault_records.kind, count(*) FROM vault_records"
        " WHERE num_nonnulls(wrapped_key, nonce, ciphertext, fingerprint) > 0 AND record_id IN"
        " (SELECT instrument FROM methods JOIN traveller_threads USING (traveller) WHERE thread = :thread)"
        " GROUP BY vault_records.kind"
    )
    with town.engine.connect() as connection:
        return {row[0]: row[1] for row in connection.execute(asked, {"thread": thread})}


def _tokens(town: Town, thread: str) -> int:
    asked = text(
        "SELECT count(*) FROM instruments JOIN methods ON methods.instrument = instruments.id"
        " JOIN traveller_threads USING (traveller) WHERE thread = :thread AND token || vault_id <> ''"
    )
    with town.engine.connect() as connection:
        return int(connection.scalar(asked, {"thread": thread}) or 0)


def _unzipped(body: bytes) -> list[bytes]:
    with zipfile.ZipFile(io.BytesIO(body)) as archive:
        return [archive.read(name) for name in archive.namelist()]
