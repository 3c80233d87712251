"""Flows are data: definitions, the engine that walks them, and what finds their faults."""
