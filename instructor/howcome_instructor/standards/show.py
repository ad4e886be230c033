"""Coverage for the terminal, for a spreadsheet and for a program."""

from __future__ import annotations

import csv
import io
import json

from rich.console import Console
from rich.markup import escape
from rich.table import Table

from .coverage import MEANING, NOT_REVIEWED, Coverage
from .frameworks import Framework


def table(found: Coverage) -> None:
    """Print a row for each framework; a single framework is listed id by id, too."""
    screen = Console(highlight=False)
    screen.print(_summary(found))
    if len(found.frameworks) == 1:
        screen.print()
        screen.print(_ids(found, found.frameworks[0]))
    screen.print()
    for word, meaning in MEANING.items():
        screen.print(f"{word}: {meaning}.", markup=False)
    screen.print(NOT_REVIEWED, markup=False)
    if found.left_out:
        screen.print("\n[bold]Not counted[/]")
        for lesson, why in found.left_out:
            screen.print(f"{lesson}: {why}", markup=False)


def rows(found: Coverage) -> list[dict[str, str]]:
    """One row for each id and grade band, as plain texts."""
    return [
        {
            "framework": row.framework.id,
            "version": row.framework.version,
            "id": row.item.id,
            "publishers_id": "no" if row.item.ours else "yes",
            "grades": row.stage,
            "status": row.status,
            "lessons": " ".join(one.lesson.name for one in row.lessons),
        }
        for row in found.rows
    ]


def as_csv(found: Coverage) -> str:
    """The rows as CSV, with a line of headings."""
    text = io.StringIO()
    listed = rows(found)
    keys = list(listed[0]) if listed else ["framework", "id", "grades", "status", "lessons"]
    writer = csv.DictWriter(text, keys, lineterminator="\n")
    writer.writeheader()
    writer.writerows(listed)
    return text.getvalue()


def as_json(found: Coverage) -> str:
    """The counts, the rows, what the words mean and what is not counted, as JSON."""
    frameworks = [
        {
            "id": one.id,
            "name": one.name,
            "version": one.version,
            "publisher": one.publisher,
            "licence": one.licence,
            "url": one.url,
            "grades": {stage: found.counts(one, stage) for stage in found.stages},
        }
        for one in found.frameworks
    ]
    told = {
        "note": NOT_REVIEWED,
        "meaning": MEANING,
        "frameworks": frameworks,
        "rows": rows(found),
        "not_counted": [{"lesson": lesson, "why": why} for lesson, why in found.left_out],
    }
    return json.dumps(told, indent=1, ensure_ascii=False)


def said(found: Coverage, framework: Framework, stage: str) -> str:
    """The counts of one framework and grade band in words, such as `5 taught, 4 assessed`."""
    return ", ".join(f"{count} {word}" for word, count in _three(found, framework, stage).items())


def _three(found: Coverage, framework: Framework, stage: str) -> dict[str, int]:
    """Taught, assessed and missing; without `missing` where nothing has to be covered."""
    counts = found.counts(framework, stage)
    words = list(MEANING) if framework.gaps else list(MEANING)[:2]
    return {word: counts[word] for word in words if counts["ids"]}


def _summary(found: Coverage) -> Table:
    rows = Table(box=None, pad_edge=False, padding=(0, 2, 0, 0), header_style="bold")
    rows.title = "How many ids are taught · assessed · missing"
    rows.title_justify = "left"
    rows.add_column("Framework", no_wrap=True)
    for stage in found.stages:
        rows.add_column(stage, justify="right", no_wrap=True)
    for framework in found.frameworks:
        cells = [
            " · ".join(f"{count}" for count in _three(found, framework, stage).values()) or "no ids"
            for stage in found.stages
        ]
        rows.add_row(escape(framework.id), *cells)
    return rows


def _ids(found: Coverage, framework: Framework) -> Table:
    rows = Table(box=None, pad_edge=False, padding=(0, 2, 0, 0), header_style="bold")
    for heading in ("Grades", "Id", "Status", "Lessons"):
        rows.add_column(heading, overflow="fold")
    for stage in found.stages:
        for row in found.of(framework, stage):
            lessons = ", ".join(one.lesson.number for one in row.lessons)
            rows.add_row(stage, escape(row.item.id), row.status, escape(lessons))
    return rows
