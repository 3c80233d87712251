"""The airline's own inventory."""
