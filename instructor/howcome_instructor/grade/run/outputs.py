"""Outputs as nbclient puts them together, out of messages that nobody vouches for."""

from __future__ import annotations

from typing import Any

from .inside.wire import Broken

_MOST_LINES = 400
_MOST_TEXT = 20_000
_DEEP = 50


class Outputs:
    """The outputs of all cells of one run, by place.

    `take` raises Broken when a message is no message of IPython's at all; odd data in a sound
    message is made fit for a notebook, as a page would do.
    """

    def __init__(self) -> None:
        self._outputs: dict[int, list[dict]] = {}
        self._shown: dict[str, list[dict]] = {}
        self._clear_later: set[int] = set()

    def of(self, place: int) -> list[dict]:
        """The outputs of one cell, so far."""
        return self._outputs.setdefault(place, [])

    def take(self, place: int, kind: str, content: object) -> None:
        """One message of the cell that runs."""
        if not isinstance(content, dict):
            raise Broken("no content")
        if kind == "stream":
            self._stream(place, content)
        elif kind == "clear_output":
            self._clear(place, wait=bool(content.get("wait")))
        elif kind == "error":
            self._add(place, error(content))
        elif kind in ("display_data", "execute_result"):
            self._display(place, kind, content)
        elif kind == "update_display_data":
            self._update(content)
        else:
            raise Broken("no such message")

    def _add(self, place: int, output: dict) -> None:
        if place in self._clear_later:
            self._clear(place, wait=False)
        self.of(place).append(output)

    def _stream(self, place: int, content: dict) -> None:
        name, text = content.get("name"), content.get("text")
        if name not in ("stdout", "stderr") or not isinstance(text, str):
            raise Broken("no stream")
        outputs = self.of(place)
        last = outputs[-1] if outputs and place not in self._clear_later else {}
        if last.get("output_type") == "stream" and last["name"] == name:
            last["text"] += text
        else:
            self._add(place, {"output_type": "stream", "name": name, "text": text})

    def _clear(self, place: int, *, wait: bool) -> None:
        if wait:
            self._clear_later.add(place)
            return
        self._clear_later.discard(place)
        gone = {id(output) for output in self.of(place)}
        for shown in self._shown.values():
            shown[:] = [output for output in shown if id(output) not in gone]
        self.of(place).clear()

    def _display(self, place: int, kind: str, content: dict) -> None:
        output: dict[str, Any] = {"output_type": kind, **_bundle(content)}
        if kind == "execute_result":
            count = content.get("execution_count")
            output["execution_count"] = count if _is_count(count) else None
        shown = _display_id(content)
        if shown:
            self._redraw(shown, output)
        self._add(place, output)
        if shown:
            self._shown.setdefault(shown, []).append(output)

    def _update(self, content: dict) -> None:
        shown = _display_id(content)
        if shown:
            self._redraw(shown, _bundle(content))

    def _redraw(self, shown: str, bundle: dict) -> None:
        for output in self._shown.get(shown, []):
            output["data"], output["metadata"] = bundle["data"], bundle["metadata"]


def as_scored(outputs: list[dict], *, passed: bool, points: float) -> list[dict]:
    """The outputs of a check, such that nbgrader gives the points that its end deserves.

    nbgrader scores by the first thing that it finds: a value ahead of the error gives all points,
    one above the points stops it, and a library's warning costs them all. So a failed check has
    no value, a value is from 0 to `points`, and a warning of a passed check is text as any other.
    """
    scored: list[dict] = []
    for output in outputs:
        kind = output["output_type"]
        if kind == "execute_result" and not (passed and _is_fair(output, points)):
            data = {"data": output["data"], "metadata": output["metadata"]}
            output = {"output_type": "display_data", **data}
        elif passed and kind == "stream" and output["name"] == "stderr":
            output = {**output, "name": "stdout"}
        if kind == "stream" and scored and scored[-1].get("name") == output["name"]:
            output = {**output, "text": scored.pop()["text"] + output["text"]}
        scored.append(output)
    return scored


def _is_fair(output: dict, points: float) -> bool:
    text = output["data"].get("text/plain")
    text = "".join(text) if isinstance(text, list) else text
    if not text:
        return False  # nbgrader would look for it in vain
    try:
        return 0 <= float(text) <= points
    except ValueError:
        return True


def error(content: dict) -> dict:
    """An error output out of what claims to be one."""
    lines = content.get("traceback")
    return {
        "output_type": "error",
        "ename": str(content.get("ename", ""))[:_MOST_LINES],
        "evalue": str(content.get("evalue", ""))[:_MOST_TEXT],
        "traceback": [
            str(line)[:_MOST_TEXT] for line in (lines if isinstance(lines, list) else [])
        ][:_MOST_LINES],
    }


def plain_error(name: str, sentence: str) -> dict:
    """An error output of our own: one sentence."""
    return {
        "output_type": "error",
        "ename": name,
        "evalue": sentence,
        "traceback": [f"{name}: {sentence}"],
    }


def _bundle(content: dict) -> dict:
    data, metadata = content.get("data"), content.get("metadata")
    if not isinstance(data, dict):
        raise Broken("no data")
    return {
        "data": {kind: _fit(kind, value) for kind, value in data.items()},
        "metadata": metadata if isinstance(metadata, dict) and _shallow(metadata) else {},
    }


def _fit(kind: str, value: object) -> object:
    """What nbformat allows for a MIME type: any JSON for JSON, else text."""
    if kind == "application/json" or (kind.startswith("application/") and kind.endswith("+json")):
        return value if _shallow(value) else str(type(value).__name__)
    if isinstance(value, list) and all(isinstance(line, str) for line in value):
        return value
    return value if isinstance(value, str) else str(value)


def _shallow(value: object, left: int = _DEEP) -> bool:
    """Whether nothing is nested so deep that a program would stumble over it."""
    if isinstance(value, dict):
        value = list(value.values())
    if not isinstance(value, list):
        return True
    return left > 0 and all(_shallow(part, left - 1) for part in value)


def _display_id(content: dict) -> str | None:
    transient = content.get("transient")
    shown = transient.get("display_id") if isinstance(transient, dict) else None
    return shown if isinstance(shown, str) else None


def _is_count(value: object) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and value >= 0
