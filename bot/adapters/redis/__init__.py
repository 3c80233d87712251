"""What lives in Redis: conversations, journal, due effects, live stream, doorbells."""
