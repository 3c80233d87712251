"""Papers: what is to be printed, as a value: a title, a language, and blocks in the order in which they are read."""

from datetime import datetime

import msgspec


class Heading(msgspec.Struct, frozen=True, tag=True):
    """A heading; `level` is 1 for the title of the paper, 2 for its parts."""

    text: str
    level: int = 2


class Words(msgspec.Struct, frozen=True, tag=True):
    """A paragraph; a `small` one is set smaller and softer."""

    text: str
    small: bool = False


class Facts(msgspec.Struct, frozen=True, tag=True):
    """Labels with what belongs to each; the last one is set off as a sum when `sum_last`."""

    rows: tuple[tuple[str, str], ...]
    sum_last: bool = False


class Grid(msgspec.Struct, frozen=True, tag=True):
    """A table: a head, rows, and how wide each column is in parts of the whole; `right` are columns of amounts."""

    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    widths: tuple[int, ...]
    right: tuple[int, ...] = ()


Block = Heading | Words | Facts | Grid


class Paper(msgspec.Struct, frozen=True):
    """A whole paper.

    Attributes:
        made_at: UTC; stands in the file, so that the same paper of the same moment is the same file.
        foot: stands below every page; "{page}" and "{pages}" in it are filled in.
        unprintable: what is said at the end when letters had to be written in another script.
    """

    title: str
    language: str
    author: str
    made_at: datetime
    blocks: tuple[Block, ...]
    foot: str = ""
    unprintable: str = ""
