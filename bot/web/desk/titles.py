"""How a thread is called at the desk: of a traveller only the channel and the id are known, and the id is masked."""

from bot.domain.ids import parse_thread
from bot.domain.staff.masking import mask_user


def title_of(thread: str) -> str:
    """The channel, and the traveller's id there as far as it may be shown."""
    return f"{channel_name(parse_thread(thread).channel)} · {mask_user(thread)}"


def channel_name(channel: str) -> str:
    """A channel as people write it."""
    return {"whatsapp": "WhatsApp", "webchat": "Web chat"}.get(channel, channel.capitalize())
