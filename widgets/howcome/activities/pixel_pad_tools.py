"""What can be done to a small picture besides painting it, and how one is read."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from typing import Any

from howcome.toys import common

BACK = "as it was"
SLIDES = {
    "slide left": (-1, 0),
    "slide right": (1, 0),
    "slide up": (0, -1),
    "slide down": (0, 1),
}
# name -> its kind ("slide", "built" or "own"), and what it does to a picture
Toolbox = dict[str, tuple[str, Callable[[list], Any]]]


def slide(side: int, right: int, down: int, picture: list) -> list:
    """The picture moved by whole cells; what leaves it is lost, and empty paper comes in.

    >>> slide(2, 1, 0, [1, 2, 3, 4])
    [0, 1, 0, 3]
    """
    inside = range(side)
    return [
        picture[(row - down) * side + column - right]
        if row - down in inside and column - right in inside
        else 0
        for row in inside
        for column in inside
    ]


def turn(side: int, picture: list) -> list:
    """The picture turned a quarter, clockwise.

    >>> turn(2, [1, 2, 3, 4])
    [3, 1, 4, 2]
    """
    inside = range(side)
    return [picture[(side - 1 - column) * side + row] for row in inside for column in inside]


def toolbox(tools: Any, side: int) -> Toolbox:
    """The tools an author allows: names, dicts of name -> function, or a list of both.

    Raises ValueError for a name that is no tool, and for what is no function.

    >>> list(toolbox(["turn", {"Upside down": lambda picture: picture[::-1]}], side=3))
    ['turn', 'Upside down']
    """
    built: Toolbox = {
        **{name: ("slide", partial(slide, side, *by)) for name, by in SLIDES.items()},
        "turn": ("built", partial(turn, side)),
        "clear": ("built", lambda picture: [0] * len(picture)),
        # only the activity can tell how a picture was
        BACK: ("built", list),
    }
    box: Toolbox = {}
    for tool in tools if isinstance(tools, list | tuple) else [tools]:
        if isinstance(tool, Mapping):
            box |= {str(name): ("own", does) for name, does in tool.items()}
        elif tool == "slide":
            box |= {name: built[name] for name in SLIDES}
        elif isinstance(tool, str) and tool in built:
            box[tool] = built[tool]
        else:
            raise ValueError(f"There is no tool {tool!r}; there are: slide, {', '.join(built)}.")
    for name, (_, does) in box.items():
        if not callable(does):
            raise ValueError(f"The tool {name!r} needs a function from picture to picture.")
    return box


def flat(picture: Any) -> list:
    """The numbers of a picture, row by row: from a list, rows, an array or a card with ``x``.

    >>> flat([[1, 2], [3, 4]]), flat({"x": (1, 2)})
    ([1, 2, 3, 4], [1, 2])
    """
    values = common.plain(picture["x"] if isinstance(picture, Mapping) else picture)
    if values and all(isinstance(row, list | tuple) for row in values):
        return [number for row in values for number in row]
    return values


def grays(picture: Any, side: int, levels: int, what: str) -> list[int]:
    """A picture of numbers from 0 to 1 as gray steps; raises ValueError for any other.

    >>> grays([[0, 0.2], [0.5, 1]], side=2, levels=16, what="A picture")
    [0, 3, 8, 16]
    """
    wanted = f"{what} needs {side * side} numbers from 0 to 1: {side} rows of {side}"
    try:
        found = [float(number) for number in flat(picture)]
    except (TypeError, ValueError, KeyError):
        raise ValueError(f"{wanted}.") from None
    if len(found) != side * side:
        raise ValueError(f"{wanted}; it has {len(found)}.")
    # a hair outside comes from adding up floats, and is meant to be 0 or 1
    if not all(-1e-6 <= number <= 1 + 1e-6 for number in found):
        raise ValueError(f"{wanted}, none of them below 0, above 1 or missing.")
    return [round(number * levels) for number in found]
