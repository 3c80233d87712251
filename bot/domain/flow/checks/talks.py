"""Rule 20: golden conversations pass. They are played by whoever asks for the check; here is only told how it went."""

from collections.abc import Iterator

from bot.domain.flow.checks.report import Checked, Issue


def talks(checked: Checked) -> Iterator[Issue]:
    """Conversations that staff keep with the flow and that do not go as they did."""
    for played in checked.around.talks:
        if played.failed:
            whose = f" of the flow {played.flow}, which comes through this one," if played.flow else ""
            sentence = f"The golden conversation “{played.name}”{whose} does not go as it did: {played.failed}"
            yield Issue(sentence=sentence, step=played.step, fix="Mend the flow, or keep the talk anew.")
