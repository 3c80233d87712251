"""A few cities that are served, as examples for a traveller who named none."""

from bot.domain.flow.scene import Scene

CITIES_NAMED = 8
"""Cities named as examples: a line on a telephone."""


def some_cities(scene: Scene) -> str:
    """A few cities that are served, by name."""
    places = scene.world.places
    cities = dict.fromkeys(places.city(code) for code in sorted(places.served))
    return ", ".join(sorted(places.label(code, scene.language) for code in list(cities))[:CITIES_NAMED])
