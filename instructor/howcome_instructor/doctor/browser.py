"""A browser to open lessons in."""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Iterator
from pathlib import Path

from .finding import ATTENTION, OK, Finding
from .system import DEBIAN, WSL, in_container, on_chromeos, system

NAME = "browser"

COMMANDS = {
    "Chromium": ("chromium", "chromium-browser", "org.chromium.Chromium"),
    "Chrome": ("google-chrome", "google-chrome-stable", "chrome", "com.google.Chrome"),
    "Edge": ("microsoft-edge", "microsoft-edge-stable", "msedge", "com.microsoft.Edge"),
    "Firefox": ("firefox", "firefox-esr", "org.mozilla.firefox"),
}
"""What a browser is called on the command line; the last is its name in Flatpak."""

MAC = {
    "Chrome": "Google Chrome.app",
    "Chromium": "Chromium.app",
    "Edge": "Microsoft Edge.app",
    "Firefox": "Firefox.app",
    "Safari": "Safari.app",
}
PROGRAMS = {
    "Edge": "Microsoft/Edge/Application/msedge.exe",
    "Chrome": "Google/Chrome/Application/chrome.exe",
    "Chromium": "Chromium/Application/chrome.exe",
    "Firefox": "Mozilla Firefox/firefox.exe",
}
"""Where browsers are below a Windows folder of programs."""

FLATPAK = ("/var/lib/flatpak/exports/bin", "~/.local/share/flatpak/exports/bin")


def check() -> Finding:
    """Name a browser that is installed."""
    found = next(browsers(), None)
    if found:
        return Finding(NAME, OK, f"{found} is installed.")
    if on_chromeos():
        return Finding(NAME, OK, "The Chromebook's own Chrome opens the lessons.")
    where = "here" if not in_container() else "in this container"
    return Finding(
        NAME,
        ATTENTION,
        f"No browser was found {where}.",
        "Open the address that `howcome lab` prints in any browser on this computer"
        + (", or install one." if system() == DEBIAN else ", or install Firefox or Chrome."),
        ("sudo apt install firefox-esr || sudo apt install firefox",) if system() == DEBIAN else (),
    )


def browsers() -> Iterator[str]:
    """The browsers of this machine that we know, by name."""
    path = os.pathsep.join([os.environ.get("PATH", ""), *map(os.path.expanduser, FLATPAK)])
    for name, commands in COMMANDS.items():
        if any(shutil.which(command, path=path) for command in commands):
            yield name
    if sys.platform == "darwin":
        yield from _below(MAC, [Path("/Applications"), Path.home() / "Applications"])
    elif sys.platform == "win32":
        keys = ("PROGRAMFILES", "PROGRAMFILES(X86)", "LOCALAPPDATA")
        yield from _below(PROGRAMS, [Path(os.environ[key]) for key in keys if os.environ.get(key)])
    elif system() == WSL:
        places = [Path("/mnt/c/Program Files"), Path("/mnt/c/Program Files (x86)")]
        for name in _below(PROGRAMS, places):
            yield f"{name} on Windows"


def _below(known: dict[str, str], places: list[Path]) -> Iterator[str]:
    for name, path in known.items():
        if any((place / path).exists() for place in places):
            yield name
