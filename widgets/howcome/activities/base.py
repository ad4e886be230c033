"""The shared half of every activity: answers, undo, words, errors, and the kept picture.

The other half, for the page, is shared.js and shared.css.
"""

from __future__ import annotations

import copy
import logging
import re
import secrets
from html import escape
from pathlib import Path
from typing import Any, ClassVar

import anywidget
import traitlets
from IPython.display import display, update_display

from howcome import speech
from howcome.answers import ANSWER, WIDGET_VIEW, book
from howcome.words import language, words

HERE = Path(__file__).parent
_IMPORT = re.compile(r'^import \{[^}]*\} from "\./(\w+)\.js";\n', re.MULTILINE)


def script(stem: str) -> str:
    """The activity's view as one ES module: what it imports, then ``<stem>.js``.

    Each file is a module by itself, for tests and type checks; put one behind the other, the
    imports between them are not needed and ``export`` stays with the view alone. So there is no
    bundler, and nothing is fetched.
    """
    parts: dict[str, str] = {}

    def add(name: str) -> None:
        text = (HERE / f"{name}.js").read_text(encoding="utf-8")
        for needed in _IMPORT.findall(text):
            if needed not in parts:
                add(needed)
        text = _IMPORT.sub("", text)
        if name != stem:
            text = re.sub(r"^export (default .*\n)?", "", text, flags=re.MULTILINE)
        parts[name] = text

    add(stem)
    return "".join(parts.values())


def style(stem: str) -> str:
    """The shared style sheet and the activity's own."""
    sheets = (HERE / "shared.css", HERE / f"{stem}.css")
    return "\n".join(sheet.read_text(encoding="utf-8") for sheet in sheets)


class Activity(anywidget.AnyWidget):
    """Something a pupil touches; a subclass names its stem and the traits that are the answer.

    Args:
        name: the task's ``grade_id``; with a name, what the pupil does is recorded and comes
            back when the lesson runs again. Without one, nothing is kept but the last picture.

    Traits that a view may rely on:
        words: key -> sentence in the pupil's language.
        language: ``en`` or ``es``.
        problem: one plain sentence when the last step did not work, else empty.
        settled: the view counts this up, in the same message as the change, when a step is
            done (a click, the end of a drag); a step is what is recorded and undone.
        can_undo: whether there is a step to undo.
        recorded: the texts of this activity that can be heard without a voice of the browser.
    """

    part: ClassVar[str]
    answer_traits: ClassVar[tuple[str, ...]]

    words = traitlets.Dict().tag(sync=True)
    language = traitlets.Unicode("en").tag(sync=True)
    problem = traitlets.Unicode().tag(sync=True)
    settled = traitlets.Int().tag(sync=True)
    can_undo = traitlets.Bool().tag(sync=True)
    recorded = traitlets.List(traitlets.Unicode()).tag(sync=True)

    def __init__(self, *, name: str | None = None, **traits: Any):
        self.name = name
        self.book = book()
        spoken = language(self.book.lesson.language)
        super().__init__(words=words(self.part, spoken), language=spoken, **traits)
        self.recorded = speech.recorded(self.sayable(), spoken)
        self._display_id: str | None = None
        self._steps: list[dict] = []
        self.on_msg(self._asked)
        self._first = self._value()
        self._last = self._first
        self._restore()

    # What a subclass may say.

    def refresh(self) -> None:
        """Work out everything that follows from the answer (train, count). May raise ValueError."""

    def picture(self) -> str:
        """The last picture or answer as HTML, for a file that is open without a kernel."""
        raise NotImplementedError

    def spoken(self) -> str:
        """The answer in one line of text."""
        return ", ".join(f"{key}: {value}" for key, value in self._value().items())

    def sayable(self) -> list[str]:
        """Every text that a child may want to hear; a subclass adds the words of its lesson."""
        return [sentence for sentence in self.words.values() if "{" not in sentence]

    # What authors, checks and pupils who type may use.

    @property
    def answered(self) -> bool:
        """Whether the pupil has done anything here yet."""
        record = self.book.last(self.name) if self.name else None
        return bool(record and record["value"] is not None)

    def answer(self, **value: Any) -> None:
        """Answer by typing: the same as doing it with the mouse.

        Raises:
            ValueError: a part of the answer that this activity does not have.
        """
        unknown = sorted(set(value) - set(self.answer_traits))
        if unknown:
            raise ValueError(
                f"{type(self).__name__} has no {unknown[0]!r}; "
                f"an answer here has {', '.join(self.answer_traits)}."
            )
        with self.hold_sync():
            try:
                for key, part in value.items():
                    setattr(self, key, part)
                self.refresh()
                self._settle()
                self.problem = ""
            except Exception:
                self._as_before()
                raise

    def undo(self) -> None:
        """Take the last step back."""
        if self._steps:
            step = self._steps.pop()
            # Back where nothing was done yet, there is no answer either.
            self._go_to(step, cleared=not self._steps and step == self._first)

    def again(self) -> None:
        """Start again: everything as it was at first, and no answer."""
        self._steps.append(self._last)
        self._go_to(self._first, cleared=True)

    # From the view.

    def set_state(self, sync_data: dict) -> None:
        """Take a change from the view; a mistake becomes one plain sentence there.

        A callback that raises in the kernel would otherwise vanish.
        """
        try:
            with self.hold_sync():
                before = self._value()
                super().set_state(sync_data)
                if self._value() != before:
                    self.refresh()
                self.problem = ""
            # What follows from the change has been sent by now: keeping it need not delay it.
            if "settled" in sync_data:
                self._settle()
        except Exception as error:
            with self.hold_sync():
                self._say(error)
                self._as_before()

    def _as_before(self) -> None:
        """The last good answer again, here and in the view.

        traitlets leaves a value standing that a validator refused with a ValueError, and a
        view sends a value only once: without this the next step would settle the wrong one.
        """
        for key, part in self._last.items():
            setattr(self, key, copy.deepcopy(part))
        self.send_state(self.answer_traits)
        self.refresh()

    def _asked(self, _widget: object, content: dict, _buffers: object) -> None:
        if not isinstance(content, dict):
            return
        if content.get("kind") == "say":
            self._say_aloud(str(content.get("text", "")))
            return
        steps = {"undo": self.undo, "again": self.again}
        step = steps.get(content.get("kind", ""))
        if step is None:
            return
        try:
            step()
        except Exception as error:
            self._say(error)

    def _say_aloud(self, text: str) -> None:
        """Send the clip of a text to the views; a text that nobody recorded stays silent."""
        sound = speech.clip(text, self.language)
        if sound is not None:
            self.send({"kind": "clip", "text": text}, [sound])

    def _say(self, error: Exception) -> None:
        if isinstance(error, ValueError):
            self.problem = str(error)
        else:
            logging.getLogger(__name__).exception("A step of %s failed", self.part, exc_info=error)
            self.problem = self.words["did_not_work"]

    # Answers.

    def _value(self) -> dict:
        return {key: copy.deepcopy(getattr(self, key)) for key in self.answer_traits}

    def _go_to(self, value: dict, *, cleared: bool = False) -> None:
        with self.hold_sync():
            for key, part in value.items():
                setattr(self, key, copy.deepcopy(part))
            self.refresh()
            self.problem = ""
            self._last = self._value()
            self.can_undo = bool(self._steps)
            self._record(None if cleared else self._last)

    def _settle(self) -> None:
        value = self._value()
        self._steps.append(self._last)
        self._last = value
        self.can_undo = True
        self._record(value)

    def _record(self, value: dict | None) -> None:
        if self.name:
            self.book.record(self.name, type(self).__name__, value)
        bundle = self._kept()
        if self.name:
            self.book.keep(self.name, bundle)
        if self._display_id:
            update_display(
                bundle, raw=True, display_id=self._display_id, metadata={"howcome": "kept"}
            )

    def _restore(self) -> None:
        """Put the pupil's last answer back, or begin at the beginning."""
        value = self.book.value(self.name, type(self).__name__) if self.name else None
        if isinstance(value, dict):
            try:
                with self.hold_sync():
                    for key in self.answer_traits:
                        if key in value:
                            setattr(self, key, value[key])
                    self.refresh()
                self._last = self._value()
                return
            except (traitlets.TraitError, ValueError):
                # An answer to an older version of the lesson: kept in the book, not shown.
                for key, part in self._first.items():
                    setattr(self, key, copy.deepcopy(part))
        self.refresh()

    # Display.

    def _kept(self) -> dict:
        """The bundle of the kept output: record, last picture, one line of text."""
        record = self.book.last(self.name) if self.name else None
        html = (
            f'<div class="howcome-kept" lang="{self.language}">{self.picture()}'
            f"<p>{escape(self.words['no_kernel'])}</p></div>"
        )
        bundle = {"text/html": html, "text/plain": self.spoken()}
        return {ANSWER: record, **bundle} if record else bundle

    def _ipython_display_(self, **_kwargs: object) -> None:
        """Show the live view and, in an output of its own, what is kept of it.

        Two outputs, because a change to an output draws its view anew: a pupil would lose the
        focus at every step.
        """
        view = {"version_major": 2, "version_minor": 0, "model_id": self.model_id}
        display({WIDGET_VIEW: view, "text/plain": repr(self)}, raw=True)
        if self._display_id is None:
            self._display_id = f"howcome-{secrets.token_hex(8)}"
        display(self._kept(), raw=True, display_id=self._display_id, metadata={"howcome": "kept"})

    def __repr__(self) -> str:
        return f"{type(self).__name__}({self.spoken()})"
