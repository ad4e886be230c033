"""Puts the datasets and pupil copies of the lessons into a wheel, below `howcome/`.

Runs when a wheel is made; an editable install reads both where they are in the checkout. No lesson
source, and so no answer, is packed: only `howcome/lessons/<band>/<lesson>.ipynb`, made here, and
`howcome/lessons/es/<band>/<lesson>.ipynb` where there is a translation.
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
            from howcome_instructor.errors import BadInput
            from howcome_instructor.release import ReleaseError, pupil_bytes
            from howcome_instructor.sources import in_language, sources_in
        finally:
            sys.path.pop(0)

        self.folder = Path(tempfile.mkdtemp(prefix="howcome-lessons-"))
        lessons = sources_in(Path(self.root, "curriculum"))
        spanish = [lesson for lesson in in_language(lessons, "es") if lesson.language == "es"]
        for lesson in (*lessons, *spanish):
            language = "" if lesson.language == "en" else f"{lesson.language}/"
            place = f"{language}{lesson.band}/{lesson.path.name}"
            copy = self.folder / place
            copy.parent.mkdir(parents=True, exist_ok=True)
            try:
                copy.write_bytes(pupil_bytes(lesson.read()))
            except (ReleaseError, BadInput) as error:
                raise SystemExit(f"No pupil copy of {lesson.path} can be made: {error}") from error
            build_data["force_include"][str(copy)] = f"howcome/lessons/{place}"

    def finalize(self, version, build_data, artifact_path):
        """Remove the temporary folder."""
        if self.folder:
            shutil.rmtree(self.folder, ignore_errors=True)
