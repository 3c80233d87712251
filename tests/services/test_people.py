"""Who works for the airline: invited, given rights, shut out; nobody is left without an administrator."""

import pytest

from bot.domain.errors import ConflictError, IllegalError, InvalidError
from bot.domain.staff.person import Person
from bot.services import people, sample_people, sign_in, staff_links, staff_sessions
from bot.services.people import Wanted
from bot.services.staff_links import Chosen
from bot.services.staff_tries import Caller
from tests.web.archive import Bench, bench

ADA = Person("per_ada", "Ada", "ada@airline.example", ("admin",), ("en",))
EVE = Person("per_eve", "Eve", "eve@airline.example", ("admin", "agent"))
ANA = Person("per_ana", "Ana", "ana@airline.example", ("agent",), ("en", "fr"))
CHOSEN = Chosen("Ana", "correct horse battery")


@pytest.fixture
def stage() -> Bench:
    """Two administrators and an agent."""
    stage = bench()
    with stage.runtime.records.begin() as work:
        for person in (ADA, EVE, ANA):
            work.people.keep(person)
    return stage


def _acts(stage: Bench) -> list[str]:
    return [line.act.what for line in stage.archive.audit.newest(most=50)]


def _token(link: str) -> str:
    return link.rpartition("/")[2]


def test_who_is_invited_comes_in_by_a_link_once(stage: Bench) -> None:
    """A new colleague sets name and password, and is in."""
    wanted = Wanted(("supervisor", "agent"), ("EN", "de", "en"))
    link = people.invite(stage.runtime, ADA.id, wanted, name="Tom\nBo", email="Tom@airline.example")
    assert link.startswith("http://localhost/staff/link/")
    tom = people.find(stage.runtime, "tom@airline.example")
    assert (tom.name, tom.roles, tom.languages) == ("Tom Bo", ("agent", "supervisor"), ("en", "de"))
    owner = staff_links.look(stage.runtime, _token(link))
    assert owner == tom
    secret = staff_links.redeem(stage.runtime, _token(link), Chosen("Tom", "correct horse battery"), Caller())
    asking = staff_sessions.find(stage.runtime, secret)
    assert asking is not None
    assert asking.person.name == "Tom"
    for used in (_token(link), "guessed"):
        assert staff_links.look(stage.runtime, used) is None
        with pytest.raises(ConflictError, match="used before or is too old"):
            staff_links.redeem(stage.runtime, used, CHOSEN, Caller())
    assert _acts(stage)[-2:] == ["person.link", "person.invite"]


@pytest.mark.parametrize(
    ("name", "email", "roles", "languages"),
    [
        ("", "tom@airline.example", ("agent",), ()),
        ("Tom", "nowhere", ("agent",), ()),
        ("Tom", "tom@airline.example, eve@evil.example", ("agent",), ()),
        ("Tom", "tom@airline.example", ("king",), ()),
        ("Tom", "tom@airline.example", ("agent",), ("english",)),
    ],
)
def test_an_invitation_that_cannot_be_used_says_why(
    stage: Bench, name: str, email: str, roles: tuple[str, ...], languages: tuple[str, ...]
) -> None:
    """A slip of the hand makes nobody known."""
    with pytest.raises(InvalidError):
        people.invite(stage.runtime, ADA.id, Wanted(roles, languages), name=name, email=email)
    assert len(people.everybody(stage.runtime)) == 3


def test_one_address_is_one_persons(stage: Bench) -> None:
    """Nobody is invited twice."""
    with pytest.raises(ConflictError, match="has this e-mail address"):
        people.invite(stage.runtime, ADA.id, Wanted(("agent",)), name="Ana", email="ANA@airline.example")


def test_a_link_is_over_after_a_day_and_after_a_newer_one(stage: Bench) -> None:
    """An invitation that lay about opens nothing."""
    first, second = (_token(staff_links.make(stage.runtime, ADA.id, ANA.id)) for _ in range(2))
    assert staff_links.look(stage.runtime, first) is None
    assert staff_links.look(stage.runtime, second) == ANA
    stage.clock.pass_time(hours=24)
    with pytest.raises(ConflictError):
        staff_links.redeem(stage.runtime, second, CHOSEN, Caller())


def test_a_link_survives_a_password_that_may_not_be(stage: Bench) -> None:
    """Whoever chooses badly tries again with the same link."""
    token = _token(staff_links.make(stage.runtime, ADA.id, ANA.id))
    for chosen in (Chosen("Ana", "short"), Chosen(" \n", "correct horse battery"), Chosen("Hanna Lee", "hanna lee 12")):
        with pytest.raises(InvalidError):
            staff_links.redeem(stage.runtime, token, chosen, Caller())
        assert "short" not in repr(chosen)
    assert staff_links.redeem(stage.runtime, token, CHOSEN, Caller())
    assert token not in str(stage.archive.sign_in.links)


def test_a_link_for_a_lost_password_ends_what_was_open(stage: Bench) -> None:
    """Whoever had the old password is out."""
    for password in ("the first password", "the second password"):
        token = _token(staff_links.make(stage.runtime, ADA.id, ANA.id))
        staff_links.redeem(stage.runtime, token, Chosen("Ana", password), Caller())
    assert len(staff_sessions.of(stage.runtime, ANA.id)) == 1
    with pytest.raises(InvalidError):
        sign_in.with_password(stage.runtime, ANA.email, "the first password", Caller())


def test_no_link_is_made_for_who_was_shut_out(stage: Bench) -> None:
    """A link that was made before opens nothing either."""
    token = _token(staff_links.make(stage.runtime, ADA.id, ANA.id))
    people.set_active(stage.runtime, ADA.id, ANA.id, active=False)
    assert staff_links.look(stage.runtime, token) is None
    for person in (ANA.id, "nobody"):
        with pytest.raises(InvalidError):
            staff_links.make(stage.runtime, ADA.id, person)


def test_rights_are_changed_with_before_and_after_in_the_audit(stage: Bench) -> None:
    """Who gave whom which right is known for ever; a change that changes nothing is none."""
    people.change(stage.runtime, ADA.id, ANA.id, Wanted(("finance",), ("fr",)))
    line = stage.archive.audit.newest(most=1)[0].act
    assert (line.who, line.what, line.subject) == (ADA.id, "person.change", ANA.id)
    assert '"agent"' in line.before
    assert '"finance"' in line.after
    assert "@" not in line.before + line.after
    people.change(stage.runtime, ADA.id, ANA.id, Wanted(("finance",), ("fr",)))
    assert len(_acts(stage)) == 1


def test_nobody_changes_their_own_rights(stage: Bench) -> None:
    """An administrator does not make themselves a supervisor, nor locks themselves out; languages are their own."""
    for act in (
        lambda: people.change(stage.runtime, ADA.id, ADA.id, Wanted(("admin", "supervisor"))),
        lambda: people.change(stage.runtime, ADA.id, ADA.id, Wanted(())),
        lambda: people.set_active(stage.runtime, ADA.id, ADA.id, active=False),
    ):
        with pytest.raises(IllegalError, match="own rights"):
            act()
    assert people.change(stage.runtime, ADA.id, ADA.id, Wanted(("admin",), ("fr",))).languages == ("fr",)


def test_the_last_administrator_stays(stage: Bench) -> None:
    """The house is never without somebody who can let others in, not even by a shell."""
    people.change(stage.runtime, ADA.id, EVE.id, Wanted(("agent",)))
    for act in (
        lambda: people.change(stage.runtime, "threadfare people", ADA.id, Wanted(("agent",))),
        lambda: people.set_active(stage.runtime, "threadfare people", ADA.id, active=False),
    ):
        with pytest.raises(IllegalError, match="last administrator"):
            act()


def test_who_is_shut_out_is_out_at_once_and_may_come_back(stage: Bench) -> None:
    """Their sessions end, and they stay known."""
    token = _token(staff_links.make(stage.runtime, ADA.id, ANA.id))
    secret = staff_links.redeem(stage.runtime, token, CHOSEN, Caller())
    assert staff_sessions.still(stage.runtime, secret, "threads.talk")
    people.set_active(stage.runtime, ADA.id, ANA.id, active=False)
    assert staff_sessions.find(stage.runtime, secret) is None
    assert not people.shown(stage.runtime, ANA.id).person.active
    people.set_active(stage.runtime, ADA.id, ANA.id, active=True)
    assert staff_sessions.find(stage.runtime, secret) is None
    assert sign_in.with_password(stage.runtime, ANA.email, CHOSEN.password, Caller())
    assert {"person.shut_out", "person.let_in"} <= set(_acts(stage))


def test_sessions_are_listed_and_ended_one_by_one(stage: Bench) -> None:
    """Somebody sees where they are signed in and ends what is not theirs; nobody ends another's by a guess."""
    token = _token(staff_links.make(stage.runtime, ADA.id, ANA.id))
    staff_links.redeem(stage.runtime, token, CHOSEN, Caller("", "Chrome on Windows"))
    sign_in.with_password(stage.runtime, ANA.email, CHOSEN.password, Caller("", "Safari on iPhone"))
    assert {one.device for one in staff_sessions.of(stage.runtime, ANA.id)} == {"Chrome on Windows", "Safari on iPhone"}
    named = staff_sessions.name(staff_sessions.of(stage.runtime, ANA.id)[0])
    with pytest.raises(InvalidError):
        staff_sessions.end(stage.runtime, EVE.id, EVE.id, named)
    staff_sessions.end(stage.runtime, ANA.id, ANA.id, named)
    assert len(staff_sessions.of(stage.runtime, ANA.id)) == 1
    assert staff_sessions.end_all(stage.runtime, ADA.id, ANA.id) == 1
    assert people.shown(stage.runtime, ANA.id).seen_at == stage.clock.now()


def test_somebody_chooses_the_name_that_travellers_read(stage: Bench) -> None:
    """A name is one line, and not empty."""
    people.rename(stage.runtime, ANA, "Ana\nMaria")
    assert people.find(stage.runtime, ANA.id).name == "Ana Maria"
    with pytest.raises(InvalidError):
        people.rename(stage.runtime, ANA, "  ")
    with pytest.raises(InvalidError):
        people.find(stage.runtime, "nobody@airline.example")
    with pytest.raises(InvalidError):
        people.shown(stage.runtime, "nobody")


def test_the_demo_has_three_people_who_come_in_by_links(stage: Bench) -> None:
    """There is no default password; the next start prints a link only to who has not come in yet."""
    first = dict(sample_people.ways_in(stage.runtime))
    assert list(first) == ["Admin", "Editor", "Desk"]
    token = _token(first["Desk"].split()[0])
    secret = staff_links.redeem(stage.runtime, token, Chosen("Ida", "correct horse battery"), Caller())
    asking = staff_sessions.find(stage.runtime, secret)
    assert asking is not None
    assert asking.person.roles == ("agent",)
    second = dict(sample_people.ways_in(stage.runtime))
    assert "/staff/link/" in second["Admin"]
    assert "/staff/sign-in" in second["Desk"]
    assert people.find(stage.runtime, "agent@threadfare.example").name == "Ida"
