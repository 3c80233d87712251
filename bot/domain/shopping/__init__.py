"""Finding a flight: searches, offers and fares."""
