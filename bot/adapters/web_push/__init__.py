"""Web Push: encrypted for the browser, signed for its push service."""
