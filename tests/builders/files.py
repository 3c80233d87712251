"""Small files of every kind that is taken, and of kinds that are not."""

import struct
import zlib


def _piece(name: bytes, body: bytes) -> bytes:
    return struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body))


def png(size: int = 0, *, text: bytes = b"x") -> bytes:
    """A picture of one dot, with a text in it that nobody sees, so many times."""
    head = struct.pack(">IIBBBBB", 1, 1, 8, 2, 0, 0, 0)
    unseen = [_piece(b"tEXt", text * size)] if size else []
    pieces = [_piece(b"IHDR", head), *unseen, _piece(b"IDAT", zlib.compress(b"\0\xff\0\0")), _piece(b"IEND", b"")]
    return b"\x89PNG\r\n\x1a\n" + b"".join(pieces)


JPEG = b"\xff\xd8\xff\xe0\0\x10JFIF\0\1\1\0\0\1\0\1\0\0" + b"\xff\xd9"
WEBP = b"RIFF" + struct.pack("<I", 4 + 8 + 4) + b"WEBP" + b"VP8L" + struct.pack("<I", 4) + b"\x2f\0\0\0"
PDF = b"%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"
TEXT = "Grüße aus Rom\n".encode()

GOOD = {"a.png": png(), "a.jpg": JPEG, "a.webp": WEBP, "a.pdf": PDF, "a.txt": TEXT}
"""One of each kind, by a name that fits it."""

HOSTILE = {
    "page.png": b"<!doctype html><script>alert(1)</script>",
    "drawing.png": b'<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>',
    "program.png": b"MZ\x90\0\3\0\0\0" + bytes(200),
    "elf.pdf": b"\x7fELF" + bytes(100),
    "archive.pdf": b"PK\3\4" + bytes(100),
    "tail.png": png() + b"<script>alert(1)</script>",
    "broken.png": png()[:-6],
    "hidden.jpg": JPEG[:-2] + b"<script>alert(1)</script>" + JPEG[-2:],
    "tail.jpg": JPEG + b"PK\3\4 and more",
    "tail.webp": WEBP + b"<html></html>",
    "active.pdf": PDF.replace(b"/Type", b"/OpenAction<</S/JavaScript/JS(app.alert)>>/Type"),
    "page.pdf": b"<html></html>" + PDF,
    "sheet.txt": b"<?xml version='1.0'?><svg/>",
    "shell.txt": b"#!/bin/sh\nrm -rf /\n",
    "nul.txt": b"words\0and more",
    "latin.txt": b"Gr\xfc\xdfe",
    "gif.gif": b"GIF89a" + bytes(40),
    "empty.png": b"",
}
"""What nobody may be handed, under names that look harmless."""


def form(content: bytes, name: str = "plan.png", **fields: str) -> tuple[bytes, str]:
    """The body of a form with a file, as a browser sends it, and its type."""
    parts = [f'--x\r\nContent-Disposition: form-data; name="{key}"\r\n\r\n{value}\r\n' for key, value in fields.items()]
    head = f'--x\r\nContent-Disposition: form-data; name="file"; filename="{name}"\r\nContent-Type: image/png\r\n\r\n'
    return "".join(parts).encode() + head.encode() + content + b"\r\n--x--\r\n", "multipart/form-data; boundary=x"
