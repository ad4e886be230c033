"""Puts the datasets and pupil copies of the lessons into a wheel, below `howcome/`.

Runs when a wheel is made; an editable install reads both where they are in the checkout. No lesson
source, and so no answer, is packed: only `howcome/lessons/<band>/<lesson>.ipynb`, made here.
"""

import shutil
import sys
import tempfile
from pathlib import Path

from hatchling.builders.hooks.plugin.interface import BuildHookInterface


class WheelParts(BuildHookInterface):
    """Makes the copies in a temporary folder and tells hatch what goes where."""

    PLUGIN_NAME = "custom"

    def initialize(self, version, build_data):
        """Make all copies; a lesson that cannot be released stops the build and is named."""
        self.folder = None
        if version != "standard":
            return
        for dataset in sorted(Path(self.root, "datasets").glob("*/")):
            for path in sorted(dataset.rglob("*")):
                if path.is_file() and "__pycache__" not in path.parts:
                    inside = path.relative_to(dataset.parent).as_posix()
                    build_data["force_include"][str(path)] = f"howcome/datasets/{inside}"
        sys.path.insert(0, str(Path(self.root, "instructor")))
        try:
            from howcome_instructor.release import ReleaseError, pupil_bytes
            from howcome_instructor.sources import sources_in
        finally:
            sys.path.pop(0)

        self.folder = Path(tempfile.mkdtemp(prefix="howcome-lessons-"))
        for lesson in sources_in(Path(self.root, "curriculum")):
            copy = self.folder / lesson.band / lesson.path.name
            copy.parent.mkdir(exist_ok=True)
            try:
                copy.write_bytes(pupil_bytes(lesson.path.read_bytes()))
            except ReleaseError as error:
                raise SystemExit(f"No pupil copy of {lesson.path} can be made: {error}.") from error
            target = f"howcome/lessons/{lesson.band}/{copy.name}"
            build_data["force_include"][str(copy)] = target

    def finalize(self, version, build_data, artifact_path):
        """Remove the temporary folder."""
        if self.folder:
            shutil.rmtree(self.folder, ignore_errors=True)
