"""The action show_media: `{"do": "show_media", "kind": "image", "url": "https://…", "alt": "map"}` shows a file.

Platforms fetch the file themselves, so it lies at a public address of https; where one does not show its kind, there is
a link to it.
"""

from bot.domain.conversation.messages import Media
from bot.domain.flow.definition import ShowMediaAction
from bot.domain.flow.scene import Scene


def run(action: ShowMediaAction, scene: Scene) -> Scene:
    """The scene with the picture or document shown, after the notes."""
    text = scene.noted_words(action.text) if action.text else " ".join(scene.words(note) for note in scene.notes)
    media = Media(action.kind, action.url, text, scene.words(action.alt), action.filename)
    return scene.without_notes().say(media)
