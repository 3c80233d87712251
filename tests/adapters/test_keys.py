"""Capture keys: made once, rotated, destroyed, and never mixed up between web and worker."""

import json
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from bot.adapters.card_opener import JweCardOpener
from bot.adapters.keys import LIFE, RETIRING, PrivateKeys, PublicKeys, capture_keys, retire_key, rotate_keys
from bot.domain.errors import InvalidError
from tests.builders.sealing import NOW, card_inside, code_inside, seal

MADE = datetime.fromtimestamp(NOW, tz=UTC)


def _shown(public: Path | PublicKeys) -> list[dict[str, Any]]:
    """The keys that a page would be given."""
    keys: Any = (public if isinstance(public, PublicKeys) else PublicKeys(public)).jwks()["keys"]
    return list(keys)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Where the worker's keys lie."""
    return tmp_path / "capture"


@pytest.fixture
def public(tmp_path: Path) -> Path:
    """The file that the web process reads."""
    return tmp_path / "jwks.json"


def test_the_first_start_makes_a_key(folder: Path, public: Path) -> None:
    """An operator need not make a key by hand: pay pages work at the first start."""
    kid = rotate_keys(folder, public, now=MADE)
    [shown] = _shown(public)
    assert shown["kid"] == kid
    assert (shown["kty"], shown["crv"], shown["use"], shown["alg"]) == ("EC", "P-256", "enc", "ECDH-ES")
    assert shown["exp"] == int((MADE + LIFE + RETIRING).timestamp())


def test_the_public_file_holds_no_private_key(folder: Path, public: Path) -> None:
    """The web process holds nothing that opens a card."""
    rotate_keys(folder, public, now=MADE)
    assert all("d" not in key for key in json.loads(public.read_bytes())["keys"])


def test_the_private_file_is_for_its_owner_alone(folder: Path, public: Path) -> None:
    """Other users of the machine cannot read what opens cards."""
    kid = rotate_keys(folder, public, now=MADE)
    assert (folder / f"{kid}.jwk").stat().st_mode & 0o777 == 0o400
    assert folder.stat().st_mode & 0o777 == 0o700


def test_starting_again_keeps_the_key(folder: Path, public: Path) -> None:
    """A page opened before a restart can still pay after it."""
    first = rotate_keys(folder, public, now=MADE)
    assert rotate_keys(folder, public, now=MADE + timedelta(days=30)) == first


def test_workers_that_start_together_make_one_key(folder: Path, public: Path) -> None:
    """However many workers a deployment starts at once, what is published is what opens."""
    with ThreadPoolExecutor(8) as pool:
        made = set(pool.map(lambda _: rotate_keys(folder, public, now=MADE), range(8)))
    assert len(made) == len(list(folder.glob("*.jwk"))) == 1


def test_a_month_later_a_new_key_is_active_and_the_old_one_opens_for_an_hour(folder: Path, public: Path) -> None:
    """Cards encrypted just before a rotation are still charged."""
    old = rotate_keys(folder, public, now=MADE)
    new = rotate_keys(folder, public, now=MADE + LIFE)
    keys = PrivateKeys(folder)
    assert new != old
    assert keys.find(old)
    assert keys.find(new)
    assert [key["kid"] for key in _shown(public)] == [new]


def test_an_hour_after_a_rotation_the_old_key_is_destroyed(folder: Path, public: Path) -> None:
    """What was encrypted and never read cannot be read by anybody any more."""
    old = rotate_keys(folder, public, now=MADE)
    new = rotate_keys(folder, public, now=MADE, at_once=True)
    keys = PrivateKeys(folder)
    rotate_keys(folder, public, now=MADE + RETIRING - timedelta(seconds=1))
    assert keys.find(old) or keys.find(new)
    rotate_keys(folder, public, now=MADE + RETIRING)
    assert len(list(folder.glob("*.jwk"))) == 1


def test_a_rotation_is_noticed_without_a_restart(folder: Path, public: Path) -> None:
    """Rotating keys interrupts nobody."""
    rotate_keys(folder, public, now=MADE)
    seen_by_web, seen_by_worker = PublicKeys(public), PrivateKeys(folder)
    new = rotate_keys(folder, public, now=MADE + timedelta(days=1), at_once=True)
    assert [key["kid"] for key in _shown(seen_by_web)] == [new]
    assert seen_by_worker.find(new)


def test_a_card_encrypted_for_the_public_half_opens_with_the_private_one(folder: Path, public: Path) -> None:
    """The two halves that web and worker read from two places belong together."""
    rotate_keys(folder, public, now=MADE)
    [shown] = _shown(public)
    sealed = seal(shown, card_inside(), code_inside())
    opener = JweCardOpener(PrivateKeys(folder).find, lambda _jti: True)
    assert opener.open(sealed, checkout="chk_1", minor=12050, currency="EUR", now=NOW).number == "4242424242424242"


@pytest.mark.parametrize("kid", ["", "../capture/x", "no such key", "a" * 41, "tfc-2026-01-01-ffffff"])
def test_an_unknown_name_of_a_key_finds_nothing(folder: Path, public: Path, kid: str) -> None:
    """A name in a token, which a stranger chooses, never leads to another file."""
    rotate_keys(folder, public, now=MADE)
    assert PrivateKeys(folder).find(kid) is None


def test_a_private_key_that_others_may_read_stops_the_worker(folder: Path, public: Path) -> None:
    """An operator is told at the start, not after a leak."""
    kid = rotate_keys(folder, public, now=MADE)
    (folder / f"{kid}.jwk").chmod(0o440)
    with pytest.raises(InvalidError, match="0400"):
        PrivateKeys(folder)


def test_a_file_that_is_no_key_stops_the_worker(folder: Path, public: Path) -> None:
    """A damaged key is named at the start."""
    rotate_keys(folder, public, now=MADE)
    broken = folder / "tfc-broken.jwk"
    broken.write_text("{}")
    broken.chmod(0o400)
    with pytest.raises(InvalidError, match=r"tfc-broken\.jwk"):
        PrivateKeys(folder)


@pytest.mark.parametrize("content", ["", "[]", "{}", '{"keys":[]}', '{"keys":[{"kty":"oct","k":"AA"}]}'])
def test_a_public_file_that_is_no_key_set_stops_the_web_process(public: Path, content: str) -> None:
    """An operator is told at the start that nobody could pay."""
    public.write_text(content)
    with pytest.raises(InvalidError, match="public capture keys"):
        PublicKeys(public)


def test_a_missing_public_file_stops_the_web_process(public: Path) -> None:
    """An operator is told which file is missing its keys."""
    with pytest.raises(InvalidError, match="cannot be read"):
        PublicKeys(public)


def test_a_private_key_in_the_public_file_stops_the_web_process(folder: Path, public: Path) -> None:
    """A file copied from the wrong folder is noticed before the web process can serve it to everybody."""
    kid = rotate_keys(folder, public, now=MADE)
    private = json.loads((folder / f"{kid}.jwk").read_bytes())
    public.write_text(json.dumps({"keys": [private]}))
    with pytest.raises(InvalidError, match="no private one"):
        PublicKeys(public)


def test_keys_are_listed_with_the_time_to_which_they_open(folder: Path, public: Path) -> None:
    """Who keeps the keys sees which one pages encrypt for, and when the others are destroyed."""
    folder.mkdir()
    assert capture_keys(folder) == ()
    old = rotate_keys(folder, public, now=MADE)
    new = rotate_keys(folder, public, now=MADE + timedelta(minutes=5), at_once=True)
    listed = [(key.kid, key.made_at, key.opens_until) for key in capture_keys(folder)]
    later = MADE + timedelta(minutes=5)
    assert listed == [(old, MADE, later + RETIRING), (new, later, None)]


def test_a_key_is_destroyed_by_hand_when_no_card_is_on_its_way(folder: Path, public: Path) -> None:
    """A card that was just typed is not lost by a slip of a key keeper's, unless the key was stolen."""
    old = rotate_keys(folder, public, now=MADE)
    new = rotate_keys(folder, public, now=MADE, at_once=True)
    first, last = (key.kid for key in capture_keys(folder))
    assert {first, last} == {old, new}
    soon = MADE + RETIRING - timedelta(seconds=1)
    for kid, told in ((last, "make a newer one first"), (first, "on their way"), ("none", "no capture key")):
        with pytest.raises(InvalidError, match=told):
            retire_key(folder, kid, now=soon)
    retire_key(folder, first, now=soon, at_once=True)
    assert [key.kid for key in capture_keys(folder)] == [last]
