"""Mails as files: kept from others' eyes, whole, and an error when there is no room for them."""

from pathlib import Path

import pytest

from bot.adapters.mail.folder import FolderMailer
from bot.domain.errors import InvalidError, SendFailedError
from bot.ports.mailer import Mail
from tests.fakes.clock import StandingClock

MAIL = Mail("ada@example.org", "Hello", "Words.\n")


def mailer(folder: Path, sender: str = "tickets@airline.example") -> FolderMailer:
    """A mailer into a folder."""
    return FolderMailer(folder, sender=sender, clock=StandingClock())


def test_a_mail_is_a_file_that_nobody_else_reads(tmp_path: Path) -> None:
    """The folder is made when the first mail comes; names tell neither whom nor what it is about."""
    mailer(tmp_path / "mail").send(MAIL, key="told_1")
    (file,) = (tmp_path / "mail").iterdir()
    assert file.stat().st_mode & 0o777 == 0o600
    assert file.parent.stat().st_mode & 0o777 == 0o700
    assert file.name.startswith("2026-11-24T10-00-00_")
    assert "told" not in file.name


def test_a_folder_that_cannot_be_written_is_tried_again(tmp_path: Path) -> None:
    """A full or missing disk costs no mail, and the error names nobody."""
    (tmp_path / "file").write_text("in the way")
    with pytest.raises(SendFailedError) as caught:
        mailer(tmp_path / "file").send(MAIL, key="told_1")
    assert (caught.value.reason, caught.value.retryable) == ("transient", True)
    assert "ada" not in str(caught.value)


@pytest.mark.parametrize("sender", ["", "nobody", "A <a@b.example\r\nBcc: c@d.example>", "A\n <a@b.example>"])
def test_a_sender_that_is_none_is_refused_at_the_start(tmp_path: Path, sender: str) -> None:
    """And not with the first mail."""
    with pytest.raises(InvalidError):
        mailer(tmp_path, sender)
