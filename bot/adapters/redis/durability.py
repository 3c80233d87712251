"""Refuses a Redis that would forget what was acknowledged, and one that would keep what must be forgotten."""

from urllib.parse import urlsplit

import redis

from bot.domain.errors import InvalidError, UnavailableError

_WAIT = 3.0

_WANTED = {"appendonly": "yes", "maxmemory-policy": "noeviction"}
_VOLATILE = {"appendonly": "no", "save": ""}


def require_kept(url: str, *, name: str) -> None:
    """See that what this Redis acknowledges outlives it: appendonly yes, maxmemory-policy noeviction.

    `name` is the setting that holds the address. Raises `InvalidError` that says what to change, `UnavailableError`
    when nobody answers.
    """
    _require(url, _WANTED, name=name, reason="it holds conversations that must outlive a restart")


def require_volatile(url: str, *, name: str) -> None:
    """See that this Redis writes nothing to disk: appendonly no, save "" (PCI DSS 4.0.1, requirement 3.3.1).

    Raises as `require_kept` does.
    """
    _require(url, _VOLATILE, name=name, reason="it holds encrypted card data that may never reach a disk")


def _require(url: str, wanted: dict[str, str], *, name: str, reason: str) -> None:
    found = _configuration(url, tuple(wanted), name=name)
    wrong = [f"{option} is {found.get(option)!r}" for option, value in wanted.items() if found.get(option) != value]
    if wrong:
        commands = "; ".join(f'CONFIG SET {option} "{value}"' for option, value in wanted.items())
        raise InvalidError(f"{name}: {' and '.join(wrong)}, but {reason}. Set it on {_shown(url)}: {commands}")


def _configuration(url: str, options: tuple[str, ...], *, name: str) -> dict[str, str]:
    client = redis.Redis.from_url(url, socket_timeout=_WAIT, socket_connect_timeout=_WAIT, decode_responses=True)
    with client:
        try:
            return {str(option): str(value) for option, value in client.config_get(*options).items()}
        except (redis.AuthenticationError, redis.exceptions.NoPermissionError) as error:
            raise InvalidError(f"{name}: {_shown(url)} refuses us: {error}.") from error
        except redis.ResponseError as error:
            raise InvalidError(
                f"{name}: {_shown(url)} does not let us read its configuration ({error}), so it cannot be checked "
                f"that {' and '.join(options)} are as they must be. Allow CONFIG GET to our user."
            ) from error
        except (redis.ConnectionError, redis.TimeoutError) as error:
            raise UnavailableError(f"{name}: nobody answers at {_shown(url)}.") from error


def _shown(url: str) -> str:
    parts = urlsplit(url)
    return f"{parts.hostname}:{parts.port or 6379}" if parts.hostname else parts.path
