"""What happens with files in a talk, and what is wanted: an agent sends one, those of travellers are fetched."""

import msgspec

from bot.domain.conversation.files import FileRef
from bot.domain.conversation.happened import Happened
from bot.domain.conversation.messages import Media


class AgentSentFile(Happened, frozen=True, tag=True):
    """The agent who has the thread sent the traveller a file, which lies at the address of the message."""

    agent: str
    name: str
    media: Media


class FetchFiles(msgspec.Struct, frozen=True, tag=True):
    """Fetch what came along with a message of the traveller, look at what it is, and keep it for the desk."""

    message: str
    files: tuple[FileRef, ...]
