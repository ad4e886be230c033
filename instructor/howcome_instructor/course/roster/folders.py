"""A pupil's folder in a zip that is for the teacher: named so that it can be handed on."""

from __future__ import annotations

import re

from .pupil import Pupil


def folder_name(pupil: Pupil) -> str:
    """`Last, First (id)`, as every system takes it for a folder's name."""
    name = ", ".join(part for part in (pupil.last_name, pupil.first_name) if part.strip())
    # only the name is ever cut, so that no two pupils share a folder
    return f"{safe(name)} ({safe(pupil.id)})" if name else f"({safe(pupil.id)})"


def safe(name: str) -> str:
    """A name without what Windows, macOS or a path would not take, at most 80 characters."""
    kept = re.sub(r'[<>:"/\\|?*\x00-\x1f\x7f]', " ", name)
    kept = " ".join(kept.split()).strip(" .")
    return kept[:80].strip(" .") or "pupil"
