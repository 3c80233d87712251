"""As whom PostgreSQL runs when we are root, and where its files lie so that this user can reach them.

Nobody's folder is opened for that: what the user cannot reach (a home of mode 0700) is put under /var/lib/threadfare
and linked.
"""

import os
import pwd
import shutil
import subprocess
from hashlib import blake2b
from pathlib import Path

from bot.processes import StartError, UnixUser

USER_NAME = "pgserver"
SHARED = Path("/var/lib/threadfare")


def unprivileged_user() -> UnixUser | None:
    """The Unix user for PostgreSQL, created when missing; none unless we are root, then we run it ourselves."""
    if os.geteuid() != 0:
        return None
    try:
        entry = pwd.getpwnam(USER_NAME)
    except KeyError:
        entry = _create_user()
    return UnixUser(USER_NAME, entry.pw_uid, entry.pw_gid)


def _create_user() -> pwd.struct_passwd:
    program = shutil.which("useradd", path="/usr/sbin:/sbin:/usr/bin:/bin")
    if program is None:
        raise StartError(
            f"PostgreSQL refuses to run as root, and there is no useradd to make the user {USER_NAME}: "
            f"create that user, or run threadfare as an ordinary user, or set DATABASE_URL."
        )
    command = [program, "--system", "--user-group", "--no-create-home", "--shell", "/usr/sbin/nologin", USER_NAME]
    subprocess.run(command, check=True, capture_output=True)  # noqa: S603  a fixed command without input
    return pwd.getpwnam(USER_NAME)


def place_for(folder: Path, user: UnixUser | None) -> Path:
    """The folder itself, made ready for the user; or, where the user cannot reach it, one that it links to."""
    folder = folder.absolute()
    if user is None:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        return folder
    if not folder.is_symlink() and can_enter(folder.parent, user):
        return _owned(folder, user)
    place = SHARED / f"postgres-{blake2b(str(folder).encode(), digest_size=6).hexdigest()}"
    if not folder.is_symlink():
        shutil.rmtree(place, ignore_errors=True)  # its data folder is gone, so it belongs to nobody
        folder.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        _owned(place, user)
        folder.symlink_to(place)
    return _owned(folder.resolve(), user)


def program_for(programs: Path, user: UnixUser | None) -> Path:
    """The folder of programs itself, or a copy that the user can reach, with the libraries that lie beside its package.

    A wheel's programs find their libraries by a path relative to their own: both keep their places in the copy.
    """
    if user is None or can_enter(programs / "bin", user):
        return programs
    package = programs.parent
    stamp = blake2b(f"{programs}{programs.stat().st_mtime_ns}".encode(), digest_size=6).hexdigest()
    copy = SHARED / f"{package.name}-{stamp}"
    if not copy.exists():
        unfinished = copy.with_suffix(f".{os.getpid()}")
        shutil.copytree(programs, unfinished / package.name / programs.name, symlinks=True)
        libraries = package.with_name(f"{package.name}.libs")
        if libraries.exists():
            shutil.copytree(libraries, unfinished / libraries.name, symlinks=True)
        _open(unfinished)
        SHARED.chmod(0o755)
        unfinished.rename(copy)
    return copy / package.name / programs.name


def can_enter(folder: Path, user: UnixUser) -> bool:
    """Whether the user may pass through this folder and each one above it, by their modes."""
    existing = folder.absolute()
    while not existing.exists():
        existing = existing.parent
    return all(_may_pass(step, user) for step in (existing.resolve(), *existing.resolve().parents))


def _may_pass(folder: Path, user: UnixUser) -> bool:
    status = folder.stat()
    if status.st_uid == user.uid:
        return bool(status.st_mode & 0o100)
    return bool(status.st_mode & (0o010 if status.st_gid == user.gid else 0o001))


def _owned(folder: Path, user: UnixUser) -> Path:
    folder.parent.mkdir(mode=0o755, parents=True, exist_ok=True)
    folder.mkdir(mode=0o700, exist_ok=True)
    os.chown(folder, user.uid, user.gid)
    return folder


def _open(folder: Path) -> None:
    """Let everybody read and run our copy of public programs, whatever the umask with which they were installed."""
    for path in (folder, *folder.rglob("*")):
        if not path.is_symlink():
            mode = path.stat().st_mode
            path.chmod(mode | 0o444 | (0o111 if mode & 0o100 else 0))
