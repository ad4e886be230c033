"""Refuses a lesson that installs something or runs a command beside Python.

A lesson uses what `howcome` brings along; on a school's machine nothing else is to be had.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from ...draft import Draft, called
from ._code import imports

COMMAND = re.compile(
    r"^\s*(?:!|%(?:pip|conda|mamba|system|sx|load_ext)\b|"
    r"%%(?:bash|sh|script|system|javascript|js|html|writefile)\b)"
)
NOTHING = "a lesson installs nothing, and runs nothing but Python"
MODULES = ("subprocess", "pip", "micropip", "piplite", "pty")


def check(draft: Draft) -> Iterator[tuple[str, str]]:
    """A line for each command, and each import or call that runs one."""
    for cell in draft.notebook.cells:
        if cell.cell_type == "code":
            for line in filter(COMMAND.match, cell.source.splitlines()):
                yield cell.id, f"Take `{line.strip()[:40]}` out: {NOTHING}."
    for cell, name in imports(draft):
        if name.split(".")[0] in MODULES:
            yield cell, f"Take `{name.split('.')[0]}` out: {NOTHING}."
    for cell, call in draft.calls("system", "popen", "run_line_magic", "run_cell_magic"):
        yield cell, f"Take `{called(call)}(…)` out: {NOTHING}."
