"""Ask a question, keep what the pupil says, and answer it with the idea behind it."""

from __future__ import annotations

import math
import re
import secrets
from collections.abc import Iterable, Mapping
from html import escape
from typing import Any, ClassVar

import traitlets
from IPython.display import display, update_display

from howcome.activities.base import Activity, script, style

KINDS = ("one", "several", "number", "text", "confidence")
# How sure, from least to most: the place in this tuple is the number to count with.
SURE = ("guessing", "a-little", "quite", "very")


class Ask(Activity):
    """Answer a question, or make a guess, and see it again at the end.

    Args:
        question: what is asked.
        choices: what can be chosen, id -> text; the id is what is kept, so a translated lesson
            keeps the same answers. A list of texts makes its own ids.
        kind: ``one`` choice, ``several`` choices, a ``number``, a short ``text``, or how sure
            one is of something (``confidence``).
        feedback: what is said to an answer once it is kept, answer -> sentence, where
            ``hint("m04-average", "...")`` ties a sentence to a misconception; or one sentence
            for any answer.
        predict: a guess before anything is shown; nothing is right or wrong about it.
        confidence: ask as well how sure the pupil is.
        lock: an answer that is kept stays; the pupil is told so beforehand.
        min, max: the bounds of a number, both of them allowed.
        unit: what is counted, behind the number.
        limit: the most characters of a text.
        name: the task's ``grade_id``.

    >>> from howcome import Ask, hint
    >>> ask = Ask(
    ...     "Is one number enough?",
    ...     choices={"yes": "Yes, the average says it all.", "no": "No, I look at each group."},
    ...     feedback={"yes": hint("m04-average", "Look at each row of the table.")},
    ... )
    >>> ask.answer("yes")
    >>> ask.value, ask.misconception
    ('yes', 'm04-average')

    >>> guess = Ask("How many boots will it miss?", kind="number", min=0, max=100, predict=True)
    >>> guess.recall()
    How many boots will it miss? You have not guessed yet.
    >>> guess.answer(20)
    >>> guess.recall()
    How many boots will it miss? At the start you said: 20

    After an answer there is, in the shape of the next step:
        value: the id of a choice, a list of ids, a number or a text; None before.
        confidence: one of ``SURE`` where it was asked, else None.
        said: the answer as a child would read it.
        misconceptions: the ids behind the feedback; ``misconception`` is the first, or None.
    """

    part: ClassVar[str] = "ask"
    answer_traits: ClassVar[tuple[str, ...]] = ("value", "confidence")
    _esm = script("ask")
    _css = style("ask")

    question = traitlets.Unicode().tag(sync=True)
    kind = traitlets.Enum(KINDS, "one").tag(sync=True)
    # Pairs, for a page would put the ids of a mapping in an order of its own.
    choices = traitlets.List().tag(sync=True)
    scale = traitlets.List(list(SURE)).tag(sync=True)
    how_sure = traitlets.Bool().tag(sync=True)
    predict = traitlets.Bool().tag(sync=True)
    lock = traitlets.Bool().tag(sync=True)
    min = traitlets.Any(None).tag(sync=True)
    max = traitlets.Any(None).tag(sync=True)
    unit = traitlets.Unicode().tag(sync=True)
    limit = traitlets.Int(140, min=1).tag(sync=True)
    value = traitlets.Any(None).tag(sync=True)
    confidence = traitlets.Any(None).tag(sync=True)
    result = traitlets.Dict().tag(sync=True)

    def __init__(
        self,
        question: str,
        *,
        choices: Mapping[str, str] | Iterable[str] | None = None,
        kind: str = "one",
        feedback: Mapping[Any, str | None] | str | None = None,
        predict: bool = False,
        confidence: bool = False,
        lock: bool = False,
        min: float | None = None,
        max: float | None = None,
        unit: str = "",
        limit: int = 140,
        name: str | None = None,
    ):
        texts = _choices(kind, choices)
        if predict and feedback:
            raise ValueError("A guess has no feedback: nothing is right or wrong about it yet.")
        if isinstance(feedback, Mapping) and texts and set(feedback) - set(texts):
            extra = sorted(set(feedback) - set(texts))[0]
            raise ValueError(f"There is no choice {extra!r}; choices are {', '.join(texts)}.")
        self.feedback = feedback or {}
        self._went_back = 0
        self._recall = Recall(self)
        super().__init__(
            name=name,
            question=question,
            kind=kind,
            choices=list(texts.items()),
            predict=predict,
            how_sure=confidence,
            lock=lock,
            min=min,
            max=max,
            unit=unit,
            limit=limit,
        )

    @property
    def _texts(self) -> dict[str, str]:
        """What can be chosen, id -> text."""
        if self.kind == "confidence":
            return {sure: self.words[f"sure_{sure}"] for sure in self.scale}
        return dict(self.choices)

    # What was said.

    @property
    def answered(self) -> bool:
        """Whether there is an answer."""
        return self.value is not None

    @property
    def said(self) -> str:
        """The answer as a child would read it; empty before there is one."""
        if self.value is None:
            return ""
        if self.kind == "number":
            return f"{self.value} {self.unit}".strip()
        if self.kind == "text":
            return self.value
        chosen = self.value if self.kind == "several" else [self.value]
        return "; ".join(self._texts[one] for one in chosen)

    @property
    def misconceptions(self) -> list[str]:
        """The ids of the misconceptions behind the answer's feedback."""
        ids = (getattr(said, "misconception", None) for said in self._feedback())
        return [one for one in ids if one]

    @property
    def misconception(self) -> str | None:
        """The first of the ``misconceptions``, or None."""
        return next(iter(self.misconceptions), None)

    def recall(self) -> Recall:
        """What was said here, to show again at the end of the lesson."""
        return self._recall

    def answer(self, value: Any = None, **parts: Any) -> None:
        """Answer by typing: ``ask.answer("a-few")``, and ``confidence="very"`` where asked.

        Raises:
            ValueError: an answer that the question does not take; says which it takes.
        """
        super().answer(**parts, **({} if value is None else {"value": value}))

    def _feedback(self) -> list[str]:
        if self.value is None:
            return []
        if isinstance(self.feedback, str):
            return [self.feedback]
        chosen = self.value if self.kind == "several" else [self.value]
        return [self.feedback[one] for one in chosen if self.feedback.get(one)]

    # What may be said.

    @traitlets.validate("value")
    def _value_fits(self, proposal: dict) -> Any:
        value = proposal["value"]
        if value is not None:
            take = {"several": self._several, "number": self._number, "text": self._text}
            value = take.get(self.kind, self._one)(value)
        return self._unless_locked("value", value)

    @traitlets.validate("confidence")
    def _confidence_fits(self, proposal: dict) -> str | None:
        sure = proposal["value"]
        if sure is not None and (not self.how_sure or sure not in SURE):
            raise ValueError(self.words["no_such"].format(choices=", ".join(SURE)))
        return self._unless_locked("confidence", sure)

    def _unless_locked(self, key: str, value: Any) -> Any:
        if self._locked and value != self._last[key]:
            raise ValueError(self.words["locked"])
        return value

    @property
    def _locked(self) -> bool:
        return self.lock and self._last["value"] is not None

    def _one(self, value: Any) -> str:
        if not isinstance(value, str) or value not in self._texts:
            raise ValueError(self.words["no_such"].format(choices=", ".join(self._texts)))
        return value

    def _several(self, value: Any) -> list[str] | None:
        if not isinstance(value, list | tuple | set):
            value = [value]
        chosen = [self._one(one) for one in value]
        return [one for one in self._texts if one in chosen] or None

    def _number(self, value: Any) -> int | float:
        plain = isinstance(value, int | float) and not isinstance(value, bool)
        low = -math.inf if self.min is None else self.min
        high = math.inf if self.max is None else self.max
        if not plain or not math.isfinite(value) or not low <= value <= high:
            raise ValueError(f"{self.words['a_number']} {self._bounds()}".strip())
        return int(value) if value == int(value) else value

    def _bounds(self) -> str:
        bounds = {"min": self.min is not None, "max": self.max is not None}
        key = "_".join(bound for bound, given in bounds.items() if given)
        return self.words[f"bounds_{key}"].format(min=self.min, max=self.max) if key else ""

    def _text(self, value: Any) -> str | None:
        if not isinstance(value, str):
            raise ValueError(self.words["a_text"])
        # One line, and nothing that a file could not hold (half of a pair of surrogates).
        line = " ".join(value.encode("utf-8", "replace").decode("utf-8").split())
        if len(line) > self.limit:
            raise ValueError(
                self.words["too_long"].format(limit=self.limit, over=len(line) - self.limit)
            )
        return line or None

    # What follows from it.

    def sayable(self) -> list[str]:
        """The words of the activity, the question and the choices."""
        return [*super().sayable(), self.question, *self._texts.values()]

    def refresh(self) -> None:
        """Work out what the view shows: the answer that is kept and what is said to it."""
        self.result = {
            "value": self.value,
            "confidence": self.confidence,
            "went_back": self._went_back,
            "feedback": [
                {"sentence": said, "look": bool(getattr(said, "misconception", None))}
                for said in self._feedback()
            ],
        }

    def _settle(self) -> None:
        if self.value is None:
            raise ValueError(self.words[f"nothing_{self.kind}"])
        if self.how_sure and self.confidence is None:
            raise ValueError(self.words["nothing_confidence"])
        super()._settle()

    def _go_to(self, value: dict, **how: Any) -> None:
        if self._locked:
            raise ValueError(self.words["locked"])
        # Counted, so that the view drops what was chosen but not kept.
        self._went_back += 1
        super()._go_to(value, **how)

    def _record(self, value: dict | None) -> None:
        super()._record(value if self.answered else None)
        self._recall.follow()

    # Where no kernel is.

    def _own(self, key: str) -> str:
        return self.words[f"{key}_guess" if self.predict else key]

    def told(self) -> str:
        """The answer and how sure it was, in one line."""
        sure = f" ({self.words[f'sure_{self.confidence}']})" if self.confidence else ""
        return self.said + sure

    def spoken(self) -> str:
        """The question and the answer, in one line."""
        told = f"{self._own('yours')}: {self.told()}" if self.answered else self._own("not_yet")
        return f"{self.question} {told}"

    def picture(self) -> str:
        """The question, its choices with the pupil's marked in words, and the feedback."""
        lines = [f"<p><strong>{escape(self.question)}</strong></p>"]
        if self._texts:
            lines.append(self._list())
        told = f"{self._own('yours')}: {self.told()}" if self.answered else self._own("not_yet")
        lines += [f"<p>{escape(line)}</p>" for line in (told, *self._feedback())]
        return "".join(lines)

    def _list(self) -> str:
        """The choices, the pupil's own marked in words."""
        chosen = self.value if self.kind == "several" else [self.value]
        mark = f" <strong>({escape(self._own('yours').lower())})</strong>"
        items = (
            f"<li>{escape(text)}{mark if one in (chosen or []) else ''}</li>"
            for one, text in self._texts.items()
        )
        return f"<ul>{''.join(items)}</ul>"


class Recall:
    """What was said to an ``Ask``, shown again; it follows when the pupil says something else."""

    def __init__(self, ask: Ask):
        self._ask = ask
        self._display_id: str | None = None

    def __repr__(self) -> str:
        told, ask = self._parts(), self._ask
        return f"{ask.question} {told[0]} {told[1]}".strip()

    def _repr_html_(self) -> str:
        before, said = self._parts()
        return (
            f'<div class="howcome-recall" lang="{self._ask.language}">'
            f"<p>{escape(self._ask.question)}<br>{escape(before)} "
            f"<strong>{escape(said)}</strong></p></div>"
        )

    def _parts(self) -> tuple[str, str]:
        if not self._ask.answered:
            return self._ask._own("not_yet"), ""
        return self._ask._own("before"), self._ask.told()

    def _bundle(self) -> dict[str, str]:
        return {"text/html": self._repr_html_(), "text/plain": repr(self)}

    def _ipython_display_(self) -> None:
        # "Run all" shows the recap before anyone has guessed, so it has to follow.
        self._display_id = self._display_id or f"howcome-{secrets.token_hex(8)}"
        display(self._bundle(), raw=True, display_id=self._display_id)

    def follow(self) -> None:
        """Show what is said now, where this was shown."""
        if self._display_id:
            update_display(self._bundle(), raw=True, display_id=self._display_id)


def _choices(kind: str, choices: Mapping[str, str] | Iterable[str] | None) -> dict[str, str]:
    """Id -> text; refuses what a question of this ``kind`` cannot ask.

    >>> _choices("one", ["A few", "Most of them"])
    {'a-few': 'A few', 'most-of-them': 'Most of them'}
    """
    if kind not in KINDS:
        raise ValueError(f"There is no kind {kind!r}; choose {', '.join(KINDS)}.")
    if kind not in ("one", "several"):
        if choices:
            raise ValueError(f"A question of the kind {kind!r} has no choices.")
        return {}
    if isinstance(choices, Mapping):
        return _two_or_more(dict(choices))
    texts = list(choices or ())
    made = {"-".join(re.findall(r"\w+", text.lower())): text for text in texts}
    if len(made) < len(texts) or "" in made:
        raise ValueError("Give each choice an id of its own: choices={id: text, ...}.")
    return _two_or_more(made)


def _two_or_more(texts: dict[str, str]) -> dict[str, str]:
    if len(texts) < 2:
        raise ValueError("A question with choices needs two or more of them.")
    return texts
