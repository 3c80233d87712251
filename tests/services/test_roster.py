"""Who is at the desk, and how much of their capacity is in use."""

from bot.domain.staff.person import Person
from bot.domain.staff.presence import CAPACITY
from bot.ports.assignment_records import Transfer
from bot.services import presence, roster
from tests.web.archive import bench

ANA, BO = (Person(f"per_{name.lower()}", name, roles=("agent",)) for name in ("Ana", "Bo"))
A, B, C, D = ("webchat:TF:a", "whatsapp:106:b", "webchat:TF:c", "webchat:TF:d")


def test_everything_that_is_theirs_or_comes_to_them_counts() -> None:
    """What they have, what they were assigned, and what a colleague wants them to take over; what sleeps does not."""
    stage = bench()
    for person in (ANA, BO, Person("per_vic", "Vic", roles=("viewer",))):
        stage.archive.people.keep(person)
    presence.choose(stage.runtime, ANA, "busy")
    stage.archive.agents.keep_weight("webchat", 2)
    stage.archive.desk.change(A, owner="human", agent=ANA.id)
    stage.archive.desk.change(B, owner="queue", offered_to=ANA.id)
    stage.archive.desk.change(C, owner="human", agent=BO.id)
    stage.archive.desk.change(D, owner="human", agent=ANA.id, snoozed_until=9_999_999_999_999)
    stage.archive.assignments.keep_transfer(
        Transfer(thread=C, id="trf", sender=BO.id, note="x", at=1, due=2, person=ANA.id)
    )
    ana, bo = roster.seats(stage.runtime)
    assert (ana.person, ana.standing, ana.load, ana.threads, ana.capacity) == (ANA, "busy", 5, 3, CAPACITY)
    assert (bo.person, bo.standing, bo.load, bo.threads) == (BO, "away", 2, 1)
