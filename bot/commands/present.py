"""Presents the airline to the platform of a demo: profiles and templates, as the commands for staff set them."""

from bot.commands import profile, templates
from bot.config import Settings


def present(settings: Settings) -> None:
    """Set the profiles and have the templates approved; safe to repeat, and the platform forgets them when it ends."""
    profile.set_all(settings)
    templates.create_all(settings)
