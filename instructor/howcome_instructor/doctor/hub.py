"""JupyterHub: are we on one, and does it say who we are?"""

from __future__ import annotations

import os

from .finding import ATTENTION, OK, Finding

NAME = "hub"
NEEDED = ("JUPYTERHUB_API_URL", "JUPYTERHUB_API_TOKEN", "JUPYTERHUB_USER")
"""What a hub gives to each server, and nbgrader asks for."""


def check() -> Finding:
    """On a hub: is what nbgrader needs there? Elsewhere: nothing is needed."""
    if not any(name.startswith("JUPYTERHUB_") for name in os.environ):
        return Finding(NAME, OK, "Not on a JupyterHub; none is needed.")
    missing = [name for name in NEEDED if not os.environ.get(name)]
    if missing:
        return Finding(
            NAME,
            ATTENTION,
            f"On a JupyterHub, but {' and '.join(missing)} is not set.",
            "Ask who looks after the hub to start your server from the hub's own page: without "
            "these, nbgrader cannot tell who you are, and only zip files can be handed round.",
        )
    return Finding(NAME, OK, f"On a JupyterHub, as {os.environ['JUPYTERHUB_USER']}.")
