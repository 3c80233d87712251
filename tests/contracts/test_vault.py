"""What every vault promises: the one in PostgreSQL with real encryption, and the one in memory."""

from collections.abc import Iterator
from typing import Any

import msgspec
import pytest
from sqlalchemy import text

from bot.adapters.envelope import AesEnvelope
from bot.adapters.sql.engine import make_engine
from bot.adapters.sql.vault import Asker, Limits, SqlVault
from bot.adapters.sql.vault_keys import SqlVaultKeys
from bot.domain.errors import IllegalError, InvalidError, LimitError, UnavailableError
from bot.domain.secret import Identity, Secret
from bot.ports.vault import Vault, VaultKeys, Why
from bot.services.vault_keys import rewrap_all
from tests.fakes.clock import StandingClock
from tests.fakes.kms import MemoryFingerprints, MemoryKms
from tests.fakes.memory_vault import MemoryVault

CARD = "4242424242424242"
MINE = Identity("instruments", "ins_1", "trv_1", "card")
PAY = Why("authorize", "pay_1")
LIMITS = Limits(record=3, process=6)


class Bench(msgspec.Struct, frozen=True):
    """A vault, its keys, and the clock by which both go."""

    vault: Vault
    keys: VaultKeys
    clock: StandingClock

    def store(self, identity: Identity = MINE, secret: str = CARD) -> Identity:
        """Keep a number."""
        with Secret(secret.encode()) as kept:
            return self.vault.store(identity, kept)

    def open(self, identity: Identity = MINE, why: Why = PAY) -> str:
        """A number in clear."""
        with self.vault.reveal(identity, why) as secret:
            return secret.text()


def _postgres(url: str) -> Iterator[Bench]:
    engine, clock, kms, fingerprints = make_engine(url), StandingClock(), MemoryKms(), MemoryFingerprints()
    envelope = AesEnvelope(kms, fingerprints)
    with engine.begin() as connection:
        connection.execute(text("ALTER TABLE vault_reveals DISABLE TRIGGER USER"))
        connection.execute(text("TRUNCATE vault_reveals, vault_records, vault_keys"))
        connection.execute(text("ALTER TABLE vault_reveals ENABLE TRIGGER USER"))
    keys = SqlVaultKeys(engine, envelope, kms=kms, fingerprints=fingerprints, clock=clock, who="a test")
    yield Bench(SqlVault(engine, envelope, clock=clock, asker=Asker("worker", "one"), limits=LIMITS), keys, clock)
    engine.dispose()


@pytest.fixture(params=["memory", pytest.param("postgres", marks=pytest.mark.real)])
def bench(request: pytest.FixtureRequest) -> Iterator[Bench]:
    """Each vault in turn, with one key."""
    if request.param == "memory":
        clock = StandingClock()
        vault = MemoryVault(clock, record=LIMITS.record, process=LIMITS.process)
        vault.rotate()
        yield Bench(vault, vault, clock)
        return
    for made in _postgres(request.getfixturevalue("postgres")):
        made.keys.rotate()
        yield made


def other(**changes: Any) -> Identity:
    """Another record."""
    return msgspec.structs.replace(MINE, **changes)


def test_what_was_stored_comes_out_as_it_was(bench: Bench) -> None:
    """A traveller's saved card is the card that they saved."""
    assert bench.store() == MINE
    assert bench.open() == CARD


def test_a_vault_without_a_key_takes_nothing(postgres: str) -> None:
    """A vault that nobody gave a key yet says so, and keeps no number in any other way."""
    for made in _postgres(postgres):
        with pytest.raises(UnavailableError, match="threadfare keys rotate"):
            made.store()
    with pytest.raises(UnavailableError, match="threadfare keys rotate"):
        MemoryVault(StandingClock()).store(MINE, Secret(b"4"))


@pytest.mark.parametrize(
    "changes", [{"table": "orders"}, {"id": "ins_2"}, {"traveller": "trv_2"}, {"kind": "iban"}], ids=str
)
def test_a_record_opens_under_its_own_name_alone(bench: Bench, changes: dict[str, str]) -> None:
    """No traveller's card pays for another, whatever was mixed up on the way."""
    bench.store()
    with pytest.raises(InvalidError, match=r"^The vault does not open this record\.$"):
        bench.open(other(**changes))


def test_storing_again_changes_nothing(bench: Bench) -> None:
    """A worker that was killed after storing may store again."""
    assert (bench.store(), bench.store()) == (MINE, MINE)
    assert bench.keys.known()[0].records == 1


def test_a_name_never_gets_another_secret(bench: Bench) -> None:
    """What a booking was paid with cannot come to mean another card."""
    bench.store()
    for identity, secret in ((MINE, "5555555555554444"), (other(kind="iban"), CARD), (other(traveller="x"), CARD)):
        with pytest.raises(IllegalError):
            bench.store(identity, secret)
    assert bench.open() == CARD


def test_a_traveller_has_the_same_card_once(bench: Bench) -> None:
    """A card that is saved twice lies in the vault once; another traveller with the same card has their own."""
    bench.store()
    assert bench.store(other(id="ins_2")) == MINE
    assert bench.store(other(id="ins_3", traveller="trv_2")) == other(id="ins_3", traveller="trv_2")
    assert bench.store(other(id="ins_4", kind="iban")) == other(id="ins_4", kind="iban")
    assert bench.keys.known()[0].records == 3


def test_a_destroyed_record_is_gone(bench: Bench) -> None:
    """A card that was removed is opened by nobody, and its name never means another."""
    bench.store()
    assert bench.vault.destroy(other(traveller="trv_2")) is False
    assert [bench.vault.destroy(MINE) for _ in range(2)] == [True, False]
    with pytest.raises(InvalidError, match="does not open"):
        bench.open()
    with pytest.raises(IllegalError):
        bench.store()
    assert bench.keys.known()[0].records == 0


def test_a_removed_card_can_be_saved_again_under_another_name(bench: Bench) -> None:
    """Who removed a card may come back with it."""
    bench.store()
    bench.vault.destroy(MINE)
    again = other(id="ins_2")
    assert bench.store(again) == again
    assert bench.open(again) == CARD


def test_every_reveal_is_written_down_without_the_value(bench: Bench) -> None:
    """Who asks for a card number leaves a trace, also when nothing is given."""
    bench.store()
    bench.open()
    with pytest.raises(InvalidError):
        bench.open(other(traveller="trv_2"), Why("debit", "pay_2"))
    refused, revealed = bench.keys.reveals(most=5)
    assert (revealed.result, revealed.identity, revealed.why) == ("revealed", MINE, PAY)
    assert (refused.result, refused.identity.traveller, refused.why) == ("refused", "trv_2", Why("debit", "pay_2"))
    assert {(one.role, one.process, one.at) for one in (refused, revealed)} == {("worker", "one", bench.clock.now())}
    assert CARD not in repr((refused, revealed))
    assert bench.keys.reveals(most=1) == (refused,)


def test_one_record_is_revealed_so_often_an_hour(bench: Bench) -> None:
    """A loop of ours, or whoever took a worker over, gets a card number a few times and is then seen."""
    bench.store()
    for _ in range(LIMITS.record):
        bench.clock.move(minutes=10)
        bench.open()
    with pytest.raises(LimitError):
        bench.open()
    bench.clock.move(minutes=40)
    assert bench.open() == CARD
    assert [one.result for one in bench.keys.reveals(most=2)] == ["revealed", "limited"]


def test_one_process_reveals_so_many_a_minute(bench: Bench) -> None:
    """The vault is not emptied in one go; tries that were refused count, those that came too often do not."""
    records = [other(id=f"ins_{number}", traveller=f"trv_{number}") for number in range(LIMITS.process + 1)]
    for record in records:
        bench.store(record)
    for record in records[1:-1]:
        bench.open(record)
    with pytest.raises(InvalidError):
        bench.open(other(id="nobody's"))
    bench.clock.move(seconds=50)
    for _ in range(LIMITS.process + 1):
        with pytest.raises(LimitError):
            bench.open(records[-1])
    bench.clock.move(seconds=10)
    assert bench.open(records[-1]) == CARD


def test_after_a_rotation_everything_opens_until_the_old_key_is_retired(bench: Bench) -> None:
    """Nobody notices that keys are changed; a key that a record needs cannot be destroyed, nor the newest."""
    bench.store()
    assert bench.keys.rotate() == 2
    fresh = bench.store(other(id="ins_2", traveller="trv_2"))
    assert (bench.open(), bench.open(fresh)) == (CARD, CARD)
    assert [(key.version, key.records) for key in bench.keys.known()] == [(1, 1), (2, 1)]
    for version, why in ((1, "1 records need key 1"), (2, "newer one first"), (3, "no key 3")):
        with pytest.raises(InvalidError, match=why):
            bench.keys.retire(version)


def test_what_is_rewrapped_outlives_its_old_key(bench: Bench) -> None:
    """After a rewrap the old key may be destroyed, once or again, and every card still opens."""
    records = [other(id=f"ins_{number}", traveller=f"trv_{number}") for number in range(5)]
    for record in records:
        bench.store(record)
    bench.vault.destroy(records[0])
    bench.keys.rotate()
    assert bench.keys.left() == 4
    sizes: list[int] = []
    assert rewrap_all(bench.keys, most=3, done=sizes.append, pause=pytest.fail) == ()
    assert (sizes, bench.keys.left()) == ([3, 1], 0)
    bench.keys.retire(1)
    bench.keys.retire(1)
    assert [bench.open(record) for record in records[1:]] == [CARD] * 4
    old, new = bench.keys.known()
    assert (old.retired_at, old.here, old.records, new.retired_at, new.here, new.records) == (
        bench.clock.now(),
        False,
        0,
        None,
        True,
        4,
    )
    bench.keys.check()


def test_a_rewrap_that_was_killed_goes_on_where_it_was(bench: Bench) -> None:
    """Whoever runs it again does the rest and nothing twice."""
    for number in range(5):
        bench.store(other(id=f"ins_{number}", traveller=f"trv_{number}"))
    bench.keys.rotate()
    assert bench.keys.rewrap(after=None, most=2).done == 2
    sizes: list[int] = []
    rewrap_all(bench.keys, most=2, done=sizes.append, pause=pytest.fail)
    assert sum(sizes) == 3


@pytest.mark.parametrize("name", ["\0", "a\0b"])
def test_a_name_that_no_row_can_have_is_refused(bench: Bench, name: str) -> None:
    """What cannot be kept is refused before anything is."""
    with pytest.raises(InvalidError):
        bench.store(other(id=name))
