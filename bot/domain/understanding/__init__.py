"""Reading what a traveller wrote: dates, places, passengers, answers and intents."""
