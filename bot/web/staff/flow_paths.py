"""Addresses of the pages of a flow: what links to a step or to another page of it asks here."""

from functools import lru_cache
from urllib.parse import quote

HERE = "/staff/flows"
_KEPT = 4096
"""Addresses of steps that are kept: a map has thousands of links."""


def flow_path(flow: str, page: str = "") -> str:
    """The address of a flow's editor, or of another page of it."""
    return "/".join((HERE, quote(flow, safe=""), *((page,) if page else ())))


@lru_cache(maxsize=_KEPT)
def step_path(flow: str, step: str) -> str:
    """Where a step is edited; the flow itself for ""."""
    return flow_path(flow, f"steps/{quote(step, safe='')}") if step else flow_path(flow)
