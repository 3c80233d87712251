"""The demo starts, says where it is, survives kills, stops cleanly, and finds everything again."""

import contextlib
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from urllib.error import URLError
from urllib.parse import urlsplit
from urllib.request import urlopen

import pytest

from bot.demo import default_folder
from bot.embedded.folder import told_addresses

pytestmark = pytest.mark.real

PROGRAM = """
import os, sys
from pathlib import Path
from bot.demo import Demo, Steps
from bot.embedded.folder import DataFolder
from bot.bootstrap_vault import provide_vault
from bot.screen import PlainScreen
from tests.embedded.stand_ins import stand_in

def load(database_url, *, today, progress):
    for tenth in range(11):
        progress("Loading the sample airline", tenth / 10)

steps = Steps(
    provide_keys=lambda settings: None,
    provide_vault=provide_vault,
    load_airline=load,
    publish_samples=lambda settings: None,
    staff_links=lambda settings: (("Desk", settings.public_url + "/staff/link/abc   (opens once)"),),
    present=lambda settings: print("Presented to", settings.graph_url),
    child=stand_in,
)
demo = Demo(DataFolder(Path(sys.argv[1])), dict(os.environ), screen=PlainScreen(), steps=steps)
demo.run(port=int(sys.argv[2]), channels="--channels" in sys.argv)
"""


class Running:
    """A demo in a process of its own, and what it said."""

    def __init__(self, folder: Path, port: int, *options: str, **environ: str) -> None:
        root = str(Path(__file__).resolve().parents[1])
        command = [sys.executable, "-c", PROGRAM, str(folder), str(port), *options]
        own = {"PATH": os.defpath, "PYTHONPATH": root, "SANDBOX_PORT": str(_free()), **environ}
        self.lines: list[str] = []
        self.process = subprocess.Popen(  # noqa: S603  our own program
            command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, env=own
        )

    def until(self, words: str) -> str:
        """Read on to a line with these words."""
        assert self.process.stdout is not None
        for line in self.process.stdout:
            self.lines.append(line.rstrip("\n"))
            if words in line:
                return line
        pytest.fail("The demo ended: " + "\n".join(self.lines))

    def stop(self, number: int = signal.SIGINT) -> float:
        """Ask it to stop; the seconds that it took."""
        begun = time.monotonic()
        self.process.send_signal(number)
        rest, _ = self.process.communicate(timeout=20)
        self.lines += rest.splitlines()
        return time.monotonic() - begun


def _free() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@pytest.fixture
def folder(stores_folder: Path, request: pytest.FixtureRequest) -> Path:
    """A data folder of this test's own."""
    return stores_folder / request.node.name[:60]


def _ready(folder: Path) -> Iterator[Running]:
    demo = Running(folder, _free())
    demo.until("Ctrl-C stops everything")
    yield demo
    if demo.process.poll() is None:
        demo.stop()


@pytest.fixture
def running(folder: Path) -> Iterator[Running]:
    """A demo that is ready, of this test's own."""
    yield from _ready(folder)


@pytest.fixture(scope="module")
def standing(stores_folder: Path) -> Iterator[Running]:
    """A demo that is ready, for tests that leave it as it is."""
    yield from _ready(stores_folder / "standing")


def _page(demo: Running) -> str:
    url = next(line.split()[1] for line in demo.lines if line.startswith("  Chat"))
    with urlopen(url, timeout=5) as answer:  # noqa: S310  an address that our own program printed
        return str(answer.read().decode())


def test_a_newcomer_reads_where_everything_is(standing: Running, stores_folder: Path) -> None:
    """Every address that the demo prints exists, and so does the folder."""
    text = "\n".join(standing.lines)
    assert _page(standing)
    assert "Loading the sample airline…" in text
    assert "Ready after" in text
    assert f"  Data      {stores_folder}/standing" in text
    assert f"  Mail      {stores_folder}/standing/mail" in text
    assert "/staff/link/abc   (opens once)" in text
    assert "/airline   (the chat on somebody's page)" in text


def test_the_web_process_is_given_no_key_of_gateway_or_vault(standing: Running) -> None:
    """A hole in a page gives away neither the gateway nor a card."""
    environment = _page(standing)
    assert "SECRET_KEY=" in environment
    for name in ("SANDBOX_GATEWAY_KEY=", "CAPTURE_KEYS_DIR=", "VAULT_", "MESSENGER_PAGE_TOKEN="):
        assert name not in environment


def test_the_keys_of_a_demo_that_runs_are_listed_and_rotated(standing: Running, stores_folder: Path) -> None:
    """`threadfare keys` finds the stores and the folders of the demo on its data folder."""
    assert standing.process.poll() is None

    def keys(*words: str) -> str:
        command = [sys.executable, "-m", "bot.cli", "keys", "--data", str(stores_folder / "standing"), *words]
        done = subprocess.run(command, capture_output=True, text=True, timeout=60, check=True)  # noqa: S603  as above
        return done.stdout

    assert "active, 0 records" in keys("list")
    assert "Key 2 wraps what is stored from now on." in keys("rotate", "vault")
    assert "0 records were put under the newest key." in keys("rewrap")
    assert "1 is destroyed." in keys("retire", "1")
    assert [line.split()[:2] for line in keys("list").splitlines()] == [["vault", "1"], ["vault", "2"]]


def test_phones_are_there_for_whoever_asks_for_channels(standing: Running, folder: Path) -> None:
    """With --channels one process more runs, each role is set up for it, and its page is named; without, nothing is."""
    assert "Phones" not in "\n".join(standing.lines)
    assert "META_APP_SECRET" not in _page(standing)
    demo = Running(folder, _free(), "--channels", SIMULATORS_PORT=str(_free()), MESSENGER_PAGE_TOKEN="EAAreal")
    demo.until("Ctrl-C stops everything")
    try:
        (line,) = [line for line in demo.lines if line.startswith("  Phones ")]
        web, courier = _page(demo), (folder / "logs" / "courier.log").read_text()
        assert (folder / "logs" / "simulators.log").exists()
        assert "META_APP_SECRET=" in web
        assert "META_VERIFY_TOKEN=" in web
        assert line.split()[1].removesuffix("/phones") in courier
        assert "EAAreal" not in courier
        told = told_addresses(folder)
        assert told["GRAPH_URL"] == line.split()[1].removesuffix("/phones")
        assert told["MESSENGER_PAGE_TOKEN"] != "EAAreal"
        assert f"Presented to {told['GRAPH_URL']}" in demo.lines
    finally:
        demo.stop()


def test_the_bank_is_on_another_host_than_the_shop(standing: Running) -> None:
    """A cookie of the shop is never sent to the bank's pages: cookies know hosts and no ports."""
    (line,) = [line for line in standing.lines if line.startswith("  Sandbox ")]
    (chat,) = [line for line in standing.lines if line.startswith("  Chat ")]
    assert urlsplit(line.split()[1]).hostname == "localhost"
    assert urlsplit(chat.split()[1]).hostname == "127.0.0.1"


def test_it_stops_within_seconds_and_a_second_start_finds_everything(running: Running, folder: Path) -> None:
    """Ctrl-C loses nothing: the same secrets and the same stores are there again."""
    before = _page(running)
    assert running.stop() < 8
    assert running.process.returncode == 0
    again = Running(folder, _free())
    again.until("Ctrl-C stops everything")
    try:
        keep = ("SECRET_KEY=", "SANDBOX_WEBHOOK_SECRET=")
        assert _chosen(before, keep) == _chosen(_page(again), keep)
        assert _chosen(before, keep)
    finally:
        again.stop(signal.SIGTERM)


def _chosen(page: str, names: tuple[str, ...]) -> list[str]:
    return sorted(line for line in page.splitlines() if line.startswith(names))


def test_a_killed_process_comes_back_by_itself(standing: Running) -> None:
    """A traveller sees at most a short pause when a process dies."""
    pid = int(next(line for line in _page(standing).splitlines() if line.startswith("PID=")).partition("=")[2])
    os.kill(pid, signal.SIGKILL)
    standing.until("web ended (SIGKILL); it starts again")
    deadline = time.monotonic() + 10
    while time.monotonic() < deadline:
        with contextlib.suppress(URLError, ConnectionError):
            assert _page(standing)
            return
        time.sleep(0.05)
    pytest.fail("The web process did not come back.")


def test_a_taken_port_is_passed_over_and_said(folder: Path) -> None:
    """Another program on port 8000 does not keep a newcomer from the demo."""
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        demo = Running(folder, port)
        try:
            line = demo.until(f"Port {port} is taken")
            assert int(line.split(";")[1].split()[0]) > port
            demo.until("Ctrl-C stops everything")
            assert _page(demo)
        finally:
            demo.stop()


def test_a_second_demo_on_one_folder_is_refused(standing: Running, stores_folder: Path) -> None:
    """Two demos never write to one folder."""
    assert standing.process.poll() is None
    second = Running(stores_folder / "standing", _free())
    output, _ = second.process.communicate(timeout=20)
    assert "A demo already runs on" in output


def test_a_killed_demo_leaves_nothing_in_the_way(running: Running, folder: Path) -> None:
    """After kill -9 the next start works at once."""
    running.process.kill()
    running.process.communicate()
    again = Running(folder, _free())
    again.until("Ctrl-C stops everything")
    assert again.stop() < 8


def test_ctrl_c_while_it_starts_ends_it_too(folder: Path) -> None:
    """Nobody has to wait for the end of a start."""
    demo = Running(folder, _free())
    demo.until("Preparing keys and tables")
    assert demo.stop() < 8
    assert demo.process.returncode == 0
    assert "Stopping…" in demo.lines


def test_stores_that_are_named_are_used_and_checked(folder: Path, volatile_valkey: str) -> None:
    """A Redis that would forget conversations is refused with the command that mends it."""
    demo = Running(folder, _free(), REDIS_URL=volatile_valkey)
    output, _ = demo.process.communicate(timeout=20)
    assert "REDIS_URL: appendonly is 'no'" in output
    assert 'CONFIG SET appendonly "yes"' in output


def test_the_folder_is_the_users_own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Each user of a machine has a demo of their own, where desktop systems expect it."""
    assert default_folder({"XDG_DATA_HOME": str(tmp_path)}) == tmp_path / "threadfare"
    monkeypatch.setenv("HOME", str(tmp_path))
    assert default_folder({}) == tmp_path / ".local" / "share" / "threadfare"
