"""Synthetic lessons for tests and benchmarks: small, but with every kind of cell a lesson has."""

from pathlib import Path

import nbformat
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook

SECRETS = (
    "secret_of_the_pupil = 'octopus'",
    "secret_answer_by_clicks",
    "secret_hidden_test",
    "secret_mark_scheme",
    "secret_author_only",
    "secret_output",
    "secret_model_essay",
)
"""Words that stand in answers, hidden tests and the like, and must never reach a pupil."""


def graded(grade_id: str, **kinds) -> dict:
    """nbgrader's metadata of one cell: `graded("x", solution=True)`."""
    cell = {
        "grade": False,
        "grade_id": grade_id,
        "locked": False,
        "schema_version": 3,
        "solution": False,
        "task": False,
    }
    return cell | kinds


def make_lesson(name: str = "m04-who-is-missing", version: object = 1, padding: int = 0):
    """A lesson source as a notebook; `padding` adds that many cells to read and run."""
    number = name.split("-")[0]
    word = name.split("-", 1)[-1].replace("-", " ").capitalize()
    click = f"{number}-average"
    cells = [
        new_markdown_cell(
            f"# {int(number[1:])}. {word}?\n\nGrades 6-8 · 45 minutes · you need a partner",
            id="title",
        ),
        new_code_cell("total = 0", id="set-up"),
        new_code_cell(
            "def bigger(a, b):\n"
            "    ### BEGIN SOLUTION\n"
            "    secret_of_the_pupil = 'octopus'\n"
            "    return max(a, b)\n"
            "    ### END SOLUTION",
            id=f"{number}-bigger",
            metadata={"nbgrader": graded(f"{number}-bigger", solution=True)},
        ),
        new_code_cell(
            "### BEGIN HIDDEN TESTS\n"
            "assert bigger(1, 2) == 2, 'secret_hidden_test'\n"
            "### END HIDDEN TESTS\n"
            "print('checked')",
            id=f"check-{number}-bigger",
            metadata={
                "nbgrader": graded(f"check-{number}-bigger", grade=True, locked=True, points=1)
            },
        ),
        new_code_cell(
            "total",
            id=click,
            metadata={"nbgrader": graded(click, locked=True)},
        ),
        new_code_cell(
            "secret_answer_by_clicks = total + 1",
            id=f"answer-{click}",
            metadata={
                "nbgrader": graded(f"answer-{click}", solution=True),
                "jupyter": {"source_hidden": True},
            },
        ),
        new_markdown_cell(
            "secret_model_essay",
            id="think",
            metadata={"nbgrader": graded(f"{number}-think", solution=True, grade=True, points=2)},
        ),
        new_markdown_cell(
            "Talk about it.\n\n=== BEGIN MARK SCHEME ===\nsecret_mark_scheme\n"
            "=== END MARK SCHEME ===",
            id="talk",
            metadata={"nbgrader": graded(f"{number}-talk", task=True, locked=True, points=1)},
        ),
        new_code_cell(
            "assert 'secret_author_only'", id="claims", metadata={"tags": ["author-only"]}
        ),
    ]
    for place in range(padding):
        cells.insert(2, new_markdown_cell(f"Paragraph {place}. " * 20, id=f"explain-{place}"))
        cells.insert(2, new_code_cell(f"number_{place} = {place}\n" * 5, id=f"look-{place}"))
    return new_notebook(
        cells=cells,
        metadata={
            "kernelspec": {"display_name": "Python 3", "language": "python", "name": "python3"},
            "language_info": {"name": "python"},
            "howcome": {"lesson": name, "version": version},
        },
    )


def write_lesson(curriculum: Path, name: str, version: object = 1, padding: int = 0) -> Path:
    """Write one source where a curriculum has it, and return its path."""
    band = {"e": "elementary", "m": "middle", "h": "high"}[name[0]]
    path = curriculum / band / name / f"{name}.ipynb"
    path.parent.mkdir(parents=True, exist_ok=True)
    notebook = make_lesson(name, version, padding)
    path.write_bytes((nbformat.writes(notebook) + "\n").encode("utf-8"))
    return path


def write_curriculum(curriculum: Path, count: int = 3, padding: int = 0) -> list[str]:
    """Write `count` lessons, spread over the three bands, and return their names."""
    names = [f"{'emh'[place % 3]}{place // 3 + 1:02}-lesson-{place}" for place in range(count)]
    for name in names:
        write_lesson(curriculum, name, padding=padding)
    return names


def write_spanish(source: Path) -> Path:
    """Write an `es.po` beside a source, with a title in Spanish and nothing else."""
    notebook = nbformat.read(source, as_version=4)
    title = notebook.cells[0].source.split("\n")[0]
    path = source.with_name("es.po")
    path.write_text(
        f'msgid ""\nmsgstr ""\n"Language: es\\n"\n"Content-Type: text/plain; charset=UTF-8\\n"\n\n'
        f'msgctxt "title/heading"\nmsgid "{title}"\nmsgstr "{title.split()[0]} 1. ¿Quién?"\n',
        encoding="utf-8",
    )
    return path
