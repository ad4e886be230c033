"""The environment of a kernel without a sandbox: enough to run, and none of our own secrets."""

from __future__ import annotations

import importlib.util
import os
import site
from functools import cache
from pathlib import Path

from .processes import MARK

KEPT = """PATH LANG LC_ALL LC_CTYPE TZ VIRTUAL_ENV PYTHONPATH PYTHONHOME LD_LIBRARY_PATH
DYLD_LIBRARY_PATH SYSTEMROOT SYSTEMDRIVE WINDIR COMSPEC PATHEXT NUMBER_OF_PROCESSORS
PROCESSOR_ARCHITECTURE OMP_NUM_THREADS OPENBLAS_NUM_THREADS MKL_NUM_THREADS"""
"""What a program needs to start at all; tokens and passwords have other names."""

HOMES = """HOME USERPROFILE APPDATA LOCALAPPDATA XDG_CACHE_HOME XDG_CONFIG_HOME IPYTHONDIR
JUPYTER_CONFIG_DIR JUPYTER_DATA_DIR JUPYTER_RUNTIME_DIR MPLCONFIGDIR"""
"""What names a folder of the person's own."""


def kernel_environment(home: Path, work: Path, notebook: Path) -> dict[str, str]:
    """What a kernel gets to know: its own folders in place of ours.

    That keeps an honest pupil's file out of the teacher's home, and no one else.
    """
    env = {name: os.environ[name] for name in KEPT.split() if name in os.environ}
    own = dict.fromkeys(HOMES.split(), str(home / "home"))
    own |= dict.fromkeys(("TMPDIR", "TEMP", "TMP"), str(work))
    # packages that were installed for one user are found through the home, which is another now
    own["PYTHONUSERBASE"] = site.getuserbase()
    # what nbgrader tells to code that it runs
    own["NBGRADER_EXECUTION"] = "autograde"
    return {**env, **own, MARK: str(notebook)}


@cache
def fonts() -> tuple[Path, ...]:
    """matplotlib's lists of fonts, made once: a kernel without one takes seconds to make it."""
    if importlib.util.find_spec("matplotlib") is None:
        return ()
    import matplotlib

    def lists() -> tuple[Path, ...]:
        return tuple(Path(matplotlib.get_cachedir()).glob("fontlist-*.json"))

    if not lists():
        import matplotlib.font_manager
    return lists()
