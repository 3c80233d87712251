"""Files of both sides of a talk: what a file is by its content, what is taken, and how large it may be by channel.

Nobody's word is taken for what a file is, neither its name nor the type that came along: the first bytes say it, and a
picture is walked to its end, so that nothing hangs on behind it. What is not on the list is refused with a sentence.
"""

import struct
import unicodedata
import zlib
from collections.abc import Callable, Mapping

import msgspec

from bot.domain.errors import InvalidError
from bot.domain.redaction import find_card_number

MEGABYTE = 1024 * 1024
MOST = 8 * MEGABYTE
"""Bytes of any file: it lies in SQL, is written and forgotten with its talk, and has to fit a phone's patience."""
MOST_FILES = 10
"""Files of one message that are fetched."""
LONGEST_NAME = 80

TYPES: Mapping[str, tuple[str, str, str]] = {
    "image/jpeg": ("jpg", "image", "picture"),
    "image/png": ("png", "image", "picture"),
    "image/webp": ("webp", "image", "picture"),
    "application/pdf": ("pdf", "document", "PDF"),
    "text/plain": ("txt", "document", "text"),
}
"""What is taken: its ending, how it is sent (bot/domain/conversation/messages.py, `Media`), and what staff call it."""

_LARGEST: Mapping[tuple[str, str], int] = {("whatsapp", "image"): 5 * MEGABYTE}
"""Where a channel takes less (Meta, WhatsApp Cloud API, "Media"; Messenger takes pictures of 8 MB)."""
_TAKEN = "JPEG, PNG and WebP pictures, PDF and plain text are taken."
_MARKUP = (b"<script", b"<html", b"<svg", b"<!doctype", b"<?php", b"<iframe")
_ACTIVE = (b"/JavaScript", b"/Launch", b"/EmbeddedFile")
_BEGINNING = 1024
_PNG = b"\x89PNG\r\n\x1a\n"
_PNG_END = b"IEND"


class FileRef(msgspec.Struct, frozen=True, omit_defaults=True):
    """A file that came along with a message: where the platform has it, what it calls its kind, and its name.

    `source` is an id of the platform or an address; "" for a file of the web chat, which is kept already as `id`.
    """

    kind: str
    source: str = ""
    name: str = ""
    id: str = ""


class Upload(msgspec.Struct, frozen=True):
    """A file as somebody hands it over: its name, its bytes, and a key by which it is taken once."""

    name: str
    content: bytes
    key: str

    def __repr__(self) -> str:
        return f"Upload({len(self.content)} bytes)"


class Checked(msgspec.Struct, frozen=True):
    """A file that may be kept: a name that fits what it is, and its type."""

    name: str
    mime: str

    @property
    def kind(self) -> str:
        """How it is sent: image or document."""
        return TYPES[self.mime][1]


def check(name: str, content: bytes, *, channel: str = "") -> Checked:
    """What a file is, if it may be kept and, with a channel, sent there; raises `InvalidError` that says why not."""
    if not content:
        raise InvalidError("This file is empty.")
    if len(content) > MOST:
        raise InvalidError(f"This file is too large: at most {MOST // MEGABYTE} MB.")
    mime = next((mime for mime, is_one in _SIGNS.items() if is_one(content)), "")
    if not mime:
        raise InvalidError(f"This is no file that is taken. {_TAKEN}")
    ending, kind, called = TYPES[mime]
    if kind == "image" and any(sign in content.lower() for sign in _MARKUP):
        raise InvalidError("There is a page hidden in this picture: it is not taken.")
    most = _LARGEST.get((channel, kind), MOST)
    if len(content) > most:
        raise InvalidError(f"This {called} is too large for the channel: at most {most // MEGABYTE} MB.")
    if mime == "text/plain" and find_card_number(content):
        raise InvalidError("There is a card number in this text: it is not taken.")
    return Checked(clean_name(name, ending), mime)


def clean_name(name: str, ending: str) -> str:
    """A file's name without folders and signs that deceive, with the ending of what it is."""
    base = name.replace("\\", "/").rpartition("/")[2]
    shown = "".join(sign for sign in base if unicodedata.category(sign)[0] not in "CZ" or sign == " ")
    stem = shown.rpartition(".")[0] if "." in shown else shown
    stem = " ".join("".join(sign for sign in stem if sign not in '"<>|:*?\\/').split())[: LONGEST_NAME - 5].strip(". ")
    return f"{stem or 'file'}.{ending}"


def _is_jpeg(content: bytes) -> bool:
    """From its first marker to its last: nothing may follow the end of the picture."""
    return content.startswith(b"\xff\xd8\xff") and content.rstrip(b"\x00").endswith(b"\xff\xd9")


def _is_png(content: bytes) -> bool:
    """Every piece has the length and the sum that it says, and the last of them is the end."""
    if not content.startswith(_PNG):
        return False
    at = len(_PNG)
    while at + 12 <= len(content):
        (length,) = struct.unpack_from(">I", content, at)
        end = at + 12 + length
        piece = content[at + 4 : end - 4]
        if end > len(content) or struct.unpack_from(">I", content, end - 4)[0] != zlib.crc32(piece):
            return False
        if piece[:4] == _PNG_END:
            return bool(end == len(content))
        at = end
    return False


def _is_webp(content: bytes) -> bool:
    if content[:4] != b"RIFF" or content[8:12] != b"WEBP":
        return False
    (size,) = struct.unpack_from("<I", content, 4)
    return bool(size + 8 <= len(content) <= size + 9)


def _is_pdf(content: bytes) -> bool:
    """A document that begins and ends as one, and names nothing that acts by itself."""
    begins = content.startswith(b"%PDF-") and not any(sign in content[:_BEGINNING].lower() for sign in _MARKUP)
    return begins and b"%%EOF" in content[-_BEGINNING:] and not any(name in content for name in _ACTIVE)


def _is_text(content: bytes) -> bool:
    """Words that are nothing else: no markup, no program, no sign that is no letter."""
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return False
    plain = all(sign in "\n\r\t" or unicodedata.category(sign) != "Cc" for sign in text)
    begins = text.lstrip().lower()
    acts = begins.startswith(("<", "#!", "%pdf", "{\\rtf", "mz\x90"))
    return plain and not acts and not any(sign in content.lower() for sign in _MARKUP)


_SIGNS: Mapping[str, Callable[[bytes], bool]] = {
    "image/jpeg": _is_jpeg,
    "image/png": _is_png,
    "image/webp": _is_webp,
    "application/pdf": _is_pdf,
    "text/plain": _is_text,
}
