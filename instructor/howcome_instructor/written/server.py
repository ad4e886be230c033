"""The page's server: tornado alone, 127.0.0.1 only, one token for each start.

The token stands behind the # of the address, which no browser sends to anybody; the page puts
it into a header of each request. So there is no cookie that another page could misuse, and none
that a notebook server on the same machine could overwrite.
"""

from __future__ import annotations

import hmac
import json
import secrets
import threading
import webbrowser
from collections.abc import Callable
from pathlib import Path
from typing import Any

import click
import tornado.httpserver
import tornado.ioloop
import tornado.netutil
import tornado.web

from ..errors import BadInput
from .board import Board, Conflict, Refused
from .remember import read_comments, write_comments

FIRST_PORT = 8790
HERE = Path(__file__).parent
HEADERS = {
    "Content-Security-Policy": (
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; "
        "connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
    ),
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Cache-Control": "no-store",  # answers stay out of the browser's cache
}
LARGEST = 4 * 2**20
"""Bytes of one request: a mark for each of a thousand answers is a tenth of it."""


def words_of(language: str) -> dict[str, str]:
    """The page's words in a language; English where there is none of it."""
    path = HERE / "words" / f"{language}.json"
    if not path.is_file():
        path = HERE / "words" / "en.json"
    return json.loads(path.read_text(encoding="utf-8"))


class _Calm:
    """What every answer of this server has in common."""

    def set_default_headers(self) -> None:
        for name, value in HEADERS.items():
            self.set_header(name, value)
        self.clear_header("Server")

    def prepare(self) -> None:
        # a name that leads here from elsewhere (DNS rebinding) is not ours
        port = self.application.settings["port"]
        if self.request.host not in (f"127.0.0.1:{port}", f"localhost:{port}"):
            raise tornado.web.HTTPError(403)


class _Page(_Calm, tornado.web.RequestHandler):
    def get(self) -> None:
        """The page itself; there is nothing secret in it."""
        html = (HERE / "page" / "index.html").read_text(encoding="utf-8")
        self.write(html.replace('lang="en"', f'lang="{self.application.settings["language"]}"'))


class _Words(_Calm, tornado.web.RequestHandler):
    def get(self) -> None:
        """The page's words."""
        self.write(words_of(self.application.settings["language"]))


class _Nothing(_Calm, tornado.web.RequestHandler):
    def get(self) -> None:
        """Browsers ask for an icon."""
        self.set_status(204)


class _Files(_Calm, tornado.web.StaticFileHandler):
    pass


class _Api(_Calm, tornado.web.RequestHandler):
    """Questions and marks, for whoever has the token."""

    def prepare(self) -> None:
        super().prepare()
        token = self.request.headers.get("Authorization", "").removeprefix("token ")
        if not hmac.compare_digest(token.encode(), self.application.settings["token"].encode()):
            raise tornado.web.HTTPError(403)

    def get(self, what: str) -> None:
        """`state`: everything, read anew. `marks`: the marks of now."""
        self._answer({"state": self._state, "marks": self._marks}.get(what))

    def post(self, what: str) -> None:
        """`marks`: write some. `names`: who wrote these. `comments`: the reusable ones."""
        doing = {"marks": self._write, "names": self._names, "comments": self._comments}
        self._answer(doing.get(what))

    @property
    def board(self) -> Board:
        return self.application.settings["board"]

    def _answer(self, do: Callable[[], dict[str, Any]] | None) -> None:
        if do is None:
            raise tornado.web.HTTPError(404)
        words = words_of(self.application.settings["language"])
        try:
            self.write(do())
        except Conflict as error:
            self._refuse(409, words[error.reason].format(count=len(error.answers)), error.answers)
        except BadInput as error:
            self._refuse(400, str(error))
        except (Refused, LookupError, TypeError, ValueError):
            self._refuse(400, words["odd-request"])
        except Exception as error:
            # the database is locked, the disk is full: the page keeps what was not saved
            click.echo(f"Not saved: {error}", err=True)
            self._refuse(503, words["not-written"])

    def _refuse(self, status: int, sentence: str, answers: dict | None = None) -> None:
        self.set_status(status)
        now = read_comments(self.board.course) if status == 409 else []
        self.write({"sentence": sentence, "answers": answers or {}, "comments": now})

    def _body(self) -> dict[str, Any]:
        body = json.loads(self.request.body)
        if not isinstance(body, dict):
            raise Refused("not an object")
        return body

    def _state(self) -> dict[str, Any]:
        # the first page comes right after the start, which has read everything
        if self.application.settings.pop("just_read", False) is False:
            self.board.read()
        return self.board.state()

    def _marks(self) -> dict[str, Any]:
        return {"answers": self.board.now()}

    def _write(self) -> dict[str, Any]:
        return {"answers": self.board.apply(self._body()["changes"])}

    def _names(self) -> dict[str, Any]:
        body = self._body()
        place = body.get("unread")
        unread = [] if place is None else self.board.unread(int(place))
        return {"names": self.board.names(body["ids"]), "unread": unread}

    def _comments(self) -> dict[str, Any]:
        body = self._body()
        course = self.board.course
        now = read_comments(course)
        if body["before"] != now:
            raise Conflict("comments-changed", {})
        comments = [str(one) for one in body["after"]]
        return {"comments": write_comments(course, comments)}


def application(board: Board, token: str, port: int) -> tornado.web.Application:
    """The server's application, ready to listen."""
    return tornado.web.Application(
        [
            (r"/", _Page),
            (r"/words\.json", _Words),
            (r"/favicon\.ico", _Nothing),
            (r"/page/(.*)", _Files, {"path": str(HERE / "page")}),
            (r"/api/(\w+)", _Api),
        ],
        board=board,
        just_read=True,
        token=token,
        port=port,
        language=board.course.language,
        log_function=lambda handler: None,
    )


def serve(board: Board, browser: bool = True, port: int | None = None) -> None:
    """Open the page and stay until Ctrl-C. Without `port`, the first free one from 8790 up."""
    sockets = _listen(port)
    port = sockets[0].getsockname()[1]
    token = secrets.token_urlsafe(24)
    server = tornado.httpserver.HTTPServer(application(board, token, port), max_buffer_size=LARGEST)
    server.add_sockets(sockets)
    address = f"http://127.0.0.1:{port}/#{token}"
    try:
        click.echo(f"Open {address}")
        click.echo("Every mark is saved at once. To stop, press Ctrl-C here.")
        if browser:
            threading.Thread(target=webbrowser.open, args=(address,), daemon=True).start()
        board.read()  # while the browser is on its way
        tornado.ioloop.IOLoop.current().start()
    except KeyboardInterrupt:
        click.echo("Stopped; all marks are in the gradebook.")
    finally:
        board.book.close()


def _listen(port: int | None) -> list:
    for number in [port] if port else range(FIRST_PORT, FIRST_PORT + 50):
        try:
            return tornado.netutil.bind_sockets(number, "127.0.0.1")
        except OSError:
            continue
    raise BadInput("No port can be had on this machine; choose one with --port.")
