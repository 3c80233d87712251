"""The port of documents that people write: rules and flows as text, in and out."""

from typing import Any, Protocol


class Documents(Protocol):
    """Reads what people type or upload, and writes it for them to edit."""

    def read(self, text: bytes) -> Any:
        """The plain data of a document; raises `InvalidError` with a sentence when it is none."""
        ...

    def write(self, data: Any) -> str:
        """Plain data as a document that people edit."""
        ...
