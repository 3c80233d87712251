"""The web tier: thin Flask over the services."""
