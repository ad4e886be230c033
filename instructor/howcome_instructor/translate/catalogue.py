"""The file of messages, `es.po`: read and written whole, with what it says about its review."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from ..errors import BadInput
from .messages import Message

if TYPE_CHECKING:
    from polib import POEntry

HEAD = """\
A lesson in Spanish. Write the Spanish of each "msgid" into its "msgstr".
What stands in { } is filled in by the lesson: keep it as it is. Keep <!-- claim: … --> right behind
its number, and the signs of Markdown (**, *, #, |, [ ]( )). "fuzzy" means that the English has
changed: mend the Spanish, then take "fuzzy" away. The words to use stand in curriculum/GLOSARIO.md.
Do not edit "msgid": `howcome translate {lesson} {language}` takes it from the lesson."""
_LINE = re.compile(
    r"#(?!~).*|#~\|.*|(?:#~\s*)?(?:msg(?:ctxt|id|id_plural|str)(?:\[\d+\])?\s+)?"
    r'"(?:[^"\\]|\\.)*"'
)
REVIEWED = re.compile(r"(?P<when>\d{4}-\d\d-\d\d), (?P<who>.*) \(sha256 (?P<digest>[0-9a-f]+)\)")


@dataclass
class Catalogue:
    """One lesson's translations.

    Attributes:
        path: where the file is, or will be.
        entries: what polib read, the ones no longer in the lesson (obsolete) too.
        about: the header, name -> value.
        head: the comment above the header: ours, or what a translator wrote there.
    """

    path: Path
    entries: list[POEntry] = field(default_factory=list)
    about: dict[str, str] = field(default_factory=dict)
    head: str = ""

    @property
    def live(self) -> list[POEntry]:
        """The entries that are in the lesson, as far as the file knows."""
        return [entry for entry in self.entries if not entry.obsolete]

    def entry(self, message: Message) -> POEntry | None:
        """The entry of a message; one with the same words elsewhere will do."""
        by_words = None
        for entry in self.live:
            if entry.msgid == message.text:
                if entry.msgctxt == message.context:
                    return entry
                if by_words is None or (entry.msgctxt or "").startswith(f"{message.cell}/"):
                    by_words = entry
        return by_words

    @property
    def digest(self) -> str:
        """What a review holds for: all translations, whatever their order."""
        said = sorted(entry.msgstr for entry in self.live if entry.msgstr)
        return hashlib.sha256(json.dumps(said).encode()).hexdigest()[:12]

    @property
    def reviewed(self) -> str:
        """`no`; date and role; or that it has changed since."""
        found = REVIEWED.fullmatch(self.about.get("X-Reviewed", "no"))
        if not found:
            return "no"
        said = f"{found['when']}, {found['who']}"
        return said if found["digest"] == self.digest else f"changed since {said}"

    def review(self, who: str) -> None:
        """Note that a person has read all of it, today."""
        who = " ".join(who.split())
        self.about["X-Reviewed"] = f"{date.today():%Y-%m-%d}, {who} (sha256 {self.digest})"

    def text(self, lesson: str, language: str) -> str:
        """The whole file."""
        import polib

        po = polib.POFile()
        ours = HEAD.replace("{lesson}", lesson).replace("{language}", language)
        po.header = self.head or ours
        po.metadata = {
            "Project-Id-Version": lesson,
            "Language": language,
            "MIME-Version": "1.0",
            "Content-Type": "text/plain; charset=UTF-8",
            "Content-Transfer-Encoding": "8bit",
            **self.about,
        }
        po.metadata.setdefault("X-Reviewed", "no")
        po.extend(self.entries)
        return f"{po}".rstrip("\n") + "\n"


def place_of(lesson: Path, language: str) -> Path:
    """Where the messages of a lesson's notebook are."""
    return lesson.with_name(f"{language}.po")


def read(path: Path) -> Catalogue:
    """Read a file of messages; an empty catalogue where there is none.

    Raises BadInput, with the line, for a file that is damaged.
    """
    import polib

    try:
        text = path.read_bytes().decode("utf-8-sig").replace("\r\n", "\n")
    except FileNotFoundError:
        return Catalogue(path)
    except (OSError, UnicodeDecodeError) as error:
        raise BadInput(f"{path} cannot be read as UTF-8; save it so, then try again.") from error
    _check_lines(path, text)
    try:
        po = polib.pofile(text if text.endswith("\n") else f"{text}\n")
    except (OSError, ValueError, IndexError, AttributeError) as error:
        found = re.search(r"\(line (\d+)\)", str(error))
        raise BadInput(_damage(path, int(found[1]) if found else 1, text)) from error
    if not po.metadata and text.strip():
        raise BadInput(f"{path}, line 1: this does not begin as a file of messages does (msgid).")
    return Catalogue(path, list(po), dict(po.metadata), po.header)


def _check_lines(path: Path, text: str) -> None:
    """Raise BadInput for a line that is no part of a message: polib would leave words out."""
    for number, line in enumerate(text.splitlines(), start=1):
        if line.strip() and not _LINE.fullmatch(line.strip()):
            raise BadInput(_damage(path, number, text))


def _damage(path: Path, line: int, text: str) -> str:
    lines = text.splitlines()
    said = lines[line - 1].strip() if 0 < line <= len(lines) else ""
    why = "this is no part of a message"
    if re.match(r"(#~\s*)?(msg|\")", said):
        why = 'words stand between two ", and a " among them is written \\"'
    said = said if len(said) <= 60 else f"{said[:59]}…"
    return (
        f"{path}, line {line}: {why}: {said} Mend this line, or put the file back from a backup; "
        "nothing was changed."
    )


def doubled(entries: Iterable[POEntry]) -> Iterator[tuple[int, str]]:
    """(line, context) of each entry that stands in the file a second time."""
    seen = set()
    for entry in entries:
        key = (entry.msgctxt, entry.msgid)
        if key in seen:
            yield entry.linenum, entry.msgctxt or entry.msgid[:40]
        seen.add(key)
