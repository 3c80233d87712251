"""The vault in PostgreSQL: what lies in its tables, what happens at the same time, and what is killed in the middle."""

import logging
import random
import signal
import subprocess
import sys
import time
import traceback
from base64 import b64decode
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from pathlib import Path
from threading import Event
from typing import Any

import msgspec
import pytest
from sqlalchemy import Engine, text

from bot.adapters.clock import SystemClock
from bot.adapters.envelope import AesEnvelope
from bot.adapters.kms_files import FileFingerprints, FileKms, provide_fingerprint_key
from bot.adapters.sql.engine import make_engine
from bot.adapters.sql.transaction import transaction
from bot.adapters.sql.vault import Asker, Limits, SqlVault, newest_key
from bot.adapters.sql.vault_keys import SqlVaultKeys
from bot.domain.errors import ConflictError, IllegalError, InvalidError, LimitError, ThreadfareError, UnavailableError
from bot.domain.secret import Identity, Secret
from bot.ports.vault import RevealResult, SealedRecord, Why
from bot.services.vault_keys import rewrap_all
from tests.fakes.kms import MemoryFingerprints
from tests.journeys.canaries import card_number, in_files, in_sql, shapes, word

pytestmark = pytest.mark.real

PAY = Why("authorize", "pay_1")
ROOT = Path(__file__).parents[3]


def named(number: int) -> Identity:
    """The record of a number."""
    return Identity("instruments", f"ins_{number:05d}", f"trv_{number:05d}", "card")


class Bench(msgspec.Struct, frozen=True):
    """A vault over files and PostgreSQL."""

    engine: Engine
    folder: Path
    vault: SqlVault
    keys: SqlVaultKeys
    told: list[RevealResult]

    def store(self, number: int, secret: str = "") -> None:
        """Keep the secret of a number."""
        with Secret((secret or f"secret {number}").encode()) as kept:
            self.vault.store(named(number), kept)

    def open(self, number: int) -> str:
        """The secret of a number."""
        with self.vault.reveal(named(number), PAY) as secret:
            return secret.text()

    def sql(self, statement: str, **values: Any) -> Any:
        """What a statement gives."""
        with self.engine.begin() as connection:
            return connection.execute(text(statement), values)


def made(folder: Path, url: str) -> Bench:
    """A vault over the keys of a folder."""
    engine, kms, clock = make_engine(url, pool_size=8), FileKms(folder / "keks"), SystemClock()
    provide_fingerprint_key(folder / "fingerprints")
    fingerprints = FileFingerprints(folder / "fingerprints")
    envelope, told = AesEnvelope(kms, fingerprints), list[RevealResult]()
    keys = SqlVaultKeys(engine, envelope, kms=kms, fingerprints=fingerprints, clock=clock, who="a test")
    asker, limits = Asker("worker", "host-1"), Limits(record=10_000, process=1_000_000)
    vault = SqlVault(engine, envelope, clock=clock, asker=asker, limits=limits, told=told.append)
    return Bench(engine, folder, vault, keys, told)


@pytest.fixture(name="bench")
def _bench(postgres: str, tmp_path: Path) -> Iterator[Bench]:
    """An empty vault with one key."""
    (tmp_path / "keks").mkdir()
    bench = made(tmp_path, postgres)
    bench.sql("ALTER TABLE vault_reveals DISABLE TRIGGER USER")
    bench.sql("TRUNCATE vault_reveals, vault_records, vault_keys")
    bench.sql("ALTER TABLE vault_reveals ENABLE TRIGGER USER")
    bench.keys.rotate()
    yield bench
    bench.engine.dispose()


def test_no_table_holds_a_number_that_is_in_the_vault(bench: Bench) -> None:
    """Who steals the database, its dump or its backup has no card; the words that are kept in clear are found."""
    number = card_number()
    bench.store(1, number)
    assert bench.open(1) == number
    assert in_sql(bench.engine, shapes(number)) == []
    assert set(in_sql(bench.engine, [b"trv_00001"])) == {"vault_records", "vault_reveals"}


def test_no_file_of_the_database_holds_one_either(bench: Bench, stores_folder: Path) -> None:
    """Nothing but ciphertext is ever sent to PostgreSQL: neither its logs nor its dead rows hold a number."""
    number, traveller = card_number(), word()
    card = msgspec.structs.replace(named(1), traveller=traveller)
    bench.vault.store(card, Secret(number.encode()))
    bench.vault.reveal(card, PAY).wipe()
    bench.vault.destroy(card)
    folder = stores_folder / "postgres"
    assert in_files(folder, shapes(number)) == []
    assert in_files(folder, [traveller.encode()]) != []


def test_no_log_and_no_error_tells_a_number_or_a_key(
    bench: Bench, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Even with every statement logged, and whatever fails, logs hold neither a number nor a key that opens one."""
    caplog.set_level(logging.DEBUG)
    caplog.set_level(logging.DEBUG, "sqlalchemy.engine")
    number, errors = card_number(), list[BaseException]()
    bench.store(1, number)
    bench.open(1)
    bench.keys.rotate()
    bench.keys.rewrap(after=None, most=9)
    for fail in (
        lambda: bench.store(1, card_number()),
        lambda: bench.vault.reveal(named(1), Why("authorize", "\0")),
        lambda: bench.vault.store(msgspec.structs.replace(named(2), id="\0"), Secret(number.encode())),
        lambda: bench.open(7),
    ):
        with pytest.raises(ThreadfareError) as caught:
            fail()
        errors.append(caught.value)
    monkeypatch.setattr(bench.vault, "_engine", make_engine("postgresql://nobody@127.0.0.1:1/none"))
    with pytest.raises(UnavailableError) as caught:
        bench.store(3, number)
    written = caplog.text + "".join("".join(traceback.format_exception(error)) for error in (*errors, caught.value))
    keys = [msgspec.json.decode(path.read_bytes())["key"] for path in (bench.folder / "keks").iterdir()]
    raw = [b64decode(key) for key in keys] + [(bench.folder / "fingerprints").read_bytes()]
    assert "INSERT INTO vault_records" in written
    assert len(keys) == 2
    for secret in (*shapes(number), *keys, *(part.hex() for part in raw), *(repr(part)[2:-1] for part in raw)):
        assert (secret.decode() if isinstance(secret, bytes) else secret) not in written


def test_of_a_destroyed_record_nothing_is_left_that_could_be_opened(bench: Bench) -> None:
    """A card that was removed is a name and two dates: no ciphertext, no key, no fingerprint."""
    bench.store(1)
    sealed = bench.sql("SELECT encode(ciphertext, 'hex'), encode(wrapped_key, 'hex') FROM vault_records").one()
    assert in_sql(bench.engine, [part.encode() for part in sealed]) == ["vault_records"]
    assert bench.vault.destroy(named(1))
    assert in_sql(bench.engine, [part.encode() for part in sealed]) == []
    row = bench.sql("SELECT * FROM vault_records").one()._asdict()
    assert {name for name, value in row.items() if value is None} == {
        "kek",
        "wrapped_key",
        "nonce",
        "ciphertext",
        "fingerprint",
    }
    assert row["destroyed_at"] is not None


@pytest.mark.parametrize(
    "change", ["destroyed_at = now()", "ciphertext = NULL", "wrapped_key = NULL", "fingerprint = NULL"]
)
def test_a_record_is_whole_or_destroyed(bench: Bench, change: str) -> None:
    """No slip of ours can leave half a record, nor a destroyed one that still opens."""
    bench.store(1)
    with pytest.raises(IllegalError), transaction(bench.engine) as connection:
        connection.execute(text(f"UPDATE vault_records SET {change}"))  # noqa: S608  our own words


@pytest.mark.parametrize(
    "statement",
    ["UPDATE vault_reveals SET process = 'nobody'", "DELETE FROM vault_reveals", "TRUNCATE vault_reveals"],
)
def test_what_was_written_down_of_reveals_stays(bench: Bench, statement: str) -> None:
    """Whoever asked for a card number cannot take it back."""
    bench.store(1)
    bench.open(1)
    with pytest.raises(IllegalError), transaction(bench.engine) as connection:
        connection.execute(text(statement))
    assert len(bench.keys.reveals(most=9)) == 1


def test_nothing_is_revealed_that_could_not_be_written_down(bench: Bench, monkeypatch: pytest.MonkeyPatch) -> None:
    """A number is handed out after the row that tells of it was committed, or not at all: it is wiped."""
    opened, envelope = list[Secret](), bench.vault._envelope

    class Watched(AesEnvelope):
        def open(self, identity: Identity, sealed: SealedRecord) -> Secret:
            opened.append(envelope.open(identity, sealed))
            return opened[-1]

    monkeypatch.setattr(bench.vault, "_envelope", Watched(FileKms(bench.folder / "keks"), MemoryFingerprints()))
    bench.store(1)
    with pytest.raises(InvalidError):
        bench.vault.reveal(named(1), Why("authorize", "no text\0"))
    assert (bench.keys.reveals(most=9), bench.told) == ((), [])
    with pytest.raises(IllegalError, match="wiped"):
        opened[0].view()
    bench.open(1)
    with pytest.raises(InvalidError):
        bench.open(2)
    assert bench.told == ["revealed", "refused"]


def test_reveals_of_one_record_at_once_are_counted_one_by_one(bench: Bench) -> None:
    """Who asks from many sides at the same moment gets no more than who asks in turn."""
    bench.store(1)
    strict = SqlVault(
        bench.engine,
        bench.vault._envelope,
        clock=SystemClock(),
        asker=Asker("worker", "host-2"),
        limits=Limits(record=3),
    )

    def ask(_: int) -> bool:
        try:
            strict.reveal(named(1), PAY).wipe()
        except LimitError:
            return False
        return True

    with ThreadPoolExecutor(8) as pool:
        assert sum(pool.map(ask, range(16))) == 3


def test_rows_that_were_mixed_up_do_not_open(bench: Bench) -> None:
    """Who can write into the database cannot have one traveller's card charged for another."""
    bench.store(1)
    bench.store(2)
    moved = "wrapped_key = other.wrapped_key, nonce = other.nonce, ciphertext = other.ciphertext"
    of = "FROM vault_records AS other WHERE mine.record_id != other.record_id"
    bench.sql(f"UPDATE vault_records AS mine SET {moved} {of}")  # noqa: S608  our own words
    for number in (1, 2):
        with pytest.raises(InvalidError, match="does not open"):
            bench.open(number)
    bench.sql("UPDATE vault_records SET traveller = 'trv_00009' WHERE record_id = 'ins_00001'")
    with pytest.raises(InvalidError, match="does not open"):
        bench.vault.reveal(msgspec.structs.replace(named(1), traveller="trv_00009"), PAY)


def test_the_same_card_saved_twice_at_once_is_kept_once(bench: Bench) -> None:
    """Two tabs that save one card do not make two of it, and both are told which one it is."""
    mine = [msgspec.structs.replace(named(number), traveller="trv_1") for number in range(6)]
    with ThreadPoolExecutor(6) as pool:
        kept = list(pool.map(lambda identity: bench.vault.store(identity, Secret(b"4242")), mine))
    assert len(set(kept)) == 1
    assert bench.keys.known()[0].records == 1


def test_a_rewrap_passes_over_what_is_in_use_and_comes_back(bench: Bench) -> None:
    """A record that is being paid with is not waited for, and is not forgotten."""
    for number in range(4):
        bench.store(number)
    bench.keys.rotate()
    held = bench.engine.connect()
    held.execute(text("SELECT 1 FROM vault_records WHERE record_id = 'ins_00001' FOR UPDATE"))
    assert (bench.keys.rewrap(after=None, most=9).done, bench.keys.left()) == (3, 1)
    sizes = list[int]()
    assert rewrap_all(bench.keys, most=9, done=sizes.append, pause=held.close) == ()
    assert (sizes, bench.keys.left()) == ([1], 0)


def test_two_rewraps_at_once_share_the_work(bench: Bench) -> None:
    """Whoever starts a second one makes it faster and breaks nothing."""
    for number in range(60):
        bench.store(number)
    bench.keys.rotate()
    sizes: list[list[int]] = [[], []]
    with ThreadPoolExecutor(2) as pool:
        list(pool.map(lambda done: rewrap_all(bench.keys, most=5, done=done.append, pause=_breathe), sizes))
    assert sum(map(sum, sizes)) == 60
    bench.keys.retire(1)
    assert [bench.open(number) for number in range(60)] == [f"secret {number}" for number in range(60)]


def test_a_damaged_record_stops_neither_the_others_nor_is_it_given_up(bench: Bench) -> None:
    """Staff are told which one it is, and its key is kept, so that a backup may mend it."""
    for number in range(4):
        bench.store(number)
    bench.keys.rotate()
    bench.sql("UPDATE vault_records SET wrapped_key = decode('00', 'hex') WHERE record_id = 'ins_00001'")
    broken = rewrap_all(bench.keys, most=2, done=lambda _: None, pause=pytest.fail)
    assert broken == (("instruments", "ins_00001"),)
    with pytest.raises(InvalidError, match="1 records need key 1"):
        bench.keys.retire(1)
    assert bench.open(3) == "secret 3"


def test_a_store_that_has_begun_holds_its_key(bench: Bench) -> None:
    """A number that was sealed under a key a moment before it is retired is not lost: one of the two waits."""
    with bench.engine.connect() as slow:
        assert newest_key(slow) == 1
        with ThreadPoolExecutor(1) as pool:
            assert pool.submit(bench.keys.rotate).result(timeout=10) == 2
            with pytest.raises(ConflictError):
                pool.submit(bench.keys.retire, 1).result(timeout=10)
    bench.keys.retire(1)
    bench.store(1)
    assert bench.open(1) == "secret 1"


def test_a_key_that_was_made_and_never_came_into_use_is_taken(bench: Bench) -> None:
    """A rotation that was killed between file and row is finished by the next one."""
    waiting = FileKms(bench.folder / "keks").create(SystemClock().now())
    assert (bench.keys.rotate(), waiting.version) == (2, 2)
    assert [key.version for key in bench.keys.known()] == [1, 2]


def test_a_retirement_that_was_killed_is_finished(bench: Bench) -> None:
    """The row says that a key is gone before its file is: whoever runs it again destroys the file."""
    bench.keys.rotate()
    bench.sql("UPDATE vault_keys SET retired_at = now() WHERE version = 1")
    bench.keys.retire(1)
    assert FileKms(bench.folder / "keks").keks()[0].retired


def _another_key(folder: Path) -> None:
    (folder / "keks" / "kek-0001.json").unlink()
    FileKms(folder / "keks").create(SystemClock().now())


def _another_fingerprint_key(folder: Path) -> None:
    (folder / "fingerprints").unlink()


@pytest.mark.parametrize(
    ("spoil", "told"),
    [
        (lambda folder: (folder / "keks" / "kek-0001.json").unlink(), "key 1 is missing or another"),
        (_another_key, "key 1 is missing or another"),
        (_another_fingerprint_key, "VAULT_FINGERPRINT_KEY is not the key"),
    ],
)
def test_keys_of_another_vault_are_noticed_before_anything_is_sealed_with_them(
    bench: Bench, postgres: str, spoil: Callable[[Path], None], told: str
) -> None:
    """A worker with the wrong folder would store what no other can open: it does not start, and nobody rotates."""
    bench.keys.check()
    spoil(bench.folder)
    wrong = made(bench.folder, postgres)
    for ask in (wrong.keys.check, wrong.keys.rotate):
        with pytest.raises(InvalidError, match=told):
            ask()
    wrong.engine.dispose()


def test_a_key_that_is_away_for_a_while_is_worth_trying_again(bench: Bench) -> None:
    """A mount that comes back lets the same call succeed; nothing was written down as given meanwhile."""
    bench.store(1)
    path = bench.folder / "keks" / "kek-0001.json"
    path.rename(path.with_suffix(".away"))
    for ask in (lambda: bench.open(1), lambda: bench.store(2)):
        with pytest.raises(UnavailableError):
            ask()
    path.with_suffix(".away").rename(path)
    assert bench.open(1) == "secret 1"
    assert len(bench.keys.reveals(most=9)) == 1


def test_what_keepers_do_with_keys_stands_in_the_audit(bench: Bench) -> None:
    """Who made and who destroyed a key is known."""
    bench.keys.rotate()
    bench.keys.retire(1)
    rows = bench.sql(
        "SELECT subject, before, after, cause FROM audit WHERE kind = 'vault_key' ORDER BY id DESC LIMIT 2"
    )
    assert [tuple(row) for row in rows] == [
        ("kek:1", "opens", "retired", "a test"),
        ("kek:2", "wraps:1", "wraps", "a test"),
    ]


def test_rotating_keys_under_load_loses_nothing(bench: Bench) -> None:
    """While cards are saved and charged, keys are rotated, rewrapped and retired again and again: all still open."""
    total, over = 400, Event()

    def serve(worker: int) -> int:
        chance = random.Random(worker)  # noqa: S311  any order will do
        for count, number in enumerate(range(worker, total, 4)):
            _until_it_works(partial(bench.store, number))
            seen = chance.randrange(count + 1) * 4 + worker
            assert _until_it_works(partial(bench.open, seen)) == f"secret {seen}"
        return worker

    def replace(version: int) -> None:
        rewrap_all(bench.keys, most=20, done=lambda _: None, pause=_breathe)
        bench.keys.retire(version)

    def rotate() -> int:
        rounds = 0
        while not over.is_set():
            _until_it_works(partial(replace, bench.keys.rotate() - 1))
            rounds += 1
        return rounds

    with ThreadPoolExecutor(5) as pool:
        rotating = pool.submit(rotate)
        list(pool.map(serve, range(4)))
        over.set()
        assert rotating.result() >= 2
    assert [bench.open(number) for number in range(total)] == [f"secret {number}" for number in range(total)]
    *retired, newest = bench.keys.known()
    assert (sum(key.records for key in retired), newest.records) == (0, total)
    assert all(key.retired_at for key in retired)


def _breathe() -> None:
    time.sleep(0.01)


def _until_it_works(act: Callable[[], Any]) -> Any:
    """As a worker does: what may be tried again is tried again."""
    for _ in range(100):
        try:
            return act()
        except (ConflictError, InvalidError) as error:
            if isinstance(error, InvalidError) and "need key" not in error.say_to_staff:
                raise
            _breathe()
    raise AssertionError("It did not work in a hundred tries.")


_REWRAP = """
import sys
from functools import partial
from pathlib import Path
from tests.adapters.sql.test_vault import made
from bot.services.vault_keys import rewrap_all
bench = made(Path(sys.argv[1]), sys.argv[2])
rewrap_all(bench.keys, most=2, done=lambda _: print("batch", flush=True), pause=lambda: None)
"""


def test_a_rewrap_that_is_killed_loses_nothing_and_is_run_again(bench: Bench, postgres: str) -> None:
    """Pull the plug in the middle of it: every record is under one key or the other, and opens."""
    for number in range(300):
        bench.store(number)
    bench.keys.rotate()
    command = [sys.executable, "-c", _REWRAP, str(bench.folder), postgres]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True) as running:  # noqa: S603  our own program
        assert running.stdout is not None
        for _ in range(5):
            assert running.stdout.readline() == "batch\n"
        running.send_signal(signal.SIGKILL)
    assert 0 < bench.keys.left() <= 290
    assert [bench.open(number) for number in range(300)] == [f"secret {number}" for number in range(300)]
    rewrap_all(bench.keys, most=100, done=lambda _: None, pause=_breathe)
    bench.keys.retire(1)
    assert bench.open(299) == "secret 299"
