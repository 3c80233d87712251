"""The page of the phones and the files that it needs, all ours, from this process alone."""

from functools import cache
from pathlib import Path

from jinja2 import Environment, FileSystemLoader

from bot.simulators.faults import Answer

_HERE = Path(__file__).resolve().parent
_TEMPLATES = _HERE.parents[1] / "templates"
_STATIC = _HERE / "static"
_WEB = _HERE.parent / "web" / "static"
_SHARED = frozenset({"base.css", "icon.svg"})
"""Files of the web chat that the phones share with it."""
_TYPES = {
    ".js": "text/javascript; charset=utf-8",
    ".css": "text/css; charset=utf-8",
    ".svg": "image/svg+xml",
    ".png": "image/png",
    ".wav": "audio/wav",
    ".pdf": "application/pdf",
}
_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src http: https:; connect-src 'self'; "
    "base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
)
_CAREFUL = {
    "x-content-type-options": "nosniff",
    "referrer-policy": "no-referrer",
    "cross-origin-opener-policy": "same-origin",
    "cache-control": "no-cache",
}

_PHONES = (
    {"channel": "messenger", "product": "Messenger", "links": "m.me", "below": "Business chat"},
    {"channel": "whatsapp", "product": "WhatsApp", "links": "wa.me", "below": "Business account"},
    {"channel": "instagram", "product": "Instagram", "links": "ig.me", "below": "Business chat"},
)


def page(brand: str) -> Answer:
    """The page with the three phones."""
    text = _environment().get_template("simulators/phones.html").render(brand=brand, phones=_PHONES)
    headers = {**_CAREFUL, "content-type": "text/html; charset=utf-8", "content-security-policy": _POLICY}
    return Answer(200, headers, text.encode())


def static(name: str) -> Answer | None:
    """One file, None when there is none of that name."""
    folder = _WEB if name in _SHARED else _STATIC
    if name not in _names(folder):
        return None
    return Answer(200, {**_CAREFUL, "content-type": _TYPES[Path(name).suffix]}, (folder / name).read_bytes())


def static_file(name: str) -> bytes:
    """The bytes of one of our own files."""
    return (_STATIC / name).read_bytes()


@cache
def _environment() -> Environment:
    return Environment(loader=FileSystemLoader(_TEMPLATES), autoescape=True)


@cache
def _names(folder: Path) -> frozenset[str]:
    return frozenset(path.name for path in folder.iterdir() if path.is_file())
