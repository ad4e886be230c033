"""What a check cell says: one sentence, tied to the idea behind a wrong answer."""

from __future__ import annotations

from html import escape

from howcome.words import spoken

NOT_YET = {"en": "Not yet", "es": "Todavía no"}


class Hint(str):
    """A sentence for the pupil that carries the id of a misconception.

    >>> said = hint("m04-average", "Look at each row, not only at the last one.")
    >>> said.misconception
    'm04-average'
    >>> print(said)
    Look at each row, not only at the last one.
    """

    misconception: str | None = None


def hint(misconception: str | None, sentence: str) -> Hint:
    """Tie a ``sentence`` to the ``misconception`` (an id of the adults' guide, or None)."""
    if not sentence.strip():
        raise ValueError("A hint needs a sentence that says what to look at next.")
    said = Hint(sentence)
    said.misconception = misconception
    return said


class NotYet(AssertionError):
    """A check that did not pass. Jupyter shows its one sentence and no traceback."""

    def __init__(self, said: str):
        super().__init__(said)
        self.misconception = getattr(said, "misconception", None)

    def _render_traceback_(self) -> list[str]:
        # IPython asks the exception itself for its traceback: a child reads one sentence.
        return [f"{NOT_YET[spoken()]}: {self.args[0]}"]


def check(passed: object, otherwise: str) -> None:
    """Go on when ``passed`` is true; else stop the cell and show ``otherwise``.

    >>> check(1 + 1 == 2, "Count again.")
    >>> check(1 + 1 == 3, hint("x01-sums", "Count again."))
    Traceback (most recent call last):
    ...
    howcome.checks.NotYet: Count again.

    Raises:
        NotYet: nbgrader takes an error in a check cell as no points.
    """
    if not passed:
        raise NotYet(otherwise)


class WellDone:
    """The line at the end of a check that passed."""

    def __init__(self, sentence: str):
        self.sentence = sentence

    def __repr__(self) -> str:
        return f"\N{CHECK MARK} {self.sentence}"

    def _repr_html_(self) -> str:
        return f'<p class="howcome-well-done">{escape(repr(self))}</p>'


def well_done(sentence: str) -> WellDone:
    """Say what is right now, as the last line of a check cell.

    >>> well_done("Every group counts.")
    ✓ Every group counts.
    """
    return WellDone(sentence)
