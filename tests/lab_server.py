"""Starts `howcome lab` the way a person does, for tests and benchmarks."""

import contextlib
import json
import os
import re
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from dataclasses import dataclass


def free_port() -> int:
    """A port of 127.0.0.1 that nobody listens on now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def get(
    url: str, token: str, data: object = None, timeout: float = 30, method: str | None = None
) -> str:
    """One request with the token; `data` is sent as JSON."""
    request = urllib.request.Request(
        url,
        headers={"Authorization": f"token {token}"},
        data=None if data is None else json.dumps(data).encode(),
        method=method,
    )
    with urllib.request.urlopen(request, timeout=timeout) as answer:
        return answer.read().decode("utf-8")


def wait_until_ready(base: str, token: str, process: subprocess.Popen) -> None:
    """Return as soon as GET /lab answers 200."""
    while True:
        try:
            get(f"{base}/lab", token)
            return
        except urllib.error.HTTPError:
            raise
        except OSError:
            if process.poll() is not None:
                raise RuntimeError(f"the server ended with {process.returncode}") from None
            time.sleep(0.01)


@dataclass
class Server:
    """A running `howcome lab`: where it is, and what it has printed."""

    process: subprocess.Popen
    base: str
    token: str
    address: str
    output: str

    def get(self, path: str, data: object = None) -> str:
        """The body of one answer."""
        return get(self.base + path, self.token, data)

    def page_config(self) -> dict:
        """What the page tells JupyterLab about itself."""
        pattern = r'<script id="jupyter-config-data" type="application/json">(.*?)</script>'
        return json.loads(re.search(pattern, self.get("/lab"), re.DOTALL).group(1))

    def stop(self) -> int:
        """Ctrl-C, once; the exit code."""
        self.process.send_signal(signal.SIGINT if os.name == "posix" else signal.SIGTERM)
        self.output += self.process.stdout.read()
        return self.process.wait(timeout=30)


def heed_ctrl_c() -> None:
    """For a process that a test starts: Ctrl-C stops it, whoever switched that off for us."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)


@contextlib.contextmanager
def howcome_lab(folder, *options, port=None, cache=None, python=sys.executable, env=None):
    """Start `howcome lab FOLDER --no-browser --port N`, wait until /lab answers, stop it after."""
    port = port or free_port()
    environment = {**os.environ, **(env or {})}
    if cache:
        environment["XDG_CACHE_HOME"] = str(cache)
    command = [python, "-m", "howcome_instructor", "lab", str(folder), "--no-browser"]
    process = subprocess.Popen(
        [*command, "--port", str(port), *map(str, options)],
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        env=environment,
        # whoever runs the tests in the background has Ctrl-C switched off, and children inherit it
        preexec_fn=heed_ctrl_c if os.name == "posix" else None,
    )
    try:
        output = ""
        for line in process.stdout:
            output += line
            if found := re.search(r"(http://\S+)\?token=(\w+)", line):
                break
        else:
            raise RuntimeError(f"howcome lab ended with {process.wait()}: {output}")
        server = Server(process, f"http://127.0.0.1:{port}", found[2], found[1], output)
        wait_until_ready(server.base, server.token, process)
        yield server
    finally:
        if process.poll() is None:
            process.terminate()
            process.wait(timeout=30)
        process.stdout.close()
