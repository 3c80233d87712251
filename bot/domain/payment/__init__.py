"""Money: payments, ledger and instruments."""
