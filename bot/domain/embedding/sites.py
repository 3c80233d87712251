"""Sites on which the chat may be embedded: their origins and how the chat looks there, read from one JSON object."""

import re
from collections.abc import Mapping
from typing import Literal
from urllib.parse import urlsplit

import msgspec

from bot.domain.embedding.contrast import BLACK, LEAST, WHITE, contrast, is_colour, readable

EXAMPLE = '{"main": {"origins": ["https://www.airline.example"], "theme": {"brand": "#0b5f6b"}}}'

_NAME = re.compile(r"[a-z0-9][a-z0-9-]{0,31}")
_FONT = re.compile(r"[A-Za-z0-9][A-Za-z0-9 -]{0,39}(?:, ?[A-Za-z0-9][A-Za-z0-9 -]{0,39}){0,3}")
_LOOPBACK = re.compile(r"localhost|[a-z0-9-]+\.localhost|127\.\d+\.\d+\.\d+|\[::1\]")
_HOST = re.compile(r"[a-z0-9.-]+|\[[0-9a-f:]+\]")
_USUAL_PORTS = {"https": 443, "http": 80}
_ROUNDEST = 24


class Theme(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The six tokens of a site's look.

    `brand` fills buttons and `on_brand` is written on it, both #rrggbb; `radius` is in CSS pixels; `font` names up to
    four families that visitors have, "" for their system's own; `position` is the side on which the launcher sits;
    `scheme` auto follows the visitor's system.
    """

    brand: str = "#0b5f6b"
    on_brand: str = WHITE
    radius: int = 14
    font: str = ""
    position: Literal["right", "left"] = "right"
    scheme: Literal["auto", "light", "dark"] = "auto"


class Site(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One site: the exact origins of the pages that may embed the chat, and its look there."""

    origins: tuple[str, ...]
    theme: Theme = Theme()


def read_sites(text: str) -> Mapping[str, Site]:
    """The sites of a JSON object from their names; raises `ValueError` that says what is wrong and what would be right.

    Colours and origins are taken in any case, and kept in lower case.
    """
    try:
        found = msgspec.json.decode(text, type=dict[str, Site])
    except msgspec.MsgspecError as error:
        raise ValueError(f"it must be JSON like {EXAMPLE}: {error}") from error
    return {name: _checked(name, site) for name, site in found.items()}


def _checked(name: str, site: Site) -> Site:
    if not _NAME.fullmatch(name):
        raise ValueError(f"the site {name!r} must be named with at most 32 of a-z, 0-9 and -")
    if not site.origins:
        raise ValueError(f"the site {name} names no origin, as https://www.airline.example")
    origins = tuple(_origin(name, origin.lower()) for origin in site.origins)
    return Site(origins, _theme(name, site.theme))


def _origin(name: str, origin: str) -> str:
    """An origin as browsers write it, so that it can be compared letter for letter."""
    said = f"the site {name}: {origin!r} must be an origin as https://www.airline.example"
    try:
        parts = urlsplit(origin)
        port = parts.port
    except ValueError as error:
        raise ValueError(said) from error
    host = parts.netloc.rpartition(":")[0] if port else parts.netloc
    if origin != f"{parts.scheme}://{parts.netloc}" or not _HOST.fullmatch(host) or parts.scheme not in _USUAL_PORTS:
        raise ValueError(f"{said}, without a path, a wildcard or a user")
    if parts.scheme == "http" and not _LOOPBACK.fullmatch(host):
        raise ValueError(f"{said}: over http anybody on the way could read the talk")
    return f"{parts.scheme}://{host}" if port == _USUAL_PORTS[parts.scheme] else origin


def _theme(name: str, theme: Theme) -> Theme:
    brand, on_brand = theme.brand.lower(), theme.on_brand.lower()
    for token, colour in (("brand", brand), ("on_brand", on_brand)):
        if not is_colour(colour):
            raise ValueError(f"the site {name}: {token} must be a colour like #0b5f6b")
    if not 0 <= theme.radius <= _ROUNDEST:
        raise ValueError(f"the site {name}: radius must be a number of pixels from 0 to {_ROUNDEST}")
    if theme.font and not _FONT.fullmatch(theme.font):
        raise ValueError(f"the site {name}: font must name up to four families, like Inter, Arial")
    if contrast(brand, on_brand) < LEAST:
        raise ValueError(_pale(name, brand, on_brand))
    return msgspec.structs.replace(theme, brand=brand, on_brand=on_brand)


def _pale(name: str, brand: str, on_brand: str) -> str:
    """Why a pair of colours is refused, and the two nearest that would do."""
    ink = max((BLACK, WHITE), key=lambda end: contrast(brand, end))
    shade = readable(brand, on_brand)
    return (
        f"the site {name}: {on_brand} on {brand} has a contrast of {contrast(brand, on_brand):.1f}:1, and text needs "
        f"{LEAST}:1; take on_brand {ink} ({contrast(brand, ink):.1f}:1) "
        f"or brand {shade} ({contrast(shade, on_brand):.1f}:1)"
    )
