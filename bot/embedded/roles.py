"""Starts the processes of the Procfile as the demo needs them, each with the settings of its role alone."""

import sys
from collections.abc import Mapping
from pathlib import Path

from bot.config import environment_of
from bot.processes import Launch, Process, launch
from bot.supervisor import Child

_ROOT = Path(__file__).resolve().parents[2]
_LOG_LIMIT = 20_000_000


def role_child(role: str, environ: Mapping[str, str], *, logs: Path) -> Child:
    """A process of one role, which writes its log to a file of its name."""
    output = logs / f"{role}.log"

    def start() -> Process:
        _roll(output)
        return launch(
            Launch(
                command=[sys.executable, "-m", "bot.cli", role],
                environment=_environment(role, environ),
                output=output,
            )
        )

    return Child(name=role, launch=start)


def _environment(role: str, environ: Mapping[str, str]) -> dict[str, str]:
    """PYTHONSAFEPATH keeps the working folder out of the way; a checkout that is not installed is found by its path."""
    path = [str(_ROOT)] if (_ROOT / "pyproject.toml").exists() else []
    path += [environ["PYTHONPATH"]] if environ.get("PYTHONPATH") else []
    own = {"PYTHONSAFEPATH": "1", "PYTHONUNBUFFERED": "1", "LOG_FORMAT": "json"}
    return environment_of(environ, role) | own | ({"PYTHONPATH": ":".join(path)} if path else {})


def _roll(output: Path) -> None:
    """Keep one older log and no more."""
    if output.exists() and output.stat().st_size > _LOG_LIMIT:
        output.replace(output.with_suffix(".old.log"))
    output.touch(mode=0o600)
