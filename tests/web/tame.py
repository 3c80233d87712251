"""Reads a page as a browser does, for tests of what strangers wrote: all of it is text, and nothing acts."""

import unicodedata
from html.parser import HTMLParser

_HARMLESS = ("http:", "https:", "/", "#", "?")
_NEVER = frozenset({"iframe", "object", "embed", "base", "frame", "marquee", "math", "video", "plaintext", "xmp"})
_POLICED = ("onerror", "onload", "style", "srcdoc", "formaction")


class Read(HTMLParser):
    """What a browser reads of a page: the text that people see, and everything that could do something."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.text: list[str] = []
        self.wrong: list[str] = []
        self._silent = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """An element: none that nobody of ours writes, and no attribute that acts."""
        given = {name: value or "" for name, value in attrs}
        ours = given.get("src", "").startswith("/static/") or given.get("type") == "application/json"
        if tag in _NEVER or (tag == "script" and not ours):
            self.wrong.append(self.get_starttag_text() or tag)
        for name, value in given.items():
            acts = name.startswith("on") or name in _POLICED
            leads = name in {"href", "src", "action", "xlink:href"} and not value.startswith(_HARMLESS)
            if acts or leads:
                self.wrong.append(f"{tag} {name}={value}")
        self._silent = tag if tag in {"script", "style", "title"} else ""

    def handle_endtag(self, _: str) -> None:
        """The end of an element."""
        self._silent = ""

    def handle_data(self, data: str) -> None:
        """Words."""
        if not self._silent:
            self.text.append(data)


def read(html: str) -> Read:
    """A page as a browser reads it, which found nothing that could do something."""
    page = Read()
    page.feed(html)
    page.close()
    assert page.wrong == []
    return page


def bare(text: str) -> str:
    """A text without what pages lay out anew, white space, and what is no character: all else must be there."""
    return "".join(sign for sign in text if not sign.isspace() and unicodedata.category(sign) != "Cc")


def missing(texts: tuple[str, ...], html: str) -> list[str]:
    """What does not stand on a page as it was written."""
    shown = bare("".join(read(html).text))
    return [text for text in texts if bare(text) not in shown]
