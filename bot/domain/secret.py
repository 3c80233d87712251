"""A secret in memory: bytes that print nothing, go into no file and no job, and are wiped when they are done with."""

from hmac import compare_digest
from typing import Literal, NoReturn, Self

import msgspec

from bot.domain.errors import IllegalError

SecretKind = Literal["card", "iban"]


class Identity(msgspec.Struct, frozen=True):
    """Which secret of whom: it is bound into the ciphertext, and nothing opens under another one.

    Attributes:
        table, id: the row of ours that the secret belongs to.
        traveller: the traveller for whom it was stored; who keeps the record's name keeps this with it, because it
            stays as it is when two travellers turn out to be one.
    """

    table: str
    id: str
    traveller: str
    kind: SecretKind


class Secret:
    """Bytes of a card number, an account number or a key; a `with` block wipes them at its end.

    What `text` gives is a string, which Python cannot wipe: ask for it as late as possible and keep it nowhere.
    """

    __slots__ = ("_bytes", "_wiped")
    __hash__ = None  # type: ignore[assignment]  # a secret that could be a key of a dict would be compared in the open

    def __init__(self, content: bytes | bytearray) -> None:
        """Keep a copy of the bytes; a bytearray that is handed in is the caller's to wipe."""
        self._bytes = bytearray(content)
        self._wiped = False

    def view(self) -> bytearray:
        """The bytes themselves, not a copy; raises `IllegalError` when they were wiped."""
        if self._wiped:
            raise IllegalError("A secret was asked for after it had been wiped.")
        return self._bytes

    def text(self) -> str:
        """The secret as text; raises `IllegalError` when it was wiped or is no UTF-8."""
        try:
            return self.view().decode()
        except UnicodeDecodeError:
            raise IllegalError("A secret that is no text was asked for as one.") from None

    def wipe(self) -> None:
        """Overwrite the bytes; a second time changes nothing."""
        self._bytes[:] = bytes(len(self._bytes))
        self._wiped = True

    def __len__(self) -> int:
        return len(self._bytes)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Secret) and compare_digest(self.view(), other.view())

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.wipe()

    def __repr__(self) -> str:
        return "Secret(…)"

    def __reduce__(self) -> NoReturn:
        raise TypeError("A secret is not to be written anywhere.")
