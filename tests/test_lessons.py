"""Every lesson: it runs, its pupil copy stops where it should, and what it says is so."""

from __future__ import annotations

import copy
import itertools
import re
from functools import cache
from pathlib import Path

import nbformat
import pytest
import textstat
import yaml
from markdown_it import MarkdownIt
from nbclient import NotebookClient

from howcome_instructor.claims import marks
from howcome_instructor.clean import findings
from howcome_instructor.release import AUTHOR_ONLY, pupil_copy

HOME = Path(__file__).parent.parent
SOURCES = sorted((HOME / "curriculum").glob("*/*/*.ipynb"))
GUIDED = [path for path in SOURCES if path.parts[-3] in ("elementary", "middle")]
RECORD = {
    *("title", "stage", "minutes", "subjects", "question", "activities", "dataset", "model"),
    *("standards", "safe", "graduate_profile", "aias_level", "vocabulary", "misconceptions"),
    "care",
}
SECTIONS = (
    *("Before you teach", "Plan", "Listen for", "Two wrong ideas", "Without computers"),
    *("Good answers", "At home"),
)
BLOCKED = """
import sys
from importlib.abc import MetaPathFinder

class Nothing(MetaPathFinder):
    def find_spec(self, name, path=None, target=None):
        if name.split(".")[0] in {"numpy", "pandas", "scipy", "sklearn", "matplotlib", "PIL"}:
            raise ModuleNotFoundError(f"{name} is blocked in this test")

sys.meta_path.insert(0, Nothing())
"""
HINT = re.compile(r"hint\(\s*\"(?P<id>[\w-]+)\"")


def lessons(paths):
    return pytest.mark.parametrize("path", paths, ids=lambda path: path.stem)


def source(path: Path) -> nbformat.NotebookNode:
    return nbformat.read(path, as_version=4)


@cache
def guide(path: Path) -> tuple[dict, str]:
    """The record and the text of a lesson's guide."""
    where = HOME / "instructor" / "guides" / path.parts[-3] / f"{path.stem}.md"
    _, front, text = where.read_text(encoding="utf-8").split("---\n", 2)
    return yaml.safe_load(front), text


def grade_id(cell) -> str:
    return cell.metadata.get("nbgrader", {}).get("grade_id", "")


def execute(nb, path: Path, **how) -> None:
    NotebookClient(nb, timeout=60, kernel_name="python3", **how).execute(cwd=path.parent)


def test_there_are_lessons_for_every_band():
    assert {path.parts[-3] for path in SOURCES} == {"elementary", "middle", "high"}
    names = [path.stem for path in SOURCES]
    assert len(set(names)) == len(names), "a gradebook drops the band from the path"


@lessons(SOURCES)
def test_the_map_says_what_the_guide_says(path):
    record = guide(path)[0]
    text = (HOME / "curriculum" / "README.md").read_text(encoding="utf-8")
    row = next(line for line in text.splitlines() if f"[{path.stem}]" in line)
    cells = [cell.strip() for cell in row.strip("|").split("|")]
    assert cells[1:4] == [record["stage"], str(record["minutes"]), record["question"]]
    title = source(path).cells[0].source
    assert f"{record['minutes']} minutes" in title
    assert record["title"] in title


@lessons(SOURCES)
def test_the_notebook_is_clean(path):
    assert findings(path.read_text(encoding="utf-8")) == []
    nb = source(path)
    assert nb.metadata["howcome"]["lesson"] == path.stem == path.parent.name


@lessons(SOURCES)
def test_a_pupils_copy_fails_at_its_unsolved_checks_and_only_there(path):
    """A run stops at the first of them; run on, each other one gives no points either."""
    nb = pupil_copy(source(path))
    checks = [cell for cell in nb.cells if cell.metadata.get("nbgrader", {}).get("grade")]
    execute(nb, path, allow_errors=True)
    failed = {
        grade_id(cell): output.ename
        for cell in nb.cells
        for output in cell.get("outputs", [])
        if output.output_type == "error"
    }
    unsolved = [grade_id(cell) for cell in checks if cell.cell_type == "code"]
    assert list(failed.items()) == [(task, "NotYet") for task in unsolved]


@lessons(GUIDED)
def test_it_runs_whole_without_anything_compiled(path):
    nb = source(path)
    nb.cells.insert(0, nbformat.v4.new_code_cell(BLOCKED))
    execute(nb, path)


@lessons(SOURCES)
def test_every_claim_is_marked_and_measured(path):
    nb = source(path)
    _, text = guide(path)
    prose = [cell.source for cell in nb.cells if cell.cell_type == "markdown"] + [text]
    marked = {name: words for part in prose for name, words in marks(part).items()}
    measured = {}
    for cell in nb.cells:
        if AUTHOR_ONLY in cell.metadata.get("tags", []):
            measured |= dict(re.findall(r'claim\(\s*"([\w-]+)",\s*"([^"]+)"', cell.source))
    assert marked.keys() == measured.keys()
    assert measured, "a lesson about a toy that breaks says by how much"
    for part in prose:
        for name, words in marks(part).items():
            said = " ".join(words.split())
            assert measured[name] in said, f"{name}: the prose says {said!r}"


@lessons(SOURCES)
def test_the_words_fit_the_band(path):
    """Flesch-Kincaid over the sentences of the whole lesson, code and tables left out."""
    sentences = []
    for cell in source(path).cells:
        if cell.cell_type == "markdown":
            sentences += prose(cell.source)
    limit = {"elementary": 4.5, "middle": 7.5, "high": 10.0}[path.parts[-3]]
    assert textstat.flesch_kincaid_grade(" ".join(sentences)) <= limit


def prose(text: str) -> list[str]:
    """The paragraphs and list items of a Markdown text, each ended like a sentence."""
    tokens = MarkdownIt().parse(re.sub(r"<!--.*?-->", "", text))
    found = []
    for before, token in itertools.pairwise(tokens):
        if token.type == "inline" and before.type == "paragraph_open":
            said = "".join(
                " " if part.type == "softbreak" else part.content for part in token.children
            ).strip()
            found.append(said if said[-1:] in ".?!" else f"{said}.")
    return found


@lessons(SOURCES)
def test_the_guide_is_whole(path):
    record, text = guide(path)
    assert set(record) >= RECORD
    headings = re.findall(r"^## (.+)$", text, re.MULTILINE)
    assert [one for one in headings if one in SECTIONS] == list(SECTIONS)
    assert ("If talk gets hard" in headings) == bool(record["care"])
    plan = text.split("## Plan")[1].split("\n## ")[0]
    minutes = [int(row) for row in re.findall(r"^\|[^|]*\|\s*(\d+)\s*\|", plan, re.MULTILINE)]
    assert sum(minutes) == int(record["minutes"]), "the plan's minutes add up"


@lessons(SOURCES)
def test_the_family_card_is_short_and_in_two_languages(path):
    home = guide(path)[1].split("## At home")[1].split("\n## ")[0]
    cards = re.split(r"^### .+$", home, flags=re.MULTILINE)[1:]
    assert len(cards) == 2, "one card in English, one in Spanish"
    assert [len(card.split()) <= 90 for card in cards] == [True, True]


@lessons(SOURCES)
def test_standards_exist_in_the_version_named(path):
    known = standards()
    for framework, ids in guide(path)[0]["standards"].items():
        assert set(ids) <= known[framework], framework


@cache
def standards() -> dict[str, set[str]]:
    files = (HOME / "curriculum" / "standards").glob("*.yaml")
    read = [yaml.safe_load(file.read_text(encoding="utf-8")) for file in files]
    return {one["id"]: {item["id"] for item in one["items"]} for one in read}


WRONG = [
    pytest.param(path, idea, id=idea["id"])
    for path in SOURCES
    for idea in guide(path)[0]["misconceptions"]
    if "wrong" in idea
]


@pytest.mark.parametrize(("path", "idea"), WRONG)
def test_a_wrong_answer_is_refused_and_the_feedback_names_the_idea(path, idea):
    nb = source(path)
    last = next(at for at, cell in enumerate(nb.cells) if grade_id(cell) == f"check-{idea['task']}")
    nb.cells = copy.deepcopy(nb.cells[: last + 1])
    check = nb.cells[last]
    answer = next(
        cell
        for cell in nb.cells
        if grade_id(cell) in (f"answer-{idea['task']}", idea["task"])
        and cell.metadata["nbgrader"]["solution"]
    )
    wrong = idea["wrong"]
    if isinstance(wrong, dict):
        variable = re.search(r"^(\w+)\.answer\(", answer.source, re.MULTILINE)[1]
        wrong = f"{variable}.answer(**{wrong!r})"
    answer.source = wrong
    lines = "\n".join(f"    {line}" for line in check.source.splitlines())
    check.source = (
        "from howcome.checks import NotYet\n"
        f"try:\n{lines}\nexcept NotYet as refused:\n    print('named:', refused.misconception)"
    )
    execute(nb, path)
    said = "".join(output.get("text", "") for output in check.outputs)
    assert f"named: {idea['id']}" in said


@lessons(SOURCES)
def test_every_hint_in_the_notebook_is_an_idea_of_the_guide(path):
    used = {found for cell in source(path).cells for found in HINT.findall(cell.source)}
    assert used == {idea["id"] for idea in guide(path)[0]["misconceptions"]}
