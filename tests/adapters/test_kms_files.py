"""Keys in files: whole or not there, for their owner alone, and gone when they are retired."""

import json
import logging
import subprocess
import sys
import traceback
from base64 import b64decode
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from pathlib import Path

import pytest

from bot.adapters.kms_files import FileFingerprints, FileKms, check_value, provide_fingerprint_key
from bot.domain.errors import InvalidError, UnavailableError
from bot.domain.secret import Secret
from bot.ports.kms import Kms
from tests.fakes.kms import MemoryKms

NOW = datetime(2026, 3, 10, tzinfo=UTC)
DATA_KEY = b"a data key of thirty-two bytes!!"
ROOT = Path(__file__).parents[2]


@pytest.fixture(params=["files", "memory"])
def kms(request: pytest.FixtureRequest, tmp_path: Path) -> Kms:
    """Each KMS in turn, without a key."""
    return FileKms(tmp_path) if request.param == "files" else MemoryKms()


def _wrapped(kms: Kms, version: int = 1) -> bytes:
    return kms.wrap(Secret(DATA_KEY), version=version, context=b"mine")


def test_a_data_key_comes_out_as_it_went_in(kms: Kms) -> None:
    """What is stored today opens tomorrow, under each key that is not retired."""
    kms.create(NOW)
    blob = _wrapped(kms)
    kms.create(NOW)
    assert kms.unwrap(blob, version=1, context=b"mine") == Secret(DATA_KEY)
    assert kms.unwrap(_wrapped(kms, 2), version=2, context=b"mine") == Secret(DATA_KEY)


@pytest.mark.parametrize(("version", "context"), [(1, b"another"), (2, b"mine")])
def test_a_data_key_is_bound_to_its_record_and_its_key(kms: Kms, version: int, context: bytes) -> None:
    """A wrapped key is worth nothing beside another record."""
    kms.create(NOW)
    kms.create(NOW)
    with pytest.raises(InvalidError, match="does not open"):
        kms.unwrap(_wrapped(kms), version=version, context=context)


def test_versions_count_and_never_come_twice(kms: Kms) -> None:
    """What was sealed under a key that is gone is never tried under another one of its name."""
    kms.create(NOW)
    made = kms.create(NOW)
    kms.retire(1)
    kms.retire(1)
    kms.retire(2)
    assert kms.create(NOW).version == 3
    assert [(kek.version, kek.retired) for kek in kms.keks()] == [(1, True), (2, True), (3, False)]
    assert made.check not in {kek.check for kek in kms.keks()}


def test_a_retired_key_opens_nothing(kms: Kms) -> None:
    """Retiring a key destroys what it wrapped."""
    kms.create(NOW)
    blob = _wrapped(kms)
    kms.retire(1)
    with pytest.raises(UnavailableError):
        kms.unwrap(blob, version=1, context=b"mine")
    with pytest.raises(UnavailableError):
        _wrapped(kms)
    with pytest.raises(UnavailableError):
        kms.retire(7)


def test_files_are_for_their_owner_alone_and_hold_no_retired_key(tmp_path: Path) -> None:
    """Other users of the machine read nothing, and nobody reads what was destroyed."""
    kms = FileKms(tmp_path)
    kms.create(NOW)
    path = tmp_path / "kek-0001.json"
    key = json.loads(path.read_text())["key"]
    assert path.stat().st_mode & 0o777 == 0o600
    with path.open("rb") as held:
        kms.retire(1)
        held.seek(0)
        assert set(held.read()) == {0}
    assert kms._known == {}
    assert path.stat().st_mode & 0o777 == 0o600
    assert all(key not in file.read_text() for file in tmp_path.iterdir())


def test_what_another_process_does_is_noticed_at_once(tmp_path: Path) -> None:
    """Keys are rotated and retired without a restart."""
    worker, keeper = FileKms(tmp_path), FileKms(tmp_path)
    keeper.create(NOW)
    blob = _wrapped(worker)
    keeper.create(NOW)
    assert worker.unwrap(_wrapped(keeper, 2), version=2, context=b"mine") == Secret(DATA_KEY)
    keeper.retire(1)
    with pytest.raises(UnavailableError):
        worker.unwrap(blob, version=1, context=b"mine")


def test_keys_made_at_once_have_versions_of_their_own(tmp_path: Path) -> None:
    """Two who rotate together do not overwrite one another's key."""
    with ThreadPoolExecutor(8) as pool:
        made = list(pool.map(lambda _: FileKms(tmp_path).create(NOW), range(8)))
    assert sorted(kek.version for kek in made) == list(range(1, 9))
    assert len({kek.check for kek in made}) == 8


def _broken(tmp_path: Path, content: str, mode: int = 0o600) -> None:
    path = tmp_path / "kek-0001.json"
    path.write_text(content)
    path.chmod(mode)


GOOD = '{"version":1,"made_at":"2026-03-10T00:00:00Z","key":"%s"}' % ("A" * 43 + "=")


@pytest.mark.parametrize(
    "content",
    [
        "",
        "{}",
        GOOD.replace('"version":1', '"version":2'),
        GOOD.replace("AAAA", ""),
        GOOD.replace("=", "!"),
        GOOD[:-9],
        GOOD.replace("}", ',"more":1}'),
    ],
)
def test_a_damaged_key_stops_the_worker(tmp_path: Path, content: str) -> None:
    """An operator is told at the start which file it is; nothing is sealed under half a key."""
    _broken(tmp_path, content)
    with pytest.raises(InvalidError, match=r"kek-0001\.json is no key-encryption key") as caught:
        FileKms(tmp_path)
    assert "AAAA" not in "".join(traceback.format_exception(caught.value))


@pytest.mark.parametrize("mode", [0o640, 0o604, 0o660])
def test_a_key_that_others_may_read_stops_the_worker(tmp_path: Path, mode: int) -> None:
    """An operator is told before a leak and not after it."""
    _broken(tmp_path, GOOD, mode)
    with pytest.raises(InvalidError, match="0600"):
        FileKms(tmp_path)


@pytest.mark.parametrize("mode", [0o770, 0o702])
def test_a_folder_into_which_others_may_write_stops_the_worker(tmp_path: Path, mode: int) -> None:
    """Nobody else may put a key of their own in the place of ours."""
    tmp_path.chmod(mode)
    with pytest.raises(InvalidError, match="0700"):
        FileKms(tmp_path)


def test_a_folder_that_is_away_is_worth_trying_again(tmp_path: Path) -> None:
    """A mount that is gone for a while is not taken for an empty one."""
    kms = FileKms(tmp_path)
    tmp_path.rmdir()
    for ask in (kms.keks, lambda: kms.create(NOW)):
        with pytest.raises(UnavailableError):
            ask()
    tmp_path.mkdir()


_KILLED = """
import os, signal, sys
from datetime import UTC, datetime
from pathlib import Path
from bot.adapters import whole_files
from bot.adapters.kms_files import FileKms

def die(*_args):
    os.kill(os.getpid(), signal.SIGKILL)

folder, moment, act = Path(sys.argv[1]), sys.argv[2], sys.argv[3]
kms = FileKms(folder)
if moment == "before the rename":
    Path.replace = die
elif moment == "while writing":
    os.fsync = die
else:
    whole_files.sync_folder = die
{"create": lambda: kms.create(datetime(2026, 3, 10, tzinfo=UTC)), "retire": lambda: kms.retire(1)}[act]()
"""


def _killed(folder: Path, moment: str, act: str) -> None:
    command = [sys.executable, "-c", _KILLED, str(folder), moment, act]
    assert subprocess.run(command, cwd=ROOT, check=False).returncode == -9  # noqa: S603  our own program


@pytest.mark.parametrize("moment", ["while writing", "before the rename", "after the rename"])
def test_whoever_is_killed_making_a_key_leaves_a_whole_one_or_none(tmp_path: Path, moment: str) -> None:
    """A rotation that was cut off is repeated: no key is half there, and no lock stays."""
    FileKms(tmp_path).create(NOW)
    _killed(tmp_path, moment, "create")
    kms = FileKms(tmp_path)
    whole = 2 if moment == "after the rename" else 1
    assert [kek.version for kek in kms.keks()] == list(range(1, whole + 1))
    assert kms.create(NOW).version == whole + 1
    assert kms.unwrap(_wrapped(kms, whole + 1), version=whole + 1, context=b"mine") == Secret(DATA_KEY)
    assert {path.name for path in tmp_path.iterdir()} == {f"kek-{n:04d}.json" for n in range(1, whole + 2)}


@pytest.mark.parametrize("moment", ["while writing", "before the rename", "after the rename"])
def test_whoever_is_killed_retiring_a_key_may_do_it_again(tmp_path: Path, moment: str) -> None:
    """A key is whole until it is gone, and destroying it can be finished."""
    FileKms(tmp_path).create(NOW)
    FileKms(tmp_path).create(NOW)
    _killed(tmp_path, moment, "retire")
    kms = FileKms(tmp_path)
    assert kms.keks()[0].retired == (moment == "after the rename")
    kms.retire(1)
    assert [kek.retired for kek in kms.keks()] == [True, False]
    assert {path.name for path in tmp_path.iterdir()} == {"kek-0001.json", "kek-0002.json"}


def test_the_key_of_fingerprints_is_made_once(tmp_path: Path) -> None:
    """However often it is looked after, one card keeps its one name."""
    path = tmp_path / "fingerprints"
    with ThreadPoolExecutor(4) as pool:
        list(pool.map(lambda _: provide_fingerprint_key(path), range(4)))
    first = FileFingerprints(path)
    provide_fingerprint_key(path)
    assert first.of("card", Secret(b"4")) == FileFingerprints(path).of("card", Secret(b"4"))
    assert first.check() == FileFingerprints(path).check()
    assert path.stat().st_mode & 0o777 == 0o600


@pytest.mark.parametrize(
    ("spoil", "told"),
    [
        (lambda path: path.unlink(), "keys rotate"),
        (lambda path: path.chmod(0o640), "0600"),
        (lambda path: path.write_bytes(b"short"), "no fingerprint key"),
    ],
)
def test_a_key_of_fingerprints_that_is_no_good_stops_the_worker(
    tmp_path: Path, spoil: Callable[[Path], None], told: str
) -> None:
    """An operator is told at the start."""
    path = tmp_path / "fingerprints"
    provide_fingerprint_key(path)
    spoil(path)
    with pytest.raises(InvalidError, match=told):
        FileFingerprints(path)


def test_nothing_of_a_key_is_printed_or_logged(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    """Neither key can be read off a debugger's list, a log or the message of an error."""
    caplog.set_level(logging.DEBUG)
    kms, path = FileKms(tmp_path), tmp_path / "fingerprints"
    kek = kms.create(NOW)
    provide_fingerprint_key(path)
    fingerprints = FileFingerprints(path)
    key = b64decode(json.loads((tmp_path / "kek-0001.json").read_text())["key"])
    with pytest.raises(InvalidError) as caught:
        kms.unwrap(b"nonsense", version=1, context=b"")
    shown = repr((kms, kek, fingerprints, vars(kms))) + caplog.text
    shown += "".join(traceback.format_exception(caught.value))
    for secret in (key, path.read_bytes()):
        assert all(shape not in shown for shape in (repr(secret)[2:-1], secret.hex()))
    assert kek.check == check_value(key)
    assert kek.check not in key
