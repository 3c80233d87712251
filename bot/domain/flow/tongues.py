"""In which language the talk goes on: the one that a traveller writes or asks for, as far as it is spoken here."""

from collections.abc import Mapping

from bot.domain.flow.hearing import Heard
from bot.domain.flow.scene import Scene
from bot.domain.understanding.dates.tokens import fold, tokenize
from bot.domain.understanding.identity import read_name
from bot.domain.understanding.word_lists import word_set

_NAMES: Mapping[str, str] = {
    **dict.fromkeys(("english", "anglais", "ingles", "englisch"), "en"),
    **dict.fromkeys(("french", "francais", "frances", "franzosisch"), "fr"),
    **dict.fromkeys(("spanish", "espagnol", "espanol", "spanisch", "castellano"), "es"),
    **dict.fromkeys(("german", "allemand", "aleman", "deutsch"), "de"),
}
_AROUND = word_set(
    "in en auf please s il vous te plait svp stp por favor bitte speak parlez parle do you can we parler nous "
    "peut on pouvez tu peux language langue the switch to passer change continue continuer answer me"
)
_OWN: Mapping[str, frozenset[str]] = {
    "en": word_set(
        "monday tuesday wednesday thursday friday saturday sunday january february march april june july august "
        "october december tomorrow yesterday adults child children infants cheaper cheapest earlier earliest later "
        "latest days week weeks nights yes please thanks refundable only"
    ),
    "fr": word_set(
        "lundi mardi mercredi jeudi vendredi samedi dimanche janvier fevrier avril juin juillet aout septembre "
        "octobre novembre decembre demain hier adultes enfant enfants bebe bebes cher chere tard jours semaine "
        "semaines nuits oui merci svp remboursable seulement annuler plutot valise bagages prochain prochaine"
    ),
    "es": word_set(
        "lunes martes miercoles jueves viernes sabado enero febrero marzo abril junio agosto septiembre octubre "
        "noviembre diciembre manana ayer adultos ninos nino barato baratos temprano tarde semana noches gracias maleta "
        "maletas equipaje proximo proxima cancelar reembolsable hoy vuelta regreso quiero necesito"
    ),
    "de": word_set(
        "montag dienstag mittwoch donnerstag freitag samstag sonnabend sonntag januar februar marz juni juli oktober "
        "dezember morgen ubermorgen gestern heute erwachsene erwachsener kinder billiger billigste gunstiger fruher "
        "spater tage woche wochen ja nein bitte danke stornieren gepack koffer nachsten nachste hinflug ruckflug fluge"
    ),
}
"""Words of one of the languages that are spoken here and of no other."""


def in_its_language(scene: Scene, heard: Heard) -> Scene:
    """The scene in the language of the message, when it is spoken here; else in the one that it was in."""
    language = asked_language(heard.text) or ("" if _is_name(heard) else _written(heard))
    if language in scene.world.brand.languages and language != scene.conversation.language:
        return scene.change(language=language)
    return scene if scene.conversation.language else scene.change(language=scene.language)


def in_the_language_of_its_device(scene: Scene) -> Scene:
    """The scene in the language that the traveller's device is set to, as long as nothing was said in another."""
    locale = getattr(scene.event, "locale", "")[:2]
    if not scene.conversation.language and locale in scene.world.brand.languages:
        return scene.change(language=locale)
    return scene


def asked_language(text: str) -> str:
    """The language that a message asks for and says nothing else: "English please", "en français"; "" for none."""
    words = [token.text for token in tokenize(fold(text[:100])) if token.kind != "sign"]
    named = {_NAMES[word] for word in words if word in _NAMES}
    others = {word for word in words if word not in _NAMES} - _AROUND
    return named.pop() if len(named) == 1 and not others else ""


def _written(heard: Heard) -> str:
    """The language in which a message is evidently written, be it by one word that no other language has."""
    if heard.understood.language:
        return heard.understood.language
    words = {token.text for token in tokenize(fold(heard.text[:100]))}
    found = [language for language, own in _OWN.items() if words & own]
    return found[0] if len(found) == 1 else ""


def _is_name(heard: Heard) -> bool:
    """Whether words may be a name: "Charles de la Tour" makes nobody French. "Guten Tag" is none."""
    words = [] if heard.understood.intent == "greet" else heard.text.split()
    return len(words) > 1 and words[0].istitle() and words[-1].istitle() and not read_name(heard.text).problem
