"""Forms of the simulator are read as acts, and what no form of ours sends is refused with a sentence."""

import pytest
from werkzeug.datastructures import MultiDict

from bot.domain.errors import InvalidError
from bot.domain.rehearsal.acts import Fills, Jumps, Opens, Person, Plans, Says, Sends, Taps, Waits
from bot.services.rehearsals import Held
from bot.web.staff.simulator_acts import done_of, read
from tests.builders.rehearsals import TO_OFFERS, script, stage

HELD = Held("reh_1", script(*TO_OFFERS), stage(*TO_OFFERS))


@pytest.mark.parametrize(
    ("fields", "act"),
    [
        ({"do": "says", "text": " one\r\ntwo "}, Says("one\ntwo")),
        ({"do": "taps", "payload": "pick:2:change"}, Taps("Change my trip", "change")),
        ({"do": "fills", "field.given": " Marie ", "other": "x"}, Fills({"given": "Marie"})),
        ({"do": "opens", "ref": "spring"}, Opens("spring")),
        ({"do": "sends", "kind": "image"}, Sends("image")),
        ({"do": "waits", "number": "2", "unit": "hours"}, Waits(7200)),
        ({"do": "jumps", "place": "book.review"}, Jumps("book", "review")),
        ({"do": "plans", "plan.search": "sample", "plan.hold": "sold out"}, Plans("hold", "sold out")),
        ({"do": "person", "what": "takes"}, Person("takes")),
        ({"do": "person", "what": "says", "text": " Hello "}, Person("says", "Hello")),
    ],
)
def test_each_form_is_one_act(fields: dict[str, str], act: object) -> None:
    """What a tester did is what is kept of the rehearsal."""
    assert read(MultiDict(fields), HELD) == (act,)


@pytest.mark.parametrize(
    "fields",
    [
        {},
        {"do": "flies"},
        {"do": "taps", "payload": "x"},
        {"do": "sends", "kind": "elephant"},
        {"do": "waits", "number": "-1", "unit": "hours"},
        {"do": "waits", "number": "²", "unit": "hours"},
        {"do": "waits", "number": "1", "unit": "years"},
        {"do": "rings"},
        {"do": "plans"},
        {"do": "person", "what": "says", "text": " "},
        {"do": "person", "what": "sings"},
    ],
)
def test_what_no_form_of_ours_sends_is_refused(fields: dict[str, str]) -> None:
    """With the reason, and nothing is done."""
    with pytest.raises(InvalidError):
        read(MultiDict(fields), HELD)


def test_how_many_acts_were_done_is_a_number() -> None:
    """A page that does not say it is older than any talk."""
    assert [done_of(MultiDict({"done": told})) for told in ("0", "12", "", "x", "-1", "9999999")] == [
        0,
        12,
        -1,
        -1,
        -1,
        -1,
    ]
