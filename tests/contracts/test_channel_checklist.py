"""The eighteen promises of every channel of Meta's, each kept by the real inbox and courier over the whole platform.

They are numbered as the reference of the channels numbers them; a promise that one product alone can break is kept on
that product.
"""

import json
from pathlib import Path
from typing import Any

import msgspec
import pytest

from bot.adapters.secret_files import SecretFile
from bot.domain.conversation.effects import Say
from bot.domain.conversation.entry import Said, TurnEntry
from bot.domain.conversation.events import CheckoutEnded
from bot.domain.conversation.messages import Text
from bot.domain.conversation.state import Conversation
from bot.domain.flow.definition import parse_flow
from bot.domain.ids import ThreadKey, effect_id
from bot.ports.conversations import Commit
from bot.services import inbox
from bot.simulators.wire import bodies, encoded, signed
from bot.web.app import create_app
from tests.adapters.channels import test_instagram_events, test_messenger_events, test_whatsapp_events
from tests.adapters.channels.test_meta_signature import BODY, DIGEST
from tests.builders.world import world_with
from tests.journeys import talk_file
from tests.journeys.late_stage import HOURS, USER, LateStage
from tests.journeys.runner import play
from tests.journeys.whatsapp_stage import SCOPED, WhatsAppStage
from tests.workers.test_courier import Time, passing

__all__ = ["passing"]  # a fixture: the courier's own clock
CARD = "4242424242424242"
WISHES = ("from Nice", "to Paris", "on the 12th of December")
FAMILY = "👨‍👩‍👧‍👦"
LIMITS = {"messenger": 2000, "instagram": 1000, "whatsapp": 4096}


@pytest.fixture(params=LIMITS)
def stage(request: pytest.FixtureRequest, passing: Time) -> LateStage:  # noqa: ARG001  it stands still
    """A traveller's talk on each product in turn."""
    return LateStage(request.param)


def post(stage: LateStage, body: bytes, headers: dict[str, str]) -> int:
    """What the door of the web process answers to a delivery."""
    return create_app(stage.web).test_client().post(f"/webhooks/{stage.name}", data=body, headers=headers).status_code


def take(stage: LateStage, body: bytes) -> None:
    """A delivery is taken as it is."""
    received = inbox.receive(stage.web, stage.name, signed(body, stage.platform.account.secret), body)
    assert (received.result, received.failed) == ("taken", 0)


def people(stage: LateStage) -> Any:
    """What travellers and colleagues can do, which all three products have in common."""
    return stage.platform


def talk(stage: Any) -> Conversation:
    """The live talk."""
    found = stage.talks.load(str(stage.thread))
    assert found is not None
    return found


def heard(stage: LateStage) -> list[str]:
    """What the traveller wrote, as it is kept."""
    return [msgspec.json.decode(line.body)["text"] for line in stage.lines if line.author == "traveller"]


def speak(stage: LateStage, *texts: str) -> list[str]:
    """The bot says something by itself; gives what the traveller reads of it."""
    before, known = len(stage.words), talk(stage)
    event = CheckoutEnded(f"news:{known.version}", stage.clock.ms, "chk_1", "expired")
    said = tuple(Said(effect_id(event.id, index), Say(Text(text))) for index, text in enumerate(texts))
    newer = msgspec.structs.replace(known, version=known.version + 1)
    entry = TurnEntry(newer.thread, newer.version, newer.epoch, newer.owner, event, said, at=stage.clock.ms)
    assert stage.talks.commit(Commit(newer, known.version, entry))
    stage.rest()
    return stage.words[before:]


def test_01_a_bad_signature_is_403_and_stores_nothing_and_signed_nonsense_is_200_and_set_aside(
    stage: LateStage,
) -> None:
    """Nobody speaks for a traveller, and no poisoned body switches an account off."""
    people(stage).says(USER, "Paris to Rome")
    (body,) = stage.platform.bodies()
    forged = ({}, {"X-Hub-Signature-256": f"sha256={'0' * 64}"}, signed(body, "another"))
    assert [post(stage, body, headers) for headers in forged] == [403] * 3
    assert post(stage, b"{", signed(b"{", stage.platform.account.secret)) == 200
    assert not stage.memory.talks
    assert not any(stage.memory.streams.values())
    assert [aside["reason"] for aside in stage.records.talk.asides] == ["malformed"]
    assert post(stage, body, signed(body, stage.platform.account.secret)) == 200
    assert stage.memory.talks


def test_02_the_raw_bytes_are_what_is_signed_and_no_other_spelling_of_them(stage: LateStage) -> None:
    """Meta escapes what is not ASCII, slashes and at signs: the same JSON written otherwise is forged."""
    words = "São Paulo 🛫 https://x.example a@b.example"
    people(stage).says(USER, words)
    (body,) = stage.platform.bodies()
    headers = signed(body, stage.platform.account.secret)
    for ascii_only in (True, False):
        again = json.dumps(json.loads(body), separators=(",", ":"), ensure_ascii=ascii_only).encode()
        assert post(stage, again, headers) == 403
    assert post(stage, body, headers) == 200
    stage.rest()
    assert heard(stage) == [words]


def test_02_the_vector_of_the_reference_is_taken_at_the_door() -> None:
    """The documented body under the documented secret has the documented signature."""
    stage = LateStage("messenger")
    assert post(stage, BODY, {"X-Hub-Signature-256": f"sha256={DIGEST}"}) == 200
    assert post(stage, BODY + b" ", {"X-Hub-Signature-256": f"sha256={DIGEST}"}) == 403
    assert list(stage.memory.talks) == ["messenger:1001:2002"]


def test_03_the_same_body_posted_three_times_is_one_event(stage: LateStage) -> None:
    """A repeat changes nothing, is kept once and answered once."""
    once = LateStage(stage.name)
    once.say("Paris to Rome on 4 December")
    stage.say("Paris to Rome on 4 December", times=3)
    assert heard(stage) == ["Paris to Rome on 4 December"]
    assert stage.words == once.words


def test_04_events_out_of_order_end_in_the_same_state(stage: LateStage) -> None:
    """Three wishes told backwards are the same trip."""
    calm = LateStage(stage.name)
    for wish in WISHES:
        calm.say(wish)
        stage.pass_time(1)
        people(stage).says(USER, wish)
    items = stage.platform.take_waiting()[::-1]
    (body,) = bodies(items, at=stage.clock.ms, batched=True, kind=stage.platform.kind)
    take(stage, body)
    stage.rest()
    assert heard(stage) == list(WISHES)
    assert talk(stage).trip == talk(calm).trip


def test_04_statuses_told_backwards_end_in_the_same_fates(stage: LateStage) -> None:
    """A message that was read stays read, whatever is told of it afterwards."""
    people(stage).says(USER, "hello")
    (body,) = stage.platform.bodies()
    take(stage, body)
    stage.platform.habits.delay = 1000
    stage.rest()
    stage.platform.reads(USER)
    stage.pass_time(9)
    for account, item in stage.platform.take_waiting()[::-1]:
        take(stage, bodies([(account, item)], at=stage.clock.ms, batched=True, kind=stage.platform.kind)[0])
        stage.rest()
    fates = [line.fate for line in stage.lines if line.author == "bot" and line.kind != "Typing"]
    assert fates[-1] == "read"
    assert set(fates) <= ({"read"} if stage.name == "messenger" else {"read", "delivered", "sent"})


def test_05_every_kind_that_is_known_becomes_an_event_or_is_ignored_by_name(stage: LateStage) -> None:
    """Whatever Meta's references name is taken by the whole program, and nothing of it is unreadable."""
    if stage.name == "whatsapp":
        told = [test_whatsapp_events.body(change) for change in test_whatsapp_events.EXAMPLES]
    else:
        examples = {"messenger": test_messenger_events, "instagram": test_instagram_events}[stage.name].EXAMPLES
        entry = {"id": stage.thread.account, "time": stage.clock.ms}
        told = [encoded({"object": stage.platform.kind, "entry": [{**entry, _listed(one): [one]}]}) for one in examples]
    for body in told:
        take(stage, body)
        take(stage, body)
    stage.rest()
    assert stage.records.talk.asides == []
    assert stage.memory.talks


def _listed(item: dict[str, Any]) -> str:
    """A tap without a payload is told to who only listens."""
    return "standby" if item.get("postback", {"payload": ""}).keys() == {"title"} else "messaging"


@pytest.mark.parametrize("sign", ["🛫", FAMILY])
def test_06_an_emoji_at_the_border_of_two_messages_stays_whole(stage: LateStage, sign: str, passing: Time) -> None:
    """Limits count characters, bytes or units as the product does, and never cut what a reader sees as one sign."""
    stage.say("hello")
    for short in range(len(sign.encode()) + 1):
        text = "a" * (LIMITS[stage.name] - short) + sign * 3
        pieces = speak(stage, text)
        stage.pass_time(60)
        passing.now += 60
        assert "".join(pieces) == text
        assert len(pieces) > 1 or stage.name == "whatsapp"
        assert all(piece.replace(sign, "").replace("a", "") == "" for piece in pieces)


@pytest.mark.parametrize("words", ["مرحبا بكم في رحلتنا ", "ขอบคุณที่เดินทางกับเรา", "שלום וברכה לכולם "])
def test_07_arabic_hebrew_and_thai_are_split_without_loss(stage: LateStage, words: str) -> None:
    """No vowel sign loses its letter, and no word is lost, in scripts that join, turn round or know no spaces."""
    stage.say("hello")
    text = (words * 400)[: LIMITS[stage.name] * 2].strip()
    pieces = speak(stage, text)
    assert len(pieces) > 1
    assert "".join("".join(pieces).split()) == "".join(text.split())
    assert not any(piece[0] in "ิีุ่้๊๋์ำ" for piece in pieces)


def test_08_a_window_that_closes_before_sending_leads_another_way_and_nothing_crashes(stage: LateStage) -> None:
    """Paid in time, told a day later: by a template, or by mail where there are none.

    The notice that a payment was made has gone out by mail at once: it is there for who did not pay, and waits for no
    channel. It holds no tickets, and what holds them comes once.
    """
    if stage.name != "instagram":
        stage.approve_templates()
    stage.book()
    before = len(stage.words)
    stage.courier_is_away = True
    stage.pay(CARD)
    stage.pass_time(60)
    stage.rest()
    assert [mail.subject for mail in stage.mails] == ["A payment was made"]
    stage.pass_time(25 * HOURS)
    stage.courier_is_away = False
    stage.rest()
    (told,) = [*stage.words[before:], *(mail.subject for mail in stage.mails[1:])]
    assert "AAAAAA" in told
    assert {line.reason for line in stage.lines if line.fate == "sent"} <= {"", "template", "email"}


def test_09_who_blocked_us_is_left_alone_until_they_write_again(stage: LateStage, passing: Time) -> None:
    """Nothing is sent into the void, and the first word ends it."""
    stage.say("hello")
    asked: list[str] = []
    answer = stage.platform.answer
    stage.platform.answer = lambda *call: asked.append(call[1]) or answer(*call)  # type: ignore[method-assign]  # counted
    stage.platform.person(USER).blocked = True
    assert speak(stage, "Your gate has changed.") == []
    passing.now += 3600
    stage.rest()
    assert talk(stage).muted
    calls = len(asked)
    assert speak(stage, "Boarding begins.") == []
    assert len(asked) == calls
    stage.platform.person(USER).blocked = False
    stage.say("hello again")
    assert not talk(stage).muted
    assert len(asked) > calls


def test_10_a_timeout_after_the_platform_accepted_is_one_bubble(stage: LateStage, passing: Time) -> None:
    """What was taken and not acknowledged is known by its echo or status, and not said twice."""
    calm = LateStage(stage.name)
    calm.say("Paris to Rome")
    stage.receive(text="Paris to Rome")
    stage.platform.habits.always, stage.platform.habits.delay = "hang", 3000
    stage.rest()
    for _ in range(8):
        passing.now += 4
        stage.pass_time(4)
        stage.rest()
    assert stage.words == calm.words


def test_11_a_colleague_who_answers_in_another_app_pauses_the_bot(stage: LateStage) -> None:
    """Business Suite, Instagram's inbox or the WhatsApp Business app: the bot does not talk into it."""
    stage.say("hello")
    said = len(stage.words)
    people(stage).colleague_writes(USER, "Sam here, one moment")
    stage.rest()
    stage.pass_time(60)
    stage.rest()
    stage.say("Paris to Rome on 4 December")
    assert stage.words[said:] == []
    assert talk(stage).owner != "bot"


def test_12_a_traveller_without_a_number_searches_books_pays_and_gets_tickets() -> None:
    """A business-scoped id is enough; every message goes to it."""
    stage = WhatsAppStage(SCOPED)
    play(talk_file.read("books_and_pays"), stage, merged=True)
    assert len(stage.facts().seats.tickets) == 2
    assert {sent.request.get("recipient") for sent in stage.platform.sent} == {SCOPED}


def test_13_a_number_that_changed_hands_shows_no_bookings() -> None:
    """Neither the old name nor the new one shows what was booked, until its owner is known by a code."""
    stage = WhatsAppStage(SCOPED)
    play(talk_file.read("books_and_pays"), stage, merged=True)
    locator = next(iter(stage.flights.holds))
    newer = stage.platform.changes_number(SCOPED, "33612345678")
    stage.rest()
    for user in (SCOPED, newer):
        said = len(stage.platform.sent)
        stage.thread = ThreadKey("whatsapp", stage.platform.account.id, user)
        stage.say("my trip")
        told = " ".join(sent.text for sent in stage.platform.sent[said:])
        assert told
        assert locator not in told
        assert "Marie" not in told


@pytest.mark.parametrize("channel", LIMITS)
def test_14_a_token_is_rotated_without_a_restart_and_loses_nothing(channel: str, tmp_path: Path, passing: Time) -> None:
    """While a token has run out messages wait; with the new one in its file they are sent."""
    file = SecretFile(tmp_path / "TOKEN", LateStage(channel).platform.account.token, look=0.0)
    stage = LateStage(channel, file)
    stage.say("hello")
    stage.platform.expire()
    assert speak(stage, "Your gate has changed.") == []
    (tmp_path / "TOKEN").write_text(stage.platform.new_token())
    passing.now += 600
    stage.clock.move(seconds=60)
    stage.rest()
    assert stage.words[-1] == "Your gate has changed."


def test_15_a_button_tapped_after_its_fare_expired_books_nothing_and_shows_todays(stage: LateStage) -> None:
    """Buttons stay in a thread for days; what they offered does not."""
    stage.say("One way from Nice to Paris on 4 December, 1 adult")
    said = len(stage.words)
    stage.pass_time(20 * 60)
    stage.tap("Choose")
    assert "Prices have moved on since" in stage.words[said]
    assert not stage.flights.holds
    assert talk(stage).basket.offer is None


def test_16_a_reply_of_eight_bubbles_is_at_most_three_on_whatsapp() -> None:
    """Each is billed, and one in six seconds is allowed: nothing that was said is lost."""
    lines = {f"t{number}": f"Sentence number {number}." for number in range(8)}
    exits = {"answered": "a", "no_match": "a", "timeout": "a", "person": "a"}
    ask = {"do": "ask", "text": "t7"}
    says = [{"do": "say", "text": f"t{number}"} for number in range(7)]
    nodes = {"a": {"do": [*says, ask], "wait": {"for": "text:wish", "exits": exits}}}
    flow = {"spec": 1, "flow": "f", "start": "a", "nodes": nodes, "texts": {"en": lines}}
    world = world_with(parse_flow(msgspec.json.encode(flow), revision=1))
    stage = LateStage("whatsapp")
    stage.web = msgspec.structs.replace(stage.web, world=lambda: world)
    stage.say("hello")
    assert 0 < len(stage.words) <= 3
    assert all(" ".join(stage.words).count(line) == 1 for line in lines.values())


def test_17_what_a_traveller_takes_back_is_erased_where_it_was_stored(stage: LateStage) -> None:
    """Transcript and talk forget the words; the line stays, empty."""
    mid = people(stage).says(USER, "my secret wish is Lisbon")
    stage.receive(text="hello")
    stage.rest()
    assert "secret wish" in repr(stage.lines)
    people(stage).unsends(USER, mid)
    stage.receive(text="hello")
    stage.rest()
    assert "secret wish" not in repr((stage.lines, stage.memory.talks, stage.records.talk.bodies))


def test_18_a_card_number_in_words_is_nowhere(stage: LateStage) -> None:
    """Typed, below a picture, in an edit or in an answer of a colleague's: gone before anything is kept."""
    mid = people(stage).says(USER, f"my card is {CARD}")
    people(stage).edits(USER, mid, "it is 4242 4242 4242 4242")
    people(stage).colleague_writes(USER, f"so {CARD}")
    stage.receive(text="hello")
    stage.rest()
    kept = repr((stage.lines, stage.memory.talks, stage.memory.streams, stage.records.talk.bodies, stage.jobs.rung))
    assert "card is" in kept
    assert "4242" not in kept
