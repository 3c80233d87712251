"""Stand-ins for the processes of the demo: small real programs, so that stores and supervisor are tested for real."""

import sys
from collections.abc import Mapping
from pathlib import Path

from bot.config import environment_of
from bot.processes import Launch, Process, launch
from bot.supervisor import Child

_WEB = """
import http.server, os, re
class Handler(http.server.BaseHTTPRequestHandler):
    def do_GET(self):
        self.send_response(200); self.end_headers()
        challenge = re.search("hub.challenge=([0-9a-f]+)", self.path)
        told = "\\n".join(f"{k}={v}" for k, v in {**os.environ, "PID": os.getpid()}.items())
        self.wfile.write((challenge[1] if challenge else told).encode())
    def log_message(self, *a): pass
http.server.ThreadingHTTPServer(("127.0.0.1", int(os.environ["PORT"])), Handler).serve_forever()
"""
_OTHER = "import os, time; print(dict(os.environ), flush=True); time.sleep(600)"


def stand_in(role: str, environ: Mapping[str, str], *, logs: Path) -> Child:
    """A child of that role that answers /readyz and handshakes when it is web, and else waits."""

    def start() -> Process:
        program = [sys.executable, "-S", "-c", _WEB if role == "web" else _OTHER]
        output = logs / f"{role}.log"
        return launch(Launch(command=program, environment=environment_of(environ, role), output=output))

    return Child(name=role, launch=start)
