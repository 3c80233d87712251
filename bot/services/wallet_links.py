"""Links to the page of a wallet: made in the thread, opened once and in one browser, over after half an hour.

Theory. Whoever opens the page sees and changes what is saved, so the link is good for a quarter of an hour and once:
the first browser that says so has it, by a press of a button, because the crawlers of the platforms follow every link
that is written in a chat. A link is made out of the effect that wants it, under the program's secret: performed twice,
the effect gives the same link. What must stay true: asking who may look changes nothing; a session ends with its half
hour, and at once when its thread leaves the traveller, changes hands or is left; a traveller who was found to be
another person's second record stays who they are.
"""

from datetime import datetime, timedelta
from hashlib import sha256
from hmac import digest
from typing import Literal

import msgspec

from bot.domain.conversation.effects import OpenWallet
from bot.domain.conversation.wallet_events import WalletLinkMade
from bot.domain.ids import effect_name, token
from bot.domain.moments import milliseconds
from bot.domain.payment.activity import Activity
from bot.ports.money_records import Audit
from bot.ports.records import Work
from bot.ports.runtime import Runtime
from bot.ports.wallet_link_records import WalletLink
from bot.services import activity, devices, wallet
from bot.services.pay_tokens import hashed

OPENS_WITHIN = timedelta(minutes=15)
"""How long a link may be opened."""
LASTS = timedelta(minutes=30)
"""How long the page stays open in the browser that opened it."""
_KEPT = timedelta(days=1)
_TOKEN_BYTES = 20
"""160 bits: nobody guesses one within a quarter of an hour, nor ever."""

Refusal = Literal["unknown", "closed", "over", "elsewhere"]
"""Why nobody is let in: no such link, or one that nobody opened in its time; one that is not opened yet; a session that
is over; a link that is in use in another browser."""


class WalletSession(msgspec.Struct, frozen=True):
    """Who looks after whose wallet: the traveller, the thread that asked for the link, and until when (UTC)."""

    traveller: str
    thread: str
    language: str
    until: datetime


def make(runtime: Runtime, effect_id: str, thread: str, wanted: OpenWallet) -> WalletLinkMade:
    """A link to the wallet of a thread's traveller, enrolled if need be; older ones open nothing any more.

    Nobody's link is made for a chat that was left. Raises `ConflictError` when the thread has just come to another
    traveller: it is worth trying again.
    """
    now, secret = runtime.clock.now(), _token(runtime, effect_id, thread)
    with runtime.records.begin() as work:
        link = work.wallet_links.link(hashed(secret))
        if link is None:
            link = _kept(runtime, work, secret, thread=thread, language=wanted.language)
    if link is None:
        return WalletLinkMade(effect_id, milliseconds(now))
    url = f"{runtime.public_url}/wallet/{secret}"
    return WalletLinkMade(effect_id, milliseconds(now), url, int(link.expires_at.timestamp()))


def session(runtime: Runtime, secret: str, browser: str) -> WalletSession | Refusal:
    """Who a browser may look after by the token of a link, or why not; changes nothing. Raises `UnavailableError`."""
    with runtime.records.begin() as work:
        link = work.wallet_links.link(hashed(secret))
        return _seen(work, link, browser, runtime.clock.now())


def enter(runtime: Runtime, secret: str, browser: str) -> WalletSession | Refusal:
    """Open a link in a browser, which has it from now on; gives who that browser may look after, or why it may not.

    The traveller is told of a browser that is new to them, and of one that came with a link that is in use in another.
    Raises `UnavailableError`: nothing has changed.
    """
    now = runtime.clock.now()
    with runtime.records.begin() as work:
        link = work.wallet_links.link(hashed(secret))
        before = _seen(work, link, browser, now)
        if before == "elsewhere" and link is not None:
            _note_stranger(work, link, now)
        if before != "closed" or link is None:
            return before
        after = _seen(work, work.wallet_links.open(link.hashed, hashed(browser), at=now), browser, now)
        if isinstance(after, WalletSession):
            devices.meet(work, after.thread, hashed(browser), now=now)
            work.money.audit(Audit(now, "wallet", after.traveller, "closed", "open", "wallet link"))
        return after


def _kept(runtime: Runtime, work: Work, secret: str, *, thread: str, language: str) -> WalletLink | None:
    """Store a link in place of the older ones of its thread; None for a chat that nobody comes back to."""
    now = runtime.clock.now()
    work.links.hold(thread)
    if work.wallet.has_left(thread):
        return None
    owner = wallet.enrolled(runtime, work, thread, now)
    work.wallet_links.forget(before=now - _KEPT)
    work.wallet_links.retire(thread, at=now)
    link = WalletLink(hashed(secret), owner.id, thread, language, now, now + OPENS_WITHIN)
    work.wallet_links.add(link)
    return link


def _seen(work: Work, link: WalletLink | None, browser: str, now: datetime) -> WalletSession | Refusal:
    if link is None or (link.opened_at is None and now >= link.expires_at):
        return "unknown"
    owner = _owner(work, link)
    until = (link.opened_at or now) + LASTS
    if not owner or now >= until:
        return "over"
    if link.opened_at is None:
        return "closed"
    if not browser or link.browser != hashed(browser):
        return "elsewhere"
    return WalletSession(owner, link.thread, link.language, until)


def _owner(work: Work, link: WalletLink) -> str:
    """Whose wallet a link still opens, "" when its thread has left them since, for however short a time."""
    owner = work.wallet.traveller_of(link.thread)
    first = work.wallet.traveller(link.traveller)
    parted = any(one.at >= link.made_at for one in work.links.partings(link.thread))
    same = first is not None and owner in (first.id, first.merged_into)
    return owner if same and not parted and not work.wallet.has_left(link.thread) else ""


def _note_stranger(work: Work, link: WalletLink, now: datetime) -> None:
    """Somebody else has the link; told once a link, so that nobody can make us write on and on."""
    owner = _owner(work, link)
    name = f"{owner}:new_device:{link.hashed[:16]}"
    activity.note(work, owner, Activity(name, "new_device", now, thread=link.thread))
    work.money.audit(Audit(now, "wallet", owner, "open", "open", "link refused in another browser"))


def _token(runtime: Runtime, effect_id: str, thread: str) -> str:
    """The token of an effect in its thread: the same whenever it is performed."""
    name = b"wallet:" + effect_name(thread, effect_id).encode()
    return token(digest(runtime.secret, name, sha256)[:_TOKEN_BYTES])
