"""States of templates in memory."""

from bot.ports.template_records import APPROVED, TemplateState


class MemoryTemplateRecords:
    """The port `TemplateRecords`."""

    def __init__(self) -> None:
        self.states: dict[tuple[str, str, str], TemplateState] = {}

    def note(self, state: TemplateState) -> None:
        """Keep the newest."""
        key = (state.channel, state.name, state.language)
        known = self.states.get(key)
        if known is None or known.at <= state.at:
            self.states[key] = state

    def approved(self, channel: str, name: str) -> tuple[str, ...]:
        """Languages that may be sent."""
        mine = (one for one in self.all() if (one.channel, one.name, one.state) == (channel, name, APPROVED))
        return tuple(one.language for one in mine)

    def all(self) -> tuple[TemplateState, ...]:
        """All, in order."""
        return tuple(self.states[key] for key in sorted(self.states))
