"""An agent's file by the form: taken, refused with a sentence, and shown with its message."""

from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from bot.domain.conversation.context import Context
from bot.domain.conversation.events import AttachmentReceived
from bot.domain.conversation.files import MOST, FileRef
from bot.ports.file_records import StoredFile
from bot.services import files, turns
from tests.builders.files import HOSTILE, form, png
from tests.web.archive import Bench
from tests.web.desk.test_desk_pages import PAGE, THREAD, ana, app, enter, stage

__all__ = ["ana", "app", "stage"]  # fixtures
SCRIPT = {"Accept": "application/json"}


def attach(client: FlaskClient, content: bytes, name: str = "plan.png", key: str = "abc", **headers: str) -> Any:
    """Post a file by the form."""
    body, kind = form(content, name, client_id=key)
    return client.post(f"{PAGE}/files", data=body, content_type=kind, headers=headers)


def test_a_file_goes_out_and_stands_in_the_transcript(stage: Bench, ana: FlaskClient) -> None:
    """Without a script, too; with a small picture, its kind and its size."""
    ana.post(f"{PAGE}/take")
    assert attach(ana, png()).headers["Location"] == PAGE
    log = ana.get(PAGE).text.partition('id="log"')[2]
    assert 'download="plan.png"' in log
    assert "Picture, 1 kB" in log
    assert 'src="/files/' in log
    assert stage.archive.files.size_of(THREAD) == len(png())


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_file_is_refused_with_a_sentence(ana: FlaskClient, name: str) -> None:
    """400, and nothing is sent."""
    ana.post(f"{PAGE}/take")
    answer = attach(ana, HOSTILE[name], name, **SCRIPT)
    assert answer.status_code == 400
    assert "taken" in answer.json["problem"] or "empty" in answer.json["problem"]
    assert "line-files" not in ana.get(PAGE).text


def test_a_file_that_is_too_large_is_refused_in_words(ana: FlaskClient) -> None:
    """Whether by a little or by much."""
    ana.post(f"{PAGE}/take")
    for size in (MOST + 1, 2 * MOST):
        answer = attach(ana, b"x" * size, **SCRIPT)
        assert (answer.status_code, answer.json["problem"]) == (400, "This file is too large: at most 8 MB.")


def test_a_form_without_a_file_says_so(ana: FlaskClient) -> None:
    """In words."""
    ana.post(f"{PAGE}/take")
    answer: Any = ana.post(f"{PAGE}/files", data={"client_id": "abc"}, headers=SCRIPT)
    assert (answer.status_code, answer.json) == (400, {"problem": "Choose a file."})


def test_who_has_not_the_thread_sends_nothing(stage: Bench, app: Flask, ana: FlaskClient) -> None:
    """409; who may only read, 403."""
    assert attach(ana, png(), **SCRIPT).status_code == 409
    assert attach(enter(stage, app, "Vic", roles=("viewer",)), png()).status_code == 403


def test_bytes_that_look_like_a_card_number_are_no_reason_to_refuse_a_picture(ana: FlaskClient) -> None:
    """Pictures are full of digits by chance; texts are looked at."""
    ana.post(f"{PAGE}/take")
    assert attach(ana, png(1, text=b"4242424242424242")).status_code == 303
    assert attach(ana, png(), "4242424242424242.png", key="name").status_code == 422
    answer = attach(ana, b"4242 4242 4242 4242", "card.txt", key="xyz", **SCRIPT)
    assert "card number" in answer.json["problem"]


def test_files_of_a_traveller_are_shown_as_they_come(stage: Bench, ana: FlaskClient, app: Flask) -> None:
    """On their way, kept, or not to be had, each in words."""
    refs = (FileRef("image", "7", ""), FileRef("document", "8", "visa.pdf"), FileRef("document", "9", "old.pdf"))
    turns.take(stage.runtime, THREAD, AttachmentReceived("m1", 2, "image", Context(files=refs)))
    assert ana.get(PAGE).text.count("Being fetched from the channel…") == 3
    about = {"thread": THREAD, "item": "m1", "author": "traveller"}
    kept = StoredFile(id=files.file_id(THREAD, "m1", 0), name="image.png", mime="image/png", size=3_000_000, **about)
    gone = StoredFile(id=files.file_id(THREAD, "m1", 2), name="old.pdf", state="failed", problem=files.AWAY, **about)
    for one in (kept, gone):
        stage.archive.files.keep(one, b"x")
    page = ana.get(PAGE).text
    assert "Picture, 2.9 MB" in page
    assert files.AWAY in page
    assert "visa.pdf: " in page
    viewer = enter(stage, app, "Vic", roles=("viewer",)).get(PAGE).text
    assert "You may not see files" in viewer
    assert "/files/" not in viewer


def test_a_hostile_name_is_shown_as_text(stage: Bench, ana: FlaskClient) -> None:
    """Whoever named the file."""
    ref = FileRef("document", "7", '"><script>x</script>')
    turns.take(stage.runtime, THREAD, AttachmentReceived("m1", 2, "document", Context(files=(ref,))))
    assert "<script>x" not in ana.get(PAGE).text


def test_who_sees_no_files_gets_no_address_of_one_either(stage: Bench, app: Flask, ana: FlaskClient) -> None:
    """What the channel fetches opens for whoever has it, for a week: the desk shows its own addresses alone."""
    ana.post(f"{PAGE}/take")
    attach(ana, png())
    assert ana.get(PAGE).text.count("/files/") == 2
    viewer = enter(stage, app, "Vi", roles=("viewer",))
    seen = viewer.get(PAGE).text
    assert "You may not see files" in seen
    assert "/files/" not in seen
