"""The two pages that are made from the guides: the map of lessons, and COVERAGE.md."""

from __future__ import annotations

from pathlib import Path
from urllib.parse import quote

from ..check.work import rewrite
from ..errors import BadInput
from .coverage import MEANING, NOT_REVIEWED, Coverage, Row
from .frameworks import Framework
from .lessons import Mapped
from .show import said

BEGIN = "<!-- lessons: made by `howcome standards --write` from the guides; edit those -->"
END = "<!-- end of lessons -->"
COVERAGE = "COVERAGE.md"


def map_text(curriculum: Path, lessons: list[Mapped]) -> str:
    """`README.md` of a curriculum with its table of lessons made anew; the rest stays.

    Raises BadInput when the page has no place for the table.
    """
    path = curriculum / "README.md"
    try:
        before = path.read_text(encoding="utf-8")
    except FileNotFoundError:
        before = f"# The map of lessons\n\n{BEGIN}\n{END}\n"
    except (OSError, UnicodeDecodeError) as error:
        raise BadInput(f"{path} cannot be read.") from error
    head, begin, rest = before.partition(BEGIN)
    _, end, tail = rest.partition(END)
    if not begin or not end:
        raise BadInput(f"{path} has no place for the lessons: put in the lines {BEGIN} and {END}.")
    return f"{head}{BEGIN}\n\n{_map(curriculum, lessons)}\n\n{END}{tail}"


def coverage_text(found: Coverage) -> str:
    """`COVERAGE.md`: how many ids of each framework, then each id with its lessons."""
    parts = [
        "# Which standards the lessons are mapped to",
        "Made by `howcome standards --write` from the guides; edit those, not this page.",
        NOT_REVIEWED,
        "\n".join(f"- **{word}**: {meaning}." for word, meaning in MEANING.items()),
        f"{len(found.lessons)} lessons are counted. TK-2 lessons give no points, so nothing is "
        "assessed there. Ids alone are shown; their wording is the publishers', at the address of "
        "each. An id marked ° is this project's own: the publisher gives no code. What nobody has "
        "read in a public source is left out.",
        _grid(
            ["framework", *(f"grades {stage}" for stage in found.stages)],
            [
                [
                    f"[{one.id}](#{one.id})",
                    *(said(found, one, stage) or "no ids" for stage in found.stages),
                ]
                for one in found.frameworks
            ],
        ),
        *(_section(found, one) for one in found.frameworks),
    ]
    return "\n\n".join(parts) + "\n"


def stale(pages: dict[Path, str]) -> list[Path]:
    """The pages whose file says something else, or is not there."""
    return [path for path, text in pages.items() if not path.is_file() or _read(path) != text]


def write(pages: dict[Path, str]) -> list[Path]:
    """Write the pages that are not current, and say which."""
    old = stale(pages)
    for path in old:
        rewrite(path, pages[path])
    return old


def write_map(curriculum: Path, lessons: list[Mapped]) -> None:
    """Put the lessons on the map, where the curriculum has one."""
    if (curriculum / "README.md").is_file():
        write({curriculum / "README.md": map_text(curriculum, lessons)})


def _map(curriculum: Path, lessons: list[Mapped]) -> str:
    heads = ["lesson", "grades", "minutes", "the question", "guide", "Spanish"]
    return _grid(heads, [_lesson(curriculum, one) for one in lessons])


def _lesson(curriculum: Path, one: Mapped) -> list[str]:
    notebook = one.lesson.path.relative_to(curriculum).as_posix()
    guide = f"../instructor/guides/{one.lesson.band}/{one.lesson.name}.md"
    return [
        f"[{one.lesson.name}]({quote(notebook)})",
        one.stage,
        one.minutes,
        _cell(one.question),
        f"[guide]({quote(guide)})" if one.guide.is_file() else "not yet",
        "yes" if one.spanish else "no",
    ]


def _section(found: Coverage, framework: Framework) -> str:
    statuses = ["assessed", "taught", *(["missing"] if framework.gaps else [])]
    heads = {"assessed": "taught and assessed", "taught": "taught only", "missing": "missing"}
    rows = []
    for stage in found.stages:
        here = found.of(framework, stage)
        if here:
            cells = [[_id(row) for row in here if row.status == status] for status in statuses]
            rows.append([stage, *(", ".join(ids) or "none" for ids in cells)])
    return "\n\n".join(
        [
            f"## {framework.id}",
            f"[{_cell(framework.name)}]({framework.url}), {framework.publisher}. "
            f"Version: {framework.version}. Licence: {framework.licence}.",
            _grid(["grades", *(heads[status] for status in statuses)], rows),
        ]
    )


def _id(row: Row) -> str:
    name = f"{row.item.id}°" if row.item.ours else row.item.id
    lessons = " ".join(one.lesson.number for one in row.lessons)
    return f"{name} ({lessons})" if lessons else name


def _grid(heads: list[str], rows: list[list[str]]) -> str:
    lines = [heads, ["---"] * len(heads), *rows]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def _cell(text: str) -> str:
    return text.replace("|", "\\|")


def _read(path: Path) -> str:
    return path.read_bytes().decode("utf-8", "replace")
