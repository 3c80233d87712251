"""Words about linked chats, in four languages, and words that only sound like them."""

import pytest

from bot.domain.understanding.dates.tokens import fold, tokenize
from bot.domain.understanding.link_words import read_link_wish

SAID = {
    "link": (
        "link my WhatsApp", "connect my chats", "use my account here", "I have a code", "link this chat please",
        "lier mon WhatsApp", "j'ai un code", "relier mes conversations", "utiliser mon compte ici",
        "vincular mis chats", "tengo un código", "vincula mi WhatsApp", "usar mi cuenta aquí",
        "Chats verknüpfen", "ich habe einen Code", "verbinde mein WhatsApp", "meine Chats verknüpfen bitte",
    ),
    "chats": (
        "Which chats are linked?", "my chats", "quelles conversations sont liées ?", "mes conversations",
        "mis chats", "¿qué chats están vinculados?", "meine Chats", "welche Chats sind verknüpft?",
    ),
    "unlink": (
        "unlink this chat", "unlink my WhatsApp", "disconnect Messenger", "délier cette conversation",
        "desvincular este chat", "separar WhatsApp", "diesen Chat trennen", "WhatsApp trennen",
    ),
    "": (
        "j'ai un code promo", "tengo un código de descuento", "ich habe einen Code für einen Gutschein",
        "I have a code for a voucher", "connect in Paris", "flights that connect", "link",
        "hello", "Paris to New York", "my cards", "is there a chat?",
        "I have a code of conduct that says I must fly on Friday with my whole family and two dogs",
    ),
}  # fmt: skip


@pytest.mark.parametrize(("wish", "text"), [(wish, text) for wish, texts in SAID.items() for text in texts])
def test_wishes_about_chats_are_understood(wish: str, text: str) -> None:
    """Nobody needs to know one magic word, and nobody is asked for a code who speaks of flights."""
    assert read_link_wish(tokenize(fold(text))) == wish
