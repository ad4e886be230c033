"""The outer wall: bubblewrap, with the packages read-only in sight and nothing else."""

from __future__ import annotations

import importlib.util
import os
import shutil
import sys
from pathlib import Path

INSIDE = "/run/howcome/inside"
CACHE = "/run/howcome/cache"

_SYSTEM = ("/bin", "/lib", "/lib32", "/lib64", "/libx32", "/sbin")
# Libraries, fonts and the time zone; no accounts, no names of machines.
_ETC = ("alternatives", "fonts", "ld.so.cache", "ld.so.conf", "ld.so.conf.d", "localtime")
_ETC += ("matplotlibrc", "mime.types", "timezone")
_ROOT_CAPABILITIES = ("CAP_SYS_ADMIN", "CAP_SETUID", "CAP_SETGID", "CAP_SETPCAP", "CAP_CHOWN")
_USER_CAPABILITIES = ("CAP_SYS_ADMIN",)

FIRST_USER = 59_000
"""As root, children are given users from here on: above people, below systemd's."""


def find() -> str | None:
    """The path of the program, or None."""
    return shutil.which("bwrap")


def as_root() -> bool:
    """Whether marking runs as root, and children change to a user that nobody has."""
    return os.geteuid() == 0


def command(code: str, arguments: list[str], passwd: int) -> list[str]:
    """The command line that runs `code` in this Python inside the outer wall.

    `passwd` is a file descriptor with a list of one user, the pupil.
    """
    line = [find() or "bwrap", "--unshare-ipc", "--unshare-pid", "--unshare-net", "--unshare-uts"]
    # without a process of bubblewrap's own in between, none is left for others to clear away
    line += ["--as-pid-1", "--unshare-cgroup-try", "--hostname", "howcome", "--cap-drop", "ALL"]
    if not as_root():
        line += ["--unshare-user", "--uid", "1000", "--gid", "1000"]
    for capability in _ROOT_CAPABILITIES if as_root() else _USER_CAPABILITIES:
        line += ["--cap-add", capability]
    line += ["--die-with-parent", "--new-session", "--clearenv"]
    for name, value in environment().items():
        line += ["--setenv", name, value]
    line += ["--ro-bind", "/usr", "/usr"]
    for path in _SYSTEM:
        if os.path.islink(path):
            line += ["--symlink", os.readlink(path), path]
        elif os.path.isdir(path):
            line += ["--ro-bind", path, path]
    for name in _ETC:
        line += ["--ro-bind-try", f"/etc/{name}", f"/etc/{name}"]
    line += ["--tmpfs", "/tmp"]  # first: a checkout may lie in it
    line += _open_parents(packages())
    for path in packages():
        line += ["--ro-bind", path, path]
    for path in _lessons_in_packages():
        line += ["--tmpfs", path, "--remount-ro", path]
    line += ["--ro-bind", str(Path(__file__).parent / "inside"), INSIDE]
    line += ["--proc", "/proc", "--dev", "/dev", "--tmpfs", CACHE]
    line += ["--dir", "/scratch", "--dir", "/home/pupil"]
    if not _lie_in("/var/tmp"):
        line += ["--symlink", "/tmp", "/var/tmp"]
    if _lie_in("/tmp"):
        line += ["--remount-ro", "/tmp"]
    line += ["--ro-bind-data", str(passwd), "/etc/passwd"]
    line += ["--remount-ro", "/dev", "--remount-ro", "/", "--chdir", "/", "--"]
    start = f"import sys; sys.path.insert(0, {os.path.dirname(INSIDE)!r}); {code}"
    return [*line, sys.executable, "-I", "-c", start, *arguments]


PASSWD = b"pupil:x:1000:1000:pupil:/home/pupil:/bin/sh\n"


def environment() -> dict[str, str]:
    """The whole environment of a child, but for the names of its files."""
    one_thread = ("MKL", "NUMEXPR", "OMP", "OPENBLAS", "VECLIB_MAXIMUM")
    return {
        **{f"{name}_NUM_THREADS": "1" for name in one_thread},
        "HOME": "/home/pupil",
        "IPYTHONDIR": "/home/pupil/.ipython",
        "LANG": "C.UTF-8",
        "LOGNAME": "pupil",
        "MPLBACKEND": "module://matplotlib_inline.backend_inline",
        "MPLCONFIGDIR": f"{CACHE}/matplotlib",
        "NBGRADER_EXECUTION": "autograde",
        "PATH": os.pathsep.join((os.path.dirname(sys.executable), "/usr/bin", "/bin")),
        "PYTHONDONTWRITEBYTECODE": "1",
        "PYTHONNOUSERSITE": "1",
        # where packages lie in /tmp it is not for writing; a child then has another (zygote.py)
        "TMPDIR": CACHE if _lie_in("/tmp") else "/tmp",
        "USER": "pupil",
    }


def packages() -> list[str]:
    """The folders that Python and its packages need, and no parent of anything else.

    An editable install names a whole checkout; of that, only the pupil's package and the data
    sets are in sight: no lesson sources, which hold the answers.
    """
    prefixes = [sys.prefix, sys.base_prefix, sys.exec_prefix]
    prefixes.append(os.path.dirname(os.path.dirname(os.path.realpath(sys.executable))))
    found = [*prefixes, *(path for path in sys.path if _holds_packages(path))]
    package = importlib.util.find_spec("howcome")  # finds, and imports nothing
    for place in (package and package.submodule_search_locations) or ():
        found += [place, os.path.join(os.path.dirname(os.path.dirname(place)), "datasets")]
    found += [os.path.realpath(path) for path in found]
    outermost: list[str] = []
    for path in sorted({os.path.abspath(path) for path in found}):
        if not os.path.isdir(path) or within(path, ["/usr", *outermost]):
            continue
        if not within(str(Path.home()), [path]):  # never a whole home, nor the whole disk
            outermost.append(path)
    return outermost


def search_path() -> list[str]:
    """This process's sys.path, as far as it is in sight inside."""
    seen = ["/usr", *packages()]
    inside = [path for path in sys.path if path and within(path, seen)]
    package = importlib.util.find_spec("howcome")
    for place in (package and package.submodule_search_locations) or ():
        if os.path.dirname(place) not in inside:
            inside.append(os.path.dirname(place))
    return inside


def within(path: str, folders: list[str]) -> bool:
    """Whether a path is one of the folders, or beneath one."""
    return any(path == folder or path.startswith(folder.rstrip("/") + "/") for folder in folders)


def _lie_in(folder: str) -> bool:
    """Whether a package lies in a folder that would be covered inside."""
    return any(within(path, [folder]) for path in packages())


def _open_parents(paths: list[str]) -> list[str]:
    """Make the folders above each path; bubblewrap's own choice lets only root through."""
    parents = {str(parent) for path in (*paths, INSIDE, CACHE) for parent in Path(path).parents}
    line = []
    for parent in sorted(parents - {"/", "/usr"}):
        line += ["--perms", "0755", "--dir", parent]
    return line


def _holds_packages(path: str) -> bool:
    return os.path.basename(path) in ("site-packages", "dist-packages", "lib-dynload")


def _lessons_in_packages() -> list[str]:
    package = importlib.util.find_spec("howcome")
    places = (package and package.submodule_search_locations) or ()
    return [
        os.path.join(place, "lessons")
        for place in places
        if os.path.isdir(os.path.join(place, "lessons"))
    ]
