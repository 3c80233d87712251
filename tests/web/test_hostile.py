"""Two hundred hostile texts come in by the real webhook, and are text wherever travellers and staff read them."""

import json
from collections.abc import Iterator
from io import BytesIO
from typing import Any
from urllib.parse import quote
from zipfile import ZipFile

import pytest

from bot.adapters.channels.messenger import Messenger
from bot.adapters.channels.meta_signature import MetaApp
from bot.adapters.channels.webchat import WebChat
from bot.adapters.channels.whatsapp import WhatsApp
from bot.domain.rehearsal.acts import Act, Fills, Jumps, Opening, Says
from bot.domain.rehearsal.script import Script, Step
from bot.services import exporting, goldens, rehearsals
from bot.services.thread_refs import ref_of
from bot.simulators.accounts import NUMBER, PAGE
from bot.simulators.wire import encoded, signed
from bot.web.staff.draft_of import draft_of
from tests.builders.staff import ALL_RIGHTS, acting
from tests.builders.try_room import TALKS, TRY, TryRoom, client_of, try_room
from tests.builders.world import NOW_MS
from tests.fakes.whatsapp_body import whatsapp_body
from tests.hostile import PAYLOADS, SCRIPT
from tests.web.tame import Read, bare, missing, read
from workers.archivist import Archivist

AT_ONCE = 12
"""Messages of one thread: as many as a page shows with what is answered."""
GROUPS = tuple(PAYLOADS[at : at + AT_ONCE] for at in range(0, len(PAYLOADS), AT_ONCE))


def by_messenger(group: int, texts: tuple[str, ...]) -> bytes:
    """A delivery of Messenger: each text as it was written."""
    items = [
        {
            "sender": {"id": f"20{group:03}"},
            "recipient": {"id": PAGE.id},
            "timestamp": NOW_MS + at,
            "message": {"mid": f"m_{group}_{at}", "text": text},
        }
        for at, text in enumerate(texts)
    ]
    return encoded({"object": "page", "entry": [{"id": PAGE.id, "time": NOW_MS, "messaging": items}]})


def by_whatsapp(group: int, texts: tuple[str, ...]) -> bytes:
    """A delivery of WhatsApp: each text as the name of its traveller, as the name of a file, and below that file."""
    phone = f"4477009{group:05}"
    messages: list[dict[str, Any]] = [
        {
            "from": phone,
            "id": f"wamid.{group}.{at}",
            "timestamp": str(NOW_MS // 1000 + at),
            "type": "document",
            "document": {"id": str(at), "filename": text, "mime_type": text, "caption": text},
        }
        for at, text in enumerate(texts)
    ]
    return whatsapp_body(
        *(
            {
                "field": "messages",
                "value": {
                    "messaging_product": "whatsapp",
                    "metadata": {"display_phone_number": NUMBER.phone, "phone_number_id": NUMBER.id},
                    "contacts": [{"profile": {"name": message["document"]["caption"]}, "wa_id": phone}],
                    "messages": [message],
                },
            }
            for message in messages
        )
    )


def tapped(group: int) -> bytes:
    """A delivery of Messenger: the traveller asks for a person, so that the thread stands at the desk."""
    item = {"sender": {"id": f"20{group:03}"}, "recipient": {"id": PAGE.id}, "timestamp": NOW_MS}
    tap = {"mid": f"tap_{group}", "title": PAYLOADS[group][:20], "payload": "go:person"}
    entry = {"id": PAGE.id, "time": NOW_MS, "messaging": [{**item, "postback": tap}]}
    return encoded({"object": "page", "entry": [entry]})


@pytest.fixture(name="room", scope="module")
def _room() -> TryRoom:
    """A house with Messenger and WhatsApp, where all of it has come in and is archived."""
    page = Messenger(MetaApp((PAGE.secret,), "verify-me"), app_id=PAGE.app)
    number = WhatsApp(MetaApp((NUMBER.secret,), "verify-me"))
    made = try_room(channels={"messenger": page, "whatsapp": number, "webchat": WebChat()})
    room = TryRoom(made.home, made.app, client_of(made.home, made.app, ALL_RIGHTS))
    outside = room.app.test_client()
    for group, texts in enumerate(GROUPS):
        for path, secret, body in (
            ("messenger", PAGE.secret, tapped(group)),
            ("messenger", PAGE.secret, by_messenger(group, texts)),
            ("whatsapp", NUMBER.secret, by_whatsapp(group, texts)),
        ):
            answer = outside.post(f"/webhooks/{path}", data=body, headers=signed(body, secret))
            assert answer.status_code == 200
    archivist = Archivist(room.home.runtime, owner="archivist")
    while archivist.step(wait_ms=0):
        pass
    return room


def written(texts: tuple[str, ...]) -> tuple[str, ...]:
    """Those in which there is something to read: what is blank is no message on any platform."""
    return tuple(text for text in texts if text.replace("\x00", "").strip())


def threads(channel: str) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Each thread of a channel with what was written in it."""
    for group, texts in enumerate(GROUPS):
        name = f"messenger:{PAGE.id}:20{group:03}" if channel == "messenger" else ""
        yield name or f"whatsapp:{NUMBER.id}:4477009{group:05}", texts


def test_the_corpus_is_large_and_each_of_it_is_another() -> None:
    """At least two hundred, none twice."""
    assert len(set(PAYLOADS)) == len(PAYLOADS) >= 200


def test_a_page_that_was_not_escaped_would_be_found_out() -> None:
    """The reader of these tests sees what acts, and misses what is not there."""
    caught = 0
    for text in SCRIPT:
        page = Read()
        page.feed(f"<p>{text}</p>")
        caught += bool(page.wrong)
    assert caught > len(SCRIPT) // 2
    assert missing(("<b>", "not there"), "<p>&lt;b&gt;</p>") == ["not there"]


@pytest.mark.parametrize("channel", ["messenger", "whatsapp"])
def test_the_desk_shows_each_as_it_was_written(room: TryRoom, channel: str) -> None:
    """An agent reads the words, and nothing that was written does anything; a file's name is shown nowhere."""
    for thread, texts in threads(channel):
        page = room.browser.get(f"/desk/t/{quote(ref_of(room.home.runtime, thread))}")
        assert page.status_code == 200
        assert missing(written(texts), page.text) == []


def test_the_list_of_threads_shows_the_newest_words(room: TryRoom) -> None:
    """Each thread's last words stand in the inbox, cut, and are words there, too."""
    read(room.browser.get("/desk").text)
    assert room.browser.get("/desk?view=all").status_code == 200


def test_whatever_is_searched_for_is_a_question_and_no_more(room: TryRoom) -> None:
    """The question stands in its field as it was typed, and what is found is text with marks."""
    for text in PAYLOADS[::6]:
        page = room.browser.get("/desk/search", query_string={"q": text[:120]})
        assert page.status_code == 200
        read(page.text)


def test_the_simulator_shows_what_was_said_in_it(room: TryRoom) -> None:
    """A tester's words, and what the bot says back to them, in every channel."""
    draft = draft_of(room.home.runtime, "book")
    texts = written(PAYLOADS)
    for at, channel in enumerate(("webchat", "messenger", "whatsapp", "instagram")):
        part = texts[at::4]
        script = Script("book", Opening("en", channel, NOW_MS), tuple(Step(Says(text)) for text in part))
        held = rehearsals.start(room.home.runtime, ALL_RIGHTS, draft, script)
        page = room.browser.get(f"{TRY}/{held.id}")
        assert held.broken == ""
        assert missing(part, page.text) == []


def test_names_in_forms_are_text_in_the_form_and_in_the_inspector(room: TryRoom) -> None:
    """A name that is taken stands among the fields, and one that is not stands in the form again."""
    draft, forms = draft_of(room.home.runtime, "book"), 0
    for at in range(0, len(PAYLOADS), 40):
        acts: list[Act] = []
        for text in PAYLOADS[at : at + 40 : 4]:
            acts += [Jumps("book", "ask_name"), Fills({"given": text, "family": text, "born": text})]
        script = Script("book", Opening("en", "webchat", NOW_MS), tuple(map(Step, acts)))
        held = rehearsals.start(room.home.runtime, ALL_RIGHTS, draft, script)
        page = room.browser.get(f"{TRY}/{held.id}")
        assert held.broken == ""
        read(page.text)
        forms += 'name="field.given"' in page.text
    assert forms


def test_each_is_posted_to_the_simulator(room: TryRoom) -> None:
    """What cannot be said is refused with a page, and nothing else happens."""
    for text in PAYLOADS[::20]:
        path = room.begin()
        page = room.act(path, "says", 0, text=text)
        assert page.status_code == (200 if text.strip() else 400)
        read(page.text)
        for field in ("channel", "language", "step", "talk"):
            read(room.browser.post(TRY, data={"channel": "webchat", "language": "en", field: text}).text)
        read(room.browser.post("/staff/flows/book/replay", data={"thread": text}).text)


def test_golden_conversations_keep_each_and_give_it_back(room: TryRoom) -> None:
    """As a name where it can be one, as words in the talk, and as the text from which it is read again."""
    draft = draft_of(room.home.runtime, "book")
    texts = tuple(text for text in written(PAYLOADS) if "\r" not in text)[::6]
    script = Script("book", Opening("en", "webchat", NOW_MS), tuple(Step(Says(text)) for text in texts))
    by = acting(ALL_RIGHTS, room.home.runtime)
    talk = goldens.save(room.home.runtime, by, script, name="Hostile", draft=draft)
    told = room.browser.get(f"{TALKS}/{talk.id}/text")
    assert told.mimetype == "text/plain"
    assert all(line in told.text for text in texts for line in text.split("\n"))
    taken = goldens.take_in(room.home.runtime, by, told.text.replace("# Hostile", "# Again"), draft)
    assert goldens.going_on(taken).steps == goldens.going_on(talk).steps
    for text in PAYLOADS[::10]:
        answer = room.browser.post(f"{TALKS}/{talk.id}/rename", data={"name": text}, follow_redirects=True)
        assert answer.status_code in (200, 400)
        read(answer.text)
        upload = {"file": (BytesIO(text.encode()), text.replace("\x00", "").replace("\n", " ") or "x")}
        read(room.browser.post(TALKS, data=upload, content_type="multipart/form-data").text)


def test_who_takes_their_data_along_finds_each(room: TryRoom) -> None:
    """The archive is JSON and plain text: both say what was written, and neither runs."""
    for thread, texts in threads("messenger"):
        with ZipFile(BytesIO(exporting.export(room.home.runtime, thread, "en"))) as archive:
            data = json.loads(archive.read("data.json"))
        told = bare("".join(one["text"] for one in data["talk"]))
        there = [text for text in written(texts) if "//" not in text]
        assert [text for text in there if bare(text) not in told] == []


def test_the_audit_shows_and_exports_each_name(room: TryRoom) -> None:
    """No cell of the file begins as a formula does."""
    read(room.browser.get("/staff/audit").text)
    exported = room.browser.post("/staff/audit/export")
    assert exported.status_code == 200
    cells = [cell for line in exported.text.splitlines() for cell in line.split(",")]
    assert [cell for cell in cells if cell.lstrip('"')[:1] in set("=+@\t\r")] == []


def test_web_chat_shows_each_to_who_wrote_it(room: TryRoom) -> None:
    """A traveller reads their own words, and their page does nothing else."""
    for group, texts in enumerate(GROUPS):
        chat = room.app.test_client()
        chat.get("/chat")
        said = written(tuple(text for text in texts if len(text) <= 2000))
        for at, text in enumerate(said):
            name = "".join(chr(97 + int(sign)) for sign in f"{group:03}{at:03}")
            answer = chat.post("/chat/messages", data={"client_id": name, "text": text})
            assert answer.status_code in (303, 400), text
        archivist = Archivist(room.home.runtime, owner="archivist")
        while archivist.step(wait_ms=0):
            pass
        assert missing(said, chat.get("/chat").text) == []


def test_a_delivery_with_half_a_character_is_taken_or_set_aside(room: TryRoom) -> None:
    """A lone half of a pair is no text of any encoding: nothing breaks, and nothing is delivered for ever."""
    for half in ("\\ud800", "\\udc00", "a\\ud83d"):
        body = by_messenger(900, ("x",)).replace(b'"text":"x"', f'"text":"{half}"'.encode())
        answer = room.app.test_client().post("/webhooks/messenger", data=body, headers=signed(body, PAGE.secret))
        assert answer.status_code == 200
