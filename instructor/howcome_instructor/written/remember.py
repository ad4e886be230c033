"""Two small files in a course's `.howcome`: comments to use again, and what was marked.

`comments.json` is a list of sentences, in the teacher's order. `marked.jsonl` has one line a
mark: the answer's key in the gradebook and a fingerprint of what was read when it was marked.
When a class is marked again, it tells an answer that is still the same from one that is not.
"""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Mapping, Sequence
from pathlib import Path

from ..course.folder import HIDDEN, Course
from ..errors import BadInput

MOST_COMMENTS = 35
"""As many as there are keys to pick them: 1 to 9 and a to z."""

LONGEST = 2000
"""Characters of a comment."""


def comments_path(course: Course) -> Path:
    """Where the reusable comments of a course are."""
    return course.root / HIDDEN / "comments.json"


def read_comments(course: Course) -> list[str]:
    """The reusable comments; none when there is no file. BadInput when it is damaged."""
    path = comments_path(course)
    try:
        comments = json.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        return []
    except (OSError, ValueError):
        comments = None
    if not isinstance(comments, list) or not all(isinstance(one, str) for one in comments):
        raise BadInput(
            f"{path} cannot be read; put it back from a backup, or delete it to begin anew."
        )
    return comments


def write_comments(course: Course, comments: Sequence[str]) -> list[str]:
    """Keep these comments, without empty and double ones; gives back what was kept.

    Raises BadInput when there are too many, or one is too long.
    """
    kept = list(dict.fromkeys(" ".join(one.split()) for one in comments if one.strip()))
    if len(kept) > MOST_COMMENTS:
        raise BadInput(f"There are keys for {MOST_COMMENTS} comments; delete one first.")
    if any(len(one) > LONGEST for one in kept):
        raise BadInput(f"A comment may have {LONGEST} characters; shorten it.")
    path = comments_path(course)
    path.parent.mkdir(parents=True, exist_ok=True)
    part = path.with_suffix(f".{os.getpid()}.part")
    part.write_text(json.dumps(kept, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    part.replace(path)
    return kept


def fingerprint(text: str) -> str:
    """A short name for a text; the text cannot be had back from it."""
    return hashlib.sha256(text.encode("utf-8")).hexdigest()[:16]


class Marked:
    """Which text each answer had when a teacher marked it."""

    def __init__(self, course: Course):
        self._path = course.root / HIDDEN / "marked.jsonl"
        self._texts: dict[str, str] = {}
        """In the order in which they were marked."""
        try:
            lines = self._path.read_text(encoding="utf-8").splitlines()
        except (OSError, UnicodeDecodeError):
            lines = []
        for line in lines:
            try:
                grade, text = json.loads(line)
                self._take({grade: text})
            except (ValueError, TypeError):
                continue  # a line that a crash cut short

    def text_of(self, grade: str) -> str | None:
        """The fingerprint of what was marked, or None when that is not known."""
        return self._texts.get(grade)

    def last_first(self) -> list[str]:
        """The keys of the answers that were marked, the last one first."""
        return list(reversed(self._texts))

    def _take(self, texts: Mapping[str, str]) -> None:
        for grade, text in texts.items():
            self._texts.pop(grade, None)
            self._texts[grade] = text

    def keep(self, texts: Mapping[str, str]) -> None:
        """Take note that these answers, by key, have been marked as they stand."""
        new = {key: text for key, text in texts.items() if self._texts.get(key) != text}
        if not new:
            return
        # on a line of its own, even if the one before was cut short
        lines = "".join(f"\n{json.dumps(pair)}" for pair in new.items())
        with self._path.open("a", encoding="utf-8") as file:
            file.write(lines)
        self._take(new)
