"""Shut one child in: its own namespaces, its own small disk, no rights, few resources.

The process that forks children (`zygote.py`) runs inside bubblewrap already, so the file system
here is the packages, read-only, and nothing else. Each step either works or raises Failed: a
child that is not shut in runs nothing.
"""

from __future__ import annotations

import os
import resource
from pathlib import Path

from . import landlock, linux, seccomp

SCRATCH = "/scratch"
"""Where the child's own disk is; its parts are seen where programs look for them."""
HOME = "/home/pupil"
PARTS = {"home": HOME, "tmp": "/tmp", "shm": "/dev/shm"}
CACHE = "/run/howcome/cache"

# Who the pupil's code is, as it sees itself.
USER = 1000
_INODES = 20_000


class Failed(Exception):
    """A wall could not be built: which one, and why."""

    def __init__(self, wall: str, why: object):
        super().__init__(wall, str(why))


def isolate(plan: dict) -> None:
    """Build all walls around this process, which must be the first of its PID namespace.

    Args:
        plan: `user` (an id nobody has, when marking runs as root; else None), `scratch` (bytes),
            `memory`, `processes`, `open_files`, `cpu` (s); `landlock` and `seccomp`, True when
            this machine was found to have them.

    Raises:
        Failed: one of them did not work.
    """
    for wall, build in (
        ("namespaces", _namespaces),
        ("scratch", _scratch),
        ("user", _user),
        ("limits", _limits),
        ("privileges", _privileges),
        ("landlock", _landlock),
        ("seccomp", _seccomp),
    ):
        try:
            build(plan)
        except OSError as error:
            raise Failed(wall, error) from error


def _namespaces(_plan: dict) -> None:
    linux.unshare(linux.CLONE_NEWNS | linux.CLONE_NEWIPC | linux.CLONE_NEWNET)
    linux.mount("none", "/", flags=linux.MS_REC | linux.MS_PRIVATE)
    quiet = linux.MS_NOSUID | linux.MS_NODEV | linux.MS_NOEXEC
    linux.mount("proc", "/proc", "proc", quiet)


def _scratch(plan: dict) -> None:
    owner = plan["user"] or os.getuid()
    size = f"size={plan['scratch']},nr_inodes={_INODES},mode=0755"
    flags = linux.MS_NOSUID | linux.MS_NODEV
    linux.mount("scratch", SCRATCH, "tmpfs", flags, size)
    for part, seen in PARTS.items():
        place = f"{SCRATCH}/{part}"
        os.mkdir(place, 0o700)
        os.chown(place, owner, owner)
        # where packages lie in /tmp, bwrap.py names another place, and they stay in sight
        if part != "tmp" or os.environ.get("TMPDIR") == seen:
            linux.mount(place, seen, flags=linux.MS_BIND)
    read_only = linux.MS_REMOUNT | linux.MS_BIND | linux.MS_RDONLY | flags
    linux.mount("none", CACHE, flags=read_only)


def _user(plan: dict) -> None:
    if plan["user"]:
        os.setgroups([])
        os.setresgid(*[plan["user"]] * 3)
        os.setresuid(*[plan["user"]] * 3)
        linux.be_readable()
    # A user namespace of its own counts its processes by itself, whoever else runs some.
    user, group = os.getuid(), os.getgid()
    linux.unshare(linux.CLONE_NEWUSER)
    Path("/proc/self/setgroups").write_text("deny")
    Path("/proc/self/uid_map").write_text(f"{USER} {user} 1")
    Path("/proc/self/gid_map").write_text(f"{USER} {group} 1")


def _limits(plan: dict) -> None:
    # What the process has mapped by now is the libraries', and no fault of the pupil's.
    pages = int(Path("/proc/self/statm").read_text().split()[0])
    memory = plan["memory"] + pages * os.sysconf("SC_PAGESIZE")
    for name, most in (
        ("AS", memory),
        ("CORE", 0),
        ("CPU", plan["cpu"]),
        ("FSIZE", plan["scratch"]),
        ("MEMLOCK", 0),
        ("MSGQUEUE", 0),
        ("NOFILE", plan["open_files"]),
        ("NPROC", plan["processes"]),
    ):
        kind = getattr(resource, f"RLIMIT_{name}")
        hard = resource.getrlimit(kind)[1]
        if hard != resource.RLIM_INFINITY:
            most = min(most, hard)
        resource.setrlimit(kind, (most, most))
    # should the machine run out of memory, the pupil's process goes first
    Path("/proc/self/oom_score_adj").write_text("1000")


def _privileges(_plan: dict) -> None:
    linux.drop_capabilities()
    linux.no_new_privileges()


def _landlock(plan: dict) -> None:
    if plan["landlock"]:
        landlock.restrict([SCRATCH, *PARTS.values()])


def _seccomp(plan: dict) -> None:
    if plan["seccomp"]:
        seccomp.restrict()
