"""`threadfare demo`: everything on this machine."""

from pathlib import Path

import click

from bot.config import environment
from bot.demo import Demo, default_folder, real_steps
from bot.embedded.folder import DataFolder
from bot.screen import screen


@click.command()
@click.option("--data", type=click.Path(path_type=Path), help="The data folder; a per-user one when not given.")
@click.option("--port", type=click.IntRange(1, 65535), help="The first port to try for the web process.")
@click.option("--channels", is_flag=True, help="Messenger, WhatsApp and Instagram too, on simulated phones.")
@click.option("--no-progress", is_flag=True, help="Plain lines instead of a progress bar.")
def demo(data: Path | None, port: int | None, *, channels: bool, no_progress: bool) -> None:
    """Start stores, a sample airline, the sandbox gateway and all processes; Ctrl-C stops them."""
    environ = environment()
    folder = DataFolder(data or default_folder(environ))
    Demo(folder, environ, screen=screen(progress=not no_progress), steps=real_steps()).run(port=port, channels=channels)
