"""What people of the staff choose for themselves: kept, audited, theirs alone."""

import msgspec
import pytest

from bot.domain.errors import InvalidError
from bot.domain.staff.person import Person
from bot.domain.staff.preferences import Preferences, looks
from bot.services import preferences
from tests.web.archive import Bench, bench

ANA, BO = Person("per_ana", "Ana"), Person("per_bo", "Bo")
KEYS = {
    "p256dh": "BCVxsr7N_eNgVRqvHtD0zTZsEc6-VV-JvLexhqUzORcxaOzi6-AYWXvTBHm4bjyPjs7Vd8pZGH6SRpkNtoIAiw4",
    "auth": "BTBZMqHH6r4Tts7J_aSIgg",
}


@pytest.fixture
def stage() -> Bench:
    """Nobody has chosen anything."""
    return bench()


def subscribe(stage: Bench, person: Person, name: str) -> None:
    """A browser of somebody takes pushes."""
    endpoint = f"https://fcm.googleapis.com/fcm/send/{name}"
    preferences.subscribe(stage.runtime, person, endpoint=endpoint, **KEYS, browser=name)


def test_a_choice_is_kept_and_told_to_the_audit_once(stage: Bench) -> None:
    """The same choice again is no change."""
    for _ in range(2):
        preferences.change(
            stage.runtime, ANA, lambda before: looks(before, scheme="dark", density="compact", single_keys=False)
        )
    assert preferences.of(stage.runtime, ANA.id) == Preferences(scheme="dark", single_keys=False)
    assert preferences.of(stage.runtime, BO.id) == Preferences()
    [act] = stage.archive.audit.acts
    assert (act.who, act.what) == (ANA.id, "preferences.change")
    assert msgspec.json.decode(act.before)["scheme"] == "system"
    assert msgspec.json.decode(act.after)["scheme"] == "dark"


def test_a_refused_choice_changes_nothing(stage: Bench) -> None:
    """Neither the settings nor the audit."""
    with pytest.raises(InvalidError):
        preferences.change(
            stage.runtime, ANA, lambda before: looks(before, scheme="pink", density="compact", single_keys=True)
        )
    assert stage.archive.audit.acts == []


def test_a_browser_is_let_in_and_out_by_its_own_person(stage: Bench) -> None:
    """Nobody silences a colleague's browser, and the audit names neither endpoint nor keys."""
    subscribe(stage, ANA, "Chrome")
    [mine] = preferences.browsers(stage.runtime, ANA.id)
    preferences.unsubscribe(stage.runtime, BO, mine.id)
    assert preferences.browsers(stage.runtime, ANA.id) == (mine,)
    preferences.unsubscribe(stage.runtime, ANA, mine.id)
    assert preferences.browsers(stage.runtime, ANA.id) == ()
    assert [act.what for act in stage.archive.audit.acts] == ["push.subscribe", "push.unsubscribe"]
    assert "fcm" not in str(stage.archive.audit.acts)


def test_a_browser_that_changes_hands_tells_its_new_person(stage: Bench) -> None:
    """On a shared computer pushes go to who came last."""
    subscribe(stage, ANA, "Chrome")
    subscribe(stage, BO, "Chrome")
    assert preferences.browsers(stage.runtime, ANA.id) == ()
    assert len(preferences.browsers(stage.runtime, BO.id)) == 1


def test_there_are_not_too_many_browsers(stage: Bench) -> None:
    """One person cannot make us call the whole world; a browser that renews itself is not one more."""
    for number in range(preferences.MOST_BROWSERS):
        subscribe(stage, ANA, str(number))
    subscribe(stage, ANA, "3")
    with pytest.raises(InvalidError, match="at most 10"):
        subscribe(stage, ANA, "more")


def test_a_service_that_is_unknown_is_refused(stage: Bench) -> None:
    """Nothing is kept that could lead us elsewhere."""
    with pytest.raises(InvalidError):
        preferences.subscribe(stage.runtime, ANA, endpoint="https://10.0.0.1/", **KEYS, browser="x")
    assert preferences.browsers(stage.runtime, ANA.id) == ()
