"""What benches of the short form share: starting a deployment takes ten times as long as measuring on it."""

from collections.abc import Callable
from contextlib import AbstractContextManager, ExitStack, nullcontext
from functools import partial
from typing import TypeVar

import msgspec

from tests.bench.deployment import Deployment
from tests.bench.own_town import own_town
from tests.journeys.town import Town

Lent = TypeVar("Lent")
Starts = Callable[[], AbstractContextManager[Lent]]


class Form(msgspec.Struct, frozen=True):
    """How benches are run: whether only shortly, and what starts the deployments and the towns that they run on."""

    short: bool
    deployments: Starts[Deployment]
    web_alone: Starts[Deployment]
    towns: Starts[Town]


def form(stack: ExitStack, *, short: bool) -> Form:
    """In the long form each bench has a deployment of its own; in the short one they share it until the stack ends."""
    if not short:
        return Form(short, Deployment, partial(Deployment, roles=("web",), floor=False), own_town)
    deployments = lent(stack, Deployment)
    return Form(short, deployments, deployments, lent(stack, own_town))


def lent(stack: ExitStack, start: Starts[Lent]) -> Starts[Lent]:
    """Lends one and the same to all: started when it is first asked for, ended with the stack."""
    started: list[Lent] = []

    def borrow() -> AbstractContextManager[Lent]:
        if not started:
            started.append(stack.enter_context(start()))
        return nullcontext(started[0])

    return borrow
