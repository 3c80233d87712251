"""Which passwords staff may choose: long ones that are nobody's name (NIST SP 800-63B-4, section 3.1.1.2)."""

SHORTEST, LONGEST = 12, 200
"""Characters; the longest is far beyond any pass phrase, so that nobody makes us hash a book."""
_FEWEST_SIGNS = 5
_SHORTEST_WORD = 4
"""Shorter parts of a name stand in other words by chance."""


def password_problem(password: str, *about: str) -> str:
    """Why a password may not be chosen, as a sentence; "" when it may.

    `about` is what others know of who chooses it: their name and e-mail address, which are not to be its core.
    """
    if len(password) < SHORTEST:
        return f"A password has at least {SHORTEST} characters; a few words are easy to remember."
    if len(password) > LONGEST:
        return f"A password has at most {LONGEST} characters."
    if len(set(password)) < _FEWEST_SIGNS:
        return "This password repeats a few signs only. Choose another one."
    return "A password is not made of your name or address. Choose another one." if _is_named(password, about) else ""


def _is_named(password: str, about: tuple[str, ...]) -> bool:
    """Whether less than the shortest password is left when everything that is known of somebody is taken out."""
    rest = password.casefold()
    words = {word for text in about for word in _words(text.casefold())}
    for word in sorted(words, key=len, reverse=True):
        rest = rest.replace(word, "")
    return len(rest) < len(password) and len(rest) < SHORTEST


def _words(text: str) -> list[str]:
    parts = "".join(sign if sign.isalnum() else " " for sign in text).split()
    return [word for word in (text, *parts) if len(word) >= _SHORTEST_WORD]
