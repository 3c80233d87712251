"""What everybody of the staff sets for themselves: looks without a flash, keys, notifications, browsers."""

import msgspec
import pytest
from flask import Flask
from flask.testing import FlaskClient

from bot.web.app import create_app
from tests.web.archive import Bench, bench
from tests.web.conftest import Browser
from tests.web.staff.conftest import enter
from tests.web.staff_door import signed_in, somebody

LOOKS, NEWS = "/staff/me/appearance", "/staff/me/notifications"
OFFERED = {
    "endpoint": "https://fcm.googleapis.com/fcm/send/x",
    "keys": {
        "p256dh": "BCVxsr7N_eNgVRqvHtD0zTZsEc6-VV-JvLexhqUzORcxaOzi6-AYWXvTBHm4bjyPjs7Vd8pZGH6SRpkNtoIAiw4",
        "auth": "BTBZMqHH6r4Tts7J_aSIgg",
    },
    "browser": "Chrome on\nLinux",
}


def offer(client: FlaskClient, **changes: object) -> tuple[int, str]:
    """A browser's script offers a subscription; gives status and problem."""
    body = msgspec.json.encode({**OFFERED, **changes})
    answer = client.post("/staff/me/browsers", data=body, headers={"Accept": "application/json"})
    return answer.status_code, answer.get_json()["problem"]


def test_the_chosen_look_is_there_from_the_first_byte(stage: Bench, ana: FlaskClient) -> None:
    """Desk and console come in the chosen scheme at once, above the computer's own, in every browser of that person."""
    assert '<html lang="en" data-scheme="system" data-density="compact" data-single-keys="on"' in ana.get("/desk").text
    saved = ana.post(LOOKS, data={"scheme": "dark", "density": "comfortable"})
    assert saved.headers["Location"] == f"{LOOKS}?saved"
    assert stage.archive.audit.acts[-1].request.startswith("req")
    assert "Your settings are saved." in ana.get(saved.headers["Location"]).text
    for path in ("/desk", "/desk/t/webchat:TF:x", LOOKS, NEWS):
        page = ana.get(path).text
        assert '<html lang="en" data-scheme="dark" data-density="comfortable" data-single-keys="off"' in page
        assert '<meta name="color-scheme" content="dark">' in page


def test_others_keep_their_look(stage: Bench, app: Flask, ana: FlaskClient) -> None:
    """A choice is one person's."""
    ana.post(LOOKS, data={"scheme": "dark", "density": "compact"})
    assert 'data-scheme="system"' in enter(stage, app, "Bo").get("/desk").text


@pytest.mark.parametrize(
    ("path", "data", "told"),
    [
        (LOOKS, {"scheme": "pink", "density": "compact"}, "Choose light, dark"),
        (NEWS, {"volume": "loud"}, "from 0 to 100"),
    ],
)
def test_a_forged_choice_is_told_and_not_kept(
    stage: Bench, ana: FlaskClient, path: str, data: dict[str, str], told: str
) -> None:
    """The page says what would be right."""
    refused = ana.post(path, data=data)
    assert refused.status_code == 400
    assert told in refused.text
    assert stage.archive.notifications.chosen == {}


def test_each_kind_and_way_is_a_box_of_its_own(ana: FlaskClient) -> None:
    """What is ticked is wanted, and the page shows it again."""
    ana.post(NEWS, data={"wanted": ["queue.toast", "reply.push"], "volume": "20"})
    page = ana.get(NEWS).text
    assert page.count(" checked") == 2
    assert 'value="queue.toast" checked' in page
    assert 'name="volume" min="0" max="100" step="10" value="20"' in page


def test_a_browser_takes_pushes_and_is_removed_again(ana: FlaskClient) -> None:
    """Its person sees it by name and can end it."""
    assert 'data-push-key="BPublicKey"' in ana.get(NEWS).text
    assert offer(ana) == (200, "")
    page = ana.get(NEWS).text
    assert "Chrome on Linux" in page
    assert "fcm.googleapis.com" not in page
    path = page.partition('action="/staff/me/browsers/')[2].partition('"')[0]
    assert ana.post(f"/staff/me/browsers/{path}").status_code == 303
    assert "No browser of yours" in ana.get(NEWS).text


def test_what_a_browser_cannot_offer_is_refused(ana: FlaskClient) -> None:
    """A service that nobody knows, or something that is no subscription."""
    assert offer(ana, endpoint="https://10.0.0.1/")[0] == 400
    assert offer(ana, keys="none") == (400, "This browser's answer cannot be read.")


def test_without_a_key_the_page_says_what_is_missing() -> None:
    """Nobody presses a button in vain."""
    bare = bench()
    other = create_app(bare.runtime)
    other.test_client_class = Browser
    assert "VAPID_KEYS" in enter(bare, other).get(NEWS).text


def test_strangers_and_other_sites_set_nothing(app: Flask, ana: FlaskClient, stage: Bench) -> None:
    """Who is not signed in is led to the door; a page of another site cannot act for somebody."""
    assert app.test_client().get(LOOKS).headers["Location"] == f"/staff/sign-in?next={LOOKS}"
    forged = ana.post(LOOKS, data={"scheme": "dark", "density": "compact"}, headers={"Sec-Fetch-Site": "cross-site"})
    assert forged.status_code == 403
    assert stage.archive.notifications.chosen == {}


def test_the_menus_hold_what_one_may_open(stage: Bench, app: Flask, ana: FlaskClient) -> None:
    """The daily places stand in the bar, one's own settings beside the page, and where one is is marked."""
    page = ana.get(LOOKS).text
    assert '<a href="/desk">Inbox</a>' in page
    assert f'<a href="{LOOKS}" aria-current="page">Appearance and keys</a>' in page
    assert "<summary>Manage</summary>" in page
    assert "<summary>Manage</summary>" not in signed_in(app, stage, somebody("Nil", roles=())).get(LOOKS).text
