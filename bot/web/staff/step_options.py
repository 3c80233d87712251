"""The options of a list of steps: written once for all the lists of a form, of which each has another one chosen."""

from collections.abc import Iterable

from markupsafe import Markup, escape


class StepOptions:
    """The options of steps by name and what they are called; a name that is not among them is offered as missing."""

    def __init__(self, steps: Iterable[tuple[str, str]]) -> None:
        known = dict(steps)
        self._names = frozenset(known)
        # Written without Markup's own formatting, which takes ten times as long for hundreds of steps.
        self._html = "".join(
            f'<option value="{escape(name)}">{escape(called)}</option>' for name, called in known.items()
        )

    def __call__(self, chosen: str) -> Markup:
        """All of them with one chosen, "" for none."""
        written, missing = self._html, Markup()
        if chosen in self._names:
            begins = f'<option value="{escape(chosen)}"'
            written = written.replace(f"{begins}>", f"{begins} selected>", 1)
        elif chosen:
            missing = Markup('<option value="{0}" selected>{0} (not there)</option>').format(chosen)
        return missing + Markup(written)  # noqa: S704  it was escaped when it was written  # nosec B704
