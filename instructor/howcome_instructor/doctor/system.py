"""Which kind of system this is, as far as advice differs."""

from __future__ import annotations

import platform
import sys
from collections.abc import Mapping
from pathlib import Path

WINDOWS, MACOS, WSL = "windows", "macos", "wsl"
DEBIAN, FEDORA, ARCH, SUSE, LINUX = "debian", "fedora", "arch", "suse", "linux"

_FAMILIES = {
    "debian": DEBIAN,
    "ubuntu": DEBIAN,
    "fedora": FEDORA,
    "rhel": FEDORA,
    "arch": ARCH,
    "suse": SUSE,
    "opensuse": SUSE,
}


def family(os_release: Mapping[str, str] | None = None) -> str:
    """The Linux family, by whose package manager packages come; `linux` when it is another one.

    >>> family({"ID": "ubuntu", "ID_LIKE": "debian"})
    'debian'
    >>> family({"ID": "nixos"})
    'linux'
    """
    if os_release is None:
        try:
            os_release = platform.freedesktop_os_release()
        except OSError:
            os_release = {}
    for name in (os_release.get("ID", ""), *os_release.get("ID_LIKE", "").split()):
        if name in _FAMILIES:
            return _FAMILIES[name]
    return LINUX


def system() -> str:
    """windows, macos, wsl, or the Linux family."""
    if sys.platform == "win32":
        return WINDOWS
    if sys.platform == "darwin":
        return MACOS
    if "microsoft" in platform.release().lower():
        return WSL
    return family()


def is_wsl2() -> bool:
    """Whether the Linux inside Windows is a real one; the older WSL1 only looks like one."""
    return "wsl2" in platform.release().lower()


def in_container() -> bool:
    """Whether Docker, Podman or the like runs us."""
    return any(Path(sign).exists() for sign in ("/.dockerenv", "/run/.containerenv"))


def on_chromeos() -> bool:
    """Whether this is the Linux of a Chromebook, whose browser is outside."""
    return Path("/opt/google/cros-containers").is_dir()


def setting(name: str) -> str | None:
    """A kernel setting such as `user.max_user_namespaces`; None when this kernel has none."""
    try:
        return Path("/proc/sys", *name.split(".")).read_text(encoding="ascii").strip()
    except (OSError, ValueError):
        return None
