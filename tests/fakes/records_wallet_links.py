"""Wallet links and the browsers of threads in memory."""

from datetime import datetime

import msgspec

from bot.ports.device_records import KnownDevice
from bot.ports.wallet_link_records import WalletLink


class MemoryWalletLinkRecords:
    """The port `WalletLinkRecords`."""

    def __init__(self) -> None:
        self.links: dict[str, WalletLink] = {}

    def add(self, link: WalletLink) -> None:
        """Store a link."""
        self.links.setdefault(link.hashed, link)

    def link(self, hashed: str) -> WalletLink | None:
        """A link by the hash of its token."""
        return self.links.get(hashed)

    def open(self, hashed: str, browser: str, *, at: datetime) -> WalletLink | None:
        """Bind a link to a browser's hash unless it is bound."""
        known = self.links.get(hashed)
        if known is not None and not known.browser:
            self.links[hashed] = msgspec.structs.replace(known, browser=browser, opened_at=at)
        return self.links.get(hashed)

    def retire(self, thread: str, *, at: datetime) -> None:
        """Let the links of a thread that nobody opened be good no longer."""
        for link in tuple(self.links.values()):
            if link.thread == thread and not link.browser and link.expires_at > at:
                self.links[link.hashed] = msgspec.structs.replace(link, expires_at=at)

    def forget(self, *, before: datetime) -> None:
        """Forget old links."""
        for link in tuple(self.links.values()):
            if link.made_at < before:
                del self.links[link.hashed]


class MemoryDeviceRecords:
    """The port `DeviceRecords`."""

    def __init__(self) -> None:
        self.devices: dict[tuple[str, str], KnownDevice] = {}

    def keep(self, device: KnownDevice) -> None:
        """Store a browser of a thread."""
        self.devices[device.thread, device.browser] = device

    def of_thread(self, thread: str) -> tuple[KnownDevice, ...]:
        """The browsers of a thread, the one that came first first."""
        mine = (device for device in self.devices.values() if device.thread == thread)
        return tuple(sorted(mine, key=lambda device: (device.first_seen, device.browser)))

    def forget(self, thread: str) -> None:
        """Forget the browsers of a thread."""
        for key in [key for key in self.devices if key[0] == thread]:
            del self.devices[key]
