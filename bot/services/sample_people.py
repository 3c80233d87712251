"""The demo's first people: an administrator, an editor of flows and an agent, who come in by one-time links."""

from bot.domain.staff.person import Person
from bot.ports.runtime import Runtime
from bot.services import staff_links
from bot.services.audited import act

BY = "threadfare demo"
_PEOPLE = (
    ("Admin", Person("per_demo_admin", "Ada Admin", "admin@threadfare.example", ("admin",), ("en",))),
    ("Editor", Person("per_demo_editor", "Edgar Editor", "editor@threadfare.example", ("flow_editor",), ("en",))),
    ("Desk", Person("per_demo_agent", "Ana Agent", "agent@threadfare.example", ("agent",), ("en", "fr"))),
)


def ways_in(runtime: Runtime) -> tuple[tuple[str, str], ...]:
    """How each of them comes in, by what they are: by a link, or by the password that they have set since."""
    found = []
    for what, person in _PEOPLE:
        with runtime.records.begin() as work:
            if work.people.person(person.id) is None:
                work.people.keep(person)
                work.audit.append(act(runtime, BY, "person.invite", person.id, after={"roles": person.roles}))
            waits = not work.sign_in.credentials(person.id).password
        way = f"{staff_links.make(runtime, BY, person.id)}   (opens once)" if waits else _signs_in(runtime, person)
        found.append((what, way))
    return tuple(found)


def _signs_in(runtime: Runtime, person: Person) -> str:
    return f"{runtime.public_url}/staff/sign-in   (as {person.email}, with the password that you set)"
