"""What calls staff, how they want it, and what a push says of it: nothing of a person."""

import pytest

from bot.domain.errors import InvalidError
from bot.domain.staff import preferences
from bot.domain.staff.notification import Notification, kinds, pushed
from bot.domain.staff.preferences import Preferences, heard, looks
from bot.domain.staff.subscription import Subscription, check, decoded

KEY = "BCVxsr7N_eNgVRqvHtD0zTZsEc6-VV-JvLexhqUzORcxaOzi6-AYWXvTBHm4bjyPjs7Vd8pZGH6SRpkNtoIAiw4"
THREAD = "whatsapp:106:447700900001"


def subscription(**changes: str) -> Subscription:
    """A browser whose keys are in order."""
    usual = {"endpoint": "https://fcm.googleapis.com/fcm/send/x", "p256dh": KEY, "auth": "BTBZMqHH6r4Tts7J_aSIgg"}
    return Subscription(id="psh_1", person="per_1", browser="Chrome", at=0, **{**usual, **changes})


@pytest.mark.parametrize("kind", kinds())
def test_a_push_names_nobody(kind: preferences.Kind) -> None:
    """On a locked screen nobody reads who wrote, in which thread, or what."""
    what = pushed(Notification(kind=kind, key="k", thread=THREAD, at=1, person="per_1", number=7), waiting=3)
    told = f"{what.title} {what.body} {what.path} {what.tag}"
    assert what.path == "/desk/notifications/7"
    for secret in ("447700900001", "per_1", "whatsapp"):
        assert secret not in told


def test_a_queue_that_grows_is_one_notification() -> None:
    """The newest says how many wait; the others go."""
    first, second = (
        pushed(Notification(kind="queue", key=str(number), thread=THREAD, at=1, number=number), waiting=number)
        for number in (1, 3)
    )
    assert first.tag == second.tag
    assert (second.title, second.body) == ("New in queue", "3 waiting")


def test_who_chose_nothing_is_told_of_everything() -> None:
    """A kind that is new is heard of until somebody does not want it."""
    assert all(Preferences().wants(kind, way) for kind in kinds() for way in preferences.WAYS)


def test_what_is_unwanted_stays_so() -> None:
    """Each kind comes by the ways that were ticked, and words of a forged form count for nothing."""
    chosen = heard(Preferences(), wanted=["queue.toast", "nonsense"], volume="0")
    assert chosen.wants("queue", "toast")
    assert not chosen.wants("queue", "push")
    assert chosen.volume == 0
    assert set(chosen.silent) == {preferences.pair(kind, way) for kind in kinds() for way in preferences.WAYS} - {
        "queue.toast"
    }


@pytest.mark.parametrize("volume", ["", "101", "-1", "loud", "9999999"])
def test_a_volume_is_a_number_up_to_a_hundred(volume: str) -> None:
    """Nothing else is kept."""
    with pytest.raises(InvalidError, match="volume"):
        heard(Preferences(), wanted=(), volume=volume)


def test_looks_are_those_that_there_are() -> None:
    """A forged form changes nothing."""
    dark = looks(Preferences(), scheme="dark", density="comfortable", single_keys=False)
    assert (dark.scheme, dark.density, dark.single_keys) == ("dark", "comfortable", False)
    with pytest.raises(InvalidError):
        looks(dark, scheme="pink", density="compact", single_keys=True)
    with pytest.raises(InvalidError):
        looks(dark, scheme="dark", density="huge", single_keys=True)


@pytest.mark.parametrize(
    "endpoint",
    [
        "https://updates.push.services.mozilla.com/wpush/v2/x",
        "https://web.push.apple.com/x",
        "https://sg2p.notify.windows.com/w/?token=x",
    ],
)
def test_the_push_services_of_browsers_are_known(endpoint: str) -> None:
    """Chrome, Firefox, Safari and Edge can be reached."""
    assert check(subscription(endpoint=endpoint)).endpoint == endpoint


@pytest.mark.parametrize(
    "endpoint",
    [
        "http://fcm.googleapis.com/x",
        "https://127.0.0.1/x",
        "https://evil.example/fcm.googleapis.com",
        "https://evilfcm.googleapis.com.example/",
        "https://xfcm.googleapis.com:8080/",
        "https://user@fcm.googleapis.com/x",
        "https://fcm.googleapis.com/" + "x" * 1024,
        "",
    ],
)
def test_nobody_makes_us_call_anything_else(endpoint: str) -> None:
    """A subscription leads to a push service of a browser and nowhere else, least of all into our own network."""
    with pytest.raises(InvalidError, match="not known"):
        check(subscription(endpoint=endpoint))


@pytest.mark.parametrize("keys", [{"p256dh": "AAAA"}, {"auth": "AAAA"}, {"p256dh": "é" * 3}, {"p256dh": "A" * 87}])
def test_keys_that_are_none_are_refused(keys: dict[str, str]) -> None:
    """Before anything is kept."""
    with pytest.raises(InvalidError, match="keys"):
        check(subscription(**keys))


def test_base64_that_is_none_is_empty() -> None:
    """Nonsense is no error of ours."""
    assert decoded("a") == b""
