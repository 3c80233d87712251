"""Ready replies as the page of a thread has them: the form that works without a script."""

from typing import Any

from bot.domain.errors import InvalidError
from bot.domain.staff.person import Person
from bot.ports.runtime import Runtime
from bot.services import canned


def page_values(runtime: Runtime, person: Person, name: str, wanted: str) -> dict[str, Any]:
    """What the page needs: the replies by name, and the text of the one that was chosen without a script."""
    if not name or not person.may("threads.talk"):
        return {"canned": (), "canned_text": ""}
    text = ""
    if wanted:
        try:
            text = canned.one(runtime, person, name, wanted).text
        except InvalidError:
            text = ""
    return {"canned": canned.usable(runtime, person), "canned_text": text}
