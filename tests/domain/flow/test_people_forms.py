"""Forms about people: one a traveller, the e-mail address with the last, and the same rules as for words."""

from datetime import date

import msgspec
import pytest

from bot.domain.booking.passengers import Passenger
from bot.domain.conversation.events import FormSent
from bot.domain.conversation.messages import Field
from bot.domain.flow.definition import Flow
from tests.builders import world as builders
from tests.builders.talk import Talk

MARIE = {"given": "Marie", "family": "Durand", "born": "1987-07-24"}
LUC = {"given": "Luc", "family": "de la Tour", "born": "1985-03-03", "email": "luc@Example.com"}


def for_two(thread: str = "webchat:tf:ada") -> Talk:
    """A talk in which two adults are to be named."""
    return Talk(thread=thread).say("Paris to New York on 4 December, one way, 2 adults").tap("Choose")


def fields(talk: Talk) -> dict[str, Field]:
    """The fields of the last question by name."""
    return {field.name: field for field in talk.form.fields}


def test_a_form_a_traveller_and_the_address_with_the_last() -> None:
    """Two people are named in two forms, and the basket is read back."""
    talk = for_two()
    assert list(fields(talk)) == ["given", "family", "born"]
    assert list(fields(talk.send_form(**MARIE))) == ["given", "family", "born", "email"]
    talk.send_form(**LUC)
    assert talk.node == "review"
    assert "Marie Durand (24 Jul 1987)\nLuc de la Tour (3 Mar 1985)\nluc@example.com" in talk.words
    assert talk.conversation.basket.passengers[0] == Passenger("adult", "Marie", "Durand", date(1987, 7, 24))


def test_a_browser_can_fill_in_each_traveller() -> None:
    """Each field names its purpose; those after the first are people of their own (WCAG 1.3.5)."""
    talk = for_two()
    assert [field.autocomplete for field in talk.form.fields] == ["given-name", "family-name", "bday"]
    assert (fields(talk)["born"].kind, fields(talk)["born"].most) == ("date", "2026-11-24")
    talk.send_form(**MARIE)
    named = [field.autocomplete for field in talk.form.fields]
    assert named == [f"section-passenger2 {token}" for token in ("given-name", "family-name", "bday")] + ["email"]
    assert all(field.value == "" for field in talk.form.fields)


def test_what_is_known_is_not_typed_again() -> None:
    """An address that was told before stands in the form (WCAG 3.3.7)."""
    talk = for_two().send_form(**MARIE).say("my address is ada@example.com")
    assert fields(talk)["email"].value == "ada@example.com"


@pytest.mark.parametrize(
    ("slip", "sentence"),
    [
        ({"given": ""}, "Please fill this in."),
        ({"given": "R2D2"}, "A name has no digits."),
        ({"family": "Δημητρίου"}, "Tickets are printed in Latin letters"),
        ({"family": "Durand/Marie"}, "letters, spaces, hyphens and apostrophes only"),
        ({"family": "Mr"}, "I didn't find a name"),
        ({"given": "Wolfeschlegelsteinhausen"}, "machine-readable"),
        ({"born": "2030-01-01"}, "in the past"),
        ({"born": "hello"}, "in the past"),
        ({"born": "2020-01-01"}, "different age group"),
        ({"email": "luc@example"}, "looks like name@example.com"),
    ],
)
def test_each_slip_is_told_at_its_field_and_nothing_is_lost(slip: dict[str, str], sentence: str) -> None:
    """A traveller mends what is wrong and types nothing again."""
    sent = {**LUC, **slip}
    talk = for_two().send_form(**MARIE).send_form(**sent)
    assert talk.words.startswith("Please check what is marked.")
    assert {field.name: field.value for field in talk.form.fields} == sent
    wrong = {field.name: field.problem for field in talk.form.fields if field.problem}
    assert list(wrong) == list(slip)
    assert sentence in "".join(wrong.values())
    assert len(talk.conversation.basket.passengers) == 1
    assert talk.send_form(**LUC).node == "review"


def test_after_slips_a_person_is_offered() -> None:
    """Nobody is left alone with a form."""
    talk = for_two().send_form(**MARIE | {"given": ""}).send_form(**MARIE | {"given": "7"})
    assert "Talk to a person" in [option.title for option in talk.options]


def test_words_do_instead_of_a_form() -> None:
    """Who likes to write is asked in words, and a form then asks the rest only."""
    talk = for_two().say("Marie Durand")
    assert list(fields(talk)) == ["born"]
    talk.send_form(born="1987-07-24").say("Luc Tour").say("3 March 1985")
    assert list(fields(talk)) == ["email"]
    assert talk.send_form(email="luc@example.com").node == "review"


def test_a_correction_in_words_mends_what_a_form_told() -> None:
    """Writing "no, 25 July 1987" after a form mends the last traveller's day of birth."""
    talk = for_two().send_form(**MARIE).say("no, 25 July 1987")
    assert talk.conversation.basket.passengers[0].born == date(1987, 7, 25)


def test_a_form_of_an_earlier_question_names_nobody() -> None:
    """A form that is sent twice does not make two travellers of one."""
    talk = for_two()
    first = talk.form.wait
    talk.send_form(**MARIE).happen(FormSent("again", talk.now, first, MARIE))
    assert "That form is from earlier" in talk.words
    assert len(talk.conversation.basket.passengers) == 1
    assert list(fields(talk)) == ["given", "family", "born", "email"]


def test_a_card_number_in_a_form_is_told_off() -> None:
    """What looked like a card was taken out before; the traveller hears why, and is asked again."""
    talk = for_two()
    talk.happen(FormSent("card", talk.now, talk.form.wait, {**MARIE, "given": "[card number removed]"}, redacted=1))
    assert "removed what looks like a card" in talk.words
    assert fields(talk)["family"].value == "Durand"
    assert talk.conversation.basket.passengers == ()


def test_a_flow_without_the_exit_asks_names_alone() -> None:
    """A flow that staff published before forms knew days of birth goes on as it was."""
    world = builders.world()
    book = builders.book()
    name = book.nodes["ask_name"]
    assert name.wait is not None
    exits = {key: to for key, to in name.wait.exits.items() if key != "filled"}
    node = msgspec.structs.replace(name, wait=msgspec.structs.replace(name.wait, exits=exits))
    older: Flow = msgspec.structs.replace(book, nodes={**book.nodes, "ask_name": node})
    flows = {**world.flows, older.name: dict.fromkeys(world.flows[older.name], older)}
    talk = Talk(msgspec.structs.replace(world, flows=flows)).to_offers().tap("Choose")
    assert list(fields(talk)) == ["given", "family"]
    talk.send_form(given="Marie", family="Durand")
    assert talk.node == "ask_born"
    assert "Marie Durand" in talk.words


def test_while_a_person_has_the_thread_a_form_is_for_the_desk() -> None:
    """What was filled in before a person came changes nothing behind that person's back."""
    talk = for_two()
    wait = talk.form.wait
    talk.tap_payload("go:person").happen(FormSent("late", talk.now, wait, MARIE))
    assert talk.conversation.basket.passengers == ()
    assert talk.last == ()


def test_somebody_else_than_those_known_gets_the_form_too() -> None:
    """Who comes back and books for another person fills in a form as everybody does."""
    talk = Talk(thread="webchat:tf:ada").to_offers().tap("Choose")
    known = (Passenger("adult", "Ada", "Byron", date(1985, 3, 3)),)
    profile = msgspec.structs.replace(talk.conversation.profile, people=known, group=1)
    talk.conversation = msgspec.structs.replace(talk.conversation, profile=profile)
    talk.say("help").tap("Somebody else")
    assert list(fields(talk)) == ["given", "family", "born", "email"]
    assert talk.send_form(**LUC).node == "review"
