"""Say who or what helped, and what you did yourself."""

from __future__ import annotations

import datetime
from html import escape
from typing import Any, ClassVar

import traitlets

from howcome.activities.base import Activity, script, style

# The fields of a statement: each band asks those of the band before and some more, except that the
# youngest are asked about every kind of help in one question.
STEPS = {
    "elementary": ("helpers", "my_part"),
    "middle": ("used", "tool", "purposes", "prompts", "kept", "checked", "my_part"),
    "high": (
        *("used", "tool", "purposes", "prompts", "kept", "checked", "limits", "my_part"),
        *("style", "signed"),
    ),
}
# A step may hold more than one field.
PARTS = {
    "tool": {"middle": ("tool", "date"), "high": ("tool", "version", "company", "date")},
    "style": {"high": ("style", "title", "link")},
}
CHOICES = {
    "used": ("none", "yes"),
    "helpers": ("none", "person", "page", "machine"),
    "purposes": ("idea", "outline", "draft", "feedback", "code", "image", "translation"),
    "style": ("apa", "mla"),
}
SEVERAL = ("helpers", "purposes")
LONG = ("prompts", "kept", "checked", "limits", "my_part")
OPTIONAL = ("version", "title", "link")
# The styles of citation are in English, whatever the lesson speaks.
MONTHS = (
    *("January", "February", "March", "April", "May", "June", "July"),
    *("August", "September", "October", "November", "December"),
)
LIMITS = {"elementary": 140, "middle": 400, "high": 800}
LEVELS = range(1, 6)


class UseStatement(Activity):
    """Say who or what helped you, and what you did yourself.

    Args:
        band: ``elementary``, ``middle`` or ``high``: what is asked.
        work: what the statement is about ("my story"); in the lesson's language.
        level: the level of the AI Assessment Scale that the teacher set, 1 to 5; needed from
            middle school on (M. Perkins, L. Furze, J. Roe and J. MacVaugh, version 2, 2024).

    After every step there is:
        fields: field -> what was answered; the answer. ``used`` is "none" or "yes", ``helpers``
            and ``purposes`` are lists, ``date`` is like "2026-11-28", ``signed`` is True or
            False, all others are text.
        missing: the names of the fields that still want an answer; none when it is complete.
            "none" is a full answer.
        statement: the statement as text, ready to be put under the work.
        citations: style -> citation, for high school, with *italics*; empty without a tool.
        table: one row a field: what was asked, what was answered.

    >>> mine = UseStatement("elementary", work="my story")
    >>> mine.answer(fields={"helpers": ["none"], "my_part": "I wrote it all."})
    >>> mine.missing, mine.statement
    ([], 'About my story. Nobody and nothing helped me. What I did: I wrote it all.')
    """

    part: ClassVar[str] = "use_statement"
    answer_traits: ClassVar[tuple[str, ...]] = ("fields",)
    _esm = script("use_statement")
    _css = style("use_statement")

    band = traitlets.Unicode().tag(sync=True)
    work = traitlets.Unicode().tag(sync=True)
    level = traitlets.Int(0).tag(sync=True)
    limit = traitlets.Int().tag(sync=True)
    steps = traitlets.List(traitlets.Dict()).tag(sync=True)
    fields = traitlets.TraitType({}).tag(sync=True)
    result = traitlets.Dict().tag(sync=True)

    def __init__(self, band: str, *, work: str, level: int | None = None, **how: Any):
        if band not in STEPS:
            raise ValueError(f"There is no band {band!r}; choose {', '.join(STEPS)}.")
        if not isinstance(work, str) or not work.strip():
            raise ValueError('Say what the statement is about, such as work="my story".')
        needed = band != "elementary"
        if (needed or level is not None) and (type(level) is not int or level not in LEVELS):
            raise ValueError("Give the level that the teacher set: a whole number from 1 to 5.")
        self._steps_of_band = {step: PARTS.get(step, {}).get(band, (step,)) for step in STEPS[band]}
        super().__init__(
            band=band,
            work=work.strip(),
            level=level or 0,
            limit=LIMITS[band],
            steps=[
                {"step": step, "fields": [self._field(name) for name in names]}
                for step, names in self._steps_of_band.items()
            ],
            fields=how.pop("fields", {}),
            **how,
        )

    @staticmethod
    def _field(name: str) -> dict:
        kind = "several" if name in SEVERAL else "one" if name in CHOICES else "text"
        if name == "signed":
            kind = "check"
        elif name == "date":
            kind = "date"
        elif name in LONG:
            kind = "long"
        return {"name": name, "kind": kind, "choices": list(CHOICES.get(name, ()))}

    @traitlets.validate("fields")
    def _fit(self, proposal: dict) -> dict:
        fields = proposal["value"]
        if not isinstance(fields, dict):
            raise ValueError(f"Give the fields as names and answers: {', '.join(self._names())}.")
        return {name: self._checked(name, answer) for name, answer in fields.items()}

    def _names(self) -> list[str]:
        return [name for names in self._steps_of_band.values() for name in names]

    def _checked(self, name: str, answer: Any) -> Any:
        """One answer as it is kept; raises ValueError for what the field cannot hold."""
        if name not in self._names():
            raise ValueError(f"There is no field {name!r}; there are: {', '.join(self._names())}.")
        if name == "signed":
            if not isinstance(answer, bool):
                raise ValueError("Sign with True, or take it back with False.")
            return answer
        if name in SEVERAL:
            if not isinstance(answer, list | tuple):
                raise ValueError(f"Give a list for {name!r}, such as [{CHOICES[name][0]!r}].")
            for one in answer:
                self._choice(name, one)
            if "none" in answer and len(answer) > 1:
                raise ValueError(self.words["none_alone"])
            return [one for one in CHOICES[name] if one in answer]
        if not isinstance(answer, str):
            raise ValueError(f"Write words for {name!r}.")
        answer = answer.strip()
        if name in CHOICES and answer:
            self._choice(name, answer)
        if name == "date" and answer:
            try:
                datetime.date.fromisoformat(answer)
            except ValueError:
                raise ValueError(self.words["bad_date"]) from None
        if len(answer) > self.limit:
            raise ValueError(
                self.words["too_long"].format(limit=self.limit, over=len(answer) - self.limit)
            )
        return answer

    def _choice(self, name: str, one: object) -> None:
        if one not in CHOICES[name]:
            raise ValueError(f"{one!r} is not a choice of {name!r}: {', '.join(CHOICES[name])}.")

    @property
    def _none(self) -> bool:
        return self.fields.get("used") == "none"

    def _wanted(self) -> list[str]:
        """The fields that this statement needs: after "none", only the ones about oneself."""
        about_me = ("used", "signed")
        return [
            name
            for name in self._names()
            if name not in OPTIONAL and (not self._none or name in about_me)
        ]

    @property
    def missing(self) -> list[str]:
        """The fields that still want an answer, in order."""
        return [name for name in self._wanted() if not self.fields.get(name)]

    def refresh(self) -> None:
        """Write the statement anew."""
        self.result = {
            "statement": self.statement,
            "citations": self.citations,
            "missing": [self.words[f"name_{name}"] for name in self.missing],
            "begun": any(self.fields.values()),
            # Not an accusation: an honest statement is worth more than a missing one.
            "talk": self.level == 1 and self.fields.get("used") == "yes",
        }

    @property
    def statement(self) -> str:
        """The statement in whole sentences, for what has been answered so far."""
        said = []
        for name in self._names():
            answer = self.fields.get(name)
            if not answer or (self._none and name not in self._wanted()):
                continue
            if name in ("date", "version", "company", "style", "title", "link"):
                continue  # these stand with the tool, or in the citation
            said.append(self._sentence(name, answer))
        if not said:
            return ""
        about = [self.words["says_work"].format(work=self.work)]
        if self.level:
            about.append(self.words["says_level"].format(level=self._level_name()))
        return " ".join([*about, *said])

    def _level_name(self) -> str:
        return f"{self.level}, {self.words[f'level_{self.level}']}"

    def _sentence(self, name: str, answer: Any) -> str:
        if name in ("used", "helpers") and answer in ("none", ["none"]):
            return self.words[f"says_{name}_none"]
        if name == "tool":
            details = [self.fields.get(key, "") for key in ("version", "company")]
            if self.fields.get("date"):
                details.append(self._day(self.words["day"]))
            details = ", ".join(filter(None, details))
            answer = f"{answer} ({details})" if details else answer
        elif name in SEVERAL:
            named = [self.words[f"{name}_{one}_said"] for one in answer]
            answer = ", ".join(named)
        sentence = self.words[f"says_{name}"].format(answer=str(answer).rstrip("."))
        return sentence if sentence.endswith(("!", "?", ".")) else f"{sentence}."

    def _day(self, pattern: str) -> str:
        day = datetime.date.fromisoformat(self.fields["date"])
        months = self.words["months"].split()
        return pattern.format(day=day.day, month=months[day.month - 1], year=day.year)

    @property
    def citations(self) -> dict[str, str]:
        """The tool cited in APA and MLA style, as both asked for it in 2025; *italics* as here.

        APA makes the company the author; in MLA style a tool has no author, and the prompt is the
        title. Both are in English, as the styles are.
        """
        if self.band != "high" or self._none or not self.fields.get("tool"):
            return {}
        get = {name: self.fields.get(name, "").replace("*", "") for name in
               ("tool", "version", "company", "title", "link", "prompts")}  # fmt: skip
        if not self.fields.get("date"):
            apa_date, mla_date, year = "n.d.", "", "n.d."
        else:
            day = datetime.date.fromisoformat(self.fields["date"])
            month = MONTHS[day.month - 1]
            apa_date = f"{day.year}, {month} {day.day}"
            # MLA shortens the names of months, except the short ones
            short = month if len(month) <= 4 else "Sept." if day.month == 9 else f"{month[:3]}."
            mla_date, year = f"{day.day} {short} {day.year}", str(day.year)
        company = get["company"] or get["tool"]
        if get["title"]:
            apa = f"{company}. ({apa_date}). *{get['title']}* [Generative AI chat]. {get['tool']}."
        else:
            version = f" ({get['version']})" if get["version"] else ""
            apa = f"{company}. ({year}). *{get['tool']}*{version} [Large language model]."
        prompt = get["prompts"].splitlines()[0].rstrip(".") if get["prompts"] else get["title"]
        described = f"\u201c{prompt}\u201d prompt. " if prompt else ""
        parts = [f"*{get['tool']}*", get["version"], get["company"], mla_date, get["link"]]
        mla = f"{described}{', '.join(filter(None, parts))}."
        return {"apa": f"{apa} {get['link']}".strip(), "mla": mla}

    @property
    def table(self) -> list[dict[str, Any]]:
        """One row for each field: its name, the question, and the answer so far."""
        return [
            {"field": name, "asked": self.words[f"name_{name}"], "answer": self.fields.get(name)}
            for name in self._names()
        ]

    def picture(self) -> str:
        """The statement and, in high school, the citation of the chosen style."""
        lines = [self.statement or self.words["empty"]]
        chosen = self.citations.get(self.fields.get("style", ""))
        html = [f"<p>{escape(line)}</p>" for line in lines]
        if chosen:
            before, title, after = (*escape(chosen).split("*"), "", "")[:3]
            html.append(f"<p>{before}<em>{title}</em>{after}</p>")
        if self.band == "high" and self.statement:
            html.append(f"<p>{escape(self.words['teacher_line'])}</p>")
        return "".join(html)

    def spoken(self) -> str:
        """The statement as one line."""
        return self.statement or self.words["empty"]
