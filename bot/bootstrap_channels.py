"""Picks the channels of a role: what listens, what speaks with which token, and where the secrets lie that rotate."""

from collections.abc import Mapping

from bot.adapters.channels.instagram import Instagram, Speaker
from bot.adapters.channels.instagram_token import InstagramTokenKeeper
from bot.adapters.channels.media import PageMedia, WhatsAppMedia
from bot.adapters.channels.messenger import Messenger, Page
from bot.adapters.channels.meta_graph import Token
from bot.adapters.channels.meta_signature import MetaApp
from bot.adapters.channels.page_profile import ProfileApi
from bot.adapters.channels.terminal import Terminal
from bot.adapters.channels.webchat import WebChat
from bot.adapters.channels.whatsapp import Number, WhatsApp
from bot.adapters.http_client import HttpClient, SessionEngine
from bot.adapters.secret_files import SecretFile
from bot.config import Settings
from bot.ports.channel import Channel
from bot.ports.media import MediaSource
from bot.variable_types import listed


def channels(settings: Settings) -> Mapping[str, Channel]:
    """The channels that the settings tell of, by name; a worker, which fetches files with a token, speaks on none."""
    served: list[Channel] = [WebChat(), Terminal(lambda _thread, _message: None)]
    if settings.meta_app_secrets and settings.role != "worker":
        served += [_messenger(settings), _whatsapp(settings)]
    if settings.instagram_id and (settings.instagram_app_secrets or settings.meta_app_secrets):
        served.append(_instagram(settings))
    return {channel.name: channel for channel in served}


def media(settings: Settings) -> Mapping[str, MediaSource]:
    """Where files of travellers are fetched, by channel; WhatsApp's need the token."""
    client, root = HttpClient(SessionEngine()), graph_root(settings, settings.graph_url)
    pages = PageMedia(client, graph=root)
    found: dict[str, MediaSource] = {"messenger": pages, "instagram": pages}
    if settings.whatsapp_token:
        token = _token(settings, "WHATSAPP_TOKEN", settings.whatsapp_token)
        found["whatsapp"] = WhatsAppMedia(client, graph=root, token=token, app=_app(settings))
    return found


def _messenger(settings: Settings) -> Messenger:
    page = None
    if settings.messenger_page_token:
        token = _token(settings, "MESSENGER_PAGE_TOKEN", settings.messenger_page_token)
        page = Page(settings.messenger_page_id, token, graph_root(settings, settings.graph_url))
    app = _app(settings)
    return Messenger(app, app_id=settings.messenger_app_id, page=page, client=HttpClient(SessionEngine()))


def _whatsapp(settings: Settings) -> WhatsApp:
    number = None
    if settings.whatsapp_token:
        token = _token(settings, "WHATSAPP_TOKEN", settings.whatsapp_token)
        number = Number(settings.whatsapp_number_id, token, graph_root(settings, settings.graph_url))
    account = settings.whatsapp_number_id
    return WhatsApp(_app(settings), account=account, number=number, client=HttpClient(SessionEngine()))


def _instagram(settings: Settings) -> Instagram:
    """Instagram Login has a secret and a host of its own; Facebook Login sends in the name of the token's Page."""
    own = settings.instagram_app_secrets
    speaker = None
    if settings.instagram_token:
        root = graph_root(settings, settings.instagram_graph_url if own else settings.graph_url)
        token = _token(settings, "INSTAGRAM_TOKEN", settings.instagram_token)
        speaker = Speaker(token, root, settings.instagram_id if own else "me")
    return Instagram(
        _app(settings, own=own),
        account=settings.instagram_id,
        app_id=settings.messenger_app_id,
        speaker=speaker,
        client=HttpClient(SessionEngine()),
    )


def _app(settings: Settings, own: tuple[str, ...] = ()) -> MetaApp:
    """The app with its secrets; Instagram's `own` come first. Where they lie in files they may change while we run."""
    named = (("INSTAGRAM_APP_SECRET", own), ("META_APP_SECRET", settings.meta_app_secrets))
    known = (*own, *settings.meta_app_secrets)
    if settings.meta_secrets_dir is None:
        return MetaApp(known, settings.meta_verify_token)
    files = [SecretFile(settings.meta_secrets_dir / name, ",".join(secrets)) for name, secrets in named if secrets]
    return MetaApp(
        known, settings.meta_verify_token, lambda: tuple(one for file in files for one in listed(file.text()))
    )


def _token(settings: Settings, name: str, setting: str) -> Token | str:
    """A token, from its file where there is a folder of them."""
    folder = settings.meta_secrets_dir
    return setting if folder is None else SecretFile(folder / name, setting)


def token_keeper(settings: Settings) -> InstagramTokenKeeper | None:
    """What keeps Instagram Login's token alive; None where the token is another's or lies in no file."""
    folder = settings.meta_secrets_dir
    if folder is None or not (settings.instagram_app_secrets and (folder / "INSTAGRAM_TOKEN").is_file()):
        return None
    token = SecretFile(folder / "INSTAGRAM_TOKEN", settings.instagram_token)
    return InstagramTokenKeeper(HttpClient(SessionEngine()), root=settings.instagram_graph_url, token=token)


def graph_root(settings: Settings, root: str) -> str:
    """The root of the Graph API with its version."""
    return f"{root.rstrip('/')}/{settings.graph_version}"


def open_profile(settings: Settings, channel: str) -> ProfileApi | None:
    """What sets the profile of Messenger or Instagram; None when no token is set for it."""
    own = channel == "instagram" and bool(settings.instagram_app_secrets)
    token = settings.messenger_page_token if channel == "messenger" else settings.instagram_token
    secrets = settings.instagram_app_secrets if own else settings.meta_app_secrets
    root = settings.instagram_graph_url if own else settings.graph_url
    return (
        ProfileApi(
            HttpClient(SessionEngine()),
            root=graph_root(settings, root),
            node="me",
            token=token,
            secret=secrets[0] if secrets else "",
            instagram=channel == "instagram",
        )
        if token
        else None
    )
