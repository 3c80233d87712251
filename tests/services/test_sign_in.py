"""Signing in with a password and a second factor: what is asked, what is told, and how often one may guess."""

from datetime import timedelta
from typing import Any

import pyotp
import pytest

from bot.domain.errors import InvalidError, LimitError
from bot.domain.staff.credentials import IDLE
from bot.domain.staff.person import Person
from bot.services import second_factor, sign_in, staff_links, staff_sessions
from bot.services.staff_links import Chosen
from bot.services.staff_sessions import Asking
from bot.services.staff_tries import BY_ACCOUNT, Caller
from tests.fakes.staff_door import staff_door
from tests.web.archive import Bench, bench

ANA = Person("per_ana", "Ana", "ana@airline.example", ("agent",), ("en",))
PASSWORD = "correct horse battery"
HERE = Caller("203.0.113.7", "Firefox on Linux")


def known(**door: Any) -> Bench:
    """A house in which Ana has a password and no session."""
    stage = bench(staff_door=staff_door(**door))
    with stage.runtime.records.begin() as work:
        work.people.keep(ANA)
    token = staff_links.make(stage.runtime, "per_admin", ANA.id).rpartition("/")[2]
    staff_links.redeem(stage.runtime, token, Chosen("Ana", PASSWORD), HERE)
    stage.archive.sign_in.end_all(ANA.id)
    return stage


def enter(stage: Bench, password: str = PASSWORD, email: str = ANA.email) -> Asking:
    """Who asks after signing in."""
    found = staff_sessions.find(stage.runtime, sign_in.with_password(stage.runtime, email, password, HERE))
    assert found is not None
    return found


def enrolled(stage: Bench) -> tuple[pyotp.TOTP, tuple[str, ...]]:
    """Ana's authenticator, and her recovery codes; she has no session after it."""
    asking = enter(stage)
    app = pyotp.TOTP(second_factor.setup(stage.runtime, asking).text.replace(" ", ""))
    proved = second_factor.enrol(stage.runtime, asking, app.at(stage.clock.moment), HERE)
    stage.archive.sign_in.end_all(ANA.id)
    stage.clock.pass_time(seconds=60)
    return app, proved.codes


def test_who_knows_the_password_is_let_in() -> None:
    """An address is known in any case, and the password is kept nowhere."""
    stage = known()
    assert enter(stage, email=" ANA@airline.example ").session.whole
    assert PASSWORD not in str(stage.archive.sign_in.proofs)


def test_whoever_is_wrong_reads_the_same_sentence_after_the_same_work() -> None:
    """Nobody learns from our door who works here."""
    stage = known()
    hasher: Any = stage.runtime.staff_door.passwords  # type: ignore[union-attr]  # there is one
    for email, password in (
        ("ana@airline.example", "wrong password!"),
        ("nobody@airline.example", PASSWORD),
        ("", PASSWORD),
        ("ana@airline.example", ""),
        ("ana@airline.example", "x" * 5000),
    ):
        before = hasher.hashed + hasher.compared
        with pytest.raises(InvalidError) as refused:
            sign_in.with_password(stage.runtime, email, password, HERE)
        assert refused.value.say_to_staff == sign_in.WRONG
        assert hasher.hashed + hasher.compared == before + 1


def test_who_was_shut_out_is_told_no_more_than_a_stranger() -> None:
    """The right password of somebody who left opens nothing and tells nothing."""
    stage = known()
    with stage.runtime.records.begin() as work:
        work.people.keep(Person(ANA.id, ANA.name, ANA.email, ANA.roles, active=False))
    with pytest.raises(InvalidError, match=sign_in.WRONG):
        enter(stage)


@pytest.mark.parametrize("email", [ANA.email, "nobody@airline.example"])
def test_after_ten_wrong_passwords_an_account_is_closed_for_a_while(email: str) -> None:
    """The right password opens nothing then, known address or not, and a sentence says for how long."""
    stage = known()
    for _ in range(BY_ACCOUNT.most):
        with pytest.raises(InvalidError):
            enter(stage, "wrong password!", email)
    with pytest.raises(LimitError, match="Wait 15 minutes"):
        enter(stage, PASSWORD, email)
    stage.clock.pass_time(minutes=15, seconds=1)
    if email == ANA.email:
        assert enter(stage).session.whole


def test_right_passwords_are_not_counted() -> None:
    """Who signs in twenty times a day is never locked."""
    stage = known()
    for _ in range(2 * BY_ACCOUNT.most):
        assert enter(stage)


def test_an_address_that_tries_many_accounts_is_closed_too() -> None:
    """One password on a thousand accounts is guessing as well; other addresses are let in."""
    stage = known()
    for number in range(60):
        with pytest.raises(InvalidError):
            sign_in.with_password(stage.runtime, f"one{number}@airline.example", PASSWORD, HERE)
    with pytest.raises(LimitError):
        enter(stage)
    assert sign_in.with_password(stage.runtime, ANA.email, PASSWORD, Caller("198.51.100.1"))


def test_where_a_second_factor_is_required_the_password_alone_opens_nothing() -> None:
    """Somebody without one sets it up first; their session is nothing before."""
    stage = known(second_required=True)
    asking = enter(stage)
    assert not asking.session.whole
    with pytest.raises(InvalidError):
        sign_in.confirm_password(stage.runtime, asking, PASSWORD, HERE)
    app = pyotp.TOTP(second_factor.setup(stage.runtime, asking).text.replace(" ", ""))
    with pytest.raises(InvalidError, match="wrong"):
        second_factor.enrol(stage.runtime, asking, "000000", HERE)
    proved = second_factor.enrol(stage.runtime, asking, app.at(stage.clock.moment), HERE)
    whole = staff_sessions.find(stage.runtime, proved.session)
    assert whole is not None
    assert whole.session.whole
    assert whole.session.hashed != asking.session.hashed
    assert len(set(proved.codes)) == 10


def test_who_has_a_second_factor_cannot_put_another_in_its_place_with_the_password_alone() -> None:
    """A stolen password does not get around the phone."""
    stage = known()
    enrolled(stage)
    asking = enter(stage)
    assert not asking.session.whole
    other = pyotp.TOTP(second_factor.setup(stage.runtime, asking).text.replace(" ", ""))
    with pytest.raises(InvalidError, match="Confirm that it is you"):
        second_factor.enrol(stage.runtime, asking, other.at(stage.clock.moment), HERE)


def test_a_code_is_good_once_and_for_its_neighbours_in_time() -> None:
    """A code that somebody saw over a shoulder is worth nothing; a clock that is half a minute off is."""
    stage = known()
    app, _ = enrolled(stage)
    early = app.at(stage.clock.moment - timedelta(seconds=30))
    assert second_factor.confirm(stage.runtime, enter(stage), early, HERE).session
    now = app.at(stage.clock.moment)
    assert second_factor.confirm(stage.runtime, enter(stage), f"{now[:3]} {now[3:]}", HERE).session
    for used in (now, early, app.at(stage.clock.moment - timedelta(seconds=90)), "", "abcdef"):
        with pytest.raises(InvalidError, match="used before"):
            second_factor.confirm(stage.runtime, enter(stage), used, HERE)


def test_a_recovery_code_is_good_once() -> None:
    """Who lost the phone comes in, and knows how many codes are left."""
    stage = known()
    _, codes = enrolled(stage)
    assert second_factor.confirm(stage.runtime, enter(stage), codes[3].upper(), HERE).left == 9
    with pytest.raises(InvalidError):
        second_factor.confirm(stage.runtime, enter(stage), codes[3], HERE)
    assert codes[0] not in str(stage.archive.sign_in.proofs)
    assert [line.act.what for line in stage.archive.audit.newest(most=9)].count("second_factor.recovery") == 1


def test_new_recovery_codes_end_the_old_ones() -> None:
    """A list that was lost opens nothing."""
    stage = known()
    app, old = enrolled(stage)
    proved = second_factor.confirm(stage.runtime, enter(stage), app.at(stage.clock.moment), HERE)
    asking = staff_sessions.find(stage.runtime, proved.session)
    assert asking is not None
    fresh = second_factor.renew_codes(stage.runtime, asking)
    with pytest.raises(InvalidError):
        second_factor.confirm(stage.runtime, enter(stage), old[0], HERE)
    assert second_factor.confirm(stage.runtime, enter(stage), fresh[0], HERE).session


@pytest.mark.parametrize("guess", ["123456", "aaaaa-bbbbb"])
def test_codes_are_guessed_ten_times_and_no_more(guess: str) -> None:
    """A million codes take years."""
    stage = known()
    enrolled(stage)
    for _ in range(BY_ACCOUNT.most):
        with pytest.raises(InvalidError):
            second_factor.confirm(stage.runtime, enter(stage), guess, HERE)
    with pytest.raises(LimitError, match="Too many tries"):
        second_factor.confirm(stage.runtime, enter(stage), guess, HERE)


def test_the_secret_is_sealed_and_only_its_owners() -> None:
    """Whoever reads the database has no codes, and cannot put one person's secret in another's place."""
    stage = known()
    app, _ = enrolled(stage)
    kept = stage.archive.sign_in.proofs[ANA.id]
    assert app.secret not in kept.totp
    seals = stage.runtime.staff_door.seals  # type: ignore[union-attr]  # there is one
    assert len(seals.open(kept.totp, bound=ANA.id)) == 20
    for sealed, bound in ((kept.totp, "per_bo"), (kept.totp[:-4] + "AAA=", ANA.id), ("1.", ANA.id), ("é", ANA.id)):
        with pytest.raises(InvalidError, match="set up anew"):
            seals.open(sealed, bound=bound)


def test_an_administrator_takes_a_lost_second_factor_away() -> None:
    """Who lost phone and codes begins again; it stands in the audit."""
    stage = known()
    enrolled(stage)
    asking = enter(stage)
    second_factor.take_away(stage.runtime, "per_admin", ANA.id)
    assert staff_sessions.of(stage.runtime, ANA.id) == ()
    assert enter(stage).session.whole
    assert stage.archive.audit.newest(most=2)[1].act.what == "second_factor.take_away"
    with pytest.raises(InvalidError, match="no second factor"):
        second_factor.take_away(stage.runtime, "per_admin", asking.person.id)


def test_another_password_ends_every_other_session() -> None:
    """Whoever stole the old one is out, and the person stays in."""
    stage = known()
    stolen, mine = enter(stage), enter(stage)
    with pytest.raises(InvalidError, match="at least 12"):
        sign_in.change_password(stage.runtime, mine, "short")
    sign_in.change_password(stage.runtime, mine, "another long password")
    assert [one.hashed for one in staff_sessions.of(stage.runtime, ANA.id)] == [mine.session.hashed]
    assert stolen.session.hashed != mine.session.hashed
    with pytest.raises(InvalidError):
        enter(stage)
    assert enter(stage, "another long password")


def test_who_confirms_by_password_is_fresh_again() -> None:
    """What is dangerous asks for the password where there is no second factor, and the session has another id."""
    stage = known()
    asking = enter(stage)
    stage.clock.pass_time(minutes=11)
    assert not asking.session.is_fresh(stage.clock.now())
    with pytest.raises(InvalidError, match=sign_in.WRONG_PASSWORD):
        sign_in.confirm_password(stage.runtime, asking, "wrong password!", HERE)
    again = staff_sessions.find(stage.runtime, sign_in.confirm_password(stage.runtime, asking, PASSWORD, HERE))
    assert again is not None
    assert again.session.is_fresh(stage.clock.now())
    assert again.session.began_at == asking.session.began_at
    assert len(staff_sessions.of(stage.runtime, ANA.id)) == 1


def test_a_page_that_asks_by_itself_keeps_no_session_alive() -> None:
    """A desk that nobody sits at is signed out after half an hour, however live it is."""
    stage = known()
    secret = sign_in.with_password(stage.runtime, ANA.email, PASSWORD, HERE)
    for _ in range(2):
        stage.clock.pass_time(minutes=20)
        assert staff_sessions.find(stage.runtime, secret)
    stage.clock.pass_time(minutes=20)
    assert staff_sessions.find(stage.runtime, secret, quiet=True)
    assert staff_sessions.still(stage.runtime, secret, "threads.talk")
    assert staff_sessions.still(stage.runtime, secret, "people.manage") is None
    stage.clock.pass_time(seconds=IDLE.total_seconds() - 20 * 60)
    assert staff_sessions.find(stage.runtime, secret, quiet=True) is None
