"""Python itself."""

from __future__ import annotations

import platform
import sys
from importlib import metadata

from .finding import FAILS, OK, Finding

NAME = "Python"


def check() -> Finding:
    """The running Python against what our package asks for."""
    version = platform.python_version()
    bounds = metadata.metadata("howcome").get("Requires-Python", "")
    found = f"Python {version} at {sys.executable}."
    if sys.maxsize < 2**32:
        return Finding(
            NAME,
            FAILS,
            f"Python {version} is a 32-bit one.",
            "Install the 64-bit Python from python.org: scikit-learn has none for 32 bits.",
        )
    try:
        from packaging.specifiers import SpecifierSet
    except ImportError:  # comes with JupyterLab, whose check speaks up
        return Finding(NAME, OK, found)
    if bounds and not SpecifierSet(bounds).contains(version, prereleases=True):
        return Finding(
            NAME,
            FAILS,
            f"Python {version} is not within {bounds}.",
            "Install a newer Python from python.org, then install Howcome with it again.",
        )
    return Finding(NAME, OK, found)
