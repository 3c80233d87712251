"""What a check is given and what it tells: a flow with what stands around it, and faults as rows of a list."""

from collections.abc import Callable, Iterable, Mapping
from functools import cached_property
from typing import Literal

import msgspec

from bot.domain.conversation.limits import LIMITS
from bot.domain.flow.definition import Flow
from bot.domain.flow.text_keys import said_at
from bot.domain.flow.texts import Template

Severity = Literal["error", "warning"]


class Issue(msgspec.Struct, frozen=True, kw_only=True):
    """One fault: a sentence for staff, the number of the rule, and where it is.

    `step` is the step to go to, "" for the flow as a whole; `text` the key of a text, with its `language`; `channel`
    where the fault shows. `blocks` says whether publishing is refused; `fix` is what would mend it.
    """

    sentence: str
    rule: int = 0
    blocks: bool = True
    step: str = ""
    text: str = ""
    language: str = ""
    channel: str = ""
    fix: str = ""

    @property
    def severity(self) -> Severity:
        """Whether it is an error, which blocks publishing, or a warning."""
        return "error" if self.blocks else "warning"

    @property
    def where(self) -> str:
        """Where it is, in one word: "texts.en.hello", "texts.en", or a step; "flow" for the whole."""
        if self.language:
            return ".".join(filter(None, ("texts", self.language, self.text)))
        return self.step or "flow"


class Played(msgspec.Struct, frozen=True):
    """A golden conversation that was played on the flow: its name, and where and why it failed, "" when it passed.

    `flow` is the one with which it is kept, where that is another one, which comes through this.
    """

    name: str
    failed: str = ""
    step: str = ""
    flow: str = ""


class Around(msgspec.Struct, frozen=True):
    """What stands around a flow when it is checked; what is None or empty is not checked against.

    `texts` is the catalogue by language and key; `others` are the live flows by name, the live revision of this flow
    among them; `teams` says of each team, by its id, whether it has any hours; `hosts` are the hosts that are ours;
    `channels` those that the airline serves; `talks` are golden conversations that were played on this flow.
    """

    texts: Mapping[str, Mapping[str, Template]] = {}
    others: Mapping[str, Flow] = {}
    teams: Mapping[str, bool] | None = None
    hosts: frozenset[str] | None = None
    channels: tuple[str, ...] = tuple(LIMITS)
    talks: tuple[Played, ...] = ()


class Checked(msgspec.Struct, frozen=True, dict=True):
    """A flow that is checked: for these languages, among these flows, with the keys of texts worded outside.

    What several rules ask for is found once for all of them.
    """

    flow: Flow
    languages: tuple[str, ...]
    flows: frozenset[str]
    catalogue: frozenset[str]
    around: Around

    @property
    def live(self) -> Flow | None:
        """The live revision of this flow, None for a new one."""
        return self.around.others.get(self.flow.name)

    @cached_property
    def said(self) -> Mapping[str, tuple[str, ...]]:
        """Key of a text -> the steps that say it."""
        return said_at(self.flow)

    def step_of(self, key: str) -> str:
        """The first step that says a text, "" for none."""
        return next(iter(self.said.get(key, ())), "")

    def words(self, language: str) -> Mapping[str, Template]:
        """Every text as a traveller of that language is told it, as far as it is known here."""
        flow = self.flow
        instead = flow.texts.get(flow.fallback.get(language, ""), {})
        return {**self.around.texts.get(language, {}), **instead, **flow.texts.get(language, {})}


Check = Callable[[Checked], Iterable[Issue]]
