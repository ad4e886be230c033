"""Write the card that tells what a table or a machine is good for, and what not."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, ClassVar

import traitlets

from howcome.activities import card_writer_paper as paper
from howcome.activities.base import Activity, script, style
from howcome.activities.card_writer_facts import measured, unmeasured
from howcome.activities.card_writer_parts import (
    CHOICES,
    LIMITS,
    PARTS,
    asked_for,
    field,
    one_of,
    texts,
    to_choose,
)
from howcome.toys.common import ModelCard


class CardWriter(Activity):
    """Write the card that tells what a table or a machine is good for, and what not.

    Args:
        kind: ``data`` for the card of a table, ``model`` for the card of a machine.
        about: what the card is about ("the fish sorter"); in the lesson's language.
        band: ``middle`` (some parts are chosen) or ``high`` (all are written).
        facts: name -> measured value, for the numbers of the card: a share from 0 to 1 (shown as
            percent), another number, or a short text; such as ``mixer.errors``. Or an activity
            that has ``errors``: then the numbers follow it. The shares are the errors of the
            groups, "overall" is that of all together; a model card needs those of the groups.
        names: what to call the facts, name -> word; taken from the activity, if one is given.
        groups: for a data card of the middle band, who could be missing: a list of texts, or
            id -> text.
        checklist: the parts that are asked for; all by default, "use" and "misuse" always.
        look: part -> one sentence that says where in this lesson to look.

    After every step there is:
        fields: field -> answer; the answer. ``errors`` and ``absent`` are lists of names, all
            others are text (for a choice, its id).
        missing: the fields that still want an answer; none when the card is complete.
        unmeasured: shares such as "17 %" in the texts that are not among the facts.
        card: the card as Markdown, as ``common.ModelCard``; a notebook shows it as such.
        table: one row a field: part, field, asked, answer.

    >>> writer = CardWriter("model", about="the fish sorter", checklist=["errors", "use", "misuse"],
    ...                     facts={"overall": 0.035, "reef": 0.03, "deep": 0.188})
    >>> writer.answer(fields={"errors": ["overall"], "use": "Sorting reef fish"})
    >>> writer.missing
    ['errors', 'errors_why', 'misuse']
    """

    part: ClassVar[str] = "card_writer"
    answer_traits: ClassVar[tuple[str, ...]] = ("fields",)
    _esm = script("card_writer")
    _css = style("card_writer")
    _lenient = False

    kind = traitlets.Unicode().tag(sync=True)
    about = traitlets.Unicode().tag(sync=True)
    limit = traitlets.Int().tag(sync=True)
    parts = traitlets.List(traitlets.Dict()).tag(sync=True)
    measured = traitlets.List(traitlets.Dict()).tag(sync=True)
    fields = traitlets.TraitType({}).tag(sync=True)
    result = traitlets.Dict().tag(sync=True)

    def __init__(
        self,
        kind: str,
        *,
        about: str,
        band: str = "middle",
        facts: Activity | Mapping[Any, Any] | None = None,
        names: Mapping[Any, str] | None = None,
        groups: Mapping[str, str] | Iterable[str] | None = None,
        checklist: Iterable[str] | None = None,
        look: Mapping[str, str] | None = None,
        **how: Any,
    ):
        one_of("kind of card", kind, PARTS)
        one_of("band", band, LIMITS)
        if not isinstance(about, str) or not about.strip():
            raise ValueError('Say what the card is about, such as about="the fish sorter".')
        asked = asked_for(kind, checklist)
        look = texts("look", look)
        for part in look:
            one_of("part", part, asked)
        self._groups = to_choose(groups, asked=(kind, band) == ("data", "middle"))
        source = facts if isinstance(facts, Activity) else None
        inherited = {str(key): str(word) for key, word in getattr(source, "names", {}).items()}
        self._names = {**inherited, **texts("names", names)}
        self._facts = measured(source.errors if source else facts or {})
        if "errors" in asked and not source and not self._of_groups():
            raise ValueError(
                "A model card tells the errors of each group: give them as shares from 0 to 1, "
                "such as facts=mixer.errors, or leave 'errors' out of the checklist."
            )
        # Without a list to choose from, who is missing is a sentence alone.
        self._parts = {
            part: [name for name in fields if name != "absent" or self._groups]
            for part, fields in asked.items()
        }
        self._kinds = {
            name: field(name, band, self._groups)
            for fields in self._parts.values()
            for name in fields
        }
        super().__init__(
            kind=kind,
            about=about.strip(),
            limit=LIMITS[band],
            parts=[
                {
                    "part": part,
                    "look": look.get(part, ""),
                    "fields": [self._kinds[name] for name in fields],
                }
                for part, fields in self._parts.items()
            ],
            fields=how.pop("fields", {}),
            **how,
        )
        # In one of these an activity tells that it has counted anew.
        for trait in ("result", "rows"):
            if source and source.has_trait(trait):
                source.observe(lambda _change: self._follow(source), trait)

    def _follow(self, source: Activity) -> None:
        with self.hold_sync():
            self._facts = measured(source.errors)
            self.refresh()

    def _of_groups(self) -> list[str]:
        return [
            name
            for name, fact in self._facts.items()
            if fact.share and fact.value and name != "overall"
        ]

    # What a field can hold.

    @traitlets.validate("fields")
    def _fit(self, proposal: dict) -> dict:
        fields = proposal["value"]
        if not isinstance(fields, Mapping):
            raise ValueError(f"Give the fields as names and answers: {', '.join(self._kinds)}.")
        kept = {}
        for name, answer in fields.items():
            try:
                kept[name] = self._checked(name, answer)
            except ValueError:
                if not self._lenient:
                    raise
        return kept

    def _restore(self) -> None:
        # The numbers or groups may be others than when this was written: the words stay.
        self._lenient = True
        try:
            super()._restore()
        finally:
            self._lenient = False

    def _checked(self, name: str, answer: Any) -> Any:
        """One answer as it is kept; raises ValueError for what the field cannot hold."""
        one_of("field", name, self._kinds)
        kind = self._kinds[name]["kind"]
        if kind in ("several", "errors"):
            known = list(self._facts if kind == "errors" else self._groups)
            if not isinstance(answer, list | tuple):
                raise ValueError(f"Give a list for {name!r}, such as {known[:1]}.")
            for one in answer:
                if not self._lenient:
                    one_of(f"choice of {name}", one, known)
            return [one for one in known if one in answer]
        if not isinstance(answer, str):
            raise ValueError(f"Write words for {name!r}.")
        answer = answer.strip()
        if kind == "one" and answer:
            one_of(f"choice of {name}", answer, CHOICES[name])
        if len(answer) > self.limit:
            over = len(answer) - self.limit
            raise ValueError(self.words["too_long"].format(limit=self.limit, over=over))
        return answer

    # What has been said, and what not yet.

    def _said(self, name: str) -> Any:
        """The answer of a field; a beginning that the page offers is no answer by itself."""
        answer = self.fields.get(name)
        if name == "errors":
            return [fact for fact in answer or [] if self._facts[fact].value]
        starts = (self.words.get(f"{self.kind}_{name}_start{at}", "") for at in (1, 2))
        return "" if answer in [start.rstrip("… ") for start in starts] else answer or ""

    def _without(self) -> list[str]:
        """The groups whose error is not on the card yet."""
        return [name for name in self._of_groups() if name not in self._said("errors")]

    def _same(self) -> bool:
        use, misuse = (" ".join(self._said(one).lower().split()) for one in ("use", "misuse"))
        return bool(use) and use.rstrip(".!") == misuse.rstrip(".!")

    @property
    def missing(self) -> list[str]:
        """The fields that still want an answer, in order."""
        half = {"errors": bool(self._without()), "misuse": self._same()}
        return [name for name in self._kinds if not self._said(name) or half.get(name)]

    @property
    def unmeasured(self) -> list[str]:
        """The shares in the texts that nobody measured; none where there are no facts."""
        return [one for part in self._parts for one in self._invented(part)]

    def _invented(self, part: str) -> list[str]:
        facts = [fact for fact in self._facts.values() if fact.value]
        texts = [self._said(name) for name in self._parts[part] if name not in ("errors", "absent")]
        return unmeasured(". ".join(texts), facts) if facts else []

    def refresh(self) -> None:
        """Write the card anew."""
        self.measured = [
            {"name": name, "said": self._named(name), "value": fact.value, "error": fact.share}
            for name, fact in self._facts.items()
            if fact.value
        ]
        missing = self.missing
        self.result = {
            "sections": [self._section(part) for part in self._parts],
            "open": [part for part in self._parts if set(self._parts[part]) & set(missing)],
            "begun": any(self.fields.values()),
            "of": dict(self.fields),
        }

    def _section(self, part: str) -> dict:
        """One part as it reads, and what is still to be said about it."""
        lines = [self._line(name) for name in self._parts[part] if name != "errors"]
        chosen = self._said("errors") if part == "errors" else []
        return {
            "part": part,
            "rows": [[self._named(name), self._facts[name].value] for name in chosen],
            "lines": [line for line in lines if line],
            "note": self._note(part),
        }

    def _note(self, part: str) -> str:
        chosen = self._said("errors")
        if part == "errors" and chosen and self._without():
            key = "note_overall" if chosen == ["overall"] else "note_groups"
            return self.words[key].format(groups=", ".join(map(self._named, self._without())))
        if part == "misuse" and self._same():
            return self.words["note_same"]
        invented = self._invented(part)
        return self.words["note_unmeasured"].format(number=invented[0]) if invented else ""

    def _line(self, name: str) -> str:
        said = self._said(name)
        if name == "absent":
            return ", ".join(self._groups[one] for one in said)
        if said and name == "tell":
            return self.words["tell_line"].format(who=said)
        return self.words[f"{name}_{said}"] if said and self._kinds[name]["kind"] == "one" else said

    def _named(self, fact: str) -> str:
        return self._names.get(fact, self.words["overall"] if fact == "overall" else fact)

    # The card.

    def _on_paper(self) -> tuple[str, list[paper.Section]]:
        head = [self.words["group"], self.words["wrong"]]
        sections = []
        for one in self.result["sections"]:
            # An overall error never stands alone: the card says which groups it leaves out.
            lines = [*one["lines"], *([one["note"]] if one["rows"] and self._without() else [])]
            if lines or one["rows"]:
                # What a machine does stands under its name, as on the toys' cards.
                heading = "" if one["part"] == "does" else self.words[f"{self.kind}_{one['part']}"]
                sections.append(paper.Section(heading, head, one["rows"], lines))
        empty = [paper.Section("", [], [], [self.words["empty"]])]
        return self.words[f"{self.kind}_card"].format(about=self.about), sections or empty

    @property
    def card(self) -> ModelCard:
        """The card in Markdown, with the headings of our own cards."""
        return paper.markdown(*self._on_paper())

    @property
    def table(self) -> list[dict[str, Any]]:
        """One row for each field: its part, its name, what was asked, and the answer so far."""
        return [
            {
                "part": part,
                "field": name,
                "asked": self.words[f"{name}_label" if at else f"{self.kind}_{part}_q"],
                "answer": self.fields.get(name),
            }
            for part, fields in self._parts.items()
            for at, name in enumerate(fields)
        ]

    def picture(self) -> str:
        """The card as plain HTML."""
        return paper.html(*self._on_paper())

    def spoken(self) -> str:
        """The card in one line."""
        return paper.one_line(*self._on_paper())
