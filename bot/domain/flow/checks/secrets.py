"""Rule 18: no card, account or telephone numbers, addresses of people or keys stand in what everybody is told.

Numbers of cards and accounts and keys block; an e-mail address or a telephone number may be the airline's own, so it
is only told. Addresses at example domains (RFC 2606, and what they are called in our languages) are examples.
"""

import re
from collections.abc import Iterator
from functools import lru_cache

from bot.domain.flow.checks.report import Checked, Issue
from bot.domain.flow.definition import Flow, SetSlotAction, ShowMediaAction
from bot.domain.flow.texts import Template, written
from bot.domain.redaction import find

_NUMBERS = {"card": "a card number", "account": "a bank account number", "code": "a security code"}
_KEY = re.compile(
    r"\b(?:sk|rk|pk|whsec)_(?:live_|test_)?\w{12,}|\bEAA[A-Za-z0-9]{20,}|\bAKIA[0-9A-Z]{16}\b|-----BEGIN [A-Z ]*KEY"
    r"|\beyJ[\w-]{10,}\.[\w-]{10,}|\bgh[pousr]_\w{20,}|\bxox[abp]-[\w-]{10,}"
)
"""Keys as their makers write them: Stripe, Meta, Amazon, PEM, JSON Web Tokens, GitHub, Slack."""
_MAIL = re.compile(r"[\w.+-]{1,64}@([\w-]+(?:\.[\w-]+)+)")
_EXAMPLES = frozenset({"example", "exemple", "ejemplo", "beispiel", "test", "invalid"})
KEPT = 16_384
"""Texts whose answer is kept: whoever edits changes one of them and asks for all."""
_PHONE = re.compile(r"(?<![\w+])(?:(?:\+|00)[1-9](?:[ ().-]{0,2}\d){7,13}|0\d(?:[ .-]\d\d){4})(?!\d)")


def secrets(checked: Checked) -> Iterator[Issue]:
    """Texts, addresses of files and values that hold what does not belong there; what was found is not repeated."""
    flow = checked.flow
    for language, words in flow.texts.items():
        for key, template in words.items():
            for sentence, blocks in _in_template(template):
                step = checked.step_of(key)
                yield Issue(sentence=sentence, blocks=blocks, step=step, text=key, language=language)
    for step, literal in _literals(flow):
        yield from (Issue(sentence=sentence, blocks=blocks, step=step) for sentence, blocks in _found(literal))


@lru_cache(maxsize=KEPT)
def _in_template(template: Template) -> tuple[tuple[str, bool], ...]:
    return tuple(_found(written(template)))


def _literals(flow: Flow) -> Iterator[tuple[str, str]]:
    for name, node in flow.nodes.items():
        for action in node.do:
            if isinstance(action, SetSlotAction):
                yield name, str(action.value)
            elif isinstance(action, ShowMediaAction):
                yield name, f"{action.url} {action.filename}"


def _found(text: str) -> Iterator[tuple[str, bool]]:
    for kind in dict.fromkeys(item.kind for item in find(text)):
        yield f"Here stands {_NUMBERS[kind]}.", True
    if _KEY.search(text):
        yield "Here stands a secret key.", True
    if any(not _EXAMPLES & set(domain.split(".")) for domain in _MAIL.findall(text)):
        yield "Here stands an e-mail address. Is it the airline's own?", False
    if not find(text) and _PHONE.search(text):
        yield "Here stands a telephone number. Is it the airline's own?", False
