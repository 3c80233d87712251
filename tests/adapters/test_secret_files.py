"""Secrets in files: read again when they change, never half, never lost."""

from pathlib import Path

import pytest

from bot.adapters.secret_files import SecretFile


class Time:
    """Seconds that a test moves."""

    now = 0.0

    def __call__(self) -> float:
        """The time."""
        return self.now


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """Where the secret lies."""
    path = tmp_path / "MESSENGER_PAGE_TOKEN"
    path.write_text("first\n")
    return path


def replaced(path: Path, text: str) -> None:
    """Rename another file over it, as whoever rotates a token does."""
    new = path.with_suffix(".new")
    new.write_text(text)
    new.replace(path)


def test_the_file_wins_over_the_setting_and_the_setting_holds_without_a_file(path: Path) -> None:
    """A token may be moved into a file while we run."""
    assert SecretFile(path, "setting").text() == "first"
    path.unlink()
    secret = SecretFile(path, "setting")
    assert secret.text() == "setting"
    path.write_text("later")
    assert secret.reread() == "later"


def test_a_new_secret_is_seen_within_a_second_and_at_once_when_asked_for(path: Path) -> None:
    """A rotated token is used without a restart."""
    time = Time()
    secret = SecretFile(path, now=time)
    replaced(path, "second")
    assert secret.text() == "first"
    time.now += 1.1
    assert secret.text() == "second"
    replaced(path, "third")
    assert secret.reread() == "third"


@pytest.mark.parametrize("broken", ["", "  \n", None])
def test_an_empty_or_missing_file_changes_nothing(path: Path, broken: str | None) -> None:
    """A file that is being written is not taken for an end of the token."""
    secret = SecretFile(path)
    if broken is None:
        path.unlink()
    else:
        path.write_text(broken)
    assert secret.reread() == "first"


def test_what_we_write_is_whole_and_for_its_owner_alone(path: Path) -> None:
    """A refreshed token survives a fall of the power, and nobody else reads it."""
    secret = SecretFile(path)
    secret.replace("fresh")
    assert path.read_text() == "fresh"
    assert secret.text() == "fresh"
    assert path.stat().st_mode & 0o077 == 0
    assert [one.name for one in path.parent.iterdir()] == [path.name]


def test_a_secret_that_cannot_be_written_stays_what_it_was(path: Path) -> None:
    """A folder that may not be written to costs nothing but the refreshing."""
    secret = SecretFile(path.parent / "gone" / "TOKEN", "kept")
    with pytest.raises(OSError, match="gone"):
        secret.replace("fresh")
    assert secret.text() == "kept"


def test_a_secret_is_not_shown(path: Path) -> None:
    """Error reports tell no token."""
    assert "first" not in repr(SecretFile(path))


def test_the_age_of_a_secret_is_that_of_its_file(path: Path) -> None:
    """Whoever refreshes tokens knows how old they are."""
    written = path.stat().st_mtime
    assert SecretFile(path).age(written + 90) == pytest.approx(90)
    path.unlink()
    assert SecretFile(path).age(written + 90) == 0
