"""A site's look as stylesheets: one for the page in the frame, one for the launcher on the host page."""

from pathlib import Path

from bot.domain.embedding.contrast import mix, readable
from bot.domain.embedding.sites import Theme

LIGHT = ("#f5f5f2", "#ffffff", "#ecece8")
DARK = ("#121416", "#1b1e21", "#24282c")
"""Paper, surface and sunk of static/base.css: what links are written on."""

_TINT = 0.12
_SYSTEM = 'system-ui, -apple-system, "Segoe UI", Roboto, "Helvetica Neue", "Noto Sans", sans-serif'
_SCHEMES = {"auto": "light dark", "light": "light", "dark": "dark"}
_LAUNCHER = (Path(__file__).parent / "static" / "launcher.css").read_text(encoding="utf-8")


def page_css(theme: Theme) -> str:
    """What changes of static/base.css in the frame.

    The brand fills as it is; where it is written with, it is darkened or lightened until it is read well.
    """
    light, dark = _written(theme.brand, LIGHT), _written(theme.brand, DARK)
    return (
        ":root {\n"
        f"  color-scheme: {_SCHEMES[theme.scheme]};\n"
        f"  --accent: {theme.brand};\n"
        f"  --accent-ink: {theme.on_brand};\n"
        f"  --link: light-dark({light[0]}, {dark[0]});\n"
        f"  --tint: light-dark({light[1]}, {dark[1]});\n"
        f"  --radius: {theme.radius}px;\n"
        "}\n"
        f"body {{ font-family: {_families(theme.font)}; }}\n"
    )


def launcher_css(theme: Theme) -> str:
    """How the launcher and the panel look on the host page, whatever that page's own styles are."""
    sides = ("auto", "20px") if theme.position == "right" else ("20px", "auto")
    return (
        f":host {{ all: initial; color-scheme: {_SCHEMES[theme.scheme]}; --brand: {theme.brand}; "
        f"--on: {theme.on_brand}; --radius: {theme.radius}px; --left: {sides[0]}; --right: {sides[1]}; "
        f"--paper: light-dark({LIGHT[0]}, {DARK[0]}); --font: {_families(theme.font)}; }}\n{_LAUNCHER}"
    )


def _written(brand: str, papers: tuple[str, ...]) -> tuple[str, str]:
    """The brand as a colour of text on these papers, and the tint on which it is written too."""
    tint = mix(brand, papers[1], _TINT)
    return readable(brand, *papers, tint), tint


def _families(font: str) -> str:
    named = [f'"{family.strip()}"' for family in font.split(",") if family.strip()]
    return ", ".join([*named, _SYSTEM])
