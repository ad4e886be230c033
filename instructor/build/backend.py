"""The build backend: hatchling, plus nbgrader where a wheel is made.

A wheel carries pupil copies of the lessons, which nbgrader's preprocessors make (hook.py). An
editable install reads the sources in the checkout and needs no nbgrader, so it stays quick.
"""

from pathlib import Path

from hatchling.build import *  # noqa: F403
from hatchling.build import get_requires_for_build_wheel as _hatchling_requires


def get_requires_for_build_wheel(config_settings=None):
    """What hatchling needs, and nbgrader at the version that `howcome[lab]` allows."""
    return [*_hatchling_requires(config_settings), _nbgrader()]


def _nbgrader() -> str:
    import tomllib

    project = tomllib.loads(Path("pyproject.toml").read_text(encoding="utf-8"))["project"]
    lab = project["optional-dependencies"]["lab"]
    return next(requirement for requirement in lab if requirement.startswith("nbgrader"))
