"""Keys are rotated, rewrapped and retired while cards are added, paid with and removed: none is lost, none stays."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from pathlib import Path
from threading import Event
from typing import Any, cast

import msgspec
import pytest

from bot.adapters.card_opener import JweCardOpener
from bot.adapters.clock import SystemClock, SystemIds
from bot.adapters.keys import PrivateKeys, PublicKeys, rotate_keys
from bot.adapters.sql.unit_of_work import SqlRecords
from bot.domain.conversation.effects import RemoveMethod
from bot.domain.errors import ThreadfareError
from bot.domain.payment.consent import consent_words, digest
from bot.domain.payment.instrument import KeptInstrument
from bot.ports.vault import Why
from bot.ports.wallet_records import Traveller
from bot.services import saved_methods, setup_runs, setups, turns
from bot.services.setups import Submitter
from bot.services.vault_keys import rewrap_all
from tests.adapters.sql.test_vault import Bench, made
from tests.builders.sealing import card_inside, code_inside, seal
from tests.builders.wallet_room import BRAND, Room
from tests.journeys.canaries import card_number, in_sql, shapes

pytestmark = pytest.mark.real

CARDS = 36


class Load:
    """A wallet over PostgreSQL, key files and real encryption, with the gateway in memory."""

    def __init__(self, vault: Bench, folder: Path) -> None:
        self.vault, self.folder, self.public = vault, folder / "capture", folder / "public.json"
        self.rotate()
        self.room, seen = Room(), set[str]()

        def first_use(jti: str) -> bool:
            fresh = jti not in seen
            seen.add(jti)
            return fresh

        parts: dict[str, Any] = {"records": cast("Any", SqlRecords(vault.engine)), "clock": SystemClock()}
        parts |= {"ids": SystemIds(), "sealed_cards": self.room.sealed}
        self.room.sealed._clock = self.room.gateway.clock = SystemClock()  # type: ignore[assignment]  # ours moves on
        self.web = msgspec.structs.replace(self.room.web, **parts)
        opener = JweCardOpener(PrivateKeys(self.folder).find, first_use)
        parts |= {"gateway": self.room.gateway, "vault": vault.vault, "card_opener": opener}
        self.worker = msgspec.structs.replace(self.room.runtime, **parts)

    def rotate(self) -> None:
        """A fresh capture key; the older ones open for an hour more."""
        rotate_keys(self.folder, self.public, now=SystemClock().now(), at_once=True)

    def enroll(self, number: int) -> tuple[str, str]:
        """A traveller and their thread."""
        traveller, thread = self.worker.ids.new("trv"), f"messenger:page:rotation{number}"
        with self.worker.records.begin() as work:
            work.wallet.enroll(thread, Traveller(traveller, self.worker.clock.now()))
        return traveller, thread

    def add(self, traveller: str, thread: str, number: str) -> KeptInstrument:
        """Add a card, encrypted for the key that is the newest just now; gives it as it is kept."""
        setup = setups.begin(self.web, traveller, thread, kind="card", language="en")
        bound: dict[str, object] = {"chk": setup, "iat": int(self.web.clock.now().timestamp()), "jti": f"jti-{setup}"}
        card = card_inside(pan=number, amt=0, cur="XXX", exp_year=2050, **bound)
        newest: Any = PublicKeys(self.public).jwks()["keys"]
        sealed = seal(newest[0], card, code_inside(**bound))
        agreed = digest(consent_words("en", BRAND))
        setups.submit(self.web, setup, sealed, consent=agreed, by=Submitter(traveller))
        setup_runs.run(self.worker, setup)
        with self.worker.records.begin() as work:
            kept = work.setups.setup(setup)
            assert kept is not None
            assert kept.state == "kept", kept.state
            card_kept = work.money.instrument(kept.instrument)
        assert card_kept is not None
        return card_kept

    def number_of(self, card: KeptInstrument) -> str:
        """What the vault gives for a card."""
        assert card.vault is not None
        with self.worker.vault.reveal(card.vault, Why("tokenize", "pay_1")) as secret:  # type: ignore[union-attr]
            return secret.text()

    def remove(self, traveller: str, thread: str) -> None:
        """Remove the only method of a traveller."""
        with self.worker.records.begin() as work:
            (method,) = work.wallet.methods_of(traveller)
        saved_methods.remove(self.worker, f"{method.id}#0", thread, RemoveMethod(method.id))


@pytest.fixture
def load(postgres: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Load]:
    """An empty vault under load."""
    monkeypatch.setattr(turns, "pay_off", lambda *_: 0)
    (tmp_path / "keks").mkdir()
    vault = made(tmp_path, postgres)
    vault.sql("ALTER TABLE vault_reveals DISABLE TRIGGER USER")
    vault.sql("TRUNCATE vault_reveals, vault_records, vault_keys")
    vault.sql("ALTER TABLE vault_reveals ENABLE TRIGGER USER")
    vault.keys.rotate()
    yield Load(vault, tmp_path)
    vault.engine.dispose()


def _rotates(load: Load, done: Event) -> int:
    """Rotate everything again and again until told to stop; gives how often."""
    rounds = 0
    while not done.is_set():
        load.rotate()
        load.vault.keys.rotate()
        with suppress(ThreadfareError):
            rewrap_all(load.vault.keys, most=50, done=lambda _: None, pause=lambda: None)
            load.vault.keys.retire(load.vault.keys.known()[0].version)
        rounds += 1
    return rounds


def test_keys_change_under_load_and_no_card_is_lost(load: Load) -> None:
    """Every card that was kept opens afterwards with its own number; every removed one is gone for good."""
    done, kept = Event(), list[tuple[str, KeptInstrument]]()
    with ThreadPoolExecutor() as pool:
        rotating = pool.submit(_rotates, load, done)
        try:
            for count in range(CARDS):
                number = card_number()
                traveller, thread = load.enroll(count)
                card = load.add(traveller, thread, number)
                assert load.number_of(card) == number
                if count % 3:
                    kept.append((number, card))
                else:
                    load.remove(traveller, thread)
        finally:
            done.set()
        assert rotating.result() > 1
    assert [load.number_of(card) for _, card in kept] == [number for number, _ in kept]
    assert load.vault.sql("SELECT count(*) FROM vault_records WHERE destroyed_at IS NULL").scalar() == len(kept)
    assert in_sql(load.vault.engine, [shape for number, _ in kept for shape in shapes(number)]) == []


def test_what_was_sealed_before_a_rotation_opens_until_the_key_is_destroyed(load: Load) -> None:
    """A traveller whose form was open while keys changed adds her card all the same."""
    before = PublicKeys(load.public).jwks()
    traveller, thread = load.enroll(1000)
    load.rotate()
    assert PublicKeys(load.public).jwks() != before
    assert load.add(traveller, thread, card_number()).vault is not None
