"""Waiting for a decision: yes or no, or one of the options that the question itself brings along."""

from bot.domain.conversation.messages import Option
from bot.domain.flow.actions.ask import pick
from bot.domain.flow.definition import AskAction, Choice, ShowTripAction
from bot.domain.flow.hearing import Heard
from bot.domain.flow.mending import day_told_again, mended
from bot.domain.flow.scene import Scene
from bot.domain.flow.wishes import CHANGED, NO_MATCH, REPEAT, again, take_wishes
from bot.domain.understanding.dates.tokens import fold, tokenize
from bot.domain.understanding.word_lists import word_set

_LONGEST = 6
"""Words in which an option is named; more of them say something else."""
_WEIGHTLESS = word_set(
    "the my of please an and to change le la les l un une mon ma mes des s il vous plait svp changer "
    "el los las un una mi mis por favor quiero cambiar der die das den ein eine einen mein meine meinen bitte andern "
    "ich"
)


def yes_or_no(_: str, heard: Heard, scene: Scene) -> tuple[str, Scene]:
    """The exit: yes, no, changed (another wish), change, no_match, or "repeat" after a note."""
    if heard.value:
        return heard.value, scene
    put_right = mended(heard, scene) or day_told_again(heard.text, scene)
    if put_right is not None:
        return REPEAT, put_right
    exit_name, told = take_wishes(again(heard, scene), scene)
    if exit_name == CHANGED or not heard.understood.answer or _has_address(told, scene):
        return exit_name, told
    return heard.understood.answer, scene


def _has_address(told: Scene, before: Scene) -> bool:
    """Whether an e-mail address was told: a "no" before it is about the old one."""
    return told.conversation.basket.email != before.conversation.basket.email


def choice(_: str, heard: Heard, scene: Scene) -> tuple[str, Scene]:
    """The exit: the one that the option names, tapped or in words; yes or no; changed, no_match, or "repeat"."""
    if heard.value:
        return heard.value, scene
    exit_name, told = take_wishes(heard, scene)
    if exit_name == CHANGED or _has_address(told, scene):
        return exit_name, told
    meant = named(heard, scene) or heard.understood.answer
    return (meant, scene) if meant else (exit_name, told)


def named(heard: Heard, scene: Scene) -> str:
    """The value of the option that the words name: by words of its title or beside it; or ""."""
    said = [token.text for token in tokenize(fold(heard.text)) if token.kind != "sign"]
    choices = [choice for action in _asked(scene) for choice in action.options]
    words = {_stem(word) for word in said} - _WEIGHTLESS
    if not words or len(said) > _LONGEST:
        return ""
    return next((choice.value for choice in choices if any(words >= name for name in _names(choice, scene))), "")


def is_named(option: Choice, text: str, scene: Scene) -> bool:
    """Whether a longer text has all words of an option's title, or of one of its other names."""
    said = {_stem(word) for word in _words(text)} - _WEIGHTLESS
    return any(said >= name for name in _names(option, scene))


def _asked(scene: Scene) -> tuple[AskAction | ShowTripAction, ...]:
    node = scene.flow.nodes[scene.position.node]
    return tuple(action for action in node.do if isinstance(action, AskAction | ShowTripAction))


def _names(choice: Choice, scene: Scene) -> list[set[str]]:
    titles = [scene.words(choice.text), *(scene.words(choice.words).split(",") if choice.words else ())]
    return [name for title in titles if (name := {_stem(word) for word in _words(title)} - _WEIGHTLESS)]


def _words(title: str) -> list[str]:
    return [token.text for token in tokenize(fold(title.replace("-", ""))) if token.kind != "sign"]


def _stem(word: str) -> str:
    return word.rstrip("s") or word


def free_text(subject: str, heard: Heard, scene: Scene) -> tuple[str, Scene]:
    """The exit answered, with the words kept in the slot that the subject "text:<slot>" names."""
    words = heard.text.strip()
    if not words:
        return NO_MATCH, scene
    return "answered", scene.change_slots(**{subject.partition(":")[2]: words[:200]})


def yes_no_options(_: str, scene: Scene) -> tuple[Option, ...]:
    """Yes and no, as the flow words them."""
    return pick(scene, "yes", scene.words("yes_button")), pick(scene, "no", scene.words("no_button"))
