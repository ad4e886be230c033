"""A new gradebook file for a platform."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field

from ..course.roster import Pupil
from ..errors import BadInput
from .cells import as_csv, defused, number, runs
from .marks import Marks
from .people import same, shared
from .platforms import KEY_NAMES, Platform


@dataclass(frozen=True)
class Made:
    """A file to be written, and what there is to say about it."""

    data: bytes
    rows: int
    """Pupils with a row of theirs, or with a mark filled in."""
    left_out: dict[str, str] = field(default_factory=dict)
    """Pupil -> why there is no row, in words that end a sentence."""
    by_name: list[str] = field(default_factory=list)
    """Pupils found in the teacher's file by their name alone."""
    kept: dict[str, str] = field(default_factory=dict)
    """Pupil -> what the teacher's file said instead of a mark, such as EX: it stays."""
    replaced: int = 0
    """Other marks in the teacher's file that ours took the place of."""
    columns: dict[str, str] = field(default_factory=dict)
    """Lesson -> heading of its column."""
    marks: dict[str, int] = field(default_factory=dict)
    """Lesson -> how many marks are in the file."""
    key: str = ""
    """The heading under which a row says who it is, where that is one column."""
    notes: list[str] = field(default_factory=list)


def make(
    platform: Platform,
    marks: Marks,
    pupils: Mapping[str, Pupil],
    chosen: Collection[str],
    key: str | None = None,
) -> Made:
    """Write the file that `platform` imports, with the pupils of `chosen`.

    `pupils` are all of the course: a key that two of them share names neither. `key` is the field
    that says who a row is; None for all, or where there may be one, the field that most pupils
    have. Raises BadInput when no pupil could be in the file.
    """
    wanted = {id: pupils[id] for id in chosen if platform.everyone or marks.has_any(id)}
    usable = {name: _usable(platform, pupils, name) & wanted.keys() for name in platform.keys}
    keys = _keys(platform, usable, key)
    heads = [(head, name) for head, name in platform.columns if _stays(platform, name, keys)]
    rows, left_out = [], {}
    count = dict.fromkeys(marks.max_score, 0)
    for id, pupil in wanted.items():
        own = {name for name in keys if id in usable[name]}
        if not own:
            left_out[id] = _lack(platform, pupil, keys)
            continue
        who = [_cell(platform, pupil, name, own) for _, name in heads]
        rows.append([*who, *(_points(marks, id, name, platform) for name in marks.max_score)])
        for lesson in count:
            count[lesson] += marks.score(id, lesson) is not None
    if not rows:
        raise BadInput(_nobody(platform, keys))
    table = [[head for head, _ in heads] + list(marks.max_score)]
    if platform.points_row:
        blanks = [""] * (len(heads) - 1)
        points = [number(points) for points in marks.max_score.values()]
        table.append([platform.points_row, *blanks, *points])
    text = as_csv(table + rows)
    return Made(
        text.encode(platform.encoding),
        rows=len(rows),
        left_out=left_out,
        columns={lesson: lesson for lesson in marks.max_score},
        marks=count,
        key={name: head for head, name in heads}[keys[0]] if platform.one_key else "",
    )


def _nobody(platform: Platform, keys: tuple[str, ...]) -> str:
    fields = " or ".join(name for name in keys if name != "name")
    way = (
        f"download the gradebook from {platform.title} as CSV and add --template with that file, "
        "or "
        if platform.template
        else ""
    )
    return f"No pupil has what {platform.title} knows them by; {way}fill in {fields} in pupils.csv."


def _keys(platform: Platform, usable: dict[str, set[str]], key: str | None) -> tuple[str, ...]:
    if key and key not in platform.keys:
        raise BadInput(
            f"{platform.title} does not know pupils by {key}; use --key "
            f"{' or --key '.join(platform.keys)}."
        )
    if key:
        return (key,)
    if platform.one_key:
        # `max` takes the first of equals: the order of `keys` is the order of preference
        return (max(platform.keys, key=lambda name: len(usable[name])),)
    return platform.keys


def _usable(platform: Platform, pupils: Mapping[str, Pupil], name: str) -> set[str]:
    """The pupils whom this field names without doubt."""
    twice = shared(pupils.values(), name)
    return {
        id
        for id, pupil in pupils.items()
        if (value := _own(pupil, name))
        and same(value) not in twice
        and _fits(platform, name, value)
    }


def _own(pupil: Pupil, name: str) -> str:
    # `Pupil.name` falls back to the id, which no platform knows
    value = f"{pupil.first_name} {pupil.last_name}" if name == "name" else getattr(pupil, name)
    return value.strip()


def _fits(platform: Platform, name: str, value: str) -> bool:
    if platform.name == "canvas" and name == "lms_id":
        # Canvas reads the digits at the beginning: "12b" would be pupil 12
        return value.isascii() and value.isdigit()
    # a key must stay as it is to match, so one that a spreadsheet would run is not written
    return name == "name" or not runs(value)


def _stays(platform: Platform, name: str, keys: tuple[str, ...]) -> bool:
    """Where one key tells a row, the others have no place in the file."""
    return not platform.one_key or name not in platform.keys or name in keys


def _cell(platform: Platform, pupil: Pupil, name: str, own: set[str]) -> str:
    if name in platform.keys:
        return _own(pupil, name) if name in own else ""
    if name == "sortable_name":
        parts = [part for part in (pupil.last_name, pupil.first_name) if part]
        return defused(", ".join(parts))
    return defused(getattr(pupil, name))


def _points(marks: Marks, id: str, lesson: str, platform: Platform) -> str:
    score = marks.score(id, lesson)
    return platform.empty if score is None else number(score)


def _lack(platform: Platform, pupil: Pupil, keys: tuple[str, ...]) -> str:
    filled = [name for name in keys if _own(pupil, name)]
    if not filled:
        return f"pupils.csv has no {' and no '.join(KEY_NAMES[name] for name in keys)}"
    name = filled[0]
    if platform.name == "canvas" and name == "lms_id" and not _fits(platform, name, pupil.lms_id):
        return "the number on the platform is not a number"
    if runs(_own(pupil, name)):
        return f"the {KEY_NAMES[name]} begins with a sign that a spreadsheet would run"
    return f"another pupil has the same {KEY_NAMES[name]}"
