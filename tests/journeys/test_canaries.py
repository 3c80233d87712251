"""A whole booking over everything real leaves one capture, its tickets, balanced books, and no card number."""

import re
from pathlib import Path

import msgspec
import pytest

from bot.embedded.postgres import PostgresServer
from tests.journeys import canaries, talk_file
from tests.journeys.real_stage import CODE, RealStage
from tests.journeys.runner import play
from tests.journeys.talk_file import Spoken, Talk
from tests.journeys.town import Town


def test_a_number_is_found_in_every_shape(tmp_path: Path) -> None:
    """Who is told that no card number was written can rely on the search: it finds one as digits, groups and base64."""
    number = canaries.card_number()
    for index, shape in enumerate(canaries.shapes(number)):
        (tmp_path / f"{index}.log").write_bytes(b"before " + shape + b" after")
    assert len(canaries.in_files(tmp_path, canaries.shapes(number))) == len(canaries.shapes(number))
    assert canaries.in_files(tmp_path, canaries.shapes(canaries.card_number())) == []


def test_a_code_is_found_beside_its_name(tmp_path: Path) -> None:
    """Three digits are everywhere; as the value of a name that means a security code they are found."""
    (tmp_path / "one.log").write_text(f'{{"v":1,"cvc":"{CODE}"}}')
    (tmp_path / "two.log").write_text(f"{CODE} errors")
    assert canaries.in_files(tmp_path, canaries.code_shapes(CODE)) == [str(tmp_path / "one.log")]


@pytest.mark.real
def test_a_booking_leaves_no_card_number_anywhere(town: Town, postgres_server: PostgresServer) -> None:
    """A traveller's card number and code, sent to the pay page or typed into the chat, are kept nowhere by anybody."""
    typed, sent, word = canaries.card_number(), canaries.card_number(), canaries.word()
    stage = RealStage(town)
    play(_with(talk_file.read("card_in_chat"), typed, sent, word), stage)
    town.wait_for(lambda: "transcript" in _tables_with(town, word), "the archive of the talk")
    shapes = (*canaries.shapes(typed), *canaries.shapes(sent))

    assert canaries.in_redis(town.valkey.url, [word.encode()]), "the search of Redis finds nothing any more"
    assert canaries.in_redis(town.valkey.url, shapes) == []
    assert canaries.in_redis(town.volatile.url, shapes) == []
    assert canaries.in_sql(town.engine, shapes) == []
    assert any(name.endswith(".aof") for name in canaries.in_files(town.folder, [word.encode()]))
    assert any(name.endswith(".aof") for name in canaries.in_files(town.folder, [b"step|step_"])), "no ring was found"
    assert canaries.in_files(town.folder, shapes) == []
    assert canaries.in_files(postgres_server.folder, shapes) == []
    assert not [path for path in town.volatile.folder.rglob("*") if path.suffix in {".aof", ".rdb"}]
    assert not [one for one in town.graph.sent if any(shape.decode() in str(one.request) for shape in shapes)]


@pytest.mark.real
def test_a_booking_leaves_no_security_code_anywhere(town: Town) -> None:
    """The code on the back of a card is forgotten as soon as the bank was asked: no store, file or log has it."""
    play(talk_file.read("card_in_chat"), RealStage(town))
    shapes = canaries.code_shapes(CODE)
    assert canaries.in_redis(town.valkey.url, shapes) == []
    assert canaries.in_redis(town.volatile.url, shapes) == []
    assert canaries.in_sql(town.engine, shapes) == []
    assert canaries.in_files(town.folder, shapes) == []


@pytest.mark.real
def test_a_reference_and_a_surname_reach_no_log_and_no_job(town: Town) -> None:
    """What a traveller types to find a booking stays in the talk: no log, job or count of tries holds it."""
    surname, locator = canaries.word(), f"Q7{canaries.word()[:11].upper()}"
    stage = RealStage(town)
    for words in ("my booking", f"{locator} {surname}"):
        stage.say(words)
        assert stage.heard(1, 1)
    words = [surname.encode(), locator.encode()]
    town.wait_for(lambda: "transcript" in _tables_with(town, surname), "the archive of the talk")
    assert not [path for path in town.logs() for word in words if word in path.read_bytes()]
    held = canaries.in_redis(town.valkey.url, words)
    assert held, "the search of Redis finds nothing any more"
    assert not [key for key in held if "rq:" in key]
    assert "trip_tries" not in canaries.in_sql(town.engine, words)


def _tables_with(town: Town, word: str) -> list[str]:
    return canaries.in_sql(town.engine, [word.encode()])


def _with(talk: Talk, typed: str, sent: str, word: str) -> Talk:
    """The talk with the numbers of this run, and a word beside the one that is typed."""
    steps = [
        msgspec.structs.replace(
            step,
            words=step.words.replace("4242424242424242", sent)
            .replace("4242 4242 4242 4242", typed)
            .replace("by the way", word),
        )
        for step in talk.steps
    ]
    return msgspec.structs.replace(talk, steps=tuple(steps))


@pytest.mark.real
def test_a_saved_card_and_a_profile_stay_where_they_belong(town: Town, postgres_server: PostgresServer) -> None:
    """Of a saved card no number is anywhere; names, token and method reach no log, no job and no URL."""
    number, name = canaries.card_number(), canaries.word()[:10].title()
    stage = RealStage(town)
    play(_saving(talk_file.read("books_again"), number, name), stage)
    town.wait_for(lambda: "transcript" in _tables_with(town, name), "the archive of the talk")
    shapes = canaries.shapes(number)
    (saved,) = stage.facts().wallet
    private = [word.encode() for word in (name, saved.method.id, saved.instrument.token, saved.consent.id)]

    assert canaries.in_redis(town.valkey.url, shapes) == canaries.in_redis(town.volatile.url, shapes) == []
    assert canaries.in_sql(town.engine, shapes) == []
    assert canaries.in_files(town.folder, shapes) == canaries.in_files(postgres_server.folder, shapes) == []
    assert "travellers" in _tables_with(town, name), "the new tables are not searched any more"
    assert {"consents", "methods", "instruments"}.isdisjoint(_tables_with(town, name))
    assert canaries.in_sql(town.engine, [saved.instrument.token.encode()]) == ["instruments"]
    assert canaries.in_redis(town.valkey.url, [saved.instrument.token.encode()]) == []
    assert not [key for key in canaries.in_redis(town.valkey.url, private) if "rq:" in key]
    assert not [path for path in town.logs() if any(word in path.read_bytes() for word in private)]
    assert not [url for url in _urls(town) if any(word.decode() in url for word in private)]
    assert _urls(town), "no URL was found"


def _urls(town: Town) -> list[str]:
    return re.findall(r"https?://[^'\"\s]+", " ".join(str(one.request) for one in town.graph.sent))


def _saving(talk: Talk, number: str, name: str) -> Talk:
    """The talk with the number and the family name of this run."""

    def renamed(spoken: Spoken) -> Spoken:
        options = tuple(option.replace("Durand", name) for option in spoken.options)
        return msgspec.structs.replace(spoken, text=spoken.text.replace("Durand", name), options=options)

    steps = [
        msgspec.structs.replace(
            step,
            words=step.words.replace("4242424242424242", number).replace("Durand", name),
            expected=tuple(map(renamed, step.expected)),
        )
        for step in talk.steps
    ]
    return msgspec.structs.replace(talk, steps=tuple(steps), kept=(f"Visa •{number[-4:]}",))


@pytest.mark.real
def test_a_number_over_two_messages_leaves_no_part_in_any_table(town: Town) -> None:
    """Both halves are gone from the archive, the live talk and the store of loose digits; the whole was never written.

    The first half stays in the journal until that is trimmed, as the README's decisions say.
    """
    number, word = canaries.card_number(), canaries.word()
    first, second = f"{number[:4]} {number[4:8]}", f"{number[8:12]} {number[12:]}"
    talk = talk_file.read("card_over_two_messages")
    steps = [
        msgspec.structs.replace(
            step,
            words=step.words.replace("my card is 4242 4242", f"my card is {first}")
            .replace("4242 4242, expires", f"{second}, expires")
            .replace("by the way", word),
        )
        for step in talk.steps
    ]
    play(msgspec.structs.replace(talk, steps=tuple(steps)), RealStage(town))
    town.wait_for(lambda: "transcript" in _tables_with(town, word), "the archive of the talk")
    town.wait_for(lambda: not canaries.in_sql(town.engine, [first.encode()]), "the first half to be erased")

    halves = [half.encode() for half in (first, second, first.replace(" ", ""), second.replace(" ", ""))]
    assert canaries.in_sql(town.engine, halves) == []
    assert canaries.in_redis(town.volatile.url, halves) == []
    assert canaries.in_redis(town.valkey.url, canaries.shapes(number)) == []
    assert canaries.in_redis(town.valkey.url, [second.encode()]) == []
    assert not [key for key in canaries.in_redis(town.valkey.url, [first.encode()]) if "journal" not in key]
    assert canaries.in_files(town.folder, (*canaries.shapes(number), second.encode())) == []
