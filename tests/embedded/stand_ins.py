"""Stand-ins for the processes of the demo: small real programs, so that stores and supervisor are tested for real."""

import sys
from collections.abc import Mapping
from pathlib import Path

from bot.config import environment_of
from bot.processes import Launch, Process, launch
from bot.supervisor import Child

_WEB = """
import http.server, os
class Handler(http.server.BaseHTTPRequestHandler):
    def do_GET(self):
        self.send_response(200); self.end_headers()
        self.wfile.write("\\n".join(f"{k}={v}" for k, v in {**os.environ, "PID": os.getpid()}.items()).encode())
    def do_POST(self):
        self.send_response(200); self.end_headers()
        self.wfile.write(b'{"messenger": true}')
    def log_message(self, *a): pass
port = os.environ.get("PORT") or os.environ["SIMULATORS_PORT"]
http.server.ThreadingHTTPServer(("127.0.0.1", int(port)), Handler).serve_forever()
"""
_OTHER = "import os, time; print(dict(os.environ), flush=True); time.sleep(600)"


def stand_in(role: str, environ: Mapping[str, str], *, logs: Path) -> Child:
    """A child of that role that answers when others ask it at the start, and else waits."""

    def start() -> Process:
        program = [sys.executable, "-S", "-c", _WEB if role in {"web", "simulators"} else _OTHER]
        output = logs / f"{role}.log"
        return launch(Launch(command=program, environment=environment_of(environ, role), output=output))

    return Child(name=role, launch=start)
