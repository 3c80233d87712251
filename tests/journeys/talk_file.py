"""A talk as a file that staff can read and write: who says what, what happens meanwhile, and what it cost in the end.

    # Books and pays
    # A newcomer finds a flight, pays with a card, and has tickets.

    traveller: Paris to New York next Friday, back on the 12th, 2 adults
    bot: Paris → New York: here are the best prices. They hold for # minutes.
      * {money} total, taxes included [Choose]
      [More options] [Change my trip]
    tap: Choose
    …
    charged: once
    tickets: 2

What the bot says is written without what changes from day to day (`tests.journeys.golden`); `|` continues a text on a
line of its own, `*` is a card, brackets are what can be tapped. A remark in parentheses says how something came:
`traveller (delivered five times): …`, `pay (saving the card): …`; `bot (perhaps): …` is what not every stage comes to
say. On the bank's page the traveller may `challenge: approve`, `fail` or `leave`, and on ours `use another card`;
`account: DE89370400440532013000` adds an account on the page of the wallet, `pin (is set): 4711` sets one there, and
`pin: 4711` is for the page that asks for it;
`kept: Visa •4242` in the end names the cards that are saved. What the bot says is written anew by
`pytest tests/journeys --update-talks`.
"""

import re
from collections.abc import Iterator, Sequence
from pathlib import Path

import msgspec

TALKS = Path(__file__).with_name("talks")
PERHAPS = "perhaps"
ACTORS = ("traveller", "tap", "pay", "account", "pin", "challenge", "agent", "happens")

_LINE = re.compile(r"(?P<actor>[a-z]+)(?: \((?P<remark>[^)]*)\))?: ?(?P<words>.*)")
_OPTIONS = re.compile(r"\[([^\]]*)\]")
_CHARGED = {"once": 1, "twice": 2, "nothing": 0}


class TalkError(ValueError):
    """A line that is not one of the format; the message says which."""


class Spoken(msgspec.Struct, frozen=True):
    """Something that the bot said: its words, its cards, and the titles of what can be tapped below them."""

    text: str
    cards: tuple[str, ...] = ()
    options: tuple[str, ...] = ()
    perhaps: bool = False


class Step(msgspec.Struct, frozen=True):
    """Something that somebody does, how, and what the bot says before the next step."""

    actor: str
    words: str
    remark: str = ""
    expected: tuple[Spoken, ...] = ()


class Talk(msgspec.Struct, frozen=True):
    """A whole talk: its first lines, its steps, how often the traveller is charged, how many tickets there are.

    `kept` are the cards that are saved in the end, as the traveller reads them.
    """

    name: str
    heading: tuple[str, ...]
    steps: tuple[Step, ...]
    charged: int
    tickets: int
    kept: tuple[str, ...] = ()


def names() -> tuple[str, ...]:
    """The names of all talks there are."""
    return tuple(sorted(path.stem for path in TALKS.glob("*.talk")))


def read(name: str) -> Talk:
    """The talk of a name; raises `TalkError`."""
    return parse(name, (TALKS / f"{name}.talk").read_text(encoding="utf-8"))


def write(talk: Talk) -> None:
    """Write a talk where `read` finds it."""
    (TALKS / f"{talk.name}.talk").write_text(format_talk(talk), encoding="utf-8")


def parse(name: str, text: str) -> Talk:
    """The talk that a text tells; raises `TalkError` for a line that it cannot be read from."""
    heading: list[str] = []
    steps: list[Step] = []
    ends: dict[str, str] = {}
    for number, line in enumerate(text.splitlines(), 1):
        if line.startswith("#"):
            heading.append(line.lstrip("# "))
        elif line.strip():
            try:
                _take(line, steps, ends)
            except (LookupError, ValueError) as error:
                raise TalkError(f"{name}.talk, line {number}: {line!r} cannot be read. {error}") from error
    kept = tuple(filter(None, ends.pop("kept", "").split(", ")))
    if not steps or ends.keys() != {"charged", "tickets"}:
        raise TalkError(f"{name}.talk needs steps, and at the end `charged:` and `tickets:`.")
    return Talk(name, tuple(heading), tuple(steps), _CHARGED[ends["charged"]], int(ends["tickets"]), kept)


def _take(line: str, steps: list[Step], ends: dict[str, str]) -> None:
    if line[0].isspace():
        steps[-1] = _with_last(steps[-1], _continued(steps[-1].expected[-1], line.strip()))
        return
    found = _LINE.fullmatch(line)
    if found is None:
        raise TalkError("A line begins with who acts and a colon.")
    actor, words = found["actor"], found["words"]
    if actor == "bot":
        said = Spoken(words, perhaps=found["remark"] == PERHAPS)
        steps[-1] = msgspec.structs.replace(steps[-1], expected=(*steps[-1].expected, said))
    elif actor in ACTORS:
        steps.append(Step(actor, words, found["remark"] or ""))
    elif actor in {"charged", "tickets", "kept"}:
        ends[actor] = words
    else:
        raise TalkError(f"Who acts is one of {', '.join(ACTORS)} or bot.")


def _with_last(step: Step, spoken: Spoken) -> Step:
    return msgspec.structs.replace(step, expected=(*step.expected[:-1], spoken))


def _continued(spoken: Spoken, line: str) -> Spoken:
    match line[0]:
        case "|":
            return msgspec.structs.replace(spoken, text=f"{spoken.text}\n{line[1:].removeprefix(' ')}")
        case "*":
            return msgspec.structs.replace(spoken, cards=(*spoken.cards, line[1:].strip()))
        case "[":
            return msgspec.structs.replace(spoken, options=tuple(_OPTIONS.findall(line)))
        case _:
            raise TalkError("Below what the bot says stand lines with |, * or [.")


def format_talk(talk: Talk) -> str:
    """The text from which `parse` reads the talk."""
    charged = next(word for word, times in _CHARGED.items() if times == talk.charged)
    heading = [f"# {line}".rstrip() for line in talk.heading]
    ends = [
        f"charged: {charged}",
        f"tickets: {talk.tickets}",
        *([f"kept: {', '.join(talk.kept)}"] if talk.kept else []),
    ]
    return "\n".join([*heading, "", *_step_lines(talk.steps), *ends]) + "\n"


def _step_lines(steps: Sequence[Step]) -> Iterator[str]:
    for step in steps:
        remark = f" ({step.remark})" if step.remark else ""
        yield f"{step.actor}{remark}: {step.words}".rstrip()
        for spoken in step.expected:
            yield from spoken_lines(spoken)
        yield ""


def spoken_lines(spoken: Spoken) -> Iterator[str]:
    """The lines of something that the bot said."""
    first, *more = spoken.text.split("\n")
    yield f"bot{f' ({PERHAPS})' if spoken.perhaps else ''}: {first}".rstrip()
    yield from (f"  | {line}".rstrip() for line in more)
    yield from (f"  * {card}" for card in spoken.cards)
    if spoken.options:
        yield "  " + " ".join(f"[{title}]" for title in spoken.options)
