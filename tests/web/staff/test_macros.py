"""The pieces of which pages are made: escaped, labelled, and a form without a script, too."""

from datetime import timedelta

import pytest
from flask import Flask, render_template_string

from bot.web.app import create_app
from tests.builders.world import NOW
from tests.web.archive import bench

IMPORT = (
    '{% from "staff/macros.html" import field, choice, tick, buttons, table_of, badge, empty, time, number, bars, '
    "undo, confirm, confirm_form with context %}"
)


@pytest.fixture(scope="module")
def app() -> Flask:
    """Templates with what they are offered."""
    return create_app(bench().runtime)


def drawn(app: Flask, source: str, **values: object) -> str:
    """A piece as HTML."""
    with app.test_request_context():
        return render_template_string(IMPORT + source, **values)


def test_a_field_has_its_label_its_help_and_what_is_wrong(app: Flask) -> None:
    """A screen reader hears all three at the field."""
    html = drawn(app, '{{ field("mail", "E-mail", "<x>", help="Where mails go.", problem="This is no address.") }}')
    assert '<label for="f-mail">E-mail</label>' in html
    assert 'aria-describedby="f-mail-help f-mail-problem" aria-invalid="true"' in html
    assert "&lt;x&gt;" in html
    assert "<textarea" in drawn(app, '{{ field("text", "Text", kind="text area", extra={"maxlength": 9}) }}')


def test_a_table_names_each_cell_for_when_it_is_a_card(app: Flask) -> None:
    """On a phone each figure still says what it is."""
    html = drawn(app, '{{ table_of("Sales", ["Day", ("Sold", "number")], [["Mon", 3], ["<b>", 4]]) }}')
    assert '<td role="cell" data-label="Sold" class="number">3</td>' in html
    assert "&lt;b&gt;" in html


def test_a_moment_is_told_near_and_whole(app: Flask) -> None:
    """Near in the text, whole on hover, and where it stands alone on focus."""
    html = drawn(app, "{{ time(at) }}{{ time(at, alone=true) }}", at=NOW - timedelta(minutes=5))
    assert html.count(">5 min</time>") == 2
    assert html.count('tabindex="0"') == 1
    assert "CET" in html
    assert "now</time>" in drawn(app, "{{ time(at) }}", at=int(NOW.timestamp() * 1000))


def test_states_are_words_and_charts_are_tables(app: Flask) -> None:
    """Nobody has to see a colour or a length; nothing needs an inline style, which the policy forbids."""
    html = drawn(
        app,
        '{{ badge("Late", "bad") }}{{ number("Waiting", 3, "oldest 4 min", "warn") }}'
        '{{ bars("By team", "Team", "Threads", [("Blue", 4, "4"), ("Red", 2, "2")]) }}{{ bars("None", "A", "B", []) }}',
    )
    assert '<span class="badge bad">Late</span>' in html
    assert '<rect width="50.0"' in html
    assert '<th scope="row">Red</th>' in html
    assert "style=" not in html


def test_what_cannot_be_undone_is_asked_by_a_dialog_or_a_page(app: Flask) -> None:
    """The same form either way, and the word that must be typed first."""
    call = '("/desk/t/x/cancel", "The booking is cancelled.", "Cancel the booking", typed="K7QM2X", fields={"a": 1}'
    page = drawn(app, "{{ confirm_form" + call + ', back="/desk/t/x") }}')
    dialog = drawn(app, '{{ confirm("cancel", "Cancel?", ' + call.removeprefix("(") + ") }}")
    for html in (page, dialog):
        assert '<form method="post" action="/desk/t/x/cancel"' in html
        assert 'required pattern="K7QM2X"' in html
        assert '<input type="hidden" name="a" value="1">' in html
    assert '<a class="button" href="/desk/t/x">Cancel</a>' in page
    assert '<dialog id="cancel" class="dialog" aria-labelledby="cancel-title">' in dialog


def test_small_pieces_say_what_they_are(app: Flask) -> None:
    """Choices under a legend, buttons in a row, nothing to show with what to do next, a way back for six seconds."""
    html = drawn(
        app,
        '{{ choice("c", "Colours", [("a", "A", "Help"), ("b", "B")], "b") }}{{ tick("t", "On", true, help="Why") }}'
        '{% call buttons() %}<button>Save</button>{% endcall %}{{ empty("Nothing yet.", "/desk", "To the desk") }}'
        '<form {{ undo("Label removed", "/desk/t/x/label") }}>',
    )
    assert "<legend>Colours</legend>" in html
    assert 'value="b" checked' in html
    assert '<div class="button-row"><button>Save</button></div>' in html
    assert '<a class="button" href="/desk">To the desk</a>' in html
    assert 'data-toast="Label removed" data-undo="/desk/t/x/label"' in html
