"""The place data that ships with the program."""

from bot.adapters.data.places import gazetteer, place_rows
from bot.domain.understanding.place_names import name_key

ROWS = place_rows()
PLACES = gazetteer(frozenset({"CDG", "ORY", "LHR", "JFK", "EWR", "LGA", "MUC", "FRA", "NRT", "SKG", "MSY"}))


def test_every_row_has_a_code_a_zone_and_a_position() -> None:
    """Every place can be searched, placed in time and drawn on a map."""
    assert len(ROWS) > 8000
    assert all(
        len(row.code) == 3 and row.zone and -90 <= row.latitude <= 90 and -180 <= row.longitude <= 180 for row in ROWS
    )


def test_the_best_known_places_come_first() -> None:
    """Ranks fall from one to nought."""
    ranks = [row.rank for row in ROWS]
    assert ranks == sorted(ranks, reverse=True)
    assert max(ranks) <= 1


def test_metropolitan_areas_gather_their_served_airports() -> None:
    """Three New York airports answer to one code."""
    assert set(PLACES.airports("NYC")) == {"JFK", "EWR", "LGA"}
    assert set(PLACES.airports("PAR")) == {"CDG", "ORY"}
    assert PLACES.zone("NRT") == "Asia/Tokyo"


def test_names_are_known_in_all_languages_of_the_data() -> None:
    """München, Múnich and Munich are one city."""
    names = PLACES.index.names
    assert {names[name_key(n)].codes for n in ("München", "Múnich", "Munich", "Muenchen")} == {("MUC",)}


def test_names_that_the_data_lacks_are_added() -> None:
    """Francfort, Salonique and La Nouvelle-Orléans are found."""
    names = PLACES.index.names
    found = [names[name_key(n)].codes for n in ("Francfort", "Salonique", "La Nouvelle-Orléans", "Big Apple", "Roissy")]
    assert found == [("FRA",), ("SKG",), ("MSY",), ("NYC",), ("CDG",)]


def test_an_airport_of_a_large_city_is_labelled_with_its_city() -> None:
    """A traveller reads which Paris airport it is."""
    assert PLACES.label("CDG", "en") == "Paris Charles de Gaulle"
    assert PLACES.label("LON", "fr") == "Londres"
