"""The demo shows its steps in a terminal and in a log."""

import io

import pytest
from rich.console import Console

from bot.screen import BarScreen, PlainScreen, screen


def test_plain_lines_say_each_step_once(capsys: pytest.CaptureFixture[str]) -> None:
    """A log of a start is short."""
    plain = PlainScreen()
    for share in (0, 0.5, 1):
        plain.step("Loading", share)
    plain.step("Publishing", 0)
    plain.say("Ready.")
    plain.done()
    assert capsys.readouterr().out == "Loading…\nPublishing…\nReady.\n"


def test_the_bar_shows_step_and_percentage_and_goes_away() -> None:
    """Who waits sees how far it is; afterwards only what matters stays."""
    output = io.StringIO()
    bar = BarScreen(Console(file=output, force_terminal=True, width=100))
    bar.step("Loading the sample airline", 0.4)
    bar.say("Port 8000 is taken; 8001 is used.")
    bar.done()
    bar.say("Ready [not markup].")
    text = output.getvalue()
    assert "Loading the sample airline" in text
    assert "40%" in text
    assert "Port 8000 is taken; 8001 is used." in text
    assert "Ready [not markup]." in text


def test_no_bar_is_drawn_where_nobody_looks() -> None:
    """A service manager's log is not filled with escape codes."""
    assert isinstance(screen(progress=True), PlainScreen)
    assert isinstance(screen(progress=False), PlainScreen)
