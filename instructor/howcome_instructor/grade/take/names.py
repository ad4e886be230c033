"""Names of files in archives: decoded, made into parts, and refused when they lead elsewhere."""

from __future__ import annotations

import re

ARCHIVES = (".zip", ".tar.gz", ".tgz", ".tar")
UNKNOWN_ARCHIVES = (".7z", ".rar", ".gz", ".bz2", ".xz", ".tar.bz2", ".tar.xz", ".zipx")

# Made by systems and programs, by nobody's hand.
_IGNORED = {"__macosx", ".ds_store", "thumbs.db", "desktop.ini", ".ipynb_checkpoints", ".howcome"}
_IGNORED |= {".git", "__pycache__", ".fseventsd", ".spotlight-v100", ".trashes", "$recycle.bin"}


def is_ignored(part: str) -> bool:
    """Whether a file or folder of this name is nobody's work."""
    return part.casefold() in _IGNORED or part.startswith(("~$", "._", ".~lock."))


def may_be_notebook(name: str) -> bool:
    """Whether a file of this name may hold a notebook; browsers add .json or .txt to .ipynb."""
    name = name.casefold()
    return bool(re.search(r"\.ipynb\b", name)) or name.endswith((".json", ".txt"))


def is_notebook_name(name: str) -> bool:
    """Whether a name says outright that it is a notebook."""
    name = name.casefold()
    return bool(re.search(r"\.ipynb\b", name)) and not name.endswith((*ARCHIVES, ".html"))


def is_archive(name: str) -> bool:
    """Whether a file of this name is an archive that is opened."""
    return name.casefold().endswith(ARCHIVES)


def is_unknown_archive(name: str) -> bool:
    """Whether it is an archive that is not opened."""
    return name.casefold().endswith(UNKNOWN_ARCHIVES) and not is_archive(name)


def parts_of(name: str) -> tuple[str, ...] | None:
    """The parts of a path in an archive; None for one that leads out of it.

    Nothing is ever unpacked under such a name. It is refused all the same, and named: no platform
    writes it. A backslash divides, as in zips that some Windows programs make.

    >>> parts_of("a\\\\b/c.ipynb"), parts_of("../c.ipynb"), parts_of("C:/c.ipynb")
    (('a', 'b', 'c.ipynb'), None, None)
    """
    path = name.replace("\\", "/")
    parts = tuple(part for part in path.split("/") if part not in ("", "."))
    if path.startswith("/") or ".." in parts or re.match(r"[A-Za-z]:", path) or "\0" in name:
        return None
    return parts


def stem(name: str) -> str:
    """A name without `.ipynb`, `.zip` and what comes after them."""
    return re.sub(r"(?i)(\.ipynb\b.*|\.zip|\.tar\.gz|\.tgz|\.tar|\.json|\.txt)$", "", name)


def redecoded(name: str) -> str:
    """A zip's name that is not marked as UTF-8, and was therefore read as code page 437.

    macOS and PHP write UTF-8 all the same; Windows in Western Europe writes page 850, which has
    the capital accents where 437 draws lines.

    >>> redecoded("Núñez".encode().decode("cp437"))
    'Núñez'
    >>> redecoded("ÁVILA".encode("cp850").decode("cp437"))
    'ÁVILA'
    """
    try:
        raw = name.encode("cp437")
    except UnicodeEncodeError:
        return name
    if raw.isascii():
        return name
    try:
        return raw.decode("utf-8")
    except UnicodeDecodeError:
        drawn = re.search(r"[\u2500-\u25ff\u0391-\u03c9\u2200-\u22ff]", name)
        return raw.decode("cp850") if drawn else name
