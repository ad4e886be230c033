"""A free port for `howcome lab`."""

from __future__ import annotations

import importlib.util
from pathlib import Path

from .finding import FAILS, OK, Finding

NAME = "ports"


def check() -> Finding:
    """The first port that `howcome lab` would get."""
    from ..errors import BadInput
    from ..lab.ports import check_port

    ports = lab_ports()
    for port in ports:
        try:
            check_port(port)
        except BadInput:
            continue
        taken = "" if port == ports[0] else f", as {ports[0]} is in use"
        return Finding(NAME, OK, f"`howcome lab` would use port {port}{taken}.")
    return Finding(
        NAME,
        FAILS,
        f"All ports from {ports[0]} to {ports[-1]} are in use.",
        "Close other Jupyter windows, or give another port.",
        ("howcome lab --port 9999",),
    )


def lab_ports() -> range:
    """The ports that `howcome lab` tries, in order."""
    from ..lab import server

    if importlib.util.find_spec("zmq") is None:  # no Jupyter, whose own check speaks up
        return range(server.FIRST_PORT, server.FIRST_PORT + 1)
    app = server.configuration(Path(), "", browser=False, port=None)["ServerApp"]
    return range(app["port"], app["port"] + app["port_retries"] + 1)
