"""The build backend: hatchling, plus what makes pupil copies where a wheel is made.

A wheel carries pupil copies of the lessons (hook.py): nbgrader's preprocessors make them, polib
reads their translations. An editable install reads the sources in the checkout, so it stays quick.
"""

from pathlib import Path

from hatchling.build import *  # noqa: F403
from hatchling.build import get_requires_for_build_wheel as _hatchling_requires

MAKERS = ("nbgrader", "polib")


def get_requires_for_build_wheel(config_settings=None):
    """What hatchling needs, and the makers at the versions that `howcome[lab]` allows."""
    return [*_hatchling_requires(config_settings), *_makers()]


def _makers() -> list[str]:
    import tomllib

    project = tomllib.loads(Path("pyproject.toml").read_text(encoding="utf-8"))["project"]
    lab = project["optional-dependencies"]["lab"]
    return [requirement for requirement in lab if requirement.startswith(MAKERS)]
