"""nbgrader's exchange: the folder through which a shared machine hands files round."""

from __future__ import annotations

import contextlib
import importlib.util
import os
import shlex
import sys
from dataclasses import dataclass
from pathlib import Path

from .finding import ATTENTION, OK, Finding

NAME = "exchange"
ZIP = "`howcome course release --zip` hands lessons round without it"


@dataclass(frozen=True)
class Configured:
    """The exchange, as nbgrader would see it in a folder."""

    kind: str
    root: Path | None
    """None for an exchange of another kind, such as a service."""
    chosen: bool
    """False when nobody chose anything and this is nbgrader's own default."""


def check(course: Path | None = None) -> Finding:
    """The exchange as nbgrader is configured, for a course or for this folder.

    On a laptop nobody needs one, so that its absence is worth a step only where somebody asked
    for it: on a hub, or by configuring it.
    """
    if sys.platform == "win32":
        return Finding(NAME, OK, f"nbgrader has no exchange on Windows; {ZIP}.")
    if importlib.util.find_spec("nbgrader") is None:
        return Finding(NAME, OK, "Without nbgrader there is none; only teachers need it.")
    try:
        found = configured(course or Path.cwd())
    except Exception as error:  # a configuration is a program: it can do anything
        return Finding(
            NAME,
            ATTENTION,
            f"nbgrader's configuration cannot be read: {type(error).__name__}: {error}.",
            "Mend nbgrader_config.py, or rename it and make a new one with "
            "`nbgrader generate_config`.",
        )
    if found.root is None:
        return Finding(NAME, OK, f"{found.kind} is configured, which brings its own checks.")
    there = found.root.is_dir()
    if there and os.access(found.root, os.R_OK | os.W_OK | os.X_OK):
        return Finding(NAME, OK, f"The exchange {found.root} can be written to.")
    if not there and not found.chosen and "JUPYTERHUB_USER" not in os.environ:
        return Finding(NAME, OK, f"No exchange is set up, and a laptop needs none: {ZIP}.")
    root = shlex.quote(str(found.root))
    return Finding(
        NAME,
        ATTENTION,
        f"The exchange {found.root} {'cannot be written to' if there else 'does not exist'}.",
        f"Make it a folder that everybody may write to; or leave it: {ZIP}.",
        (*(() if there else (f"sudo mkdir -p {root}",)), f"sudo chmod ugo+rwx {root}"),
    )


def configured(folder: Path) -> Configured:
    """Read nbgrader's configuration as nbgrader does in this folder. Raises what that raises."""
    from nbgrader.apps import NbGrader
    from nbgrader.exchange import ExchangeFactory

    with contextlib.chdir(folder):
        app = NbGrader(raise_config_file_errors=True)
        app.log_level = "CRITICAL"
        app.load_config_file(suppress_errors=False)
    kind = ExchangeFactory(config=app.config).exchange
    exchange = kind(config=app.config)
    root = getattr(exchange, "root", None)
    default = kind.class_traits()["root"].default_value if root else None
    return Configured(kind.__name__, Path(folder, root) if root else None, root != default)
