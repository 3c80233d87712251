"""A golden conversation as a text that people read, write and keep in git; what is read is what was written.

    # Books and pays
    flow: book
    language: en
    channel: webchat
    begun: 2026-11-24 10:00

    traveller: Paris to New York next Friday, back on the 12th, 2 adults
    does: SearchFlights
    bot: Paris → New York: here are the best prices. They hold for 15 minutes.
      * €612.40 total, taxes included · Fri 4 Dec · direct [Choose]
      [More options] [Change my trip]
    tap (offer 1): Choose
    …

`|` continues a text on a line of its own, `*` is a card, brackets are what can be tapped. Beside `traveller` and `tap`
act `form: {"given": "Marie"}`, `opens: REF`, `sends: image`, `waits: 900` (seconds), `jump: book.review`,
`plan: hold = sold out`, `outside: paid`, and `person: takes`, `says …` or `returns`. What the airline's timetable
answered stands behind `found:` as JSON. A line `note:` in the head says why the talk is kept. What the bot says need
not be written: `threadfare flows rehearse --accept` writes it.
"""

import re
from collections.abc import Callable, Iterator, Mapping
from datetime import UTC, datetime
from typing import Any

import msgspec

from bot.domain.errors import InvalidError
from bot.domain.moments import milliseconds, moment
from bot.domain.rehearsal import acts
from bot.domain.rehearsal.acts import Act, Opening
from bot.domain.rehearsal.golden import Golden, Kept
from bot.domain.rehearsal.shown import Shown
from bot.domain.rehearsal.stage import Looked

LARGEST = 512 * 1024
"""Characters of a text: a long talk with what the timetable answered."""
_LINE = re.compile(r"([a-z]+)(?: \(([^)]*)\))?:(?: (.*))?")
_OPTIONS = re.compile(r"\[((?:[^\]\\]|\\.)*)\]")
_HEAD = frozenset({"flow", "note", "language", "channel", "begun", "returning", "who"})
_BEGUN = "%Y-%m-%d %H:%M:%S"


def parse_talk(text: str) -> Golden:
    """The golden conversation that a text tells; raises `InvalidError` that names the line that cannot be read."""
    if len(text) > LARGEST:
        raise InvalidError(f"A talk may have {LARGEST // 1024} thousand characters.")
    head: dict[str, str] = {}
    steps: list[Kept] = []
    for number, line in enumerate(text.split("\n"), 1):
        try:
            _take(line.rstrip("\r"), head, steps)
        except (ValueError, LookupError, msgspec.MsgspecError, InvalidError) as error:
            raise InvalidError(f"Line {number} cannot be read: {line[:80]!r}. {error}") from error
    if not steps or not {"name", "flow", "language", "channel", "begun"} <= head.keys():
        raise InvalidError(
            "A talk has a first line with # and its name, then flow, language, channel and begun, and acts."
        )
    begun = milliseconds(_begun(head["begun"]))
    is_known, who = head.get("returning") == "yes", head.get("who", "tester")
    opening = Opening(head["language"], head["channel"], begun, is_known, who)
    return Golden(head["flow"], head["name"], opening, tuple(steps), head.get("note", ""))


def _begun(text: str) -> datetime:
    try:
        return datetime.fromisoformat(text).replace(tzinfo=UTC)
    except ValueError as error:
        raise InvalidError("`begun` is a time in UTC, such as 2026-11-24 10:00.") from error


def _take(line: str, head: dict[str, str], steps: list[Kept]) -> None:
    if not line.strip():
        return
    if line.startswith("#"):
        head.setdefault("name", line.lstrip("# ").strip())
        return
    if line[0].isspace():
        steps[-1] = _continued(steps[-1], line.strip())
        return
    found = _LINE.fullmatch(line)
    if found is None:
        raise InvalidError("A line begins with who acts and a colon.")
    who, remark, words = found[1], found[2] or "", found[3] or ""
    if who in _HEAD and not steps:
        head[who] = words
    elif who in _RESULTS:
        steps[-1] = _RESULTS[who](steps[-1], words)
    else:
        steps.append(Kept(_act(who, remark, words)))


def _with_bot(kept: Kept, words: str) -> Kept:
    return msgspec.structs.replace(kept, bot=(*kept.bot, Shown(words)))


def _with_does(kept: Kept, words: str) -> Kept:
    return msgspec.structs.replace(kept, does=tuple(words.split(", ")))


def _with_found(kept: Kept, words: str) -> Kept:
    return msgspec.structs.replace(kept, looked=(*kept.looked, msgspec.json.decode(words, type=Looked)))


_RESULTS: Mapping[str, Callable[[Kept, str], Kept]] = {"bot": _with_bot, "does": _with_does, "found": _with_found}


def _continued(kept: Kept, line: str) -> Kept:
    if not kept.bot:
        if line[0] == "|" and isinstance(kept.act, acts.Says):
            return msgspec.structs.replace(kept, act=acts.Says(f"{kept.act.text}\n{line[1:].removeprefix(' ')}"))
        raise InvalidError("Only what is said goes on in the next line.")
    *before, last = kept.bot
    return msgspec.structs.replace(kept, bot=(*before, _more(last, line)))


def _more(said: Shown, line: str) -> Shown:
    match line[0]:
        case "|":
            return msgspec.structs.replace(said, text=f"{said.text}\n{line[1:].removeprefix(' ')}")
        case "*":
            return msgspec.structs.replace(said, cards=(*said.cards, line[1:].strip()))
        case "[":
            titles = tuple(re.sub(r"\\(.)", r"\1", title) for title in _OPTIONS.findall(line))
            return msgspec.structs.replace(said, options=(*said.options, *titles))
        case _:
            raise InvalidError("Below what the bot says stand lines with |, * or [.")


def _act(who: str, remark: str, words: str) -> Act:
    if who not in _READERS:
        raise InvalidError(f"Who acts is one of {', '.join(_READERS)}.")
    return _READERS[who](remark, words)


def _jump(_: str, words: str) -> Act:
    flow, _, step = words.partition(".")
    return acts.Jumps(flow, step)


def _plan(_: str, words: str) -> Act:
    what, _, how = words.partition(" = ")
    return acts.Plans(what, how)


def _person(_: str, words: str) -> Act:
    what, _, text = words.partition(" ")
    return msgspec.convert({"do": "person", "what": what, "text": text}, acts.Person)


_READERS: Mapping[str, Callable[[str, str], Act]] = {
    "traveller": lambda _, words: acts.Says(words),
    "tap": lambda remark, words: acts.Taps(words, remark),
    "form": lambda _, words: acts.Fills(msgspec.json.decode(words, type=dict[str, str])),
    "opens": lambda _, words: acts.Opens(words),
    "sends": lambda _, words: acts.Sends(words),
    "waits": lambda _, words: acts.Waits(int(words)),
    "jump": _jump,
    "plan": _plan,
    "outside": lambda _, words: acts.Happens(words),
    "person": _person,
}


def format_talk(golden: Golden) -> str:
    """The text from which `parse_talk` reads a golden conversation."""
    opening = golden.opening
    head = {
        "flow": golden.flow,
        "language": opening.language,
        "channel": opening.channel,
        "begun": moment(opening.begun).strftime(_BEGUN).removesuffix(":00"),
    }
    known = {"returning": "yes"} if opening.returning else {}
    known |= {"who": opening.who} if opening.who != "tester" else {}
    known |= {"note": golden.note} if golden.note else {}
    lines = [f"# {golden.name}", *(f"{name}: {value}" for name, value in {**head, **known}.items()), ""]
    for kept in golden.steps:
        lines += [*_kept_lines(kept), ""]
    return "\n".join(lines)


def _kept_lines(kept: Kept) -> Iterator[str]:
    yield from _act_lines(kept.act)
    yield from (f"found: {msgspec.json.encode(one).decode()}" for one in kept.looked)
    if kept.does:
        yield f"does: {', '.join(kept.does)}"
    for said in kept.bot:
        first, *more = said.text.split("\n")
        yield f"bot: {first}".rstrip(" ")
        yield from (f"  | {line}".rstrip(" ") for line in more)
        yield from (f"  * {card}" for card in said.cards)
        if said.options:
            yield "  " + " ".join(f"[{_escaped(title)}]" for title in said.options)


def _escaped(title: str) -> str:
    return re.sub(r"([\]\\])", r"\\\1", title)


def _act_lines(act: Act) -> Iterator[str]:
    who, words = _written(act)
    first, *more = words.split("\n")
    yield f"{who}: {first}".rstrip(" ")
    yield from (f"  | {line}" for line in more)


def _written(act: Act) -> tuple[str, str]:
    known: Any = act
    who = str(type(act).__struct_config__.tag)
    match act:
        case acts.Taps(title=title, key=key):
            return (f"tap ({key})" if key and ")" not in key else "tap"), title.replace("\n", " ")
        case acts.Fills(values=values):
            return who, msgspec.json.encode(values).decode()
        case acts.Jumps(flow=flow, step=step):
            return who, f"{flow}.{step}"
        case acts.Plans(what=what, how=how):
            return who, f"{what} = {how}"
        case acts.Person(what=what, text=text):
            return who, f"{what} {text}".replace("\n", " ").rstrip()
        case _:
            (value,) = msgspec.structs.astuple(known)
            return who, str(value)
