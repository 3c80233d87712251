"""As root PostgreSQL runs as a user of its own, and nobody's folder is opened for that user."""

import os
import pwd
import shutil
import stat
from pathlib import Path

import pytest

from bot.embedded import postgres, unix_user
from bot.embedded.postgres import PostgresServer
from bot.embedded.unix_user import can_enter, place_for, program_for, unprivileged_user
from bot.processes import StartError, UnixUser

SOMEBODY = UnixUser("somebody", 54321, 54321)

needs_root = pytest.mark.skipif(os.geteuid() != 0, reason="only root can give files to another user")


def _tree(root: Path, *modes: int) -> Path:
    path = root
    for mode in modes:
        path = path / "a"
        path.mkdir()
        path.chmod(mode)
    return path


@pytest.fixture
def shared(stores_folder: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A stand-in for /var/lib/threadfare that is gone after the tests."""
    place = stores_folder / "var-lib"
    monkeypatch.setattr(unix_user, "SHARED", place)
    return place


def test_a_folder_is_reachable_only_through_open_parents(stores_folder: Path) -> None:
    """One closed folder on the way is enough to keep a user out."""
    opened = _tree(stores_folder, 0o711, 0o755)
    assert can_enter(opened, SOMEBODY)
    opened.parent.chmod(0o700)
    assert not can_enter(opened, SOMEBODY)
    assert not can_enter(opened / "not" / "there" / "yet", SOMEBODY)
    shutil.rmtree(opened.parent)


@needs_root
def test_group_and_owner_count_too(stores_folder: Path) -> None:
    """A folder that lets the user's group through is reachable."""
    folder = _tree(stores_folder, 0o710)
    assert not can_enter(folder, SOMEBODY)
    os.chown(folder, 0, SOMEBODY.gid)
    assert can_enter(folder, SOMEBODY)
    os.chown(folder, SOMEBODY.uid, 0)
    assert can_enter(folder, SOMEBODY)
    shutil.rmtree(folder)


def test_without_root_everything_stays_where_it_is(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """An ordinary user runs PostgreSQL as themselves, in their own folder of mode 0700."""
    monkeypatch.setattr(os, "geteuid", lambda: 1000)
    assert unprivileged_user() is None
    place = place_for(tmp_path / "deep" / "postgres", None)
    assert place == tmp_path / "deep" / "postgres"
    assert stat.S_IMODE(place.stat().st_mode) == 0o700
    assert program_for(tmp_path, None) == tmp_path


def test_a_machine_without_useradd_is_told_what_to_do(monkeypatch: pytest.MonkeyPatch) -> None:
    """Root in a minimal container reads three ways out instead of a traceback."""

    def nobody(name: str) -> pwd.struct_passwd:
        raise KeyError(name)

    monkeypatch.setattr(os, "geteuid", lambda: 0)
    monkeypatch.setattr(pwd, "getpwnam", nobody)
    monkeypatch.setattr(shutil, "which", lambda *_, **__: None)
    with pytest.raises(StartError, match=r"create that user, or run .* as an ordinary user, or set DATABASE_URL"):
        unprivileged_user()


@needs_root
def test_a_reachable_folder_is_used_itself(stores_folder: Path, shared: Path) -> None:
    """Everything of the demo lies under its one data folder where that is possible."""
    folder = stores_folder / "postgres-open"
    assert place_for(folder, SOMEBODY) == folder
    assert (folder.stat().st_uid, stat.S_IMODE(folder.stat().st_mode)) == (SOMEBODY.uid, 0o700)
    assert not shared.exists()


@needs_root
def test_an_unreachable_folder_is_linked_and_its_parent_stays_closed(stores_folder: Path, shared: Path) -> None:
    """Root's home is never opened to others for the demo's sake."""
    home = _tree(stores_folder, 0o700)
    place = place_for(home / "postgres", SOMEBODY)
    assert place.parent == shared
    assert (home / "postgres").resolve() == place
    assert stat.S_IMODE(home.stat().st_mode) == 0o700
    (place / "kept").touch()
    assert (place_for(home / "postgres", SOMEBODY) / "kept").exists()
    shutil.rmtree(home)
    home = _tree(stores_folder, 0o700)
    assert not (place_for(home / "postgres", SOMEBODY) / "kept").exists()
    shutil.rmtree(home)


@needs_root
def test_programs_that_cannot_be_reached_are_copied_once_with_their_libraries(
    stores_folder: Path, shared: Path
) -> None:
    """A virtual environment in root's home works without being opened to others."""
    home = _tree(stores_folder, 0o700)
    programs = home / "package" / "pginstall18"
    for path in (programs / "bin" / "postgres", home / "package.libs" / "libpq.so"):
        path.parent.mkdir(parents=True, mode=0o700)
        path.write_text("public")
        path.chmod(0o700)
    copy = program_for(programs, SOMEBODY)
    assert shared in copy.parents
    assert program_for(programs, SOMEBODY) == copy
    assert can_enter(copy / "bin", SOMEBODY)
    assert (copy / "bin" / "postgres").stat().st_mode & 0o555 == 0o555
    library = copy / ".." / ".." / "package.libs" / "libpq.so"
    assert library.resolve().stat().st_mode & 0o444 == 0o444
    assert stat.S_IMODE(home.stat().st_mode) == 0o700
    shutil.rmtree(home)


@needs_root
@pytest.mark.real
def test_postgresql_runs_from_a_home_that_is_closed(
    stores_folder: Path, shared: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Root may keep the program and its data in /root: PostgreSQL starts all the same."""
    home = _tree(stores_folder, 0o700)
    package = postgres.bundled_programs().parent
    closed = home / package.name
    shutil.copytree(package / "pginstall18", closed / "pginstall18", symlinks=True)
    shutil.copytree(f"{package}.libs", f"{closed}.libs", symlinks=True)
    monkeypatch.setattr(postgres, "bundled_programs", lambda: closed / "pginstall18")
    server = PostgresServer(home / "postgres", password="pw", owner_password="own", durable=False)
    server.start()
    server.stop()
    assert shared in server.folder.parents
    shutil.rmtree(home)
