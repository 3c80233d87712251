"""The code that is tried is the code that lies beside the tests, also in processes that start elsewhere."""

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]


def test_a_process_that_starts_elsewhere_runs_this_tree(tmp_path: Path) -> None:
    """A virtual environment that leads to another checkout makes demo and chaos try code that nobody looks at."""
    told = subprocess.run(
        [sys.executable, "-c", "import bot; print(bot.__file__)"],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=True,
        timeout=60,
    )
    assert Path(told.stdout.strip()).resolve().parents[1] == ROOT
