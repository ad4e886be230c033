"""A calm JupyterLab on the pupil's folder, in this process, on 127.0.0.1 only."""

from __future__ import annotations

import atexit
import importlib.util
import os
import secrets
import shutil
from pathlib import Path
from urllib.parse import quote

import click

SETTINGS = Path(__file__).parent / "settings"
"""JupyterLab's settings for pupils: what is switched off, and defaults that differ."""

WANTED = {"@jupyter-widgets/jupyterlab-manager", "anywidget"}
"""Extensions a lesson needs, beside our own. What else is installed (nbgrader's menus, a chat
with a real language model) is not for pupils."""

FIRST_PORT = 8888


def serve(folder: Path, start: str, browser: bool = True, port: int | None = None) -> None:
    """Start JupyterLab and stay until it stops.

    `start` is the file to open, as a path from the folder. Without `port` the first free one
    from 8888 up is taken.
    """
    prepare_environment(folder)
    from jupyter_core.paths import jupyter_config_dir

    # what JUPYTER_NO_CONFIG makes: an empty folder for this process
    atexit.register(shutil.rmtree, jupyter_config_dir(), ignore_errors=True)
    _skip_node()
    from jupyterlab.labapp import LabApp
    from traitlets.config import Config

    LabApp.load_other_extensions = False
    app = LabApp.initialize_server(
        argv=[], config=Config(configuration(folder, start, browser, port))
    )
    app.contents_manager.register_pre_save_hook(pre_save)
    click.echo(f"Your lessons are in {folder}")
    address = f"http://127.0.0.1:{app.port}/lab/tree/{quote(start)}"
    click.echo(f"Open {address}?token={app.identity_provider.token}")
    click.echo("To stop, press Ctrl-C here.")
    app.start()


def prepare_environment(folder: Path) -> None:
    """What has to be set before the first Jupyter import; kernels inherit it."""
    # no configuration but ours: neither the user's own, nor what nbgrader, notebook and the
    # language server leave in the environment's etc/jupyter
    os.environ["JUPYTER_NO_CONFIG"] = "1"
    # a toy model is small: threads cost more than they bring, and a class shares the machine
    os.environ["OMP_NUM_THREADS"] = "1"
    # what a pupil typed stays in the pupil's folder, away from others on a shared machine
    os.environ["IPYTHONDIR"] = str(folder / ".howcome" / "ipython")


def configuration(folder: Path, start: str, browser: bool, port: int | None) -> dict:
    """The server's configuration, as traitlets takes it."""
    import zmq

    hidden = folder / ".howcome"
    return {
        "Application": {"log_level": "ERROR"},
        # of our own making, or the server would print the address once more, in its own words
        "IdentityProvider": {"token": os.environ.get("JUPYTER_TOKEN") or secrets.token_hex(24)},
        "ServerApp": {
            "root_dir": str(folder),
            "ip": "127.0.0.1",
            "port": port or FIRST_PORT,
            # a port that was asked for is the port, or an error
            "port_retries": 0 if port else 50,
            "open_browser": browser,
            "answer_yes": True,  # Ctrl-C stops and does not ask
            "allow_root": True,  # containers; we listen on 127.0.0.1 and ask for a token
            # of this start alone: a page that another pupil left open at this port is a stranger
            "cookie_secret": secrets.token_bytes(32),
            "terminals_enabled": False,
            "tornado_settings": {"page_config_hook": calm_page},
        },
        "LabApp": {
            "default_url": f"/lab/tree/{quote(start)}",
            "app_settings_dir": str(SETTINGS),
            "user_settings_dir": str(hidden / "settings"),
            "workspaces_dir": str(hidden / "workspaces"),
            "extra_labextensions_path": our_extensions(),
            "extension_manager": "readonly",
            "news_url": None,
            "check_for_updates_class": "jupyterlab.handlers.announcements.NeverCheckForUpdate",
        },
        # between server and kernel, so that nobody else on a shared machine can listen
        "KernelManager": {"transport_encryption": "auto" if zmq.has("curve") else "disabled"},
        # the kernel is the Python that runs this, whatever kernels a user has installed
        "KernelSpecManager": {"kernel_dirs": []},
    }


def our_extensions() -> list[str]:
    """Where the pupil package keeps its JupyterLab extensions, without importing it."""
    package = importlib.util.find_spec("howcome")
    places = (package and package.submodule_search_locations) or ()
    return [str(Path(place) / "labextensions") for place in places]


def calm_page(handler, page_config: dict) -> dict:
    """Leave only what lessons need in the page that the browser loads.

    No extensions but those; no offer to build JupyterLab anew; no address outside this machine.
    """
    ours = {
        path.name
        for place in our_extensions()
        if Path(place).is_dir()
        for path in Path(place).iterdir()
    }
    page_config["federated_extensions"] = [
        extension
        for extension in page_config.get("federated_extensions", [])
        if extension["name"] in WANTED | ours
    ]
    page_config["buildAvailable"] = page_config["buildCheck"] = False
    page_config["fullMathjaxUrl"] = ""  # JupyterLab brings its own MathJax; this would be a CDN's
    return page_config


def pre_save(model: dict, path: str, contents_manager, **kwargs) -> None:
    """Hand a notebook that is being saved to the pupil package, which looks after its answers.

    Imported at the first save: the pupil package brings ipywidgets, which a start need not wait
    for.
    """
    from howcome.save import pre_save

    pre_save(model=model, path=path, contents_manager=contents_manager, **kwargs)


def _skip_node() -> None:
    """Keep JupyterLab from starting Node at import.

    Where Node is installed, it is asked for the address of npm's registry: 0.4 s for something
    that is only used to build JupyterLab from source.
    """
    import jupyterlab.commands

    if hasattr(jupyterlab.commands, "_yarn_config"):
        jupyterlab.commands._yarn_config = lambda logger: {"yarn config": {}, "npm config": {}}
