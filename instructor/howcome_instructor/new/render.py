"""From the templates to the notebook and the guide."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any

from ..release import AUTHOR_ONLY
from .plan import Plan
from .shelf import TEMPLATES

if TYPE_CHECKING:
    from jinja2 import Environment
    from nbformat import NotebookNode

PHASES = {
    "TK-2": {"Meet": 3, "Guess": 3, "Play": 9, "Talk": 7, "Done": 3},
    "": {
        **{"Guess": 3, "Meet": 4, "Play": 9, "How come?": 5, "The task": 8},
        **{"The question": 5, "Think together": 7, "Words, recap": 4},
    },
}
"""How the minutes of a lesson are usually shared out."""

_CELL = re.compile(r"^%% +(.+)$", re.MULTILINE)


def notebook(plan: Plan) -> NotebookNode:
    """The new lesson, clean."""
    import nbformat

    from ..clean import clean

    named = re.sub(r"(?<!^)(?=[A-Z])", "_", plan.start.activity).lower()
    text = _environment().get_template(f"activities/{named}.txt").render(_words(plan))
    made = nbformat.v4.new_notebook(
        cells=cells(text), metadata={"howcome": {"lesson": plan.name, "version": 1}}
    )
    return clean(made)


def guide(plan: Plan) -> str:
    """The new guide."""
    text = _environment().get_template("guide.md").render(_words(plan))
    return re.sub(r"\n{3,}", "\n\n", text).strip() + "\n"


def cells(text: str) -> list[NotebookNode]:
    """The cells of a template: each below a line `%% id`, with what it is.

    `code` is a code cell, `hidden` a collapsed one, `author` one that no pupil gets; `kept` is an
    activity that is recorded, `clicks` the activity of a task, `answer` its reference answer and
    `check=2` its check with so many points.
    """
    from nbformat.v4 import new_code_cell, new_markdown_cell

    made = []
    _, *parts = _CELL.split(text)
    for head, body in zip(parts[::2], parts[1::2], strict=True):
        name, *kinds = head.split()
        new = new_code_cell if "code" in kinds else new_markdown_cell
        source = re.sub(r"\n{4,}", "\n\n\n", body).strip()
        if "code" not in kinds:
            source = re.sub(r"\n{3,}", "\n\n", source)
        made.append(new(source, id=name, metadata=_metadata(name, kinds)))
    return made


def shared_out(minutes: int, stage: str) -> list[tuple[str, int]]:
    """The phases of a lesson with their minutes, which add up; each has at least one.

    >>> sum(time for _, time in shared_out(50, "9-12"))
    50
    """
    shares = PHASES.get(stage, PHASES[""])
    whole = sum(shares.values())
    left, found = minutes, []
    for place, (phase, share) in enumerate(shares.items(), start=1):
        waiting = len(shares) - place
        time = left if not waiting else max(1, min(left - waiting, round(share / whole * minutes)))
        found.append((phase, time))
        left -= time
    return found


def _words(plan: Plan) -> dict[str, Any]:
    """Everything that the templates name."""
    start, toy = plan.start, plan.start.toy
    imports = {start.activity, "Ask"} if plan.stage != "TK-2" else {start.activity}
    if toy:
        imports.add(toy)
    if start.of_toy.get("errors"):
        imports.add("bars")
    if plan.stage != "TK-2":
        imports |= {"check", "hint", "well_done"}
    return {
        "frame": "tk2.txt" if plan.stage == "TK-2" else "lesson.txt",
        "number": int(plan.number[1:]),
        "id": plan.number,
        "title": plan.title,
        "question": plan.question,
        "stage": plan.stage,
        "band": plan.band,
        "form": "high" if plan.band == "high" else "middle",
        "minutes": plan.minutes,
        "plan": shared_out(plan.minutes, plan.stage),
        "activities": list(dict.fromkeys(["Ask", start.activity])),
        "imports": sorted(imports, key=lambda name: (name.islower(), name)),
        "task": start.about["task"],
        "toy": toy,
        "dataset": start.dataset,
        "t": start.of_toy,
        "s": start.settings,
        "claim": _claim(plan),
        "wrong": start.wrong(plan.band),
        # a pupil of high school runs the cells, and a collapsed one shows its first line
        "run": lambda what: f"# {what}: press Shift+Enter" if plan.stage == "9-12" else "",
    }


def _claim(plan: Plan) -> dict[str, Any]:
    told = plan.start.of_toy.get("claim")
    if not told:
        return {}
    before, after = told["sentence"].split("{mark}")
    said = re.search(r"(about )?\d[\d,.]* ?(of 100|points)?$", before)
    return {
        "of": told["of"],
        "within": told["within"],
        "times": told.get("times", 100),
        "said": said[0],
        "sentence": f"{before}<!-- claim: {plan.number}-first -->{after}",
    }


def _metadata(name: str, kinds: list[str]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    if "hidden" in kinds:
        found["jupyter"] = {"source_hidden": True}
    if "author" in kinds:
        found["tags"] = [AUTHOR_ONLY]
    points = next((int(kind[6:]) for kind in kinds if kind.startswith("check=")), 0)
    if points or {"kept", "clicks", "answer"} & set(kinds):
        found["nbgrader"] = {
            "grade": bool(points),
            "grade_id": name,
            "locked": "answer" not in kinds,
            **({"points": points} if points else {}),
            "schema_version": 3,
            "solution": "answer" in kinds,
            "task": False,
        }
    return found


def _environment() -> Environment:
    from jinja2 import Environment, FileSystemLoader, StrictUndefined

    made = Environment(
        loader=FileSystemLoader(TEMPLATES),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    made.filters["py"] = py
    # JSON is YAML, too
    made.filters["yaml"] = lambda value: json.dumps(value, ensure_ascii=False)
    made.filters["keywords"] = lambda value: ", ".join(
        f"{key}={py(one)}" for key, one in value.items()
    )
    return made


def py(value: Any) -> str:
    """A value as Python reads it, with double quotes.

    >>> py({"A": [0.5, "it's", None]})
    '{"A": [0.5, "it\\'s", None]}'
    """
    if isinstance(value, dict):
        return "{" + ", ".join(f"{py(key)}: {py(one)}" for key, one in value.items()) + "}"
    if isinstance(value, list | tuple):
        return "[" + ", ".join(map(py, value)) + "]"
    if isinstance(value, str):
        return json.dumps(value, ensure_ascii=False)
    return repr(value)
