"""Payment gateways: one file a gateway."""
