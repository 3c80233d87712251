"""Rule 17: pictures and documents lie at addresses of ours, over https."""

from collections.abc import Iterator
from urllib.parse import urlsplit

from bot.domain.flow.checks.report import Checked, Issue
from bot.domain.flow.definition import ShowMediaAction


def media(checked: Checked) -> Iterator[Issue]:
    """Addresses of files that are not safe, not ours, or no addresses; and file names that are paths."""
    for name, node in checked.flow.nodes.items():
        for action in node.do:
            if isinstance(action, ShowMediaAction):
                yield from (Issue(sentence=told, step=name) for told in _address(action.url, checked))
                if any(sign in action.filename for sign in "/\\\x00\n") or action.filename.startswith("."):
                    yield Issue(sentence="The name of the file is no plain name.", step=name)


def _address(url: str, checked: Checked) -> Iterator[str]:
    try:
        parts = urlsplit(url)
        host = parts.hostname or ""
    except ValueError:
        yield f"{url!r} is no address."
        return
    if parts.scheme != "https" or not host:
        yield f"The address {url!r} does not begin with https://."
    elif parts.username is not None or parts.password is not None:
        yield "The address has a name or password in it."
    elif checked.around.hosts is not None and host not in checked.around.hosts:
        ours = ", ".join(sorted(checked.around.hosts)) or "none"
        yield f"The file lies at {host}, which is not ours; there are {ours}."
