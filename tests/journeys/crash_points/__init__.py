"""The money path killed at every point, and judged by the gateway's and the supplier's own records."""
