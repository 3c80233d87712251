"""The sandbox gateway: a small payment service with its own store, an honest judge."""
