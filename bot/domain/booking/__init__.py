"""What was bought: passengers and orders."""
