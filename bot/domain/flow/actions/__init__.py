"""What a node may do: one file an action, and the one table that names them."""

from collections.abc import Callable, Mapping
from typing import Any

from bot.domain.flow import definition
from bot.domain.flow.actions import (
    answer,
    ask,
    check_out,
    enter_flow,
    find_trips,
    hand_over,
    list_trips,
    look_up_trip,
    open_wallet,
    say,
    search_flights,
    set_slot,
    show_media,
    show_offers,
    show_trip,
)
from bot.domain.flow.scene import Scene

Run = Callable[[Any, Scene], Scene]

ACTIONS: Mapping[type, Run] = {
    definition.SayAction: say.run,
    definition.AskAction: ask.run,
    definition.AnswerAction: answer.run,
    definition.SetSlotAction: set_slot.run,
    definition.SearchFlightsAction: search_flights.run,
    definition.ShowOffersAction: show_offers.run,
    definition.CheckOutAction: check_out.run,
    definition.HandOverAction: hand_over.run,
    definition.EnterFlowAction: enter_flow.run,
    definition.FindTripsAction: find_trips.run,
    definition.LookUpTripAction: look_up_trip.run,
    definition.ListTripsAction: list_trips.run,
    definition.ShowTripAction: show_trip.run,
    definition.OpenWalletAction: open_wallet.run,
    definition.ShowMediaAction: show_media.run,
}
"""Action -> what it does to a scene."""


def run(action: definition.Action, scene: Scene) -> Scene:
    """The scene after an action."""
    return ACTIONS[type(action)](action, scene)
