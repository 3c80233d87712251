"""Putting right what was said of those who travel, at any later step: a name, a day of birth."""

import re
from datetime import date
from itertools import takewhile

import msgspec

from bot.domain.booking.passengers import Passenger, kind_on
from bot.domain.flow.hearing import Heard
from bot.domain.flow.scene import Scene
from bot.domain.flow.wishes import again, filled_trip, is_plain
from bot.domain.understanding.dates.tokens import fold, tokenize
from bot.domain.understanding.direction_words import FROM, TO
from bot.domain.understanding.identity import parse_birth_date, read_name
from bot.domain.understanding.word_lists import word_set

NAME, BORN = "passenger.name", "passenger.born"
_PLACES = frozenset({"origin", "destination"})
_POINTING = (FROM | TO) - {"a", "au", "aux", "d", "de", "von", "van", "al", "del", "zu", "zum"}
"""Words of direction that are no part of a name."""
_CORRECTING = word_set("no non nein ne nee sorry pardon perdon actually wait oops")
_BIRTH = word_set("born birth birthday ne nee naissance naiss nacido nacida nacimiento nacio geboren geburtsdatum")
_NAMING = word_set("name called nom prenom appelle nombre apellido llama heisst vorname nachname")
_WHOLE_DAY = re.compile(r"\b\d{4}\b")
"""A day with its year."""
_FILLERS = word_set(
    "the is a it he she was i am my his her date of day le la est c'est je suis ma mon sa son de du s "
    "el es fecha mi su soy der die das ist er sie mein meine ich bin am"
)


def mended(heard: Heard, scene: Scene) -> Scene | None:
    """The scene with a name or a day of birth put right ("no, Marion Durand", "no, born 25 July 1987"), or None."""
    if not (heard.understood.correction or fold(heard.text).split(",")[0] in _CORRECTING):
        return None
    words = (heard.text.partition(",")[2] or heard.text.partition(" ")[2]).strip()
    said = {token.text for token in tokenize(fold(words))}
    if scene.position.last == NAME and scene.conversation.basket.given:
        return _renamed_now(words, scene)
    if scene.position.last == BORN or said & _BIRTH:
        born = _with_birthday(words, scene)
        if born is not None:
            return born
    return _with_name(words, scene, named=bool(said & _NAMING))


def day_told_again(text: str, scene: Scene) -> Scene | None:
    """The scene after a bare day of birth where all is read back; None when it is none, or of another age group.

    Known people are read back with their year alone, so that travellers tell the rest of it. The same is said whether
    or not it is the day that we knew: nobody finds out a birthday by guessing.
    """
    basket = scene.conversation.basket
    born = _birthday(text, scene) if _WHOLE_DAY.search(text) else None
    if born is None or basket.offer is None or not basket.passengers:
        return None
    if len(basket.passengers) > 1:
        return scene.note("born_whose")
    return _with_birthday(text, scene, note="born_noted")


def is_wished(text: str, scene: Scene) -> bool:
    """Whether words that could be a name are a wish: they are not written as one, and change more than a city."""
    if text.istitle():
        return False
    fields = filled_trip(again(Heard(text=text), scene), scene).changed
    return bool(fields - _PLACES) or bool(fields and {t.text for t in tokenize(fold(text))} & _POINTING)


def _is_directed(words: str) -> bool:
    return fold(words).split()[:1] != [] and fold(words).split()[0] in FROM | TO


def _renamed_now(words: str, scene: Scene) -> Scene | None:
    """The name that was said last, before the day of birth."""
    name = read_name(words)
    if name.problem or _is_directed(words) or is_wished(words, scene):
        return None
    return scene.change_basket(given=name.given, family=name.family)


def _with_birthday(words: str, scene: Scene, *, note: str = "corrected") -> Scene | None:
    """The day of birth of the one who was named last, when it leaves them in their age group."""
    basket = scene.conversation.basket
    born = _birthday(words, scene)
    if born is None or basket.offer is None or not basket.passengers:
        return None
    last = basket.passengers[-1]
    if kind_on(born, basket.offer.last_day) != last.kind:
        return None
    return _replaced(last, msgspec.structs.replace(last, born=born), scene, note=note)


def _birthday(words: str, scene: Scene) -> date | None:
    bare = " ".join(word for word in words.split() if fold(word) not in _BIRTH | _FILLERS)
    return parse_birth_date(bare, language=scene.language, today=scene.today)


def _with_name(words: str, scene: Scene, *, named: bool) -> Scene | None:
    """The name of the one who is meant: who shares a part of it, or the only one when it is no place and no wish."""
    bare = " ".join(word for word in words.split() if fold(word) not in _NAMING | _FILLERS) if named else words
    name, people = read_name(bare), scene.conversation.basket.passengers
    if name.problem or not people or not (named or bare.istitle()):
        return None
    akin = [person for person in people if _parts(person.given, person.family) & _parts(name.given, name.family)]
    if not akin and len(people) == 1 and (named or _is_no_place(bare, scene)):
        akin = [people[0]]
    alike = sorted(akin, key=lambda person: _common(person.given, name.given), reverse=True)
    if not alike or (len(alike) > 1 and _common(alike[1].given, name.given) >= _common(alike[0].given, name.given)):
        return None
    return _replaced(alike[0], msgspec.structs.replace(alike[0], given=name.given, family=name.family), scene)


def _common(one: str, other: str) -> int:
    """How many letters two given names begin with alike."""
    pairs = zip(fold(one), fold(other), strict=False)
    return sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], pairs))


def _parts(given: str, family: str) -> set[str]:
    return {fold(given), fold(family)}


def _is_no_place(words: str, scene: Scene) -> bool:
    return is_plain(again(Heard(text=words), scene))


def _replaced(old: Passenger, new: Passenger, scene: Scene, *, note: str = "corrected") -> Scene:
    people = tuple(new if person is old else person for person in scene.conversation.basket.passengers)
    return scene.change_basket(passengers=people).note(note)
