"""Whether the long form of slow tests is wanted: with `THREADFARE_LONG=1` every talk, look, way to pay and death."""

import os

LONG = "THREADFARE_LONG" in os.environ
