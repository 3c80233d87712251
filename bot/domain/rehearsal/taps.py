"""Which of the things that a talk offered is tapped: by what it is, so that it is found however it is worded.

An option's payload may name the very asking, or an offer of that day. Its key does not: the value of a choice ("yes"),
the place of a flight among those that were shown ("offer 2"), and of all else the payload itself ("go:person").
"""

from collections.abc import Iterable, Iterator

from bot.domain.conversation.messages import Message, Option, options_of
from bot.domain.rehearsal.acts import Taps

_OFFER, _PICK = "offer:", "pick:"


def keyed(message: Message) -> Iterator[tuple[str, Option]]:
    """What a message offers, each with its key."""
    offers = 0
    for option in options_of(message):
        if option.payload.startswith(_OFFER):
            offers += 1
            yield f"offer {offers}", option
        elif option.payload.startswith(_PICK):
            yield option.payload.split(":", 2)[-1], option
        else:
            yield option.payload, option


def key_of(payload: str) -> str:
    """The key of a payload, as far as it can be told without the message: of a flight, "" ."""
    if payload.startswith(_PICK):
        return payload.split(":", 2)[-1]
    return "" if payload.startswith(_OFFER) else payload


def found(act: Taps, messages: Iterable[Message]) -> Option | None:
    """The newest option that is meant, of messages in the order in which they were said: by its key, else its title."""
    offered = [one for message in reversed(tuple(messages)) for one in keyed(message)]
    by_key = (option for key, option in offered if act.key and key == act.key)
    by_title = (option for _, option in offered if option.title == act.title)
    return next(by_key, None) or next(by_title, None)


def tap_of(payload: str, messages: Iterable[Message]) -> Taps | None:
    """The act of tapping what has this payload, None when nothing does."""
    offered = [one for message in reversed(tuple(messages)) for one in keyed(message)]
    return next((Taps(option.title, key) for key, option in offered if option.payload == payload), None)
