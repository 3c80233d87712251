"""The fake stage with flows that staff edit: travellers talk, pay and fly on whatever revision is live."""

from collections import defaultdict
from collections.abc import Mapping
from typing import Any

import msgspec

from bot.adapters.channels.previews import preview
from bot.adapters.data import catalogue
from bot.adapters.data.documents import YamlDocuments
from bot.adapters.data.places import gazetteer
from bot.domain.conversation.messages import Message, Typing, spoken
from bot.domain.flow.definition import Flow
from bot.domain.ids import ThreadKey
from bot.domain.world import World
from bot.ports.runtime import Runtime
from bot.services import flows
from bot.services.worlds import Worlds
from tests.builders.staff import EVERYBODY
from tests.builders.world import world
from tests.fakes.staff_door import staff_door
from tests.fakes.supplier import sample_supplier
from tests.journeys.fake_stage import FakeStage


class FlowTown(FakeStage):
    """Travellers on the sample flows, which are live as revision 1, and a console over the same records."""

    def __init__(self) -> None:
        self._worlds: Worlds | None = None
        self._each: defaultdict[str, list[Message]] = defaultdict(list)
        super().__init__()
        self.said = self._each[self.home.user]
        for document in catalogue.sample_flows():
            flows.publish(self.records, document, texts=catalogue.texts(), author="threadfare", now=1, alone=True)
        with self.records.begin() as work:
            for person in EVERYBODY:
                work.people.keep(person)

    def another(self, user: str) -> None:
        """From now on somebody else writes, or one who wrote before: with what was said to them."""
        self.thread = msgspec.structs.replace(self.home, user=user)
        self.said = self._each[user]

    def last(self) -> str:
        """What was said last that has words."""
        return next(words for message in reversed(self.said) if (words := spoken(message)))

    def _show(self, thread: ThreadKey, request: dict[str, Any]) -> None:
        message = msgspec.convert(request, Message)
        if not isinstance(message, Typing):
            self._each[thread.user].append(message)

    def _runtime(self, *, works: bool) -> Runtime:
        self._worlds = self._worlds or Worlds(records=self.records, clock=self.clock, make=_make)
        parts: dict[str, Any] = {
            "world": self._worlds,
            "documents": YamlDocuments(),
            "preview": preview,
            "staff_door": staff_door(),
            "public_url": "http://localhost",
        }
        return msgspec.structs.replace(super()._runtime(works=works), **parts)


def _make(*, flows: Mapping[str, Mapping[int, Flow]], live: Mapping[str, int]) -> World:
    known = gazetteer(frozenset(sample_supplier().airports))
    return msgspec.structs.replace(world(), places=known, flows=flows, live=live)
