"""The recipe "A lesson" of CONTRIBUTING.md, followed to the letter by a new author.

The commands are read from the page, so that it stays true. Between them the author fills the
blanks, with the words in recipe_lesson.yaml, and leaves behind what Jupyter leaves in a file.
"""

from __future__ import annotations

import json
import re
import shlex
import shutil
from pathlib import Path

import nbformat
import pytest
import yaml
from click.testing import CliRunner
from nbformat.v4 import new_output

from howcome_instructor.cli import main
from howcome_instructor.new.blanks import SIGN

HOME = Path(__file__).parent.parent
RECIPE = HOME / "CONTRIBUTING.md"
NAME = "m17-what-did-it-read"


def steps() -> list[str]:
    """The commands of the recipe, in order."""
    page = RECIPE.read_text(encoding="utf-8")
    section = page.split("\n## A lesson\n")[1].split("\n## ")[0]
    return re.findall(r"^ {4,}((?:howcome|jupyter) .*)$", section, re.MULTILINE)


class Author:
    """A new author with a checkout of their own, who types what the recipe says."""

    def __init__(self, home: Path):
        self.home = home
        self.curriculum = home / "curriculum"
        self.notebook = self.curriculum / "middle" / NAME / f"{NAME}.ipynb"
        self.guide = home / "instructor" / "guides" / "middle" / f"{NAME}.md"
        self.pupil = home / "pupil"
        shutil.copytree(HOME / "curriculum" / "standards", self.curriculum / "standards")
        shutil.copy(HOME / "curriculum" / "README.md", self.curriculum)
        # sixteen lessons are there before: the next free number is the recipe's
        (self.curriculum / "middle" / "m16-audit-day").mkdir(parents=True)

    def types(self, step: str, *more: str):
        """Run one command of the recipe, on this author's own curriculum."""
        _, *words = shlex.split(step)
        return CliRunner().invoke(main, [*words, *more, "--curriculum", str(self.curriculum)])

    def findings(self, step: str) -> dict[str, list[dict]]:
        """Rule -> what `howcome check` finds."""
        found = json.loads(self.types(step, "--json").stdout)[NAME]
        return {rule: [one for one in found if one["rule"] == rule] for rule in rules(found)}

    def fills_the_blanks(self) -> None:
        """Write the words of recipe_lesson.yaml where the blanks are."""
        words = yaml.safe_load(Path(__file__).with_name("recipe_lesson.yaml").read_text("utf-8"))
        notebook = nbformat.read(self.notebook, as_version=4)
        for cell in notebook.cells:
            cell.source = filled(cell.source, words["notebook"])
        nbformat.write(notebook, self.notebook)
        guide = self.guide.read_text(encoding="utf-8").replace("[S, A, F, E]", "[F]")
        self.guide.write_text(filled(guide, words["guide"]), encoding="utf-8")
        left = [self.notebook.read_text(encoding="utf-8"), self.guide.read_text(encoding="utf-8")]
        assert SIGN not in "".join(left)

    def saves_in_jupyter(self) -> None:
        """Leave behind what a run leaves."""
        notebook = nbformat.read(self.notebook, as_version=4)
        for count, cell in enumerate(notebook.cells, start=1):
            if cell.cell_type == "code":
                cell.execution_count = count
                cell.outputs = [new_output("stream", name="stdout", text="hello")]
                cell.metadata["scrolled"] = True
        notebook.metadata["language_info"] = {"name": "python", "version": "3.11.7"}
        nbformat.write(notebook, self.notebook)


def filled(text: str, words: dict[str, str]) -> str:
    """A text with the author's words for its blanks; a long blank before one it begins with."""
    for blank in sorted(words, key=len, reverse=True):
        text = text.replace(f"{SIGN} {blank}", words[blank])
    return text


def rules(found: list[dict]) -> list[str]:
    return list(dict.fromkeys(one["rule"] for one in found))


@pytest.fixture
def author(tmp_path) -> Author:
    return Author(tmp_path)


def test_a_new_author_follows_the_recipe(author):
    make, opened, quick, mend, whole, lab, standards = steps()

    made = author.types(make)
    assert made.exit_code == 0, made.output
    assert f"jupyter lab {author.home}" in made.output.replace("'", "")
    assert author.notebook.is_file()
    assert author.guide.is_file()

    assert opened == "jupyter lab"
    assert set(author.findings(quick)) == {"structure.blank_left"}
    author.fills_the_blanks()
    assert author.findings(quick) == {}

    author.saves_in_jupyter()
    assert set(author.findings(quick)) == {"structure.dirty_notebook"}
    mended = author.types(mend)
    assert mended.exit_code == 0, mended.output

    assert author.findings(whole) == {}
    assert author.types(whole).exit_code == 0

    pupil = author.types(lab, str(author.pupil), "--copies-only")
    assert pupil.exit_code == 0, pupil.output
    copy = nbformat.read(author.pupil / "middle" / f"{NAME}.ipynb", as_version=4)
    assert "BEGIN SOLUTION" not in nbformat.writes(copy)
    assert [cell.id for cell in copy.cells][-1] == "next"

    assert author.types(standards).exit_code == 0
    assert f"[{NAME}]" in (author.curriculum / "README.md").read_text(encoding="utf-8")
    coverage = (author.curriculum / "COVERAGE.md").read_text(encoding="utf-8")
    assert "3-C-iii.6-8 (m17)" in coverage
    assert author.types("howcome standards --check").exit_code == 0
