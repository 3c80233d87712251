"""What every page of staff shows around its own content, offered to all templates: no view has to hand it on."""

from datetime import UTC, datetime

from flask import Blueprint, g

from bot.domain.staff.person import Person
from bot.domain.staff.preferences import Preferences
from bot.ports.runtime import Runtime
from bot.services import preferences
from bot.web.desk import keys
from bot.web.desk.presence import draw_presence
from bot.web.staff import flow_paths, menu, times


def offer(pages: Blueprint, runtime: Runtime) -> None:
    """Make the menu, the keys, a person's own settings and the ways of telling times known to templates."""

    def preferences_of(person: Person | None) -> Preferences:
        """What the reader of a page chose, asked for once a page."""
        if not person:
            return Preferences()
        if "staff_preferences" not in g:
            g.staff_preferences = preferences.of(runtime, person.id)
        chosen: Preferences = g.staff_preferences
        return chosen

    def moment(at: datetime | int) -> times.Told:
        """A moment, in the airline's time; a number is milliseconds UTC."""
        when = at if isinstance(at, datetime) else datetime.fromtimestamp(at / 1000, tz=UTC)
        return times.told(when, runtime.clock.now(), runtime.world().brand.zone)

    values = {
        "preferences_of": preferences_of,
        "moment": moment,
        "menu_of": menu.menu_of,
        "places_of": menu.places,
        "managed_of": menu.managed,
        "personal_menu": menu.PERSONAL,
        "key_sheet": keys.sheet,
        "key_table": keys.table,
        "hotkey": keys.hint,
        "presence_of": lambda person: draw_presence(runtime, person),
        "step_path": flow_paths.step_path,
    }
    pages.record_once(lambda state: state.app.jinja_env.globals.update(values))
