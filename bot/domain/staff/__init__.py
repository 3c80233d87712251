"""Those who work for the airline: who they are, and what they may do."""
