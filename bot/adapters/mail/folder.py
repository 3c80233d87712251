"""Mails as `.eml` files in a folder, for the demo and for whoever tries things out: any mail program opens them."""

import os
from pathlib import Path

from bot.adapters.mail.composing import compose, mark_of, sender_of
from bot.domain.errors import SendFailedError
from bot.ports.clock import Clock
from bot.ports.mailer import Mail


class FolderMailer:
    """The port `Mailer`: one file a key, whole or not at all, readable by nobody else."""

    def __init__(self, folder: Path, *, sender: str, clock: Clock) -> None:
        self._folder = folder
        self._sender = sender_of(sender)
        self._clock = clock

    def send(self, mail: Mail, *, key: str) -> None:
        """Write the mail's file; a key whose file is there writes nothing."""
        now = self._clock.now()
        content = compose(mail, sender=self._sender, key=key, now=now).as_bytes()
        name = mark_of(key)
        try:
            self._folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            if any(self._folder.glob(f"*_{name}.eml")):
                return
            unfinished = self._folder / f".{name}.{os.getpid()}.new"
            with os.fdopen(os.open(unfinished, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as file:
                file.write(content)
            unfinished.replace(self._folder / f"{now:%Y-%m-%dT%H-%M-%S}_{name}.eml")
        except OSError as error:
            words = f"The folder of mails cannot be written ({type(error).__name__})."
            raise SendFailedError(words, reason="transient", retryable=True) from None
