"""The packages Howcome needs, against the bounds in its own metadata: no list is copied here."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from importlib import metadata

from .finding import ATTENTION, FAILS, OK, Finding

EXTRAS = ("", "lab", "teach")
"""Howcome's own needs, a pupil's, a teacher's; each holds the one before."""


def install(extra: str) -> str:
    """What to type, so that this very Python gets all of an extra, from where Howcome came."""
    from ..sources import checkout_curriculum

    checkout = checkout_curriculum()
    source = (
        f"--editable {_quoted(checkout.parent, extra)}" if checkout else _quoted("howcome", extra)
    )
    return f'"{sys.executable}" -m pip install {source}'


def _quoted(source: object, extra: str) -> str:
    return f'"{source}[{extra}]"' if extra else f'"{source}"'


def howcome() -> Finding:
    """Howcome's own version, and whether lessons come from sources or from the package."""
    from ..errors import BadInput
    from ..sources import find

    version = metadata.version("howcome")
    try:
        lessons = find()
    except BadInput as error:
        return Finding("Howcome", FAILS, f"Howcome {version}, without lessons.", str(error))
    kind = "sources, with answers" if lessons[0].answers else "pupils' copies, without answers"
    return Finding("Howcome", OK, f"Howcome {version} with {len(lessons)} lessons ({kind}).")


def jupyterlab() -> Finding:
    """JupyterLab, in which lessons open."""
    return _one("jupyterlab", "JupyterLab", FAILS, "Lessons open in JupyterLab.")


def nbgrader() -> Finding:
    """nbgrader: in a checkout the pupils' copies are made with it; else only teachers need it."""
    from ..errors import BadInput
    from ..sources import find

    try:
        needed = find()[0].answers
    except BadInput:
        needed = False
    why = "Pupils' copies are made with it." if needed else "Needed only to teach: to mark."
    found = _one("nbgrader", "nbgrader", FAILS if needed else ATTENTION, why)
    if found.state != OK:
        return found
    try:
        import nbgrader.api  # noqa: F401 -- installed is one thing, working another
    except Exception as error:  # whatever a half-updated installation throws
        return Finding(
            "nbgrader",
            FAILS if needed else ATTENTION,
            f"nbgrader does not start: {type(error).__name__}: {error}.",
            f"Install it again. {why}",
            (f'"{sys.executable}" -m pip install --force-reinstall nbgrader',),
        )
    return found


def others() -> Finding:
    """Everything else of the extras `lab` and `teach`, in one line."""
    wrong, fine, extras = [], 0, set()
    if installed("packaging") is None:
        return Finding(
            "packages",
            FAILS,
            "Most packages are missing.",
            "Install what lessons need.",
            (install("lab"),),
        )
    for name, extra, bounds in requirements():
        if name in ("jupyterlab", "nbgrader"):
            continue
        version = installed(name)
        if version is None or not bounds.contains(version, prereleases=True):
            wrong.append(f"{name} {version or 'is missing'} (wanted: {bounds or 'any'})")
            extras.add(extra)
        else:
            fine += 1
    if not wrong:
        return Finding("packages", OK, f"{fine} more packages are within their bounds.")
    only_teach = extras <= {"teach"}
    return Finding(
        "packages",
        ATTENTION if only_teach else FAILS,
        f"{'; '.join(wrong)}.",
        "Install what is missing, for courses and marking."
        if only_teach
        else "Install Howcome's packages again.",
        (install(max(extras, key=EXTRAS.index)),),
    )


def requirements() -> Iterator[tuple[str, str, object]]:
    """(name, extra, bounds) of all that Howcome, a pupil's lab and teaching need, once each.

    Takes `packaging`, which JupyterLab and matplotlib bring.
    """
    from packaging.requirements import Requirement

    seen = set()
    listed = [Requirement(line) for line in metadata.requires("howcome") or ()]
    for extra in EXTRAS:
        for one in listed:
            wanted = one.marker is None or one.marker.evaluate({"extra": extra})
            if wanted and one.name not in seen and one.name != "howcome":
                seen.add(one.name)
                yield one.name, extra, one.specifier


def installed(name: str) -> str | None:
    """The installed version of a package, or None."""
    try:
        return metadata.version(name)
    except metadata.PackageNotFoundError:
        return None


def _one(package: str, name: str, state: str, why: str) -> Finding:
    version = installed(package)
    if version is None:
        return Finding(
            name, state, f"{name} is not installed.", f"Install it. {why}", (install("lab"),)
        )
    bounds = next(bounds for known, _extra, bounds in requirements() if known == package)
    if not bounds.contains(version, prereleases=True):
        return Finding(
            name,
            state,
            f"{name} {version} is not within {bounds}.",
            f"Install a version that Howcome knows. {why}",
            (f'"{sys.executable}" -m pip install "{package}{bounds}"',),
        )
    return Finding(name, OK, f"{name} {version}.")
