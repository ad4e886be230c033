"""Every link and path in a Markdown file, guide or lesson leads somewhere."""

from __future__ import annotations

import json
from pathlib import Path
from urllib.parse import unquote, urlsplit

import pytest
from markdown_it import MarkdownIt

HOME = Path(__file__).parent.parent
SKIPPED = {".venv", "node_modules", ".git", "test-results", ".pytest_cache", "dist"}
# Made in the pupil's folder by `howcome lab`; there it lies one folder above each lesson.
MADE = {"../Lessons.md"}


def documents() -> list[Path]:
    return sorted(
        path
        for ending in ("*.md", "*.ipynb")
        for path in HOME.rglob(ending)
        if not SKIPPED & set(path.relative_to(HOME).parts)
    )


def text_of(path: Path) -> str:
    text = path.read_text(encoding="utf-8")
    if path.suffix == ".md":
        return text
    cells = json.loads(text)["cells"]
    return "\n\n".join("".join(cell["source"]) for cell in cells if cell["cell_type"] == "markdown")


def targets(text: str) -> list[str]:
    """Where the links and pictures of a Markdown text lead."""
    found = []
    for block in MarkdownIt().parse(text):
        for token in block.children or []:
            target = token.attrGet("href") or token.attrGet("src")
            if target:
                found.append(str(target))
    return found


def broken(path: Path) -> list[str]:
    wrong = []
    for target in targets(text_of(path)):
        parts = urlsplit(target)
        if parts.scheme or not parts.path or target in MADE:
            continue
        if not (path.parent / unquote(parts.path)).exists():
            wrong.append(target)
    return wrong


@pytest.mark.parametrize("path", documents(), ids=lambda path: str(path.relative_to(HOME)))
def test_every_link_leads_somewhere(path):
    assert broken(path) == []


def test_a_dead_link_is_found(tmp_path):
    page = tmp_path / "page.md"
    page.write_text("[here](page.md) [gone](gone.md) [web](https://example.org)")
    assert broken(page) == ["gone.md"]
