"""`howcome course open`: nbgrader's Formgrader on one course, on this machine only.

It runs inside the same quiet JupyterLab as `howcome lab`, with nbgrader's own extensions, which
pupils do not get, and with nothing that is fetched from outside.
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import click

from ..lab import server as lab
from .folder import Course

WANTED = lab.WANTED | {"@jupyter/nbgrader"}

POLICY = "; ".join(
    (
        "default-src 'self' 'unsafe-inline' 'unsafe-eval' data: blob:",
        "connect-src 'self' ws://127.0.0.1:*",
        "frame-ancestors 'self'",
        "form-action 'self'",
        "base-uri 'self'",
        "object-src 'none'",
    )
)
"""What a page may load: nothing but this server's. A picture in a pupil's text could otherwise
tell its owner who reads it, and when. JupyterLab needs the 'unsafe' parts."""

PAGES = Path(__file__).parent / "pages"
"""What we add to files of Formgrader's own pages, by their names."""


def serve(course: Course, browser: bool = True, port: int | None = None) -> None:
    """Start the server and stay until it stops; without `port`, the first free one from 8888."""
    from jupyter_core.paths import jupyter_config_path

    # the exchange of a hub, say; what follows turns all other settings off
    settings = jupyter_config_path()
    lab.prepare_environment(course.root)
    # nbgrader looks for the course's settings where it runs
    os.chdir(course.root)
    app = _start(course, browser, port)
    _load_nbgrader(app, settings)
    click.echo(f"Formgrader is open on {course.root}")
    token = app.identity_provider.token
    click.echo(f"Open http://127.0.0.1:{app.port}/formgrader?token={token}")
    click.echo("To stop, press Ctrl-C here.")
    app.start()


def _start(course: Course, browser: bool, port: int | None) -> Any:
    import atexit
    import shutil

    from jupyter_core.paths import jupyter_config_dir

    atexit.register(shutil.rmtree, jupyter_config_dir(), ignore_errors=True)
    lab._skip_node()
    from jupyterlab.labapp import LabApp
    from traitlets.config import Config

    config = lab.configuration(course.root, "", browser, port)
    config["LabApp"]["default_url"] = "/formgrader"
    config["ServerApp"]["tornado_settings"] = {
        "page_config_hook": _page,
        "headers": {"Content-Security-Policy": POLICY, "Referrer-Policy": "same-origin"},
    }
    LabApp.load_other_extensions = False
    app = LabApp.initialize_server(argv=[], config=Config(config))
    app.contents_manager.register_pre_save_hook(lab.pre_save)
    return app


def _page(handler: Any, page_config: dict) -> dict:
    """The pupils' quiet page, with nbgrader's menu in it."""
    extensions = page_config.get("federated_extensions", [])
    page_config = lab.calm_page(handler, page_config)
    names = {one["name"] for one in page_config["federated_extensions"]}
    page_config["federated_extensions"] += [
        one for one in extensions if one["name"] in WANTED and one["name"] not in names
    ]
    return page_config


def _load_nbgrader(app: Any, settings: list[str]) -> None:
    """nbgrader's four server extensions; the user's own settings for nbgrader count."""
    from nbgrader.server_extensions import assignment_list, course_list, validate_assignment
    from nbgrader.server_extensions.formgrader.formgrader import FormgradeExtension
    from tornado.web import RedirectHandler

    class Formgrader(FormgradeExtension):
        name = "formgrade"

        @property
        def config_file_paths(self) -> list[str]:
            return [str(Path.cwd()), *settings]

    app.log.addFilter(_without_exchange)
    base = app.web_app.settings["base_url"].rstrip("/")
    ours = "js/utils.js|css/nbgrader.css|css/formgrade.css"
    # before nbgrader's own, which has a page for everything under /formgrader
    app.web_app.add_handlers(
        ".*$",
        [
            (f"{base}/formgrader/static/({ours})", _added()),
            # Formgrader links to the pages of Jupyter Notebook; here is JupyterLab
            *(
                (f"{base}/{place}/(.*)", RedirectHandler, {"url": f"{base}/lab/tree/{{0}}"})
                for place in ("notebooks", "edit", "tree")
            ),
        ],
    )
    formgrader = Formgrader(parent=app)
    formgrader.root_dir = app.root_dir
    formgrader.log = app.log
    formgrader.initialize([])
    formgrader.init_tornado_settings(app.web_app)
    formgrader.init_handlers(app.web_app)
    for extension in (assignment_list, course_list, validate_assignment):
        extension.load_jupyter_server_extension(app)


def _added() -> Any:
    """A handler for a file of Formgrader's with ours of the same name after it."""
    from nbgrader.server_extensions.formgrader.handlers import static_path
    from tornado.web import HTTPError, RequestHandler

    class Added(RequestHandler):
        def get(self, name: str) -> None:
            ours = PAGES / Path(name).name
            if not ours.is_file():
                raise HTTPError(404)
            kind = {".js": "text/javascript", ".css": "text/css"}[ours.suffix]
            self.set_header("Content-Type", f"{kind}; charset=utf-8")
            self.write((Path(static_path) / name).read_bytes() + ours.read_bytes())

    return Added


def _without_exchange(record: Any) -> bool:
    """nbgrader says on every page that there is no exchange; Formgrader's own page says so once."""
    return "please contact your instructor" not in str(record.msg)
