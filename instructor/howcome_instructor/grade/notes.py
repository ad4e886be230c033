"""What marking says about a submission: a code, and one plain sentence for each reader.

The sentences stand in `sentences/<part>.<language>.json`, where a code `<part>.<name>` has one
for the teacher and one for the pupil; either may be empty when it is not that reader's business.
"""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass, field
from functools import cache
from pathlib import Path

GRADED = "graded"
NEEDS_TEACHER = "needs-teacher"
NOT_GRADABLE = "not-gradable"
OUTCOMES = (GRADED, NEEDS_TEACHER, NOT_GRADABLE)
"""How marking one submission ends: one of these, and nothing else. A failure of the machine is
`needs-teacher`, and no mark is saved for it."""


@dataclass(frozen=True)
class Note:
    """One thing that happened, such as `Note("mend.test-restored", cell="check-mix")`.

    `look` is True when a teacher should look: something odd, which is never called cheating.
    """

    code: str
    cell: str | None = None
    values: dict[str, str | int | float] = field(default_factory=dict)
    look: bool = False

    def teacher(self, language: str = "en") -> str:
        """The sentence for the teacher, or an empty string."""
        return self._say("teacher", language)

    def pupil(self, language: str = "en") -> str:
        """The sentence for the pupil, or an empty string."""
        return self._say("pupil", language)

    def _say(self, reader: str, language: str) -> str:
        part, _, name = self.code.partition(".")
        return _sentences(part, language)[name][reader].format(cell=self.cell, **self.values)

    def as_json(self) -> dict:
        """Plain data, which `Note(**data)` takes back."""
        return asdict(self)


@cache
def _sentences(part: str, language: str) -> dict[str, dict[str, str]]:
    path = Path(__file__).parent / "sentences" / f"{part}.{language}.json"
    return json.loads(path.read_text(encoding="utf-8"))
