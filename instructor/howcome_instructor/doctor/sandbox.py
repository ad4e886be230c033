"""The sandbox in which pupils' code runs while it is marked. Needed to mark, and for no lesson."""

from __future__ import annotations

import shlex
import shutil
from pathlib import Path

from . import system as this
from .finding import ATTENTION, FAILS, OK, Finding, Step

NAME = "sandbox"
FOR_WHOM = "Needed only to mark: pupils' code runs in it."

APT = ("bubblewrap", "python3-venv")
"""What a Debian or Ubuntu needs beside Python to mark; the container installs the same."""

PROFILE = Path(__file__).parent / "bwrap.apparmor"
"""Lets bubblewrap, and nothing else, make user namespaces on Ubuntu 23.10 and newer."""

UBUNTUS = Path("/etc/apparmor.d/bwrap-userns-restrict")
"""Ubuntu's own profile, from 25.04: bubblewrap starts, but nothing inside may make a namespace."""

INSTALL = {
    this.DEBIAN: "sudo apt install bubblewrap",
    this.FEDORA: "sudo dnf install bubblewrap",
    this.ARCH: "sudo pacman -S bubblewrap",
    this.SUSE: "sudo zypper install bubblewrap",
}


def check(marking: bool = False) -> Finding:
    """What marking itself would find; `marking` is True when a course was given."""
    from ..grade.run import sandbox

    found = sandbox()
    if not found.usable:
        step = advice(this.system())
        return Finding(
            NAME,
            FAILS if marking else ATTENTION,
            f"There is no sandbox{_reason(found.missing)}.",
            f"{step.do} {FOR_WHOM}",
            step.commands,
        )
    there = ", ".join(layer.name for layer in found.layers if layer.there)
    if found.missing:
        lacking = " and ".join(layer.name for layer in found.missing)
        return Finding(
            NAME,
            ATTENTION,
            f"Pupils' code is held by {there}; not by {lacking}{_reason(found.missing)}.",
            f"Marking works all the same; a newer system has {lacking}. {FOR_WHOM}",
        )
    return Finding(NAME, OK, f"Pupils' code is held by {there}.")


def advice(where: str) -> Step:
    """The one step to a sandbox on this kind of system, as `system.system` calls it."""
    if where == this.WINDOWS:
        return Step(
            "Marking takes place in WSL2, Windows' own Linux: in PowerShell type the first line, "
            "restart, open Debian from the Start menu and type the others there.",
            (
                "wsl --install -d Debian",
                f"sudo apt update && sudo apt install -y {' '.join(APT)}",
                "python3 -m venv ~/howcome-env",
                '~/howcome-env/bin/pip install "/mnt/c/PATH/TO/howcome[teach]"',
                "~/howcome-env/bin/howcome doctor",
            ),
        )
    if where == this.MACOS:
        return Step(
            "Marking takes place in a container: install Docker Desktop or Podman, then type this "
            "in Howcome's folder; instructor/container/README.md explains each word.",
            (
                "docker build --file instructor/container/Containerfile --tag howcome-grade .",
                *container_run("docker", "/PATH/TO/COURSE"),
            ),
        )
    return _linux(where)


def container_run(engine: str, course: str, command: str = "grade /course") -> tuple[str]:
    """The command that marks a course in the container; `engine` is docker or podman."""
    return (
        f"{engine} run --rm --network none --cap-drop ALL {' '.join(OPTIONS[engine])} "
        f'--volume "{course}:/course" howcome-grade {command}',
    )


WORDS = {"not-linux": "only Linux has one", "not-installed": "bubblewrap is not installed"}
"""What marking's own reasons mean."""

OPTIONS = {
    "docker": (
        "--security-opt no-new-privileges",
        "--security-opt seccomp=unconfined",
        "--security-opt apparmor=unconfined",
        "--security-opt systempaths=unconfined",
    ),
    "podman": (
        "--userns keep-id:uid=1000,gid=1000",
        "--security-opt no-new-privileges",
        "--security-opt seccomp=unconfined",
        "--security-opt label=disable",
        "--security-opt unmask=ALL",
    ),
}
"""What bubblewrap needs from a container's engine; instructor/container/README.md says why."""


def _linux(where: str) -> Step:
    if where == this.WSL and not this.is_wsl2():
        return Step(
            "This is WSL1, which has no sandbox: in PowerShell make it a WSL2, with the name that "
            "the first line shows.",
            ("wsl --list", "wsl --set-version Debian 2"),
        )
    if shutil.which("bwrap") is None:
        family = this.family() if where == this.WSL else where
        if family in INSTALL:
            return Step("Install bubblewrap.", (INSTALL[family],))
        return Step("Install the package bubblewrap with your system's package manager.")
    if this.in_container():
        return Step(
            "This container does not let bubblewrap work: start it with these options (Podman's "
            "are in instructor/container/README.md).",
            (" ".join(OPTIONS["docker"]),),
        )
    if this.setting("kernel.apparmor_restrict_unprivileged_userns") == "1":
        return _apparmor()
    for name, value in (
        ("kernel.unprivileged_userns_clone", "1"),
        ("user.max_user_namespaces", "15000"),
    ):
        if this.setting(name) == "0":
            return Step(
                f"This system does not let users make user namespaces ({name} is 0): allow it.",
                (
                    f"echo {name}={value} | sudo tee /etc/sysctl.d/60-howcome.conf",
                    "sudo sysctl --system",
                ),
            )
    return Step(
        "bubblewrap is installed but does not start; this shows why.",
        ("bwrap --unshare-all --ro-bind / / --proc /proc --dev /dev true",),
    )


def _apparmor() -> Step:
    """Ubuntu 23.10 and newer: user namespaces only for programs with a profile."""
    commands = [
        f"sudo install -m 644 {shlex.quote(str(PROFILE))} /etc/apparmor.d/bwrap",
        "sudo apparmor_parser --replace /etc/apparmor.d/bwrap",
    ]
    if UBUNTUS.exists():
        # two profiles for one program exclude each other, and this one forbids what marking does
        commands[:0] = [
            f"sudo ln -s {UBUNTUS} /etc/apparmor.d/disable/",
            f"sudo apparmor_parser --remove {UBUNTUS}",
        ]
    return Step(
        "Ubuntu's AppArmor keeps bubblewrap from making user namespaces: give it, and nothing "
        "else, a profile that lets it.",
        tuple(commands),
    )


def _reason(missing) -> str:
    """The first reason that says more than that a wall was not tried, in brackets."""
    for layer in missing:
        if layer.reason and layer.reason != "not-tried":
            return f" ({WORDS.get(layer.reason, layer.reason.strip().rstrip('.'))})"
    return ""
