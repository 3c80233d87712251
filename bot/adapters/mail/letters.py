"""Words mails from the files below templates/mail: a subject and paragraphs a language, and one look for all."""

from collections.abc import Mapping
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined, select_autoescape

from bot.ports.mailer import Letter, Mail

_FOLDER = Path(__file__).parents[3] / "templates" / "mail"
_SUBJECT = "Subject: "
_LAYOUT = "layout.html"


class FileLetters:
    """The port `Letters`; `airline` is in whose name we write."""

    def __init__(self, *, airline: str, folder: Path = _FOLDER) -> None:
        self._airline = airline
        self._folder = folder
        self._files = Environment(
            loader=FileSystemLoader(folder), undefined=StrictUndefined, autoescape=select_autoescape(), trim_blocks=True
        )

    def write(self, letter: Letter) -> Mail:
        """The mail in the letter's language, or in English when it is not worded in that one."""
        language = letter.language if (self._folder / letter.language / f"{letter.name}.txt").exists() else "en"
        values = {"airline": self._airline, "link": letter.link, "back": letter.back, **letter.facts}
        subject, text = self._worded(f"{language}/{letter.name}.txt", values)
        links = frozenset(filter(None, (letter.link, letter.back)))
        parts = [part for part in text.split("\n\n") if part.strip()]
        html = self._files.get_template(_LAYOUT).render(
            language=language, subject=subject, parts=parts, links=links, airline=self._airline
        )
        return Mail(letter.to, subject, text, html, letter.attachments)

    def _worded(self, name: str, values: Mapping[str, str]) -> tuple[str, str]:
        head, _, text = self._files.get_template(name).render(values).partition("\n")
        return " ".join(head.removeprefix(_SUBJECT).split()), f"{text.strip()}\n"
