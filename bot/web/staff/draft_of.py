"""The draft of a flow as pages play it, and where the editor shows a step of it."""

from urllib.parse import quote

import msgspec

from bot.domain.flow.definition import Flow, parse_flow
from bot.ports.runtime import Runtime
from bot.services import flow_drafts

FLOWS = "/staff/flows"


def draft_of(runtime: Runtime, flow: str) -> Flow:
    """The draft of a flow as it is now, the live revision where nobody edits; raises `InvalidError` for no flow."""
    return parse_flow(msgspec.json.encode(flow_drafts.shown(runtime, flow).document))


def flow_path(flow: str) -> str:
    """The address of a flow's editor."""
    return f"{FLOWS}/{quote(flow, safe='')}"


def step_path(flow: str, step: str) -> str:
    """The address of a step in the editor, of the flow where there is no step."""
    return f"{flow_path(flow)}/steps/{quote(step, safe='')}" if step else flow_path(flow)
